//! What is asked of an authenticator, and what it answers.

use passkey::{CreationOptions, OptionsError, RelyingParty, RequestOptions};
use serde_json::Value;

const DOMAIN: &str = "login.example.com";

fn relying_party() -> RelyingParty {
    match RelyingParty::of_domain(DOMAIN) {
        Ok(relying_party) => relying_party,
        Err(error) => panic!("{error}"),
    }
}

/// Options that are accepted name nobody else, and leave the person enough time.
pub(crate) fn webauthn_creation(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let named = json["rp"]["id"].as_str();
    match CreationOptions::parse(&json, &relying_party()) {
        Ok(options) => {
            assert!(named.is_none_or(|it| it == DOMAIN), "made for another site");
            assert!((120..=600).contains(&options.timeout().as_secs()));
        }
        Err(OptionsError::RelyingParty) => assert_ne!(named, Some(DOMAIN)),
        Err(_) => {}
    }
}

/// The same of options to sign in by.
pub(crate) fn webauthn_request(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let named = json["rpId"].as_str();
    match RequestOptions::parse(&json, &relying_party()) {
        Ok(options) => {
            assert!(named.is_none_or(|it| it == DOMAIN), "used for another site");
            assert!((120..=600).contains(&options.timeout().as_secs()));
        }
        Err(OptionsError::RelyingParty) => assert_ne!(named, Some(DOMAIN)),
        Err(_) => {}
    }
}

/// Whatever an authenticator sends is read or refused.
pub(crate) fn authenticator_response(data: &[u8]) {
    passkey::fuzzing::authenticator_data(data);
}
