//! Every word and every shape of an error, on its way through a call.

use std::time::Duration;

use auth0::{AuthenticationError, ErrorCode, authentication::Access};
use emulator::Fault;
use protocol::{
    http::{CallError, What},
    secret::RefreshToken,
};
use serde_json::{Value, json};

use super::World;

impl World {
    /// Answers a call in this way, and returns its error.
    async fn error(&self, fault: Fault) -> AuthenticationError {
        self.emulator.fail_next("/oauth/token", fault);
        let token = RefreshToken::new("any");
        let answer = self.client.refresh_token(&token, Access::default()).await;

        answer.unwrap_err()
    }
}

#[tokio::test]
async fn every_word_of_the_catalogue_is_known() {
    let world = World::new().await;
    for (status, word) in [
        (403, "invalid_grant"),
        (403, "mfa_required"),
        (401, "expired_token"),
        (401, "invalid_client"),
        (403, "unauthorized_client"),
        (403, "access_denied"),
        (403, "unauthorized"),
        (403, "unmet_authentication_requirements"),
        (403, "association_required"),
        (403, "unsupported_challenge_type"),
        (403, "authorization_pending"),
        (429, "slow_down"),
        (429, "too_many_attempts"),
        (429, "too_many_requests"),
        (400, "invalid_request"),
        (400, "invalid_scope"),
        (400, "unsupported_grant_type"),
        (400, "use_dpop_nonce"),
        (400, "invalid_dpop_proof"),
        (401, "password_leaked"),
        (401, "requires_verification"),
        (401, "invalid_user_password"),
        (400, "invalid_password"),
        (400, "invalid_signup"),
        (400, "user_exists"),
        (400, "username_exists"),
        (400, "a0.mfa_invalid_code"),
        (400, "a0.mfa_registration_required"),
        (400, "login_required"),
        (400, "consent_required"),
        (400, "interaction_required"),
    ] {
        let body = json!({ "error": word, "error_description": "A sentence." });

        let error = world.error(Fault::json(status, &body)).await;

        let problem = error.problem().unwrap();
        assert_eq!(error.status(), Some(status));
        assert_eq!(problem.code.as_str(), word);
        assert!(!matches!(problem.code, ErrorCode::Other(_)), "{word}");
        let description = problem.details.description.as_ref().unwrap();
        assert_eq!(description.as_str(), "A sentence.");
    }
}

#[tokio::test]
async fn every_shape_of_a_body_is_read() {
    let world = World::new().await;
    let shapes: [(Value, ErrorCode); 4] = [
        (
            json!({ "error": "access_denied", "error_description": "No.", "error_uri": "https://auth0.com/docs" }),
            ErrorCode::AccessDenied,
        ),
        (
            json!({ "code": "invalid_signup", "description": "Invalid sign up", "name": "BadRequestError", "statusCode": 400 }),
            ErrorCode::InvalidSignup,
        ),
        (
            json!({ "statusCode": 400, "error": "Bad Request", "message": "No.", "errorCode": "invalid_request" }),
            ErrorCode::InvalidRequest,
        ),
        (
            json!({ "error": "something_new" }),
            ErrorCode::Other("something_new".to_owned()),
        ),
    ];
    for (body, code) in shapes {
        let error = world.error(Fault::json(400, &body)).await;
        assert_eq!(error.problem().unwrap().code, code, "{body}");
    }
}

#[tokio::test]
async fn what_the_edge_says_is_unexpected_with_its_status() {
    let world = World::new().await;
    let text = Fault::status(429)
        .with_header("content-type", "text/plain")
        .with_header("retry-after", "9")
        .with_body("Global limit has been reached");
    let error = world.error(text).await;
    assert_eq!(error.is_rate_limited(), Some(Duration::from_secs(9)));
    assert!(error.problem().is_none());

    for (fault, status) in [
        (Fault::html(), 502),
        (Fault::status(503), 503),
        (Fault::json(400, &json!({ "message": "x" })), 400),
        (Fault::json(400, &json!(["error"])), 400),
    ] {
        let CallError::Unexpected(error) = world.error(fault).await else {
            panic!("{status} was taken for a documented one")
        };
        assert_eq!((error.status, error.what), (Some(status), What::Status));
    }
}

#[tokio::test]
async fn no_error_repeats_what_was_sent_or_came() {
    let world = World::new().await;
    let long = "s3cret".repeat(20);
    let body =
        json!({ "error": "invalid_grant", "error_description": format!("Unknown token {long}") });
    let error = world.error(Fault::json(403, &body)).await;
    let printed = format!("{error:?} {error}");
    assert!(!printed.contains("s3cret"), "{printed}");

    let error = world.error(Fault::malformed_json()).await;
    assert!(!format!("{error:?} {error}").contains("abc"));
}
