//! Whether an app that is open already can be handed a link.
//!
//! The single-instance plugin hands over without a deadline: to an app that is stopped it would wait for ever, and the
//! person would see nothing. So it is asked first.

/// Whether a first instance is there and does not answer. Then this one opens a window of its own, which says what
/// became of the link; locks between processes keep both from harm.
#[cfg(target_os = "linux")]
pub(crate) fn is_frozen(identifier: &str) -> bool {
    use std::time::Duration;

    use zbus::blocking::{connection::Builder, fdo::DBusProxy};

    /// An app that runs answers in milliseconds; a machine that is busy may take a few seconds.
    const DEADLINE: Duration = Duration::from_secs(5);

    let name = format!("{identifier}.SingleInstance");
    let Ok(bus) = Builder::session().and_then(|bus| bus.method_timeout(DEADLINE).build()) else {
        return false;
    };
    let is_there = || {
        let name = name.as_str().try_into()?;
        Ok::<bool, zbus::Error>(DBusProxy::new(&bus)?.name_has_owner(name)?)
    };
    if !is_there().unwrap_or(false) {
        return false;
    }
    let answered = bus.call_method(
        Some(name.as_str()),
        "/",
        Some("org.freedesktop.DBus.Peer"),
        "Ping",
        &(),
    );
    // A refusal is an answer, too; only silence is not.
    let is_silent = matches!(&answered, Err(zbus::Error::InputOutput(error))
        if error.kind() == std::io::ErrorKind::TimedOut);
    if is_silent {
        tracing::warn!("the app is open already but does not answer; this one opens a window too");
    }

    is_silent
}

/// Windows and macOS tell a window that hangs from one that answers, and let the person end it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_frozen(_: &str) -> bool {
    false
}
