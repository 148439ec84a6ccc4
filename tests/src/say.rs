//! Everything the harness and the tour print goes through here.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the tour tells what it does by printing"
)]

/// Prints a line of text.
pub fn line(text: &str) {
    println!("{text}");
}

/// Prints a line for whoever looks into a failure.
pub fn trouble(text: &str) {
    eprintln!("{text}");
}
