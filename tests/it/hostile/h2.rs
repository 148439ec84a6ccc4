//! HTTP/2 by hand (RFC 9113): frames that are legal one by one and hostile as a whole.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// Frame types (RFC 9113 §6).
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status 200` out of the static table (RFC 7541 Appendix A).
const STATUS_200: [u8; 1] = [0x88];

/// How a play may end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// As a broken connection.
    Broken,
    /// That, or when the person's patience ends.
    MayTimeOut,
}

/// What is sent after the settings; `true` goes on with it for ever.
#[derive(Clone, Copy)]
pub(crate) struct Play {
    frames: fn() -> Vec<u8>,
    for_ever: bool,
}

/// What is done, and how that may end.
pub(crate) const PLAYS: [(&str, Play, Ends); 9] = [
    (
        "go away",
        once(|| frame(GOAWAY, 0, 0, &[0; 8])),
        Ends::Broken,
    ),
    (
        "go away, and stay a moment",
        once(|| frame(GOAWAY, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 11])),
        Ends::Broken,
    ),
    (
        "a stream that is reset",
        once(|| frame(RST_STREAM, 0, 1, &[0, 0, 0, 2])),
        Ends::Broken,
    ),
    (
        "resets without an end",
        for_ever(|| frame(RST_STREAM, 0, 1, &[0, 0, 0, 8]).repeat(200)),
        Ends::MayTimeOut,
    ),
    (
        "empty data without an end",
        for_ever(|| {
            [
                frame(HEADERS, END_HEADERS, 1, &STATUS_200),
                frame(DATA, 0, 1, b"").repeat(200),
            ]
            .concat()
        }),
        Ends::MayTimeOut,
    ),
    (
        "settings without an end",
        for_ever(|| frame(SETTINGS, 0, 0, b"").repeat(200)),
        Ends::MayTimeOut,
    ),
    (
        "pings without an end",
        for_ever(|| frame(PING, 0, 0, &[0; 8]).repeat(200)),
        Ends::MayTimeOut,
    ),
    (
        "headers without an end",
        once(|| {
            let more = frame(CONTINUATION, 0, 1, &[0x40; 4096]).repeat(300);
            [frame(HEADERS, 0, 1, &STATUS_200), more].concat()
        }),
        Ends::Broken,
    ),
    (
        "data before headers",
        once(|| frame(DATA, END_STREAM, 1, b"{}")),
        Ends::Broken,
    ),
];

const fn once(frames: fn() -> Vec<u8>) -> Play {
    Play {
        frames,
        for_ever: false,
    }
}

const fn for_ever(frames: fn() -> Vec<u8>) -> Play {
    Play {
        frames,
        for_ever: true,
    }
}

fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();

    [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
}

/// Plays to everybody who comes.
pub(crate) async fn server(acceptor: TlsAcceptor, play: Play) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _gone = converse(stream, play).await;
                }
            });
        }
    });

    address
}

/// An error is the app hanging up, which is its right.
async fn converse(stream: TlsStream<TcpStream>, play: Play) -> std::io::Result<()> {
    let (mut from, mut to) = tokio::io::split(stream);
    to.write_all(&frame(SETTINGS, 0, 0, b"")).await?;
    // The preface, the settings and the request.
    let mut heard = 0;
    let mut piece = [0; 4096];
    while heard < 100 {
        match from.read(&mut piece).await? {
            0 => return Ok(()),
            read => heard += read,
        }
    }
    tokio::spawn(async move {
        let mut piece = [0; 4096];
        while from.read(&mut piece).await.is_ok_and(|read| read > 0) {}
    });
    loop {
        to.write_all(&(play.frames)()).await?;
        to.flush().await?;
        if !play.for_ever {
            tokio::time::sleep(Duration::from_millis(300)).await;
            return to.shutdown().await;
        }
        // A flood all the same; the machine has other tests to run.
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
