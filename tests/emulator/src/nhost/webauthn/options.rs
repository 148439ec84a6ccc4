//! What authenticators are asked.

use serde_json::{Value, json};

use super::ALGORITHMS;
use super::ceremony::LIFE_SECS;
use crate::nhost::User;
use crate::settings::NhostSettings;

/// What an authenticator is asked to make. The handle is the person's id as text: helpers in
/// browsers read it as base64url, and the server undoes that when it comes back.
pub(super) fn creation_options(
    settings: &NhostSettings,
    user: &User,
    challenge: &str,
    known: &[String],
) -> Value {
    let parameters = ALGORITHMS
        .map(|alg| json!({ "type": "public-key", "alg": i64::try_from(alg).unwrap_or_default() }));
    let mut options = json!({
        "rp": {
            "name": settings.webauthn.relying_party_name,
            "id": settings.webauthn.relying_party_id,
        },
        "user": { "name": user.display_name, "displayName": user.display_name, "id": user.id },
        "challenge": challenge,
        "pubKeyCredParams": parameters,
        "timeout": LIFE_SECS * 1000,
        "authenticatorSelection": {
            "requireResidentKey": false,
            "residentKey": "preferred",
            "userVerification": "preferred",
        },
        "attestation": "indirect",
    });
    if !known.is_empty() {
        options["excludeCredentials"] = descriptors(known);
    }
    options
}

/// What an authenticator is asked to sign.
pub(super) fn request_options(
    settings: &NhostSettings,
    challenge: &str,
    known: &[String],
) -> Value {
    let mut options = json!({
        "challenge": challenge,
        "timeout": LIFE_SECS * 1000,
        "rpId": settings.webauthn.relying_party_id,
        "userVerification": "preferred",
    });
    if !known.is_empty() {
        options["allowCredentials"] = descriptors(known);
    }
    options
}

fn descriptors(ids: &[String]) -> Value {
    ids.iter()
        .map(|id| json!({ "type": "public-key", "id": id }))
        .collect()
}
