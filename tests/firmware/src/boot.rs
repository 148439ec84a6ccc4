//! The firmware, and the finger above it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use fido_authenticator::{Authenticator, Config, Conforming};
use trussed::{
    backend::BackendId,
    platform::{Platform, UserInterface},
    types::ui::Status,
    virt::{Client, StoreConfig, with_platform},
};
use trussed_core::types::{consent::Level, reboot::To};
use trussed_staging::virt::{BackendIds, Dispatcher};

/// The longest message in bytes, as CTAP 2.1 §11.2.4 bounds those over USB.
pub const MAX_MESSAGE: usize = 7609;
/// How long it waits to be touched, in milliseconds: short, because tests wait with it.
const PATIENCE: u32 = 400;
/// Enough for a person with several accounts, few enough to be filled by a test.
const ROOM: u32 = 10;

/// The firmware as it runs.
pub type Firmware<'a> = Authenticator<Conforming, Client<'a, Dispatcher>>;

/// What it says it is built into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A stick in a USB port.
    Usb,
    /// A card without contacts.
    Card,
}

/// Runs a new key until `serve` returns. It has no PIN and holds nothing.
pub fn boot(finger: Finger, shape: Shape, serve: impl FnOnce(&mut Firmware<'_>)) {
    let mut config = Config::new(MAX_MESSAGE);
    config.fido2_up_timeout = Some(PATIENCE);
    config.max_resident_credential_count = Some(ROOM);
    config.nfc_transport = shape == Shape::Card;

    with_platform(StoreConfig::ram(), |mut platform| {
        platform.user_interface().set_inner(Box::new(finger));
        platform.run_client_with_backends(
            "fido",
            Dispatcher::default(),
            &[
                BackendId::Custom(BackendIds::StagingBackend),
                BackendId::Core,
            ],
            |client| serve(&mut Authenticator::new(client, Conforming {}, config)),
        );
    });
}

/// Touches the key whenever it asks, or not at all. Clones are the same finger.
#[derive(Clone, Debug)]
pub struct Finger(Arc<AtomicBool>);

impl Finger {
    /// One that touches.
    #[must_use]
    pub fn touching() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// One that is somewhere else.
    #[must_use]
    pub fn away() -> Self {
        Self(Arc::new(AtomicBool::new(false)))
    }

    /// Touches the key from now on.
    pub fn touch_from_now_on(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Touches it no more.
    pub fn leave_alone(&self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl UserInterface for Finger {
    fn check_user_presence(&mut self) -> Level {
        if self.0.load(Ordering::SeqCst) {
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
