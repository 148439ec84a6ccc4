//! Passwords. The service takes 3 to 50 characters; a project may ask for more than 3.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, CodeVerifier, Password},
};

use super::{AuthCall, AuthClient, mail_sent, redirect_options, sign_up_options};
use crate::{
    AuthError, Pkce, Session, SignIn, SignUpOptions, Ticket,
    call::{Answered, Plan, json, ok, shape},
    model::SessionPayload,
};

/// Where a sign-up leads.
#[derive(Clone, Debug)]
pub enum SignUp {
    /// Signed up and in.
    Session(Box<Session>),
    /// The project wants the address verified first; a mail is on its way, and this is what its link brings home.
    MailSent(Pkce),
}

/// Who may change a password.
#[derive(Clone, Copy, Debug)]
pub enum PasswordProof<'a> {
    /// The user. May need elevation.
    Session(&'a AccessToken),
    /// The holder of a ticket from [`AuthClient::send_password_reset_email`]. Needs no elevation.
    Ticket(&'a Ticket),
}

impl AuthClient {
    /// Signs in: `signInEmailPassword`, `POST /signin/email-password`.
    ///
    /// # Errors
    /// `invalid-email-password`, `unverified-user`, `disabled-user`; `invalid-request` where the project conceals
    /// errors.
    pub fn sign_in_email_password(&self, email: &str, password: &Password) -> AuthCall<'_, SignIn> {
        let body = JsonBody::new()
            .text("email", email)
            .secret("password", password);

        self.post(&["signin", "email-password"], body, sign_in)
    }

    /// Signs up: `signUpEmailPassword`, `POST /signup/email-password`.
    ///
    /// # Errors
    /// `signup-disabled`, `disabled-user` (new users start disabled), `email-already-in-use`, `user-already-exists`,
    /// `invalid-email-password` (the address is blocked), `password-too-short`, `password-in-hibp-database`,
    /// `role-not-allowed`, `default-role-must-be-in-allowed-roles`, `redirectTo-not-allowed`.
    pub fn sign_up_email_password(
        &self,
        email: &str,
        password: &Password,
        options: &SignUpOptions<'_>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, SignUp> {
        let body = JsonBody::new()
            .text("email", email)
            .secret("password", password);
        let body = sign_up_options(body, options);

        self.post_for_link(&["signup", "email-password"], body, verifier, sign_up)
    }

    /// Changes the password: `changeUserPassword`, `POST /user/password`. Other sessions and personal access tokens
    /// stay good.
    ///
    /// # Errors
    /// `password-too-short`, `password-in-hibp-database`; `invalid-ticket` with a ticket. **A session that is not
    /// elevated where that is needed gets `invalid-request`**, like a malformed request: check before calling whether
    /// the access token is elevated.
    pub fn change_user_password(
        &self,
        proof: PasswordProof<'_>,
        new_password: &Password,
    ) -> AuthCall<'_, ()> {
        let body = JsonBody::new().secret("newPassword", new_password);
        let plan = Plan::post(self.url(&["user", "password"]));
        let plan = match proof {
            PasswordProof::Session(token) => plan.bearer(token).json(body),
            PasswordProof::Ticket(ticket) => plan.json(body.secret("ticket", ticket)),
        };

        self.call(plan, ok)
    }

    /// Sends a link to choose a new password: `sendPasswordResetEmail`, `POST /user/password/reset`. An address that
    /// nobody has is answered the same way. The link signs in, past the second step, and uses its ticket up.
    ///
    /// # Errors
    /// `redirectTo-not-allowed`.
    pub fn send_password_reset_email(
        &self,
        email: &str,
        redirect_to: Option<&str>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        let body = redirect_options(JsonBody::new().text("email", email), redirect_to);

        self.post_for_link(&["user", "password", "reset"], body, verifier, mail_sent)
    }
}

pub(super) fn sign_in(answered: &Answered<'_>) -> Result<SignIn, AuthError> {
    let payload: SessionPayload = json(answered)?;
    match (payload.session, payload.mfa) {
        (Some(session), _) => Ok(SignIn::Session(Box::new(session))),
        (None, Some(challenge)) => Ok(SignIn::Mfa(challenge)),
        (None, None) => Err(shape(answered.answer, "session")),
    }
}

pub(super) fn sign_up(answered: &Answered<'_>) -> Result<SignUp, AuthError> {
    let payload: SessionPayload = json(answered)?;

    Ok(match payload.session {
        Some(session) => SignUp::Session(Box::new(session)),
        None => SignUp::MailSent(answered.pkce),
    })
}
