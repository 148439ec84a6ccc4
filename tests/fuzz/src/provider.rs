//! What a provider says of itself.

use protocol::{
    Url,
    discovery::{Metadata, OriginRule},
    jwks::KeySet,
};

const ISSUER: &str = "https://login.example.com/";

/// Every address of an accepted description is at the issuer.
pub(crate) fn discovery(data: &[u8]) {
    let Ok(metadata) = Metadata::parse(data, ISSUER, OriginRule::SameAsIssuer) else {
        return;
    };
    assert_eq!(metadata.issuer, ISSUER);
    let optional = [
        metadata.userinfo_endpoint,
        metadata.revocation_endpoint,
        metadata.end_session_endpoint,
    ];
    let needed = [
        metadata.authorization_endpoint,
        metadata.token_endpoint,
        metadata.jwks_uri,
    ];
    for url in optional.into_iter().flatten().chain(needed) {
        assert!(is_at_issuer(&url), "an address elsewhere is accepted");
    }
}

fn is_at_issuer(url: &Url) -> bool {
    url.scheme() == "https"
        && url.host_str() == Some("login.example.com")
        && url.port_or_known_default() == Some(443)
        && url.username().is_empty()
        && url.password().is_none()
}

/// A key set that is accepted has a key, and a key with its private half is none.
pub(crate) fn jwks(data: &[u8]) {
    let Ok(keys) = KeySet::parse(data) else {
        return;
    };
    let Ok(raw) = serde_json::from_slice::<serde_json::Value>(data) else {
        panic!("keys out of something that is not JSON");
    };
    let raw = raw["keys"].as_array().map_or(&[][..], Vec::as_slice);
    let is_public = |key: &&serde_json::Value| key.get("d").is_none() && key.get("k").is_none();
    let public = raw.iter().filter(is_public).count();

    assert!(
        raw.len() - keys.refused().len() <= public,
        "a private key is used"
    );
}
