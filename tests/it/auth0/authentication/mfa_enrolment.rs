//! Authenticators: enrolling on the way in, listing, removing.

use auth0::AuthenticatorId;
use auth0::authentication::{
    Access, Associate, AssociationDetails, AuthenticatorType, BindingMethod, MfaToken, OobChannel,
    OobCode, OobOutcome, Polled,
};
use emulator::{ADA, BOB, Fault, NOOR, Person};
use protocol::secret::{AccessToken, OneTimeCode};

use super::{World, mfa::totp, refusal, refused};

impl World {
    /// Signs somebody in and gets a token for the MFA API, with these scopes.
    async fn mfa_access(&self, person: &Person, scopes: &[&str]) -> AccessToken {
        let token = self.tokens(person).await.refresh_token.unwrap();
        let audience = format!("{}/mfa/", self.emulator.auth0_url());
        let access = Access {
            scopes,
            audience: Some(&audience),
        };
        let tokens = self.client.refresh_token(&token, access).await.unwrap();

        tokens.access_token
    }

    async fn associate_oob(
        &self,
        token: &MfaToken,
        what: Associate<'_>,
    ) -> (OobCode, AssociationDetails) {
        let association = self.client.mfa().associate(token, what).await.unwrap();
        let AssociationDetails::Oob { oob_code, .. } = &association.details else {
            panic!("{association:?}")
        };

        (oob_code.clone(), association.details)
    }
}

#[tokio::test]
async fn an_app_is_enrolled_on_the_way_in_with_recovery_codes() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&BOB).await;
    let mfa = world.client.mfa();
    let association = mfa.associate(&token, Associate::Otp).await.unwrap();
    assert!(matches!(
        association.details,
        AssociationDetails::Otp { .. }
    ));
    assert_eq!(association.recovery_codes.len(), 1);

    mfa.otp(&token, &totp(&world.emulator, &BOB)).await.unwrap();

    let token = world.half_way(&BOB).await;
    let list = mfa.authenticators(&token).await.unwrap();
    let apps = list
        .iter()
        .filter(|it| it.authenticator_type == AuthenticatorType::Otp && it.is_active);
    assert_eq!(apps.count(), 1);
    let answer = mfa.associate(&token, Associate::Otp).await;
    assert_eq!(refusal(answer), refused(403, "access_denied"));
}

#[tokio::test]
async fn a_phone_and_a_mailbox_are_enrolled_with_the_code_that_is_sent() {
    for (what, to, channel) in [
        (
            Associate::Sms("+4915112345678"),
            "+4915112345678",
            OobChannel::Sms,
        ),
        (
            Associate::Voice("+4915112345678"),
            "+4915112345678",
            OobChannel::Voice,
        ),
        (
            Associate::Email("bob@work.example"),
            "bob@work.example",
            OobChannel::Email,
        ),
    ] {
        let world = World::with_second_factor().await;
        let token = world.half_way(&BOB).await;
        let (oob_code, details) = world.associate_oob(&token, what).await;
        let AssociationDetails::Oob {
            oob_channel,
            binding_method,
            ..
        } = details
        else {
            panic!("{details:?}")
        };
        assert_eq!(oob_channel, Some(channel));
        assert_eq!(binding_method, Some(BindingMethod::Prompt));

        let code = OneTimeCode::new(world.emulator.last_code(to).unwrap());
        let outcome = world.client.mfa().oob(&token, &oob_code, Some(&code)).await;

        assert!(matches!(outcome, Ok(Polled::Over(OobOutcome::Tokens(_)))));
    }
}

#[tokio::test]
async fn a_notification_is_pending_then_hurried_then_approved() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&BOB).await;
    let (oob_code, details) = world.associate_oob(&token, Associate::Push).await;
    let AssociationDetails::Oob {
        barcode_uri,
        binding_method,
        ..
    } = details
    else {
        panic!("{details:?}")
    };
    assert!(barcode_uri.is_some() && binding_method.is_none());
    let ask = || world.client.mfa().oob(&token, &oob_code, None);

    assert!(matches!(ask().await, Ok(Polled::Pending)));
    assert!(matches!(ask().await, Ok(Polled::SlowDown)));
    world.emulator.approve_push(BOB.email);
    assert!(matches!(
        ask().await,
        Ok(Polled::Over(OobOutcome::Tokens(_)))
    ));
}

#[tokio::test]
async fn a_notification_that_is_denied_ends_it() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&BOB).await;
    let (oob_code, _) = world.associate_oob(&token, Associate::Push).await;
    world.emulator.deny_push(BOB.email);

    let outcome = world.client.mfa().oob(&token, &oob_code, None).await;

    assert!(matches!(outcome, Ok(Polled::Over(OobOutcome::Rejected))));
}

#[tokio::test]
async fn waiting_for_a_notification_ends_with_its_answer() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&BOB).await;
    let (oob_code, _) = world.associate_oob(&token, Associate::Push).await;
    world.emulator.approve_push(BOB.email);

    let outcome = world.client.mfa().oob_answered(&token, &oob_code).await;

    assert!(matches!(outcome, Ok(OobOutcome::Tokens(_))));
}

#[tokio::test]
async fn authenticators_are_listed_with_what_to_show_and_asked_for_again() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&ADA).await;
    world
        .emulator
        .fail_next("/mfa/authenticators", Fault::status(503));

    let list = world.client.mfa().authenticators(&token).await.unwrap();

    let [phone] = list.as_slice() else {
        panic!("{list:?}")
    };
    assert_eq!(phone.authenticator_type, AuthenticatorType::Oob);
    assert_eq!(phone.oob_channel, Some(OobChannel::Sms));
    assert!(phone.is_active && phone.id.as_str().starts_with("sms|dev_"));
    assert_eq!(phone.name.as_ref().unwrap().as_str(), "XXXXXXXXX5678");
}

#[tokio::test]
async fn a_token_with_its_scopes_enrols_lists_and_removes() {
    let world = World::new().await;
    let mfa = world.client.mfa();
    let scopes = ["enroll", "read:authenticators", "remove:authenticators"];
    let token = world.mfa_access(&NOOR, &scopes).await;
    let second = mfa
        .associate(&token, Associate::Email("noor@work.example"))
        .await;
    assert!(second.unwrap().recovery_codes.is_empty());
    let list = mfa.authenticators(&token).await.unwrap();
    let app = list
        .iter()
        .find(|it| it.authenticator_type == AuthenticatorType::Otp)
        .unwrap();

    mfa.remove(&token, &app.id).await.unwrap();

    let answer = mfa.remove(&token, &app.id).await;
    assert_eq!(answer.unwrap_err().status(), Some(404));
    assert_eq!(
        mfa.authenticators(&token).await.unwrap().len(),
        list.len() - 1
    );
}

#[tokio::test]
async fn a_token_without_the_scope_and_one_of_nobody_are_refused() {
    let world = World::new().await;
    let mfa = world.client.mfa();
    let token = world.mfa_access(&NOOR, &["read:authenticators"]).await;
    let id = AuthenticatorId::parse("totp|dev_NoorTotp00000001").unwrap();
    let answer = mfa.remove(&token, &id).await;
    assert_eq!(refusal(answer), refused(403, "insufficient_scope"));
    let answer = mfa.associate(&token, Associate::Otp).await;
    assert_eq!(refusal(answer), refused(403, "insufficient_scope"));

    let answer = mfa.authenticators(&MfaToken::new("nonsense")).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}
