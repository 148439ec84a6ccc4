use std::time::Duration;

use super::*;
use crate::Elevation;

const NEW: &str = "saffron-Tulip-77";

async fn reset_ticket(emulator: &Emulator) -> String {
    let back = "dev.latchkey.accounts://demo-nhost/reset";
    let body = json!({ "email": ADA.email, "options": { "redirectTo": back } });
    assert_ok(&post(emulator, "/user/password/reset", &body).await);
    let mail = emulator.outbox().pop().unwrap();
    assert_eq!(mail.headers["X-Email-Template"], "password-reset");
    mail.headers["X-Ticket"].clone()
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_sessions_live_on() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let body = json!({ "newPassword": NEW });

    assert_ok(
        &post_as(
            &emulator,
            "/user/password",
            text(&session, "accessToken"),
            &body,
        )
        .await,
    );

    assert_eq!(
        sign_in(&emulator, ADA.email, ADA.password).await.status,
        401
    );
    assert_eq!(sign_in(&emulator, ADA.email, NEW).await.status, 200);
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    assert_eq!(post(&emulator, "/token", &refresh).await.status, 200);
}

#[tokio::test]
async fn short_and_breached_passwords_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let change = |password: &'static str| {
        let (emulator, token) = (&emulator, &token);
        async move {
            post_as(
                emulator,
                "/user/password",
                token,
                &json!({ "newPassword": password }),
            )
            .await
        }
    };
    assert_code(&change("short").await, 400, "password-too-short");
    assert_code(
        &change("password123").await,
        400,
        "password-in-hibp-database",
    );
}

#[tokio::test]
async fn a_ticket_changes_the_password_once_without_any_token() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.elevation = Elevation::Required);
    let ticket = reset_ticket(&emulator).await;
    let body = json!({ "newPassword": NEW, "ticket": ticket });

    // A bad token beside a good ticket does no harm.
    assert_ok(&post_as(&emulator, "/user/password", "abc.def.ghi", &body).await);
    let again = post(&emulator, "/user/password", &body).await;

    assert_refused(&again, 401, "invalid-ticket", "Invalid ticket");
    assert_eq!(sign_in(&emulator, ADA.email, NEW).await.status, 200);
}

#[tokio::test]
async fn the_link_signs_in_and_kills_its_ticket() {
    let emulator = Emulator::start().await.unwrap();
    let ticket = reset_ticket(&emulator).await;
    let link = emulator.outbox().pop().unwrap().link.unwrap();

    let location = led_to(&link).await;

    assert_eq!(parameter(&location, "type").unwrap(), "passwordReset");
    let body = json!({ "newPassword": NEW, "ticket": ticket });
    assert_code(
        &post(&emulator, "/user/password", &body).await,
        401,
        "invalid-ticket",
    );
    let refresh = json!({ "refreshToken": parameter(&location, "refreshToken").unwrap() });
    let session = post(&emulator, "/token", &refresh).await.json();
    let body = json!({ "newPassword": NEW });
    assert_ok(
        &post_as(
            &emulator,
            "/user/password",
            text(&session, "accessToken"),
            &body,
        )
        .await,
    );
}

#[tokio::test]
async fn a_ticket_of_another_kind_a_late_one_and_none_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let ticket = reset_ticket(&emulator).await;
    emulator.advance(Duration::from_secs(3600));
    let late = post(
        &emulator,
        "/user/password",
        &json!({ "newPassword": NEW, "ticket": ticket }),
    )
    .await;
    let none = post(&emulator, "/user/password", &json!({ "newPassword": NEW })).await;
    let other =
        json!({ "newPassword": NEW, "ticket": "verifyEmail:7c9e6679-7425-40de-944b-e07fc1f90ae7" });
    let other = post(&emulator, "/user/password", &other).await;
    assert_code(&late, 401, "invalid-ticket");
    assert_code(&none, 400, "invalid-request");
    assert_code(&other, 400, "schema-validation-error");
}

#[tokio::test]
async fn whether_an_address_is_known_is_not_told() {
    let emulator = Emulator::start().await.unwrap();
    let ask = json!({ "email": "nobody@example.com" });
    assert_ok(&post(&emulator, "/user/password/reset", &ask).await);
    assert!(emulator.outbox().is_empty());
    let elsewhere =
        json!({ "email": ADA.email, "options": { "redirectTo": "https://evil.example" } });
    let page = post(&emulator, "/user/password/reset", &elsewhere).await;
    assert_code(&page, 400, "redirectTo-not-allowed");
}
