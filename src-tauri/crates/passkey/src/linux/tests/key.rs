//! A security key in memory: the firmware family of Nitrokey 3 and Solo 2 behind the virtual HID device of
//! `libwebauthn`.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use ctaphid_app::{App, Command};
use fido_authenticator::{Authenticator, Config, Conforming};
use libwebauthn::transport::hid::{
    HidDevice, HidPipeBackend,
    framing::{HidCommand, HidMessage},
    virtual_device,
};
use tokio::task::block_in_place;
use trussed::{
    backend::BackendId,
    platform::{Platform, UserInterface},
    types::ui::Status,
    virt::{Client, StoreConfig, with_platform},
};
use trussed_core::types::{consent::Level, reboot::To};
use trussed_staging::virt::{BackendIds, Dispatcher};

use super::super::security_key::SecurityKey;

pub(super) const MAX_MESSAGE: usize = 7609;
/// How long it waits to be touched: short, because tests wait with it.
const PATIENCE_MS: u32 = 400;
const ALWAYS: u32 = u32::MAX;

/// A key that is plugged in, and the finger above it.
pub(super) struct VirtualKey {
    device: HidDevice,
    touches: Arc<AtomicU32>,
}

impl VirtualKey {
    /// A new key that is touched whenever it asks.
    pub(super) fn touched() -> Self {
        Self::plug_in(ALWAYS)
    }

    /// A new key that nobody touches.
    pub(super) fn untouched() -> Self {
        Self::plug_in(0)
    }

    pub(super) fn touch_from_now_on(&self) {
        self.touches.store(ALWAYS, Ordering::SeqCst);
    }

    pub(super) fn leave_alone(&self) {
        self.touches.store(0, Ordering::SeqCst);
    }

    /// The back-end under test, with this key alone.
    pub(super) fn alone(&self) -> SecurityKey {
        SecurityKey::these(vec![self.device.clone()])
    }

    /// The back-end under test, with another key beside this one.
    pub(super) fn beside(&self, other: &Self) -> SecurityKey {
        SecurityKey::these(vec![self.device.clone(), other.device.clone()])
    }

    fn plug_in(touches: u32) -> Self {
        let touches = Arc::new(AtomicU32::new(touches));
        let (to_key, questions) = channel();
        let (answers, from_key) = channel();
        let finger = Finger(touches.clone());
        thread::spawn(move || firmware(finger, &questions, &answers));

        Self {
            device: virtual_device(Pipe { to_key, from_key }),
            touches,
        }
    }
}

fn firmware(finger: Finger, questions: &Receiver<HidMessage>, answers: &Sender<HidMessage>) {
    boot(finger, Config::new(MAX_MESSAGE), |key| {
        while let Ok(question) = questions.recv() {
            if answers.send(answer(key, question)).is_err() {
                break;
            }
        }
    });
}

/// The firmware, until `serve` returns.
pub(super) fn boot(
    finger: Finger,
    mut config: Config,
    serve: impl FnOnce(&mut Authenticator<Conforming, Client<'_, Dispatcher>>),
) {
    with_platform(StoreConfig::ram(), |mut platform| {
        platform.user_interface().set_inner(Box::new(finger));
        platform.run_client_with_backends(
            "fido",
            Dispatcher::default(),
            &[
                BackendId::Custom(BackendIds::StagingBackend),
                BackendId::Core,
            ],
            |client| {
                config.fido2_up_timeout = Some(PATIENCE_MS);
                config.max_resident_credential_count = Some(10);
                serve(&mut Authenticator::new(client, Conforming {}, config));
            },
        );
    });
}

fn answer<A: App<'static>>(key: &mut A, question: HidMessage) -> HidMessage {
    let mut answer = question.clone();
    match question.cmd {
        HidCommand::Init => {
            // Channel, protocol version 2, device version 0.0.0; CBOR, and no U2F.
            answer.payload.extend([1, 2, 3, 4, 2, 0, 0, 0, 0x04 | 0x08]);
        }
        HidCommand::Cbor => {
            let mut reply = heapless_bytes::Bytes::<MAX_MESSAGE>::new();
            key.call(Command::Cbor, &question.payload, reply.as_mut_view())
                .unwrap();
            answer.payload = reply.to_vec();
        }
        HidCommand::Ping
        | HidCommand::Msg
        | HidCommand::Lock
        | HidCommand::Wink
        | HidCommand::Cancel
        | HidCommand::Sync
        | HidCommand::KeepAlive
        | HidCommand::Error => answer.payload.clear(),
    }

    answer
}

#[derive(Debug)]
struct Pipe {
    to_key: Sender<HidMessage>,
    from_key: Receiver<HidMessage>,
}

impl HidPipeBackend for Pipe {
    fn send(&mut self, message: &HidMessage) {
        drop(self.to_key.send(message.clone()));
    }

    fn recv(&mut self) -> HidMessage {
        // The virtual device is read within the runtime; without this nothing else would run until the key answers.
        block_in_place(|| self.from_key.recv().unwrap())
    }
}

/// Touches the key as often as it says.
pub(super) struct Finger(Arc<AtomicU32>);

#[cfg(feature = "nfc")]
impl Finger {
    pub(super) fn always() -> Self {
        Self(Arc::new(AtomicU32::new(ALWAYS)))
    }
}

impl UserInterface for Finger {
    fn check_user_presence(&mut self) -> Level {
        if self.0.load(Ordering::SeqCst) > 0 {
            Level::Normal
        } else {
            Level::None
        }
    }

    fn set_status(&mut self, _: Status) {}

    fn refresh(&mut self) {}

    fn uptime(&mut self) -> Duration {
        unreachable!("the platform has its own clock")
    }

    fn reboot(&mut self, _: To) -> ! {
        unreachable!("nothing reboots a key in a test")
    }

    fn wink(&mut self, _: Duration) {}
}
