//! What a key wants while it works, handed on to the person.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use libwebauthn::{
    PinNotSetUpdate, PinRequiredUpdate, UvUpdate,
    pin::{PinNotSetReason, PinRequestReason},
    transport::hybrid::channel::{HybridUxUpdate, PxpUpdate},
};
use tokio::{sync::broadcast, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{Event, Interaction, NewPinReason, PhoneStep, Pin, PinReason};

/// How often a new PIN may break the key's rules before it is given up: `libwebauthn` would ask for ever.
const MAX_NEW_PINS: u32 = 5;

/// The key that is being worked with, and the person in front of it.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) person: Interaction,
    pub(super) device: String,
    pub(super) min_pin_length: u32,
    pub(super) notes: Arc<Notes>,
}

/// What happened so far.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) pin_was_wrong: AtomicBool,
    pub(super) new_pins_refused: AtomicBool,
    new_pins: AtomicU32,
    /// The PIN that the key has just got: whoever chose it need not type it once more.
    fresh_pin: Mutex<Option<Pin>>,
}

impl Notes {
    fn set_fresh_pin(&self, pin: Option<Pin>) -> Option<Pin> {
        let mut fresh = self
            .fresh_pin
            .lock()
            .unwrap_or_else(PoisonError::into_inner);

        std::mem::replace(&mut fresh, pin)
    }
}

impl Desk {
    pub(super) fn new(person: Interaction, device: String, min_pin_length: u32) -> Self {
        Self {
            person,
            device,
            min_pin_length,
            notes: Arc::default(),
        }
    }
}

/// A task that ends with whoever started it.
pub(super) struct Attached(JoinHandle<()>);

impl Attached {
    pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) -> Self {
        Self(tokio::spawn(work))
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the channels of `libwebauthn` report.
pub(super) trait Update: Clone + Send + 'static {
    fn either(self) -> Result<UvUpdate, PxpUpdate>;
}

impl Update for UvUpdate {
    fn either(self) -> Result<UvUpdate, PxpUpdate> {
        Ok(self)
    }
}

impl Update for HybridUxUpdate {
    fn either(self) -> Result<UvUpdate, PxpUpdate> {
        match self {
            Self::UvUpdate(update) => Ok(update),
            Self::PxpUpdate(update) => Err(update),
        }
    }
}

/// Hands on updates until the work is done, what came before its end included. A question that nobody answers is
/// dropped, which ends the operation.
pub(super) async fn forward<U: Update>(
    mut updates: broadcast::Receiver<U>,
    desk: Desk,
    asks_for: Option<PinReason>,
    done: CancellationToken,
) {
    loop {
        let update = tokio::select! {
            biased;
            update = updates.recv() => update,
            () = done.cancelled() => return,
        };
        let update = match update {
            Ok(update) => update,
            Err(broadcast::error::RecvError::Lagged(_)) => continue,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        // An announcement goes out at the first try; a question is not worth waiting for once the work is over.
        tokio::select! {
            biased;
            () = show(update.either(), &desk, asks_for) => {}
            () = done.cancelled() => {}
        }
    }
}

async fn show(update: Result<UvUpdate, PxpUpdate>, desk: &Desk, asks_for: Option<PinReason>) {
    match update {
        Ok(UvUpdate::PresenceRequired) => {
            let device = desk.device.clone();
            tell(desk, Event::Touch { device }).await;
        }
        Ok(UvUpdate::UvRetry { attempts_left }) => {
            tell(desk, Event::VerifyAgain { attempts_left }).await;
        }
        Ok(UvUpdate::PinRequired(question)) => enter_pin(question, desk, asks_for).await,
        Ok(UvUpdate::PinNotSet(question)) => choose_pin(question, desk).await,
        Err(step) => {
            if let Some(step) = phone_step(&step) {
                tell(desk, Event::Phone(step)).await;
            }
        }
    }
}

/// An event that nobody hears needs no care here: the ceremony is over then.
async fn tell(desk: &Desk, event: Event) {
    drop(desk.person.tell(event).await);
}

async fn enter_pin(question: PinRequiredUpdate, desk: &Desk, asks_for: Option<PinReason>) {
    let was_wrong = desk.notes.pin_was_wrong.swap(false, Ordering::Relaxed);
    if let Some(fresh) = desk.notes.set_fresh_pin(None) {
        return drop(question.send_pin(fresh.as_str()));
    }
    let reason = match question.reason {
        _ if was_wrong => PinReason::Wrong,
        PinRequestReason::RelyingPartyRequest => asks_for.unwrap_or(PinReason::Requested),
        PinRequestReason::AuthenticatorPolicy => asks_for.unwrap_or(PinReason::KeyRequires),
        PinRequestReason::FallbackFromUV => PinReason::VerificationBlocked,
    };
    let answer = desk
        .person
        .ask(|reply| Event::EnterPin {
            device: desk.device.clone(),
            reason,
            attempts_left: question.attempts_left,
            reply,
        })
        .await;

    match answer {
        Ok(pin) => drop(question.send_pin(pin.as_str())),
        Err(_) => question.cancel(),
    }
}

async fn choose_pin(question: PinNotSetUpdate, desk: &Desk) {
    if desk.notes.new_pins.fetch_add(1, Ordering::Relaxed) >= MAX_NEW_PINS {
        desk.notes.new_pins_refused.store(true, Ordering::Relaxed);
        return question.cancel();
    }
    let reason = match question.reason {
        PinNotSetReason::PinNotSet => NewPinReason::NotSet,
        PinNotSetReason::PinTooShort => NewPinReason::TooShort,
        PinNotSetReason::PinTooLong => NewPinReason::TooLong,
        PinNotSetReason::PinPolicyViolation => NewPinReason::AgainstPolicy,
        PinNotSetReason::PinChangeRequired => NewPinReason::ChangeRequired,
    };
    let answer = desk
        .person
        .ask(|reply| Event::ChoosePin {
            device: desk.device.clone(),
            reason,
            min_length: desk.min_pin_length,
            reply,
        })
        .await;

    match answer {
        Ok(pin) => {
            drop(question.set_pin(pin.as_str()));
            desk.notes.set_fresh_pin(Some(pin));
        }
        Err(_) => question.cancel(),
    }
}

fn phone_step(update: &PxpUpdate) -> Option<PhoneStep> {
    match update {
        PxpUpdate::ProximityCheck => Some(PhoneStep::Looking),
        PxpUpdate::Connecting => Some(PhoneStep::Connecting),
        PxpUpdate::Authenticating => Some(PhoneStep::Authenticating),
        PxpUpdate::Connected => Some(PhoneStep::Connected),
        // The ceremony itself fails with it.
        PxpUpdate::Error(_) => None,
    }
}
