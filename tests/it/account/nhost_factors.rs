use account::{
    AccountId, Confirmation, EnrolmentChallenge, EnrolmentProof, Error, Factor, FactorId,
    FactorKind, FactorsReading, InvalidReason, NewFactor, NoneReason, OneTimeCode, Password,
    Refusal, Tier,
};
use emulator::{ADA, BOB, Fault, NOOR, Permission, Person};
use serde_json::json;

use crate::support::World;

const GRAPHQL: &str = "/v1/graphql";

impl World {
    async fn at_nhost(person: &Person) -> (Self, AccountId) {
        let world = Self::new().await;
        let account = world.sign_in_nhost(person).await;
        world.emulator.forget_requests();

        (world, account)
    }

    fn app_code(&self, person: &Person) -> OneTimeCode {
        OneTimeCode::new(self.emulator.nhost_totp_code(person.email).unwrap())
    }

    /// Sets an authenticator app up; answers its id.
    async fn with_app(&self, account: &AccountId, person: &Person) -> FactorId {
        let started = self.accounts.start_enrolment(account, &NewFactor::Totp);
        let started = started.await.unwrap();
        let proof = EnrolmentProof::Code(self.app_code(person));
        let confirmed = self
            .accounts
            .confirm_enrolment(account, &started.id, &proof)
            .await;
        assert!(
            matches!(confirmed, Ok(Confirmation::Added(_))),
            "{confirmed:?}"
        );

        started.id
    }
}

fn kinds(reading: &FactorsReading) -> Vec<FactorKind> {
    let kinds = reading.factors.iter().map(|factor| factor.kind.clone());

    kinds.collect()
}

fn key(reading: &FactorsReading) -> &Factor {
    let mut keys = reading.factors.iter();

    keys.find(|factor| factor.kind == FactorKind::Passkey)
        .unwrap()
}

fn tier(reading: &FactorsReading, kind: FactorKind) -> Tier {
    let mut offers = reading.offers.iter();

    offers.find(|offer| offer.kind == kind).unwrap().tier
}

#[tokio::test]
async fn password_app_and_keys_stand_in_one_list() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    let reading = world.accounts.factors(&noor).await.unwrap();
    assert_eq!(kinds(&reading), [FactorKind::Password, FactorKind::Passkey]);
    assert_eq!(key(&reading).name.as_deref(), Some("Key on my key ring"));
    assert!(reading.unseen.is_empty());
    assert_eq!(tier(&reading, FactorKind::Totp), Tier::Native);
    assert_eq!(tier(&reading, FactorKind::Password), Tier::Native);
    assert_eq!(
        tier(&reading, FactorKind::Phone),
        Tier::None(NoneReason::NotOffered)
    );

    world.with_app(&noor, &NOOR).await;
    let reading = world.accounts.refresh_factors(&noor).await.unwrap();
    assert_eq!(
        kinds(&reading),
        [FactorKind::Password, FactorKind::Totp, FactorKind::Passkey]
    );
    assert_eq!(
        tier(&reading, FactorKind::Totp),
        Tier::None(NoneReason::OneOnly)
    );
}

#[tokio::test]
async fn keys_that_the_project_does_not_show_are_said_to_be_unseen() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.security_keys.select = Permission::Denied);
    let reading = world.accounts.factors(&noor).await.unwrap();

    assert!(reading.error.is_none());
    assert_eq!(kinds(&reading), [FactorKind::Password]);
    let [unseen] = reading.unseen.as_slice() else {
        panic!("{:?}", reading.unseen)
    };
    assert_eq!(
        (&unseen.kind, unseen.reason),
        (&FactorKind::Passkey, NoneReason::NotPermitted)
    );
    let after = world.restarted().await;
    assert_eq!(after.factors(&noor).await.unwrap().unseen.len(), 1);
}

#[tokio::test]
async fn an_app_is_set_up_with_the_names_that_the_project_chose() {
    let (world, ada) = World::at_nhost(&ADA).await;
    let started = world.accounts.start_enrolment(&ada, &NewFactor::Totp);
    let started = started.await.unwrap();
    let EnrolmentChallenge::Totp(totp) = &started.challenge else {
        panic!("{:?}", started.challenge)
    };
    assert_eq!(totp.issuer(), Some("Demo Nhost"));
    assert_eq!(totp.account(), Some(ADA.email));
    assert!(started.factors.factors.iter().any(|it| !it.is_confirmed));

    let wrong = EnrolmentProof::Code(OneTimeCode::new("000000"));
    let refused = world
        .accounts
        .confirm_enrolment(&ada, &started.id, &wrong)
        .await;
    assert!(
        matches!(refused, Err(Error::CodeNotRight(_))),
        "{refused:?}"
    );
    let right = EnrolmentProof::Code(world.app_code(&ADA));
    let added = world
        .accounts
        .confirm_enrolment(&ada, &started.id, &right)
        .await
        .unwrap();
    let Confirmation::Added(reading) = added else {
        panic!("{added:?}")
    };
    assert!(reading.factors.iter().all(|factor| factor.is_confirmed));
}

#[tokio::test]
async fn a_picture_that_says_nothing_costs_only_the_names() {
    let (world, ada) = World::at_nhost(&ADA).await;
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for image in [
        "data:image/png;base64,AAAA",
        "https://elsewhere.example",
        "",
    ] {
        let answer = json!({ "imageUrl": image, "totpSecret": secret });
        world
            .emulator
            .fail_next("/v1/mfa/totp/generate", Fault::json(200, &answer));
        let started = world.accounts.start_enrolment(&ada, &NewFactor::Totp);
        let EnrolmentChallenge::Totp(totp) = started.await.unwrap().challenge else {
            panic!("no app")
        };
        assert_eq!(totp.key().text(), secret);
        assert_eq!(totp.account(), Some(ADA.email));
    }
}

#[tokio::test]
async fn an_app_in_use_is_never_broken_by_setting_another_up() {
    let (world, ada) = World::at_nhost(&ADA).await;
    world.with_app(&ada, &ADA).await;
    let before = world.emulator.nhost_totp_code(ADA.email);
    world.emulator.forget_requests();
    let refused = world.accounts.start_enrolment(&ada, &NewFactor::Totp).await;

    assert!(
        matches!(refused, Err(Error::Refused(Refusal::AuthenticatorActive))),
        "{refused:?}"
    );
    assert_eq!(world.emulator.count("/v1/mfa/totp/generate"), 0);
    assert_eq!(world.emulator.nhost_totp_code(ADA.email), before);
}

#[tokio::test]
async fn an_app_is_removed_with_one_of_its_codes_only() {
    let (world, ada) = World::at_nhost(&ADA).await;
    let app = world.with_app(&ada, &ADA).await;
    let reading = world.accounts.factors(&ada).await.unwrap();
    let listed = reading.factors.iter().find(|it| it.id == app).unwrap();
    assert!(listed.can_remove && listed.removal_wants_code);

    let without = world.accounts.remove_factor(&ada, &app, None).await;
    assert!(
        matches!(without, Err(Error::InvalidInput(it)) if it.field == "code" && it.reason == InvalidReason::Empty),
        "{without:?}"
    );
    let wrong = OneTimeCode::new("000000");
    let wrong = world.accounts.remove_factor(&ada, &app, Some(&wrong)).await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::WrongCode))));
    world
        .emulator
        .change(|settings| settings.nhost.conceal_errors = true);
    let wrong = OneTimeCode::new("000000");
    let concealed = world.accounts.remove_factor(&ada, &app, Some(&wrong)).await;
    assert!(matches!(concealed, Err(Error::Refused(Refusal::WrongCode))));

    let right = world.app_code(&ADA);
    let reading = world
        .accounts
        .remove_factor(&ada, &app, Some(&right))
        .await
        .unwrap();
    assert_eq!(kinds(&reading), [FactorKind::Password]);
    assert_eq!(tier(&reading, FactorKind::Totp), Tier::Native);
}

#[tokio::test]
async fn an_app_that_was_not_confirmed_is_given_up_without_a_code() {
    let (world, ada) = World::at_nhost(&ADA).await;
    world.accounts.factors(&ada).await.unwrap();
    let started = world.accounts.start_enrolment(&ada, &NewFactor::Totp);
    let started = started.await.unwrap();
    let reading = world
        .accounts
        .discard_enrolment(&ada, &started.id)
        .await
        .unwrap();

    assert_eq!(kinds(&reading), [FactorKind::Password]);
}

#[tokio::test]
async fn answers_that_are_lost_on_the_way_are_looked_up() {
    let (world, ada) = World::at_nhost(&ADA).await;
    world.accounts.factors(&ada).await.unwrap();
    let started = world.accounts.start_enrolment(&ada, &NewFactor::Totp);
    let started = started.await.unwrap();
    world
        .emulator
        .fail_next("/v1/user/mfa", Fault::drop_after_commit());
    let proof = EnrolmentProof::Code(world.app_code(&ADA));
    let confirmed = world
        .accounts
        .confirm_enrolment(&ada, &started.id, &proof)
        .await;
    assert!(
        matches!(confirmed, Ok(Confirmation::Added(_))),
        "{confirmed:?}"
    );

    world
        .emulator
        .fail_next("/v1/user/mfa", Fault::drop_after_commit());
    let code = world.app_code(&ADA);
    let removed = world
        .accounts
        .remove_factor(&ada, &started.id, Some(&code))
        .await
        .unwrap();
    assert_eq!(kinds(&removed), [FactorKind::Password]);

    let noor = world.sign_in_nhost(&NOOR).await;
    let id = key(&world.accounts.factors(&noor).await.unwrap())
        .id
        .clone();
    world
        .emulator
        .fail_next(GRAPHQL, Fault::drop_after_commit());
    let removed = world.accounts.remove_factor(&noor, &id, None).await;
    assert_eq!(kinds(&removed.unwrap()), [FactorKind::Password]);
}

#[tokio::test]
async fn an_app_that_the_project_does_not_offer_is_a_tier_and_no_failure() {
    let (world, ada) = World::at_nhost(&ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.mfa_enabled = false);
    let refused = world.accounts.start_enrolment(&ada, &NewFactor::Totp).await;

    assert!(
        matches!(refused, Err(Error::Unavailable(NoneReason::NotOffered))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_key_is_renamed_and_removed_while_there_is_another_way_in() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    let id = key(&world.accounts.factors(&noor).await.unwrap())
        .id
        .clone();
    let renamed = world.accounts.rename_factor(&noor, &id, " Blue key ").await;
    assert_eq!(key(&renamed.unwrap()).name.as_deref(), Some("Blue key"));
    let reading = world.accounts.refresh_factors(&noor).await.unwrap();
    assert_eq!(key(&reading).name.as_deref(), Some("Blue key"));

    let removed = world.accounts.remove_factor(&noor, &id, None).await;
    assert_eq!(kinds(&removed.unwrap()), [FactorKind::Password]);
    assert_eq!(world.emulator.nhost_security_keys(NOOR.email), 0);
    let gone = world.accounts.rename_factor(&noor, &id, "x").await;
    assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
}

#[tokio::test]
async fn the_last_way_in_is_not_removed() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    let id = key(&world.accounts.factors(&noor).await.unwrap())
        .id
        .clone();
    world.emulator.change_nhost_user(NOOR.email, |user| {
        user.email_verified = false;
        user.phone_number_verified = false;
    });
    world
        .emulator
        .change(|settings| settings.nhost.graphql.user_providers.select = Permission::Denied);
    let refused = world.accounts.remove_factor(&noor, &id, None).await;

    assert!(
        matches!(refused, Err(Error::Refused(Refusal::LastWayIn))),
        "{refused:?}"
    );
    assert_eq!(world.emulator.nhost_security_keys(NOOR.email), 1);
}

#[tokio::test]
async fn what_the_project_does_not_permit_leaves_the_list_as_it_is() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    let before = world.accounts.factors(&noor).await.unwrap();
    world.emulator.change(|settings| {
        settings.nhost.graphql.security_keys.update = Permission::Denied;
        settings.nhost.graphql.security_keys.delete = Permission::Denied;
    });
    let id = &key(&before).id;
    let renamed = world.accounts.rename_factor(&noor, id, "x").await;
    let removed = world.accounts.remove_factor(&noor, id, None).await;

    for refused in [renamed, removed] {
        assert!(
            matches!(refused, Err(Error::Unavailable(NoneReason::NotPermitted))),
            "{refused:?}"
        );
    }
    let after = world.accounts.factors(&noor).await.unwrap();
    assert_eq!(after.factors, before.factors);
}

#[tokio::test]
async fn the_password_is_changed_with_the_session() {
    let (world, bob) = World::at_nhost(&BOB).await;
    let started = world.accounts.start_enrolment(&bob, &NewFactor::Password);
    let started = started.await.unwrap();
    let EnrolmentChallenge::Password(policy) = &started.challenge else {
        panic!("{:?}", started.challenge)
    };
    assert_eq!(policy.min_length, 3);

    for (password, refusal) in [
        ("short", Refusal::PasswordTooShort),
        ("password123", Refusal::PasswordLeaked),
        (&*"x".repeat(51), Refusal::PasswordRefused),
    ] {
        let proof = EnrolmentProof::NewPassword(Password::new(password));
        let refused = world
            .accounts
            .confirm_enrolment(&bob, &started.id, &proof)
            .await;
        assert!(
            matches!(refused, Err(Error::Refused(told)) if told == refusal),
            "{password}: {refused:?}"
        );
    }
    let new = Person {
        password: "a-brand-new-pass-9",
        ..BOB
    };
    let proof = EnrolmentProof::NewPassword(Password::new(new.password));
    world
        .accounts
        .confirm_enrolment(&bob, &started.id, &proof)
        .await
        .unwrap();
    world.sign_in_nhost(&new).await;
}

#[tokio::test]
async fn without_the_network_the_list_known_is_shown_with_the_reason() {
    let (world, noor) = World::at_nhost(&NOOR).await;
    let before = world.accounts.factors(&noor).await.unwrap();
    world
        .emulator
        .fail_times("/v1/user", 5, Fault::drop_before_commit());
    let reading = world.accounts.refresh_factors(&noor).await.unwrap();

    assert_eq!(reading.factors, before.factors);
    assert!(
        matches!(reading.error, Some(Error::Unreachable { .. })),
        "{:?}",
        reading.error
    );
}
