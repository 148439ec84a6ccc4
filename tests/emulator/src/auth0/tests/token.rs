use std::time::Duration;

use super::*;

const INVALID_CODE: &str = "Invalid authorization code";

#[tokio::test]
async fn a_code_gives_tokens_with_the_claims_that_were_asked_for() {
    let emulator = Emulator::start().await.unwrap();

    let tokens = tokens(&emulator, &[]).await;
    let claims = claims(text(&tokens, "id_token"));

    assert_eq!(
        (&tokens["token_type"], &tokens["expires_in"]),
        (&json!("Bearer"), &json!(86_400))
    );
    assert!(tokens["scope"].is_null(), "told only when it differs");
    assert_eq!(claims["iss"], format!("{}/", emulator.auth0_url()));
    assert_eq!(
        (&claims["aud"], &claims["nonce"]),
        (&json!(emulator.client_id()), &json!("the-nonce"))
    );
    assert_eq!(
        (&claims["email"], &claims["email_verified"]),
        (&json!(ADA.email), &json!(true))
    );
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        36_000
    );
    assert!(claims["sub"].as_str().unwrap().starts_with("auth0|") && claims["at_hash"].is_null());
}

#[tokio::test]
async fn scopes_decide_what_the_answer_holds() {
    let emulator = Emulator::start().await.unwrap();

    let bare = tokens(&emulator, &[("scope", "openid unheard-of"), ("nonce", "")]).await;
    let without_openid = tokens(&emulator, &[("scope", "profile")]).await;

    let claims = claims(text(&bare, "id_token"));
    assert!(
        bare["refresh_token"].is_null() && claims["email"].is_null() && claims["nonce"].is_null()
    );
    assert_eq!(bare["scope"], "openid");
    assert!(without_openid["id_token"].is_null());
}

#[tokio::test]
async fn json_is_as_good_as_a_form_and_nothing_else_is() {
    let emulator = Emulator::start().await.unwrap();
    let code = code(&emulator, &ADA, &[]).await;
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let body = json!({
        "grant_type": "authorization_code", "client_id": emulator.client_id(), "code": code,
        "redirect_uri": CALLBACK, "code_verifier": VERIFIER,
    });

    let plain = Visitor::default()
        .send(
            "POST",
            &url,
            &[("content-type", "text/plain")],
            &body.to_string(),
        )
        .await
        .unwrap();
    let json = Visitor::default().post_json(&url, &body).await.unwrap();

    assert_eq!((plain.status, json.status), (400, 200));
}

#[tokio::test]
async fn a_wrong_or_missing_verifier_is_refused_and_costs_the_code() {
    let emulator = Emulator::start().await.unwrap();
    for verifier in ["", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"] {
        let code = code(&emulator, &ADA, &[]).await;

        let refused = exchange(&emulator, &code, &[("code_verifier", verifier)]).await;
        let again = exchange(&emulator, &code, &[]).await;

        assert_refused(
            &refused,
            403,
            "invalid_grant",
            "Failed to verify code verifier",
        );
        assert_refused(&again, 403, "invalid_grant", INVALID_CODE);
    }
}

#[tokio::test]
async fn a_code_works_once_and_its_second_use_takes_back_what_the_first_gave() {
    let emulator = Emulator::start().await.unwrap();
    let code = code(&emulator, &ADA, &[]).await;
    let tokens = exchange(&emulator, &code, &[]).await.json();

    let again = exchange(&emulator, &code, &[]).await;

    assert_refused(&again, 403, "invalid_grant", INVALID_CODE);
    let refreshed = refresh(&emulator, text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(refreshed.status, 403);
}

#[tokio::test]
async fn an_unknown_code_a_foreign_redirect_and_a_late_exchange_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let unknown = exchange(&emulator, "made-up", &[]).await;
    assert_refused(&unknown, 403, "invalid_grant", INVALID_CODE);

    let foreign = code(&emulator, &ADA, &[]).await;
    let foreign = exchange(
        &emulator,
        &foreign,
        &[("redirect_uri", "http://127.0.0.1:17171/callback")],
    )
    .await;
    assert_refused(&foreign, 403, "invalid_grant", INVALID_CODE);

    let late = code(&emulator, &ADA, &[]).await;
    emulator.advance(Duration::from_secs(600));
    assert_refused(
        &exchange(&emulator, &late, &[]).await,
        403,
        "invalid_grant",
        INVALID_CODE,
    );
}

#[tokio::test]
async fn unknown_clients_and_missing_parameters_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let code = code(&emulator, &ADA, &[]).await;

    let client = exchange(&emulator, &code, &[("client_id", "somebody-else")]).await;
    let grant = exchange(&emulator, &code, &[("grant_type", "")]).await;
    let redirect = exchange(&emulator, &code, &[("redirect_uri", "")]).await;
    emulator.change(|settings| settings.auth0.native_application = false);
    let not_native = exchange(&emulator, &code, &[]).await;

    assert_refused(&client, 401, "invalid_client", "Unknown client");
    assert_refused(
        &grant,
        400,
        "invalid_request",
        "Missing required parameter: grant_type",
    );
    assert_refused(
        &redirect,
        400,
        "invalid_request",
        "Missing required parameter: redirect_uri",
    );
    assert_refused(&not_native, 401, "access_denied", "Unauthorized");
}

#[tokio::test]
async fn grants_the_application_was_not_given_are_refused_as_such() {
    let emulator = Emulator::start().await.unwrap();

    let known = exchange(&emulator, "x", &[("grant_type", "password")]).await;
    let unknown = exchange(&emulator, "x", &[("grant_type", "dance")]).await;

    assert_refused(
        &known,
        403,
        "unauthorized_client",
        "Grant type 'password' not allowed for the client.",
    );
    assert_refused(
        &unknown,
        400,
        "unsupported_grant_type",
        "Unsupported grant type: dance",
    );
}

#[tokio::test]
async fn an_audience_gives_a_token_for_it_with_the_scopes_it_has() {
    let emulator = Emulator::start().await.unwrap();
    let audience = format!("{}/me/", emulator.auth0_url());
    let scope = "openid read:me:factors read:me:factors delete:everything";

    let tokens = tokens(&emulator, &[("audience", &audience), ("scope", scope)]).await;

    assert_eq!(tokens["scope"], "openid read:me:factors");
    let claims = claims(text(&tokens, "access_token"));
    assert_eq!(
        claims["aud"],
        json!([audience, format!("{}/userinfo", emulator.auth0_url())])
    );
}

#[tokio::test]
async fn a_tenant_without_my_account_does_not_know_its_audience() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.my_account = false);
    let audience = format!("{}/me/", emulator.auth0_url());

    let page = Visitor::default()
        .get(&authorize_url(&emulator, &[("audience", &audience)]))
        .await
        .unwrap();

    let location = page.location().unwrap();
    assert_eq!(
        parameter(location, "error").as_deref(),
        Some("access_denied")
    );
    assert_eq!(
        parameter(location, "error_description"),
        Some(format!("Service not found: {audience}"))
    );
}
