use super::webauthn::add;
use super::*;
use crate::webauthn::authenticator::Authenticator;
use crate::{Dialect, Elevation};

/// Requests that want the claim, with bodies that are good otherwise.
fn delicate() -> Vec<(&'static str, Value)> {
    vec![
        ("/pat", json!({ "expiresAt": "2126-12-21T01:40:34Z" })),
        (
            "/user/email/change",
            json!({ "newEmail": "new@example.com" }),
        ),
        (
            "/link/idtoken",
            json!({ "provider": "google", "idToken": "junk" }),
        ),
        ("/user/webauthn/add", json!({})),
    ]
}

/// Proves who one is with a key; the new session.
async fn elevate(emulator: &Emulator, token: &str, key: &Authenticator) -> Value {
    let asked = post_as(emulator, "/elevate/webauthn", token, &json!({}))
        .await
        .json();
    let id = Unverified::parse(token).unwrap().claims["sub"].clone();
    let body = json!({ "credential": key.get(&asked, id.as_str().unwrap()) });
    let page = post_as(emulator, "/elevate/webauthn/verify", token, &body).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()["session"].clone()
}

fn elevated_claim(token: &str) -> Value {
    let claims = Unverified::parse(token).unwrap().claims;
    claims["https://hasura.io/jwt/claims"]["x-hasura-auth-elevated"].clone()
}

#[tokio::test]
async fn a_key_gives_a_new_session_that_is_elevated_until_it_is_refreshed() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let before = adas_session(&emulator).await;
    let token = text(&before, "accessToken");
    add(&emulator, token, &key).await;
    emulator.change(|settings| settings.nhost.elevation = Elevation::Recommended);

    let session = elevate(&emulator, token, &key).await;

    assert_eq!(
        elevated_claim(text(&session, "accessToken")),
        before["user"]["id"]
    );
    assert_ne!(session["refreshTokenId"], before["refreshTokenId"]);
    let (path, body) = &delicate()[0];
    assert_eq!(
        post_as(&emulator, path, text(&session, "accessToken"), body)
            .await
            .status,
        200
    );
    let old = json!({ "refreshToken": before["refreshToken"] });
    assert_eq!(post(&emulator, "/token", &old).await.status, 200);
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    let refreshed = post(&emulator, "/token", &refresh).await.json();
    assert_eq!(elevated_claim(text(&refreshed, "accessToken")), Value::Null);
    assert_code(
        &post_as(&emulator, path, text(&refreshed, "accessToken"), body).await,
        401,
        "unauthorized",
    );
}

#[tokio::test]
async fn where_it_is_required_every_delicate_change_is_refused_without_it() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| settings.nhost.elevation = Elevation::Required);
    for (path, body) in delicate() {
        let page = post_as(&emulator, path, &token, &body).await;
        let expected = json!({ "error": "unauthorized", "reason": "elevated claim required", "securityScheme": "BearerAuthElevated" });
        assert_eq!((page.status, page.json()), (401, expected), "{path}");
    }
    let password = json!({ "newPassword": "saffron-Tulip-77" });
    assert_code(
        &post_as(&emulator, "/user/password", &token, &password).await,
        400,
        "invalid-request",
    );
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    for (path, body) in delicate() {
        let page = post_as(&emulator, path, &token, &body).await;
        assert_eq!(page.status, 400, "{path}");
        assert!(
            text(&page.json(), "error")
                .ends_with("security requirements failed: elevated-claim-required")
        );
    }
    assert_code(
        &post_as(&emulator, "/user/mfa", &token, &json!({ "code": "1" })).await,
        401,
        "disabled-mfa-totp",
    );
    assert_ok(&post_as(&emulator, "/signout", &token, &json!({ "all": true })).await);
}

#[tokio::test]
async fn the_first_key_is_let_in_where_paths_have_no_prefix() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| {
        settings.nhost.elevation = Elevation::Required;
        settings.nhost.first_key_trap = false;
    });
    let key = Authenticator::new();
    assert_eq!(add(&emulator, &token, &key).await.status, 200);
    assert_code(
        &post_as(&emulator, "/user/webauthn/add", &token, &json!({})).await,
        401,
        "unauthorized",
    );
    let session = elevate(&emulator, &token, &key).await;
    let page = post_as(
        &emulator,
        "/user/webauthn/add",
        text(&session, "accessToken"),
        &json!({}),
    )
    .await;
    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn where_it_is_recommended_only_those_with_a_key_are_asked() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.elevation = Elevation::Recommended);
    let token = token_of(&emulator, ADA).await;
    let (path, body) = &delicate()[0];
    assert_eq!(post_as(&emulator, path, &token, body).await.status, 200);
    add(&emulator, &token, &Authenticator::new()).await;
    assert_code(
        &post_as(&emulator, path, &token, body).await,
        401,
        "unauthorized",
    );
}

#[tokio::test]
async fn elevating_without_a_key_is_refused_and_without_a_handle_is_not() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    assert_code(
        &post_as(&emulator, "/elevate/webauthn", &token, &json!({})).await,
        400,
        "invalid-request",
    );
    let key = Authenticator::new();
    add(&emulator, &token, &key).await;
    let asked = post_as(&emulator, "/elevate/webauthn", &token, &json!({}))
        .await
        .json();
    let mut credential = key.get(&asked, "");
    credential["response"]["userHandle"] = Value::Null;
    let body = json!({ "credential": credential });
    assert_eq!(
        post_as(&emulator, "/elevate/webauthn/verify", &token, &body)
            .await
            .status,
        200
    );
}
