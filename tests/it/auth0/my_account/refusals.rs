use auth0::my_account::{MyAccountError, NewMethod, ProblemKind, RequestOptions, Scope};
use emulator::{BOB, Fault};
use protocol::{
    http::{CallError, What},
    secret::AccessToken,
};
use serde_json::json;

use super::{METHODS, World, refusal, token};

const FACTORS: &str = "/me/v1/factors";

impl World {
    /// Reads the factors once, with this in the way.
    async fn spoiled(&self, fault: Fault) -> MyAccountError {
        self.emulator.fail_next(FACTORS, fault);
        let once = RequestOptions {
            max_retries: 0,
            ..RequestOptions::default()
        };
        let call = self.client.factors().list(&self.token).with(once);

        call.await.unwrap_err()
    }
}

#[tokio::test]
async fn a_token_that_is_worth_nothing_and_one_that_allows_too_little_are_told_apart() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let foreign = AccessToken::new("nonsense");
    let narrow = token(&world.emulator, &BOB, &[Scope::ReadFactors.as_str()]).await;

    let unknown = world.client.factors().list(&foreign).await;
    assert_eq!(refusal(unknown), (401, ProblemKind::Unauthorized));
    let too_little = methods.create(&narrow, &NewMethod::Totp).await;
    assert_eq!(
        refusal(too_little),
        (403, ProblemKind::InsufficientScope),
        "AP11"
    );
}

#[tokio::test]
async fn an_invalid_request_names_the_member() {
    let world = World::new().await;
    let phone = NewMethod::Phone {
        phone_number: "0151 12345678",
        preferred_authentication_method: None,
    };
    let methods = world.client.authentication_methods();
    let error = methods.create(&world.token, &phone).await.unwrap_err();

    assert_eq!(ProblemKind::of(&error), Some(ProblemKind::BadRequest));
    let problem = error.problem().unwrap();
    let [invalid] = &problem.details.validation_errors[..] else {
        panic!("{problem:?}")
    };
    assert_eq!(invalid.pointer.as_ref().unwrap().as_str(), "/phone_number");
    assert!(invalid.field.is_some());
}

#[tokio::test]
async fn connection_and_identity_are_sent_under_their_own_names() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let of = |connection, identity_user_id| NewMethod::Passkey {
        connection,
        identity_user_id,
    };
    for (new, pointer) in [
        (of(Some("a b"), None), "/connection"),
        (of(None, Some("a b")), "/identity_user_id"),
    ] {
        let error = methods.create(&world.token, &new).await.unwrap_err();
        let invalid = &error.problem().unwrap().details.validation_errors[0];
        assert_eq!(invalid.pointer.as_ref().unwrap().as_str(), pointer);
    }
}

#[tokio::test]
async fn a_success_that_is_not_json_is_an_error() {
    let world = World::new().await;
    let page = Fault::status(200)
        .with_header("content-type", "text/html")
        .with_body("<html>Sign in to the network</html>");
    for (fault, expected) in [
        (page, What::NotJson),
        (
            Fault::json(200, &json!("x".repeat(2 << 20))),
            What::TooLarge,
        ),
        (Fault::malformed_json(), shape(".access_token")),
        (Fault::status(204), shape(".")),
        (Fault::json(200, &json!(null)), shape(".")),
        (
            Fault::json(200, &json!({"factors": "canary-1"})),
            shape(".factors"),
        ),
        (
            Fault::json(200, &json!({"factors": [{"usage": ["canary-1"]}]})),
            shape(".factors[0]"),
        ),
    ] {
        let error = world.spoiled(fault).await;
        assert!(!format!("{error:?} {error}").contains("canary"), "AP03");
        let CallError::Unexpected(unexpected) = error else {
            panic!("{error:?}")
        };
        assert_eq!(unexpected.what, expected, "AP01 AP08");
    }
}

#[tokio::test]
async fn a_broken_error_body_keeps_its_status() {
    let world = World::new().await;
    for (status, kind) in [
        (400, ProblemKind::BadRequest),
        (401, ProblemKind::Unauthorized),
        (403, ProblemKind::Forbidden),
        (404, ProblemKind::NotFound),
        (409, ProblemKind::Conflict),
        (415, ProblemKind::UnsupportedMediaType),
        (418, ProblemKind::Other),
        (429, ProblemKind::TooManyRequests),
        (502, ProblemKind::Server),
    ] {
        for body in ["", "{\"title\": \"cut", "<h1>No</h1>", "[]", "null"] {
            let fault = Fault::status(status)
                .with_header("content-type", "application/json")
                .with_body(body);
            let error = world.spoiled(fault).await;
            assert_eq!(error.status(), Some(status), "{body}");
            assert_eq!(ProblemKind::of(&error), Some(kind), "{body}");
        }
    }
}

#[tokio::test]
async fn the_http_status_wins_over_a_fractional_number_in_the_body() {
    let world = World::new().await;
    let body = json!({
        "type": "https://auth0.com/api-errors#A0E-403-0002", "title": "Insufficient Scope", "status": 1.1,
        "detail": "no", "validation_errors": null,
    });
    let error = world.spoiled(Fault::json(403, &body)).await;

    assert_eq!(error.status(), Some(403), "AP20");
    let problem = error.problem().unwrap();
    assert_eq!(problem.kind, ProblemKind::InsufficientScope);
    assert_eq!(problem.details.code.as_deref(), Some("A0E-403-0002"));
}

#[tokio::test]
async fn a_page_in_place_of_an_empty_success_is_no_success() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let all = methods.list(&world.token, None).await.unwrap();
    let page = Fault::status(200)
        .with_header("content-type", "text/html")
        .with_body("<html></html>");
    world.emulator.fail_next(&format!("{METHODS}/*"), page);

    let error = methods.delete(&world.token, &all[0].id).await.unwrap_err();

    assert_eq!(error.status(), Some(200));
    assert_eq!(ProblemKind::of(&error), None);
}

fn shape(path: &str) -> What {
    What::Shape {
        path: path.to_owned(),
    }
}
