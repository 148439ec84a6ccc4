//! Passkeys and security keys. Read [`crate::webauthn`] about user handles first.
//!
//! Which keys a user has stands in [`crate::GraphqlClient`] only.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, CodeVerifier},
};

use super::{AuthCall, AuthClient, password::sign_up, session, sign_up_options};
use crate::{
    SecurityKeyAdded, Session, SignUp, SignUpOptions,
    call::{Plan, json},
    webauthn::{
        CredentialAssertionResponse, CredentialCreationResponse,
        PublicKeyCredentialCreationOptions, PublicKeyCredentialRequestOptions,
    },
};

impl AuthClient {
    /// Asks for a challenge to sign in: `signInWebauthn`, `POST /signin/webauthn`. Without an address any key may
    /// answer that knows who it belongs to.
    ///
    /// # Errors
    /// `invalid-email-password` for an address that nobody has, `invalid-request` where its user has no key;
    /// `disabled-user`, `unverified-user`, `disabled-endpoint`.
    pub fn sign_in_webauthn(
        &self,
        email: Option<&str>,
    ) -> AuthCall<'_, PublicKeyCredentialRequestOptions> {
        let body = JsonBody::new().optional_text("email", email);

        self.post(&["signin", "webauthn"], body, json)
    }

    /// Signs in with the answer: `verifySignInWebauthn`, `POST /signin/webauthn/verify`.
    ///
    /// # Errors
    /// `invalid-request` for any fault; 500 without a code where the user handle is missing.
    pub fn verify_sign_in_webauthn(
        &self,
        credential: &CredentialAssertionResponse,
    ) -> AuthCall<'_, Session> {
        self.post(
            &["signin", "webauthn", "verify"],
            assertion(credential),
            session,
        )
    }

    /// Asks for a challenge to sign up: `signUpWebauthn`, `POST /signup/webauthn`. It does not tell whether somebody
    /// has the address.
    ///
    /// # Errors
    /// `disabled-endpoint`, `signup-disabled`, `role-not-allowed`, `redirectTo-not-allowed`.
    pub fn sign_up_webauthn(
        &self,
        email: &str,
        options: &SignUpOptions<'_>,
    ) -> AuthCall<'_, PublicKeyCredentialCreationOptions> {
        let body = sign_up_options(JsonBody::new().text("email", email), options);

        self.post(&["signup", "webauthn"], body, json)
    }

    /// Signs up with the new key: `verifySignUpWebauthn`, `POST /signup/webauthn/verify`. It has no options of its
    /// own, for older servers mistake them: those of [`Self::sign_up_webauthn`] hold.
    ///
    /// # Errors
    /// `invalid-request` for any fault of the credential; `email-already-in-use`, `user-already-exists`.
    pub fn verify_sign_up_webauthn(
        &self,
        credential: &CredentialCreationResponse,
        nickname: Option<&str>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, SignUp> {
        let body = creation(credential, nickname);

        self.post_for_link(&["signup", "webauthn", "verify"], body, verifier, sign_up)
    }

    /// Asks for a challenge to add a key: `addSecurityKey`, `POST /user/webauthn/add`. May need elevation, on older
    /// servers even for the first key, which can then not be added here. It names the keys that the user has already.
    ///
    /// # Errors
    /// `disabled-endpoint`.
    pub fn add_security_key(
        &self,
        token: &AccessToken,
    ) -> AuthCall<'_, PublicKeyCredentialCreationOptions> {
        let plan = Plan::post(self.url(&["user", "webauthn", "add"])).bearer(token);

        self.call(plan, json)
    }

    /// Adds the new key: `verifyAddSecurityKey`, `POST /user/webauthn/verify`. May need elevation.
    ///
    /// # Errors
    /// `invalid-request` for any fault of the credential; `internal-server-error` where the key is there already.
    pub fn verify_add_security_key(
        &self,
        token: &AccessToken,
        credential: &CredentialCreationResponse,
        nickname: Option<&str>,
    ) -> AuthCall<'_, SecurityKeyAdded> {
        let body = creation(credential, nickname);

        self.post_as(token, &["user", "webauthn", "verify"], body, json)
    }

    /// Asks for a challenge to prove once more who somebody is: `elevateWebauthn`, `POST /elevate/webauthn`.
    ///
    /// # Errors
    /// `invalid-request` where the user has no key; `disabled-endpoint`.
    pub fn elevate_webauthn(
        &self,
        token: &AccessToken,
    ) -> AuthCall<'_, PublicKeyCredentialRequestOptions> {
        let plan = Plan::post(self.url(&["elevate", "webauthn"])).bearer(token);

        self.call(plan, json)
    }

    /// Proves it: `verifyElevateWebauthn`, `POST /elevate/webauthn/verify`. What comes back is a whole new session,
    /// which is elevated until its access token is over or refreshed. The old one stays: keep the new one and sign
    /// the old one out.
    ///
    /// # Errors
    /// `invalid-request` for any fault of the answer.
    pub fn verify_elevate_webauthn(
        &self,
        token: &AccessToken,
        credential: &CredentialAssertionResponse,
    ) -> AuthCall<'_, Session> {
        let path = ["elevate", "webauthn", "verify"];

        self.post_as(token, &path, assertion(credential), session)
    }
}

fn assertion(credential: &CredentialAssertionResponse) -> JsonBody {
    JsonBody::new().value("credential", credential.as_json().clone())
}

fn creation(credential: &CredentialCreationResponse, nickname: Option<&str>) -> JsonBody {
    JsonBody::new()
        .value("credential", credential.as_json().clone())
        .optional_text("nickname", nickname)
}
