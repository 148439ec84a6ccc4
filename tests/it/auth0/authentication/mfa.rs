use auth0::authentication::{
    Access, BindingMethod, ChallengeRequest, ChallengeType, MfaChallenge, MfaRequired, MfaToken,
    OobChannel, OobCode, OobOutcome, PasswordGrant, Polled,
};
use auth0::my_account::RecoveryCode;
use emulator::{ADA, BOB, Emulator, NOOR, Person};
use protocol::secret::{OneTimeCode, Password};

use super::{DATABASE, World, refusal, refused};

const ADAS_PHONE: &str = "+819012345678";

impl World {
    /// A tenant that wants a second factor.
    pub(super) async fn with_second_factor() -> Self {
        let world = Self::new().await;
        world.emulator.change(|settings| {
            settings.auth0.require_second_factor = true;
            settings.auth0.require_enrolment = true;
        });

        world
    }

    /// Gets as far as the second factor.
    pub(super) async fn half_way(&self, person: &Person) -> MfaToken {
        let password = Password::new(person.password);
        let grant = PasswordGrant {
            realm: Some(DATABASE),
            access: Access {
                scopes: &["openid", "offline_access"],
                audience: None,
            },
            ..PasswordGrant::new(person.email, &password)
        };
        let error = self.client.password_grant(&grant).await.unwrap_err();
        let mfa: &MfaRequired = error.problem().unwrap().details.mfa.as_ref().unwrap();

        mfa.mfa_token.clone()
    }

    async fn oob(
        &self,
        token: &MfaToken,
        types: &[ChallengeType],
    ) -> (OobCode, Option<BindingMethod>) {
        let request = ChallengeRequest {
            challenge_types: types,
            ..ChallengeRequest::default()
        };
        match self.client.mfa().challenge(token, request).await.unwrap() {
            MfaChallenge::Oob {
                oob_code,
                binding_method,
            } => (oob_code, binding_method),
            MfaChallenge::Otp => panic!("an app was asked for"),
        }
    }
}

pub(super) fn totp(emulator: &Emulator, person: &Person) -> OneTimeCode {
    OneTimeCode::new(emulator.totp_code(person.email).unwrap())
}

#[tokio::test]
async fn the_code_of_an_app_finishes_a_sign_in() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&NOOR).await;
    let mfa = world.client.mfa();
    let otp = ChallengeRequest {
        challenge_types: &[ChallengeType::Otp, ChallengeType::Oob],
        ..ChallengeRequest::default()
    };
    let challenge = mfa.challenge(&token, otp).await.unwrap();
    assert!(matches!(challenge, MfaChallenge::Otp));

    let wrong = OneTimeCode::new("000000");
    let answer = mfa.otp(&token, &wrong).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
    let tokens = mfa
        .otp(&token, &totp(&world.emulator, &NOOR))
        .await
        .unwrap();
    assert!(tokens.refresh_token.is_some());
    assert!(world.subject(&tokens).await.starts_with("auth0|"));
}

#[tokio::test]
async fn too_many_wrong_codes_and_an_old_token_have_their_own_words() {
    let world = World::with_second_factor().await;
    let mfa = world.client.mfa();
    let token = world.half_way(&NOOR).await;
    let wrong = OneTimeCode::new("000000");
    let mut last = None;
    for _ in 0..11 {
        last = Some(refusal(mfa.otp(&token, &wrong).await));
    }
    assert_eq!(last, Some(refused(429, "too_many_attempts")));

    let token = world.half_way(&NOOR).await;
    world.emulator.advance(std::time::Duration::from_secs(601));
    let answer = mfa.otp(&token, &totp(&world.emulator, &NOOR)).await;
    assert_eq!(refusal(answer), refused(401, "expired_token"));
    let answer = mfa.otp(&MfaToken::new("nonsense"), &wrong).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn the_code_of_a_text_message_finishes_a_sign_in() {
    let world = World::with_second_factor().await;
    let token = world.half_way(&ADA).await;
    let (oob_code, binding) = world.oob(&token, &[ChallengeType::Oob]).await;
    assert_eq!(binding, Some(BindingMethod::Prompt));

    let mfa = world.client.mfa();
    let wrong = OneTimeCode::new("nonsense");
    let answer = mfa.oob(&token, &oob_code, Some(&wrong)).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
    let code = OneTimeCode::new(world.emulator.last_code(ADAS_PHONE).unwrap());
    let outcome = mfa.oob(&token, &oob_code, Some(&code)).await.unwrap();
    assert!(matches!(outcome, Polled::Over(OobOutcome::Tokens(_))));
}

#[tokio::test]
async fn what_the_person_does_not_have_cannot_be_asked_for() {
    let world = World::with_second_factor().await;
    let mfa = world.client.mfa();
    let token = world.half_way(&BOB).await;
    let answer = mfa.challenge(&token, ChallengeRequest::default()).await;
    assert_eq!(refusal(answer), refused(403, "association_required"));

    let token = world.half_way(&ADA).await;
    let call = ChallengeRequest {
        challenge_types: &[ChallengeType::Oob],
        oob_channel: Some(&OobChannel::Voice),
        ..ChallengeRequest::default()
    };
    let answer = mfa.challenge(&token, call).await;
    assert_eq!(refusal(answer), refused(403, "unsupported_challenge_type"));
}

#[tokio::test]
async fn a_recovery_code_is_spent_and_the_next_one_comes_with_the_tokens() {
    let world = World::with_second_factor().await;
    let mfa = world.client.mfa();
    let written = RecoveryCode::new(world.emulator.recovery_code(NOOR.email).unwrap());
    let token = world.half_way(&NOOR).await;
    let first = mfa.recovery_code(&token, &written).await.unwrap();
    let next = first.recovery_code.unwrap();
    assert!(world.subject(&first.tokens).await.starts_with("auth0|"));

    let token = world.half_way(&NOOR).await;
    let answer = mfa.recovery_code(&token, &written).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
    mfa.recovery_code(&token, &next).await.unwrap();
}
