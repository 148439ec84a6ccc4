//! `cargo xtask run`: opens the app, beside the emulator when there is nothing else to look at.

mod emulator;
mod preset;

use std::{env, path::PathBuf};

use crate::{
    cargo,
    clock::Stopwatch,
    failure::Failure,
    program::Program,
    say,
    set_up::{self, Purpose},
    tour, workspace,
};

/// An app that ends sooner than this without an error has handed over to another instance of itself.
const TOO_SOON_SECONDS: u64 = 3;

/// Which connections the app opens with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connections {
    /// Those that are configured on this machine, or the demo's.
    OwnIfThereAreAny,
    /// The demo's, whatever is configured.
    Demo,
}

/// Builds everything and opens the app, or takes the tour where nothing can be opened.
pub(crate) fn run(connections: Connections) -> Result<(), Failure> {
    if !has_display() {
        say::line(
            "There is no display here, so this is the tour: the app under a display of its own.",
        );
        return tour::run();
    }
    set_up::prepare(Purpose::Build)?;
    cargo::build_programs()?;

    match preset::of_this_machine().filter(|_| connections == Connections::OwnIfThereAreAny) {
        Some(file) => open_with_own(&file),
        None => open_with_emulator(),
    }
}

fn open_with_own(file: &std::path::Path) -> Result<(), Failure> {
    say::line(&format!(
        "Latchkey opens with your own connections from {}. `cargo xtask run --demo` opens the demo.",
        file.display()
    ));

    open(Program::new(workspace::built("latchkey")))
}

fn open_with_emulator() -> Result<(), Failure> {
    let folder = workspace::target().join("demo");
    let emulator = emulator::Emulator::start()?;
    let preset = preset::write(&folder, emulator.hello())?;
    say::line(&emulator.hello().in_words());

    open(
        Program::new(workspace::built("latchkey"))
            .env("LATCHKEY_CONFIG", preset)
            .env("LATCHKEY_DATA_DIR", folder.join("files")),
    )
}

fn open(app: Program) -> Result<(), Failure> {
    let watch = Stopwatch::start();
    app.run()?;
    if watch.elapsed().as_secs() < TOO_SOON_SECONDS {
        say::line(
            "Latchkey ended at once: another one is open, and its window has come to the front instead.",
        );
    }

    Ok(())
}

fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());

    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// The value of an environment variable that holds a path.
fn path_in(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
