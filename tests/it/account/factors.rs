mod half_way;
mod pictures;
mod replacements;

use std::time::Duration;

use account::{
    AccountId, Confirmation, EnrolmentChallenge, EnrolmentProof, Error, Factor, FactorDetail,
    FactorId, FactorKind, FactorsReading, NewFactor, OneTimeCode, Password, PhoneWay, Refusal,
    Tier, forecast::Removal, totp::CodeProblem,
};
use emulator::{BOB, Fault, Person};

use crate::support::World;

const METHODS: &str = "/me/v1/authentication-methods";
const FACTORS: &str = "/me/v1/factors";

impl World {
    async fn bob() -> (Self, AccountId) {
        let world = Self::new().await;
        let bob = world.sign_in(&BOB).await;
        world.emulator.forget_requests();

        (world, bob)
    }

    async fn enrolled(&self, account: &AccountId, person: &Person) -> FactorsReading {
        let started = self
            .accounts
            .start_enrolment(account, &NewFactor::Totp)
            .await
            .unwrap();
        let code = OneTimeCode::new(self.emulator.totp_code(person.email).unwrap());
        let confirmed = self
            .accounts
            .confirm_enrolment(account, &started.id, &EnrolmentProof::Code(code))
            .await
            .unwrap();

        added(confirmed)
    }
}

fn added(confirmation: Confirmation) -> FactorsReading {
    match confirmation {
        Confirmation::Added(reading) => reading,
        Confirmation::Waiting => panic!("still waiting"),
    }
}

fn find<'a>(reading: &'a FactorsReading, kind: &FactorKind) -> &'a Factor {
    reading
        .factors
        .iter()
        .find(|factor| factor.kind == *kind)
        .unwrap()
}

fn has(reading: &FactorsReading, kind: &FactorKind) -> bool {
    reading.factors.iter().any(|factor| factor.kind == *kind)
}

#[tokio::test]
async fn the_list_is_read_once_and_served_from_memory() {
    let (world, bob) = World::bob().await;
    let (one, other) = tokio::join!(world.accounts.factors(&bob), world.accounts.factors(&bob));
    assert_eq!(one.unwrap().factors, other.unwrap().factors);
    for _ in 0..10 {
        world.accounts.factors(&bob).await.unwrap();
    }

    assert_eq!(world.emulator.count(METHODS), 1);
    assert_eq!(world.emulator.count(FACTORS), 1);
}

#[tokio::test]
async fn what_can_be_added_is_told_and_the_rest_with_its_reason() {
    let (world, bob) = World::bob().await;
    world.emulator.change(|settings| {
        settings
            .auth0
            .my_account_api
            .factors
            .retain(|it| it.kind != "phone")
    });
    let offers = world.accounts.factors(&bob).await.unwrap().offers;
    let tier = |kind| offers.iter().find(|offer| offer.kind == kind).unwrap().tier;

    assert_eq!(tier(FactorKind::Totp), Tier::Native);
    assert!(matches!(tier(FactorKind::Phone), Tier::None(_)));
}

#[tokio::test]
async fn a_restart_knows_the_list_without_asking() {
    let (world, bob) = World::bob().await;
    let before = world.accounts.factors(&bob).await.unwrap();
    let after = world.restarted().await;
    world.emulator.forget_requests();

    assert_eq!(after.factors(&bob).await.unwrap().factors, before.factors);
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn signing_out_leaves_nothing_of_the_list() {
    let (world, bob) = World::bob().await;
    world.accounts.factors(&bob).await.unwrap();
    assert!(
        world
            .records
            .names()
            .iter()
            .any(|name| name.starts_with("factors-"))
    );
    world.accounts.sign_out(&bob).await.unwrap();

    assert!(
        !world
            .records
            .names()
            .iter()
            .any(|name| name.starts_with("factors-"))
    );
}

#[tokio::test]
async fn an_authenticator_app_is_added_renamed_and_removed_without_reading_the_list_again() {
    let (world, bob) = World::bob().await;
    world.accounts.factors(&bob).await.unwrap();
    let before = world.state().accounts[0].factors_changes;
    world.emulator.forget_requests();

    let reading = world.enrolled(&bob, &BOB).await;
    let totp = find(&reading, &FactorKind::Totp);
    assert!(totp.is_confirmed && totp.is_secondary && totp.can_rename);
    let id = totp.id.clone();
    let renamed = world.accounts.rename_factor(&bob, &id, "  My phone ").await;
    let renamed = renamed.unwrap();
    assert_eq!(
        find(&renamed, &FactorKind::Totp).name.as_deref(),
        Some("My phone")
    );
    let removed = world.accounts.remove_factor(&bob, &id, None).await.unwrap();
    assert!(!has(&removed, &FactorKind::Totp));

    let gets = world.emulator.requests();
    assert!(gets.iter().all(|it| it.method != "GET"), "{gets:?}");
    assert!(world.state().accounts[0].factors_changes > before);
    // What was patched is what the provider says.
    let read = world.accounts.refresh_factors(&bob).await.unwrap();
    assert_eq!(read.factors, removed.factors);
}

#[tokio::test]
async fn a_wrong_code_can_be_tried_again_and_an_abandoned_enrolment_is_shown() {
    let (world, bob) = World::bob().await;
    let started = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Totp)
        .await
        .unwrap();
    assert!(matches!(started.challenge, EnrolmentChallenge::Totp(_)));
    assert!(!find(&started.factors, &FactorKind::Totp).is_confirmed);
    let before = world.emulator.requests().len();
    for (typed, problem) in [
        ("12345", CodeProblem::WrongLength { expected: 6 }),
        ("abcdef", CodeProblem::NotDigits),
    ] {
        let proof = EnrolmentProof::Code(OneTimeCode::new(typed));
        let refused = world
            .accounts
            .confirm_enrolment(&bob, &started.id, &proof)
            .await;
        assert!(
            matches!(refused, Err(Error::CodeNotRight(it)) if it == problem),
            "{refused:?}"
        );
    }
    // The write was not spent.
    assert_eq!(world.emulator.requests().len(), before);

    let read = world.accounts.refresh_factors(&bob).await.unwrap();
    assert!(!find(&read, &FactorKind::Totp).is_confirmed);
    let discarded = world
        .accounts
        .discard_enrolment(&bob, &started.id)
        .await
        .unwrap();
    assert!(!has(&discarded, &FactorKind::Totp));
    assert!(
        !world
            .emulator
            .authentication_methods(BOB.email)
            .iter()
            .any(|method| method["type"] == "totp")
    );
}

#[tokio::test]
async fn phone_and_email_are_added_with_the_code_that_was_sent() {
    let (world, bob) = World::bob().await;
    let (number, address) = ("+4917612345678", "bob@home.example");
    for (new, to) in [
        (
            NewFactor::Phone {
                number: number.to_owned(),
                way: PhoneWay::Sms,
            },
            number,
        ),
        (
            NewFactor::Email {
                address: address.to_owned(),
            },
            address,
        ),
    ] {
        let started = world.accounts.start_enrolment(&bob, &new).await.unwrap();
        assert!(matches!(started.challenge, EnrolmentChallenge::CodeSent));
        let code = OneTimeCode::new(world.emulator.last_code(to).unwrap());
        let proof = EnrolmentProof::Code(code);
        let confirmed = world
            .accounts
            .confirm_enrolment(&bob, &started.id, &proof)
            .await;
        assert!(find(&added(confirmed.unwrap()), &new.kind()).is_confirmed);
    }

    let reading = world.accounts.factors(&bob).await.unwrap();
    let phone = find(&reading, &FactorKind::Phone);
    let called = world
        .accounts
        .set_phone_way(&bob, &phone.id, PhoneWay::Voice)
        .await
        .unwrap();
    assert!(matches!(
        &find(&called, &FactorKind::Phone).detail,
        FactorDetail::Phone {
            way: Some(PhoneWay::Voice),
            ..
        }
    ));
}

#[tokio::test]
async fn a_number_or_an_address_that_is_none_is_said_to_be_that() {
    let (world, bob) = World::bob().await;
    let phone = NewFactor::Phone {
        number: "0176".to_owned(),
        way: PhoneWay::Sms,
    };
    let email = NewFactor::Email {
        address: "nobody".to_owned(),
    };
    for (new, refusal) in [
        (phone, Refusal::PhoneNumberRefused),
        (email, Refusal::EmailRefused),
    ] {
        let refused = world.accounts.start_enrolment(&bob, &new).await;
        assert!(
            matches!(refused, Err(Error::Refused(it)) if it == refusal),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn the_providers_own_app_is_waited_for() {
    let (world, bob) = World::bob().await;
    let started = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Push)
        .await
        .unwrap();
    let proof = EnrolmentProof::Confirmed;
    let waiting = world
        .accounts
        .confirm_enrolment(&bob, &started.id, &proof)
        .await;
    assert!(matches!(waiting, Ok(Confirmation::Waiting)), "{waiting:?}");

    world.emulator.approve_push(BOB.email);
    let confirmed = world
        .accounts
        .confirm_enrolment(&bob, &started.id, &proof)
        .await
        .unwrap();
    assert!(has(&added(confirmed), &FactorKind::Push));
}

#[tokio::test]
async fn a_new_recovery_code_takes_the_place_of_the_old_one() {
    let (world, bob) = World::bob().await;
    for _ in 0..2 {
        let started = world
            .accounts
            .start_enrolment(&bob, &NewFactor::RecoveryCode)
            .await
            .unwrap();
        assert!(matches!(
            started.challenge,
            EnrolmentChallenge::RecoveryCode(_)
        ));
        let confirmed = world
            .accounts
            .confirm_enrolment(&bob, &started.id, &EnrolmentProof::Confirmed)
            .await
            .unwrap();
        let codes = added(confirmed).factors;
        let codes = codes
            .iter()
            .filter(|it| it.kind == FactorKind::RecoveryCode && it.is_confirmed);
        assert_eq!(codes.count(), 1);
    }
}

#[tokio::test]
async fn a_password_is_changed_by_the_providers_rules() {
    let (world, bob) = World::bob().await;
    let started = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Password)
        .await
        .unwrap();
    assert!(matches!(started.challenge, EnrolmentChallenge::Password(_)));
    let weak = EnrolmentProof::NewPassword(Password::new("short"));
    let refused = world
        .accounts
        .confirm_enrolment(&bob, &started.id, &weak)
        .await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::PasswordRefused))),
        "{refused:?}"
    );
    let good = EnrolmentProof::NewPassword(Password::new("Copper-lantern-93"));
    let confirmed = world
        .accounts
        .confirm_enrolment(&bob, &started.id, &good)
        .await
        .unwrap();
    let reading = added(confirmed);
    let passwords = reading
        .factors
        .iter()
        .filter(|it| it.kind == FactorKind::Password);
    assert_eq!(passwords.count(), 1);
}

#[tokio::test]
async fn an_enrolment_of_an_earlier_run_cannot_be_finished() {
    let (world, bob) = World::bob().await;
    let started = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Totp)
        .await
        .unwrap();
    let after = world.restarted().await;
    let proof = EnrolmentProof::Code(OneTimeCode::new("123456"));
    let refused = after.confirm_enrolment(&bob, &started.id, &proof).await;

    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    // It is listed, so that it can be discarded.
    let reading = after.factors(&bob).await.unwrap();
    assert!(!find(&reading, &FactorKind::Totp).is_confirmed);
}

#[tokio::test]
async fn a_rate_limit_is_kept_until_its_time_without_asking_again() {
    let (world, bob) = World::bob().await;
    world.accounts.factors(&bob).await.unwrap();
    world
        .emulator
        .fail_next(METHODS, Fault::too_many_requests("40"));
    let reading = world.accounts.refresh_factors(&bob).await.unwrap();
    assert!(
        matches!(reading.error, Some(Error::RateLimited { retry_after }) if retry_after.as_secs() == 40),
        "{:?}",
        reading.error
    );
    assert!(!reading.factors.is_empty());
    world.emulator.forget_requests();

    world.advance(Duration::from_secs(10));
    let again = world.accounts.refresh_factors(&bob).await.unwrap();
    assert!(
        matches!(again.error, Some(Error::RateLimited { retry_after }) if retry_after.as_secs() <= 30),
        "{:?}",
        again.error
    );
    assert_eq!(world.emulator.count(METHODS), 0);
    // Changing something has a counter of its own.
    world
        .accounts
        .start_enrolment(&bob, &NewFactor::Totp)
        .await
        .unwrap();

    world.advance(Duration::from_secs(31));
    let reading = world.accounts.refresh_factors(&bob).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_looked_after() {
    let (world, bob) = World::bob().await;
    let reading = world.enrolled(&bob, &BOB).await;
    let id = find(&reading, &FactorKind::Totp).id.clone();
    let path = format!("{METHODS}/{}", id.as_str().replace('|', "%7C"));

    world.emulator.fail_next(&path, Fault::drop_after_commit());
    let renamed = world.accounts.rename_factor(&bob, &id, "Work phone").await;
    assert_eq!(
        find(&renamed.unwrap(), &FactorKind::Totp).name.as_deref(),
        Some("Work phone")
    );
    world.emulator.fail_next(&path, Fault::drop_before_commit());
    let lost = world.accounts.rename_factor(&bob, &id, "Old phone").await;
    assert!(matches!(lost, Err(Error::Unreachable { .. })), "{lost:?}");

    world.emulator.fail_next(&path, Fault::drop_after_commit());
    let removed = world.accounts.remove_factor(&bob, &id, None).await.unwrap();
    assert!(!has(&removed, &FactorKind::Totp));
}

#[tokio::test]
async fn what_somebody_else_removed_leaves_the_list() {
    let (world, bob) = World::bob().await;
    let reading = world.enrolled(&bob, &BOB).await;
    let id = find(&reading, &FactorKind::Totp).id.clone();
    let elsewhere = world.restarted().await;
    elsewhere.remove_factor(&bob, &id, None).await.unwrap();

    let renamed = world.accounts.rename_factor(&bob, &id, "Phone").await;
    assert!(matches!(renamed, Err(Error::NotFound)), "{renamed:?}");
    let reading = world.accounts.factors(&bob).await.unwrap();
    assert!(!has(&reading, &FactorKind::Totp));
    assert!(matches!(
        world.accounts.factor(&bob, &id).await,
        Err(Error::NotFound)
    ));
    world.accounts.remove_factor(&bob, &id, None).await.unwrap();
}

#[tokio::test]
async fn what_the_provider_keeps_is_said_to_be_kept() {
    let (world, bob) = World::bob().await;
    let reading = world.enrolled(&bob, &BOB).await;
    let id = find(&reading, &FactorKind::Totp).id.clone();
    world.emulator.change(|settings| {
        settings.auth0.my_account_api.required_kinds = vec!["totp".to_owned()];
    });
    let refused = world.accounts.remove_factor(&bob, &id, None).await;

    assert!(
        matches!(refused, Err(Error::Refused(Refusal::NotRemovable))),
        "{refused:?}"
    );
    assert!(has(
        &world.accounts.factors(&bob).await.unwrap(),
        &FactorKind::Totp
    ));
}

#[tokio::test]
async fn a_code_is_judged_by_the_providers_clock() {
    let (world, bob) = World::bob().await;
    // This computer is four minutes behind.
    world.emulator.advance(Duration::from_secs(240));
    let reading = world.enrolled(&bob, &BOB).await;
    assert!(has(&reading, &FactorKind::Totp));
}

#[tokio::test]
async fn an_old_code_is_said_to_be_old() {
    let (world, bob) = World::bob().await;
    let started = world
        .accounts
        .start_enrolment(&bob, &NewFactor::Totp)
        .await
        .unwrap();
    let code = world.emulator.totp_code(BOB.email).unwrap();
    world.advance(Duration::from_secs(90));
    let proof = EnrolmentProof::Code(OneTimeCode::new(code));
    let refused = world
        .accounts
        .confirm_enrolment(&bob, &started.id, &proof)
        .await;

    assert!(
        matches!(refused, Err(Error::CodeNotRight(CodeProblem::ClockOff { seconds })) if seconds < 0),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_last_way_in_is_not_removed() {
    let (world, bob) = World::bob().await;
    let reading = world.enrolled(&bob, &BOB).await;
    let id = find(&reading, &FactorKind::Totp).id.clone();
    let preview = world.accounts.removal(&bob, &id).unwrap();
    assert!(matches!(preview.removal, Removal::LastSecondFactor));
    assert!(preview.remains.is_open());
    let security = world.accounts.security(&bob).unwrap();
    assert!(!security.forecasts.is_empty());
}

#[tokio::test]
async fn a_name_has_to_be_one() {
    let (world, bob) = World::bob().await;
    let id = FactorId::new("totp|dev_x".to_owned());
    for name in ["", "   ", "a\nb", &"x".repeat(65)] {
        let refused = world.accounts.rename_factor(&bob, &id, name).await;
        assert!(
            matches!(refused, Err(Error::InvalidInput(it)) if it.field == "name"),
            "{name}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn offline_the_last_known_list_is_shown_with_the_reason() {
    let (world, bob) = World::bob().await;
    let before = world.accounts.factors(&bob).await.unwrap();
    world
        .emulator
        .fail_times(METHODS, 5, Fault::drop_before_commit());
    let reading = world.accounts.refresh_factors(&bob).await.unwrap();

    assert!(matches!(reading.error, Some(Error::Unreachable { .. })));
    assert_eq!(reading.factors, before.factors);
}
