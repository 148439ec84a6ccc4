//! The beginning of a sign-in in the browser: the request is made.

use std::{sync::Arc, time::Duration};

use auth0::{AuthenticationClient, Authorize, Prompt, ScreenHint, authentication::MULTI_FACTOR};
use protocol::{Url, secret::Nonce};

use super::{
    Purpose, SignInPhase, StartSignIn,
    pending::{Expected, Pending},
    provider, scopes,
};
use crate::{
    connection::{Connection, SignInWay, redirect_uri},
    context::Context,
    errand::{self, Address, LIFE, Quest, Waiting, WayHome},
    error::{Error, StepUpReason},
    provider::{Provider, discovery_meaning},
    step_up::Proof,
};

/// Makes the request and opens the system browser.
pub(crate) async fn start(context: &Arc<Context>, mut request: StartSignIn) -> Result<(), Error> {
    if request.provider.is_some() {
        return provider::start(context, request).await;
    }
    let connection = context.connection(&request.connection)?;
    let dpop = context.new_dpop(&connection)?;
    let Provider::Auth0(client) = Provider::of(&connection, &context.http, dpop.clone()) else {
        return Err(Error::Misconfigured {
            hint: "no_browser_sign_in".to_owned(),
            request_id: None,
        });
    };
    debug_assert!(connection.ways().contains(&SignInWay::Browser));
    let proof = proof(context, &mut request)?;
    context.can_keep(request.keep).await?;
    let metadata = client
        .discover()
        .await
        .map_err(|error| discovery_meaning(error, &connection.host()))?;

    let redirect = request.redirect.unwrap_or(connection.redirect);
    let prompt = prompt(context, &request, proof.as_ref());
    let pending = Pending {
        nonce: Nonce::from_random(context.random()?),
        metadata,
        dpop,
        expected: expected(context, &request)?,
        proof,
        asked: context.ports.clock.now(),
        request,
    };
    context.steps().remove(&connection.id);
    let way = errand::way_home(context, &connection, redirect).await?;
    let url = authorize_url(&client, &connection, &pending, prompt, &way);
    let waiting = Waiting {
        way,
        quest: Quest::SignIn(Box::new(pending)),
    };

    errand::send(context, waiting, Address::Open(url), LIFE).await
}

fn authorize_url(
    client: &AuthenticationClient,
    connection: &Connection,
    pending: &Pending,
    prompt: Option<Prompt>,
    way: &WayHome,
) -> Url {
    let scopes = match pending.proof {
        Some(_) => scopes::all(connection),
        None => scopes::usual(connection),
    };
    let redirect_uri = redirect_uri(&way.target);
    let audience = client.tenant().my_account_audience();
    let second_factor = pending
        .proof
        .as_ref()
        .is_some_and(Proof::wants_second_factor);
    let parameters = Authorize {
        audience: Some(&audience),
        login_hint: pending
            .expected
            .as_ref()
            .and_then(|expected| expected.email.as_deref()),
        prompt,
        screen_hint: (pending.request.purpose == Purpose::SignUp).then_some(ScreenHint::SignUp),
        max_age: pending.proof.as_ref().map(|_| Duration::ZERO),
        acr_values: if second_factor { &[MULTI_FACTOR] } else { &[] },
        ..Authorize::new(&redirect_uri, &scopes)
    };

    client.authorize_url(&parameters, &way.state, &pending.nonce, &way.verifier)
}

/// Somebody may be signed in at the provider already: when that could be the wrong person, they are asked.
fn prompt(context: &Context, request: &StartSignIn, proof: Option<&Proof>) -> Option<Prompt> {
    // A step-up asks for a sign-in from the beginning by its `max_age` already.
    if let Some(proof) = proof {
        return (proof.reason == StepUpReason::MissingPermission).then_some(Prompt::Consent);
    }
    if request.purpose == Purpose::AddPasskey {
        // Who is still signed in there is not offered anything.
        return Some(Prompt::Login);
    }
    let came_back_wrong = matches!(
        context.errands().phase(&request.connection),
        Some(SignInPhase::WrongAccount { .. })
    );
    if came_back_wrong {
        return Some(Prompt::Login);
    }
    let is_another = context
        .sessions()
        .iter()
        .any(|session| session.facts().record.connection == request.connection);

    (request.account.is_none() && is_another).then_some(Prompt::SelectAccount)
}

/// What a step-up has to prove. It goes on with the session of its account, wherever that is kept.
fn proof(context: &Context, request: &mut StartSignIn) -> Result<Option<Proof>, Error> {
    let Purpose::StepUp(reason) = request.purpose else {
        return Ok(None);
    };
    let account = request.account.as_ref().ok_or(Error::NotFound)?;
    let session = context.session(account)?;
    request.keep = session.facts().keep;

    Proof::of(context, &session, reason).map(Some)
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
