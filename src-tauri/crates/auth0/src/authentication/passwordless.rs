//! Passwordless: codes and links by e-mail and text message.

use protocol::{
    http::JsonBody,
    oauth::Tokens,
    secret::{Nonce, OneTimeCode, State},
};

use super::{AuthenticationClient, grant::Access, nothing, problem::AuthenticationError};

/// How the link in an e-mail signs in (`authParams`). What is `None` or empty is left to the tenant.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthParams<'a> {
    /// What the tokens shall be good for.
    pub access: Access<'a>,
    /// Where the link leads in the end: one of the allowed callback URLs.
    pub redirect_uri: Option<&'a str>,
    /// What comes back there, such as `code`.
    pub response_type: Option<&'a str>,
    /// Ties the callback to this request.
    pub state: Option<&'a State>,
    /// Ties the ID token to this request.
    pub nonce: Option<&'a Nonce>,
    /// Any further parameters of `/authorize`, such as `code_challenge`.
    pub further: &'a [(&'a str, &'a str)],
}

impl AuthParams<'_> {
    fn body(&self) -> JsonBody {
        let mut body = self
            .access
            .in_body(JsonBody::new())
            .optional_text("redirect_uri", self.redirect_uri)
            .optional_text("response_type", self.response_type);
        if let Some(state) = self.state {
            body = body.secret("state", state);
        }
        if let Some(nonce) = self.nonce {
            body = body.secret("nonce", nonce);
        }

        let further = self.further.iter();
        further.fold(body, |body, (name, value)| body.text(name, value))
    }
}

impl AuthenticationClient {
    /// Sends a code by e-mail: `requestEmailCode`,
    /// [`POST /passwordless/start`](https://auth0.com/docs/api/authentication/passwordless/get-code-or-link). The header `x-request-language` in the
    /// [options](Self::with) chooses its language.
    ///
    /// # Errors
    /// `bad.connection` when the tenant has no such connection or it is off, `bad.email` for what is no address; 429.
    pub async fn request_email_code(&self, email: &str) -> Result<(), AuthenticationError> {
        let body = self
            .body()
            .text("connection", "email")
            .text("send", "code")
            .text("email", email);

        self.start_passwordless(body).await
    }

    /// Sends a link by e-mail: `requestMagicLink`,
    /// [`POST /passwordless/start`](https://auth0.com/docs/api/authentication/passwordless/get-code-or-link). It has to be opened in the browser that
    /// shall be signed in.
    ///
    /// # Errors
    /// As [`request_email_code`](Self::request_email_code).
    pub async fn request_magic_link(
        &self,
        email: &str,
        auth_params: &AuthParams<'_>,
    ) -> Result<(), AuthenticationError> {
        let body = self
            .body()
            .text("connection", "email")
            .text("send", "link")
            .text("email", email)
            .object("authParams", auth_params.body());

        self.start_passwordless(body).await
    }

    /// Sends a code by text message: `requestSMSCode`,
    /// [`POST /passwordless/start`](https://auth0.com/docs/api/authentication/passwordless/get-code-or-link). The number has a plus sign and the
    /// country's prefix (E.164).
    ///
    /// # Errors
    /// `bad.connection` when the tenant has no such connection or it is off, `bad.phone_number` for what is no number,
    /// `sms_provider_error` when the message could not be handed over; 429.
    pub async fn request_sms_code(&self, phone_number: &str) -> Result<(), AuthenticationError> {
        let body = self
            .body()
            .text("connection", "sms")
            .text("phone_number", phone_number);

        self.start_passwordless(body).await
    }

    /// Signs in with the code of an e-mail: `verifyEmailCode`,
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/passwordless/authenticate-user), grant
    /// `passwordless/otp`.
    ///
    /// # Errors
    /// `invalid_grant` for a wrong or expired code, `mfa_required` when a second factor is due, `too_many_attempts`,
    /// `unauthorized` for a blocked user.
    pub async fn verify_email_code(
        &self,
        email: &str,
        code: &OneTimeCode,
        access: Access<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        self.verify_code("email", email, code, access).await
    }

    /// Signs in with the code of a text message: `verifySMSCode` with `otp`, grant `passwordless/otp`.
    ///
    /// The reference's older form, with the code as `password`, is [`sign_in`](Self::sign_in) at the connection `sms`.
    ///
    /// # Errors
    /// As [`verify_email_code`](Self::verify_email_code).
    pub async fn verify_sms_code(
        &self,
        phone_number: &str,
        code: &OneTimeCode,
        access: Access<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        self.verify_code("sms", phone_number, code, access).await
    }

    async fn start_passwordless(&self, body: JsonBody) -> Result<(), AuthenticationError> {
        let request = self.post(&["passwordless", "start"]).json(body);
        let answer = self.call(request).await?;

        nothing(&answer)
    }

    async fn verify_code(
        &self,
        realm: &str,
        username: &str,
        code: &OneTimeCode,
        access: Access<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        let body = self
            .grant_body("http://auth0.com/oauth/grant-type/passwordless/otp")
            .text("realm", realm)
            .text("username", username)
            .secret("otp", code);

        self.grant(access.in_body(body)).await
    }
}
