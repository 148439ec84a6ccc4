//! The two providers behind one set of questions.

mod auth0_side;
mod factors;
mod nhost_side;
mod passkeys;

use std::time::{Duration, SystemTime};

use auth0::{AuthenticationClient, Tenant};
use nhost::{AuthClient, GraphqlClient};
use protocol::{
    dpop::Dpop,
    http::{CallError, Http, Unreachable, UnreachableKind as Wire, What},
    secret::{AccessToken, Nonce, RefreshToken},
};

use crate::{
    connection::{Connection, Settings},
    error::{Error, StepUpReason, UnreachableKind},
    profile::Profile,
};

/// The client of a connection. An enum and not a trait: there are two, and what they can do differs.
pub(crate) enum Provider {
    Auth0(Box<AuthenticationClient>),
    Nhost(Box<NhostClients>),
}

/// The clients of an Nhost project.
pub(crate) struct NhostClients {
    pub(crate) auth: AuthClient,
    /// `None` where the connection does not say where it is.
    graphql: Option<GraphqlClient>,
}

/// What a provider hands out for a sign-in or a refresh.
pub(crate) struct Grant {
    pub(crate) access: AccessToken,
    /// `None` when the old one stays good, or when the provider gives none.
    pub(crate) refresh: Option<RefreshToken>,
    pub(crate) expires_in: Duration,
    /// The key that both are bound to.
    pub(crate) dpop: Option<Dpop>,
    /// What the provider calls the session in its lists, where it has such lists.
    pub(crate) session_id: Option<String>,
    /// The access token carries the proof of a passkey, which no refresh renews.
    pub(crate) is_elevated: bool,
}

/// What a sign-in said that its refreshes must not contradict (OpenID Connect Core §12.2).
#[derive(Clone, Copy)]
pub(crate) struct SignedIn<'a> {
    /// Who signed in.
    pub(crate) subject: &'a str,
    /// The nonce of the first ID token, where it was asked for one.
    pub(crate) nonce: Option<&'a Nonce>,
}

/// Why a call with a token gave nothing.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The token is not accepted (any more).
    Rejected,
    /// No answer, or one that says "later"; the token may be good.
    NoAnswer {
        error: Error,
        /// The provider may have acted on the request.
        sent: bool,
    },
    /// The answer is about somebody else, or for another app; its tokens were given back.
    WrongIdentity(Error),
    /// The provider wants newer or stronger proof first; the token is good.
    StepUp(StepUpReason),
    /// Anything else; the token may be good.
    Other(Error),
}

impl Provider {
    /// The client of a connection, for tokens that are bound to this key.
    pub(crate) fn of(connection: &Connection, http: &Http, dpop: Option<Dpop>) -> Self {
        match &connection.settings {
            Settings::Auth0 { base, client_id } => {
                let tenant = Tenant::at(base.clone());
                let client = AuthenticationClient::new(http.clone(), tenant, client_id);
                Self::Auth0(Box::new(match dpop {
                    Some(dpop) => client.with_dpop(dpop),
                    None => client,
                }))
            }
            Settings::Nhost { auth, graphql } => Self::Nhost(Box::new(NhostClients {
                auth: AuthClient::new(http.clone(), auth.clone()),
                graphql: graphql
                    .clone()
                    .map(|base| GraphqlClient::new(http.clone(), base)),
            })),
        }
    }

    /// Exchanges a refresh token. [`Failure::Rejected`] means that this token is dead.
    pub(crate) async fn refresh(
        &self,
        token: &RefreshToken,
        signed_in: SignedIn<'_>,
        now: SystemTime,
    ) -> Result<Grant, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::refresh(client, token, signed_in, now).await,
            Self::Nhost(clients) => nhost_side::refresh(&clients.auth, token).await,
        }
    }

    /// Reads who the account is; `pending` is the address that it is about to have, as far as this app knows. [`Failure::Rejected`] means that the access token is not accepted.
    pub(crate) async fn profile(
        &self,
        token: &AccessToken,
        as_of_secs: u32,
        pending: Option<&str>,
    ) -> Result<Profile, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::profile(client, token, as_of_secs).await,
            Self::Nhost(clients) => nhost_side::profile(clients, token, as_of_secs, pending).await,
        }
    }

    /// Ends a session that nobody is going to use. One that the provider does not hear of ends with its time.
    pub(crate) async fn discard(&self, token: &RefreshToken) {
        if let Err(error) = self.revoke(token).await {
            tracing::warn!(%error, "an unwanted session was not revoked");
        }
    }

    /// Ends the session of this refresh token at the provider.
    pub(crate) async fn revoke(&self, token: &RefreshToken) -> Result<(), Error> {
        match self {
            Self::Auth0(client) => client
                .revoke_refresh_token(token)
                .await
                .map_err(auth0_side::meaning),
            Self::Nhost(clients) => clients
                .auth
                .sign_out(nhost::SignOut::Session(token))
                .await
                .map_err(nhost_side::meaning),
        }
    }
}

pub(crate) use auth0_side::{
    ID_TOKEN_ALGORITHMS, claims_profile, discovery_meaning,
    factors::{next_recovery_code, typed_recovery_code},
    keys_meaning, meaning as auth0_meaning,
    my_account::my_account_failure,
    refusal as auth0_refusal,
};
pub(crate) use factors::{FactorChange, FactorList, StartedEnrolment, Tie};
pub(crate) use nhost_side::{
    calls::{
        all as all_rows, auth_failure, code as auth_code, graphql_failure, may_have_happened,
        refused,
    },
    grant as nhost_grant, meaning as nhost_meaning, user_profile,
    ways_in::{check_without, linked},
};
pub(crate) use passkeys::{PasskeyTie, StartedPasskey};

/// What a call without a documented answer means; documented ones are each vendor's own matter.
///
/// `later` is how long to wait where a provider does not say.
fn undocumented<P>(
    error: CallError<P>,
    later: Duration,
) -> Result<protocol::http::ApiProblem<P>, Error> {
    match error {
        CallError::Problem(problem) => match problem.retry_after {
            Some(retry_after) if problem.status == 429 => Err(Error::RateLimited { retry_after }),
            _ if problem.status == 429 => Err(Error::RateLimited { retry_after: later }),
            _ => Ok(problem),
        },
        CallError::Unreachable(unreachable) => Err(no_answer(&unreachable)),
        CallError::Unexpected(answer) if answer.status == Some(429) => Err(Error::RateLimited {
            retry_after: answer.retry_after.unwrap_or(later),
        }),
        CallError::Unexpected(answer) => Err(Error::ProviderFailed {
            status: answer.status,
            what: format!("{:?}", answer.what),
            request_id: answer.request_id,
        }),
    }
}

fn no_answer(unreachable: &Unreachable) -> Error {
    let kind = match unreachable.kind {
        Wire::Offline | Wire::Connect | Wire::Proxy | Wire::Broken => UnreachableKind::Offline,
        Wire::ProxyAuthentication => UnreachableKind::ProxyAuthentication,
        Wire::Tls => UnreachableKind::Tls,
        Wire::TimedOut => UnreachableKind::TimedOut,
    };

    Error::Unreachable {
        host: unreachable.host.clone(),
        kind,
    }
}

/// Sorts a call with a token: was the token refused, was there no answer, or is it something else?
fn failure<P>(
    error: CallError<P>,
    is_rejection: impl Fn(u16, Option<&P>) -> bool,
    meaning: impl Fn(CallError<P>) -> Error,
) -> Failure {
    let (rejected, transient, sent) = match &error {
        CallError::Problem(problem) => (
            is_rejection(problem.status, Some(&problem.problem)),
            is_transient(problem.status),
            true,
        ),
        CallError::Unexpected(answer) => (
            // A quarrel about a nonce says nothing about the token.
            answer.what != What::DpopNonce
                && answer
                    .status
                    .is_some_and(|status| is_rejection(status, None)),
            answer
                .status
                .is_none_or(|status| is_transient(status) || status < 300),
            true,
        ),
        CallError::Unreachable(unreachable) => (false, true, unreachable.sent),
    };
    if rejected {
        return Failure::Rejected;
    }
    let error = meaning(error);

    if transient {
        Failure::NoAnswer { error, sent }
    } else {
        Failure::Other(error)
    }
}

/// The server may do better next time (contract of both vendors: 408 and 5xx).
fn is_transient(status: u16) -> bool {
    status == 408 || status >= 500
}
