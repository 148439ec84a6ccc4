//! Tokens at an API, with the proof that unlocks them (RFC 9449, sections 7 and 9).

use axum::http::{HeaderMap, HeaderValue, header};

use super::proof::{self, Expected};
use super::{Doubt, Presented, constraint};
use crate::settings::SenderConstraint;
use crate::store::Store;

/// Why a token is not let in, always with status 401.
#[derive(Debug)]
pub(in crate::auth0) struct Refused {
    pub(in crate::auth0) description: &'static str,
    /// `WWW-Authenticate`, and where it is demanded `DPoP-Nonce`.
    pub(in crate::auth0) headers: Vec<(&'static str, HeaderValue)>,
}

impl Refused {
    fn new(error: &str, description: &'static str) -> Self {
        let challenge =
            format!("DPoP algs=\"ES256\", error=\"{error}\", error_description=\"{description}\"");
        let refused = Self {
            description,
            headers: Vec::new(),
        };
        refused.with_header("www-authenticate", &challenge)
    }

    fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.push((name, value));
        }
        self
    }

    pub(in crate::auth0) fn describe(self, headers: &mut HeaderMap) {
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
    }
}

/// The access token of a request; nothing when it carries none. Whether it is known, and for what, is for the
/// caller to look up.
pub(in crate::auth0) fn token_of(
    store: &mut Store,
    origin: &str,
    presented: Presented<'_>,
) -> Result<Option<String>, Refused> {
    let authorization = presented
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some((scheme, token)) = authorization.and_then(|value| value.split_once(' ')) else {
        return Ok(None);
    };
    let token = token.trim();
    let record = store.auth0.access_tokens.get(token);
    let jkt = record.and_then(|record| record.jkt.clone());
    let audience = record.and_then(|record| record.audience.clone());
    let requires = constraint(store, origin, audience.as_deref()) == SenderConstraint::Required;

    if scheme.eq_ignore_ascii_case("bearer") {
        if jkt.is_some() {
            let description = "The token is bound to a key and no bearer token";
            return Err(Refused::new("invalid_token", description));
        }
        if requires {
            let description = "This API takes no token without a key";
            return Err(Refused::new("invalid_token", description));
        }
        return Ok(Some(token.to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("dpop") || !store.settings.auth0.dpop.available {
        return Ok(None);
    }
    let Some(jkt) = jkt else {
        return Err(Refused::new(
            "invalid_token",
            "The token is not bound to a key",
        ));
    };
    match check(store, origin, presented, token, &jkt) {
        Ok(()) => Ok(Some(token.to_owned())),
        Err(Doubt::Invalid(what)) => Err(Refused::new("invalid_dpop_proof", what)),
        Err(Doubt::Nonce) => {
            let life = store.settings.auth0.dpop.nonce_secs;
            let now = store.now().seconds();
            let nonce = store.auth0.dpop.nonces.issue(now, life);
            let description = "The API requires a nonce in the proof";
            let refused = Refused::new("use_dpop_nonce", description);
            Err(refused.with_header("dpop-nonce", &nonce))
        }
    }
}

fn check(
    store: &mut Store,
    origin: &str,
    presented: Presented<'_>,
    token: &str,
    jkt: &str,
) -> Result<(), Doubt> {
    let text = proof::of(presented.headers)?.ok_or(Doubt::Invalid("there is no DPoP header"))?;
    let settings = store.settings.auth0.dpop.clone();
    let now = store.now().seconds();
    let address = format!("{origin}{}", presented.path);
    let expected = Expected {
        method: presented.verb.as_str(),
        address: &address,
        now,
        tolerance_secs: settings.iat_tolerance_secs,
        token: Some(token),
    };
    let proof = proof::read(text, &expected)?;
    if proof.jkt != jkt {
        return Err(Doubt::Invalid("the token is bound to another key"));
    }
    let dpop = &mut store.auth0.dpop;
    let has_nonce = proof
        .nonce
        .as_deref()
        .is_some_and(|nonce| dpop.nonces.accept(nonce, now));
    if settings.api_nonce && !has_nonce {
        return Err(Doubt::Nonce);
    }
    let until = proof.iat.saturating_add(settings.iat_tolerance_secs);
    if !dpop.replays.note(&proof.jkt, &proof.jti, now, until) {
        return Err(Doubt::Invalid("jti was used before"));
    }
    Ok(())
}
