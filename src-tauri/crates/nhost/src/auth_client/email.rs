//! Addresses of a user and the mails to them.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, CodeVerifier},
};

use super::{AuthCall, AuthClient, mail_sent, redirect_options};
use crate::{
    AuthError, Pkce, RedirectError, Redirected, Ticket,
    call::{Answered, Plan, shape},
    retry::Effect,
};

impl AuthClient {
    /// Sends a link to a new address, which becomes the user's when the link is opened: `changeUserEmail`,
    /// `POST /user/email/change`. May need elevation. Until then the address stays the old one, though
    /// [`crate::User::email_verified`] is true at once.
    ///
    /// # Errors
    /// `email-already-in-use`, `user-already-exists`, `redirectTo-not-allowed`.
    pub fn change_user_email(
        &self,
        token: &AccessToken,
        new_email: &str,
        redirect_to: Option<&str>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        let body = redirect_options(JsonBody::new().text("newEmail", new_email), redirect_to);
        let plan = Plan::post(self.url(&["user", "email", "change"]))
            .bearer(token)
            .json(body)
            .challenge(verifier);

        self.call(plan, mail_sent)
    }

    /// Sends the link that verifies an address once more: `sendVerificationEmail`,
    /// `POST /user/email/send-verification-email`.
    ///
    /// # Errors
    /// `email-already-verified`; `invalid-email-password` for an address that nobody has; `redirectTo-not-allowed`.
    pub fn send_verification_email(
        &self,
        email: &str,
        redirect_to: Option<&str>,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Pkce> {
        let body = redirect_options(JsonBody::new().text("email", email), redirect_to);

        self.post_for_link(
            &["user", "email", "send-verification-email"],
            body,
            verifier,
            mail_sent,
        )
    }

    /// Opens a link from a mail without a browser: `GET /verify`, whose redirect is read and not followed. The
    /// ticket is used up, whatever comes of it.
    ///
    /// A ticket for a new password is better kept for [`Self::change_user_password`], which needs no elevation then.
    /// `verifier` as in [`Self::verify_ticket_url`].
    ///
    /// # Errors
    /// When there is no answer, or none that makes sense. An unknown ticket is an answer:
    /// [`crate::RedirectOutcome::Refused`].
    pub fn verify_ticket(
        &self,
        ticket: &Ticket,
        redirect_to: &str,
        verifier: Option<&CodeVerifier>,
    ) -> AuthCall<'_, Redirected> {
        let plan = Plan::get(self.ticket_url(ticket, redirect_to, verifier))
            .with_effect(Effect::Write)
            .take_redirect();

        self.call(plan, redirected)
    }
}

/// What stands in the address may fall back from a code to a token: it came over our own connection, and the server
/// that sent it is the one that would have answered with the session.
fn redirected(answered: &Answered<'_>) -> Result<Redirected, AuthError> {
    let location = answered.answer.location.as_deref();
    let read = |location| -> Result<Redirected, RedirectError> {
        Redirected::read(location, Pkce::NotUsed)
    };

    location
        .and_then(|location| read(location).ok())
        .ok_or_else(|| shape(answered.answer, "location"))
}
