//! The tests of clients in the FAPI 2 security profile that any relying party should pass.

use account::CallbackProblem;
use serde_json::{Value, json};

use super::{TOKEN, accepts, asked, rejects};
use crate::hostile::{
    forge::{header, moment, token, without_claim},
    play::{with, without},
    row::Verdict,
    stage::{Scene, Stage},
};

/// The browser comes back with another address than it should: no code is sent anywhere.
async fn comes_back(scene: Scene, change: impl Fn(&str) -> String) -> (Stage, Verdict) {
    let stage = Stage::prepared(scene).await;
    stage.server.set_trap(TOKEN, &[]);
    let address = change(stage.callback.as_deref().unwrap());
    let verdict = match stage.world.accounts.finish_sign_in(address.into()) {
        Ok(()) => stage.ended().await.verdict,
        Err(problem) => Verdict::Callback(problem),
    };
    assert!(stage.server.asked().is_empty(), "somebody was asked");

    (stage, verdict)
}

/// The query with another value of this parameter, or without it.
fn changed(address: &str, name: &str, value: Option<&str>) -> String {
    let (base, query) = address.split_once('?').unwrap();
    let kept = query
        .split('&')
        .filter(|pair| !pair.starts_with(&format!("{name}=")))
        .map(str::to_owned);
    let pairs: Vec<String> = kept
        .chain(value.map(|value| format!("{name}={value}")))
        .collect();

    format!("{base}?{}", pairs.join("&"))
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_state_fails()
 {
    let (stage, verdict) =
        comes_back(Scene::SignIn, |it| changed(it, "state", Some("other"))).await;
    assert_eq!(verdict, Verdict::Callback(CallbackProblem::UnknownState));
    // It was not for this sign-in, which goes on.
    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_ensure_authorization_response_with_invalid_missing_state_fails()
 {
    let (_, verdict) = comes_back(Scene::SignIn, |it| changed(it, "state", None)).await;
    assert_eq!(verdict, Verdict::Callback(CallbackProblem::NoState));
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_authorization_response_iss() {
    let other = Some("https%3A%2F%2Fother.example%2F");
    let (stage, verdict) = comes_back(Scene::NamedSignIn, |it| changed(it, "iss", other)).await;
    assert_eq!(verdict, Verdict::Callback(CallbackProblem::WrongIssuer));
    assert_eq!(asked(&stage, TOKEN).len(), 0);
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_remove_authorization_response_iss() {
    let (stage, verdict) = comes_back(Scene::NamedSignIn, |it| changed(it, "iss", None)).await;
    assert_eq!(verdict, Verdict::Callback(CallbackProblem::WrongIssuer));
    assert_eq!(asked(&stage, TOKEN).len(), 0);
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_alternate_alg() {
    rejects(header("alg", json!("RS512")), "alg").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_expired_exp() {
    rejects(moment("exp", -301), "exp").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_missing_exp() {
    rejects(without_claim("exp"), "shape").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_missing_iss() {
    rejects(without_claim("iss"), "iss").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_missing_nonce() {
    rejects(without_claim("nonce"), "nonce").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_invalid_secondary_aud() {
    let more = token(|_, claims| claims["aud"] = json!([claims["aud"], "other"]));

    rejects(more, "aud").await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_valid_aud_as_array() {
    accepts(token(|_, claims| {
        claims["aud"] = Value::Array(vec![claims["aud"].clone()])
    }))
    .await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_token_type_case_insensitivity() {
    accepts(with("token_type", json!("bEARER"))).await;
}

#[tokio::test]
async fn fapi2_security_profile_final_client_test_token_endpoint_response_without_expires_in() {
    accepts(without("expires_in")).await;
}
