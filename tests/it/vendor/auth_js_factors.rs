//! `@auth0/auth0-auth-js`: the MFA API.

use emulator::{ADA, BOB, Emulator, NOOR, Person};
use serde_json::{Value, json};

use super::{
    World,
    given::{allow_passwords, arguments, mfa_token, post},
    outcome::Expected::{Answer, Refusal, Tokens},
};

const SCRIPT: &str = "auth0-auth-js.js";
const NUMBER: &str = "+4915198765432";

/// Somebody's proof of the first factor, beside further members.
async fn with_token(emulator: &Emulator, person: &Person, mut more: Value) -> Value {
    more["mfaToken"] = mfa_token(emulator, person).await;

    json!([more])
}

#[tokio::test]
async fn factors_are_listed() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.listAuthenticators";
    let noor = with_token(&world.emulator, &NOOR, json!({})).await;
    let listed = world.vendor.ok(call, noor).await;
    let kinds: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["authenticatorType"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["otp", "recovery-code"], "{listed}");

    let nonsense = arguments(json!([{ "mfaToken": "nonsense" }]));
    world
        .vendor(call, nonsense, Refusal(403, "invalid_grant"))
        .await;
}

#[tokio::test]
async fn a_factor_is_asked_for() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.challengeAuthenticator";
    let app = async |emulator: &Emulator| {
        with_token(emulator, &NOOR, json!({ "challengeType": "otp" })).await
    };
    world
        .vendor(call, app, Answer(json!({ "challengeType": "otp" })))
        .await;

    let phone = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "challengeType": "oob" })).await
    };
    let asked = Answer(json!({ "challengeType": "oob", "bindingMethod": "prompt" }));
    world.vendor(call, phone, asked).await;

    let app_of_ada = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "challengeType": "otp" })).await
    };
    world
        .vendor(call, app_of_ada, Refusal(403, "unsupported_challenge_type"))
        .await;
    let none = async |emulator: &Emulator| {
        with_token(emulator, &BOB, json!({ "challengeType": "otp" })).await
    };
    world
        .vendor(call, none, Refusal(403, "association_required"))
        .await;
}

#[tokio::test]
async fn a_code_of_an_app_or_a_message_or_a_sheet_of_paper_signs_in() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.verify";
    let app = async |emulator: &Emulator| {
        let more = json!({ "factorType": "otp", "otp": emulator.totp_code(NOOR.email) });
        with_token(emulator, &NOOR, more).await
    };
    world.vendor(call, app, Tokens(NOOR.email)).await;

    let message = async |emulator: &Emulator| texted(emulator, None).await;
    world.vendor(call, message, Tokens(ADA.email)).await;

    let paper = async |emulator: &Emulator| {
        let code = emulator.recovery_code(NOOR.email);
        let more = json!({ "factorType": "recovery-code", "recoveryCode": code });
        with_token(emulator, &NOOR, more).await
    };
    world.vendor(call, paper, Tokens(NOOR.email)).await;

    let refused = Refusal(403, "invalid_grant");
    let wrong = async |emulator: &Emulator| {
        with_token(
            emulator,
            &NOOR,
            json!({ "factorType": "otp", "otp": "000000" }),
        )
        .await
    };
    world.vendor(call, wrong, refused.clone()).await;
    let wrong = async |emulator: &Emulator| texted(emulator, Some("000000")).await;
    world.vendor(call, wrong, refused.clone()).await;
    let wrong = async |emulator: &Emulator| {
        let more = json!({ "factorType": "recovery-code", "recoveryCode": "A".repeat(24) });
        with_token(emulator, &NOOR, more).await
    };
    world.vendor(call, wrong, refused).await;
}

#[tokio::test]
async fn a_spent_recovery_code_is_replaced() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let old = world.emulator.recovery_code(NOOR.email).unwrap();
    let more = json!({ "factorType": "recovery-code", "recoveryCode": old });
    let given = with_token(&world.emulator, &NOOR, more).await;

    let answer = world.vendor.ok("mfa.verify", given).await;

    let new = world.emulator.recovery_code(NOOR.email);
    assert_eq!(answer["recovery_code"].as_str(), new.as_deref());
    assert_ne!(new, Some(old));
}

#[tokio::test]
async fn a_first_factor_is_enrolled_and_confirmed_by_signing_in_with_it() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.enrollAuthenticator";
    let more = json!({ "authenticatorTypes": ["otp"] });
    let given = with_token(&world.emulator, &BOB, more).await;
    let enrolled = world.vendor.ok(call, given.clone()).await;
    assert_eq!(enrolled["recoveryCodes"].as_array().unwrap().len(), 1);
    let secret = enrolled["secret"].as_str().unwrap();
    let proof = json!([{
        "mfaToken": given[0]["mfaToken"],
        "factorType": "otp",
        "otp": world.emulator.totp_code_of(secret),
    }]);
    world.vendor.ok("mfa.verify", proof).await;

    for (more, confirmed_at) in [
        (
            json!({ "authenticatorTypes": ["oob"], "oobChannels": ["sms"], "phoneNumber": NUMBER }),
            NUMBER,
        ),
        (
            json!({ "authenticatorTypes": ["oob"], "oobChannels": ["email"], "email": "b@example.com" }),
            "b@example.com",
        ),
        (
            // Without an address, the person's own.
            json!({ "authenticatorTypes": ["oob"], "oobChannels": ["email"] }),
            BOB.email,
        ),
    ] {
        world.emulator.reset();
        let given = with_token(&world.emulator, &BOB, more).await;
        let enrolled = world.vendor.ok(call, given.clone()).await;
        assert_eq!(enrolled["bindingMethod"], "prompt", "{enrolled}");
        let proof = json!([{
            "mfaToken": given[0]["mfaToken"],
            "factorType": "oob",
            "oobCode": enrolled["oobCode"],
            "bindingCode": world.emulator.last_code(confirmed_at),
        }]);
        world.vendor.ok("mfa.verify", proof).await;
    }

    let second = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "authenticatorTypes": ["otp"] })).await
    };
    world
        .vendor(call, second, Refusal(403, "access_denied"))
        .await;
}

#[tokio::test]
async fn a_push_is_approved_or_denied_elsewhere() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let more = json!({ "authenticatorTypes": ["oob"], "oobChannels": ["auth0"] });
    let given = with_token(&world.emulator, &BOB, more).await;
    let enrolled = world
        .vendor
        .ok("mfa.enrollAuthenticator", given.clone())
        .await;
    assert!(enrolled["barcodeUri"].is_string(), "{enrolled}");
    let proof = json!([{
        "mfaToken": given[0]["mfaToken"],
        "factorType": "oob",
        "oobCode": enrolled["oobCode"],
    }]);
    let answer = world.vendor.call("mfa.verify", &proof).await;
    assert_eq!(answer["error"]["code"], "authorization_pending", "{answer}");

    assert_eq!(world.emulator.approve_push(BOB.email), 1);
    // Asking again within five seconds is asking too often.
    world.emulator.advance(std::time::Duration::from_secs(6));
    world.vendor.ok("mfa.verify", proof).await;
}

/// Removing takes a token for the MFA API itself, of the domain the call goes to.
#[tokio::test]
async fn a_factor_is_removed_with_a_token_for_that() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.deleteAuthenticator";
    let audience = format!("{}/mfa/", world.emulator.auth0_tls_url());
    let sign_in = json!([{
        "username": NOOR.email,
        "password": NOOR.password,
        "audience": audience,
        "scope": "read:authenticators remove:authenticators",
    }]);
    allow_passwords(&world.emulator);
    let tokens = world.vendor.ok("getTokenByPassword", sign_in).await;
    let token = &tokens["access_token"];
    let id = "totp|dev_NoorTotp00000001";
    let remove = json!([{ "authenticatorId": id, "mfaToken": token }]);
    world.vendor.ok(call, remove.clone()).await;

    let left = world
        .vendor
        .ok("mfa.listAuthenticators", json!([{ "mfaToken": token }]))
        .await;
    assert!(!left.to_string().contains(id), "{left}");
    let again = world.vendor.call(call, &remove).await;
    assert_eq!(again["error"]["status"], 404, "{again}");
}

/// Ada's answer to a text message; another code in place of the one that was sent.
async fn texted(emulator: &Emulator, typed: Option<&str>) -> Value {
    let mfa_token = mfa_token(emulator, &ADA).await;
    let body = json!({
        "client_id": emulator.client_id(),
        "mfa_token": mfa_token,
        "challenge_type": "oob",
    });
    let asked = post(emulator, "/mfa/challenge", &body).await;
    let sent = emulator.outbox().pop().and_then(|mail| mail.code);

    json!([{
        "mfaToken": mfa_token,
        "factorType": "oob",
        "oobCode": asked["oob_code"],
        "bindingCode": typed.map(str::to_owned).or(sent),
    }])
}
