//! `cargo xtask tour`: the real app under a display of its own, driven by hand and photographed.

use crate::{
    cargo,
    failure::Failure,
    program::Program,
    say,
    set_up::{self, Purpose},
    workspace,
};

/// Builds what the tour needs and takes it.
pub(crate) fn run() -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new(
            "the tour needs Xvfb and the Secret Service, so it runs on Linux only",
        ));
    }
    set_up::prepare(Purpose::Test)?;
    cargo::build_programs()?;

    let pictures = workspace::target().join("tour");
    Program::new(workspace::built("tour"))
        .args([&pictures])
        .run()?;
    say::line(&format!("pictures: {}", pictures.display()));

    Ok(())
}
