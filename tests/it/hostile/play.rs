//! What is done with a request instead of answering it properly.

use std::{fmt, sync::Arc, time::Duration};

use serde_json::Value;

use super::server::find;

/// Stands in an answer for an address to which nobody may be sent.
pub(crate) const ELSEWHERE: &str = "{elsewhere}";

/// Stands for every secret in what a row makes up: found anywhere outside the vault, it has leaked.
pub(crate) const CANARY: &str = "canary-7f3a";

/// What is done with one request.
#[derive(Clone)]
pub(crate) enum Play {
    /// The provider answers.
    Pass,
    /// The provider answers what it would answer at this path.
    At(&'static str),
    /// The provider answers, and its answer is changed on the way.
    Edit(Arc<dyn Fn(&mut Reply) + Send + Sync>),
    /// The provider does not hear of it; these bytes, and the connection ends.
    Raw(Vec<u8>),
    /// These bytes, and the next request may come.
    GoOn(Vec<u8>),
    /// These bytes, and silence.
    Hold(Vec<u8>),
    /// Something at once and a piece after each pause, for ever.
    Drip {
        first: Vec<u8>,
        piece: Vec<u8>,
        pause: Duration,
    },
    /// An error that repeats the credentials of the request.
    Echo(u16),
    /// The provider acts, and its answer is lost.
    Lost,
    /// The connection ends.
    Close,
    /// The connection is reset.
    Reset,
}

/// An answer of the provider, to be changed.
pub(crate) struct Reply {
    /// Status line and headers.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = find(bytes, b"\r\n\r\n").unwrap_or(bytes.len());

        Self {
            head: String::from_utf8_lossy(&bytes[..end]).into_owned(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    /// The answer with the length of the body that it has now.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = String::new();
        for line in self.head.lines() {
            if !line.to_ascii_lowercase().starts_with("content-length:") {
                head.push_str(&format!("{line}\r\n"));
            }
        }

        [
            format!("{head}content-length: {}\r\n\r\n", self.body.len()).into_bytes(),
            self.body.clone(),
        ]
        .concat()
    }
}

/// An answer in full: `headers` are whole lines with their ends.
pub(crate) fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Play {
    let length = body.as_ref().len();

    Play::Raw(whole(
        &format!(
            "HTTP/1.1 {status} Odd\r\n{headers}connection: close\r\ncontent-length: {length}\r\n"
        ),
        body,
    ))
}

/// Head and body as they are.
pub(crate) fn whole(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    [head.as_bytes(), b"\r\n", body.as_ref()].concat()
}

pub(crate) const JSON: &str = "content-type: application/json\r\n";
pub(crate) const HTML: &str = "content-type: text/html\r\n";

/// JSON with this status.
pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Play {
    answer(status, JSON, body)
}

/// JSON that is announced to be of this length, and comes in pieces: nobody here holds all of it.
pub(crate) fn announced(length: usize) -> Play {
    Play::Drip {
        first: whole(
            &format!("HTTP/1.1 200 OK\r\n{JSON}content-length: {length}\r\n"),
            r#"{"x":""#,
        ),
        piece: vec![b'A'; 16 * 1024],
        pause: Duration::ZERO,
    }
}

/// A page with this status.
pub(crate) fn html(status: u16) -> Play {
    answer(
        status,
        HTML,
        "<!doctype html><title>Sign in to this network</title>",
    )
}

/// The real answer with this member in it.
pub(crate) fn with(member: &'static str, value: Value) -> Play {
    edit(move |body| body[member] = value.clone())
}

/// The real answer without this member.
pub(crate) fn without(member: &'static str) -> Play {
    edit(move |body| {
        if let Some(members) = body.as_object_mut() {
            members.remove(member);
        }
    })
}

/// The real answer, its JSON changed.
pub(crate) fn edit(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Play {
    Play::Edit(Arc::new(move |reply| {
        let mut body = serde_json::from_slice(&reply.body).unwrap_or_default();
        change(&mut body);
        reply.body = body.to_string().into_bytes();
    }))
}

/// The real answer with another head or other bytes.
pub(crate) fn spoil(change: impl Fn(&mut Reply) + Send + Sync + 'static) -> Play {
    Play::Edit(Arc::new(change))
}

/// The real answer with further header lines.
pub(crate) fn with_headers(lines: &'static str) -> Play {
    spoil(move |reply| reply.head = format!("{}\r\n{lines}", reply.head))
}

impl fmt::Debug for Play {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raw(bytes) | Self::GoOn(bytes) | Self::Hold(bytes) => {
                let text = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
                write!(f, "{text:?}")
            }
            Self::Drip { .. } => f.write_str("Drip"),
            Self::Pass => f.write_str("Pass"),
            Self::At(path) => write!(f, "At {path}"),
            Self::Edit(_) => f.write_str("Edit"),
            Self::Echo(_) => f.write_str("Echo"),
            Self::Lost => f.write_str("Lost"),
            Self::Close => f.write_str("Close"),
            Self::Reset => f.write_str("Reset"),
        }
    }
}
