use auth0::authentication::{
    Associate, AssociationDetails, ChallengeRequest, ChallengeType, MfaChallenge, MfaToken,
    OobCode, OobOutcome, Polled,
};
use auth0::{AuthenticatorId, my_account::RecoveryCode};
use protocol::secret::{AccessToken, OneTimeCode};
use serde_json::{Value, json};

use super::{Ours, answer, silence, text, tokens};
use crate::vendor::outcome::Outcome;

fn token(given: &Value) -> MfaToken {
    MfaToken::new(text(given, "mfa_token"))
}

pub(in crate::vendor) async fn authenticators(ours: &Ours, given: &Value) -> Outcome {
    let list = ours.client.mfa().authenticators(&token(given)).await;

    answer(list.map(|list| {
        list.iter()
            .map(|it| {
                json!({
                    "id": it.id.as_str(),
                    "authenticator_type": it.authenticator_type.as_str(),
                    "active": it.is_active,
                    "name": it.name.as_ref().map(|name| name.as_str()),
                    "oob_channel": it.oob_channel.as_ref().map(|channel| channel.as_str()),
                })
            })
            .collect()
    }))
}

pub(in crate::vendor) async fn challenge(ours: &Ours, given: &Value) -> Outcome {
    let types = match text(given, "challenge_type") {
        "otp" => [ChallengeType::Otp],
        _ => [ChallengeType::Oob],
    };
    let request = ChallengeRequest {
        challenge_types: &types,
        ..ChallengeRequest::default()
    };
    let challenge = ours.client.mfa().challenge(&token(given), request).await;

    answer(challenge.map(|challenge| match challenge {
        MfaChallenge::Otp => json!({ "challenge_type": "otp" }),
        MfaChallenge::Oob { binding_method, .. } => json!({
            "challenge_type": "oob",
            "binding_method": binding_method.as_ref().map(|it| it.as_str()),
        }),
    }))
}

pub(in crate::vendor) async fn associate(ours: &Ours, given: &Value) -> Outcome {
    let what = match given["oobChannels"][0].as_str() {
        None => Associate::Otp,
        Some("sms") => Associate::Sms(text(given, "phone_number")),
        Some("email") => Associate::Email(text(given, "email")),
        Some(_) => Associate::Push,
    };
    let association = ours.client.mfa().associate(&token(given), what).await;

    answer(association.map(|association| match association.details {
        AssociationDetails::Otp { .. } => json!({ "authenticator_type": "otp" }),
        AssociationDetails::Oob {
            oob_channel,
            binding_method,
            ..
        } => json!({
            "authenticator_type": "oob",
            "oob_channel": oob_channel.as_ref().map(|it| it.as_str()),
            "binding_method": binding_method.as_ref().map(|it| it.as_str()),
        }),
    }))
}

/// The vendor's client calls the access token by the same name as the other one.
pub(in crate::vendor) async fn remove(ours: &Ours, given: &Value) -> Outcome {
    let token = AccessToken::new(text(given, "mfa_token"));
    let id = AuthenticatorId::parse(text(given, "authenticator_id")).unwrap();

    silence(ours.client.mfa().remove(&token, &id).await)
}

/// All three grants, as in the vendor's one method.
pub(in crate::vendor) async fn verify(ours: &Ours, given: &Value) -> Outcome {
    let (mfa, token) = (ours.client.mfa(), token(given));
    match text(given, "factor_type") {
        "otp" => {
            let code = OneTimeCode::new(text(given, "otp"));
            tokens(mfa.otp(&token, &code).await)
        }
        "oob" => {
            let code = given["bindingCode"].as_str().map(OneTimeCode::new);
            let oob_code = OobCode::new(text(given, "oob_code"));
            let outcome = mfa.oob(&token, &oob_code, code.as_ref()).await;
            tokens(outcome.map(|polled| match polled {
                Polled::Over(OobOutcome::Tokens(tokens)) => *tokens,
                Polled::Over(OobOutcome::Rejected) | Polled::Pending | Polled::SlowDown => {
                    panic!("{polled:?}")
                }
            }))
        }
        _ => {
            let code = RecoveryCode::new(text(given, "recovery_code"));
            let answer = mfa.recovery_code(&token, &code).await;
            tokens(answer.map(|it| it.tokens))
        }
    }
}
