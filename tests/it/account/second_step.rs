use std::time::Duration;

use account::{
    AccountId, CodeWay, EnrolmentProof, Error, FactorKind, Intent, NewFactor, OneTimeCode,
    PasswordSignIn, PhoneWay, Refusal, SecondFactor, SecondFactorChallenge, Secret, Step,
    ports::VaultError,
};
use emulator::{ADA, Fault};

use crate::support::{AUTH0, NHOST, World, here, id, password, signed_in};

const EMAIL: &str = "new@example.com";
const NUMBER: &str = "+4917612345678";
const TOKEN: &str = "/oauth/token";
const TICKET: &str = "/v1/signin/mfa/totp";

/// Not what anybody's app shows.
fn wrong() -> OneTimeCode {
    OneTimeCode::new("wrong-code-2")
}

fn second_factors(step: Step) -> Vec<SecondFactor> {
    let Step::SecondFactor(factors) = step else {
        panic!("{step:?}")
    };

    factors
}

impl World {
    /// Hands in the code of an e-mail, the first step.
    async fn first_step(&self) -> Step {
        self.accounts
            .send_code(here(), CodeWay::Email, EMAIL, Intent::SignIn)
            .await
            .unwrap();
        let code = OneTimeCode::new(self.emulator.last_code(EMAIL).unwrap());

        self.accounts.confirm_code(&id(AUTH0), &code).await.unwrap()
    }

    /// A tenant that wants a second factor, and somebody who has these.
    async fn with_factors(world: Self, factors: &[NewFactor]) -> Self {
        let account = signed_in(world.first_step().await);
        for new in factors {
            world.enrol(&account, new).await;
        }
        world.accounts.sign_out(&account).await.unwrap();
        world
            .emulator
            .change(|settings| settings.auth0.require_second_factor = true);
        // The code that was sent for the first sign-in is not the one of the next.
        world.advance(Duration::from_secs(60));

        world
    }

    async fn enrol(&self, account: &AccountId, new: &NewFactor) {
        let started = self.accounts.start_enrolment(account, new).await.unwrap();
        let code = match new {
            NewFactor::Totp => self.emulator.totp_code(EMAIL),
            NewFactor::Phone { number, .. } => self.emulator.last_code(number),
            NewFactor::Email { address } => self.emulator.last_code(address),
            NewFactor::Push => {
                self.emulator.approve_push(EMAIL);
                None
            }
            NewFactor::RecoveryCode | NewFactor::Password => None,
        };
        let proof = match code {
            Some(code) => EnrolmentProof::Code(OneTimeCode::new(code)),
            None => EnrolmentProof::Confirmed,
        };
        let confirmed = self
            .accounts
            .confirm_enrolment(account, &started.id, &proof)
            .await;
        assert!(confirmed.is_ok(), "{new:?}: {confirmed:?}");
    }

    /// The first step, and what there is for the second one.
    async fn choices(&self) -> Vec<SecondFactor> {
        second_factors(self.first_step().await)
    }

    /// Goes as far as being asked for a second factor of this kind.
    async fn asked_for(&self, kind: &FactorKind) -> SecondFactorChallenge {
        let factors = self.choices().await;
        let factor = factors.iter().find(|it| it.kind == *kind).unwrap();

        self.challenge(&factor.id).await.unwrap()
    }

    async fn challenge(&self, factor: &str) -> Result<SecondFactorChallenge, Error> {
        self.accounts
            .challenge_second_factor(&id(AUTH0), factor)
            .await
    }

    async fn second(&self, code: Option<&OneTimeCode>) -> Result<Step, Error> {
        self.accounts.confirm_second_factor(&id(AUTH0), code).await
    }

    fn app(&self) -> OneTimeCode {
        OneTimeCode::new(self.emulator.totp_code(EMAIL).unwrap())
    }
}

#[tokio::test]
async fn the_code_of_an_app_finishes_a_sign_in() {
    let world = World::with_factors(World::new().await, &[NewFactor::Totp]).await;
    let challenge = world.asked_for(&FactorKind::Totp).await;
    assert_eq!(challenge, SecondFactorChallenge::TypeCode);
    let error = world.second(Some(&wrong())).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );
    assert!(!format!("{error} {error:?}").contains("wrong-code-2"));
    let error = world.second(None).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );

    signed_in(world.second(Some(&world.app())).await.unwrap());
    assert_eq!(world.state().accounts.len(), 1);
    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "it is over: {error:?}");
}

#[tokio::test]
async fn a_session_with_a_key_of_its_own_goes_through_the_second_step() {
    let world = World::with_factors(World::bound().await, &[NewFactor::Totp]).await;
    world.asked_for(&FactorKind::Totp).await;
    let account = signed_in(world.second(Some(&world.app())).await.unwrap());

    assert!(
        world
            .vault
            .items()
            .values()
            .all(|item| item.contains("dpop_key"))
    );
    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn a_code_is_sent_to_a_phone_and_another_factor_can_be_chosen_instead() {
    let phone = NewFactor::Phone {
        number: NUMBER.to_owned(),
        way: PhoneWay::Sms,
    };
    let world = World::with_factors(World::new().await, &[NewFactor::Totp, phone]).await;
    let before = world.emulator.outbox().len();
    let factors = world.choices().await;
    let kinds: Vec<_> = factors.iter().map(|it| it.kind.clone()).collect();
    assert!(
        kinds.contains(&FactorKind::Totp) && kinds.contains(&FactorKind::Phone),
        "{kinds:?}"
    );
    let phone = factors.iter().find(|it| it.kind == FactorKind::Phone);
    let phone = phone.unwrap();
    let name = phone.name.as_deref().unwrap();
    assert!(name.ends_with("78"), "{name}");

    assert_eq!(
        world.challenge(&phone.id).await.unwrap(),
        SecondFactorChallenge::TypeSentCode
    );
    assert_eq!(
        world.emulator.outbox().len(),
        before + 2,
        "mail and message"
    );
    let error = world.second(Some(&wrong())).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );
    let code = OneTimeCode::new(world.emulator.last_code(NUMBER).unwrap());
    signed_in(world.second(Some(&code)).await.unwrap());
}

#[tokio::test]
async fn approving_in_the_app_is_waited_for() {
    let world = World::with_factors(World::new().await, &[NewFactor::Push]).await;
    let challenge = world.asked_for(&FactorKind::Push).await;
    assert_eq!(challenge, SecondFactorChallenge::Approve { poll_secs: 5 });
    let step = world.second(None).await.unwrap();
    assert!(matches!(step, Step::Waiting { poll_secs: 5 }), "{step:?}");
    let step = world.second(None).await.unwrap();
    assert!(
        matches!(step, Step::Waiting { poll_secs: 10 }),
        "asked too soon: {step:?}"
    );

    world.emulator.approve_push(EMAIL);
    world.advance(Duration::from_secs(10));
    signed_in(world.second(None).await.unwrap());
}

#[tokio::test]
async fn a_no_in_the_app_is_told_and_can_be_asked_for_again() {
    let world = World::with_factors(World::new().await, &[NewFactor::Push]).await;
    let factors = world.choices().await;
    world.challenge(&factors[0].id).await.unwrap();
    world.emulator.deny_push(EMAIL);
    let error = world.second(None).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::NotApproved)),
        "{error:?}"
    );

    world.challenge(&factors[0].id).await.unwrap();
    world.emulator.approve_push(EMAIL);
    signed_in(world.second(None).await.unwrap());
}

#[tokio::test]
async fn a_recovery_code_is_used_up_and_the_next_one_is_handed_over_once() {
    let factors = [NewFactor::Totp, NewFactor::RecoveryCode];
    let world = World::with_factors(World::new().await, &factors).await;
    let written = world.emulator.recovery_code(EMAIL).unwrap();
    let challenge = world.asked_for(&FactorKind::RecoveryCode).await;
    assert_eq!(challenge, SecondFactorChallenge::TypeRecoveryCode);
    let step = world
        .second(Some(&OneTimeCode::new(written.clone())))
        .await
        .unwrap();

    assert!(!format!("{step:?}").contains(&written));
    let Step::SignedIn {
        recovery_code: Some(next),
        ..
    } = step
    else {
        panic!("{step:?}")
    };
    assert_ne!(next.expose(), written);
    assert_eq!(
        Some(next.expose()),
        world.emulator.recovery_code(EMAIL).as_deref()
    );
    assert!(!world.records.text().contains(next.expose()));
}

#[tokio::test]
async fn nobody_enrolled_is_an_empty_list() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings.auth0.require_second_factor = true;
        settings.auth0.require_enrolment = true;
    });

    assert_eq!(world.choices().await, []);
    let error = world.challenge("totp|dev_1").await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "{error:?}");
}

#[tokio::test]
async fn too_many_wrong_codes_are_told_as_that() {
    let world = World::with_factors(World::new().await, &[NewFactor::Totp]).await;
    world.asked_for(&FactorKind::Totp).await;
    for _ in 0..10 {
        let error = world.second(Some(&wrong())).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused(Refusal::WrongCode)),
            "{error:?}"
        );
    }
    let error = world.second(Some(&wrong())).await.unwrap_err();

    assert!(
        matches!(error, Error::Refused(Refusal::TooManyAttempts)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_sign_in_whose_time_is_over_at_the_provider_ends() {
    let world = World::with_factors(World::new().await, &[NewFactor::Totp]).await;
    world.asked_for(&FactorKind::Totp).await;
    world.emulator.advance(Duration::from_secs(601));
    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::Expired)),
        "{error:?}"
    );

    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "{error:?}");
}

#[tokio::test]
async fn nothing_is_proven_while_the_vault_is_closed_after_a_cancel_or_unasked() {
    let world = World::with_factors(World::new().await, &[NewFactor::Totp]).await;
    world.choices().await;
    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "unasked: {error:?}");
    world.advance(Duration::from_secs(60));

    world.asked_for(&FactorKind::Totp).await;
    world.emulator.forget_requests();
    world.vault.close(VaultError::Locked);
    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(matches!(error, Error::Vault(VaultError::Locked)));
    world.vault.open();
    world.accounts.cancel_sign_in(&id(AUTH0));
    let error = world.second(Some(&world.app())).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "cancelled: {error:?}");

    assert_eq!(world.emulator.count(TOKEN), 0);
}

/// A project at which Ada has an authenticator app.
async fn nhost_world() -> World {
    let world = World::new().await;
    assert!(world.emulator.change_nhost_user(ADA.email, |ada| {
        ada.totp_secret = Some("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned());
        ada.totp_active = true;
    }));

    world
}

impl World {
    async fn with_password(&self, request: PasswordSignIn) -> Vec<SecondFactor> {
        let step = self.accounts.sign_in_with_password(request).await;

        second_factors(step.unwrap())
    }

    async fn prove_nhost(&self, code: &OneTimeCode) -> Result<Step, Error> {
        self.accounts
            .confirm_second_factor(&id(NHOST), Some(code))
            .await
    }

    fn nhost_app(&self) -> OneTimeCode {
        OneTimeCode::new(self.emulator.nhost_totp_code(ADA.email).unwrap())
    }
}

#[tokio::test]
async fn a_password_at_nhost_is_followed_by_the_code_of_an_app() {
    let world = nhost_world().await;
    let factors = world.with_password(password(&ADA)).await;
    assert_eq!(factors.len(), 1);
    assert_eq!(factors[0].kind, FactorKind::Totp);
    let challenge = world
        .accounts
        .challenge_second_factor(&id(NHOST), &factors[0].id)
        .await
        .unwrap();
    assert_eq!(challenge, SecondFactorChallenge::TypeCode);

    signed_in(world.prove_nhost(&world.nhost_app()).await.unwrap());
    assert_eq!(world.state().accounts[0].email.as_deref(), Some(ADA.email));
}

#[tokio::test]
async fn a_wrong_code_at_nhost_burns_the_ticket_and_nobody_types_the_password_again() {
    let world = nhost_world().await;
    world.with_password(password(&ADA)).await;
    for _ in 0..2 {
        let error = world.prove_nhost(&wrong()).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused(Refusal::WrongCode)),
            "{error:?}"
        );
    }

    signed_in(world.prove_nhost(&world.nhost_app()).await.unwrap());
    assert_eq!(world.emulator.count("/v1/signin/email-password"), 3);
    assert_eq!(world.emulator.count(TICKET), 3);
}

#[tokio::test]
async fn a_ticket_that_became_too_old_is_replaced_in_silence() {
    let world = nhost_world().await;
    world.with_password(password(&ADA)).await;
    world.advance(Duration::from_secs(301));
    signed_in(world.prove_nhost(&world.nhost_app()).await.unwrap());

    assert_eq!(world.emulator.count("/v1/signin/email-password"), 2);
}

#[tokio::test]
async fn concealed_errors_at_nhost_are_wrong_codes_here() {
    let world = nhost_world().await;
    world.with_password(password(&ADA)).await;
    let body = serde_json::json!({ "status": 400, "message": "m", "error": "invalid-request" });
    world.emulator.fail_next(TICKET, Fault::json(400, &body));
    let error = world.prove_nhost(&world.nhost_app()).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );

    signed_in(world.prove_nhost(&world.nhost_app()).await.unwrap());
}

#[tokio::test]
async fn a_password_that_is_no_longer_the_right_one_is_told_at_the_second_step() {
    let world = nhost_world().await;
    world.with_password(password(&ADA)).await;
    world.prove_nhost(&wrong()).await.unwrap_err();
    let body =
        serde_json::json!({ "status": 401, "message": "m", "error": "invalid-email-password" });
    world
        .emulator
        .fail_next("/v1/signin/email-password", Fault::json(401, &body));
    let error = world.prove_nhost(&world.nhost_app()).await.unwrap_err();

    assert!(
        matches!(error, Error::Refused(Refusal::WrongEmailOrPassword)),
        "{error:?}"
    );
}
