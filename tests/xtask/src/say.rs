//! Everything this program prints goes through here.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks by printing"
)]

/// Prints a line of text.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Announces something that may take a while.
pub(crate) fn doing(text: &str) {
    println!("· {text}");
}

/// Prints a heading over what follows.
pub(crate) fn heading(text: &str) {
    println!(
        "\n── {text} {}",
        "─".repeat(76_usize.saturating_sub(text.chars().count()))
    );
}

/// Says why the command failed.
pub(crate) fn error(text: &str) {
    eprintln!("error: {text}");
}
