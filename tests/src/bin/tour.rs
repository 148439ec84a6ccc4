//! The tour: the real app, keychain, browser and emulator, driven by hand and photographed.
//!
//! `tour FOLDER` prints each step with its result and time, leaves numbered pictures in the folder, and ends with an
//! error when a step failed.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        tests::say::trouble("usage: tour FOLDER");
        return ExitCode::FAILURE;
    };

    match tests::tour::take(std::path::Path::new(&folder)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tests::say::trouble(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Elsewhere there is neither Xvfb nor the Secret Service.
#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}
