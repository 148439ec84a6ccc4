//! What Auth0's answers mean.

pub(super) mod factors;
pub(super) mod my_account;
pub(super) mod passkeys;

use std::time::{Duration, SystemTime};

use auth0::{
    AuthenticationClient, AuthenticationError, AuthenticationProblem, ErrorCode,
    authentication::Access,
};
use protocol::{
    discovery::DiscoveryError,
    http::{ApiProblem, CallError, What},
    id_token::{self, Algorithm, Expected, IdTokenError},
    jwks::JwksError,
    oauth::Tokens,
    secret::{AccessToken, RefreshToken},
};
use serde_json::{Map, Value};

use super::{Failure, Grant, SignedIn, failure};
use crate::{
    error::{Error, Refusal, StepUpReason},
    profile::{self, Profile},
};

/// The vendor says with nearly every refusal when to come again; where it does not, most of its counters have given
/// something back after this time.
const RETRY_AFTER: Duration = Duration::from_secs(10);

fn undocumented<P>(error: CallError<P>) -> Result<ApiProblem<P>, Error> {
    super::undocumented(error, RETRY_AFTER)
}

/// What the vendor documents for native applications; HS256 would need a secret that we must not have.
pub(crate) const ID_TOKEN_ALGORITHMS: &[Algorithm] = &[Algorithm::Rs256, Algorithm::Ps256];

pub(super) async fn refresh(
    client: &AuthenticationClient,
    token: &RefreshToken,
    signed_in: SignedIn<'_>,
    now: SystemTime,
) -> Result<Grant, Failure> {
    let answer = client.refresh_token(token, Access::default()).await;
    let tokens = answer.map_err(|error| {
        if wants_second_factor(&error) {
            return Failure::StepUp(StepUpReason::RecentSecondFactor);
        }
        failure(
            error,
            |_, problem| problem.is_some_and(|it| it.code == ErrorCode::InvalidGrant),
            meaning,
        )
    })?;
    if let Err(rule) = same_identity(client, &tokens, signed_in, now) {
        if let Some(token) = &tokens.refresh_token
            && let Err(error) = client.revoke_refresh_token(token).await
        {
            tracing::warn!(%error, "a session of somebody else was not revoked");
        }
        return Err(Failure::WrongIdentity(Error::IdToken { rule }));
    }

    Ok(Grant::from(tokens))
}

/// Whether a renewed session is still that of the same person with the same app (OpenID Connect Core §12.2).
///
/// Nobody signs in by this token: what it says about times is nobody's business here, so that a clock that is off
/// costs no session.
fn same_identity(
    client: &AuthenticationClient,
    tokens: &Tokens,
    signed_in: SignedIn<'_>,
    now: SystemTime,
) -> Result<(), &'static str> {
    let Some(token) = &tokens.id_token else {
        return Ok(());
    };
    let issuer = client.tenant().issuer();
    let expected = Expected {
        subject: Some(signed_in.subject),
        nonce: signed_in.nonce,
        ..Expected::new(&issuer, client.client_id(), ID_TOKEN_ALGORITHMS)
    };
    match id_token::check_refreshed(token, &expected, now) {
        Err(
            error @ (IdTokenError::Issuer
            | IdTokenError::Subject
            | IdTokenError::SubjectChanged
            | IdTokenError::Audience
            | IdTokenError::AuthorizedParty
            | IdTokenError::Nonce),
        ) => Err(error.rule()),
        Err(error) => {
            tracing::warn!(%error, "the id token of a renewal was not looked at further");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// The refresh token is good, but no refresh can help: only a sign-in with a second factor does.
fn wants_second_factor(error: &AuthenticationError) -> bool {
    error.problem().is_some_and(|problem| {
        matches!(
            problem.code,
            ErrorCode::MfaRequired | ErrorCode::UnmetAuthenticationRequirements
        )
    })
}

pub(super) async fn profile(
    client: &AuthenticationClient,
    token: &AccessToken,
    as_of_secs: u32,
) -> Result<Profile, Failure> {
    let info = client
        .get_profile(token)
        .await
        .map_err(|error| failure(error, |status, _| status == 401, meaning))?;

    Ok(claims_profile(&info.subject, &info.claims, as_of_secs))
}

/// The profile in the claims of an ID token or of `/userinfo` (OpenID Connect Core §5.1).
pub(crate) fn claims_profile(
    subject: &str,
    claims: &Map<String, Value>,
    as_of_secs: u32,
) -> Profile {
    /// Claims of the protocol, not of the person. Those that say where further claims are (OpenID Connect Core
    /// §5.6.2) may hold an access token, and are not followed.
    const PROTOCOL: [&str; 11] = [
        "_claim_names",
        "_claim_sources",
        "iss",
        "aud",
        "exp",
        "iat",
        "nonce",
        "sid",
        "azp",
        "at_hash",
        "auth_time",
    ];
    let word = |name: &str| profile::text(claims.get(name).and_then(Value::as_str));
    let flag = |name: &str| claims.get(name).and_then(Value::as_bool);
    let members = claims
        .iter()
        .filter(|(name, _)| !PROTOCOL.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();

    Profile {
        subject: subject.to_owned(),
        name: word("name"),
        email: word("email"),
        email_verified: flag("email_verified"),
        pending_email: None,
        is_anonymous: false,
        phone: word("phone_number"),
        phone_verified: flag("phone_number_verified"),
        // Auth0's nickname is made from the address; only these two are names to sign in with.
        username: word("username").or_else(|| word("preferred_username")),
        locale: word("locale"),
        roles: Vec::new(),
        created_at: word("created_at"),
        updated_at: word("updated_at"),
        picture_url: profile::picture_url(claims.get("picture").and_then(Value::as_str)),
        claims: profile::claims(&members),
        as_of_secs,
    }
}

impl From<Tokens> for Grant {
    fn from(tokens: Tokens) -> Self {
        Self {
            access: tokens.access_token,
            refresh: tokens.refresh_token,
            expires_in: tokens.expires_in.max(Duration::from_secs(1)),
            dpop: tokens.dpop,
            session_id: None,
            is_elevated: false,
        }
    }
}

/// What a failed call means for the person.
pub(crate) fn meaning(error: AuthenticationError) -> Error {
    if let CallError::Unexpected(answer) = &error
        && let Some(hint) = misfit(&answer.what)
    {
        return Error::Misconfigured {
            hint: hint.to_owned(),
            request_id: answer.request_id.clone(),
        };
    }
    let problem = match undocumented(error) {
        Ok(problem) => problem,
        Err(error) => return error,
    };
    let code = &problem.problem.code;
    if *code == ErrorCode::AccessDenied && is_unknown_service(&problem.problem) {
        return Error::Misconfigured {
            hint: "service_not_found".to_owned(),
            request_id: problem.request_id,
        };
    }
    let known = REFUSALS.iter().find(|(known, _)| known == code);
    match known {
        Some((_, refusal)) => Error::Refused(*refusal),
        None => Error::Misconfigured {
            hint: code.as_str().to_owned(),
            request_id: problem.request_id,
        },
    }
}

/// `Service not found` and `Service not enabled within domain`: the tenant does not know the audience, and nobody
/// refused the person anything.
fn is_unknown_service(problem: &AuthenticationProblem) -> bool {
    let description = problem.details.description.as_ref();

    description.is_some_and(|text| text.as_str().starts_with("Service not "))
}

/// The same, where these words mean something of their own.
pub(crate) fn refusal(error: AuthenticationError, words: &[(ErrorCode, Refusal)]) -> Error {
    let code = error.problem().map(|problem| &problem.code);
    let known = words.iter().find(|(word, _)| Some(word) == code);
    match known {
        Some((_, refusal)) => Error::Refused(*refusal),
        None => meaning(error),
    }
}

/// The words that a person can do something about.
const REFUSALS: [(ErrorCode, Refusal); 15] = [
    (ErrorCode::InvalidGrant, Refusal::Expired),
    (ErrorCode::ExpiredToken, Refusal::Expired),
    (ErrorCode::AccessDenied, Refusal::AccessDenied),
    (ErrorCode::Unauthorized, Refusal::Blocked),
    (
        ErrorCode::UnmetAuthenticationRequirements,
        Refusal::LoginRequired,
    ),
    // Only the ways of signing in that have a second step of their own go on from here.
    (ErrorCode::MfaRequired, Refusal::LoginRequired),
    (ErrorCode::LoginRequired, Refusal::LoginRequired),
    (ErrorCode::ConsentRequired, Refusal::LoginRequired),
    (ErrorCode::InteractionRequired, Refusal::LoginRequired),
    (ErrorCode::TooManyAttempts, Refusal::TooManyAttempts),
    (ErrorCode::TooManyRequests, Refusal::TooManyAttempts),
    (ErrorCode::PasswordLeaked, Refusal::PasswordLeaked),
    (ErrorCode::RequiresVerification, Refusal::EmailNotVerified),
    (
        ErrorCode::InvalidUserPassword,
        Refusal::WrongEmailOrPassword,
    ),
    (ErrorCode::UserExists, Refusal::EmailTaken),
];
/// Whether tenant and connection disagree about keys: what to tell the administrator.
fn misfit(what: &What) -> Option<&'static str> {
    match what {
        What::Shape { path } if path == ".token_type" => Some("token_type"),
        What::DpopNonce => Some("use_dpop_nonce"),
        What::Redirect
        | What::NotJson
        | What::TooLarge
        | What::Shape { .. }
        | What::Encoding
        | What::Status
        | What::Request => None,
    }
}

/// What a key set that is no use means for the person.
pub(crate) fn keys_meaning(error: JwksError, host: &str) -> Error {
    if let JwksError::Call(error) = error {
        return discovery_meaning(DiscoveryError::Call(error), host);
    }

    rule_broken(&error)
}

/// What failed discovery means for the person.
pub(crate) fn discovery_meaning(error: DiscoveryError, host: &str) -> Error {
    let DiscoveryError::Call(error) = error else {
        return rule_broken(&error);
    };
    let Err(error) = undocumented(error);
    let is_somebody_else = matches!(
        error,
        Error::ProviderFailed {
            status: None | Some(..500),
            ..
        }
    );

    if is_somebody_else {
        Error::NotThisProvider {
            host: host.to_owned(),
        }
    } else {
        error
    }
}

/// A document of the provider breaks a rule that its administrator has to know about.
fn rule_broken(rule: &dyn std::error::Error) -> Error {
    Error::Misconfigured {
        hint: rule.to_string().chars().take(64).collect(),
        request_id: None,
    }
}
