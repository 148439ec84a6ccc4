//! From the JSON forms to checked options: caps, defaults, and the one rule about the domain.

use std::{ops::RangeInclusive, time::Duration};

use serde::Deserialize;
use serde_json::Value;

use super::{
    Attachment, CreationOptions, DEFAULT_TIMEOUT, Descriptor, MAX_TIMEOUT, MIN_TIMEOUT,
    OptionsError, RequestOptions, ResidentKey, UserVerification, wire,
};
use crate::{RelyingParty, client_data, text};

/// At least 16 bytes keep it from being guessed (WebAuthn Level 3 §13.4.3); more than this no server needs.
const CHALLENGE_BYTES: RangeInclusive<usize> = 16..=1024;
/// WebAuthn Level 3 §5.4.3.
const USER_ID_BYTES: RangeInclusive<usize> = 1..=64;
/// WebAuthn Level 3 §5.1, "credential ID".
pub(crate) const CREDENTIAL_ID_BYTES: RangeInclusive<usize> = 1..=1023;
/// More credentials than any account has; each costs the key a question.
const MAX_CREDENTIALS: usize = 64;
/// More than there are algorithms.
const MAX_PARAMETERS: usize = 64;
/// More than there are transports.
const MAX_TRANSPORTS: usize = 8;
/// The longest name of a transport is `smart-card`; new ones may come.
const MAX_TRANSPORT_NAME: usize = 32;

/// EdDSA, ES256, ES384, ES512, PS256 and RS256 (the IANA registry "COSE Algorithms").
const KNOWN_ALGORITHMS: [i32; 6] = [-8, -7, -35, -36, -37, -257];
/// What an empty list stands for (WebAuthn Level 3 §5.1.3).
const DEFAULT_ALGORITHMS: [i32; 2] = [-7, -257];

pub(super) fn creation(
    json: &Value,
    relying_party: &RelyingParty,
) -> Result<CreationOptions, OptionsError> {
    let wire = wire::Creation::deserialize(json).map_err(|_| OptionsError::Shape("options"))?;
    let (id, name) = wire.rp.map_or((None, None), |rp| (rp.id, rp.name));
    same_domain(id.as_deref(), relying_party)?;

    let user_name = text::for_an_authenticator(&wire.user.name);
    let display_name = wire.user.display_name.as_deref().unwrap_or(&wire.user.name);
    let selection = wire.authenticator_selection.unwrap_or_default();
    let resident_key = resident_key(
        selection.resident_key.as_deref(),
        selection.require_resident_key,
    );
    let wanted = user_verification(selection.user_verification.as_deref());

    Ok(CreationOptions {
        relying_party_name: text::for_an_authenticator(
            name.as_deref().unwrap_or(relying_party.id()),
        ),
        relying_party: relying_party.clone(),
        user_id: bytes(&wire.user.id, USER_ID_BYTES, "user.id")?,
        user_display_name: text::for_an_authenticator(display_name),
        user_name,
        challenge: bytes(&wire.challenge, CHALLENGE_BYTES, "challenge")?,
        algorithms: algorithms(wire.pub_key_cred_params.unwrap_or_default())?,
        exclude: descriptors(wire.exclude_credentials, "excludeCredentials")?,
        attachment: attachment(selection.authenticator_attachment.as_deref()),
        resident_key,
        user_verification: for_a_new_one(wanted, resident_key),
        credential_properties: wire.extensions.and_then(|it| it.cred_props) == Some(true),
        timeout: timeout(wire.timeout.as_ref()),
    })
}

pub(super) fn request(
    json: &Value,
    relying_party: &RelyingParty,
) -> Result<RequestOptions, OptionsError> {
    let wire = wire::Request::deserialize(json).map_err(|_| OptionsError::Shape("options"))?;
    same_domain(wire.rp_id.as_deref(), relying_party)?;

    Ok(RequestOptions {
        relying_party: relying_party.clone(),
        challenge: bytes(&wire.challenge, CHALLENGE_BYTES, "challenge")?,
        allow: descriptors(wire.allow_credentials, "allowCredentials")?,
        user_verification: user_verification(wire.user_verification.as_deref()),
        timeout: timeout(wire.timeout.as_ref()),
    })
}

/// Equal to the byte: a parent domain, another case, a port or a look-alike is another domain.
fn same_domain(named: Option<&str>, relying_party: &RelyingParty) -> Result<(), OptionsError> {
    let is_same = named.is_none_or(|id| id == relying_party.id());

    is_same.then_some(()).ok_or(OptionsError::RelyingParty)
}

fn bytes(
    text: &str,
    length: RangeInclusive<usize>,
    member: &'static str,
) -> Result<Vec<u8>, OptionsError> {
    // Four characters hold three bytes: what is longer is not even decoded.
    let fits = text.len() <= length.end().div_ceil(3) * 4;
    let bytes = fits.then(|| client_data::decode(text)).flatten();

    bytes
        .filter(|bytes| length.contains(&bytes.len()))
        .ok_or(OptionsError::Shape(member))
}

fn algorithms(parameters: Vec<wire::Parameters>) -> Result<Vec<i32>, OptionsError> {
    if parameters.len() > MAX_PARAMETERS {
        return Err(OptionsError::Shape("pubKeyCredParams"));
    }
    if parameters.is_empty() {
        return Ok(DEFAULT_ALGORITHMS.to_vec());
    }
    let mut known = Vec::new();
    for parameter in parameters {
        let algorithm = KNOWN_ALGORITHMS
            .into_iter()
            .find(|it| i64::from(*it) == parameter.alg && parameter.r#type == "public-key");
        known.extend(algorithm.filter(|it| !known.contains(it)));
    }

    if known.is_empty() {
        return Err(OptionsError::Algorithm);
    }
    Ok(known)
}

fn descriptors(
    list: Option<Vec<wire::Descriptor>>,
    member: &'static str,
) -> Result<Vec<Descriptor>, OptionsError> {
    let list = list.unwrap_or_default();
    if list.len() > MAX_CREDENTIALS {
        return Err(OptionsError::Shape(member));
    }

    let is_key = |it: &wire::Descriptor| it.r#type == "public-key";
    let was_empty = list.is_empty();
    let mut kept: Vec<Descriptor> = Vec::new();
    for wire in list.into_iter().filter(is_key) {
        let id = bytes(&wire.id, CREDENTIAL_ID_BYTES, member)?;
        if kept.iter().all(|it| it.id != id) {
            let transports = transports(wire.transports, member)?;
            kept.push(Descriptor { id, transports });
        }
    }

    // An empty list means "any passkey"; a list of kinds that we do not know must not turn into it.
    if kept.is_empty() && !was_empty {
        return Err(OptionsError::Shape(member));
    }
    Ok(kept)
}

fn transports(
    list: Option<Vec<String>>,
    member: &'static str,
) -> Result<Vec<String>, OptionsError> {
    let list = list.unwrap_or_default();
    let is_sane =
        list.len() <= MAX_TRANSPORTS && list.iter().all(|it| it.len() <= MAX_TRANSPORT_NAME);

    is_sane.then_some(list).ok_or(OptionsError::Shape(member))
}

/// Values that are not known count as absent (WebAuthn Level 3 §2.1.1).
/// A passkey that has to be found without a name takes the place of name and password: whoever finds the key must not
/// be let in by it. So a key that has no PIN yet gets one; what a server merely prefers is not left out. Browsers do
/// the same, and servers that say "preferred" have come to count on it.
fn for_a_new_one(wanted: UserVerification, resident_key: ResidentKey) -> UserVerification {
    let stands_alone = resident_key == ResidentKey::Required;
    if stands_alone && wanted == UserVerification::Preferred {
        return UserVerification::Required;
    }

    wanted
}

fn user_verification(named: Option<&str>) -> UserVerification {
    match named {
        Some("required") => UserVerification::Required,
        Some("discouraged") => UserVerification::Discouraged,
        Some(_) | None => UserVerification::Preferred,
    }
}

fn resident_key(named: Option<&str>, required: Option<bool>) -> ResidentKey {
    match (named, required) {
        (Some("required"), _) => ResidentKey::Required,
        (Some("preferred"), _) => ResidentKey::Preferred,
        (Some("discouraged"), _) => ResidentKey::Discouraged,
        (_, Some(true)) => ResidentKey::Required,
        (_, Some(false) | None) => ResidentKey::Discouraged,
    }
}

fn attachment(named: Option<&str>) -> Option<Attachment> {
    match named {
        Some("platform") => Some(Attachment::Platform),
        Some("cross-platform") => Some(Attachment::CrossPlatform),
        Some(_) | None => None,
    }
}

/// Anything but a number counts as absent; a server cannot make a person hurry or a window stay for ever.
fn timeout(milliseconds: Option<&Value>) -> Duration {
    let Some(milliseconds) = milliseconds.and_then(Value::as_f64) else {
        return DEFAULT_TIMEOUT;
    };

    // Only what is negative or beyond all measure is no duration.
    Duration::try_from_secs_f64(milliseconds / 1000.0)
        .unwrap_or(if milliseconds < 0.0 {
            MIN_TIMEOUT
        } else {
            MAX_TIMEOUT
        })
        .clamp(MIN_TIMEOUT, MAX_TIMEOUT)
}
