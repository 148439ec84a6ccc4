//! The basic plan.

use serde_json::json;

use super::{TOKEN, USERINFO, accepts, after_code, asked, profile, rejects};
use crate::hostile::{
    forge::{claim, header, message, opened, public, text, token, without_claim},
    play::{Play, with},
    row::{Verdict, odd},
    stage::{JWKS, Scene, Stage},
};

fn without_key_name() -> Play {
    token(|header, _| {
        header.as_object_mut().unwrap().remove("kid");
    })
}

#[tokio::test]
async fn oidcc_client_test() {
    accepts(Play::Pass).await;
}

#[tokio::test]
async fn oidcc_client_test_invalid_iss() {
    rejects(claim("iss", json!("https://other.example/")), "iss").await;
}

#[tokio::test]
async fn oidcc_client_test_missing_sub() {
    rejects(without_claim("sub"), "shape").await;
}

#[tokio::test]
async fn oidcc_client_test_invalid_aud() {
    rejects(claim("aud", json!("other")), "aud").await;
}

#[tokio::test]
async fn oidcc_client_test_missing_iat() {
    rejects(without_claim("iat"), "shape").await;
}

#[tokio::test]
async fn oidcc_client_test_kid_absent_single_jwks() {
    let stage = Stage::prepared(Scene::SignIn).await;
    stage.server.set_trap(TOKEN, &[without_key_name()]);
    let one_key = with("keys", json!([public()]));
    stage.server.add_trap(JWKS, &[one_key]);

    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
}

/// The suite lets a client choose; ours does not guess.
#[tokio::test]
async fn oidcc_client_test_kid_absent_multiple_jwks() {
    rejects(without_key_name(), "kid-ambiguous").await;
}

#[tokio::test]
async fn oidcc_client_test_idtoken_sig_rs256() {
    accepts(header("alg", json!("RS256"))).await;
}

/// The suite lets a client choose; ours wants a signature.
#[tokio::test]
async fn oidcc_client_test_idtoken_sig_none() {
    let unsigned = text(|real| {
        let [mut header, claims] = opened(&real);
        header["alg"] = json!("none");
        message(&header, &claims.to_string()) + "."
    });

    rejects(unsigned, "alg").await;
}

#[tokio::test]
async fn oidcc_client_test_invalid_sig_rs256() {
    let other = text(|real| {
        let [header, claims] = opened(&real);
        let signature = real.rsplit('.').next().unwrap();
        // The same claims in other bytes.
        let claims = format!(" {claims}");
        format!("{}.{signature}", message(&header, &claims))
    });

    rejects(other, "signature").await;
}

#[tokio::test]
async fn oidcc_client_test_userinfo_invalid_sub() {
    let (stage, verdict) = after_code(Play::Pass).await;
    assert_eq!(verdict, Verdict::Fine);
    let before = profile(&stage).await.profile;
    let somebody = with("sub", json!("auth0|somebody"));
    stage.server.set_trap(USERINFO, &[somebody]);
    let reading = profile(&stage).await;

    let told = reading.error.as_ref().map(Verdict::of);
    assert_eq!(told, Some(odd("sub")));
    assert_eq!(reading.profile, before);
}

#[tokio::test]
async fn oidcc_client_test_nonce_invalid() {
    rejects(claim("nonce", json!("other")), "nonce").await;
}

#[tokio::test]
async fn oidcc_client_test_scope_userinfo_claims() {
    let (stage, verdict) = after_code(Play::Pass).await;
    assert_eq!(verdict, Verdict::Fine);
    let asked_for = stage.world.browser.last();
    for scope in ["openid", "profile", "email"] {
        assert!(asked_for.contains(scope), "{scope}");
    }
    let address = json!({"formatted": "1 Street", "country": "GB"});
    stage.server.set_trap(USERINFO, &[with("address", address)]);
    let reading = profile(&stage).await;

    assert_eq!(asked(&stage, USERINFO).len(), 1);
    assert_eq!(reading.profile.name.as_deref(), Some(emulator::ADA.name));
    assert_eq!(reading.profile.email.as_deref(), Some(emulator::ADA.email));
    let has_address = reading
        .profile
        .claims
        .iter()
        .any(|it| it.name == "address" && it.value.contains("1 Street"));
    assert!(has_address, "{:?}", reading.profile.claims);
}
