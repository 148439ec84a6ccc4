//! Security keys and passkeys: what the ceremonies have in common.

use serde_json::{Value, json};
use url::Url;

use super::endpoint::{Call, Stop};
use super::refusal::Refusal;
use super::schema::{Field, Kind, TEXT};
use crate::random;
use crate::settings::NhostSettings;
use crate::store::Store;
use crate::webauthn::{Attested, RelyingParty};

pub(super) mod add;
mod ceremony;
pub(super) mod elevate;
mod options;
pub(super) mod signin;
pub(super) mod signup;

pub(crate) use self::ceremony::Ceremony;
use self::ceremony::{Purpose, begin, close, find};
use self::options::{creation_options, request_options};

/// Algorithms of COSE in the order they are asked for.
const ALGORITHMS: [i128; 10] = [-7, -35, -36, -257, -258, -259, -37, -38, -39, -8];

/// A row of `auth.user_security_keys`.
#[derive(Clone, Debug)]
pub(crate) struct SecurityKey {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) nickname: Option<String>,
    /// Base64url.
    pub(crate) credential_id: String,
    /// As COSE writes it.
    pub(crate) public_key: Vec<u8>,
}

/// `CredentialCreationResponse`
const CREATION: Kind = Kind::Object(&[
    Field::required("id", TEXT),
    Field::required("rawId", TEXT),
    Field::required("type", TEXT),
    Field::optional("authenticatorAttachment", TEXT),
    Field::optional("clientExtensionResults", Kind::FreeObject),
    Field::required(
        "response",
        Kind::Object(&[
            Field::required("clientDataJSON", TEXT),
            Field::required("attestationObject", TEXT),
            Field::optional("transports", Kind::Texts),
            Field::optional("authenticatorData", TEXT),
            Field::optional("publicKey", TEXT),
            Field::optional("publicKeyAlgorithm", Kind::Whole),
        ]),
    ),
]);

/// `CredentialAssertionResponse`
const ASSERTION: Kind = Kind::Object(&[
    Field::required("id", TEXT),
    Field::required("rawId", TEXT),
    Field::required("type", TEXT),
    Field::optional("authenticatorAttachment", TEXT),
    Field::optional("clientExtensionResults", Kind::FreeObject),
    Field::required(
        "response",
        Kind::Object(&[
            Field::required("clientDataJSON", TEXT),
            Field::required("authenticatorData", TEXT),
            Field::required("signature", TEXT),
            Field::optional("userHandle", Kind::NullableText),
        ]),
    ),
]);

fn credential(call: &Call<'_>) -> Value {
    call.members.get("credential").cloned().unwrap_or_default()
}

fn only_if_enabled(settings: &NhostSettings) -> Result<(), Refusal> {
    if settings.webauthn.enabled {
        Ok(())
    } else {
        Err(Refusal::DisabledEndpoint)
    }
}

/// The credential ids of somebody's keys.
fn keys_of(store: &Store, user_id: &str) -> Vec<String> {
    store
        .nhost
        .security_keys
        .iter()
        .filter(|key| key.user_id == user_id)
        .map(|key| key.credential_id.clone())
        .collect()
}

/// Checks the answer to creation options.
fn register(call: &Call<'_>, challenge: &str) -> Result<Attested, Refusal> {
    let answer = credential(call);
    check_type(&answer)?;
    let settings = call.settings();
    let knows_origin = |origin: &str| knows_origin(settings, origin);
    relying_party(settings, &knows_origin)
        .register(challenge, &answer)
        .map_err(|_| Refusal::InvalidRequest)
}

/// Checks the answer to request options with the keys of this person. The counter is not looked at.
fn authenticate(call: &Call<'_>, challenge: &str, user_id: &str) -> Result<(), Refusal> {
    let answer = credential(call);
    check_type(&answer)?;
    let id = answer["id"].as_str().unwrap_or_default();
    let id = id.trim_end_matches('=');
    let keys = &call.store.nhost.security_keys;
    let key = keys
        .iter()
        .find(|key| key.user_id == user_id && key.credential_id == id)
        .ok_or(Refusal::InvalidRequest)?;
    let settings = call.settings();
    let knows_origin = |origin: &str| knows_origin(settings, origin);
    relying_party(settings, &knows_origin)
        .authenticate(challenge, &key.public_key, &answer)
        .map_err(|_| Refusal::InvalidRequest)?;
    Ok(())
}

fn check_type(answer: &Value) -> Result<(), Refusal> {
    if answer["type"] == "public-key" {
        Ok(())
    } else {
        Err(Refusal::InvalidRequest)
    }
}

/// Keeps a key. An id that is known already is more than the server can deal with.
fn keep(
    store: &mut Store,
    user_id: &str,
    made: Attested,
    nickname: Option<String>,
) -> Result<Value, Stop> {
    let keys = &mut store.nhost.security_keys;
    if keys.iter().any(|key| key.credential_id == made.id) {
        return Err(Refusal::InternalServerError.into());
    }
    let key = SecurityKey {
        id: random::uuid(),
        user_id: user_id.to_owned(),
        nickname,
        credential_id: made.id,
        public_key: made.public_key,
    };
    let mut answer = json!({ "id": key.id });
    if let Some(nickname) = &key.nickname {
        answer["nickname"] = nickname.clone().into();
    }
    keys.push(key);
    Ok(answer)
}

fn relying_party<'a>(
    settings: &'a NhostSettings,
    knows_origin: &'a dyn Fn(&str) -> bool,
) -> RelyingParty<'a> {
    RelyingParty {
        id: &settings.webauthn.relying_party_id,
        algorithms: &ALGORITHMS,
        user_verification: false,
        frames_of_others: true,
        knows_origin,
    }
}

/// Scheme, host and port must be those of an entry or of the client URL, in any case. What has no
/// host, such as `android:apk-key-hash:…`, must be an entry word for word.
fn knows_origin(settings: &NhostSettings, origin: &str) -> bool {
    let entries = settings.webauthn.origins.iter();
    let mut entries = entries.chain([&settings.client_url]);
    match bare_origin(origin) {
        Some(bare) => entries.any(|entry| bare_origin(entry).as_ref() == Some(&bare)),
        None => entries.any(|entry| entry == origin),
    }
}

/// An origin without path, query, and who is named before the host.
fn bare_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())?
        .to_lowercase();
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{}://{host}{port}", url.scheme()))
}
