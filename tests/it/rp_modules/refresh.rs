//! The plan about refresh tokens, which is no part of the programme.

use account::AccountState;
use serde_json::json;

use super::{TOKEN, USERINFO, asked};
use crate::hostile::{
    forge::claim,
    play::Play,
    row::Verdict,
    stage::{Outcome, Scene, Stage},
};

async fn refresh(play: Play) -> (Stage, Outcome) {
    let stage = Stage::prepared(Scene::Refresh).await;
    stage.server.set_trap(TOKEN, &[play]);
    let outcome = stage.act(Scene::Refresh).await;

    (stage, outcome)
}

/// The session is over, and nothing was done with the token that came.
async fn rejects(play: Play, rule: &'static str) {
    let (stage, outcome) = refresh(play).await;
    assert_eq!(outcome.verdict, Verdict::IdToken(rule));
    assert_eq!(asked(&stage, USERINFO).len(), 0);
    let state = stage.world.state_of(stage.account());
    assert!(matches!(state, AccountState::NeedsSignIn(_)), "{state:?}");
}

#[tokio::test]
async fn oidcc_client_test_refresh_token() {
    let (stage, outcome) = refresh(Play::Pass).await;

    assert_eq!(outcome.verdict, Verdict::Fine);
    assert_eq!(asked(&stage, TOKEN).len(), 1);
    assert_eq!(asked(&stage, USERINFO).len(), 1);
}

#[tokio::test]
async fn oidcc_client_test_refresh_token_invalid_issuer() {
    rejects(claim("iss", json!("https://other.example/")), "iss").await;
}

#[tokio::test]
async fn oidcc_client_test_refresh_token_invalid_sub() {
    rejects(claim("sub", json!("auth0|somebody")), "sub-changed").await;
}
