//! Native passkeys: signing in and up with a passkey, without a browser.
//!
//! The custom domain is what the passkey is good for, so the system has to let the application use it.

use protocol::{http::JsonBody, oauth::Tokens};
use serde::Deserialize;
use serde_json::Value;

use super::{
    AuthenticationClient, grant::Access, problem::AuthenticationError, read::shape, texts,
};
use crate::my_account::AuthSession;

/// Where somebody signs in or up. What is `None` is left to the tenant.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasskeyPlace<'a> {
    /// The database connection.
    pub realm: Option<&'a str>,
    /// An organization's id or name.
    pub organization: Option<&'a str>,
}

/// Somebody who signs up. Which of these the tenant needs is its own setting; what is `None` or empty is not sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasskeyUser<'a> {
    /// Their address.
    pub email: Option<&'a str>,
    /// With a plus sign and the country's prefix (E.164).
    pub phone_number: Option<&'a str>,
    /// The name to sign in with, where the connection has names.
    pub username: Option<&'a str>,
    /// The whole name.
    pub name: Option<&'a str>,
    /// The first name.
    pub given_name: Option<&'a str>,
    /// The last name.
    pub family_name: Option<&'a str>,
    /// The name that friends use.
    pub nickname: Option<&'a str>,
    /// The address of a picture.
    pub picture: Option<&'a str>,
    /// At most ten.
    pub user_metadata: &'a [(&'a str, &'a str)],
}

/// What an authenticator is asked to do.
#[derive(Clone, Debug)]
pub struct PasskeyChallenge {
    /// Ties the answer to it.
    pub auth_session: AuthSession,
    /// `PublicKeyCredentialRequestOptionsJSON` of WebAuthn Level 3 to sign in, `…CreationOptionsJSON` to sign up;
    /// binary values in base64url.
    pub authn_params_public_key: Value,
}

/// The answer of an authenticator.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyGrant<'a> {
    /// From the [`PasskeyChallenge`].
    pub auth_session: &'a AuthSession,
    /// `AuthenticationResponseJSON` of WebAuthn Level 3, or `RegistrationResponseJSON` to sign up; binary values in
    /// base64url.
    pub authn_response: &'a Value,
    /// As it was for the challenge.
    pub place: PasskeyPlace<'a>,
    /// What the tokens shall be good for.
    pub access: Access<'a>,
}

impl PasskeyPlace<'_> {
    fn in_body(&self, body: JsonBody) -> JsonBody {
        body.optional_text("realm", self.realm)
            .optional_text("organization", self.organization)
    }
}

impl PasskeyUser<'_> {
    fn in_body(&self, body: JsonBody) -> JsonBody {
        let profile = JsonBody::new()
            .optional_text("email", self.email)
            .optional_text("phone_number", self.phone_number)
            .optional_text("username", self.username)
            .optional_text("name", self.name)
            .optional_text("given_name", self.given_name)
            .optional_text("family_name", self.family_name)
            .optional_text("nickname", self.nickname)
            .optional_text("picture", self.picture);
        let body = body.object("user_profile", profile);
        if self.user_metadata.is_empty() {
            return body;
        }

        body.object("user_metadata", texts(self.user_metadata))
    }
}

impl AuthenticationClient {
    /// Asks for a challenge to sign in:
    /// [`POST /passkey/challenge`](https://auth0.com/docs/api/authentication/passkey/challenge). It takes a custom domain, a database
    /// connection with passkeys, and a first-party application with the passkey grant.
    ///
    /// # Errors
    /// 400 where passkeys are not set up, or without a custom domain; 404 where the feature is off; 401, 403 and 429.
    pub async fn passkey_challenge(
        &self,
        place: PasskeyPlace<'_>,
    ) -> Result<PasskeyChallenge, AuthenticationError> {
        self.passkey("challenge", place.in_body(self.body())).await
    }

    /// Asks for a challenge to sign up:
    /// [`POST /passkey/register`](https://auth0.com/docs/api/authentication/passkey/register).
    ///
    /// # Errors
    /// `user_exists` (409), from some tenants `invalid_request` (400), when there is such a user; also
    /// `invalid_request` when a member that the connection needs is missing; and as
    /// [`passkey_challenge`](Self::passkey_challenge).
    pub async fn passkey_register(
        &self,
        user: &PasskeyUser<'_>,
        place: PasskeyPlace<'_>,
    ) -> Result<PasskeyChallenge, AuthenticationError> {
        let body = user.in_body(place.in_body(self.body()));

        self.passkey("register", body).await
    }

    /// Signs in, or up, with the answer of the authenticator:
    /// [`POST /oauth/token`](https://auth0.com/docs/authenticate/database-connections/passkeys/native-passkeys-api), grant
    /// `webauthn`.
    ///
    /// # Errors
    /// `invalid_grant` when the challenge has expired or was used, the passkey is unknown, or its signature is wrong;
    /// `unauthorized_client` where the grant is not enabled.
    pub async fn passkey_grant(
        &self,
        grant: &PasskeyGrant<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        let body = self
            .grant_body("urn:okta:params:oauth:grant-type:webauthn")
            .secret("auth_session", grant.auth_session)
            .value("authn_response", grant.authn_response.clone());

        self.grant(grant.access.in_body(grant.place.in_body(body)))
            .await
    }

    async fn passkey(
        &self,
        step: &str,
        body: JsonBody,
    ) -> Result<PasskeyChallenge, AuthenticationError> {
        /// The answer, as it comes.
        #[derive(Deserialize)]
        struct Wire {
            auth_session: AuthSession,
            authn_params_public_key: Value,
        }
        let answer = self.call(self.post(&["passkey", step]).json(body)).await?;
        let wire: Wire = answer.json()?;
        if !wire.authn_params_public_key.is_object() {
            return Err(shape(&answer, ".authn_params_public_key"));
        }

        Ok(PasskeyChallenge {
            auth_session: wire.auth_session,
            authn_params_public_key: wire.authn_params_public_key,
        })
    }
}
