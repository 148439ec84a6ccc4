//! `POST /token/exchange`: a code from the end of a link, for a session (RFC 7636)

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use serde_json::json;

use super::endpoint::{Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};
use super::session;
use crate::random;
use crate::settings::Dialect;
use crate::store::Store;

/// How long a code is good.
const LIFE_SECS: u64 = 300;

const SCHEMA: Schema = Schema {
    name: "TokenExchangeRequest",
    fields: &[
        Field::required("code", TEXT),
        Field::required("codeVerifier", Kind::Text { min: 43, max: 128 }),
    ],
    closed: true,
};

pub(super) const EXCHANGE: Endpoint = Endpoint::new(exchange).since(Dialect::L2).reads(&SCHEMA);

/// A code nobody has exchanged.
#[derive(Clone, Debug)]
pub(crate) struct ExchangeCode {
    value: String,
    challenge: String,
    user_id: String,
    expires_at: u64,
}

/// What the end of a link carries: a code where a challenge was given, else a refresh token.
pub(super) fn proof(
    store: &mut Store,
    user_id: &str,
    code_challenge: Option<&str>,
) -> (&'static str, String) {
    let challenge = code_challenge.filter(|_| store.settings.nhost.dialect >= Dialect::L2);
    let Some(challenge) = challenge else {
        return ("refreshToken", session::begin_row(store, user_id).token);
    };
    let code = ExchangeCode {
        value: random::handle(32),
        challenge: challenge.to_owned(),
        user_id: user_id.to_owned(),
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
    };
    let value = code.value.clone();
    store.nhost.codes.push(code);
    ("code", value)
}

/// Whatever goes wrong is answered alike, and a wrong verifier consumes the code too.
fn exchange(call: &mut Call<'_>) -> Outcome {
    let code = call.text(&["code"]).unwrap_or_default();
    let index = call
        .store
        .nhost
        .codes
        .iter()
        .position(|known| known.value == code)
        .ok_or(Refusal::InvalidRequest)?;
    let known = call.store.nhost.codes.remove(index);
    let verifier = call.text(&["codeVerifier"]).unwrap_or_default();
    let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
    if known.challenge != URL_SAFE_NO_PAD.encode(hash) || call.now() >= known.expires_at {
        return Err(Refusal::InvalidRequest.into());
    }
    if call
        .store
        .nhost
        .user(&known.user_id)
        .is_none_or(|user| user.disabled)
    {
        return Err(Refusal::InvalidRequest.into());
    }
    Ok(json!({ "session": session::begin(call.store, &known.user_id) }))
}
