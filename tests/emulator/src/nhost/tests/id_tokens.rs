use std::time::Duration;

use super::*;
use crate::{BOB, Dialect};

async fn enter(emulator: &Emulator, body: Value) -> Page {
    post(emulator, "/signin/idtoken", &body).await
}

#[tokio::test]
async fn an_id_token_signs_in_when_it_is_whole_and_its_nonce_fits() {
    let emulator = Emulator::start().await.unwrap();
    let plain = emulator
        .nhost_id_token("google", "mei@example.com", None)
        .unwrap();
    let bound = emulator
        .nhost_id_token("google", "mei@example.com", Some("n0nce"))
        .unwrap();

    let first = enter(&emulator, json!({ "provider": "google", "idToken": plain })).await;
    assert_eq!(
        first.json()["session"]["user"]["displayName"],
        "Mei Lindqvist"
    );
    let with = json!({ "provider": "google", "idToken": bound, "nonce": "n0nce" });
    assert_eq!(
        enter(&emulator, with).await.json()["session"]["user"]["id"],
        first.json()["session"]["user"]["id"]
    );

    for body in [
        json!({ "provider": "google", "idToken": "junk" }),
        json!({ "provider": "google", "idToken": bound }),
        json!({ "provider": "google", "idToken": bound, "nonce": "other" }),
        json!({ "provider": "apple", "idToken": plain }),
        json!({ "provider": "google", "idToken": token_of(&emulator, ADA).await }),
    ] {
        assert_code(&enter(&emulator, body).await, 400, "invalid-request");
    }
    let github = enter(&emulator, json!({ "provider": "github", "idToken": plain })).await;
    assert_code(&github, 400, "schema-validation-error");
    emulator.change(|settings| settings.nhost.id_token_audience = "another".into());
    let body = json!({ "provider": "google", "idToken": plain });
    assert_code(
        &enter(&emulator, body.clone()).await,
        400,
        "invalid-request",
    );
    emulator.change(|settings| settings.nhost.providers.clear());
    assert_code(&enter(&emulator, body).await, 409, "disabled-endpoint");
}

#[tokio::test]
async fn an_id_token_ends_after_an_hour() {
    let emulator = Emulator::start().await.unwrap();
    let token = emulator.nhost_id_token("apple", ADA.email, None).unwrap();
    emulator.advance(Duration::from_secs(3600));
    let page = enter(&emulator, json!({ "provider": "apple", "idToken": token })).await;
    assert_code(&page, 400, "invalid-request");
}

#[tokio::test]
async fn an_id_token_links_an_account_once() {
    let emulator = Emulator::start().await.unwrap();
    let session = token_of(&emulator, BOB).await;
    let token = emulator
        .nhost_id_token("google", "mei@example.com", None)
        .unwrap();
    let body = json!({ "provider": "google", "idToken": token });
    assert_code(
        &post(&emulator, "/link/idtoken", &body).await,
        401,
        "unauthorized",
    );
    assert_ok(&post_as(&emulator, "/link/idtoken", &session, &body).await);
    let again = post_as(&emulator, "/link/idtoken", &session, &body).await;
    assert_code(&again, 400, "provider-account-already-linked");
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let again = post_as(&emulator, "/link/idtoken", &session, &body).await;
    assert_code(&again, 400, "invalid-request");
    assert_eq!(
        enter(&emulator, body).await.json()["session"]["user"]["email"],
        BOB.email
    );
}
