//! What an authenticator wants from the person, and how the answer goes back.

use std::fmt;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// One step of a ceremony that the person has to see.
///
/// An event that asks holds a [`Reply`]; dropping it cancels the ceremony. Names of devices are empty where the system
/// does not tell them.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event {
    /// No authenticator is connected yet; the ceremony goes on by itself as soon as one is.
    InsertKey,
    /// Several keys are connected and blink: touching one chooses it (CTAP 2.1 §6.9).
    SelectDevice {
        /// Their names, as their makers wrote them.
        names: Vec<String>,
    },
    /// The key waits to be touched.
    Touch {
        /// Its name, as its maker wrote it.
        device: String,
    },
    /// The key wants its PIN (CTAP 2.1 §6.5.5.7).
    EnterPin {
        /// Its name, as its maker wrote it.
        device: String,
        /// Why it asks.
        reason: PinReason,
        /// How many wrong PINs the key still takes before it blocks for good, where it tells.
        attempts_left: Option<u32>,
        /// Takes the PIN.
        reply: Reply<Pin>,
    },
    /// The key has no PIN and needs one, or is to get another (CTAP 2.1 §6.5.5.5, §6.5.5.6).
    ChoosePin {
        /// Its name, as its maker wrote it.
        device: String,
        /// Why it asks.
        reason: NewPinReason,
        /// The fewest characters it takes.
        min_length: u32,
        /// Takes the new PIN.
        reply: Reply<Pin>,
    },
    /// A fingerprint was not recognised; the key tries again or goes over to its PIN.
    VerifyAgain {
        /// How often it still tries, where it tells.
        attempts_left: Option<u32>,
    },
    /// The authenticator holds passkeys of several people for this site.
    SelectAccount {
        /// Whose they are.
        accounts: Vec<Account>,
        /// Takes the place in the list, from 0.
        reply: Reply<usize>,
    },
    /// A code for a phone's camera, to be drawn as a QR code (CTAP 2.2 §11.5). Nearness is proven over Bluetooth; the
    /// phone is then reached through its maker's relay on the internet, or directly over Bluetooth.
    ShowQr {
        /// The text of the code, `FIDO:/…`. Whoever scans it can answer this ceremony: it belongs on the screen only.
        code: String,
    },
    /// How far the connection to the phone has come.
    Phone(PhoneStep),
    /// The operating system has its own dialog up and asks everything else there.
    SystemDialog,
}

/// Why a key asks for its PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinReason {
    /// The site wants to know who is there.
    Requested,
    /// The key does nothing without it.
    KeyRequires,
    /// Its fingerprint reader has given up.
    VerificationBlocked,
    /// The PIN before was wrong.
    Wrong,
    /// The PIN that is to be replaced.
    Current,
}

/// Why a key asks for a new PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPinReason {
    /// It has none.
    NotSet,
    /// The person wants another one.
    Change,
    /// Its rules demand another one.
    ChangeRequired,
    /// The one before had too few characters.
    TooShort,
    /// The one before had more than 63 bytes.
    TooLong,
    /// The one before breaks a rule of the key.
    AgainstPolicy,
}

/// How far the connection to a phone has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneStep {
    /// Waiting for the code to be scanned and for the phone's Bluetooth signal.
    Looking,
    /// Found; connecting.
    Connecting,
    /// Connected; both sides prove that they belong together.
    Authenticating,
    /// Ready; the person goes on at the phone.
    Connected,
}

/// Whose passkey it is. Texts are shown as text only; the key's maker or another program may have chosen them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name to sign in with; absent while the authenticator does not know who is there.
    pub name: Option<String>,
    /// The person's name; absent while the authenticator does not know who is there.
    pub display_name: Option<String>,
}

/// A PIN, wiped when it is dropped and never printed.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Takes what a person typed.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    #[cfg_attr(
        windows,
        expect(dead_code, reason = "the system's dialog asks for PINs")
    )]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pin(***)")
    }
}

/// The way back for one answer.
pub struct Reply<T>(oneshot::Sender<T>);

impl<T> Reply<T> {
    // Elsewhere the system's dialog asks everything.
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub(crate) fn new() -> (Self, oneshot::Receiver<T>) {
        let (sender, receiver) = oneshot::channel();

        (Self(sender), receiver)
    }

    /// Answers. A ceremony that is over by now does not hear it.
    pub fn send(self, answer: T) {
        drop(self.0.send(answer));
    }
}

impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reply")
    }
}
