//! Signing in with a code or a link, or as nobody. None of these asks for a second step.
//!
//! Every way of sending has a twin below `/signup` at newer servers, where a project may let only that one create
//! users; servers before them answer `endpoint-not-found`, and create users on the way in.

use protocol::{
    http::JsonBody,
    secret::{CodeVerifier, OneTimeCode},
};
use serde_json::{Map, Value};

use super::{AuthCall, AuthClient, mail_sent, password::sign_in, session, sign_up_options};
use crate::{Pkce, Session, SignIn, SignUpOptions, call::ok};

impl AuthClient {
    /// Sends a code by mail, to sign in or up: `signInOTPEmail`, `POST /signin/otp/email`. It lives one hour.
    ///
    /// # Errors
    /// `disabled-endpoint`, `signup-disabled`, `disabled-user`, `invalid-email-password` (the address is blocked),
    /// `role-not-allowed`, `redirectTo-not-allowed`.
    pub fn sign_in_otp_email(&self, email: &str, options: &SignUpOptions<'_>) -> AuthCall<'_, ()> {
        self.post(
            &["signin", "otp", "email"],
            addressed("email", email, options),
            ok,
        )
    }

    /// Sends a code by mail to sign up: `POST /signup/otp/email`, from the vendor's client 4.5 on. It is confirmed as
    /// that of [`Self::sign_in_otp_email`].
    ///
    /// # Errors
    /// As [`Self::sign_in_otp_email`]; `email-already-in-use` or `user-already-exists` where the server says so.
    pub fn sign_up_otp_email(&self, email: &str, options: &SignUpOptions<'_>) -> AuthCall<'_, ()> {
        self.post(
            &["signup", "otp", "email"],
            addressed("email", email, options),
            ok,
        )
    }

    /// Signs in with the code from the mail: `verifySignInOTPEmail`, `POST /signin/otp/email/verify`. A wrong guess
    /// does not burn the code.
    ///
    /// # Errors
    /// `invalid-ticket` for a wrong or old code, which newer servers may call `invalid-otp`;
    /// `otp-too-many-attempts`, `disabled-endpoint`.
    pub fn verify_sign_in_otp_email(
        &self,
        email: &str,
        code: &OneTimeCode,
    ) -> AuthCall<'_, Session> {
        let body = JsonBody::new().text("email", email).secret("otp", code);

        self.post(&["signin", "otp", "email", "verify"], body, session)
    }

    /// Sends a link by mail, to sign in or up: `signInPasswordlessEmail`, `POST /signin/passwordless/email`. It lives
    /// one hour.
    ///
    /// # Errors
    /// As [`Self::sign_in_otp_email`].
    pub fn sign_in_passwordless_email(
        &self,
        email: &str,
        options: &SignUpOptions<'_>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        self.post_for_link(
            &["signin", "passwordless", "email"],
            addressed("email", email, options),
            verifier,
            mail_sent,
        )
    }

    /// Sends a link by mail to sign up: `POST /signup/passwordless/email`, from the vendor's client 4.5 on.
    ///
    /// # Errors
    /// As [`Self::sign_up_otp_email`].
    pub fn sign_up_passwordless_email(
        &self,
        email: &str,
        options: &SignUpOptions<'_>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        self.post_for_link(
            &["signup", "passwordless", "email"],
            addressed("email", email, options),
            verifier,
            mail_sent,
        )
    }

    /// Sends a code by text message, to sign in or up: `signInPasswordlessSms`, `POST /signin/passwordless/sms`. It
    /// lives five minutes. The number is in the form of E.164, such as `+123456789`.
    ///
    /// # Errors
    /// `disabled-endpoint`, `cannot-send-sms`, `forbidden-anonymous`, `signup-disabled`, `disabled-user`.
    pub fn sign_in_passwordless_sms(
        &self,
        phone_number: &str,
        options: &SignUpOptions<'_>,
    ) -> AuthCall<'_, ()> {
        let body = addressed("phoneNumber", phone_number, options);

        self.post(&["signin", "passwordless", "sms"], body, ok)
    }

    /// Sends a code by text message to sign up: `POST /signup/passwordless/sms`, from the vendor's client 4.5 on. It
    /// is confirmed as that of [`Self::sign_in_passwordless_sms`].
    ///
    /// # Errors
    /// As [`Self::sign_in_passwordless_sms`]; `user-already-exists` where the server says so.
    pub fn sign_up_passwordless_sms(
        &self,
        phone_number: &str,
        options: &SignUpOptions<'_>,
    ) -> AuthCall<'_, ()> {
        let body = addressed("phoneNumber", phone_number, options);

        self.post(&["signup", "passwordless", "sms"], body, ok)
    }

    /// Signs in with the code from the message: `verifySignInPasswordlessSms`, `POST /signin/passwordless/sms/otp`.
    ///
    /// # Errors
    /// `invalid-request` for a wrong or old code, which newer servers call `invalid-otp`; `otp-too-many-attempts`,
    /// `disabled-endpoint`.
    pub fn verify_sign_in_passwordless_sms(
        &self,
        phone_number: &str,
        code: &OneTimeCode,
    ) -> AuthCall<'_, SignIn> {
        let body = JsonBody::new()
            .text("phoneNumber", phone_number)
            .secret("otp", code);

        self.post(&["signin", "passwordless", "sms", "otp"], body, sign_in)
    }

    /// Signs in as nobody: `signInAnonymous`, `POST /signin/anonymous`. Whoever signs out is gone for good, unless
    /// [`Self::deanonymize_user`] came before. Of a user, only the session can be read: [`Self::get_user`] refuses.
    ///
    /// # Errors
    /// `disabled-endpoint`, `signup-disabled`.
    pub fn sign_in_anonymous(
        &self,
        display_name: Option<&str>,
        locale: Option<&str>,
        metadata: Option<&Map<String, Value>>,
    ) -> AuthCall<'_, Session> {
        let body = JsonBody::new()
            .optional_text("displayName", display_name)
            .optional_text("locale", locale);
        let body = match metadata {
            Some(members) => body.value("metadata", Value::Object(members.clone())),
            None => body,
        };

        self.post(&["signin", "anonymous"], body, session)
    }
}

fn addressed(member: &'static str, to: &str, options: &SignUpOptions<'_>) -> JsonBody {
    sign_up_options(JsonBody::new().text(member, to), options)
}
