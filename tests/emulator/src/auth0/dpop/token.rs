//! Proofs at the token endpoint, and what they bind (RFC 9449, sections 5, 8 and 10).

use axum::http::StatusCode;

use super::proof::{self, Expected};
use super::{Doubt, Presented, constraint};
use crate::auth0::error::OauthError;
use crate::auth0::params::Params;
use crate::settings::SenderConstraint;
use crate::store::Store;

/// Checks the proof of a token request, before anything in it is spent.
pub(in crate::auth0) fn prove(
    store: &mut Store,
    origin: &str,
    presented: Presented<'_>,
    params: &Params,
) -> Result<(), OauthError> {
    store.auth0.dpop.proven = None;
    if !store.settings.auth0.dpop.available {
        return Ok(());
    }
    let proven = checked(store, origin, presented).map_err(|doubt| refusal(store, doubt))?;
    if proven.is_none() && store.settings.auth0.dpop.application_requires {
        let doubt = Doubt::Invalid("the application has to prove possession of a key");
        return Err(refusal(store, doubt));
    }
    let bound = |name| {
        let handle = params.get(name)?;
        store.auth0.dpop.bound.get(handle)
    };
    if bound("code").is_some_and(|jkt| Some(jkt) != proven.as_ref()) {
        let doubt = Doubt::Invalid("the code is bound to another key");
        return Err(refusal(store, doubt));
    }
    if bound("refresh_token").is_some_and(|jkt| Some(jkt) != proven.as_ref()) {
        return Err(OauthError::invalid_grant(
            "Unknown or invalid refresh token.",
        ));
    }
    let audience = audience_of(store, params);
    let constraint = constraint(store, origin, audience.as_deref());
    if proven.is_none() && constraint == SenderConstraint::Required {
        let doubt = Doubt::Invalid("the API gives no token without one");
        return Err(refusal(store, doubt));
    }
    store.auth0.dpop.proven = proven;
    Ok(())
}

/// Ends a token request: what it proved is nothing to the next one, even if it got no token for it.
pub(in crate::auth0) fn forget(store: &mut Store) {
    store.auth0.dpop.proven = None;
}

/// The key that tokens for this audience are bound to, by the request under way.
pub(in crate::auth0) fn binding(
    store: &mut Store,
    origin: &str,
    audience: Option<&str>,
    refresh_token: Option<&str>,
) -> Option<String> {
    let constraint = constraint(store, origin, audience);
    let proven = store.auth0.dpop.proven.take();
    let jkt = proven.filter(|_| constraint != SenderConstraint::None)?;
    // The application is a public one: its refresh tokens are bound as well.
    if let Some(token) = refresh_token {
        let bound = &mut store.auth0.dpop.bound;
        bound.insert(token.to_owned(), jkt.clone());
    }
    Some(jkt)
}

/// Binds a code to the key that the authorization request named.
pub(in crate::auth0) fn bind_code(store: &mut Store, code: &str, jkt: Option<String>) {
    if let Some(jkt) = jkt.filter(|_| store.settings.auth0.dpop.available) {
        store.auth0.dpop.bound.insert(code.to_owned(), jkt);
    }
}

/// The API that a request is going to get a token for.
fn audience_of(store: &Store, params: &Params) -> Option<String> {
    let named = params.owned("audience");
    let code = || store.auth0.codes.get(params.get("code")?);
    let device = || store.auth0.devices.get(params.get("device_code")?);
    let original = || store.auth0.families.grant_of(params.get("refresh_token")?);
    named
        .or_else(|| code()?.grant.audience.clone())
        .or_else(|| device()?.params.owned("audience"))
        .or_else(|| original()?.audience.clone())
}

fn checked(
    store: &mut Store,
    origin: &str,
    presented: Presented<'_>,
) -> Result<Option<String>, Doubt> {
    let Some(text) = proof::of(presented.headers)? else {
        return Ok(None);
    };
    let settings = store.settings.auth0.dpop.clone();
    let now = store.now().seconds();
    let address = format!("{origin}{}", presented.path);
    let expected = Expected {
        method: presented.verb.as_str(),
        address: &address,
        now,
        tolerance_secs: settings.iat_tolerance_secs,
        token: None,
    };
    let proof = proof::read(text, &expected)?;
    let dpop = &mut store.auth0.dpop;
    let is_fresh = proof
        .nonce
        .as_deref()
        .map(|nonce| dpop.nonces.accept(nonce, now));
    if is_fresh == Some(false) || (settings.token_nonce && is_fresh.is_none()) {
        return Err(Doubt::Nonce);
    }
    let until = proof.iat.saturating_add(settings.iat_tolerance_secs);
    if !dpop.replays.note(&proof.jkt, &proof.jti, now, until) {
        return Err(Doubt::Invalid("jti was used before"));
    }
    Ok(Some(proof.jkt))
}

fn refusal(store: &mut Store, doubt: Doubt) -> OauthError {
    let refuse =
        |error, description: &str| OauthError::new(StatusCode::BAD_REQUEST, error, description);
    match doubt {
        Doubt::Nonce => {
            let life = store.settings.auth0.dpop.nonce_secs;
            let now = store.now().seconds();
            let nonce = store.auth0.dpop.nonces.issue(now, life);
            refuse(
                "use_dpop_nonce",
                "Authorization server requires nonce in DPoP proof",
            )
            .with_header("dpop-nonce", nonce)
        }
        Doubt::Invalid(what) => {
            refuse("invalid_dpop_proof", &format!("Invalid DPoP proof: {what}"))
        }
    }
}
