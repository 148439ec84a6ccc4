use std::{sync::Mutex, time::Duration};

use auth0::my_account::{MyAccountError, NewMethod, ProblemKind, RequestOptions, Scope, TokenNeed};
use auth0::{MyAccountClient, Tenant};
use emulator::Fault;
use protocol::{
    base_url::BaseUrl,
    http::{CallError, Http, UnreachableKind},
};
use serde_json::json;

use super::{METHODS, World};

const FACTORS: &str = "/me/v1/factors";

#[derive(Debug)]
enum AppError {
    SignedOut,
    Call(MyAccountError),
}

impl From<MyAccountError> for AppError {
    fn from(error: MyAccountError) -> Self {
        Self::Call(error)
    }
}

#[tokio::test]
async fn a_token_is_asked_for_with_scope_and_audience_and_for_every_attempt() {
    let world = World::new().await;
    let needs = Mutex::new(Vec::new());
    let tokens = |need: TokenNeed| {
        needs.lock().unwrap().push(need);
        let token = world.token.clone();
        async move { Ok::<_, AppError>(token) }
    };
    world.emulator.fail_next(FACTORS, Fault::status(503));

    world.client.factors().list(&tokens).await.unwrap();
    let enrollment = world
        .client
        .authentication_methods()
        .create(&tokens, &NewMethod::RecoveryCode)
        .await;

    enrollment.unwrap();
    let needs = needs.into_inner().unwrap();
    let scopes: Vec<Scope> = needs.iter().map(|need| need.scope).collect();
    assert_eq!(
        scopes,
        [
            Scope::ReadFactors,
            Scope::ReadFactors,
            Scope::CreateAuthenticationMethods
        ]
    );
    let audience = format!("{}/me/", world.emulator.auth0_url());
    assert!(needs.iter().all(|need| need.audience == audience));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent_and_the_error_is_the_apps_own() {
    let world = World::new().await;
    world.emulator.forget_requests();
    let none = |_: TokenNeed| async { Err(AppError::SignedOut) };

    let answer = world.client.factors().list(&none).await;

    assert!(matches!(answer, Err(AppError::SignedOut)));
    assert_eq!(world.emulator.requests(), []);
    let refused = Fault::status(401);
    world.emulator.fail_next(FACTORS, refused);
    let tokens = |_: TokenNeed| async { Ok::<_, AppError>(world.token.clone()) };
    let answer = world.client.factors().list(&tokens).await;
    assert!(matches!(answer, Err(AppError::Call(error)) if error.status() == Some(401)));
}

#[tokio::test]
async fn a_read_is_tried_three_times_at_most() {
    let world = World::new().await;
    world.emulator.fail_times(FACTORS, 2, Fault::html());
    world.client.factors().list(&world.token).await.unwrap();
    assert_eq!(world.emulator.count(FACTORS), 3);

    world.emulator.forget_requests();
    world.emulator.fail_times(FACTORS, 3, Fault::status(500));
    let answer = world.client.factors().list(&world.token).await;
    assert_eq!(answer.unwrap_err().status(), Some(500), "AP16");
    assert_eq!(world.emulator.count(FACTORS), 3);
}

#[tokio::test]
async fn a_write_is_repeated_only_when_it_was_turned_away_with_a_time() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let create = || methods.create(&world.token, &NewMethod::RecoveryCode);
    for fault in [
        Fault::status(500),
        Fault::status(503),
        Fault::status(408).with_header("retry-after", "1"),
        Fault::html(),
        Fault::drop_before_commit(),
        Fault::drop_after_commit(),
    ] {
        world.emulator.forget_requests();
        world.emulator.fail_next(METHODS, fault.clone());
        assert!(create().await.is_err(), "{fault:?}");
        assert_eq!(world.emulator.count(METHODS), 1, "AP17 {fault:?}");
    }

    world.emulator.forget_requests();
    world
        .emulator
        .fail_next(METHODS, Fault::too_many_requests("1"));
    create().await.unwrap();
    assert_eq!(world.emulator.count(METHODS), 2);
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_person() {
    let world = World::new().await;
    let fault = Fault::too_many_requests("42")
        .with_header("x-ratelimit-limit", "5")
        .with_header("x-ratelimit-remaining", "0");
    world.emulator.fail_next(FACTORS, fault);

    let error = world.client.factors().list(&world.token).await.unwrap_err();

    assert_eq!(error.is_rate_limited(), Some(Duration::from_secs(42)));
    assert_eq!(ProblemKind::of(&error), Some(ProblemKind::TooManyRequests));
    assert_eq!(error.rate_limit().unwrap().remaining, Some(0), "AP15");
    assert_eq!(world.emulator.count(FACTORS), 1);
}

#[tokio::test]
async fn a_late_answer_ends_the_call_at_its_deadline_and_is_not_asked_for_again() {
    let world = World::new().await;
    world
        .emulator
        .fail_next(FACTORS, Fault::slow(Duration::from_secs(5)));
    let options = RequestOptions {
        deadline: Duration::from_millis(200),
        ..RequestOptions::default()
    };
    let answer = world.client.factors().list(&world.token).with(options);

    let CallError::Unreachable(unreachable) = answer.await.unwrap_err() else {
        panic!("an answer")
    };
    assert_eq!(unreachable.kind, UnreachableKind::TimedOut);
    assert_eq!(world.emulator.count(FACTORS), 1);
}

#[tokio::test]
async fn pauses_do_not_outlast_the_deadline() {
    let world = World::new().await;
    world
        .emulator
        .fail_next(FACTORS, Fault::too_many_requests("3"));
    let options = RequestOptions {
        deadline: Duration::from_secs(2),
        ..RequestOptions::default()
    };
    let answer = world.client.factors().list(&world.token).with(options);

    assert_eq!(answer.await.unwrap_err().status(), Some(429));
}

#[tokio::test]
async fn an_address_where_nobody_answers_is_tried_again_even_for_a_write() {
    let world = World::new().await;
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let tenant = Tenant::at(BaseUrl::parse(&format!("http://127.0.0.1:{port}")).unwrap());
    let client = MyAccountClient::new(Http::new("tests").unwrap(), tenant);
    let asked = Mutex::new(0);
    let tokens = |_: TokenNeed| {
        *asked.lock().unwrap() += 1;
        let token = world.token.clone();
        async move { Ok::<_, MyAccountError>(token) }
    };
    let methods = client.authentication_methods();

    let error = methods.create(&tokens, &NewMethod::Totp).await.unwrap_err();

    assert!(matches!(error, CallError::Unreachable(ref it) if !it.sent));
    assert_eq!(*asked.lock().unwrap(), 3);
}

#[tokio::test]
async fn the_raw_response_holds_the_figures_and_the_options_are_sent() {
    let world = World::new().await;
    let options = RequestOptions {
        headers: vec![
            ("authorization", "Bearer other".to_owned()),
            ("accept-language", "de".to_owned()),
        ],
        query: vec![("utm source".to_owned(), "a&b".to_owned())],
        ..RequestOptions::default()
    };
    let call = world.client.factors().list(&world.token).with(options);

    let raw = call.with_raw_response().await.unwrap();

    assert_eq!(raw.status, 200);
    assert!(!raw.value.is_empty() && raw.date.is_some());
    let limit = raw.rate_limit.unwrap();
    assert!(limit.remaining < limit.limit && limit.reset.is_some());
    let requests = world.emulator.requests();
    assert_eq!(requests.last().unwrap().parameters, ["utm source"]);
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_an_error_before_anything_is() {
    let world = World::new().await;
    world.emulator.forget_requests();
    let options = RequestOptions {
        headers: vec![("x-name", "a\r\nb: c".to_owned())],
        ..RequestOptions::default()
    };
    let answer = world.client.factors().list(&world.token).with(options);

    assert_eq!(answer.await.unwrap_err().status(), None);
    assert_eq!(world.emulator.requests(), []);
}

#[tokio::test]
async fn a_token_in_an_error_does_not_come_back() {
    let world = World::new().await;
    let echoed = format!("eyJ{}", "a".repeat(120));
    let body = json!({"title": "Bad token", "detail": format!("The token {echoed} is bad")});
    world.emulator.fail_next(FACTORS, Fault::json(401, &body));

    let error = world.client.factors().list(&world.token).await.unwrap_err();

    assert!(!format!("{error:?}").contains("eyJ"), "AP27");
}
