//! The plan about discovery and keys.

use emulator::ADA;
use serde_json::json;

use super::{TOKEN, asked};
use crate::{
    hostile::{
        play::{Play, json as reply, spoil, with},
        row::Verdict,
        stage::{DOCUMENT, JWKS, Outcome, Scene, Stage},
    },
    support::request,
};

/// The description, and this address of the keys in it.
fn keys_at(path: &'static str) -> Play {
    spoil(move |reply| {
        let text = String::from_utf8_lossy(&reply.body).replace(JWKS, path);
        reply.body = text.into_bytes();
    })
}

#[tokio::test]
async fn oidcc_client_test_discovery_openid_config() {
    let stage = Stage::prepared(Scene::Start).await;
    stage.server.set_trap(DOCUMENT, &[]);
    stage.world.start(None).await;

    assert_eq!(asked(&stage, DOCUMENT).len(), 1);
    let page = format!("{}/authorize?", stage.server.origin());
    assert!(stage.world.browser.last().starts_with(&page));
}

#[tokio::test]
async fn oidcc_client_test_discovery_jwks_uri_keys() {
    let mut stage = Stage::prepared(Scene::Start).await;
    stage.server.set_trap(DOCUMENT, &[keys_at("/keys")]);
    stage.server.add_trap("/keys", &[Play::At(JWKS)]);
    for run in 1..=2 {
        stage.world.start(None).await;
        stage.callback = Some(stage.world.come_back(&ADA).await);
        assert_eq!(stage.finish().await.verdict, Verdict::Fine);
        assert_eq!(asked(&stage, "/keys").len(), run);
    }
    assert_eq!(asked(&stage, JWKS).len(), 0);
}

#[tokio::test]
async fn oidcc_client_test_discovery_issuer_mismatch() {
    let stage = Stage::prepared(Scene::Start).await;
    let other = with("issuer", json!("https://other.example/"));
    stage.server.set_trap(DOCUMENT, &[other]);
    let started = stage.world.accounts.start_sign_in(request(None)).await;

    let verdict = Outcome::of(started).verdict;
    assert!(matches!(verdict, Verdict::Misconfigured(_)), "{verdict:?}");
    assert_eq!(stage.world.browser.count(), 0);
    assert_eq!(stage.server.asked().len(), 1);
}

#[tokio::test]
async fn oidcc_client_test_signing_key_rotation() {
    let mut stage = Stage::prepared(Scene::SignIn).await;
    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
    // Twice: the next key is published ahead.
    stage.world.emulator.rotate_keys();
    stage.world.emulator.rotate_keys();
    stage.server.set_trap(JWKS, &[]);
    stage.world.start(None).await;
    stage.callback = Some(stage.world.come_back(&ADA).await);

    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
    assert_eq!(asked(&stage, JWKS).len(), 1);
}

#[tokio::test]
async fn oidcc_client_test_signing_key_rotation_just_before_signing() {
    let stage = Stage::prepared(Scene::SignIn).await;
    let mut old = crate::hostile::forge::public();
    old["kid"] = json!("old");
    let before = reply(200, json!({"keys": [old]}).to_string());
    stage.server.set_trap(JWKS, &[before, Play::Pass]);

    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
    assert_eq!(asked(&stage, JWKS).len(), 2);
    assert_eq!(asked(&stage, TOKEN).len(), 1);
}
