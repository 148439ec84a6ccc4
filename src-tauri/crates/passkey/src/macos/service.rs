//! The keys of `authenticator`, which works with threads and callbacks, as something to be awaited.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use authenticator::{
    InteractiveUpdate, Pin as KeyPin, StatusPinUv, StatusUpdate,
    authenticatorservice::AuthenticatorService, ctap2::server::PublicKeyCredentialUserEntity,
    errors::AuthenticatorError, statecallback::StateCallback,
};
use tokio::sync::{mpsc, oneshot};

use crate::{Account, Error, Event, Interaction, NewPinReason, Pin, PinReason};

/// What `authenticator` is given: where it reports to, and where the result goes.
pub(super) type Status = Sender<StatusUpdate>;
pub(super) type Done<T> = StateCallback<authenticator::Result<T>>;

/// The library does not tell which key speaks.
pub(super) const UNNAMED: &str = "";
/// What a key that does not say wants at least (CTAP 2.1 §6.4, `minPINLength`).
const MIN_PIN_LENGTH: u32 = 4;

/// What came of it.
pub(super) enum Outcome<T> {
    Done(T),
    Failed(AuthenticatorError),
    /// Management only: the key is ready, or answered.
    Update(InteractiveUpdate),
}

/// Work that is going on with whichever key the person chooses.
pub(super) struct Work<T> {
    service: AuthenticatorService,
    updates: mpsc::UnboundedReceiver<StatusUpdate>,
    done: oneshot::Receiver<authenticator::Result<T>>,
}

impl<T: Send + 'static> Work<T> {
    pub(super) fn start(
        begin: impl FnOnce(&mut AuthenticatorService, Status, Done<T>) -> authenticator::Result<()>,
    ) -> Result<Self, Error> {
        let mut service = AuthenticatorService::new().map_err(|_| Error::NotSupported)?;
        service.add_u2f_usb_hid_platform_transports();
        let (status, statuses) = channel();
        let (report, updates) = mpsc::unbounded_channel();
        thread::spawn(move || hand_on(&statuses, &report));
        let (result, done) = oneshot::channel();
        let callback = StateCallback::new(Box::new(move |it| drop(result.send(it))));
        begin(&mut service, status, callback).map_err(|_| Error::NotSupported)?;

        Ok(Self {
            service,
            updates,
            done,
        })
    }

    /// Shows what the key wants until it is done, has something to say, or the person leaves.
    pub(super) async fn next(&mut self, person: &Interaction) -> Result<Outcome<T>, Error> {
        loop {
            let update = tokio::select! {
                () = person.cancelled() => return Err(Error::Cancelled),
                done = &mut self.done => {
                    return Ok(match done.map_err(|_| Error::Gone)? {
                        Ok(done) => Outcome::Done(done),
                        Err(error) => Outcome::Failed(error),
                    });
                }
                Some(update) = self.updates.recv() => update,
            };
            if let StatusUpdate::InteractiveManagement(update) = update {
                return Ok(Outcome::Update(update));
            }
            show(update, person).await?;
        }
    }
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        // Keys stop blinking; one that is done already does not mind.
        drop(self.service.cancel());
    }
}

fn hand_on(statuses: &Receiver<StatusUpdate>, report: &mpsc::UnboundedSender<StatusUpdate>) {
    while let Ok(status) = statuses.recv() {
        if report.send(status).is_err() {
            return;
        }
    }
}

async fn show(update: StatusUpdate, person: &Interaction) -> Result<(), Error> {
    match update {
        StatusUpdate::PresenceRequired => {
            let device = UNNAMED.to_owned();
            person.tell(Event::Touch { device }).await
        }
        // The library finds out how many there are only when one is touched.
        StatusUpdate::SelectDeviceNotice => {
            let names = Vec::new();
            person.tell(Event::SelectDevice { names }).await
        }
        StatusUpdate::SelectResultNotice(choose, users) => {
            let accounts = users.into_iter().map(account).collect();
            let chosen = person
                .ask(|reply| Event::SelectAccount { accounts, reply })
                .await?;
            choose.send(Some(chosen)).map_err(|_| Error::Gone)
        }
        StatusUpdate::PinUvError(pin) => show_pin(pin, person).await,
        StatusUpdate::InteractiveManagement(_) => Ok(()),
    }
}

async fn show_pin(update: StatusPinUv, person: &Interaction) -> Result<(), Error> {
    match update {
        StatusPinUv::PinRequired(answer) => {
            let pin = enter_pin(person, PinReason::Requested, None).await?;
            answer.send(key_pin(&pin)).map_err(|_| Error::Gone)
        }
        StatusPinUv::InvalidPin(answer, left) => {
            let pin = enter_pin(person, PinReason::Wrong, left).await?;
            answer.send(key_pin(&pin)).map_err(|_| Error::Gone)
        }
        StatusPinUv::InvalidUv(left) => {
            let attempts_left = left.map(u32::from);
            person.tell(Event::VerifyAgain { attempts_left }).await
        }
        // The work itself ends with the same error.
        StatusPinUv::PinIsTooShort
        | StatusPinUv::PinIsTooLong(_)
        | StatusPinUv::PinAuthBlocked
        | StatusPinUv::PinBlocked
        | StatusPinUv::PinNotSet
        | StatusPinUv::UvBlocked => Ok(()),
    }
}

pub(super) async fn enter_pin(
    person: &Interaction,
    reason: PinReason,
    left: Option<u8>,
) -> Result<Pin, Error> {
    person
        .ask(|reply| Event::EnterPin {
            device: UNNAMED.to_owned(),
            reason,
            attempts_left: left.map(u32::from),
            reply,
        })
        .await
}

pub(super) async fn choose_pin(
    person: &Interaction,
    reason: NewPinReason,
    min_length: Option<u64>,
) -> Result<Pin, Error> {
    let told = min_length.and_then(|it| u32::try_from(it).ok());

    person
        .ask(|reply| Event::ChoosePin {
            device: UNNAMED.to_owned(),
            reason,
            min_length: told.unwrap_or(MIN_PIN_LENGTH),
            reply,
        })
        .await
}

pub(super) fn key_pin(pin: &Pin) -> KeyPin {
    KeyPin::new(pin.as_str())
}

fn account(user: PublicKeyCredentialUserEntity) -> Account {
    Account {
        name: user.name,
        display_name: user.display_name,
    }
}
