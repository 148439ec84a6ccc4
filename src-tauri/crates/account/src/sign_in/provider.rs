//! Signing in at Nhost with an account at one of its providers, in the system browser.

use std::sync::Arc;

use nhost::{ErrorCode, Pkce, ProviderSignIn, RedirectOutcome, SignInProvider, SignUpOptions};
use protocol::{
    Url,
    secret::{CodeVerifier, Secret as _},
};

use super::{NhostHome, Purpose, Returned, StartSignIn, Then, nhost_side::auth, step::SignInHere};
use crate::{
    code_exchange,
    connection::redirect_uri,
    context::Context,
    errand::{self, Address, LIFE, Quest, Waiting, WayHome},
    error::{Error, Refusal},
    provider::Provider,
};

/// A sign-in whose person is at the provider.
pub(crate) struct AtProvider {
    pub(crate) here: SignInHere,
    pub(crate) purpose: Purpose,
    /// In the vendor's word.
    pub(crate) provider: String,
    /// Whether a code is due, or a token has to do.
    pub(crate) pkce: Pkce,
}

/// Opens the system browser at the provider.
pub(super) async fn start(context: &Arc<Context>, request: StartSignIn) -> Result<(), Error> {
    let connection = context.connection(&request.connection)?;
    let name = request.provider.as_deref().unwrap_or_default();
    let is_step_up = matches!(request.purpose, Purpose::StepUp(_));
    if is_step_up || !connection.offers(name) {
        return Err(Error::Refused(Refusal::NotOffered));
    }
    let here = SignInHere {
        connection: request.connection,
        account: request.account,
        keep: request.keep,
    };
    here.check(context)?;
    context.can_keep(here.keep).await?;
    let provider = Provider::of(&connection, &context.http, None);
    let client = auth(&provider)?;
    // Asked each time: a server that was replaced by an older one would bring home what is then refused.
    let pkce = code_exchange::ask(context, &connection).await?;

    context.steps().remove(&connection.id);
    let redirect = request.redirect.unwrap_or(connection.redirect);
    let way = errand::way_home(context, &connection, redirect).await?;
    let target = redirect_uri(&way.target);
    let asked = ProviderSignIn {
        options: SignUpOptions {
            redirect_to: Some(&target),
            ..SignUpOptions::default()
        },
        state: &way.state,
        verifier: verifier(&way, pkce),
        connect: None,
        connection: None,
        organization: None,
    };
    let provider = SignInProvider::from_wire(name);
    // The path for new users came with the codes; servers before it let anybody new in on the other one.
    let is_sign_up = request.purpose == Purpose::SignUp && pkce == Pkce::Used;
    let address = match is_sign_up {
        true => client.sign_up_provider_url(&provider, &asked),
        false => client.sign_in_provider_url(&provider, &asked),
    };
    let address = Url::parse(address.expose()).map_err(Error::defect)?;
    let quest = Quest::Provider(AtProvider {
        here,
        purpose: request.purpose,
        provider: provider.as_str().to_owned(),
        pkce,
    });

    errand::send(
        context,
        Waiting { way, quest },
        Address::Open(address),
        LIFE,
    )
    .await
}

fn verifier(way: &WayHome, pkce: Pkce) -> Option<&CodeVerifier> {
    match pkce {
        Pkce::Used => Some(&way.verifier),
        Pkce::NotUsed => None,
    }
}

/// What somebody brought home from a provider.
///
/// # Errors
/// Why it is no sign-in.
pub(crate) fn come_home(
    at: AtProvider,
    way: WayHome,
    outcome: RedirectOutcome,
) -> Result<Returned, Error> {
    let grant = match outcome {
        RedirectOutcome::SignedIn(grant) => grant,
        RedirectOutcome::Refused {
            code,
            provider_error,
        } => return Err(refusal(&code, provider_error.as_deref())),
        // Somebody new, whose address nobody has vouched for: a mail is on its way to it.
        RedirectOutcome::Nothing => return Err(Error::Refused(Refusal::EmailNotVerified)),
    };

    Ok(Returned::Nhost(Box::new(NhostHome {
        here: at.here,
        then: Then::Done,
        grant,
        verifier: way.verifier,
    })))
}

/// What the words in an address mean that comes from a provider.
const REFUSALS: [(ErrorCode, Refusal); 10] = [
    (ErrorCode::DisabledEndpoint, Refusal::NotOffered),
    (ErrorCode::SignupDisabled, Refusal::SignUpClosed),
    (ErrorCode::DisabledUser, Refusal::AccountDisabled),
    (ErrorCode::UnverifiedUser, Refusal::EmailNotVerified),
    // Nobody typed a password: the address over there is one that may not be used here.
    (ErrorCode::InvalidEmailPassword, Refusal::EmailRefused),
    (ErrorCode::EmailAlreadyInUse, Refusal::EmailTaken),
    (ErrorCode::UserAlreadyExists, Refusal::EmailTaken),
    (ErrorCode::InvalidState, Refusal::Expired),
    (ErrorCode::ForbiddenAnonymous, Refusal::AnonymousAccount),
    // What a project that conceals errors says instead of any of these.
    (ErrorCode::InvalidRequest, Refusal::AccessDenied),
];

/// What the provider, or the service on its behalf, said in an address.
pub(crate) fn refusal(code: &ErrorCode, provider_error: Option<&str>) -> Error {
    let is_theirs = matches!(
        code,
        ErrorCode::OauthProviderError
            | ErrorCode::OauthProfileFetchFailed
            | ErrorCode::OauthTokenExchangeFailed
            | ErrorCode::InternalServerError
    );
    if provider_error == Some("access_denied") {
        return Error::Refused(Refusal::AccessDenied);
    }
    if is_theirs {
        return Error::ProviderFailed {
            status: None,
            what: code.as_str().to_owned(),
            request_id: None,
        };
    }

    match REFUSALS.iter().find(|(known, _)| known == code) {
        Some((_, refusal)) => Error::Refused(*refusal),
        None => Error::Misconfigured {
            hint: code.as_str().to_owned(),
            request_id: None,
        },
    }
}
