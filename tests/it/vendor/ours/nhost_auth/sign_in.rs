use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use nhost::{
    AuthClient, IdTokenProvider, MfaChallenge, PersonalAccessToken, ReturnedGrant, Ticket,
};
use protocol::secret::{
    AuthorizationCode, CodeVerifier, IdToken, Nonce, OneTimeCode, Password, RefreshToken,
};
use serde_json::json;

use super::{Asked, answer, session, signed_in, signed_up, silence};
use crate::vendor::outcome::Outcome;

/// Signing in and up, and what keeps a session.
pub(super) async fn call(client: &AuthClient, name: &str, asked: &Asked<'_>) -> Option<Outcome> {
    let text = |name| asked.text(name);
    let (email, number) = (text("email"), text("phoneNumber"));
    let (password, code) = (
        Password::new(text("password")),
        OneTimeCode::new(text("otp")),
    );
    let options = asked.options();

    Some(match name {
        "signUpEmailPassword" => {
            let signed = client.sign_up_email_password(email, &password, &options, None);
            answer(signed.await.map(signed_up))
        }
        "signInEmailPassword" => {
            let signed = client.sign_in_email_password(email, &password);
            answer(signed.await.map(signed_in))
        }
        "verifySignInMfaTotp" => {
            let ticket = Ticket::new(text("ticket"));
            let signed = client.verify_sign_in_mfa_totp(&MfaChallenge { ticket }, &code);
            answer(signed.await.map(|it| session(&it)))
        }
        "signInOTPEmail" => silence(client.sign_in_otp_email(email, &options).await),
        "verifySignInOTPEmail" => {
            let signed = client.verify_sign_in_otp_email(email, &code);
            answer(signed.await.map(|it| session(&it)))
        }
        "signInPasswordlessEmail" => silence(
            client
                .sign_in_passwordless_email(email, &options, None)
                .await,
        ),
        "signInPasswordlessSms" => silence(client.sign_in_passwordless_sms(number, &options).await),
        "verifySignInPasswordlessSms" => {
            let signed = client.verify_sign_in_passwordless_sms(number, &code);
            answer(signed.await.map(signed_in))
        }
        "signInAnonymous" => {
            let display_name = asked.body["displayName"].as_str();
            let signed = client.sign_in_anonymous(display_name, None, None);
            answer(signed.await.map(|it| session(&it)))
        }
        "signInPAT" => {
            let token = PersonalAccessToken::new(text("personalAccessToken"));
            answer(client.sign_in_pat(&token).await.map(|it| session(&it)))
        }
        "signInIdToken" => {
            let (provider, token) = id_token(asked);
            let nonce = nonce(asked);
            let signed = client.sign_in_id_token(&provider, &token, nonce.as_ref(), &options);
            answer(
                signed
                    .await
                    .map(|it| it.as_ref().map_or(json!({}), session)),
            )
        }
        "linkIdToken" => {
            let (provider, token) = id_token(asked);
            let nonce = nonce(asked);
            silence(
                client
                    .link_id_token(&asked.token, &provider, &token, nonce.as_ref())
                    .await,
            )
        }
        "refreshToken" => {
            let token = RefreshToken::new(text("refreshToken"));
            answer(client.refresh_token(&token).await.map(|it| session(&it)))
        }
        "tokenExchange" => {
            let grant = ReturnedGrant::Code(AuthorizationCode::new(text("code")));
            let verifier = CodeVerifier::from_random(bytes(text("codeVerifier")));
            let exchanged = client.exchange_code(&grant, &verifier).await;
            answer(exchanged.map(|it| session(&it)))
        }
        _ => return None,
    })
}

fn id_token(asked: &Asked<'_>) -> (IdTokenProvider, IdToken) {
    let provider = IdTokenProvider::from_wire(asked.text("provider"));

    (provider, IdToken::new(asked.text("idToken")))
}

fn nonce(asked: &Asked<'_>) -> Option<Nonce> {
    let nonce = asked.body["nonce"].as_str()?;

    Some(Nonce::from_random(bytes(nonce)))
}

/// What such a text was made of: our types are made from bytes alone.
fn bytes(text: &str) -> [u8; 32] {
    URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
}
