//! Latchkey: look after your own accounts.

#![cfg_attr(windows, windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    desktop::run()
}
