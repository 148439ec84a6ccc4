//! The client data that an authenticator signs over, and its hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Which ceremony the client data is for (WebAuthn Level 3 §5.8.1 `type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Ceremony {
    #[serde(rename = "webauthn.create")]
    Create,
    #[serde(rename = "webauthn.get")]
    Get,
}

/// `clientDataJSON` with its members in the order of WebAuthn Level 3 §5.8.1.1, on which limited verifiers rely.
pub(crate) fn json(ceremony: Ceremony, challenge: &[u8], origin: &str) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Members<'a> {
        r#type: Ceremony,
        challenge: String,
        origin: &'a str,
        cross_origin: bool,
    }
    let members = Members {
        r#type: ceremony,
        challenge: encode(challenge),
        origin,
        cross_origin: false,
    };

    // Texts and a switch: there is nothing in it that JSON could refuse.
    serde_json::to_vec(&members).unwrap_or_default()
}

/// Base64url without padding, as every binary value of the JSON forms is written (WebAuthn Level 3 §5.1.8).
pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url strictly: padding, the other alphabet and stray bits are refused.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_the_order_of_the_standard() {
        let made = json(Ceremony::Create, &[1, 2, 3], "https://example.com");

        assert_eq!(
            String::from_utf8(made).unwrap(),
            r#"{"type":"webauthn.create","challenge":"AQID","origin":"https://example.com","crossOrigin":false}"#
        );
    }

    #[test]
    fn only_one_spelling_of_a_value_is_read() {
        assert_eq!(decode("AQID"), Some(vec![1, 2, 3]));
        for text in ["AQ==", "A", "+-__", "AB", " AQID", "AQ\n"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
