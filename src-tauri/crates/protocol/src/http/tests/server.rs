//! A server of few words: it says the same to everybody and remembers what it was told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A server on this machine, until the runtime of the test ends.
pub(crate) struct Server {
    pub(crate) url: Url,
    seen: Arc<Mutex<Vec<String>>>,
}

/// What a server does after it has read a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Sends the bytes and closes.
    Whole(Vec<u8>),
    /// Sends the bytes, then falls silent.
    Silence(Vec<u8>),
    /// Sends one after the other to one request after the other, and the last to all further ones.
    InTurn(Vec<Vec<u8>>),
    /// Sends the bytes to the first request, after a pause, and falls silent before the others.
    First(Vec<u8>, Duration),
    /// Sends the first bytes once and the second for ever.
    Endless(Vec<u8>, Vec<u8>),
}

impl Server {
    pub(crate) async fn start(reply: Reply) -> Self {
        Self::at("127.0.0.1:0", reply).await
    }

    /// Begins to listen at an address.
    pub(crate) async fn at(address: &str, reply: Reply) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&seen);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                tokio::spawn(serve(socket, reply.clone(), Arc::clone(&told)));
            }
        });

        Self { url, seen }
    }

    /// Answers with a status line, headers and a body of the right length.
    pub(crate) async fn answering(status: u16, headers: &str, body: &[u8]) -> Self {
        Self::start(Reply::Whole(answer(status, headers, body))).await
    }

    /// Answers one request after the other.
    pub(crate) async fn in_turn(turns: Vec<Vec<u8>>) -> Self {
        Self::start(Reply::InTurn(turns)).await
    }

    /// Answers with JSON.
    pub(crate) async fn json(status: u16, body: &str) -> Self {
        Self::answering(
            status,
            "content-type: application/json\r\n",
            body.as_bytes(),
        )
        .await
    }

    /// Returns every request so far, head and body.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

pub(crate) fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );

    [head.as_bytes(), body].concat()
}

async fn serve(mut socket: TcpStream, reply: Reply, told: Arc<Mutex<Vec<String>>>) {
    let request = read(&mut socket).await;
    let turn = {
        let mut told = told.lock().unwrap();
        told.push(String::from_utf8_lossy(&request).into_owned());
        told.len() - 1
    };
    match reply {
        Reply::InTurn(turns) => {
            let _ = socket.write_all(&turns[turn.min(turns.len() - 1)]).await;
            let _ = socket.shutdown().await;
        }
        Reply::First(bytes, pause) => {
            tokio::time::sleep(pause).await;
            if turn == 0 {
                let _ = socket.write_all(&bytes).await;
                let _ = socket.shutdown().await;
            } else {
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
        }
        Reply::Whole(bytes) => {
            let _ = socket.write_all(&bytes).await;
            let _ = socket.shutdown().await;
        }
        Reply::Silence(bytes) => {
            let _ = socket.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Reply::Endless(first, rest) => {
            let _ = socket.write_all(&first).await;
            while socket.write_all(&rest).await.is_ok() {}
        }
    }
}

/// Reads a request to the end of its body, or as much as looks like one.
async fn read(socket: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let length = socket.read(&mut piece).await.unwrap_or(0);
        request.extend_from_slice(&piece[..length]);
        // A TLS handshake begins with 22 and never contains the end of a head.
        if length == 0 || request.first() == Some(&22) || is_whole(&request) {
            return request;
        }
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.parse().unwrap());

    body.len() >= length
}
