//! Ending the session of the browser. The app has no page of its own to come back to: wherever the browser returns, no
//! session of the app may be touched by it.

use std::sync::{Arc, Mutex};

use account::CallbackProblem;
use auth0::{AuthenticationClient, Tenant, authentication::OidcLogout};
use protocol::{
    base_url::BaseUrl,
    http::Http,
    secret::{IdToken, State},
};

use super::{TOKEN, profile};
use crate::hostile::{
    play::edit,
    row::Verdict,
    stage::{Scene, Stage},
};

const HOME: &str = "dev.latchkey.accounts://demo-auth0/callback";

/// Somebody is signed in; the browser's session is ended, and this is where it ends up.
async fn logged_out() -> (Stage, String) {
    let stage = Stage::prepared(Scene::SignIn).await;
    let token = Arc::<Mutex<String>>::default();
    let seen = Arc::clone(&token);
    let look = edit(move |body| {
        *seen.lock().unwrap() = body["id_token"].as_str().unwrap().to_owned();
    });
    stage.server.set_trap(TOKEN, &[look]);
    assert_eq!(stage.finish().await.verdict, Verdict::Fine);
    let token = IdToken::new(token.lock().unwrap().clone());
    let tenant = Tenant::at(BaseUrl::parse(&stage.server.origin()).unwrap());
    let client_id = stage.world.emulator.client_id();
    let client = AuthenticationClient::new(Http::new("tests").unwrap(), tenant, client_id);
    let url = client.oidc_logout_url(&OidcLogout {
        id_token_hint: Some(&token),
        post_logout_redirect_uri: Some(HOME),
        state: Some(&State::from_random([3; 32])),
        ..OidcLogout::default()
    });
    let page = stage.world.visitor().get(url.as_str()).await.unwrap();
    let location = page.location().unwrap_or_default().to_owned();

    (stage, location)
}

/// However the browser comes back, everything is as before.
async fn survives(stage: &Stage, address: String, expected: CallbackProblem) {
    let before = (stage.world.vault.items(), stage.world.records.text());
    let told = stage.world.accounts.finish_sign_in(address.into());
    assert_eq!(told, Err(expected));
    assert_eq!(
        (stage.world.vault.items(), stage.world.records.text()),
        before
    );
    assert!(profile(stage).await.error.is_none());
}

#[tokio::test]
async fn oidcc_client_test_rp_init_logout() {
    let (stage, location) = logged_out().await;
    let expected = format!("{HOME}?state={}", "AwMD".repeat(10) + "AwM");
    assert_eq!(location, expected);

    survives(&stage, location, CallbackProblem::NoCode).await;
}

#[tokio::test]
async fn oidcc_client_test_rp_init_logout_other_state() {
    let (stage, location) = logged_out().await;
    let other = location.replace("AwMD", "BBBB");

    survives(&stage, other, CallbackProblem::NoCode).await;
}

#[tokio::test]
async fn oidcc_client_test_rp_init_logout_no_state() {
    let (stage, location) = logged_out().await;
    let (bare, _) = location.split_once('?').unwrap();

    survives(&stage, bare.to_owned(), CallbackProblem::NoState).await;
}
