//! Windows: its own dialog does everything — Windows Hello, security keys, phones, other makers' passkeys. Programs may
//! not talk to security keys beside it.

mod call;
mod credentials;
mod dll;
mod failure;
mod memory;
mod options;

use std::sync::Arc;

use tokio::task;

use self::{call::Cancellation, dll::Dll};
use crate::{
    Answer, Assertion, Authenticator, AuthenticatorKind, Availability, CreationOptions, Error,
    Event, Interaction, KeyManagement, Registration, RelyingParty, RequestOptions, System, Window,
    interaction::run,
};

pub(crate) fn authenticators(system: &System) -> Vec<Arc<dyn Authenticator>> {
    vec![Arc::new(SystemDialog {
        window: system.window.clone(),
    })]
}

struct SystemDialog {
    window: Option<Window>,
}

impl SystemDialog {
    /// Puts the dialog up. It blocks a thread of its own; cancelling closes it.
    async fn show<T: Send + 'static>(
        person: Interaction,
        window: Option<Window>,
        call: impl FnOnce(&Dll, usize, &Cancellation) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let dll = Dll::get().ok_or(Error::NotSupported)?;
        let window = window.and_then(|find| find()).ok_or(Error::NotSupported)?;
        let cancellation = Cancellation::new(dll)?;
        person.tell(Event::SystemDialog).await?;

        let mut dialog = task::spawn_blocking(move || call(dll, window, &cancellation));
        let done = tokio::select! {
            done = &mut dialog => done,
            () = person.cancelled() => {
                cancellation.cancel(dll);
                return Err(Error::Cancelled);
            }
        };

        done.unwrap_or(Err(Error::Gone))
    }
}

impl Authenticator for SystemDialog {
    fn kind(&self) -> AuthenticatorKind {
        AuthenticatorKind::System
    }

    fn availability<'a>(&'a self, _: &'a RelyingParty) -> Answer<'a, Availability> {
        Box::pin(async {
            if Dll::get().is_some() {
                Availability::Usable
            } else {
                Availability::NoSystemSupport
            }
        })
    }

    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>> {
        let (window, wanted) = (self.window.clone(), options.clone());

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let options = wanted.clone();
                let made = Self::show(person, window, move |dll, window, cancellation| {
                    call::make_credential(dll, window, &options, cancellation)
                })
                .await?;
                Registration::check(&wanted, made)
            },
        ))
    }

    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>> {
        let (window, wanted) = (self.window.clone(), options.clone());

        Box::pin(run(
            interaction,
            options.timeout,
            move |person| async move {
                let options = wanted.clone();
                let signed = Self::show(person, window, move |dll, window, cancellation| {
                    call::get_assertion(dll, window, &options, cancellation)
                })
                .await?;
                Assertion::check(&wanted, signed)
            },
        ))
    }

    fn management(&self) -> Option<&dyn KeyManagement> {
        let lists_passkeys = Dll::get().is_some_and(|dll| dll.platform_credentials.is_some());

        lists_passkeys.then_some(self)
    }
}
