//! Security keys on USB, and cards on a reader.

use std::time::Duration;

use super::{
    ceremony::{self, Create, Get},
    credentials::{ChangePin, Delete, List},
    keys::{self, Key, Source},
    operation::Operation,
};
use crate::{
    Answer, Assertion, Authenticator, AuthenticatorKind, Availability, CreationOptions, Error,
    Interaction, KeyManagement, Registration, RelyingParty, RequestOptions, StoredPasskey,
    interaction::run,
};

/// How long the work on a key itself may take, typing included.
const MANAGEMENT: Duration = Duration::from_secs(300);

pub(super) struct SecurityKey {
    source: Source,
}

impl SecurityKey {
    pub(super) fn connected() -> Self {
        Self {
            source: Source::Connected,
        }
    }

    #[cfg(test)]
    pub(super) fn these(devices: Vec<libwebauthn::transport::hid::HidDevice>) -> Self {
        Self {
            source: Source::These(devices),
        }
    }

    async fn manage<O>(&self, operation: O, interaction: Interaction) -> Result<O::Output, Error>
    where
        O: Operation + 'static,
        O::Output: 'static,
    {
        let source = self.source.clone();

        run(interaction, MANAGEMENT, move |person| async move {
            let key = keys::choose(&source, &person).await?;
            keys::with(key, operation, &person).await
        })
        .await
    }
}

impl Authenticator for SecurityKey {
    fn kind(&self) -> AuthenticatorKind {
        AuthenticatorKind::SecurityKey
    }

    fn availability<'a>(&'a self, _: &'a RelyingParty) -> Answer<'a, Availability> {
        Box::pin(async { Availability::Usable })
    }

    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>> {
        let (source, wanted) = (self.source.clone(), options.clone());

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let operation = Create::new(&wanted)?;
                let key = keys::choose(&source, &person).await?;
                let transports = transports(&key);
                let made = keys::with(key, operation, &person).await?;
                ceremony::registration(&wanted, &made, transports)
            },
        ))
    }

    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>> {
        let (source, wanted) = (self.source.clone(), options.clone());

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let key = keys::choose(&source, &person).await?;
                let answer = keys::with(key, Get::new(&wanted), &person).await?;
                ceremony::assertion(&wanted, answer, &person).await
            },
        ))
    }

    fn management(&self) -> Option<&dyn KeyManagement> {
        Some(self)
    }
}

impl KeyManagement for SecurityKey {
    fn change_pin(&self, interaction: Interaction) -> Answer<'_, Result<(), Error>> {
        Box::pin(self.manage(ChangePin::default(), interaction))
    }

    fn list<'a>(
        &'a self,
        relying_party: &'a RelyingParty,
        interaction: Interaction,
    ) -> Answer<'a, Result<Vec<StoredPasskey>, Error>> {
        Box::pin(self.manage(List(relying_party.clone()), interaction))
    }

    fn delete<'a>(
        &'a self,
        passkey: &'a StoredPasskey,
        interaction: Interaction,
    ) -> Answer<'a, Result<(), Error>> {
        Box::pin(self.manage(Delete(passkey.clone()), interaction))
    }
}

fn transports(key: &Key) -> Vec<&'static str> {
    match key {
        Key::Usb(_) => vec!["usb"],
        #[cfg(feature = "nfc")]
        Key::Card(_) => vec!["nfc"],
    }
}
