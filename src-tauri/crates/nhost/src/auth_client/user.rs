//! The user.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, CodeVerifier, Password},
};
use serde_json::{Map, Value};

use super::{AuthCall, AuthClient, mail_sent, sign_up_options};
use crate::{
    AuthError, Pkce, SignUpOptions, User,
    call::{Answered, Plan, json},
};

/// How a user who was nobody will sign in.
#[derive(Clone, Copy, Debug)]
pub enum Deanonymize<'a> {
    /// With this password.
    EmailPassword(&'a Password),
    /// With links from mails.
    Passwordless,
}

impl AuthClient {
    /// Reads the user, as typed and as it came: `getUser`, `GET /user`.
    ///
    /// # Errors
    /// Those of any method with a token; among them `forbidden-anonymous`.
    pub fn get_user(&self, token: &AccessToken) -> AuthCall<'_, (User, Map<String, Value>)> {
        self.call(Plan::get(self.url(&["user"])).bearer(token), user)
    }

    /// Gives an anonymous user an address and a way to sign in again: `deanonymizeUser`, `POST /user/deanonymize`.
    ///
    /// Where the address has to be verified first, and always without a password, every session of the user ends:
    /// the link in the mail begins the next. Otherwise the session goes on, and shows the change after its next
    /// refresh.
    ///
    /// # Errors
    /// `user-not-anonymous`, `email-already-in-use`, `user-already-exists`, `password-too-short`,
    /// `password-in-hibp-database`, `role-not-allowed`, `redirectTo-not-allowed`, `disabled-endpoint`.
    pub fn deanonymize_user(
        &self,
        token: &AccessToken,
        email: &str,
        method: Deanonymize<'_>,
        options: &SignUpOptions<'_>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        let body = JsonBody::new().text("email", email);
        let body = match method {
            Deanonymize::EmailPassword(password) => body
                .text("signInMethod", "email-password")
                .secret("password", password),
            Deanonymize::Passwordless => body.text("signInMethod", "passwordless"),
        };
        let plan = Plan::post(self.url(&["user", "deanonymize"]))
            .bearer(token)
            .json(sign_up_options(body, options))
            .challenge(verifier);

        self.call(plan, mail_sent)
    }
}

fn user(answered: &Answered<'_>) -> Result<(User, Map<String, Value>), AuthError> {
    Ok((json(answered)?, json(answered)?))
}
