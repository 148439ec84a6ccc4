//! The way out: a request is made, remembered, and opened in the system browser.

use std::sync::Arc;

use auth0::{AuthenticationClient, Authorize, Prompt, ScreenHint};
use protocol::{
    Url,
    secret::{CodeVerifier, Nonce, State},
};

use super::{
    Screen, SignInPhase, StartSignIn,
    attempt::{Expected, LIFE, Waiting},
};
use crate::{
    connection::{Connection, ConnectionId, LOOPBACK_PORTS, RedirectWay, SignInWay, redirect_uri},
    context::Context,
    error::Error,
    provider::{Provider, discovery_meaning},
};

/// What every sign-in asks for at Auth0: who the person is, a session that lasts, and the My Account API.
const SCOPES: [&str; 13] = [
    "openid",
    "profile",
    "email",
    "phone",
    "offline_access",
    "read:me:factors",
    "create:me:authentication_methods",
    "read:me:authentication_methods",
    "update:me:authentication_methods",
    "delete:me:authentication_methods",
    "create:me:connected_accounts",
    "read:me:connected_accounts",
    "delete:me:connected_accounts",
];

/// What a sign-in cannot do without, whatever a connection's own list says.
const NEEDED: [&str; 2] = ["openid", "offline_access"];

/// Makes the request and opens the system browser.
pub(crate) async fn start(context: &Arc<Context>, request: StartSignIn) -> Result<(), Error> {
    let connection = context.connection(&request.connection)?;
    let dpop = context.new_dpop(&connection)?;
    let Provider::Auth0(client) = Provider::of(&connection, &context.http, dpop.clone()) else {
        return Err(Error::Misconfigured {
            hint: "no_browser_sign_in".to_owned(),
            request_id: None,
        });
    };
    debug_assert!(connection.ways().contains(&SignInWay::Browser));
    context.can_keep(request.keep).await?;
    let metadata = client
        .discover()
        .await
        .map_err(|error| discovery_meaning(error, &connection.host()))?;

    let redirect = request.redirect.unwrap_or(connection.redirect);
    // The old listener has to let go of its port before a new one asks for it.
    let prompt = prompt(context, &request);
    context.sign_ins().remove(&request.connection);
    context.publish();
    let listening = match redirect {
        RedirectWay::Scheme => None,
        RedirectWay::Loopback => Some(
            context
                .ports
                .loopback
                .listen(&LOOPBACK_PORTS)
                .await
                .map_err(|_| Error::LoopbackBusy)?,
        ),
    };

    let waiting = Waiting {
        target: connection.redirect_target(listening.as_ref().map(|listening| listening.port())),
        state: State::from_random(context.random()?),
        nonce: Nonce::from_random(context.random()?),
        verifier: CodeVerifier::from_random(context.random()?),
        metadata,
        dpop,
        expected: expected(context, &request)?,
        listening,
    };
    let url = authorize_url(&client, &connection, &request, prompt, &waiting);
    let number = context.sign_ins().begin(
        request,
        redirect,
        url.clone(),
        waiting,
        &*context.ports.clock,
    );
    context.publish();
    tokio::spawn(expire_later(Arc::clone(context), connection.id, number));

    context
        .ports
        .browser
        .open(&url)
        .await
        .map_err(|_| Error::BrowserNotOpened)
}

/// Opens the browser again for the request that waits.
pub(crate) async fn open_again(context: &Context, connection: &ConnectionId) -> Result<(), Error> {
    let url = link(context, connection)?;

    context
        .ports
        .browser
        .open(&url)
        .await
        .map_err(|_| Error::BrowserNotOpened)
}

/// The address of the request that waits.
pub(crate) fn link(context: &Context, connection: &ConnectionId) -> Result<Url, Error> {
    context
        .sign_ins()
        .find(connection)
        .map(|attempt| attempt.url.clone())
        .ok_or(Error::NotFound)
}

fn authorize_url(
    client: &AuthenticationClient,
    connection: &Connection,
    request: &StartSignIn,
    prompt: Option<Prompt>,
    waiting: &Waiting,
) -> Url {
    let scopes: Vec<&str> = match &connection.scopes {
        None => SCOPES.to_vec(),
        Some(own) => {
            let missing = NEEDED
                .into_iter()
                .filter(|scope| !own.iter().any(|known| known == scope));
            own.iter().map(String::as_str).chain(missing).collect()
        }
    };
    let redirect_uri = redirect_uri(&waiting.target);
    let audience = client.tenant().my_account_audience();
    let parameters = Authorize {
        redirect_uri: &redirect_uri,
        scopes: &scopes,
        audience: Some(&audience),
        login_hint: waiting
            .expected
            .as_ref()
            .and_then(|expected| expected.email.as_deref()),
        prompt,
        screen_hint: (request.screen == Screen::SignUp).then_some(ScreenHint::SignUp),
        connection: None,
        organization: None,
        max_age: None,
    };

    client.authorize_url(
        &parameters,
        &waiting.state,
        &waiting.nonce,
        &waiting.verifier,
    )
}

/// Somebody may be signed in at the provider already: when that could be the wrong person, they are asked.
fn prompt(context: &Context, request: &StartSignIn) -> Option<Prompt> {
    let came_back_wrong = context
        .sign_ins()
        .find(&request.connection)
        .is_some_and(|attempt| matches!(attempt.status.phase, SignInPhase::WrongAccount { .. }));
    if came_back_wrong {
        return Some(Prompt::Login);
    }
    let is_another = context
        .sessions()
        .iter()
        .any(|session| session.facts().record.connection == request.connection);

    (request.account.is_none() && is_another).then_some(Prompt::SelectAccount)
}

fn expected(context: &Context, request: &StartSignIn) -> Result<Option<Expected>, Error> {
    let Some(account) = &request.account else {
        return Ok(None);
    };
    let record = context.session(account)?.record();
    if record.connection != request.connection {
        return Err(Error::NotFound);
    }

    Ok(Some(Expected {
        label: record.label().to_owned(),
        email: record.profile.and_then(|profile| profile.email),
        subject: record.subject,
    }))
}

async fn expire_later(context: Arc<Context>, connection: ConnectionId, number: u64) {
    tokio::time::sleep(LIFE).await;
    let is_over = context.sign_ins().expire(&connection, number);
    if is_over {
        context.publish();
    }
}
