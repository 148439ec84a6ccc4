//! What else of the plans for clients is about a native app.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::hmac;
use serde_json::json;

use super::{USERINFO, after_code, asked, profile, rejects};
use crate::hostile::{
    forge::{claim, header, message, opened, public, text, without_claim},
    play::Play,
    stage::{Scene, Stage},
};

#[tokio::test]
async fn oidcc_client_test_missing_aud() {
    rejects(without_claim("aud"), "shape").await;
}

#[tokio::test]
async fn oidcc_client_test_userinfo_bearer_header() {
    let (stage, _) = after_code(Play::Pass).await;
    stage.server.set_trap(USERINFO, &[]);
    profile(&stage).await;

    let asked = asked(&stage, USERINFO);
    let [request] = asked.as_slice() else {
        panic!("{} requests", asked.len())
    };
    let bearer = request.authorization.as_deref().unwrap();
    assert!(bearer.starts_with("Bearer "), "another scheme");
    // Its path has no query, or it would not have been found.
    assert!(request.body.is_empty() && request.method == "GET");
}

#[tokio::test]
async fn oidcc_client_test_nonce_unless_code_flow() {
    let stage = Stage::prepared(Scene::SignIn).await;
    let address = stage.world.browser.last();
    let parameter = |name: &str| {
        let found = address.split_once(&format!("{name}=")).unwrap().1;
        found.split('&').next().unwrap().to_owned()
    };

    assert_eq!(parameter("response_type"), "code");
    assert_eq!(parameter("nonce").len(), 43, "32 bytes of chance");
    assert_ne!(parameter("nonce"), parameter("state"));
}

#[tokio::test]
async fn oidcc_client_test_invalid_athash() {
    let hash = ring::digest::digest(&ring::digest::SHA256, b"another token");
    let half = BASE64.encode(&hash.as_ref()[..16]);

    rejects(claim("at_hash", json!(half)), "at_hash").await;
}

/// Signed with what everybody knows, as if it were a secret.
#[tokio::test]
async fn oidcc_client_test_invalid_sig_hs256() {
    let forged = text(|real| {
        let [mut header, claims] = opened(&real);
        header["alg"] = json!("HS256");
        let message = message(&header, &claims.to_string());
        let known = public()["n"].as_str().unwrap().to_owned();
        let key = hmac::Key::new(hmac::HMAC_SHA256, known.as_bytes());
        let tag = hmac::sign(&key, message.as_bytes());
        format!("{message}.{}", BASE64.encode(tag))
    });

    rejects(forged, "alg").await;
}

#[tokio::test]
async fn oidcc_client_test_invalid_sig_es256() {
    rejects(header("alg", json!("ES256")), "alg").await;
}
