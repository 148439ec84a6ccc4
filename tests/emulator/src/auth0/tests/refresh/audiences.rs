//! One refresh token for many audiences, and one that leads into a browser.

use std::time::Duration;

use super::*;
use crate::Api;

const REPORTS: &str = "https://api.latchkey.example/";

fn api(audience: &str, scope: &str) -> Api {
    Api {
        identifier: audience.to_owned(),
        scopes: vec![scope.to_owned()],
        offline_access: true,
        skip_consent: true,
    }
}

#[tokio::test]
async fn the_policy_names_the_audiences_and_their_scopes() {
    let emulator = Emulator::start().await.unwrap();
    let me = format!("{}/me/", emulator.auth0_url());
    let policy = vec![api(REPORTS, "read:reports")];
    emulator.change(|settings| settings.auth0.refresh_policy = Some(policy));
    let tokens = tokens(&emulator, &[]).await;
    let token = text(&tokens, "refresh_token");

    let asked = [
        ("audience", REPORTS),
        ("scope", "read:reports write:reports no:such"),
    ];
    let page = refresh(&emulator, token, &asked).await;
    let token = page.json();
    let token = text(&token, "refresh_token");
    let unlisted = refresh(&emulator, token, &[("audience", &me)]).await;

    assert_eq!(page.json()["scope"], "read:reports");
    let aud = &claims(text(&page.json(), "access_token"))["aud"];
    assert_eq!(aud[0], REPORTS);
    let description = format!("Service not enabled within domain: {me}");
    assert_refused(&unlisted, 403, "access_denied", &description);
    assert_eq!(
        refresh(&emulator, token, &[]).await.status,
        200,
        "costs nothing"
    );
}

#[tokio::test]
async fn the_management_api_and_apis_that_ask_consent_are_no_audience_of_a_refresh() {
    let emulator = Emulator::start().await.unwrap();
    let management = format!("{}/api/v2/", emulator.auth0_url());
    let tokens = tokens(&emulator, &[("audience", &management)]).await;
    let other = super::tokens(&emulator, &[]).await;
    emulator.change(|settings| settings.auth0.apis[0].skip_consent = false);

    let own = refresh(&emulator, text(&tokens, "refresh_token"), &[]).await;
    let token = text(&other, "refresh_token");
    let foreign = refresh(&emulator, token, &[("audience", &management)]).await;
    let asking = refresh(&emulator, token, &[("audience", REPORTS)]).await;

    assert_eq!(own.status, 200);
    for page in [foreign, asking] {
        assert_eq!(
            (page.status, &page.json()["error"]),
            (403, &json!("access_denied"))
        );
    }
}

#[tokio::test]
async fn an_api_without_offline_access_gives_no_refresh_token() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.apis[0].offline_access = false);

    let tokens = tokens(&emulator, &[("audience", REPORTS)]).await;

    assert!(tokens["refresh_token"].is_null());
    assert!(!text(&tokens, "scope").contains("offline_access"));
}

fn transfer_audience(emulator: &Emulator) -> String {
    let host = emulator.auth0_url().replace("http://", "");
    format!("urn:{host}:session_transfer")
}

/// Trades a refresh token of Ada's for one that signs a browser in.
async fn transfer(emulator: &Emulator) -> String {
    emulator.change(|settings| settings.auth0.session_transfer = true);
    let tokens = tokens(emulator, &[]).await;
    let asked = [("audience", transfer_audience(emulator))];
    let asked = asked
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let page = refresh(emulator, text(&tokens, "refresh_token"), &asked).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let answer = page.json();
    assert_eq!(
        (&answer["token_type"], &answer["expires_in"]),
        (&json!("N_A"), &json!(60))
    );
    assert!(answer["refresh_token"].is_string() && answer["id_token"].is_null());
    text(&answer, "access_token").to_owned()
}

/// What a fresh browser with this token is answered without a page.
async fn silently(emulator: &Emulator, token: &str) -> String {
    emulator.change(|settings| settings.auth0.confirm_unverifiable_callbacks = false);
    let changes = [("session_transfer_token", token), ("prompt", "none")];
    let url = authorize_url(emulator, &changes);
    let page = emulator.visitor().get(&url).await.unwrap();
    page.location().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_transfer_token_signs_a_browser_in_once() {
    let emulator = Emulator::start().await.unwrap();
    let token = transfer(&emulator).await;

    let first = silently(&emulator, &token).await;
    let second = silently(&emulator, &token).await;

    let code = parameter(&first, "code").unwrap();
    let tokens = exchange(&emulator, &code, &[]).await.json();
    assert_eq!(claims(text(&tokens, "id_token"))["email"], ADA.email);
    assert_eq!(
        parameter(&second, "error").as_deref(),
        Some("login_required")
    );
}

#[tokio::test]
async fn a_session_transfer_token_lives_a_minute_and_may_come_as_a_cookie() {
    let emulator = Emulator::start().await.unwrap();
    let token = transfer(&emulator).await;
    emulator.advance(Duration::from_secs(60));
    let late = silently(&emulator, &token).await;
    let token = transfer(&emulator).await;
    let url = authorize_url(&emulator, &[("prompt", "none")]);
    let cookie = format!("auth0_session_transfer_token={token}");
    let mut visitor = Visitor::default();
    let in_time = visitor
        .send("GET", &url, &[("cookie", &cookie)], "")
        .await
        .unwrap();

    assert_eq!(parameter(&late, "error").as_deref(), Some("login_required"));
    assert!(parameter(in_time.location().unwrap(), "code").is_some());
}

#[tokio::test]
async fn nobody_gets_one_unless_the_application_may() {
    let emulator = Emulator::start().await.unwrap();
    let tokens = tokens(&emulator, &[]).await;
    let audience = transfer_audience(&emulator);

    let token = text(&tokens, "refresh_token");
    let page = refresh(&emulator, token, &[("audience", &audience)]).await;

    assert_eq!(
        (page.status, &page.json()["error"]),
        (403, &json!("access_denied"))
    );
    assert_eq!(refresh(&emulator, token, &[]).await.status, 200);
}
