//! Passkeys at Auth0: adding them, signing in and up with them, and what a tenant says no to.

use account::{
    AccountId, Capability, Errand, Error, FactorDetail, FactorKind, FactorsReading, HeldPasskey,
    KeyEntry, NoneReason, PasskeyRequest, Purpose, Refusal, SignInHere, Step, Tier,
    ports::VaultError,
};
use emulator::{ADA, BOB, Fault};
use serde_json::{Value, json};

use crate::support::{AUTH0, Authenticator, World, here, id, signed_in};

const NEW: &str = "mira@example.com";
const WEBAUTHN: &str = "urn:okta:params:oauth:grant-type:webauthn";

impl World {
    async fn add_passkey(&self, account: &AccountId, key: &Authenticator) {
        let request = self.accounts.start_adding_passkey(account, None).await;
        let answer = key.create(&request.unwrap().options);
        self.accounts
            .finish_adding_passkey(account, answer)
            .await
            .unwrap();
    }

    async fn finish_passkey(
        &self,
        account: &AccountId,
        answer: Value,
    ) -> Result<FactorsReading, Error> {
        self.accounts.finish_adding_passkey(account, answer).await
    }

    async fn answer_passkey(&self, answer: Value) -> Result<Step, Error> {
        self.accounts.finish_passkey(&id(AUTH0), answer).await
    }

    async fn passkey_sign_in(&self) -> Result<PasskeyRequest, Error> {
        self.accounts.start_passkey_sign_in(here(), None).await
    }

    fn passkey_tier(&self) -> Tier {
        let state = self.state();
        let mut capabilities = state.accounts[0].capabilities.iter();

        capabilities
            .find(|(it, _)| *it == Capability::Passkeys)
            .unwrap()
            .1
    }
}

fn unavailable<T>(answer: Result<T, Error>) -> Option<NoneReason> {
    match answer {
        Err(Error::Unavailable(reason)) => Some(reason),
        Err(_) | Ok(_) => None,
    }
}

fn refused<T>(answer: Result<T, Error>) -> Option<Refusal> {
    match answer {
        Err(Error::Refused(refusal)) => Some(refusal),
        Err(_) | Ok(_) => None,
    }
}

#[tokio::test]
async fn a_passkey_is_added_and_signs_the_same_person_in() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let before = world.accounts.factors(&ada).await.unwrap().factors.len();
    let key = Authenticator::new();
    let request = world
        .accounts
        .start_adding_passkey(&ada, Some("Desk"))
        .await;
    let request = request.unwrap();
    assert_eq!(request.domain.domain, "localhost");
    assert_eq!(request.domain.origin, "https://localhost");
    let answer = key.create(&request.options);
    let reading = world.accounts.finish_adding_passkey(&ada, answer).await;
    let reading = reading.unwrap();
    assert_eq!(reading.factors.len(), before + 1);
    let added = reading.factors.last().unwrap();
    assert_eq!(added.kind, FactorKind::Passkey);
    let FactorDetail::Passkey(detail) = &added.detail else {
        panic!("{added:?}")
    };
    assert_eq!(detail.relying_party_id.as_deref(), Some("localhost"));
    assert_eq!(detail.maker(), None);

    let request = world.passkey_sign_in().await.unwrap();
    let step = world.answer_passkey(key.get(&request.options));
    assert_eq!(signed_in(step.await.unwrap()), ada);
}

#[tokio::test]
async fn somebody_new_signs_up_with_a_passkey_and_stays_signed_in() {
    let world = World::new().await;
    let key = Authenticator::new();
    let started = world
        .accounts
        .start_passkey_sign_up(here(), NEW, Some("Mira"));
    let answer = key.create(&started.await.unwrap().options);
    let step = world.answer_passkey(answer).await;
    let mira = signed_in(step.unwrap());
    assert_eq!(world.state().accounts[0].email.as_deref(), Some(NEW));

    let later = world.restarted().await;
    let reading = later.refresh_profile(&mira).await.unwrap();
    assert!(reading.error.is_none());
    assert_eq!(reading.profile.name.as_deref(), Some("Mira"));
}

#[tokio::test]
async fn a_tenant_that_calls_the_request_invalid_has_no_passkeys() {
    let world = World::new().await;
    let invalid = json!({ "error": "invalid_request", "error_description": "no" });
    let refuse = |path| world.emulator.fail_next(path, Fault::json(400, &invalid));
    refuse("/passkey/register");
    let sign_up = world.accounts.start_passkey_sign_up(here(), NEW, None);
    assert_eq!(unavailable(sign_up.await), Some(NoneReason::NotOffered));
    refuse("/passkey/challenge");
    let answer = unavailable(world.passkey_sign_in().await);
    assert_eq!(answer, Some(NoneReason::NotOffered));
}

#[tokio::test]
async fn an_answer_is_good_once_and_only_for_what_was_asked_last() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let key = Authenticator::new();
    world.add_passkey(&ada, &key).await;
    let again = world.accounts.finish_adding_passkey(&ada, json!({})).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");

    let mut first = world.passkey_sign_in().await.unwrap();
    let second = world.passkey_sign_in().await.unwrap();
    first.superseded().await;
    let late = world.answer_passkey(key.get(&first.options));
    assert_eq!(refused(late.await), Some(Refusal::PasskeyRefused));
    let spent = world.answer_passkey(key.get(&second.options));
    let spent = spent.await;
    assert!(matches!(spent, Err(Error::NotFound)), "{spent:?}");
}

#[tokio::test]
async fn whatever_ends_a_sign_in_ends_its_ceremony() {
    let world = World::new().await;
    let mut cancelled = world.passkey_sign_in().await.unwrap();
    world.accounts.cancel_sign_in(&id(AUTH0));
    cancelled.superseded().await;

    let mut replaced = world.passkey_sign_in().await.unwrap();
    world.start(None).await;
    replaced.superseded().await;
}

#[tokio::test]
async fn a_strangers_passkey_opens_nothing() {
    let world = World::new().await;
    let request = world.passkey_sign_in().await.unwrap();
    let answer = Authenticator::new().get(&request.options);
    let refusal = world.answer_passkey(answer).await;

    assert_eq!(refused(refusal), Some(Refusal::PasskeyRefused));
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn a_closed_vault_spends_nothing() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let key = Authenticator::new();
    world.add_passkey(&ada, &key).await;
    let request = world.passkey_sign_in().await.unwrap();
    let answer = key.get(&request.options);
    world.vault.close(VaultError::Locked);
    let closed = world.answer_passkey(answer.clone());
    let closed = closed.await;
    assert!(matches!(closed, Err(Error::Vault(_))), "{closed:?}");

    world.vault.open();
    let step = world.answer_passkey(answer).await;
    assert_eq!(signed_in(step.unwrap()), ada);
}

#[tokio::test]
async fn a_tenant_may_ask_for_a_second_step_after_it() {
    let world = World::new().await;
    let request = world.passkey_sign_in().await.unwrap();
    let wanted = json!({ "error": "mfa_required", "error_description": "Multifactor authentication required", "mfa_token": "t" });
    world
        .emulator
        .fail_next("/oauth/token", Fault::json(403, &wanted));
    let known = json!([{ "id": "totp|dev_1", "authenticator_type": "otp", "active": true }]);
    world
        .emulator
        .fail_next("/mfa/authenticators", Fault::json(200, &known));
    let answer = Authenticator::new().get(&request.options);
    let step = world.answer_passkey(answer).await;

    let Ok(Step::SecondFactor(factors)) = step else {
        panic!("{step:?}")
    };
    assert_eq!(factors[0].kind, FactorKind::Totp);
}

#[tokio::test]
async fn each_no_of_a_tenant_has_its_own_meaning() {
    let world = World::new().await;
    let set = |change: fn(&mut emulator::Settings)| world.emulator.change(change);
    set(|settings| settings.auth0.custom_domain = false);
    let answer = unavailable(world.passkey_sign_in().await);
    assert_eq!(answer, Some(NoneReason::CustomDomainMissing));
    set(|settings| {
        settings.auth0.custom_domain = true;
        settings.auth0.passkeys = false;
    });
    let answer = unavailable(world.passkey_sign_in().await);
    assert_eq!(answer, Some(NoneReason::NotOffered));
    set(|settings| {
        settings.auth0.passkeys = true;
        settings.auth0.sign_up = false;
    });
    let closed = world.accounts.start_passkey_sign_up(here(), NEW, None);
    assert_eq!(refused(closed.await), Some(Refusal::SignUpClosed));
    set(|settings| settings.auth0.sign_up = true);
    let taken = world
        .accounts
        .start_passkey_sign_up(here(), ADA.email, None);
    assert_eq!(refused(taken.await), Some(Refusal::EmailTaken));
    let typo = world.accounts.start_passkey_sign_up(here(), "mira", None);
    assert!(matches!(typo.await, Err(Error::InvalidInput(_))));
    for (characters, fits) in [(128, true), (129, false)] {
        let name = "ä".repeat(characters);
        let started = world
            .accounts
            .start_passkey_sign_up(here(), NEW, Some(&name));
        assert_eq!(started.await.is_ok(), fits, "{characters}");
    }
    set(|settings| settings.auth0.grants.retain(|grant| grant != WEBAUTHN));
    let answer = unavailable(world.passkey_sign_in().await);
    assert_eq!(answer, Some(NoneReason::GrantMissing));
}

#[tokio::test]
async fn where_it_cannot_be_done_in_the_app_the_page_of_the_tenant_is_left() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    assert_eq!(world.passkey_tier(), Tier::Native);
    world
        .emulator
        .change(|settings| settings.auth0.custom_domain = false);
    let answer = world.accounts.start_adding_passkey(&ada, None).await;
    assert_eq!(unavailable(answer), Some(NoneReason::CustomDomainMissing));
    assert_eq!(world.passkey_tier(), Tier::HandOff);

    world.accounts.start_passkey_hand_off(&ada).await.unwrap();
    let waiting = &world.state().sign_ins[0];
    assert_eq!(waiting.purpose, Errand::SignIn(Purpose::AddPasskey));
    assert!(world.browser.last().contains("prompt=login"));
    let before = world.state().accounts[0].factors_changes;
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    let read = |state: &account::State| state.accounts[0].factors_changes > before;
    world.accounts.state().wait_for(read).await.unwrap();
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn a_name_that_cannot_be_one_is_told_before_anything_is_made() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    let name = "x".repeat(65);
    let answer = world.accounts.start_adding_passkey(&ada, Some(&name)).await;
    assert!(matches!(answer, Err(Error::InvalidInput(_))));
    assert_eq!(world.emulator.count("/me/v1/authentication-methods"), 0);
}

#[tokio::test]
async fn wa13_an_answer_to_another_question_is_not_sent() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let key = Authenticator::new();
    let older = world.accounts.start_adding_passkey(&ada, None).await;
    let newer = world.accounts.start_adding_passkey(&ada, None).await;
    let (older, newer) = (older.unwrap().options, newer.unwrap().options);
    world.emulator.forget_requests();

    let stale = world.finish_passkey(&ada, key.create(&older)).await;
    assert!(matches!(stale, Err(Error::NotFound)), "{stale:?}");
    assert!(world.emulator.requests().is_empty());
    // What was begun last is as it was, and good once.
    let answer = key.create(&newer);
    world.finish_passkey(&ada, answer.clone()).await.unwrap();
    world.emulator.forget_requests();
    let again = world.finish_passkey(&ada, answer).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");

    // Nor does another account take it.
    let begun = world.accounts.start_adding_passkey(&ada, None).await;
    let answer = key.create(&begun.unwrap().options);
    let bob = world.sign_in(&BOB).await;
    world.accounts.factors(&bob).await.unwrap();
    drop(world.accounts.start_adding_passkey(&bob, None).await);
    world.emulator.forget_requests();
    let others = world.finish_passkey(&bob, answer).await;
    assert!(matches!(others, Err(Error::NotFound)), "{others:?}");
    assert!(world.emulator.requests().is_empty());
}

#[tokio::test]
async fn wa20_a_passkey_that_the_provider_does_not_take_is_called_unregistered() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.accounts.factors(&ada).await.unwrap();
    let begun = world.accounts.start_adding_passkey(&ada, None).await;
    let answer = Authenticator::new().create(&begun.unwrap().options);
    assert!(!world.accounts.factors(&ada).await.unwrap().loose_passkey);

    let fault = Fault::json(400, &json!({ "type": "bad_request", "status": 400 }));
    world
        .emulator
        .fail_next("/me/v1/authentication-methods/*", fault);
    let refusal = refused(world.finish_passkey(&ada, answer).await);

    assert_eq!(refusal, Some(Refusal::PasskeyNotRegistered));
    assert!(world.accounts.factors(&ada).await.unwrap().loose_passkey);
    let told = world.accounts.forget_loose_passkey(&ada).unwrap();
    assert!(!told.loose_passkey);
}

#[tokio::test]
async fn a_passkey_of_an_earlier_run_that_was_never_sent_is_told_of() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.accounts.factors(&ada).await.unwrap();
    let begun = world.accounts.start_adding_passkey(&ada, None).await;
    drop(begun.unwrap());

    let after = world.restarted().await;
    assert!(after.factors(&ada).await.unwrap().loose_passkey);
    // Reading the list anew does not answer the question; adding one that counts does.
    assert!(after.refresh_factors(&ada).await.unwrap().loose_passkey);
    let begun = after.start_adding_passkey(&ada, None).await.unwrap();
    let answer = Authenticator::new().create(&begun.options);
    let told = after.finish_adding_passkey(&ada, answer).await.unwrap();
    assert!(!told.loose_passkey);

    // A ceremony that made nothing leaves nothing to tell.
    drop(after.start_adding_passkey(&ada, None).await.unwrap());
    after.give_up_adding_passkey(&ada).unwrap();
    assert!(!after.factors(&ada).await.unwrap().loose_passkey);
}

#[tokio::test]
async fn a_key_is_told_what_of_it_the_tenant_knows() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let key = Authenticator::new();
    world.add_passkey(&ada, &key).await;
    let made = key.entry(ADA.email);
    let lost = KeyEntry {
        credential_id: "bm9ib2R5LWtub3dzLWl0".to_owned(),
        ..made.clone()
    };
    let bobs = KeyEntry {
        user_handle: "Ym9i".to_owned(),
        ..lost.clone()
    };
    let entries = [lost.clone(), made, bobs.clone()];
    let held = world.accounts.held_passkeys(&ada, &entries).await.unwrap();
    assert_eq!(held[0], HeldPasskey::Orphan);
    assert!(matches!(&held[1], HeldPasskey::Factor(_)), "{held:?}");
    assert_eq!(held[2], HeldPasskey::OtherAccount);

    let fault = Fault::json(400, &json!({}));
    world
        .emulator
        .fail_next("/me/v1/authentication-methods", fault);
    let bobs = KeyEntry {
        user_name: Some(BOB.email.to_owned()),
        ..bobs
    };
    let held = world.accounts.held_passkeys(&ada, &[lost, bobs]).await;
    let unasked = [HeldPasskey::Untold, HeldPasskey::OtherAccount];
    assert_eq!(held.unwrap(), unasked);
}

#[tokio::test]
async fn somebody_elses_passkey_does_not_renew_an_account() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let key = Authenticator::new();
    let started = world.accounts.start_passkey_sign_up(here(), NEW, None);
    let answer = key.create(&started.await.unwrap().options);
    world.answer_passkey(answer).await.unwrap();
    let as_ada = SignInHere {
        account: Some(ada),
        ..here()
    };
    let request = world.accounts.start_passkey_sign_in(as_ada, None).await;
    let answer = key.get(&request.unwrap().options);
    let wrong = world.answer_passkey(answer).await;

    assert!(
        matches!(wrong, Err(Error::WrongAccount { .. })),
        "{wrong:?}"
    );
}
