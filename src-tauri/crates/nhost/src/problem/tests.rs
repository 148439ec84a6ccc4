//! Every shape, as a server of each generation sends it.

use super::*;

#[test]
fn the_shapes_are_folded_into_one() {
    for (status, body, code, elevation, sign_in) in [
        (
            401,
            r#"{"status":401,"message":"Incorrect","error":"invalid-email-password"}"#,
            "invalid-email-password",
            false,
            false,
        ),
        (
            400,
            r#"{"error":"error in openapi3filter.SecurityRequirementsError: token is expired"}"#,
            "unauthorized",
            false,
            true,
        ),
        (
            400,
            r#"{"error":"openapi3filter.SecurityRequirementsError: elevated-claim-required"}"#,
            "unauthorized",
            true,
            false,
        ),
        (
            400,
            r#"{"error":"error in openapi3filter.RequestError: request body has an error"}"#,
            "request-validation-error",
            false,
            false,
        ),
        (
            401,
            r#"{"error":"unauthorized","reason":"invalid token"}"#,
            "unauthorized",
            false,
            true,
        ),
        (
            401,
            r#"{"error":"unauthorized","reason":"elevated claim required","securityScheme":"BearerAuthElevated"}"#,
            "unauthorized",
            true,
            false,
        ),
        (
            400,
            r#"{"error":"schema-validation-error","reason":"x"}"#,
            "schema-validation-error",
            false,
            false,
        ),
        (
            400,
            r#"{"msg":"Query argument ticket is required"}"#,
            "request-validation-error",
            false,
            false,
        ),
        (400, "", "invalid-request", false, false),
        (429, "", "", false, false),
        (
            409,
            r#"{"status":409,"message":"x","error":"brand-new"}"#,
            "brand-new",
            false,
            false,
        ),
    ] {
        let problem = AuthProblem::decode(status, body.as_bytes()).unwrap();
        assert_eq!(problem.code.as_str(), code, "{body}");
        assert_eq!(
            (problem.needs_elevation, problem.needs_sign_in),
            (elevation, sign_in),
            "{body}"
        );
    }
}

#[test]
fn a_path_that_the_server_does_not_know_is_told_from_any_other_page() {
    let problem = AuthProblem::decode(404, b"404 page not found\n").unwrap();
    assert_eq!(problem.code, ErrorCode::EndpointNotFound);
    assert!(AuthProblem::decode(404, b"<html>404 page not found</html>").is_none());
    assert!(AuthProblem::decode(400, b"404 page not found").is_none());
    assert!(AuthProblem::decode(502, b"<html>").is_none());
}

#[test]
fn only_what_breaks_the_schema_is_asked_again_without_the_challenge() {
    for (body, expected) in [
        (
            r#"{"error":"error in openapi3filter.RequestError: property \"codeChallenge\" is unsupported"}"#,
            true,
        ),
        (
            r#"{"error":"schema-validation-error","reason":"property \"codeChallenge\" is unsupported"}"#,
            true,
        ),
        (r#"{"error":"request-validation-error","reason":"x"}"#, true),
        (
            r#"{"error":"error in openapi3filter.SecurityRequirementsError: token is expired"}"#,
            false,
        ),
        (
            r#"{"status":400,"message":"x","error":"invalid-request"}"#,
            false,
        ),
    ] {
        let problem = AuthProblem::decode(400, body.as_bytes()).unwrap();
        assert_eq!(problem.is_of_the_schema(), expected, "{body}");
    }
}

#[test]
fn an_unknown_word_is_kept_and_cut() {
    let body = format!(
        r#"{{"status":400,"message":"x","error":"{}"}}"#,
        "new-".repeat(99)
    );
    let problem = AuthProblem::decode(400, body.as_bytes()).unwrap();
    assert_eq!(problem.code.as_str(), "new-".repeat(16), "AP24");
}

#[test]
fn every_documented_word_is_known() {
    for word in [
        "default-role-must-be-in-allowed-roles",
        "disabled-endpoint",
        "disabled-mfa-totp",
        "disabled-user",
        "email-already-in-use",
        "email-already-verified",
        "forbidden-anonymous",
        "internal-server-error",
        "invalid-email-password",
        "invalid-otp",
        "invalid-pat",
        "invalid-refresh-token",
        "invalid-request",
        "invalid-state",
        "invalid-ticket",
        "invalid-totp",
        "locale-not-allowed",
        "mfa-type-not-found",
        "no-totp-secret",
        "oauth-profile-fetch-failed",
        "oauth-provider-error",
        "oauth-token-echange-failed",
        "otp-too-many-attempts",
        "password-in-hibp-database",
        "password-too-short",
        "provider-account-already-linked",
        "redirectTo-not-allowed",
        "role-not-allowed",
        "signup-disabled",
        "totp-already-active",
        "unverified-user",
        "user-already-exists",
        "user-not-anonymous",
        "cannot-send-sms",
    ] {
        let body = format!(r#"{{"status":400,"message":"x","error":"{word}"}}"#);
        let problem = AuthProblem::decode(400, body.as_bytes()).unwrap();
        assert!(!matches!(problem.code, ErrorCode::Other(_)), "AP24 {word}");
        assert_eq!(problem.code.as_str(), word, "AP24");
    }
}

#[test]
fn a_check_against_robots_is_told_from_a_broken_request() {
    let body = br#"{"error":"missing x-cf-turnstile-response header"}"#;
    let code = AuthProblem::decode(403, body).unwrap().code;
    assert_eq!(code, ErrorCode::TurnstileRequired);
}
