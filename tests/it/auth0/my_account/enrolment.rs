use auth0::my_account::{
    AuthenticationMethod, Challenge, CharacterTypeRule, Enrollment, FactorType, MethodDetails,
    MethodUpdate, MyAccountError, NewMethod, PreferredAuthenticationMethod, ProblemKind, Proof,
    Repetition, Verification,
};
use emulator::{BOB, Fault};
use protocol::{
    http::{CallError, What},
    secret::{OneTimeCode, Password},
};
use serde_json::json;

use super::{METHODS, World, refusal};
use crate::support::Authenticator;

impl World {
    async fn enrol(&self, new: &NewMethod<'_>) -> Enrollment {
        let methods = self.client.authentication_methods();

        methods.create(&self.token, new).await.unwrap()
    }

    async fn verify(
        &self,
        enrollment: &Enrollment,
        proof: Proof<'_>,
    ) -> Result<AuthenticationMethod, MyAccountError> {
        let verification = Verification {
            auth_session: &enrollment.auth_session,
            proof,
        };
        let methods = self.client.authentication_methods();

        methods
            .verify(&self.token, &enrollment.id, &verification)
            .await
    }
}

#[tokio::test]
async fn an_authenticator_app_is_enrolled_renamed_and_removed() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let enrollment = world.enrol(&NewMethod::Totp).await;
    assert!(matches!(
        enrollment.challenge,
        Challenge::Totp {
            manual_input_code: Some(_),
            ..
        }
    ));

    let wrong = world
        .verify(
            &enrollment,
            Proof::OneTimeCode(&OneTimeCode::new("000000x")),
        )
        .await;
    assert_eq!(refusal(wrong), (400, ProblemKind::BadRequest));
    let code = OneTimeCode::new(world.emulator.totp_code(BOB.email).unwrap());
    let method = world
        .verify(&enrollment, Proof::OneTimeCode(&code))
        .await
        .unwrap();
    assert!(method.is_confirmed() && method.kind() == FactorType::Totp);

    let name = MethodUpdate {
        name: Some("Old phone"),
        ..MethodUpdate::default()
    };
    let renamed = methods
        .update(&world.token, &method.id, &name)
        .await
        .unwrap();
    assert_eq!(renamed.name().unwrap().as_str(), "Old phone");
    methods.delete(&world.token, &method.id).await.unwrap();
    let gone = methods.delete(&world.token, &method.id).await;
    assert_eq!(refusal(gone), (404, ProblemKind::NotFound), "AP13");
}

#[tokio::test]
async fn a_phone_and_an_address_are_confirmed_by_what_was_sent_there() {
    let world = World::new().await;
    let voice = PreferredAuthenticationMethod::Voice;
    let phone = NewMethod::Phone {
        phone_number: "+4915112345678",
        preferred_authentication_method: Some(&voice),
    };
    let email = NewMethod::Email {
        email: "bob@home.example",
    };
    for (new, to) in [(phone, "+4915112345678"), (email, "bob@home.example")] {
        let enrollment = world.enrol(&new).await;
        let code = OneTimeCode::new(world.emulator.last_code(to).unwrap());
        let method = world
            .verify(&enrollment, Proof::OneTimeCode(&code))
            .await
            .unwrap();
        assert!(method.is_confirmed(), "{to}");

        if method.kind() == FactorType::Phone {
            let sms = MethodUpdate {
                preferred_authentication_method: Some(&PreferredAuthenticationMethod::Sms),
                ..MethodUpdate::default()
            };
            let methods = world.client.authentication_methods();
            let changed = methods
                .update(&world.token, &method.id, &sms)
                .await
                .unwrap();
            let MethodDetails::Phone {
                preferred_authentication_method,
                ..
            } = changed.details
            else {
                panic!("{changed:?}")
            };
            assert_eq!(
                preferred_authentication_method,
                Some(PreferredAuthenticationMethod::Sms)
            );
        }
    }
}

#[tokio::test]
async fn a_push_notification_is_pending_until_it_is_approved() {
    let world = World::new().await;
    let enrollment = world.enrol(&NewMethod::PushNotification).await;

    let early = world.verify(&enrollment, Proof::Confirmed).await;
    assert_eq!(refusal(early), (400, ProblemKind::AuthorizationPending));
    assert_eq!(world.emulator.approve_push(BOB.email), 1);
    let method = world.verify(&enrollment, Proof::Confirmed).await.unwrap();

    assert_eq!(method.kind(), FactorType::PushNotification);
}

#[tokio::test]
async fn a_recovery_code_is_shown_in_the_challenge_alone() {
    let world = World::new().await;
    let enrollment = world.enrol(&NewMethod::RecoveryCode).await;
    let written = world.emulator.recovery_code(BOB.email);
    assert!(matches!(
        enrollment.challenge,
        Challenge::RecoveryCode { .. }
    ));
    let method = world.verify(&enrollment, Proof::Confirmed).await.unwrap();

    let code = world.emulator.recovery_code(BOB.email).or(written).unwrap();
    assert!(
        !format!("{enrollment:?} {method:?}").contains(&code),
        "AP21"
    );
}

#[tokio::test]
async fn a_new_password_is_held_against_the_policy_that_was_shown() {
    let world = World::new().await;
    let new = NewMethod::Password {
        connection: None,
        identity_user_id: None,
    };
    let enrollment = world.enrol(&new).await;
    assert_eq!(enrollment.id.as_str(), "password|new");
    let Challenge::Password { policy } = &enrollment.challenge else {
        panic!("{enrollment:?}")
    };
    assert_eq!(policy.complexity.min_length, 8);
    assert_eq!(
        policy.complexity.character_type_rule,
        CharacterTypeRule::ThreeOfFour
    );
    assert_eq!(policy.complexity.identical_characters, Repetition::Block);
    assert_eq!((policy.history.is_active, policy.history.size), (true, 5));

    let weak = Password::new("short-1");
    let refused = world
        .verify(&enrollment, Proof::NewPassword(&weak))
        .await
        .unwrap_err();
    let details = &refused.problem().unwrap().details;
    let pointer = details.validation_errors[0].pointer.as_ref().unwrap();
    assert_eq!(pointer.as_str(), "/new_password");
    assert_eq!(details.code.as_deref(), Some("A0E-400-0003"));
    let strong = Password::new("willow-Copper-31");
    let method = world
        .verify(&enrollment, Proof::NewPassword(&strong))
        .await
        .unwrap();

    assert_eq!(method.kind(), FactorType::Password);
    assert_ne!(method.id, enrollment.id);
}

#[tokio::test]
async fn a_passkey_is_verified_under_the_id_of_its_location() {
    let world = World::new().await;
    let new = NewMethod::Passkey {
        connection: None,
        identity_user_id: None,
    };
    let enrollment = world.enrol(&new).await;
    assert_eq!(enrollment.id.as_str(), "passkey|new");
    let Challenge::Passkey {
        authn_params_public_key,
    } = &enrollment.challenge
    else {
        panic!("{enrollment:?}")
    };
    let answer = Authenticator::new().create(authn_params_public_key);

    let method = world
        .verify(&enrollment, Proof::Passkey(&answer))
        .await
        .unwrap();

    assert!(matches!(method.details, MethodDetails::Passkey(_)));
    assert_ne!(method.id, enrollment.id);
    assert_eq!(
        world
            .emulator
            .count(&format!("{METHODS}/passkey%7Cnew/verify")),
        1
    );
}

#[tokio::test]
async fn an_enrolment_without_a_location_of_this_tenant_is_none() {
    let world = World::new().await;
    let body = json!({"auth_session": "s", "authn_params_public_key": {}});
    let new = NewMethod::Passkey {
        connection: None,
        identity_user_id: None,
    };
    let answer = Fault::json(202, &body);
    let elsewhere = format!("https://evil.example{METHODS}/passkey%7Cnew");
    for fault in [
        answer.clone(),
        answer.clone().with_header("location", ""),
        answer.with_header("location", &elsewhere),
    ] {
        world.emulator.fail_next(METHODS, fault);
        let methods = world.client.authentication_methods();
        let error = methods.create(&world.token, &new).await.unwrap_err();
        let CallError::Unexpected(unexpected) = error else {
            panic!("{error:?}")
        };
        let path = "Location".to_owned();
        assert_eq!(unexpected.what, What::Shape { path }, "AP07");
    }
}

#[tokio::test]
async fn the_last_of_what_the_policy_wants_stays() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    let all = methods
        .list(&world.token, Some(&FactorType::Password))
        .await
        .unwrap();

    let refused = methods.delete(&world.token, &all[0].id).await;

    assert_eq!(refusal(refused), (409, ProblemKind::Conflict), "AP14");
}

#[tokio::test]
async fn a_tenant_that_answers_every_success_with_200_is_understood() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.auth0.my_account_api.plain_200 = true);

    let enrollment = world.enrol(&NewMethod::RecoveryCode).await;
    let method = world.verify(&enrollment, Proof::Confirmed).await.unwrap();
    let methods = world.client.authentication_methods();
    methods.delete(&world.token, &method.id).await.unwrap();

    assert_eq!(methods.list(&world.token, None).await.unwrap().len(), 1);
}
