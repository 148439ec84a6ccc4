//! A contactless card, over three processes' worth of real PC/SC: this test, `pcscd`, and the card behind its virtual
//! reader. Skips, and says why, where those programs are not installed.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    thread,
    time::Duration,
};

use apdu_app::{App, Interface};
use fido_authenticator::Config;
use heapless::Vec as FixedVec;
use iso7816::command::CommandView;

use super::{
    super::security_key::SecurityKey,
    key::{Finger, MAX_MESSAGE, boot},
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{Authenticator, KeyManagement, NewPinReason, PinReason};

const DAEMON: &str = "/usr/sbin/pcscd";
const READER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Where the virtual reader waits for a card to be put on it.
const READER_ADDRESS: &str = "127.0.0.1:35963";
/// FIDO (CTAP 2.1 §11.3.3).
const APPLICATION: &[u8] = &[0xa0, 0x00, 0x00, 0x06, 0x47, 0x2f, 0x00, 0x01];
/// The answer to a reset of a card without contacts.
const ANSWER_TO_RESET: &[u8] = &[0x3b, 0x80, 0x80, 0x01, 0x01];

/// There is one reader.
static READER_IN_USE: Mutex<()> = Mutex::new(());

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[expect(clippy::await_holding_lock, reason = "no other test shares its thread")]
async fn a_card_on_a_reader_makes_and_uses_a_passkey() {
    let _in_use = READER_IN_USE.lock().unwrap();
    let Some(_daemon) = Daemon::start() else {
        return;
    };
    let site = Site::new();
    let reader = SecurityKey::connected();

    let (options, state) = site.creation("ann");
    let (interaction, saw) = Person::typing(&[PIN, "0000", PIN]).sits_down();
    let registration = reader
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let passkey = site.accept(&registration, &state);
    let transports = &registration.to_json()["response"]["transports"];
    assert_eq!(*transports, serde_json::json!(["nfc"]));
    assert_eq!(
        saw.await.unwrap()[..3],
        [
            Seen::ChoosePin(NewPinReason::NotSet, 4),
            Seen::EnterPin(PinReason::Requested, Some(8)),
            Seen::EnterPin(PinReason::Wrong, Some(7)),
        ]
    );

    let (options, state) = site.request(&[passkey]);
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let assertion = reader.get(&site.get(&options), interaction).await.unwrap();
    assert!(site.judge(&assertion, &state));

    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let listed = reader.list(&site.party, interaction).await.unwrap();
    assert_eq!(listed[0].credential_id(), registration.credential_id());
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    reader.delete(&listed[0], interaction).await.unwrap();
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    assert_eq!(reader.list(&site.party, interaction).await.unwrap(), []);
}

/// `pcscd`, ended with the test that started it.
struct Daemon(Child);

impl Daemon {
    /// `None`, with the reason printed, where it cannot be.
    #[expect(clippy::print_stderr, reason = "a test that skips has to say so")]
    fn start() -> Option<Self> {
        for needed in [DAEMON, READER] {
            if !Path::new(needed).exists() {
                eprintln!("skipped: {needed} is missing (packages pcscd and vsmartcard-vpcd)");
                return None;
            }
        }
        if TcpStream::connect(READER_ADDRESS).is_ok() {
            eprintln!("skipped: a virtual reader is in use on this machine already");
            return None;
        }
        let mut daemon = Self(
            Command::new(DAEMON)
                .arg("--foreground")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap(),
        );
        for _ in 0..100 {
            thread::sleep(Duration::from_millis(100));
            if let Ok(reader) = TcpStream::connect(READER_ADDRESS) {
                thread::spawn(move || card(reader));
                // The daemon looks at its reader once a second or so.
                thread::sleep(Duration::from_secs(2));
                return Some(daemon);
            }
            if daemon.0.try_wait().unwrap().is_some() {
                break;
            }
        }

        eprintln!("skipped: {DAEMON} does not start here (it wants to be root, and alone)");
        None
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Sits on the reader until it goes away. Each message has its length in front; one byte alone is about power.
fn card(mut reader: TcpStream) {
    let mut config = Config::new(MAX_MESSAGE);
    config.nfc_transport = true;
    boot(Finger::always(), config, |application| {
        let mut session = Session::default();
        let mut length = [0; 2];
        while reader.read_exact(&mut length).is_ok() {
            let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
            reader.read_exact(&mut message).unwrap();
            let reply = match message[..] {
                [4] => ANSWER_TO_RESET.to_vec(),
                [_] => {
                    session = Session::default();
                    continue;
                }
                _ => session.answer(application, &message),
            };
            reader
                .write_all(&u16::try_from(reply.len()).unwrap().to_be_bytes())
                .unwrap();
            reader.write_all(&reply).unwrap();
        }
    });
}

/// What ISO 7816-4 keeps between two commands.
#[derive(Default)]
struct Session {
    is_selected: bool,
    chain: Vec<u8>,
    pending: Vec<u8>,
}

impl Session {
    fn answer(&mut self, application: &mut impl App, message: &[u8]) -> Vec<u8> {
        let Ok(command) = CommandView::try_from(message) else {
            return status(0x6700);
        };
        let wanted = if command.expected() == 0 {
            256
        } else {
            command.expected()
        };
        let is_extended = message.len() > 7 && message[4] == 0;
        let mut reply: FixedVec<u8, MAX_MESSAGE> = FixedVec::new();

        match message[1] {
            0xa4 => {
                *self = Self::default();
                if command.data() != APPLICATION {
                    return status(0x6a82);
                }
                match application.select(Interface::Contactless, command, &mut reply) {
                    Ok(()) => {
                        self.is_selected = true;
                        [&reply[..], &status(0x9000)].concat()
                    }
                    Err(error) => status(error.into()),
                }
            }
            0xc0 => self.next(wanted, is_extended),
            _ if !self.is_selected => status(0x6985),
            _ if message[0] & 0x10 != 0 => {
                self.chain.extend(command.data());
                status(0x9000)
            }
            _ => {
                let whole = self.whole(message, command.data());
                let command = CommandView::try_from(&whole[..]).unwrap();
                match application.call(Interface::Contactless, command, &mut reply) {
                    Ok(()) => {
                        self.pending = reply.to_vec();
                        self.next(wanted, is_extended)
                    }
                    Err(error) => status(error.into()),
                }
            }
        }
    }

    /// A command whose data came in several parts.
    fn whole(&mut self, last: &[u8], data: &[u8]) -> Vec<u8> {
        if self.chain.is_empty() {
            return last.to_vec();
        }
        self.chain.extend(data);
        let length = u16::try_from(self.chain.len()).unwrap().to_be_bytes();
        let whole = [&last[..4], &[0], &length, &self.chain, &[0, 0]].concat();
        self.chain.clear();

        whole
    }

    fn next(&mut self, wanted: usize, is_extended: bool) -> Vec<u8> {
        let most = if is_extended { 65536 } else { wanted.min(256) };
        let part: Vec<u8> = self.pending.drain(..self.pending.len().min(most)).collect();
        let left = u16::try_from(self.pending.len().min(255)).unwrap();

        [part, status(if left == 0 { 0x9000 } else { 0x6100 | left })].concat()
    }
}

fn status(word: u16) -> Vec<u8> {
    word.to_be_bytes().to_vec()
}
