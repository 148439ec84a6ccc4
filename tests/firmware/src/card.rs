//! A card without contacts, for the virtual reader. What it holds stays on it when it is taken away.

mod session;

use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use crate::boot::{Finger, Firmware, Shape, boot};
use session::Session;

/// How long the daemon may take to notice a card: ten times what it takes on a quiet machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often to try whether the daemon has started.
const BETWEEN_TRIES: Duration = Duration::from_millis(50);
/// It has as long to start.
const MAX_TRIES: u32 = 400;
/// How long a card has to be away to be missed: the daemon looks at its readers every 400 ms, and takes one that is
/// back sooner for one that never left.
const AWAY: Duration = Duration::from_secs(1);
/// The reader asks for the answer to a reset (vpcd, `VPCD_CTRL_ATR`).
const ASKS_FOR_ATR: u8 = 4;
/// The answer to a reset of a card without contacts.
const ATR: &[u8] = &[0x3b, 0x80, 0x80, 0x01, 0x01];

/// What a key is asked to do (CTAP 2.1 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// `authenticatorMakeCredential`
    MakeCredential,
    /// `authenticatorGetAssertion`
    GetAssertion,
    /// `authenticatorGetInfo`
    GetInfo,
    /// `authenticatorClientPIN`
    ClientPin,
    /// `authenticatorCredentialManagement`
    CredentialManagement,
}

/// When the card leaves the reader by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// Before it does this.
    Before(Command),
    /// Once it has done this, and before it says so.
    After(Command),
}

/// A card, on the reader or beside it.
#[derive(Debug)]
pub struct Card {
    finger: Finger,
    leaving: Arc<Mutex<Option<Leaving>>>,
    on_reader: Option<TcpStream>,
    places: Sender<TcpStream>,
    noticed: Receiver<()>,
}

/// The card's own view of itself.
struct Chip {
    leaving: Arc<Mutex<Option<Leaving>>>,
    places: Receiver<TcpStream>,
    noticed: Sender<()>,
}

impl Command {
    const ALL: [Self; 5] = [
        Self::MakeCredential,
        Self::GetAssertion,
        Self::GetInfo,
        Self::ClientPin,
        Self::CredentialManagement,
    ];

    const fn code(self) -> u8 {
        match self {
            Self::MakeCredential => 0x01,
            Self::GetAssertion => 0x02,
            Self::GetInfo => 0x04,
            Self::ClientPin => 0x06,
            Self::CredentialManagement => 0x0a,
        }
    }
}

impl Card {
    /// A new one in somebody's hand: it has no PIN and holds nothing.
    #[must_use]
    pub fn new() -> Self {
        let finger = Finger::touching();
        let leaving = Arc::default();
        let (places, to_chip) = channel();
        let (notices, noticed) = channel();
        let chip = Chip {
            leaving: Arc::clone(&leaving),
            places: to_chip,
            noticed: notices,
        };
        let touched_by = finger.clone();
        thread::spawn(move || boot(touched_by, Shape::Card, |firmware| chip.run(firmware)));

        Self {
            finger,
            leaving,
            on_reader: None,
            places,
            noticed,
        }
    }

    /// Who touches it.
    #[must_use]
    pub fn finger(&self) -> &Finger {
        &self.finger
    }

    /// Lays it on the reader, and waits until the reader has noticed.
    ///
    /// # Errors
    /// There is no reader, or it does not notice.
    pub fn put_on_reader(&mut self, address: &str) -> io::Result<()> {
        let mut tries = 0;
        let reader = loop {
            match TcpStream::connect(address) {
                Ok(reader) => break reader,
                Err(error) if tries == MAX_TRIES => return Err(error),
                Err(_) => thread::sleep(BETWEEN_TRIES),
            }
            tries += 1;
        };
        reader.set_nodelay(true)?;
        while self.noticed.try_recv().is_ok() {}
        self.on_reader = Some(reader.try_clone()?);
        let ended = |_| io::Error::other("the card does not work any more");
        self.places.send(reader).map_err(ended)?;

        self.noticed
            .recv_timeout(PATIENCE)
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
    }

    /// Takes it off the reader, until the reader has noticed.
    pub fn take_away(&mut self) {
        if let Some(reader) = self.on_reader.take() {
            // One that is off already cannot be taken off.
            let _ = reader.shutdown(Shutdown::Both);
            thread::sleep(AWAY);
        }
    }

    /// Lets it leave the reader at the next such moment, and once only.
    pub fn leave(&self, moment: Leaving) {
        *self.leaving.lock().unwrap_or_else(PoisonError::into_inner) = Some(moment);
    }
}

impl Default for Card {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if let Some(reader) = &self.on_reader {
            let _ = reader.shutdown(Shutdown::Both);
        }
    }
}

impl Chip {
    /// Lies on one reader after the other.
    fn run(&self, firmware: &mut Firmware<'_>) {
        while let Ok(mut reader) = self.places.recv() {
            // It ends when the reader goes away or the card does, and both are as it should be.
            let _ = self.lie_on(&mut reader, firmware);
            let _ = reader.shutdown(Shutdown::Both);
        }
    }

    /// Each message has its length in front; one byte alone is about power.
    fn lie_on(&self, reader: &mut TcpStream, firmware: &mut Firmware<'_>) -> io::Result<()> {
        let mut session = Session::default();
        loop {
            let mut length = [0; 2];
            reader.read_exact(&mut length)?;
            let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
            reader.read_exact(&mut message)?;

            let reply = match message[..] {
                [ASKS_FOR_ATR] => {
                    let _ = self.noticed.send(());
                    ATR.to_vec()
                }
                [] | [_] => {
                    session = Session::default();
                    continue;
                }
                _ => {
                    let command = session.command(&message);
                    if self.leaves(command.map(Leaving::Before)) {
                        return Ok(());
                    }
                    let reply = session.answer(firmware, &message);
                    if self.leaves(command.map(Leaving::After)) {
                        return Ok(());
                    }
                    reply
                }
            };
            let length = u16::try_from(reply.len()).map_err(io::Error::other)?;
            // In one piece: the reader would wait 40 ms for the second one.
            reader.write_all(&[&length.to_be_bytes()[..], &reply].concat())?;
        }
    }

    fn leaves(&self, moment: Option<Leaving>) -> bool {
        let mut leaving = self.leaving.lock().unwrap_or_else(PoisonError::into_inner);
        let is_now = moment.is_some() && *leaving == moment;
        if is_now {
            *leaving = None;
        }

        is_now
    }
}
