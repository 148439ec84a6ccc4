//! `@auth0/auth0-auth-js`: the MFA API.

use emulator::{ADA, BOB, Emulator, NOOR, Person};
use serde_json::{Value, json};

use super::{
    World,
    given::{allow_passwords, arguments, mfa_token, password_grant, post},
    ours::{Ours, mfa},
    outcome::{
        Expected::{Answer, Refusal, Tokens},
        Outcome,
    },
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
    let of_noor = async |emulator: &Emulator| with_token(emulator, &NOOR, json!({})).await;
    let app_and_paper = json!([
        { "authenticator_type": "otp", "active": true },
        { "authenticator_type": "recovery-code", "active": true },
    ]);
    world
        .both(call, of_noor, mfa::authenticators, Answer(app_and_paper))
        .await;
    let of_ada = async |emulator: &Emulator| with_token(emulator, &ADA, json!({})).await;
    let phone = json!([{ "authenticator_type": "oob", "name": "XXXXXXXXX5678" }]);
    world
        .both(call, of_ada, mfa::authenticators, Answer(phone))
        .await;

    let nonsense = arguments(json!([{ "mfaToken": "nonsense" }]));
    world
        .both(
            call,
            nonsense,
            mfa::authenticators,
            Refusal(403, "invalid_grant"),
        )
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
        .both(
            call,
            app,
            mfa::challenge,
            Answer(json!({ "challenge_type": "otp" })),
        )
        .await;

    let phone = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "challengeType": "oob" })).await
    };
    let asked = Answer(json!({ "challenge_type": "oob", "binding_method": "prompt" }));
    world.both(call, phone, mfa::challenge, asked).await;

    let app_of_ada = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "challengeType": "otp" })).await
    };
    world
        .both(
            call,
            app_of_ada,
            mfa::challenge,
            Refusal(403, "unsupported_challenge_type"),
        )
        .await;
    let none = async |emulator: &Emulator| {
        with_token(emulator, &BOB, json!({ "challengeType": "otp" })).await
    };
    world
        .both(
            call,
            none,
            mfa::challenge,
            Refusal(403, "association_required"),
        )
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
    world.both(call, app, mfa::verify, Tokens(NOOR.email)).await;

    let message = async |emulator: &Emulator| texted(emulator, None).await;
    world
        .both(call, message, mfa::verify, Tokens(ADA.email))
        .await;

    let paper = async |emulator: &Emulator| {
        let code = emulator.recovery_code(NOOR.email);
        let more = json!({ "factorType": "recovery-code", "recoveryCode": code });
        with_token(emulator, &NOOR, more).await
    };
    world
        .both(call, paper, mfa::verify, Tokens(NOOR.email))
        .await;

    let refused = Refusal(403, "invalid_grant");
    let wrong = async |emulator: &Emulator| {
        with_token(
            emulator,
            &NOOR,
            json!({ "factorType": "otp", "otp": "000000" }),
        )
        .await
    };
    world.both(call, wrong, mfa::verify, refused.clone()).await;
    let wrong = async |emulator: &Emulator| texted(emulator, Some("000000")).await;
    world.both(call, wrong, mfa::verify, refused.clone()).await;
    let wrong = async |emulator: &Emulator| {
        let more = json!({ "factorType": "recovery-code", "recoveryCode": "A".repeat(24) });
        with_token(emulator, &NOOR, more).await
    };
    world.both(call, wrong, mfa::verify, refused).await;
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
    assert_eq!(enrolled["recovery_codes"].as_array().unwrap().len(), 1);
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
        assert_eq!(enrolled["binding_method"], "prompt", "{enrolled}");
        let proof = json!([{
            "mfaToken": given[0]["mfaToken"],
            "factorType": "oob",
            "oobCode": enrolled["oob_code"],
            "bindingCode": world.emulator.last_code(confirmed_at),
        }]);
        world.vendor.ok("mfa.verify", proof).await;
    }

    let app = async |emulator: &Emulator| {
        with_token(emulator, &BOB, json!({ "authenticatorTypes": ["otp"] })).await
    };
    let begun = Answer(json!({ "authenticator_type": "otp" }));
    world.both(call, app, mfa::associate, begun).await;
    let number = async |emulator: &Emulator| {
        let more = json!({
            "authenticatorTypes": ["oob"],
            "oobChannels": ["sms"],
            "phoneNumber": NUMBER,
        });
        with_token(emulator, &BOB, more).await
    };
    let begun = Answer(json!({
        "authenticator_type": "oob",
        "oob_channel": "sms",
        "binding_method": "prompt",
    }));
    world.both(call, number, mfa::associate, begun).await;
    let second = async |emulator: &Emulator| {
        with_token(emulator, &ADA, json!({ "authenticatorTypes": ["otp"] })).await
    };
    world
        .both(call, second, mfa::associate, Refusal(403, "access_denied"))
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
    assert!(enrolled["barcode_uri"].is_string(), "{enrolled}");
    let proof = json!([{
        "mfaToken": given[0]["mfaToken"],
        "factorType": "oob",
        "oobCode": enrolled["oob_code"],
    }]);
    let answer = world.vendor.call("mfa.verify", &proof).await;
    assert_eq!(answer["error"]["code"], "authorization_pending", "{answer}");

    assert_eq!(world.emulator.approve_push(BOB.email), 1);
    // Asking again within five seconds is asking too often.
    world.emulator.advance(std::time::Duration::from_secs(6));
    world.vendor.ok("mfa.verify", proof).await;
}

/// Removing takes a token for the MFA API itself, of the domain the call goes to; so each client gets one of its own.
#[tokio::test]
async fn a_factor_is_removed_with_a_token_for_that() {
    let Some(mut world) = World::with(SCRIPT).await else {
        return;
    };
    let call = "mfa.deleteAuthenticator";
    let id = "totp|dev_NoorTotp00000001";
    let access = |origin: String| {
        json!({
            "username": NOOR.email,
            "password": NOOR.password,
            "audience": format!("{origin}/mfa/"),
            "scope": "read:authenticators remove:authenticators",
        })
    };
    allow_passwords(&world.emulator);
    let sign_in = json!([access(world.emulator.auth0_tls_url())]);
    let tokens = world.vendor.ok("getTokenByPassword", sign_in).await;
    let token = &tokens["access_token"];
    let remove = json!([{ "authenticatorId": id, "mfaToken": token }]);
    let theirs = Outcome::of_line(&world.vendor.call(call, &remove).await);
    let left = world
        .vendor
        .ok("mfa.listAuthenticators", json!([{ "mfaToken": token }]))
        .await;
    assert!(!left.to_string().contains(id), "{left}");
    let theirs_again = Outcome::of_line(&world.vendor.call(call, &remove).await);

    world.emulator.reset();
    let given = access(world.emulator.auth0_url());
    let tokens = password_grant(&world.emulator, &NOOR, given).await;
    let remove = json!({ "authenticatorId": id, "mfaToken": tokens["access_token"] });
    let ours = Ours::new(&world.emulator);
    let once = mfa::remove(&ours, &remove).await;
    let again = mfa::remove(&ours, &remove).await;

    assert!(once.agrees_with(&theirs), "{once:?} {theirs:?}");
    assert!(
        again.agrees_with(&theirs_again),
        "{again:?} {theirs_again:?}"
    );
    assert!(matches!(
        again,
        Outcome::Refused {
            status: Some(404),
            ..
        }
    ));
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
