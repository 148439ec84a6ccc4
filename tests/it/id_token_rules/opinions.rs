//! What each checker says of a case.

use std::collections::HashSet;

use fuzz::id_token::{CLIENT, Case, ISSUER, jwks, keyring::encoded, ours, slow, strict};
use jsonwebtoken::{Algorithm as Name, DecodingKey, Validation};
use serde_json::Value;

/// Whether each of them takes the token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opinions {
    pub(super) ours: bool,
    pub(super) slow: bool,
    /// Nothing where it would stumble over members of the header that are not for us to look at.
    pub(super) library: Option<bool>,
}

impl Opinions {
    pub(super) fn on(case: &Case) -> Self {
        Self {
            ours: ours::accepts(case),
            slow: slow::accepts(case),
            library: is_for_the_library(case).then(|| library(case).is_some()),
        }
    }
}

fn is_for_the_library(case: &Case) -> bool {
    let header = case.token.split('.').next().and_then(strict::base64url);
    let header = header.and_then(|it| serde_json::from_slice::<Value>(&it).ok());

    ["jwk", "jku", "x5u", "x5c", "x5t", "cty"]
        .iter()
        .all(|name| header.as_ref().is_none_or(|it| it.get(name).is_none()))
}

/// `jsonwebtoken` judges signature, algorithm, issuer, audience and subject; it looks at the real clock, so that times
/// are left to the others, and the right key has to be found for it.
fn library(case: &Case) -> Option<()> {
    let (header, _) = case.token.split_once('.')?;
    let header: Value = serde_json::from_slice(&strict::base64url(header)?).ok()?;
    let algorithm = header.get("alg")?.as_str()?;
    let kid = header.get("kid").and_then(Value::as_str);
    let (key, name) = match (jwks::the_key(&case.keys, kid, algorithm)?, algorithm) {
        (jwks::Key::Rsa { n, e }, "RS256") => (rsa(&n, &e)?, Name::RS256),
        (jwks::Key::Rsa { n, e }, "PS256") => (rsa(&n, &e)?, Name::PS256),
        (jwks::Key::P256 { x, y }, _) => (
            DecodingKey::from_ec_components(&encoded(x), &encoded(y)).ok()?,
            Name::ES256,
        ),
        (jwks::Key::Rsa { .. }, _) => return None,
    };
    if !case.wanted.algorithms.contains(&algorithm) {
        return None;
    }
    let mut rules = Validation::new(name);
    rules.set_audience(&[CLIENT]);
    rules.set_issuer(&[ISSUER]);
    rules.sub = case.wanted.subject.map(str::to_owned);
    rules.required_spec_claims = HashSet::from(["iss", "aud", "sub", "exp"].map(str::to_owned));
    rules.validate_exp = false;

    jsonwebtoken::decode::<Value>(&case.token, &key, &rules)
        .ok()
        .map(drop)
}

fn rsa(n: &[u8], e: &[u8]) -> Option<DecodingKey> {
    DecodingKey::from_rsa_components(&encoded(n), &encoded(e)).ok()
}
