use super::*;

const VALIDATION: &str = r#"{
    "type": "https://auth0.com/api-errors/A0E-400-0003", "status": 400.1, "title": "Validation Error",
    "detail": "The payload is invalid.",
    "validation_errors": [
        {"detail": "must be sms or voice", "pointer": "/preferred_authentication_method", "field": "x", "source": "body"},
        {"pointer": "/without-a-sentence"}, 5
    ]
}"#;

fn decoded(status: u16, body: &str) -> MyAccountProblem {
    MyAccountProblem::decode(status, body.as_bytes()).unwrap()
}

fn text(text: Option<&DisplayText>) -> Option<&str> {
    text.map(DisplayText::as_str)
}

#[test]
fn every_member_of_a_problem_is_read() {
    let problem = decoded(400, VALIDATION);

    assert_eq!(problem.kind, ProblemKind::BadRequest);
    assert_eq!(problem.details.code.as_deref(), Some("A0E-400-0003"));
    assert_eq!(
        text(problem.details.title.as_ref()),
        Some("Validation Error")
    );
    assert_eq!(
        text(problem.details.detail.as_ref()),
        Some("The payload is invalid.")
    );
    let [error] = &problem.details.validation_errors[..] else {
        panic!("{problem:?}")
    };
    assert_eq!(error.detail.as_str(), "must be sms or voice");
    assert_eq!(text(error.field.as_ref()), Some("x"));
    assert_eq!(
        text(error.pointer.as_ref()),
        Some("/preferred_authentication_method")
    );
}

#[test]
fn the_http_status_wins_over_the_body() {
    let body = r#"{"type":"https://auth0.com/api-errors#A0E-409-0001","title":"x","status":404,"validation_errors":null}"#;
    let problem = decoded(409, body);

    assert_eq!(problem.kind, ProblemKind::Conflict, "AP20");
    assert_eq!(problem.details.code.as_deref(), Some("A0E-409-0001"));
    assert!(problem.details.validation_errors.is_empty());
}

#[test]
fn a_refusal_is_told_apart_by_its_words() {
    for (status, body, kind) in [
        (
            403,
            r#"{"title":"Insufficient Scope"}"#,
            ProblemKind::InsufficientScope,
        ),
        (
            403,
            r#"{"statusCode":403,"error":"Forbidden","message":"No","errorCode":"insufficient_scope"}"#,
            ProblemKind::InsufficientScope,
        ),
        (
            403,
            r#"{"error":"unmet_authentication_requirements"}"#,
            ProblemKind::UnmetAuthenticationRequirements,
        ),
        (
            401,
            r#"{"title":"x","detail":"mfa_required"}"#,
            ProblemKind::MfaRequired,
        ),
        (
            400,
            r#"{"title":"x","detail":"authorization_pending"}"#,
            ProblemKind::AuthorizationPending,
        ),
        (403, r#"{"title":"Forbidden"}"#, ProblemKind::Forbidden),
        (
            401,
            r#"{"title":"Insufficient scope"}"#,
            ProblemKind::Unauthorized,
        ),
        (404, r#"{"title":"x"}"#, ProblemKind::NotFound),
        (415, r#"{"title":"x"}"#, ProblemKind::UnsupportedMediaType),
        (429, r#"{"title":"x"}"#, ProblemKind::TooManyRequests),
        (503, r#"{"title":"x"}"#, ProblemKind::Server),
        (418, r#"{"title":"x"}"#, ProblemKind::Other),
    ] {
        assert_eq!(decoded(status, body).kind, kind, "{status} {body}");
    }
}

#[test]
fn what_is_no_problem_is_left_to_its_status() {
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{"title":5}"#,
        r#"{"title":"x""#,
        "null",
    ] {
        assert!(
            MyAccountProblem::decode(403, body.as_bytes()).is_none(),
            "{body}"
        );
    }
}

#[test]
fn members_of_wrong_types_do_not_hide_the_rest() {
    let body = r#"{"type":7,"title":"Bad","detail":{},"status":"400","validation_errors":{"a":1}}"#;
    let problem = decoded(400, body);

    assert_eq!(text(problem.details.title.as_ref()), Some("Bad"));
    assert!(problem.details.detail.is_none() && problem.details.code.is_none());
}

#[test]
fn a_token_that_the_provider_repeats_is_left_out_and_long_texts_are_cut() {
    let token = format!("eyJ{}", "x".repeat(200));
    let body = serde_json::json!({"title": format!("Bad token {token} here"), "detail": "a b ".repeat(9000)});
    let problem = decoded(401, &body.to_string());

    assert_eq!(
        text(problem.details.title.as_ref()),
        Some("Bad token … here"),
        "AP27"
    );
    assert!(
        problem.details.detail.unwrap().as_str().len() <= 256,
        "AP19"
    );
    assert!(!format!("{:?}", problem.details.title).contains("eyJ"));
}

#[test]
fn a_type_without_a_number_gives_no_code() {
    for type_uri in [
        "about:blank",
        "https://example.com/",
        "https://example.com/a_b",
    ] {
        let body = serde_json::json!({ "type": type_uri });
        assert_eq!(
            decoded(400, &body.to_string()).details.code,
            None,
            "{type_uri}"
        );
    }
}
