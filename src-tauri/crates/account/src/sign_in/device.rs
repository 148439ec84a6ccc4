//! Signing in on another device (RFC 8628): the app shows a code and asks every few seconds whether it was entered.
//!
//! The state tells of it as of an errand in the browser: so a page that is loaded again finds it, and it is superseded,
//! cancelled and over in the same ways.

use std::sync::Arc;

use auth0::{
    AuthenticationClient,
    authentication::{Access, DeviceAuthorization, DeviceOutcome},
};
use protocol::{Url, oauth::Tokens};

use super::{
    SignInPhase,
    arrive::{arrive, auth0_newcomer},
    scopes,
    step::SignInHere,
};
use crate::{
    connection::{Connection, SignInWay},
    context::Context,
    errand,
    error::{Error, Refusal},
    provider::{Provider, auth0_meaning},
};

/// What a person needs to sign in on another device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DevicePrompt {
    /// What to type there.
    pub user_code: String,
    /// Where to go.
    pub address: Url,
    /// The same with the code in it, for a QR code.
    pub complete_address: Option<Url>,
}

/// One sign-in on another device.
struct Attempt {
    context: Arc<Context>,
    request: SignInHere,
    connection: Connection,
    provider: Provider,
    /// That of its errand.
    number: u64,
}

/// Asks for a code, and goes on behind until it was entered.
pub(crate) async fn start(
    context: &Arc<Context>,
    request: SignInHere,
) -> Result<DevicePrompt, Error> {
    let connection = context.connection(&request.connection)?;
    if !connection.ways().contains(&SignInWay::DeviceCode) {
        return Err(Error::Refused(Refusal::NotOffered));
    }
    request.check(context)?;
    context.can_keep(request.keep).await?;
    let dpop = context.new_dpop(&connection)?;
    let provider = Provider::of(&connection, &context.http, dpop);
    let Provider::Auth0(client) = &provider else {
        return Err(Error::Refused(Refusal::NotOffered));
    };
    let audience = client.tenant().my_account_audience();
    let access = Access {
        scopes: &scopes::usual(&connection),
        audience: Some(&audience),
    };
    let device = client.device_code(access).await.map_err(auth0_meaning)?;
    let prompt = DevicePrompt {
        user_code: device.user_code.as_str().to_owned(),
        address: device.verification_uri.clone(),
        complete_address: device.verification_uri_complete.clone(),
    };

    context.steps().remove(&connection.id);
    let number = context.errands().begin_on_device(
        &request,
        prompt.clone(),
        device.expires_in,
        &*context.ports.clock,
    );
    context.publish();
    let attempt = Attempt {
        context: Arc::clone(context),
        request,
        connection,
        provider,
        number,
    };
    tokio::spawn(attempt.wait(device));

    Ok(prompt)
}

impl Attempt {
    /// Waits for the person, unless the errand is superseded or cancelled before.
    async fn wait(self, device: DeviceAuthorization) {
        let Provider::Auth0(client) = &self.provider else {
            return;
        };
        let mut state = self.context.subscribe();
        let outcome = tokio::select! {
            outcome = client.device_tokens(&device) => outcome,
            _ = state.wait_for(|_| !self.is_current()) => return,
        };
        let ended = match outcome.map_err(auth0_meaning) {
            Ok(DeviceOutcome::Tokens(tokens)) => self.arrive(client, *tokens).await,
            Ok(DeviceOutcome::Denied) => Err(Error::Refused(Refusal::AccessDenied)),
            Ok(DeviceOutcome::Expired) => Err(Error::Refused(Refusal::Expired)),
            Err(error) => Err(error),
        };
        let (context, id) = (&self.context, &self.connection.id);
        match ended {
            Ok(()) => {
                context.errands().remove_number(id, self.number);
                context.publish();
            }
            Err(error) => errand::fail(context, id, self.number, error.into()),
        }
    }

    async fn arrive(&self, client: &AuthenticationClient, tokens: Tokens) -> Result<(), Error> {
        let (context, id) = (&self.context, &self.connection.id);
        context
            .errands()
            .set_phase(id, self.number, SignInPhase::Checking);
        context.publish();
        let newcomer = auth0_newcomer(context, &self.connection, client, &tokens).await;
        let newcomer = match newcomer {
            Ok(_) if !self.is_current() => Err(Error::Cancelled),
            newcomer => newcomer,
        };
        arrive(
            context,
            &self.request,
            &self.provider,
            newcomer,
            tokens.into(),
        )
        .await?;

        Ok(())
    }

    fn is_current(&self) -> bool {
        self.context
            .errands()
            .is_current(&self.connection.id, self.number)
    }
}
