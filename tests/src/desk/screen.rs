//! A screen that nobody sees.

use anyhow::Result;

use crate::process::{Environment, Process};

const SIZE: &str = "1280x900x24";

/// Starts an X server on a free display.
pub(super) async fn start(environment: &mut Environment) -> Result<Process> {
    let arguments = [
        "-displayfd",
        "1",
        "-screen",
        "0",
        SIZE,
        "-nolisten",
        "tcp",
        "-noreset",
    ];
    let mut server = environment.start("Xvfb", &arguments)?;
    let number: u32 = server.line(|line| line.trim().parse().ok()).await?;
    environment.set("DISPLAY", format!(":{number}"));

    Ok(server)
}
