use nhost::{AuthClient, Deanonymize, MfaChange, PasswordProof, SignOut, Ticket};
use protocol::secret::{AccessToken, OneTimeCode, Password, RefreshToken};
use serde_json::{Value, json};

use super::{Asked, answer, silence, text};
use crate::vendor::outcome::Outcome;

/// What somebody does who is signed in.
pub(super) async fn call(client: &AuthClient, name: &str, asked: &Asked<'_>) -> Option<Outcome> {
    let (token, email) = (&asked.token, asked.text("email"));
    let redirect_to = asked.body["options"]["redirectTo"].as_str();

    Some(match name {
        "getUser" => {
            let read = client.get_user(token).await;
            answer(read.map(|(typed, _)| super::user(&typed)))
        }
        "deanonymizeUser" => {
            let password = Password::new(asked.text("password"));
            let method = match asked.text("signInMethod") {
                "passwordless" => Deanonymize::Passwordless,
                _ => Deanonymize::EmailPassword(&password),
            };
            let done = client.deanonymize_user(token, email, method, &asked.options(), None);
            silence(done.await)
        }
        "createPAT" => {
            let at = time(asked.text("expiresAt"));
            let metadata = asked.body["metadata"].as_object();
            let made = client.create_pat(token, at, metadata).await;
            answer(made.map(|_| json!({})))
        }
        "changeUserMfa" => answer(client.change_user_mfa(token).await.map(|_| json!({}))),
        "verifyChangeUserMfa" => {
            let code = OneTimeCode::new(asked.text("code"));
            let change = match asked.text("activeMfaType") {
                "totp" => MfaChange::Activate,
                _ => MfaChange::Deactivate,
            };
            silence(client.verify_change_user_mfa(token, &code, change).await)
        }
        "changeUserPassword" => {
            let password = Password::new(asked.text("newPassword"));
            let ticket = asked.body["ticket"].as_str().map(Ticket::new);
            let proof = ticket
                .as_ref()
                .map_or(PasswordProof::Session(token), PasswordProof::Ticket);
            silence(client.change_user_password(proof, &password).await)
        }
        "sendPasswordResetEmail" => silence(
            client
                .send_password_reset_email(email, redirect_to, None)
                .await,
        ),
        "changeUserEmail" => {
            let new_email = asked.text("newEmail");
            let changed = client.change_user_email(token, new_email, redirect_to, None);
            silence(changed.await)
        }
        "sendVerificationEmail" => silence(
            client
                .send_verification_email(email, redirect_to, None)
                .await,
        ),
        "verifyToken" => {
            let token = AccessToken::new(asked.text("token"));
            silence(client.verify_token(&token).await)
        }
        "signOut" => silence(sign_out(client, token, asked.body).await),
        _ => return None,
    })
}

async fn sign_out(
    client: &AuthClient,
    token: &AccessToken,
    body: &Value,
) -> Result<(), nhost::AuthError> {
    let value = text(body, "refreshToken");
    let refresh = RefreshToken::new(value);
    let what = match body["all"].as_bool() {
        Some(true) => SignOut::All(token),
        Some(false) | None => SignOut::Session(&refresh),
    };

    client.sign_out(what).await
}

/// The one time these tests name.
fn time(text: &str) -> std::time::SystemTime {
    assert_eq!(text, crate::vendor::nhost_js::IN_2030);

    std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_893_456_000)
}
