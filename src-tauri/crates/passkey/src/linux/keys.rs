//! Which keys are connected, and which of them the person means.

use std::time::Duration;

#[cfg(feature = "nfc")]
use libwebauthn::transport::nfc::{self, NfcDevice};
use libwebauthn::{
    proto::ctap2::Ctap2,
    transport::{
        Channel, ChannelSettings, Device,
        hid::{self, HidDevice, channel::HidChannelHandle},
    },
    webauthn::error::WebAuthnError,
};
use tokio::{task::JoinSet, time};
use tokio_util::sync::CancellationToken;

use super::{
    failure::{Failure, Transport},
    forward::{Attached, Desk, Update},
    operation::{Operation, perform},
};
use crate::{Error, Event, Interaction};

/// How often to look whether a key was put in: soon enough to feel immediate.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
/// The longest that keys blink to be chosen; the ceremony's own time ends it earlier.
const BLINK: Duration = Duration::from_secs(600);
/// What a key that does not say wants at least (CTAP 2.1 §6.4, `minPINLength`).
const DEFAULT_MIN_PIN_LENGTH: u32 = 4;

/// Where keys are looked for.
#[derive(Clone)]
pub(super) enum Source {
    /// On this computer.
    Connected,
    #[cfg(test)]
    These(Vec<HidDevice>),
}

/// A key that is connected.
#[derive(Clone)]
pub(super) enum Key {
    Usb(HidDevice),
    #[cfg(feature = "nfc")]
    Card(NfcDevice),
}

impl Source {
    async fn keys(&self) -> Result<Vec<Key>, Error> {
        let usb = match self {
            Self::Connected => hid::list_devices().await.map_err(|it| it.meaning())?,
            #[cfg(test)]
            Self::These(devices) => devices.clone(),
        };
        let keys: Vec<Key> = usb.into_iter().map(Key::Usb).collect();

        // A card cannot ask to be touched, so it counts only when no other key is there.
        #[cfg(feature = "nfc")]
        if keys.is_empty() {
            let card = nfc::get_nfc_device().await.unwrap_or_default();
            return Ok(card.into_iter().map(Key::Card).collect());
        }
        Ok(keys)
    }
}

/// The key to work with: the one that is there, or the one that is touched.
pub(super) async fn choose(source: &Source, person: &Interaction) -> Result<Key, Error> {
    let mut was_told = false;
    loop {
        let mut keys = source.keys().await?;
        match keys.pop() {
            None if was_told => {}
            None => {
                person.tell(Event::InsertKey).await?;
                was_told = true;
            }
            Some(only) if keys.is_empty() => return Ok(only),
            Some(last) => {
                keys.push(last);
                return touched(keys, person).await;
            }
        }
        tokio::select! {
            () = person.cancelled() => return Err(Error::Cancelled),
            () = time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// Does the work on a key.
pub(super) async fn with<O: Operation>(
    key: Key,
    operation: O,
    person: &Interaction,
) -> Result<O::Output, Error> {
    match key {
        Key::Usb(mut device) => {
            let name = name(&device);
            let mut channel = device
                .channel(ChannelSettings::default())
                .await
                .map_err(meaning)?;
            let _stops = stop_when_cancelled(channel.get_handle(), person.clone());
            on_channel(&mut channel, operation, name, person).await
        }
        #[cfg(feature = "nfc")]
        Key::Card(mut device) => {
            let name = name(&device);
            let mut channel = device
                .channel(ChannelSettings::default())
                .await
                .map_err(meaning)?;
            on_channel(&mut channel, operation, name, person).await
        }
    }
}

async fn on_channel<O, C>(
    channel: &mut C,
    operation: O,
    name: String,
    person: &Interaction,
) -> Result<O::Output, Error>
where
    O: Operation,
    C: Channel,
    C::UxUpdate: Update,
    C::TransportError: Transport,
{
    let speaks_fido2 = channel.supported_protocols().await.map_err(meaning)?.fido2;
    let told = if speaks_fido2 {
        channel
            .ctap2_get_info()
            .await
            .map_err(meaning)?
            .min_pin_length
    } else {
        None
    };
    let desk = Desk::new(person.clone(), name, told.unwrap_or(DEFAULT_MIN_PIN_LENGTH));

    perform(operation, channel, &desk).await
}

/// Lets all keys blink; the one that is touched is meant (CTAP 2.1 §6.9).
async fn touched(keys: Vec<Key>, person: &Interaction) -> Result<Key, Error> {
    let names = keys.iter().map(Key::name).collect();
    person.tell(Event::SelectDevice { names }).await?;

    let stop = CancellationToken::new();
    let _stops_the_others = stop.clone().drop_guard();
    let mut blinking = JoinSet::new();
    for key in keys {
        blinking.spawn(blink(key, stop.clone()));
    }
    let chosen = loop {
        let answer = tokio::select! {
            () = person.cancelled() => break Err(Error::Cancelled),
            answer = blinking.join_next() => answer,
        };
        match answer {
            Some(Ok(Some(key))) => break Ok(key),
            Some(Ok(None) | Err(_)) => {}
            None => break Err(Error::TimedOut),
        }
    };
    // They stop blinking by themselves; breaking them off would leave them blinking.
    blinking.detach_all();

    chosen
}

async fn blink(key: Key, stop: CancellationToken) -> Option<Key> {
    let mut device = match &key {
        Key::Usb(device) => device.clone(),
        // Cards are not among several keys.
        #[cfg(feature = "nfc")]
        Key::Card(_) => return None,
    };
    let mut channel = device.channel(ChannelSettings::default()).await.ok()?;
    let handle = channel.get_handle();
    let _stops = Attached::spawn(async move {
        stop.cancelled().await;
        handle.cancel_ongoing_operation().await;
    });
    let is_touched = channel.blink_and_wait_for_user_presence(BLINK).await;

    is_touched.unwrap_or(false).then_some(key)
}

impl Key {
    fn name(&self) -> String {
        match self {
            Self::Usb(device) => name(device),
            #[cfg(feature = "nfc")]
            Self::Card(device) => name(device),
        }
    }
}

/// The maker's name for it, without the release number that `libwebauthn` adds.
fn name(device: &impl ToString) -> String {
    let name = device.to_string();

    name.split(" (r").next().unwrap_or(&name).to_owned()
}

/// The key keeps blinking when a ceremony is merely dropped: it has to be told (CTAP 2.1 §11.2.9.1.5).
fn stop_when_cancelled(handle: HidChannelHandle, person: Interaction) -> Attached {
    Attached::spawn(async move {
        person.cancelled().await;
        handle.cancel_ongoing_operation().await;
    })
}

fn meaning<E: Transport>(error: WebAuthnError<E>) -> Error {
    match Failure::from(error) {
        Failure::Final(error) => error,
        Failure::WrongPin | Failure::NotRecognised => Error::Denied,
    }
}
