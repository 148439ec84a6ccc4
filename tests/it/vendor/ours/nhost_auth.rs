//! Our client of Nhost's Auth service, by the names of the vendor's methods. The answers are put into the words of the
//! wire.

use nhost::{AuthError, AuthProblem, Pkce, Session, SignIn, SignUp, SignUpOptions, User};
use protocol::secret::{AccessToken, Secret as _};
use serde_json::{Value, json};

use super::{Ours, text};
use crate::vendor::outcome::Outcome;

mod about;
mod sign_in;
mod user;
mod webauthn;

/// Makes the call of this name.
pub(in crate::vendor) async fn call(ours: &Ours, name: &str, asked: &Value) -> Outcome {
    let asked = Asked::new(asked);
    let client = &ours.auth;
    if let Some(outcome) = sign_in::call(client, name, &asked).await {
        return outcome;
    }
    if let Some(outcome) = webauthn::call(client, name, &asked).await {
        return outcome;
    }
    if let Some(outcome) = user::call(client, name, &asked).await {
        return outcome;
    }

    about::call(client, name, &asked)
        .await
        .unwrap_or_else(|| panic!("our client has no {name}"))
}

/// What is asked, and who asks.
struct Asked<'a> {
    token: AccessToken,
    given: &'a Value,
    /// The last of what is given; before it comes a provider's name, where there is one.
    body: &'a Value,
}

impl<'a> Asked<'a> {
    fn new(asked: &'a Value) -> Self {
        let given = &asked["given"];
        let last = given
            .as_array()
            .map_or(0, |given| given.len().saturating_sub(1));

        Self {
            token: AccessToken::new(text(asked, "as")),
            given,
            body: &given[last],
        }
    }

    fn text(&self, name: &str) -> &'a str {
        text(self.body, name)
    }

    fn options(&self) -> SignUpOptions<'a> {
        let options = &self.body["options"];

        SignUpOptions {
            display_name: options["displayName"].as_str(),
            locale: options["locale"].as_str(),
            redirect_to: options["redirectTo"].as_str(),
            metadata: options["metadata"].as_object(),
            ..SignUpOptions::default()
        }
    }
}

fn word(problem: &AuthProblem) -> &str {
    problem.code.as_str()
}

fn answer(answer: Result<Value, AuthError>) -> Outcome {
    Outcome::of(answer, word)
}

fn silence<T>(answer: Result<T, AuthError>) -> Outcome {
    Outcome::of(answer.map(|_| Value::Null), word).silently()
}

fn session(session: &Session) -> Value {
    json!({ "session": {
        "accessToken": session.access_token.expose(),
        "accessTokenExpiresIn": session.access_token_expires_in,
        "refreshToken": session.refresh_token.expose(),
        "refreshTokenId": session.refresh_token_id,
        "user": session.user.as_ref().map(user),
    }})
}

fn user(user: &User) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "emailVerified": user.email_verified,
        "phoneNumber": user.phone_number,
        "phoneNumberVerified": user.phone_number_verified,
        "displayName": user.display_name,
        "avatarUrl": user.avatar_url,
        "locale": user.locale,
        "defaultRole": user.default_role,
        "roles": user.roles,
        "isAnonymous": user.is_anonymous,
        "metadata": user.metadata,
        "activeMfaType": user.active_mfa_type,
    })
}

fn signed_in(answer: SignIn) -> Value {
    match answer {
        SignIn::Session(it) => session(&it),
        SignIn::Mfa(it) => json!({ "mfa": { "ticket": it.ticket.expose() } }),
    }
}

fn signed_up(answer: SignUp) -> Value {
    match answer {
        SignUp::Session(it) => session(&it),
        SignUp::MailSent(Pkce::Used | Pkce::NotUsed) => json!({}),
    }
}
