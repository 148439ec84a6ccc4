use nhost::{
    AuthClient,
    webauthn::{CredentialAssertionResponse, CredentialCreationResponse},
};
use serde_json::json;

use super::{Asked, answer, session, signed_up};
use crate::vendor::outcome::Outcome;

/// Passkeys and security keys.
pub(super) async fn call(client: &AuthClient, name: &str, asked: &Asked<'_>) -> Option<Outcome> {
    let (email, token) = (asked.body["email"].as_str(), &asked.token);
    let credential = || asked.body["credential"].clone();
    let made = || CredentialCreationResponse::from_json(credential()).unwrap();
    let proof = || CredentialAssertionResponse::from_json(credential()).unwrap();
    let nickname = asked.body["nickname"].as_str();

    Some(match name {
        "signUpWebauthn" => {
            let options = client.sign_up_webauthn(email.unwrap_or_default(), &asked.options());
            answer(options.await.map(|it| it.as_json().clone().into()))
        }
        "verifySignUpWebauthn" => {
            let signed = client
                .verify_sign_up_webauthn(&made(), nickname, None)
                .await;
            answer(signed.map(signed_up))
        }
        "signInWebauthn" => {
            let options = client.sign_in_webauthn(email).await;
            answer(options.map(|it| it.as_json().clone().into()))
        }
        "verifySignInWebauthn" => {
            let signed = client.verify_sign_in_webauthn(&proof()).await;
            answer(signed.map(|it| session(&it)))
        }
        "addSecurityKey" => {
            let options = client.add_security_key(token).await;
            answer(options.map(|it| it.as_json().clone().into()))
        }
        "verifyAddSecurityKey" => {
            let added = client.verify_add_security_key(token, &made(), nickname);
            answer(added.await.map(|it| json!({ "nickname": it.nickname })))
        }
        "elevateWebauthn" => {
            let options = client.elevate_webauthn(token).await;
            answer(options.map(|it| it.as_json().clone().into()))
        }
        "verifyElevateWebauthn" => {
            let elevated = client.verify_elevate_webauthn(token, &proof()).await;
            answer(elevated.map(|it| session(&it)))
        }
        _ => return None,
    })
}
