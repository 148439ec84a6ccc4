//! Deadlines, repetitions, headers and the hook.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use emulator::{ADA, Dialect, Emulator, Fault};
use nhost::{
    AuthClient, ChainFunction, Incoming, Outgoing, Pkce, RequestOptions, SignUp, SignUpOptions,
};
use protocol::{
    base_url::BaseUrl,
    http::{CallError, Http, UnreachableKind},
    secret::{CodeVerifier, Password, RefreshToken},
};
use serde_json::json;

use super::client;

/// What an older server says about a member that it does not know.
fn unknown_member() -> Fault {
    let text = "error in openapi3filter.RequestError: request body has an error: doesn't match schema: property \"codeChallenge\" is unsupported";

    Fault::json(400, &json!({"error": text}))
}

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl ChainFunction for Seen {
    fn request(&self, request: &Outgoing<'_>) -> Vec<(&'static str, String)> {
        let line = format!("{} {} {}", request.method, request.path, request.retries);
        self.0.lock().unwrap().push(line);

        vec![
            ("x-trace", "1".to_owned()),
            ("content-type", "text/plain".to_owned()),
        ]
    }

    fn answer(&self, _: &Outgoing<'_>, answer: &Incoming) {
        self.0.lock().unwrap().push(format!("{:?}", answer.status));
    }
}

#[tokio::test]
async fn a_read_is_repeated_and_the_hook_sees_each_attempt() {
    let emulator = Emulator::start().await.unwrap();
    let mut client = client(&emulator);
    let seen = Arc::new(Seen::default());
    client.push_chain_function(seen.clone());
    emulator.fail_next("/v1/version", Fault::html());

    client.get_version().await.unwrap();
    assert_eq!(
        *seen.0.lock().unwrap(),
        [
            "GET /v1/version 0",
            "Some(502)",
            "GET /v1/version 1",
            "Some(200)"
        ]
    );
}

#[tokio::test]
async fn the_hook_cannot_replace_what_makes_a_request_safe() {
    let emulator = Emulator::start().await.unwrap();
    let mut client = client(&emulator);
    client.push_chain_function(Arc::new(Seen::default()));

    // A body that is not called JSON would be refused.
    client
        .sign_in_email_password(ADA.email, &Password::new(ADA.password))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_write_is_repeated_only_when_it_was_turned_away_with_a_time() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let password = Password::new(ADA.password);
    for (fault, attempts, is_fine) in [
        (Fault::too_many_requests("1"), 2, true),
        (Fault::status(429), 1, false),
        (Fault::status(503), 1, false),
        (Fault::status(500), 1, false),
        (Fault::drop_after_commit(), 1, false),
    ] {
        emulator.forget_requests();
        emulator.fail_next("/v1/signin/email-password", fault.clone());
        let answer = client.sign_in_email_password(ADA.email, &password).await;
        assert_eq!(answer.is_ok(), is_fine, "{fault:?}");
        assert_eq!(
            emulator.count("/v1/signin/email-password"),
            attempts,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn a_read_that_changes_something_is_no_read() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let token = protocol::secret::AccessToken::new("a");
    for path in [
        "/v1/mfa/totp/generate",
        "/v1/signin/provider/github/callback/tokens",
        "/v1/verify",
    ] {
        emulator.forget_requests();
        emulator.fail_times(path, 3, Fault::status(500));
        let is_refused = match path {
            "/v1/verify" => client
                .verify_ticket(&nhost::Ticket::new("verifyEmail:0"), "app://x", None)
                .await
                .is_err(),
            "/v1/mfa/totp/generate" => client.change_user_mfa(&token).await.is_err(),
            _ => client
                .get_provider_tokens(&token, &nhost::SignInProvider::Github)
                .await
                .is_err(),
        };
        assert!(is_refused, "{path}");
        assert_eq!(emulator.count(path), 1, "{path}");
        emulator.clear_faults();
    }
}

#[tokio::test]
async fn a_late_answer_ends_the_call_at_its_deadline() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    emulator.fail_next("/v1/version", Fault::slow(Duration::from_secs(5)));
    let options = RequestOptions {
        deadline: Duration::from_millis(200),
        ..RequestOptions::default()
    };

    let Err(CallError::Unreachable(error)) = client.get_version().with(options).await else {
        panic!("an answer")
    };
    assert_eq!(error.kind, UnreachableKind::TimedOut);
    assert_eq!(emulator.count("/v1/version"), 1);
}

#[tokio::test]
async fn an_address_where_nobody_answers_is_tried_again_even_for_a_write() {
    let base = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/v1", listener.local_addr().unwrap())
    };
    let mut client = AuthClient::new(Http::new("tests").unwrap(), BaseUrl::parse(&base).unwrap());
    let seen = Arc::new(Seen::default());
    client.push_chain_function(seen.clone());

    let answer = client.refresh_token(&RefreshToken::new("r")).await;
    assert!(matches!(answer, Err(CallError::Unreachable(error)) if !error.sent));
    assert_eq!(seen.0.lock().unwrap().len(), 6);
}

#[tokio::test]
async fn the_raw_response_holds_the_figures_and_the_options_are_sent() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let answer = Fault::json(200, &json!({"version": "1"}))
        .with_header("x-ratelimit-remaining", "4")
        .with_header("x-request-id", "abc");
    emulator.fail_next("/v1/version", answer);
    let raw = client.get_version().with_raw_response().await.unwrap();
    assert_eq!((raw.value.as_str(), raw.status), ("1", 200));
    assert_eq!(raw.rate_limit.and_then(|limit| limit.remaining), Some(4));
    assert_eq!(raw.request_id.as_deref(), Some("abc"));

    let broken = RequestOptions {
        headers: vec![("x-cf-turnstile-response", "a\nb".to_owned())],
        ..RequestOptions::default()
    };
    emulator.forget_requests();
    assert!(client.get_version().with(broken).await.is_err());
    assert_eq!(emulator.count("/v1/version"), 0);
}

#[tokio::test]
async fn a_server_without_pkce_is_asked_again_without_it_and_says_so() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.nhost.dialect = Dialect::L1;
        settings.nhost.verification_required = true;
    });
    let client = client(&emulator);
    assert!(!client.features().await.unwrap().code_exchange);
    let verifier = CodeVerifier::from_random([7; 32]);
    emulator.forget_requests();

    let answer = client
        .sign_up_email_password(
            "grace@example.com",
            &Password::new("long-enough-9"),
            &SignUpOptions::default(),
            Some(&verifier),
        )
        .await
        .unwrap();
    assert!(
        matches!(answer, SignUp::MailSent(Pkce::NotUsed)),
        "{answer:?}"
    );
    assert_eq!(emulator.count("/v1/signup/email-password"), 2);
}

#[tokio::test]
async fn both_forms_of_not_knowing_a_member_are_answered_without_it() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let verifier = CodeVerifier::from_random([7; 32]);
    let newer = json!({"error": "schema-validation-error", "reason": "property \"codeChallenge\" is unsupported"});
    for fault in [unknown_member(), Fault::json(400, &newer)] {
        emulator.forget_requests();
        let path = "/v1/user/password/reset";
        emulator.fail_next(path, fault);
        emulator.fail_next(path, Fault::json(200, &json!("OK")));
        let sent = client
            .send_password_reset_email(ADA.email, None, Some(&verifier))
            .await;
        assert_eq!(sent.unwrap(), Pkce::NotUsed);
        assert_eq!(emulator.count(path), 2);

        // Without a challenge there is nothing to leave out.
        emulator.forget_requests();
        emulator.fail_next(path, unknown_member());
        let refused = client
            .send_password_reset_email(ADA.email, None, None)
            .await;
        assert!(refused.is_err());
        assert_eq!(emulator.count(path), 1);
    }

    let path = "/v1/user/password/reset";
    emulator.fail_next(path, Fault::json(200, &json!("OK")));
    let sent = client
        .send_password_reset_email(ADA.email, None, Some(&verifier))
        .await;
    assert_eq!(sent.unwrap(), Pkce::Used);
}
