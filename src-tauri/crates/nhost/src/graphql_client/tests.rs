//! Errors as Hasura writes them, and pages.

use protocol::http::Problem as _;
use serde_json::json;

use super::*;

#[test]
fn a_field_that_a_role_may_not_see_is_a_capability_that_is_not_there() {
    for (message, code, kind) in [
        (
            "field 'authUserProviders' not found in type: 'query_root'",
            "validation-failed",
            GraphqlProblemKind::NotPermitted,
        ),
        (
            "no mutations exist",
            "validation-failed",
            GraphqlProblemKind::NotPermitted,
        ),
        (
            "check constraint of an insert/update permission has failed",
            "permission-error",
            GraphqlProblemKind::NotPermitted,
        ),
        (
            "Could not verify JWT: JWTExpired",
            "invalid-jwt",
            GraphqlProblemKind::NeedsSignIn,
        ),
        (
            "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
            "invalid-headers",
            GraphqlProblemKind::NeedsSignIn,
        ),
        (
            "missing session variable: \"x-hasura-auth-elevated\"",
            "not-found",
            GraphqlProblemKind::NeedsElevation,
        ),
        (
            "invalid input syntax for type uuid",
            "data-exception",
            GraphqlProblemKind::Other,
        ),
        ("new", "brand-new", GraphqlProblemKind::Other),
    ] {
        let body = json!({"errors": [{
            "message": message,
            "extensions": {"path": "$.selectionSet.x", "code": code},
        }]});
        let problem = GraphqlProblem::decode(200, body.to_string().as_bytes()).unwrap();
        assert_eq!((problem.kind, &*problem.code), (kind, code), "{message}");
        assert_eq!(problem.path.as_deref(), Some("$.selectionSet.x"));
    }
}

#[test]
fn what_is_no_error_of_the_service_is_none() {
    for body in [
        "",
        "<html>",
        "[]",
        "{}",
        r#"{"errors":[]}"#,
        r#"{"data":{}}"#,
    ] {
        assert!(
            GraphqlProblem::decode(502, body.as_bytes()).is_none(),
            "{body}"
        );
    }
    let flat = br#"{"path":"$","error":"x","code":"not-supported"}"#;
    assert_eq!(
        &*GraphqlProblem::decode(400, flat).unwrap().code,
        "not-supported"
    );
    let bare = br#"{"errors":[{"message":"x"}]}"#;
    assert_eq!(&*GraphqlProblem::decode(200, bare).unwrap().code, "");
}

#[test]
fn a_page_is_never_larger_than_the_cap_and_ends_when_it_was_not_full() {
    let page = PageRequest {
        offset: 7,
        limit: 9_999,
    };
    assert_eq!(
        Value::Object(page.of("u")),
        json!({"user": "u", "offset": 7, "limit": 100})
    );
    assert_eq!(page.after(100).map(|next| next.offset), Some(107));
    assert_eq!(page.after(99), None);

    let none = PageRequest {
        offset: 0,
        limit: 0,
    };
    assert_eq!(none.of("u")["limit"], 1);
    assert_eq!(none.after(0), None);
    assert_eq!(none.after(1).map(|next| next.offset), Some(1));
}
