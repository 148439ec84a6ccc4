//! One proof (RFC 9449 section 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use ring::error::Unspecified;
use ring::rand::{self, SystemRandom};
use serde_json::{Value, json};
use url::Url;

use super::key::DpopKey;
use crate::secret::{AccessToken, Secret as _};

/// The length of a proof's name in random bytes; RFC 9449 section 4.2 asks for 96 bits at least.
const NAME: usize = 16;

/// What a proof says.
pub(super) struct Claims<'a> {
    pub(super) method: &'a str,
    pub(super) url: &'a Url,
    /// Seconds since 1970, by the server's clock as far as it is known.
    pub(super) issued_at: i64,
    /// The access token beside which the proof is sent.
    pub(super) token: Option<&'a AccessToken>,
    pub(super) nonce: Option<&'a str>,
}

/// Writes and signs a proof; it fails only when the system gives no random bytes.
pub(super) fn make(key: &DpopKey, claims: &Claims<'_>) -> Result<String, Unspecified> {
    let name: [u8; NAME] = rand::generate(&SystemRandom::new())?.expose();
    let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": key.jwk() });
    let mut body = json!({
        "jti": URL_SAFE_NO_PAD.encode(name),
        "htm": claims.method,
        "htu": address(claims.url),
        "iat": claims.issued_at,
    });
    if let Some(token) = claims.token {
        body["ath"] = token_hash(token).into();
    }
    if let Some(nonce) = claims.nonce {
        body["nonce"] = nonce.into();
    }
    let message = format!("{}.{}", part(&header), part(&body));
    let signature = key.sign(message.as_bytes())?;

    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// The address without query and fragment.
pub(super) fn address(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);

    bare.into()
}

pub(super) fn token_hash(token: &AccessToken) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.expose().as_bytes()))
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
