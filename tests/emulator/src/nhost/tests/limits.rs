use std::time::Duration;

use super::*;
use crate::BOB;

#[tokio::test]
async fn the_vendors_limits_count_attempts_mails_and_everything() {
    let emulator = Emulator::start().await.unwrap();
    emulator.hold_clock();
    emulator.change(|settings| settings.nhost.rate_limits = true);
    for _ in 0..5 {
        assert_eq!(
            sign_in(&emulator, ADA.email, "wrong-password").await.status,
            401
        );
        let body = json!({ "email": ADA.email, "password": "wrong-password" });
        assert_eq!(
            post(&emulator, "/signup/email-password", &body)
                .await
                .status,
            409
        );
    }
    let over = sign_in(&emulator, ADA.email, ADA.password).await;
    assert_eq!((over.status, over.body.as_str()), (429, ""));
    assert_eq!(post(&emulator, "/token", &json!({})).await.status, 400);
    emulator.advance(Duration::from_secs(300));
    assert_eq!(
        sign_in(&emulator, ADA.email, ADA.password).await.status,
        200
    );

    let ask = json!({ "email": BOB.email });
    for _ in 0..10 {
        assert_ok(&post(&emulator, "/user/password/reset", &ask).await);
    }
    assert_eq!(
        post(&emulator, "/user/password/reset", &ask).await.status,
        429
    );
    emulator.advance(Duration::from_secs(3600));
    for _ in 0..100 {
        assert_eq!(post(&emulator, "/token", &json!({})).await.status, 400);
    }
    assert_eq!(post(&emulator, "/token", &json!({})).await.status, 429);
}

#[tokio::test]
async fn signing_up_can_want_a_passed_check() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.turnstile = true);
    let url = format!("{}/signup/email-password", emulator.nhost_url());
    let body = json!({ "email": "zoe@example.com", "password": "lantern-Orchid-43" }).to_string();
    let json = ("content-type", "application/json");
    let mut visitor = Visitor::default();
    let without = visitor.send("POST", &url, &[json], &body).await.unwrap();
    let passed = ("x-cf-turnstile-response", "passed");
    let with = visitor
        .send("POST", &url, &[json, passed], &body)
        .await
        .unwrap();
    assert_eq!(
        (without.status, without.json()["error"].is_string()),
        (403, true)
    );
    assert_eq!(with.status, 200);
    assert_eq!(
        sign_in(&emulator, ADA.email, ADA.password).await.status,
        200
    );
}

#[tokio::test]
async fn addresses_that_are_blocked_or_not_on_the_list_are_nobodys() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| settings.nhost.blocked_emails = vec![ADA.email.into()]);
    assert_code(
        &sign_in(&emulator, ADA.email, ADA.password).await,
        401,
        "invalid-email-password",
    );
    assert_code(
        &get_as(&emulator, "/user", &token).await,
        401,
        "invalid-email-password",
    );
    emulator.change(|settings| settings.nhost.allowed_email_domains = vec!["example.org".into()]);
    let body = |email: &str| json!({ "email": email, "password": "lantern-Orchid-43" });
    let path = "/signup/email-password";
    assert_code(
        &post(&emulator, path, &body("zoe@example.com")).await,
        401,
        "invalid-email-password",
    );
    assert_eq!(
        post(&emulator, path, &body("zoe@example.org")).await.status,
        200
    );
}

#[tokio::test]
async fn concealed_refusals_say_nothing() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.conceal_errors = true);
    let uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    for (path, body) in [
        (
            "/signin/email-password",
            json!({ "email": ADA.email, "password": "wrong-password" }),
        ),
        (
            "/signup/email-password",
            json!({ "email": ADA.email, "password": "lantern-Orchid-43" }),
        ),
        ("/token", json!({ "refreshToken": uuid })),
        ("/signin/pat", json!({ "personalAccessToken": uuid })),
        (
            "/signin/otp/email/verify",
            json!({ "email": ADA.email, "otp": "1" }),
        ),
    ] {
        let page = post(&emulator, path, &body).await;
        assert_refused(
            &page,
            400,
            "invalid-request",
            "The request payload is incorrect",
        );
    }
    let url = format!("{}/verify?ticket=verifyEmail%3Ax", emulator.nhost_url());
    assert_eq!(
        parameter(&led_to(&url).await, "error").unwrap(),
        "invalid-request"
    );
}

#[tokio::test]
async fn claims_of_the_project_are_literals_for_postgres() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        let claims = &mut settings.nhost.custom_claims;
        claims.insert("teams".into(), json!(["a", "b"]));
        claims.insert("beta".into(), json!(true));
    });
    let token = token_of(&emulator, ADA).await;
    let claims = Unverified::parse(&token).unwrap().claims;
    let hasura = &claims["https://hasura.io/jwt/claims"];
    assert_eq!(
        (&hasura["x-hasura-teams"], &hasura["x-hasura-beta"]),
        (&json!("{\"a\",\"b\"}"), &json!("true"))
    );
}
