//! What must hold for every input from outside the process, whoever made it up: one function of bytes a door, which
//! panics when it does not hold. Only tests and fuzzers have this.
//!
//! The corpora lie with those of `tests/fuzz`, and its programs look for inputs that nobody thought of.

use std::ffi::OsString;

use account::{CALLBACK_SCHEME, Settings};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    config, deep_link, loopback,
    start::{LINK_BYTES, Wish, is_link, wish},
};

/// A door by its name, which is that of the folder of its corpus.
pub type Door = (&'static str, fn(&[u8]));

/// Every door of the process.
pub const DOORS: [Door; 4] = [
    ("argv", argv),
    ("config", preset),
    ("loopback_http", loopback_http),
    ("single_instance_msg", hand_over),
];

/// The arguments in an input stand between zeros.
fn arguments(data: &[u8]) -> Vec<OsString> {
    data.split(|byte| *byte == 0).map(os_string).collect()
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt as _;

    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A link counts only when it stands alone, and no flag counts beside one.
fn argv(data: &[u8]) {
    let arguments = arguments(data);
    let has_link = arguments
        .iter()
        .any(|argument| is_link(argument.as_encoded_bytes()));
    match wish(&arguments) {
        Wish::Link(link) => {
            assert_eq!(arguments, [OsString::from(&link)]);
            assert_is_ours(&link);
        }
        Wish::Version | Wish::Help | Wish::Unknown => assert!(!has_link, "a flag beside a link"),
        Wish::Plain => panic!("arguments that are none"),
        Wish::Unusable => {}
    }
}

/// Of what another process hands over, at most one link is taken, and only when it is all there is.
fn hand_over(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let arguments: Vec<String> = text.split('\0').map(str::to_owned).collect();
    if let Some(link) = deep_link::link_of(&arguments) {
        assert_eq!(arguments.len(), 2);
        assert_eq!(link, arguments[1]);
        assert_is_ours(link);
    }
}

fn assert_is_ours(link: &str) {
    let scheme = link.split(':').next().unwrap_or_default();
    assert!(
        scheme.eq_ignore_ascii_case(CALLBACK_SCHEME),
        "a foreign scheme"
    );
    assert!(link.len() <= LINK_BYTES, "a link without end");
}

/// Every connection that a file gives is at a place that nobody can listen to, under a name of its own.
fn preset(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let preset = config::read("connections.toml", text);
    let mut names = Vec::new();
    for connection in &preset.connections {
        let base = match &connection.settings {
            Settings::Auth0 { base, .. } => base.origin(),
            Settings::Nhost { auth, .. } => auth.origin(),
        };
        let is_private = base.starts_with("https://")
            || ["http://127.", "http://[::1]", "http://localhost"]
                .iter()
                .any(|place| base.starts_with(place));
        assert!(is_private, "{base}");
        names.push(connection.id.as_str());
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "two connections of one name");
}

/// Whatever knocks is answered with one of a few constants, and hands on one address at most.
fn loopback_http(data: &[u8]) {
    const PORT: u16 = 17_171;
    // What may be answered is less than this, and every request that is read at all.
    const ROOM: usize = 1 << 20;
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
    else {
        panic!("no runtime");
    };
    let (answer, addresses) = runtime.block_on(async {
        let (returned, mut arrivals) = loopback::channel();
        let (mut visitor, ours) = tokio::io::duplex(ROOM);
        let visit = async {
            // Whoever is not listened to any more cannot finish.
            let _ = visitor.write_all(data).await;
            let _ = visitor.shutdown().await;
            let mut answer = Vec::new();
            let _ = visitor.read_to_end(&mut answer).await;
            answer
        };
        let (answer, ()) = tokio::join!(visit, loopback::serve(ours, PORT, &returned));
        let mut addresses = Vec::new();
        while let Ok(address) = arrivals.try_recv() {
            addresses.push(address);
        }
        (answer, addresses)
    });

    assert!(
        addresses.len() <= 1,
        "one request hands on several addresses"
    );
    let answer = String::from_utf8_lossy(&answer);
    let Some((head, body)) = answer.split_once("\r\n\r\n") else {
        // Whoever hangs up at once may be gone before it.
        assert!(answer.is_empty(), "half an answer");
        return;
    };
    let status = head.split(' ').nth(1).unwrap_or_default();
    assert!(
        ["200", "400", "403", "404", "405", "421", "431", "414"].contains(&status),
        "{head}"
    );
    assert!(status != "200" || addresses.len() == 1, "{head}");
    assert!(body.is_empty() || body == loopback::PAGE, "{body}");
    for address in addresses {
        let home = format!("http://127.0.0.1:{PORT}/callback?");
        assert!(address.starts_with(&home), "another address");
    }
}

#[cfg(test)]
mod tests;
