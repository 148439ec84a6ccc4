//! Tokens that are bound to a key (RFC 9449): what a request has to prove, and what that gives.

use std::collections::HashMap;

use axum::http::{HeaderMap, Method as Verb};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;

use super::grant::my_account_audience;
use crate::settings::SenderConstraint;
use crate::store::Store;

mod api;
mod nonces;
mod proof;
mod replays;
mod token;

pub(super) use self::api::{Refused, token_of};
use self::nonces::Nonces;
use self::replays::Replays;
pub(super) use self::token::{bind_code, binding, forget, prove};

/// What the tenant remembers about keys and proofs.
#[derive(Debug, Default)]
pub(crate) struct Dpop {
    nonces: Nonces,
    replays: Replays,
    /// The key that the token request under way has proven. One request is carried out at a time.
    proven: Option<String>,
    /// The thumbprint of the key that a code or a refresh token is bound to.
    bound: HashMap<String, String>,
}

/// What of a request a proof speaks of.
#[derive(Clone, Copy)]
pub(super) struct Presented<'a> {
    pub(super) verb: &'a Verb,
    pub(super) path: &'a str,
    pub(super) headers: &'a HeaderMap,
}

/// Why a proof is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doubt {
    /// There has to be a nonce of this server in it.
    Nonce,
    /// Anything else.
    Invalid(&'static str),
}

/// What an API says of tokens without a key.
fn constraint(store: &Store, origin: &str, audience: Option<&str>) -> SenderConstraint {
    let settings = &store.settings.auth0.dpop;
    if !settings.available {
        return SenderConstraint::None;
    }
    match audience {
        // A token for no API at all is good for /userinfo alone, which leaves the choice.
        None => SenderConstraint::Allowed,
        Some(audience) if audience == my_account_audience(origin) => settings.my_account,
        Some(audience) => settings
            .apis
            .get(audience)
            .copied()
            .unwrap_or(SenderConstraint::Allowed),
    }
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}
