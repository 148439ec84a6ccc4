//! What a proof at the token endpoint gives.

use super::*;
use crate::NOOR;

#[tokio::test]
async fn a_proof_binds_both_tokens_to_its_key() {
    let emulator = Emulator::start().await.unwrap();
    let (prover, other) = (Prover::new(), Prover::new());
    let audience = format!("{}/me/", emulator.auth0_url());
    let tokens = prover.tokens(&emulator, &[("audience", &audience)]).await;

    assert_eq!(tokens["token_type"], "DPoP");
    assert_eq!(
        claims(text(&tokens, "access_token"))["cnf"],
        json!({ "jkt": prover.thumbprint() })
    );

    let refresh_token = text(&tokens, "refresh_token");
    let stolen = other.ask(&emulator, &refresh_fields(refresh_token)).await;
    let unknown = "Unknown or invalid refresh token.";
    assert_refused(&stolen, 403, "invalid_grant", unknown);
    let bare = refresh(&emulator, refresh_token, &[]).await;
    assert_refused(&bare, 403, "invalid_grant", unknown);

    let page = prover.ask(&emulator, &refresh_fields(refresh_token)).await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);
    let rotated = text(&page.json(), "refresh_token").to_owned();
    let stolen = other.ask(&emulator, &refresh_fields(&rotated)).await;
    assert_refused(&stolen, 403, "invalid_grant", unknown);
}

#[tokio::test]
async fn a_code_takes_the_key_that_was_named_for_it() {
    let emulator = Emulator::start().await.unwrap();
    let (prover, other) = (Prover::new(), Prover::new());
    let code = code(&emulator, &ADA, &[("dpop_jkt", &prover.thumbprint())]).await;
    let description = "Invalid DPoP proof: the code is bound to another key";
    let stolen = other.ask(&emulator, &code_fields(&code)).await;
    assert_refused(&stolen, 400, "invalid_dpop_proof", description);
    let bare = exchange(&emulator, &code, &[]).await;
    assert_refused(&bare, 400, "invalid_dpop_proof", description);

    let page = prover.ask(&emulator, &code_fields(&code)).await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);
}

#[tokio::test]
async fn grants_without_a_browser_bind_as_well() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let page = prover
        .ask(
            &emulator,
            &[
                (
                    "grant_type",
                    "http://auth0.com/oauth/grant-type/password-realm",
                ),
                ("realm", "Username-Password-Authentication"),
                ("username", ADA.email),
                ("password", ADA.password),
                ("scope", "openid offline_access"),
            ],
        )
        .await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);

    let start = format!("{}/passwordless/start", emulator.auth0_url());
    let body = json!({
        "client_id": emulator.client_id(),
        "connection": "email",
        "email": "zoe@example.com",
        "send": "code",
    });
    Visitor::default().post_json(&start, &body).await.unwrap();
    let code = emulator.outbox().last().unwrap().code.clone().unwrap();
    let page = prover
        .ask(
            &emulator,
            &[
                (
                    "grant_type",
                    "http://auth0.com/oauth/grant-type/passwordless/otp",
                ),
                ("realm", "email"),
                ("username", "zoe@example.com"),
                ("otp", &code),
                ("scope", "openid"),
            ],
        )
        .await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);
}

#[tokio::test]
async fn a_second_factor_binds_by_the_proof_of_the_request_that_ends_it() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let (first, last) = (Prover::new(), Prover::new());
    let realm = "http://auth0.com/oauth/grant-type/password-realm";
    let fields = [
        ("grant_type", realm),
        ("realm", "Username-Password-Authentication"),
        ("username", NOOR.email),
        ("password", NOOR.password),
        ("scope", "openid offline_access"),
    ];
    let begun = first.ask(&emulator, &fields).await.json();
    let code = emulator.totp_code(NOOR.email).unwrap();
    let fields = [
        ("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp"),
        ("mfa_token", text(&begun, "mfa_token")),
        ("otp", &code),
    ];
    let tokens = last.ask(&emulator, &fields).await.json();
    assert_eq!(tokens["token_type"], "DPoP", "{tokens}");

    let refresh_token = text(&tokens, "refresh_token");
    let refused = first.ask(&emulator, &refresh_fields(refresh_token)).await;
    assert_eq!(refused.status, 403);
    let page = last.ask(&emulator, &refresh_fields(refresh_token)).await;
    assert_eq!(page.status, 200, "{}", page.body);
}

#[tokio::test]
async fn a_device_binds_its_tokens_when_it_is_let_in() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let url = format!("{}/oauth/device/code", emulator.auth0_url());
    let fields = [("client_id", emulator.client_id()), ("scope", SCOPE)];
    let begun = Visitor::default().post_form(&url, &fields).await.unwrap();
    let begun = begun.json();
    let fields = [
        ("user_code", text(&begun, "user_code")),
        ("username", ADA.email),
        ("password", ADA.password),
        ("answer", "yes"),
    ];
    let page = text(&begun, "verification_uri");
    Visitor::default().post_form(page, &fields).await.unwrap();

    let fields = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("device_code", text(&begun, "device_code")),
    ];
    let page = prover.ask(&emulator, &fields).await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);
}

#[tokio::test]
async fn a_proof_that_got_no_token_binds_nothing_of_the_next_request() {
    let emulator = Emulator::start().await.unwrap();
    let wrong = refresh_fields("made-up");
    assert_eq!(Prover::new().ask(&emulator, &wrong).await.status, 403);

    assert_eq!(tokens(&emulator, &[]).await["token_type"], "Bearer");
}

#[tokio::test]
async fn an_api_has_its_own_word_about_tokens_without_a_key() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let audience = format!("{}/me/", emulator.auth0_url());
    let changes = [("audience", audience.as_str())];

    emulator.change(|settings| settings.auth0.dpop.my_account = SenderConstraint::None);
    let tokens = prover.tokens(&emulator, &changes).await;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(claims(text(&tokens, "access_token"))["cnf"], Value::Null);

    emulator.change(|settings| settings.auth0.dpop.my_account = SenderConstraint::Required);
    let code = code(&emulator, &ADA, &changes).await;
    let bare = exchange(&emulator, &code, &[]).await;
    let description = "Invalid DPoP proof: the API gives no token without one";
    assert_refused(&bare, 400, "invalid_dpop_proof", description);
    let page = prover.ask(&emulator, &code_fields(&code)).await;
    assert_eq!(page.json()["token_type"], "DPoP", "{}", page.body);
}

#[tokio::test]
async fn a_tenant_without_it_is_silent_and_deaf() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/.well-known/openid-configuration", emulator.auth0_url());
    let announced = async || {
        let document = Visitor::default().get(&url).await.unwrap().json();
        document["dpop_signing_alg_values_supported"].clone()
    };
    assert_eq!(announced().await, json!(["ES256"]));

    emulator.change(|settings| settings.auth0.dpop.available = false);
    assert_eq!(announced().await, Value::Null);
    let tokens = Prover::new().tokens(&emulator, &[]).await;
    assert_eq!(tokens["token_type"], "Bearer");
}

#[tokio::test]
async fn an_application_may_have_to_prove_a_key() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.application_requires = true);
    let code = code(&emulator, &ADA, &[]).await;
    let bare = exchange(&emulator, &code, &[]).await;
    let description = "Invalid DPoP proof: the application has to prove possession of a key";
    assert_refused(&bare, 400, "invalid_dpop_proof", description);
}
