//! Enrolments that something comes in the way of, and codes that are none.

use std::time::Duration;

use account::{
    AccountId, Confirmation, EnrolmentProof, Error, FactorKind, NewFactor, OneTimeCode, PhoneWay,
    Refusal, totp::CodeProblem,
};
use emulator::{ADA, BOB, Fault};
use serde_json::json;

use super::{METHODS, find, has};
use crate::support::World;

/// In characters: more than anybody types.
const LONG: usize = 1_000;

fn proof(world: &World) -> EnrolmentProof {
    EnrolmentProof::Code(OneTimeCode::new(
        world.emulator.totp_code(BOB.email).unwrap(),
    ))
}

/// An authenticator app that is begun, and the path that its code goes to.
async fn begun(world: &World, bob: &AccountId) -> (account::FactorId, String) {
    let started = world.accounts.start_enrolment(bob, &NewFactor::Totp);
    let id = started.await.unwrap().id;
    let path = format!("{METHODS}/{}/verify", id.as_str().replace('|', "%7C"));

    (id, path)
}

#[tokio::test]
async fn an_enrolment_that_expires_half_way_says_so_and_is_begun_anew() {
    let (world, bob) = World::bob().await;
    let (id, path) = begun(&world, &bob).await;
    let life = world
        .emulator
        .settings()
        .auth0
        .my_account_api
        .auth_session_secs;
    world.advance(Duration::from_secs(life + 1));
    let late = world
        .accounts
        .confirm_enrolment(&bob, &id, &proof(&world))
        .await;
    assert!(
        matches!(late, Err(Error::Refused(Refusal::Expired))),
        "{late:?}"
    );
    assert_eq!(world.emulator.count(&path), 1);

    // What is left of it is discarded, and the next one counts.
    let left = world.accounts.discard_enrolment(&bob, &id).await.unwrap();
    assert!(!has(&left, &FactorKind::Totp));
    let reading = world.enrolled(&bob, &BOB).await;
    assert!(find(&reading, &FactorKind::Totp).is_confirmed);
}

#[tokio::test]
async fn too_many_requests_half_way_cost_a_wait_and_not_the_enrolment() {
    let (world, bob) = World::bob().await;
    let (id, path) = begun(&world, &bob).await;
    world
        .emulator
        .fail_next(&path, Fault::too_many_requests("40"));
    let refused = world
        .accounts
        .confirm_enrolment(&bob, &id, &proof(&world))
        .await;
    assert!(
        matches!(refused, Err(Error::RateLimited { retry_after }) if retry_after.as_secs() == 40),
        "{refused:?}"
    );
    // Nobody is asked before the time is over.
    let again = world
        .accounts
        .confirm_enrolment(&bob, &id, &proof(&world))
        .await;
    assert!(matches!(again, Err(Error::RateLimited { .. })), "{again:?}");
    assert_eq!(world.emulator.count(&path), 1);

    world.advance(Duration::from_secs(41));
    let confirmed = world
        .accounts
        .confirm_enrolment(&bob, &id, &proof(&world))
        .await;
    assert!(
        matches!(confirmed, Ok(Confirmation::Added(_))),
        "{confirmed:?}"
    );
}

#[tokio::test]
async fn an_enrolment_that_somebody_discards_elsewhere_is_over() {
    let (world, bob) = World::bob().await;
    let (id, _) = begun(&world, &bob).await;
    // A code lives for half a minute, and starting takes a part of it.
    let elsewhere = world.restarted().await;
    let code = proof(&world);
    elsewhere.discard_enrolment(&bob, &id).await.unwrap();
    let gone = world.accounts.confirm_enrolment(&bob, &id, &code).await;
    // The provider says no more than that it does not take the code.
    assert!(
        matches!(gone, Err(Error::Refused(Refusal::WrongCode))),
        "{gone:?}"
    );

    let reading = world.accounts.refresh_factors(&bob).await.unwrap();
    assert!(!has(&reading, &FactorKind::Totp));
    world.enrolled(&bob, &BOB).await;
}

#[tokio::test]
async fn a_code_of_a_thousand_digits_is_sent_nowhere() {
    let (world, bob) = World::bob().await;
    let endless = || EnrolmentProof::Code(OneTimeCode::new("1".repeat(LONG)));
    let (id, path) = begun(&world, &bob).await;
    let refused = world
        .accounts
        .confirm_enrolment(&bob, &id, &endless())
        .await;
    assert!(
        matches!(
            refused,
            Err(Error::CodeNotRight(CodeProblem::WrongLength {
                expected: 6
            }))
        ),
        "{refused:?}"
    );
    assert_eq!(world.emulator.count(&path), 0);

    let phone = NewFactor::Phone {
        number: "+12025550143".to_owned(),
        way: PhoneWay::Sms,
    };
    let sent = world.accounts.start_enrolment(&bob, &phone).await.unwrap();
    let path = format!("{METHODS}/{}/verify", sent.id.as_str().replace('|', "%7C"));
    let refused = world
        .accounts
        .confirm_enrolment(&bob, &sent.id, &endless())
        .await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::WrongCode))),
        "{refused:?}"
    );
    assert_eq!(world.emulator.count(&path), 0);
}

#[tokio::test]
async fn a_key_of_the_provider_that_is_not_base32_is_no_key() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    for key in ["", "0189", "not base32!", "GEZD\u{0}GNBV", "ÄÖÜ"] {
        let answer = json!({ "imageUrl": "", "totpSecret": key });
        world
            .emulator
            .fail_next("/v1/mfa/totp/generate", Fault::json(200, &answer));
        let started = world.accounts.start_enrolment(&ada, &NewFactor::Totp).await;
        assert!(
            matches!(&started, Err(Error::Misconfigured { hint, .. }) if hint == "totp_secret"),
            "{key:?}: {started:?}"
        );
    }
    let bob = world.sign_in(&BOB).await;
    for address in [
        "otpauth://totp/Acme:bob?secret=0189&issuer=Acme",
        "otpauth://totp/Acme:bob?issuer=Acme",
        "javascript:alert(1)",
    ] {
        let answer = json!({ "id": "totp|x1", "auth_session": "s", "barcode_uri": address, "manual_input_code": "0189" });
        world.emulator.fail_next(METHODS, Fault::json(202, &answer));
        let started = world.accounts.start_enrolment(&bob, &NewFactor::Totp).await;
        assert!(
            matches!(started, Err(Error::ProviderFailed { .. })),
            "{address}: {started:?}"
        );
    }
}
