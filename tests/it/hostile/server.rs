//! Somebody between the app and its provider: passes requests on, until one comes to the place where they do what a
//! row says. Speaks bytes, so that it can say what no HTTP library would.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    task::JoinSet,
    time::sleep,
};

use super::play::{ELSEWHERE, Play, Reply, whole};

/// Until a client has seen that a connection is gone.
const NOTICED: Duration = Duration::from_millis(20);

/// Larger than any request of the app.
const LONGEST_REQUEST: usize = 256 * 1024;

/// A running server; dropping it ends its connections.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    is_there: watch::Sender<bool>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// With its query.
    pub(crate) path: String,
    /// The header as it stood there.
    pub(crate) authorization: Option<String>,
    pub(crate) has_cookie: bool,
    pub(crate) body: String,
    /// Requests with the same number came on the same connection.
    pub(crate) connection: usize,
}

struct Shared {
    provider: SocketAddr,
    elsewhere: String,
    traps: Mutex<Vec<Trap>>,
    asked: Mutex<Vec<Asked>>,
    /// Connections to the address that nobody may be sent to.
    elsewhere_count: AtomicUsize,
    connections: AtomicUsize,
}

/// Which requests are not passed on, and what is done with one after the other; the last is done for ever.
struct Trap {
    path: String,
    plays: Vec<Play>,
}

impl Server {
    /// Stands in front of a provider.
    pub(crate) fn before(provider: &str) -> Self {
        let provider = provider.trim_start_matches("http://").parse().unwrap();
        let (ready, started) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let (is_there, mut presence) = watch::channel(true);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let any = SocketAddr::from(([127, 0, 0, 1], 0));
                let listener = TcpListener::bind(any).await.unwrap();
                let elsewhere = TcpListener::bind(any).await.unwrap();
                let address = listener.local_addr().unwrap();
                let shared = Arc::new(Shared {
                    provider,
                    elsewhere: format!("http://{}", elsewhere.local_addr().unwrap()),
                    traps: Mutex::default(),
                    asked: Mutex::default(),
                    elsewhere_count: AtomicUsize::new(0),
                    connections: AtomicUsize::new(0),
                });
                ready.send((address, Arc::clone(&shared))).unwrap();
                tokio::select! {
                    () = count(elsewhere, Arc::clone(&shared)) => {}
                    () = listen(listener, address, &mut presence, &shared) => {}
                    _ = stopped => {}
                }
            });
        });
        let (address, shared) = started.recv().unwrap();

        Self {
            address,
            shared,
            is_there,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on requests whose path begins like this are in for something, and no others.
    pub(crate) fn set_trap(&self, path: &str, plays: &[Play]) {
        self.shared.asked.lock().unwrap().clear();
        self.behave();
        self.add_trap(path, plays);
    }

    /// And so are these.
    pub(crate) fn add_trap(&self, path: &str, plays: &[Play]) {
        self.shared.traps.lock().unwrap().push(Trap {
            path: path.to_owned(),
            plays: plays.to_vec(),
        });
    }

    /// From now on everything is passed on.
    pub(crate) fn behave(&self) {
        self.shared.traps.lock().unwrap().clear();
    }

    /// Nobody listens any more, and all connections are gone; or somebody does again.
    pub(crate) fn be_there(&self, is_there: bool) {
        self.is_there.send_replace(is_there);
    }

    /// Leaves, and waits until everybody has noticed.
    pub(crate) async fn leave(&self) {
        self.be_there(false);
        while TcpStream::connect(self.address).await.is_ok() {
            sleep(NOTICED).await;
        }
        sleep(NOTICED).await;
    }

    /// The address to which nobody may be sent.
    pub(crate) fn elsewhere(&self) -> &str {
        &self.shared.elsewhere
    }

    /// What was asked since the trap was set.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// How many connections came to where nobody may be sent.
    pub(crate) fn sent_elsewhere(&self) -> usize {
        self.shared.elsewhere_count.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

async fn count(elsewhere: TcpListener, shared: Arc<Shared>) {
    while let Ok((_connection, _)) = elsewhere.accept().await {
        shared.elsewhere_count.fetch_add(1, Ordering::SeqCst);
    }
}

async fn listen(
    first: TcpListener,
    address: SocketAddr,
    presence: &mut watch::Receiver<bool>,
    shared: &Arc<Shared>,
) {
    let mut listener = Some(first);
    loop {
        let listening = match listener.take() {
            Some(listening) => listening,
            None => TcpListener::bind(address).await.unwrap(),
        };
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listening.accept() => {
                    let Ok((stream, _)) = accepted else { continue };
                    connections.spawn(connection(stream, Arc::clone(shared)));
                }
                _ = presence.wait_for(|is_there| !is_there) => break,
            }
        }
        drop((listening, connections));
        if presence.wait_for(|is_there| *is_there).await.is_err() {
            return;
        }
    }
}

/// An error here is the app hanging up, which is its right.
async fn connection(mut stream: TcpStream, shared: Arc<Shared>) {
    let number = shared.connections.fetch_add(1, Ordering::SeqCst);
    while let Ok(Some(request)) = read_request(&mut stream).await {
        let asked = describe(&request, number);
        let play = shared.play_for(&asked.path);
        shared.asked.lock().unwrap().push(asked);
        match answer(&mut stream, &request, play, &shared).await {
            Ok(GoesOn::Yes) => {}
            Ok(GoesOn::No) | Err(_) => break,
        }
    }
}

enum GoesOn {
    Yes,
    No,
}

async fn answer(
    stream: &mut TcpStream,
    request: &[u8],
    play: Play,
    shared: &Shared,
) -> io::Result<GoesOn> {
    let elsewhere =
        |bytes: Vec<u8>| replaced(bytes, ELSEWHERE.as_bytes(), shared.elsewhere.as_bytes());
    match play {
        Play::Pass => {
            stream
                .write_all(&ask(shared.provider, request).await?)
                .await?
        }
        Play::At(path) => {
            let path = format!("{path} HTTP/1.1");
            let text = String::from_utf8_lossy(request);
            let asked = text.split(' ').nth(1).unwrap_or_default();
            let asked = format!("{asked} HTTP/1.1");
            let request = replaced(request.to_vec(), asked.as_bytes(), path.as_bytes());
            stream
                .write_all(&ask(shared.provider, &request).await?)
                .await?
        }
        Play::Edit(edit) => {
            let mut reply = Reply::parse(&ask(shared.provider, request).await?);
            edit(&mut reply);
            reply.head = reply.head.replace(ELSEWHERE, &shared.elsewhere);
            reply.body = elsewhere(reply.body);
            stream.write_all(&reply.bytes()).await?;
        }
        Play::Raw(bytes) => stream.write_all(&elsewhere(bytes)).await?,
        Play::GoOn(bytes) => {
            stream.write_all(&elsewhere(bytes)).await?;
            return Ok(GoesOn::Yes);
        }
        Play::Hold(bytes) => {
            stream.write_all(&bytes).await?;
            // Until the other side has had enough.
            let _read = stream.read(&mut [0]).await;
        }
        Play::Drip {
            first,
            piece,
            pause,
        } => {
            stream.write_all(&first).await?;
            loop {
                stream.write_all(&piece).await?;
                sleep(pause).await;
            }
        }
        Play::Echo(status) => {
            let said = header(request, "authorization").unwrap_or_default();
            let body = format!(
                r#"{{"error":"invalid_request","error_description":"{said}","title":"{said}","detail":"{said}"}}"#
            );
            let head = format!(
                "HTTP/1.1 {status} Odd\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n",
                body.len()
            );
            stream.write_all(&whole(&head, body)).await?;
        }
        Play::Lost => drop(ask(shared.provider, request).await?),
        Play::Close => {}
        Play::Reset => stream.set_zero_linger()?,
    }

    Ok(GoesOn::No)
}

impl Shared {
    fn play_for(&self, path: &str) -> Play {
        let mut traps = self.traps.lock().unwrap();
        let Some(trap) = traps.iter_mut().find(|it| path.starts_with(&it.path)) else {
            return Play::Pass;
        };
        match trap.plays.len() {
            0 => Play::Pass,
            1 => trap.plays[0].clone(),
            _ => trap.plays.remove(0),
        }
    }
}

/// What the provider answers.
async fn ask(provider: SocketAddr, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(provider).await?;
    let line_end = find(request, b"\r\n").unwrap_or_default() + 2;
    stream.write_all(&request[..line_end]).await?;
    stream.write_all(b"connection: close\r\n").await?;
    stream.write_all(&request[line_end..]).await?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await?;

    Ok(reply)
}

/// Head and body of the next request; nothing when the other side has no more.
async fn read_request(stream: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(head) = find(&bytes, b"\r\n\r\n") {
            let length = header(&bytes, "content-length").and_then(|it| it.parse::<usize>().ok());
            if bytes.len() >= head + 4 + length.unwrap_or(0) {
                return Ok(Some(bytes));
            }
        }
        let read = stream.read(&mut piece).await?;
        if read == 0 || bytes.len() > LONGEST_REQUEST {
            return Ok(None);
        }
        bytes.extend_from_slice(&piece[..read]);
    }
}

fn describe(request: &[u8], connection: usize) -> Asked {
    let text = String::from_utf8_lossy(request);
    let mut words = text.split(' ');

    Asked {
        method: words.next().unwrap_or_default().to_owned(),
        path: words.next().unwrap_or_default().to_owned(),
        authorization: header(request, "authorization"),
        has_cookie: header(request, "cookie").is_some(),
        body: text
            .split_once("\r\n\r\n")
            .map_or(String::new(), |(_, body)| body.to_owned()),
        connection,
    }
}

fn header(message: &[u8], name: &str) -> Option<String> {
    let head = &message[..find(message, b"\r\n\r\n")?];

    String::from_utf8_lossy(head).lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

pub(crate) fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn replaced(bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    match find(&bytes, from) {
        Some(at) => [&bytes[..at], to, &bytes[at + from.len()..]].concat(),
        None => bytes,
    }
}
