//! A phone that scans a code and is reached over Bluetooth and the internet (CTAP 2.2 §11.5, "hybrid").

use libwebauthn::transport::{
    Channel, ChannelSettings, Device,
    hybrid::{
        self,
        qr_code_device::{PxpQrCodeDevice, PxpTransports, QrCodeOperationHint},
    },
};

use super::{
    ceremony::{self, Create, Get},
    failure::Transport,
    forward::Desk,
    operation::{Operation, perform},
};
use crate::{
    Answer, Assertion, Authenticator, AuthenticatorKind, Availability, CreationOptions, Error,
    Event, Interaction, Registration, RelyingParty, RequestOptions, interaction::run,
};

pub(super) struct Phone;

impl Authenticator for Phone {
    fn kind(&self) -> AuthenticatorKind {
        AuthenticatorKind::Phone
    }

    fn availability<'a>(&'a self, _: &'a RelyingParty) -> Answer<'a, Availability> {
        Box::pin(async {
            if hybrid::is_available().await {
                Availability::Usable
            } else {
                Availability::NoBluetooth
            }
        })
    }

    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>> {
        let wanted = options.clone();

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let operation = Create::new(&wanted)?;
                let made =
                    on_phone(QrCodeOperationHint::MakeCredential, operation, &person).await?;
                ceremony::registration(&wanted, &made, vec!["hybrid", "internal"])
            },
        ))
    }

    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>> {
        let wanted = options.clone();

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let hint = QrCodeOperationHint::GetAssertionRequest;
                let answer = on_phone(hint, Get::new(&wanted), &person).await?;
                ceremony::assertion(&wanted, answer, &person).await
            },
        ))
    }
}

async fn on_phone<O: Operation>(
    hint: QrCodeOperationHint,
    operation: O,
    person: &Interaction,
) -> Result<O::Output, Error> {
    let mut phone = PxpQrCodeDevice::new_transient(hint, PxpTransports::CloudAssistedOrLocal)
        .map_err(|it| it.meaning())?;
    let code = phone.qr_code.to_string();
    person.tell(Event::ShowQr { code }).await?;

    let mut channel = phone
        .channel(ChannelSettings::default())
        .await
        .map_err(|_| Error::Gone)?;
    // Phones verify who is there themselves: no PIN is ever asked for here.
    let desk = Desk::new(person.clone(), String::new(), 0);
    let done = tokio::select! {
        () = person.cancelled() => Err(Error::Cancelled),
        done = perform(operation, &mut channel, &desk) => done,
    };
    channel.close().await;

    done
}
