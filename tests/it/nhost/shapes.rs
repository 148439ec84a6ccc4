//! The seven shapes in which the service says no, on every call.

use emulator::{Emulator, Fault};
use nhost::{AuthError, ErrorCode};
use serde_json::json;

use super::{
    calls::{PATHS, ask},
    client,
};

/// What the service said to people, which nobody may ever see.
const RAW: &str = "raw-text-of-the-service";

/// What is left of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    status: u16,
    code: ErrorCode,
    needs_elevation: bool,
    needs_sign_in: bool,
}

/// An answer in one of the shapes, and what a client makes of it.
fn shapes() -> Vec<(&'static str, Fault, Told)> {
    let plain = |status, code| Told {
        status,
        code,
        needs_elevation: false,
        needs_sign_in: false,
    };
    let sign_in = |status| Told {
        needs_sign_in: true,
        ..plain(status, ErrorCode::Unauthorized)
    };
    let elevation = |status| Told {
        needs_elevation: true,
        ..plain(status, ErrorCode::Unauthorized)
    };
    let older = |text: &str| Fault::json(400, &json!({ "error": format!("{RAW} {text}") }));
    let newer =
        |status, error: &str| Fault::json(status, &json!({ "error": error, "reason": RAW }));
    let word = |status, code: &str| {
        Fault::json(
            status,
            &json!({ "status": status, "message": RAW, "error": code }),
        )
    };

    vec![
        (
            "1: a word",
            word(401, "disabled-user"),
            plain(401, ErrorCode::DisabledUser),
        ),
        (
            "1: a word that nobody knows",
            word(418, "brand-new"),
            plain(418, ErrorCode::Other("brand-new".to_owned())),
        ),
        (
            "2: the validator of older servers",
            older("error in openapi3filter.RequestError: email"),
            plain(400, ErrorCode::RequestValidation),
        ),
        (
            "2: a token that is no good",
            older("error in openapi3filter.SecurityRequirementsError: token is expired"),
            sign_in(400),
        ),
        (
            "2: a session that is not elevated",
            older("error in openapi3filter.SecurityRequirementsError: elevated-claim-required"),
            elevation(400),
        ),
        (
            "3: the validator of newer servers",
            newer(400, "schema-validation-error"),
            plain(400, ErrorCode::SchemaValidation),
        ),
        (
            "3: its other word",
            newer(400, "request-validation-error"),
            plain(400, ErrorCode::RequestValidation),
        ),
        (
            "3: a token that is no good",
            newer(401, "unauthorized"),
            sign_in(401),
        ),
        (
            "3: a session that is not elevated",
            Fault::json(
                401,
                &json!({ "error": "unauthorized", "reason": RAW, "securityScheme": "BearerAuthElevated" }),
            ),
            elevation(401),
        ),
        (
            "4: a parameter is missing",
            Fault::json(
                400,
                &json!({ "msg": format!("Query argument {RAW} is required") }),
            ),
            plain(400, ErrorCode::RequestValidation),
        ),
        (
            "5: nothing, for something malformed",
            Fault::status(400),
            plain(400, ErrorCode::InvalidRequest),
        ),
        (
            "5: nothing, for too many requests",
            Fault::status(429),
            plain(429, ErrorCode::Other(String::new())),
        ),
        (
            "5: nothing, for a crash",
            Fault::status(500),
            plain(500, ErrorCode::Other(String::new())),
        ),
        (
            "6: no such path",
            Fault::status(404)
                .with_body("404 page not found")
                .with_header("content-type", "text/plain"),
            plain(404, ErrorCode::EndpointNotFound),
        ),
    ]
}

fn told(error: &AuthError) -> Option<Told> {
    let problem = error.problem()?;

    Some(Told {
        status: error.status()?,
        code: problem.code.clone(),
        needs_elevation: problem.needs_elevation,
        needs_sign_in: problem.needs_sign_in,
    })
}

#[tokio::test]
async fn every_call_understands_every_shape_and_keeps_none_of_its_text() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    for path in PATHS {
        for (name, fault, expected) in shapes() {
            emulator.fail_next(&format!("/v1{path}"), fault);
            let answer = ask(&client, path).await.unwrap();
            let error = answer.expect_err(path);
            assert_eq!(told(&error), Some(expected), "{path} {name}");
            assert!(!format!("{error} {error:?}").contains(RAW), "{path} {name}");
        }
    }
}

/// The seventh shape: what a browser is sent home with. Whoever asks for something else is not led away by it.
#[tokio::test]
async fn a_redirect_with_an_error_is_read_where_one_is_due_and_followed_nowhere() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    for path in PATHS {
        let elsewhere = format!("{}/v1/version?error=invalid-ticket", emulator.nhost_url());
        let fault = Fault::status(302).with_header("location", &elsewhere);
        emulator.forget_requests();
        emulator.fail_next(&format!("/v1{path}"), fault);
        let answer = ask(&client, path).await.unwrap();
        match path {
            "/verify" => assert!(answer.is_ok(), "{path}: {answer:?}"),
            _ => assert!(
                matches!(answer, Err(AuthError::Unexpected(_))),
                "{path}: {answer:?}"
            ),
        }
        assert_eq!(emulator.requests().len(), 1, "{path}");
    }
}
