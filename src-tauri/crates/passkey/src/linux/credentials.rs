//! The PIN of a key and one site's passkeys on it, in the terms of `libwebauthn`.

use std::{mem, time::Duration};

use libwebauthn::{
    management::CredentialManagement,
    pin::PinManagement,
    proto::ctap2::{Ctap2, Ctap2CredentialData},
    transport::Channel,
    webauthn::error::{CtapError, PlatformError, WebAuthnError},
};

use super::{
    failure::{Failure, Transport},
    forward::Desk,
    operation::Operation,
};
use crate::{Error, Event, NewPinReason, Pin, PinReason, RelyingParty, StoredPasskey};

/// How long a key may take to answer one question that needs no touch.
const ANSWER: Duration = Duration::from_secs(30);
/// How often a new PIN may break the key's rules before it is given up.
const MAX_NEW_PINS: u32 = 5;
/// More passkeys than a key has room for; keeps a broken one from counting for ever.
const MAX_PASSKEYS: u64 = 1000;

/// `setPIN` and `changePIN` (CTAP 2.1 §6.5.5.5, §6.5.5.6).
#[derive(Default)]
pub(super) struct ChangePin {
    new: Option<Pin>,
}

impl ChangePin {
    async fn choose(&mut self, desk: &Desk, reason: NewPinReason) -> Result<(), Error> {
        let new = desk
            .person
            .ask(|reply| Event::ChoosePin {
                device: desk.device.clone(),
                reason,
                min_length: desk.min_pin_length,
                reply,
            })
            .await?;
        self.new = Some(new);

        Ok(())
    }
}

impl Operation for ChangePin {
    type Output = ();
    const ASKS_FOR: Option<PinReason> = Some(PinReason::Current);

    async fn on<C>(&mut self, channel: &mut C, desk: &Desk) -> Result<(), Failure>
    where
        C: Channel,
        C::TransportError: Transport,
    {
        let info = channel.ctap2_get_info().await?;
        let has_pin = info.options.as_ref().and_then(|it| it.get("clientPin"));
        let mut reason = match has_pin {
            Some(true) => NewPinReason::Change,
            Some(false) => NewPinReason::NotSet,
            None => return Err(Error::NotSupported.into()),
        };

        for _ in 0..MAX_NEW_PINS {
            if self.new.is_none() {
                self.choose(desk, reason).await?;
            }
            // Kept for the next try when only the old PIN was wrong.
            let new = self.new.as_ref().map_or("", Pin::as_str).to_owned();
            reason = match channel.change_pin(new, ANSWER).await {
                Ok(()) => return Ok(()),
                Err(WebAuthnError::Platform(PlatformError::PinTooShort)) => NewPinReason::TooShort,
                Err(WebAuthnError::Platform(PlatformError::PinTooLong)) => NewPinReason::TooLong,
                Err(WebAuthnError::Ctap(CtapError::PINPolicyViolation)) => {
                    NewPinReason::AgainstPolicy
                }
                Err(error) => return Err(error.into()),
            };
            drop(mem::take(&mut self.new));
        }

        Err(Error::PinRefused.into())
    }
}

/// `enumerateCredentialsBegin` for one site (CTAP 2.1 §6.8.4). The other sites on the key are never asked about.
pub(super) struct List(pub(super) RelyingParty);

impl Operation for List {
    type Output = Vec<StoredPasskey>;

    async fn on<C>(&mut self, channel: &mut C, _: &Desk) -> Result<Self::Output, Failure>
    where
        C: Channel,
        C::TransportError: Transport,
    {
        let found = enumerate(channel, &self.0).await?;

        Ok(found
            .into_iter()
            .map(|it| StoredPasskey {
                relying_party: self.0.clone(),
                credential_id: it.credential_id.id.into_vec(),
                user_handle: it.user.id.into_vec(),
                user_name: it.user.name,
                user_display_name: it.user.display_name,
            })
            .collect())
    }
}

/// `deleteCredential` (CTAP 2.1 §6.8.5), after a look whether it is this site's: the key itself would delete any.
pub(super) struct Delete(pub(super) StoredPasskey);

impl Operation for Delete {
    type Output = ();

    async fn on<C>(&mut self, channel: &mut C, _: &Desk) -> Result<(), Failure>
    where
        C: Channel,
        C::TransportError: Transport,
    {
        let found = enumerate(channel, &self.0.relying_party)
            .await?
            .into_iter()
            .find(|it| it.credential_id.id.as_ref() == self.0.credential_id)
            .ok_or(Error::NoPasskey)?;

        Ok(channel
            .delete_credential(&found.credential_id, ANSWER)
            .await?)
    }
}

async fn enumerate<C>(
    channel: &mut C,
    relying_party: &RelyingParty,
) -> Result<Vec<Ctap2CredentialData>, Failure>
where
    C: Channel,
    C::TransportError: Transport,
{
    let id_hash = relying_party.id_hash();
    let (first, total) = match channel.enumerate_credentials_begin(&id_hash, ANSWER).await {
        Err(WebAuthnError::Ctap(CtapError::NoCredentials)) => return Ok(Vec::new()),
        begun => begun?,
    };
    let mut found = vec![first];
    for _ in 1..total.min(MAX_PASSKEYS) {
        found.push(channel.enumerate_credentials_next(ANSWER).await?);
    }

    Ok(found)
}
