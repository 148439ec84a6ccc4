use super::*;

fn decoded(body: &str) -> Option<(String, Option<String>)> {
    AuthenticationProblem::decode(403, body.as_bytes()).map(|problem| {
        let description = problem.details.description;
        (
            problem.code.as_str().to_owned(),
            description.map(|text| text.as_str().to_owned()),
        )
    })
}

fn problem(body: &str) -> AuthenticationProblem {
    AuthenticationProblem::decode(403, body.as_bytes()).unwrap()
}

#[test]
fn every_shape_is_read() {
    for (body, code, description) in [
        (
            r#"{"error":"invalid_grant","error_description":"Wrong email or password."}"#,
            "invalid_grant",
            Some("Wrong email or password."),
        ),
        (
            r#"{"code":"user_exists","description":"The user already exists.","name":"BadRequestError","statusCode":400}"#,
            "user_exists",
            Some("The user already exists."),
        ),
        (
            r#"{"code":"invalid_password","description":{"rules":[]},"message":"Password is too weak"}"#,
            "invalid_password",
            Some("Password is too weak"),
        ),
        (
            r#"{"statusCode":400,"error":"Bad Request","message":"Not a valid request.","errorCode":"invalid_request"}"#,
            "invalid_request",
            Some("Not a valid request."),
        ),
        (r#"{"error":"Unauthorized"}"#, "Unauthorized", None),
    ] {
        let expected = (code.to_owned(), description.map(str::to_owned));
        assert_eq!(decoded(body), Some(expected), "{body}");
    }
}

#[test]
fn what_is_no_shape_is_no_problem_of_the_vendor() {
    for body in [
        "",
        "<html>",
        "Bad Request",
        "[]",
        "{}",
        r#"{"error":5}"#,
        r#"{"message":"x"}"#,
    ] {
        assert_eq!(decoded(body), None, "{body}");
    }
}

#[test]
fn a_second_factor_is_named_whichever_list_is_missing() {
    let with = |requirements: &str| {
        let body = format!(
            r#"{{"error":"mfa_required","error_description":"x","mfa_token":"Fe26.2*secret"{requirements}}}"#
        );
        let mfa = problem(&body).details.mfa.unwrap();
        (mfa.challenge, mfa.enroll)
    };

    assert_eq!(with(""), (vec![], vec![]));
    assert_eq!(with(r#","mfa_requirements":null"#), (vec![], vec![]));
    assert_eq!(
        with(r#","mfa_requirements":{"challenge":[{"type":"otp"},{"type":"iris"},5]}"#),
        (
            vec![MfaFactorType::Otp, MfaFactorType::Other("iris".to_owned())],
            vec![]
        )
    );
    assert_eq!(
        with(r#","mfa_requirements":{"enroll":[{"type":"phone"}]}"#),
        (vec![], vec![MfaFactorType::Phone])
    );
    assert!(problem(r#"{"error":"mfa_required"}"#).details.mfa.is_none());
}

#[test]
fn no_token_is_in_what_is_printed() {
    let long = "t".repeat(80);
    let printed = format!(
        "{:?}",
        problem(&format!(
            r#"{{"error":"mfa_required","error_description":"Bad {long}","mfa_token":"Fe26.2*secret"}}"#
        ))
    );

    assert!(
        !printed.contains("secret") && !printed.contains("tttt"),
        "{printed}"
    );
}

#[test]
fn the_rules_of_a_password_are_kept_and_filled_in() {
    let refusal = problem(
        r#"{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password",
            "description":{"rules":[
                {"message":"At least %d characters in length","format":[8],"code":"lengthAtLeast","verified":true},
                {"message":"Contain at least %d of the following %d types of characters:","format":[3,4],
                 "code":"containsAtLeast","verified":false,"items":[
                    {"message":"lower\u202e case letters (a-z)","code":"lowerCase","verified":true}]},
                {"message":"no code"}, 5],"verified":false},
            "policy":"* At least 8 characters in length\n* Contain at least 3","statusCode":400}"#,
    );
    let password = refusal.details.password.unwrap();

    assert_eq!(password.name, PasswordRefusalName::Strength);
    assert_eq!(
        password.policy.unwrap().as_str(),
        "At least 8 characters in length; Contain at least 3"
    );
    let [length, kinds] = password.rules.as_slice() else {
        panic!("{:?}", password.rules)
    };
    assert_eq!(length.message.as_str(), "At least 8 characters in length");
    assert!(length.is_verified && length.items.is_empty());
    assert_eq!(
        kinds.message.as_str(),
        "Contain at least 3 of the following 4 types of characters:"
    );
    assert_eq!(kinds.code, "containsAtLeast");
    assert!(!kinds.is_verified);
    assert_eq!(kinds.items[0].message.as_str(), "lower case letters (a-z)");
}
