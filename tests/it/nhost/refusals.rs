//! Every refusal that the service documents, of every member: each comes about at least once, with its status.
//!
//! The members and their words are those of the [reference](https://docs.nhost.io/reference/javascript/nhost-js/auth);
//! what each operation answers beyond that was observed on servers of three generations.

mod provoke;

use emulator::Emulator;

use self::provoke::{Address, Told, provoke};

/// What a check of the caller's own row answers: somebody deleted or blocked, disabled, not verified, or anonymous.
const OF_THE_CALLER: [&str; 4] = [
    "invalid-email-password",
    "disabled-user",
    "unverified-user",
    "forbidden-anonymous",
];

/// What each member documents.
const DOCUMENTED: [(&str, &[&str]); 35] = [
    (
        "signUpEmailPassword",
        &[
            "signup-disabled",
            "email-already-in-use",
            "user-already-exists",
            "invalid-email-password",
            "password-too-short",
            "password-in-hibp-database",
            "role-not-allowed",
            "default-role-must-be-in-allowed-roles",
            "redirectTo-not-allowed",
            "disabled-user",
        ],
    ),
    (
        "signInEmailPassword",
        &["invalid-email-password", "unverified-user", "disabled-user"],
    ),
    (
        "verifySignInMfaTotp",
        &[
            "invalid-ticket",
            "invalid-totp",
            "disabled-mfa-totp",
            "no-totp-secret",
            "disabled-endpoint",
        ],
    ),
    ("signInOTPEmail", SENT_TO_AN_ADDRESS),
    ("verifySignInOTPEmail", &["invalid-ticket", "invalid-otp"]),
    ("signInPasswordlessEmail", SENT_TO_AN_ADDRESS),
    (
        "signInPasswordlessSms",
        &[
            "disabled-endpoint",
            "cannot-send-sms",
            "forbidden-anonymous",
        ],
    ),
    (
        "verifySignInPasswordlessSms",
        &["invalid-request", "invalid-otp"],
    ),
    ("signInAnonymous", &["disabled-endpoint", "signup-disabled"]),
    (
        "deanonymizeUser",
        &[
            "user-not-anonymous",
            "email-already-in-use",
            "user-already-exists",
            "invalid-request",
        ],
    ),
    (
        "signInIdToken",
        &["invalid-request", "disabled-endpoint", "signup-disabled"],
    ),
    (
        "linkIdToken",
        &["invalid-request", "provider-account-already-linked"],
    ),
    (
        "signInPAT",
        &["invalid-pat", "disabled-user", "unverified-user"],
    ),
    ("createPAT", &[]),
    (
        "signInProviderURL",
        &[
            "redirectTo-not-allowed",
            "disabled-endpoint",
            "invalid-state",
            "oauth-token-echange-failed",
            "oauth-profile-fetch-failed",
            "oauth-provider-error",
            "provider-account-already-linked",
        ],
    ),
    ("getProviderTokens", &[]),
    (
        "refreshProviderToken",
        &["disabled-endpoint", "oauth-provider-error"],
    ),
    ("signUpWebauthn", &["disabled-endpoint", "signup-disabled"]),
    (
        "verifySignUpWebauthn",
        &["invalid-request", "email-already-in-use"],
    ),
    (
        "signInWebauthn",
        &[
            "invalid-email-password",
            "invalid-request",
            "disabled-user",
            "unverified-user",
            "forbidden-anonymous",
            "disabled-endpoint",
        ],
    ),
    ("verifySignInWebauthn", &["invalid-request", ""]),
    ("elevateWebauthn", &["invalid-request", "disabled-endpoint"]),
    ("verifyElevateWebauthn", &["invalid-request"]),
    ("addSecurityKey", &["disabled-endpoint"]),
    (
        "verifyAddSecurityKey",
        &["invalid-request", "internal-server-error"],
    ),
    ("changeUserMfa", &["disabled-endpoint"]),
    (
        "verifyChangeUserMfa",
        &[
            "totp-already-active",
            "no-totp-secret",
            "invalid-totp",
            "disabled-mfa-totp",
        ],
    ),
    (
        "changeUserPassword",
        &[
            "invalid-ticket",
            "password-too-short",
            "password-in-hibp-database",
            "invalid-request",
        ],
    ),
    ("sendPasswordResetEmail", &["redirectTo-not-allowed"]),
    (
        "changeUserEmail",
        &[
            "email-already-in-use",
            "user-already-exists",
            "redirectTo-not-allowed",
        ],
    ),
    (
        "sendVerificationEmail",
        &["email-already-verified", "invalid-email-password"],
    ),
    (
        "verifyTicketURL",
        &["invalid-ticket", "disabled-user", "redirectTo-not-allowed"],
    ),
    (
        "refreshToken",
        &["invalid-refresh-token", "disabled-user", "unverified-user"],
    ),
    ("verifyToken", &["invalid-request"]),
    ("signOut", &["invalid-request"]),
];

const SENT_TO_AN_ADDRESS: &[&str] = &[
    "disabled-endpoint",
    "signup-disabled",
    "invalid-email-password",
    "disabled-user",
    "unverified-user",
    "forbidden-anonymous",
    "role-not-allowed",
    "default-role-must-be-in-allowed-roles",
    "redirectTo-not-allowed",
];

/// The members that look at the row of whoever calls.
const CALLED_BY_SOMEBODY: [&str; 9] = [
    "linkIdToken",
    "createPAT",
    "getProviderTokens",
    "elevateWebauthn",
    "verifyElevateWebauthn",
    "addSecurityKey",
    "changeUserMfa",
    "changeUserEmail",
    "getUser",
];

/// What is documented and cannot come about through this client, and why.
const CANNOT: [(&str, &str, &str); 7] = [
    ("signInOTPEmail", "unverified-user", VERIFIES),
    ("signInPasswordlessEmail", "unverified-user", VERIFIES),
    ("signInOTPEmail", "forbidden-anonymous", NO_ADDRESS),
    ("signInPasswordlessEmail", "forbidden-anonymous", NO_ADDRESS),
    ("signInWebauthn", "forbidden-anonymous", NO_ADDRESS),
    ("signInPasswordlessSms", "forbidden-anonymous", NO_ADDRESS),
    (
        "deanonymizeUser",
        "invalid-request",
        "the client has no way to leave the password out",
    ),
];

const VERIFIES: &str = "what is sent to the address is what verifies it";
const NO_ADDRESS: &str = "an anonymous user has neither an address nor a number to be found by";

/// Words that no operation says: one is unused on the server, the others belong to servers that nobody has yet.
const NEVER_SAID: [&str; 3] = [
    "locale-not-allowed",
    "mfa-type-not-found",
    "otp-too-many-attempts",
];

/// The status that goes with a word, whatever the operation.
fn status(code: &str) -> u16 {
    match code {
        "disabled-user"
        | "invalid-email-password"
        | "unverified-user"
        | "invalid-pat"
        | "invalid-refresh-token"
        | "invalid-ticket"
        | "disabled-mfa-totp"
        | "invalid-totp" => 401,
        "forbidden-anonymous" | "signup-disabled" => 403,
        "disabled-endpoint" | "email-already-in-use" | "user-already-exists" => 409,
        "internal-server-error" | "" => 500,
        _ => 400,
    }
}

#[tokio::test]
async fn every_documented_refusal_of_every_member_comes_about() {
    let own = DOCUMENTED
        .into_iter()
        .flat_map(|(member, codes)| codes.iter().map(move |code| (member, *code)));
    let of_callers = CALLED_BY_SOMEBODY
        .into_iter()
        .flat_map(|member| OF_THE_CALLER.map(|code| (member, code)));
    let rows: Vec<(&str, &str)> = own.chain(of_callers).collect();
    let excuse = |row: &(&str, &str)| {
        CANNOT
            .iter()
            .any(|(member, code, _)| row == &(*member, *code))
    };
    for (member, code, _) in CANNOT {
        assert!(rows.contains(&(member, code)), "{member} {code} is no row");
    }

    let emulator = Emulator::start().await.unwrap();
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|row| !excuse(row)) {
        let (member, code) = *row;
        let told = provoke(&emulator, member, code).await;
        let expected = match Address::of(member, code) {
            // What a browser is sent home with has a status that says nothing.
            Address::Redirect => Told::Redirect(code.to_owned()),
            Address::Answer => Told::Answer(status(code), code.to_owned()),
        };
        if told != expected {
            wrong.push(format!("{member} {code}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_word_of_the_service_belongs_to_an_operation() {
    let said = |code: &str| {
        let own = DOCUMENTED.iter().any(|(_, codes)| codes.contains(&code));

        own || OF_THE_CALLER.contains(&code)
    };
    // Of the validator, of the check in front of the service, and our own for an unknown path.
    let beside = [
        "request-validation-error",
        "schema-validation-error",
        "unauthorized",
        "endpoint-not-found",
        "turnstile-required",
    ];
    let words: Vec<&str> = include_str!("../../../src-tauri/crates/nhost/src/problem.rs")
        .lines()
        .filter_map(|line| line.split_once(" = \"")?.1.strip_suffix("\","))
        .collect();
    assert!(words.len() > 35, "{words:?}");
    for word in words {
        assert!(
            said(word) || beside.contains(&word) || NEVER_SAID.contains(&word),
            "{word} is said by nobody"
        );
    }
}
