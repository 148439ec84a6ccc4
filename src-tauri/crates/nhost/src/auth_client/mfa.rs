//! The authenticator app as second step of a sign-in with a password.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, OneTimeCode},
};

use super::{AuthCall, AuthClient, session};
use crate::{
    MfaChallenge, Session, TotpGenerated,
    call::{Plan, json, ok},
    retry::Effect,
};

/// What is to become of the second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MfaChange {
    /// On, with a code from the app that was just set up.
    Activate,
    /// Off, with a code from the app that is active.
    Deactivate,
}

impl AuthClient {
    /// Answers the second step of a sign-in: `verifySignInMfaTotp`, `POST /signin/mfa/totp`. A wrong code burns the
    /// ticket, and the sign-in begins again with the password.
    ///
    /// # Errors
    /// `invalid-totp`; `invalid-ticket`; `disabled-mfa-totp`, `no-totp-secret`, `disabled-endpoint`.
    pub fn verify_sign_in_mfa_totp(
        &self,
        challenge: &MfaChallenge,
        code: &OneTimeCode,
    ) -> AuthCall<'_, Session> {
        let body = JsonBody::new()
            .secret("ticket", &challenge.ticket)
            .secret("otp", code);

        self.post(&["signin", "mfa", "totp"], body, session)
    }

    /// Makes a key for an authenticator app: `changeUserMfa`, `GET /mfa/totp/generate`. On newer servers it may need
    /// elevation.
    ///
    /// **It replaces the key at once, even while an app is active: that app's codes are wrong from then on.** Look at
    /// [`crate::User::active_mfa_type`] first.
    ///
    /// # Errors
    /// `disabled-endpoint`; `totp-already-active`.
    pub fn change_user_mfa(&self, token: &AccessToken) -> AuthCall<'_, TotpGenerated> {
        let plan = Plan::get(self.url(&["mfa", "totp", "generate"]))
            .bearer(token)
            .with_effect(Effect::Write);

        self.call(plan, json)
    }

    /// Switches the second step on or off: `verifyChangeUserMfa`, `POST /user/mfa`. The service takes codes of the
    /// 30 seconds before and after, too.
    ///
    /// # Errors
    /// `invalid-totp`; `totp-already-active`, `no-totp-secret` for on; `disabled-mfa-totp` for off.
    pub fn verify_change_user_mfa(
        &self,
        token: &AccessToken,
        code: &OneTimeCode,
        change: MfaChange,
    ) -> AuthCall<'_, ()> {
        let kind = match change {
            MfaChange::Activate => "totp",
            MfaChange::Deactivate => "",
        };
        let body = JsonBody::new()
            .secret("code", code)
            .text("activeMfaType", kind);

        self.post_as(token, &["user", "mfa"], body, ok)
    }
}
