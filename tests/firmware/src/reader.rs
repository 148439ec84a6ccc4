//! The virtual reader: a driver of `pcscd` that takes its card from a local port.
//!
//! There is one `pcscd` on a computer, and it wants to be root.

use std::{net::TcpStream, path::Path};

/// Looks after all readers; holds the virtual one when its package is installed.
pub const DAEMON: &str = "/usr/sbin/pcscd";
/// Keeps it from going into the background.
pub const IN_FOREGROUND: &str = "--foreground";
/// Where the virtual reader waits for a card to be put on it; the port is that of the package's own configuration.
pub const ADDRESS: &str = "127.0.0.1:35963";

const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";

/// Why there can be no reader here, if there cannot.
#[must_use]
pub fn obstacle() -> Option<String> {
    let missing = [DAEMON, DRIVER]
        .into_iter()
        .find(|file| !Path::new(file).exists());
    if let Some(missing) = missing {
        return Some(format!(
            "{missing} is missing (packages pcscd and vsmartcard-vpcd)"
        ));
    }
    if TcpStream::connect(ADDRESS).is_ok() {
        return Some("a virtual reader is in use on this machine already".to_owned());
    }

    None
}
