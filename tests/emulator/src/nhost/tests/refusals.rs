use std::time::Duration;

use super::*;
use crate::{BOB, Dialect};

const SCHEMA: &str = "doesn't match schema #/components/schemas/";

/// Requests that do not fit, and what is said about them.
fn misfits() -> Vec<(&'static str, Value, String)> {
    let signup = |more: Value| {
        let mut body = json!({ "email": "x@example.com", "password": "Str0ngPassw#ord" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let uuid = "string doesn't match the regular expression \
        \"\\b[0-9a-f]{8}\\b-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-\\b[0-9a-f]{12}\\b\"";
    vec![
        (
            "/signup/email-password",
            signup(json!({ "foo": 1 })),
            format!("{SCHEMA}SignUpEmailPasswordRequest: property \"foo\" is unsupported"),
        ),
        (
            "/signup/email-password",
            json!({ "email": "x@example.com" }),
            format!(
                "{SCHEMA}SignUpEmailPasswordRequest: Error at \"/password\": property \"password\" is missing"
            ),
        ),
        (
            "/signup/email-password",
            signup(json!({ "options": { "locale": "zzzz" } })),
            format!(
                "{SCHEMA}SignUpEmailPasswordRequest: Error at \"/options/locale\": maximum string length is "
            ),
        ),
        (
            "/signup/email-password",
            signup(json!({ "options": { "displayName": "a".repeat(33) } })),
            format!(
                "{SCHEMA}SignUpEmailPasswordRequest: Error at \"/options/displayName\": maximum string length is 32"
            ),
        ),
        (
            "/signup/email-password",
            signup(json!({ "options": { "displayName": "a<b>@" } })),
            format!(
                "{SCHEMA}SignUpEmailPasswordRequest: Error at \"/options/displayName\": \
                 string doesn't match the regular expression \"^[\\p{{L}}\\p{{N}}\\p{{S}} ,.'-]+$\""
            ),
        ),
        (
            "/signup/email-password",
            signup(json!({ "password": "p".repeat(51) })),
            format!(
                "{SCHEMA}SignUpEmailPasswordRequest: Error at \"/password\": maximum string length is 50"
            ),
        ),
        (
            "/signin/email-password",
            json!({}),
            format!(
                "{SCHEMA}SignInEmailPasswordRequest: Error at \"/email\": property \"email\" is missing"
            ),
        ),
        (
            "/token",
            json!({ "refreshToken": "not-a-uuid" }),
            format!("{SCHEMA}RefreshTokenRequest: Error at \"/refreshToken\": {uuid}"),
        ),
        (
            "/token",
            json!({}),
            format!(
                "{SCHEMA}RefreshTokenRequest: Error at \"/refreshToken\": property \"refreshToken\" is missing"
            ),
        ),
    ]
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused_with_a_code_and_a_reason() {
    let emulator = Emulator::start().await.unwrap();
    for (path, body, reason) in misfits() {
        let page = post(&emulator, path, &body).await;
        assert_eq!(page.status, 400, "{body}");
        assert_eq!(page.json()["error"], "schema-validation-error", "{body}");
        assert!(
            text(&page.json(), "reason").starts_with(&reason),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn the_older_server_puts_the_same_in_one_line() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    for (path, body, reason) in misfits() {
        let page = post(&emulator, path, &body).await;
        let line =
            format!("error in openapi3filter.RequestError: request body has an error: {reason}");
        assert_eq!(page.status, 400, "{body}");
        assert!(
            text(&page.json(), "error").starts_with(&line),
            "{}",
            page.body
        );
        assert_eq!(page.json().as_object().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_body_must_be_json_and_say_so() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/signin/email-password", emulator.nhost_url());
    let body = json!({ "email": ADA.email, "password": ADA.password }).to_string();
    let attempts = [
        (
            vec![("content-type", "application/x-www-form-urlencoded")],
            body.as_str(),
        ),
        (vec![], body.as_str()),
        (vec![], ""),
        (vec![("content-type", "application/json")], "{bad"),
    ];
    for (headers, body) in attempts {
        let page = Visitor::default()
            .send("POST", &url, &headers, body)
            .await
            .unwrap();
        assert_eq!(page.status, 400);
        assert_eq!(
            page.json()["error"],
            "request-validation-error",
            "{}",
            page.body
        );
    }

    let charset = [("content-type", "application/json; charset=utf-8")];
    assert_eq!(
        Visitor::default()
            .send("POST", &url, &charset, &body)
            .await
            .unwrap()
            .status,
        200
    );
}

#[tokio::test]
async fn a_wrong_address_is_answered_with_nothing() {
    let emulator = Emulator::start().await.unwrap();
    for path in ["/signup/email-password", "/signin/email-password"] {
        let page = post(
            &emulator,
            path,
            &json!({ "email": "nope", "password": "Str0ngPassw#ord" }),
        )
        .await;
        assert_eq!((page.status, page.body.as_str()), (400, ""), "{path}");
    }
}

#[tokio::test]
async fn a_bearer_must_be_exact_whole_signed_and_in_time() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "accessToken");
    let flipped = format!("{}x", &token[..token.len() - 1]);
    let attempts = [
        ("", "missing or malformed authorization header"),
        (
            &format!("bearer {token}"),
            "missing or malformed authorization header",
        ),
        (
            &format!("Bearer  {token}"),
            "missing or malformed authorization header",
        ),
        (
            &format!("Basic {token}"),
            "missing or malformed authorization header",
        ),
        ("Bearer abc.def.ghi", "invalid or expired token"),
        (&format!("Bearer {flipped}"), "invalid or expired token"),
    ];
    for (authorization, reason) in attempts {
        let page = get_user(&emulator, authorization).await;
        assert_eq!(page.status, 401, "{authorization}");
        assert_eq!(
            (&page.json()["error"], &page.json()["reason"]),
            (&json!("unauthorized"), &json!(reason))
        );
    }

    emulator.advance(Duration::from_secs(900));
    assert_eq!(
        get_user(&emulator, &format!("Bearer {token}")).await.status,
        401
    );
}

#[tokio::test]
async fn the_older_server_answers_400_to_a_bad_bearer() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);

    let missing = get_user(&emulator, "").await;
    emulator.advance(Duration::from_secs(900));
    let expired = get_user(
        &emulator,
        &format!("Bearer {}", text(&session, "accessToken")),
    )
    .await;

    assert_eq!(missing.status, 400);
    let line = "error in openapi3filter.SecurityRequirementsError: security requirements failed: invalid authorization header";
    assert_eq!(missing.json(), json!({ "error": line }));
    assert_eq!(expired.status, 400);
    assert!(text(&expired.json(), "error").contains("token is expired"));
}

#[tokio::test]
async fn disabled_unverified_and_deleted_people_are_told_apart() {
    let emulator = Emulator::start().await.unwrap();
    let session = sign_in(&emulator, BOB.email, BOB.password).await.json()["session"].clone();
    let authorization = format!("Bearer {}", text(&session, "accessToken"));
    let body = json!({ "refreshToken": session["refreshToken"] });

    emulator.change(|settings| settings.nhost.verification_required = true);
    for page in [
        sign_in(&emulator, BOB.email, BOB.password).await,
        post(&emulator, "/token", &body).await,
        get_user(&emulator, &authorization).await,
    ] {
        assert_refused(&page, 401, "unverified-user", "User is not verified.");
    }
    emulator.change_nhost_user(BOB.email, |bob| bob.disabled = true);
    for page in [
        sign_in(&emulator, BOB.email, BOB.password).await,
        post(&emulator, "/token", &body).await,
        get_user(&emulator, &authorization).await,
    ] {
        assert_refused(&page, 401, "disabled-user", "User is disabled");
    }
    emulator.delete_person(BOB.email);
    let page = get_user(&emulator, &authorization).await;
    assert_refused(
        &page,
        401,
        "invalid-email-password",
        "Incorrect email or password",
    );
}

#[tokio::test]
async fn concealed_errors_say_nothing_about_accounts() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.conceal_errors = true);
    let unknown = json!({ "refreshToken": "42de92ff-9d67-46f9-93f9-b0d190addc7d" });
    let taken = json!({ "email": ADA.email, "password": "Str0ngPassw#ord" });

    for page in [
        sign_in(&emulator, ADA.email, "wrong-password").await,
        post(&emulator, "/token", &unknown).await,
        post(&emulator, "/signup/email-password", &taken).await,
    ] {
        assert_refused(
            &page,
            400,
            "invalid-request",
            "The request payload is incorrect",
        );
    }
}
