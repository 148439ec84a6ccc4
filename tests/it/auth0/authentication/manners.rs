//! What every call has in common: what is repeated, what is sent along, how long it may take.

use std::time::Duration;

use auth0::{
    RequestOptions,
    authentication::{Access, MfaToken, OobCode, PasswordGrant},
};
use emulator::{ADA, Fault};
use protocol::{
    http::{CallError, UnreachableKind},
    secret::{AccessToken, Password},
};
use serde_json::json;

use super::{DATABASE, World};

const DISCOVERY: &str = "/.well-known/openid-configuration";

/// Lets a pause be short: the pause of a second attempt is half a second.
fn once_more() -> RequestOptions {
    RequestOptions {
        max_retries: 1,
        pause_percent: 90,
        ..RequestOptions::default()
    }
}

#[tokio::test]
async fn the_profile_holds_what_the_scopes_allow() {
    let world = World::new().await;
    let tokens = world.tokens(&ADA).await;
    let info = world
        .client
        .get_profile(&tokens.access_token)
        .await
        .unwrap();
    assert!(info.subject.starts_with("auth0|"));
    assert_eq!(info.claims["email"], ADA.email);

    let nonsense = AccessToken::new("nonsense");
    let refused = world.client.get_profile(&nonsense).await.unwrap_err();
    assert_eq!(refused.status(), Some(401));
    assert_eq!(world.emulator.count("/userinfo"), 2, "401 is not repeated");
}

#[tokio::test]
async fn a_profile_of_nobody_is_none() {
    let world = World::new().await;
    let token = world.tokens(&ADA).await.access_token;
    for body in [json!({ "name": "Ada" }), json!({ "sub": "" }), json!([])] {
        world
            .emulator
            .fail_next("/userinfo", Fault::json(200, &body));

        let answer = world.client.get_profile(&token).await;

        assert!(matches!(answer, Err(CallError::Unexpected(_))), "{body}");
    }
}

#[tokio::test]
async fn metadata_names_the_keys_and_both_are_checked() {
    let world = World::new().await;
    let metadata = world.client.discover().await.unwrap();
    assert_eq!(metadata.issuer, format!("{}/", world.emulator.auth0_url()));
    world.client.get_jwks(&metadata).await.unwrap();

    let other = json!({ "issuer": "https://evil.example/" });
    world
        .emulator
        .fail_next(DISCOVERY, Fault::json(200, &other));
    assert!(world.client.discover().await.is_err());
    world.emulator.fail_next(
        "/.well-known/jwks.json",
        Fault::json(200, &json!({"keys": []})),
    );
    assert!(world.client.get_jwks(&metadata).await.is_err());
    assert_eq!(
        world.emulator.count(DISCOVERY),
        2,
        "a wrong one is not repeated"
    );
}

#[tokio::test]
async fn what_only_reads_is_asked_again() {
    let world = World::new().await;
    let token = world.tokens(&ADA).await.access_token;
    let client = world.client.with(once_more());
    world.emulator.forget_requests();
    world.emulator.fail_next("/userinfo", Fault::status(503));
    world.emulator.fail_next(DISCOVERY, Fault::html());
    world
        .emulator
        .fail_next("/.well-known/jwks.json", Fault::status(500));

    client.get_profile(&token).await.unwrap();
    let metadata = client.discover().await.unwrap();
    client.get_jwks(&metadata).await.unwrap();

    assert_eq!(world.emulator.requests().len(), 6);
}

#[tokio::test]
async fn a_read_is_not_asked_more_often_than_allowed_nor_after_a_timeout() {
    let world = World::new().await;
    let token = world.tokens(&ADA).await.access_token;
    world
        .emulator
        .fail_times("/userinfo", 9, Fault::status(503));
    let client = world.client.with(once_more());
    assert!(client.get_profile(&token).await.is_err());
    assert_eq!(world.emulator.count("/userinfo"), 2);

    world.emulator.clear_faults();
    world
        .emulator
        .fail_next("/userinfo", Fault::slow(Duration::from_secs(1)));
    let client = world.client.with(RequestOptions {
        deadline: Duration::from_millis(100),
        ..RequestOptions::default()
    });
    let answer = client.get_profile(&token).await;
    let Err(CallError::Unreachable(error)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(error.kind, UnreachableKind::TimedOut);
    assert_eq!(world.emulator.count("/userinfo"), 3);
}

#[tokio::test]
async fn a_grant_is_sent_once_whatever_comes_back() {
    let world = World::new().await;
    let password = Password::new(ADA.password);
    let grant = PasswordGrant {
        realm: Some(DATABASE),
        ..PasswordGrant::new(ADA.email, &password)
    };
    for fault in [
        Fault::status(503),
        Fault::too_many_requests("1"),
        Fault::html(),
        Fault::drop_after_commit(),
    ] {
        world.emulator.forget_requests();
        world.emulator.fail_next("/oauth/token", fault);

        assert!(world.client.password_grant(&grant).await.is_err());
        assert_eq!(world.emulator.count("/oauth/token"), 1);
    }
}

#[tokio::test]
async fn a_header_of_the_options_does_not_replace_the_token() {
    let world = World::new().await;
    let token = world.tokens(&ADA).await.access_token;
    let client = world.client.with(RequestOptions {
        headers: vec![("authorization", "Basic nonsense".to_owned())],
        ..RequestOptions::default()
    });

    client.get_profile(&token).await.unwrap();
}

#[tokio::test]
async fn a_call_may_move_between_threads_while_it_waits() {
    fn movable<T: Send>(_call: T) {}
    let world = World::new().await;
    let client = &world.client;
    let token = AccessToken::new("any");
    let device = client.device_code(Access::default()).await.unwrap();
    let (mfa_token, oob_code) = (MfaToken::new("any"), OobCode::new("any"));

    movable(client.get_profile(&token));
    movable(client.discover());
    movable(client.device_tokens(&device));
    movable(client.mfa().authenticators(&token));
    movable(client.mfa().oob_answered(&mfa_token, &oob_code));
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back() {
    let world = World::new().await;
    let start = "/passwordless/start";
    world.emulator.limit(start, 1, Duration::from_secs(60));
    world.client.request_email_code(ADA.email).await.unwrap();

    let error = world.client.request_email_code(ADA.email).await;

    let wait = error.unwrap_err().is_rate_limited().unwrap();
    assert!((1..=60).contains(&wait.as_secs()), "{wait:?}");
    assert_eq!(world.emulator.count(start), 2, "it is not sent again");
}
