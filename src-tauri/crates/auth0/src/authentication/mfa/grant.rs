//! The grants that finish a sign-in with a second factor.

use std::time::Duration;

use protocol::{http::JsonBody, oauth::Tokens, secret::OneTimeCode};
use serde::Deserialize;

use super::{Mfa, OobCode};
use crate::{
    authentication::{
        grant::TOKEN,
        poll::{Polled, later, poll},
        problem::{AuthenticationError, ErrorCode, MfaToken},
    },
    my_account::RecoveryCode,
};

/// How long to wait between two questions about a notification; sooner is answered with `slow_down`.
const INTERVAL: Duration = Duration::from_secs(5);

/// How long an MFA token lives; no answer to a notification counts after that.
const LIFE: Duration = Duration::from_secs(600);

/// How a question that went out another way was answered.
#[derive(Clone, Debug)]
pub enum OobOutcome {
    /// The person proved who they are.
    Tokens(Box<Tokens>),
    /// The person said no, or the question is no longer good. Asking again is a new challenge.
    Rejected,
}

/// What a recovery code brought.
#[derive(Clone, Debug)]
pub struct RecoveryTokens {
    /// The person is in.
    pub tokens: Tokens,
    /// The next code to write down, shown once: the one that was typed is spent.
    pub recovery_code: Option<RecoveryCode>,
}

impl Mfa<'_> {
    /// Signs in with a code of an authenticator app, and finishes its enrolment:
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/multi-factor-authentication/verify-mfa-with-otp),
    /// grant `mfa-otp`.
    ///
    /// # Errors
    /// `invalid_grant` for a wrong code or an MFA token that is none, `expired_token` for one that has expired,
    /// `too_many_attempts` (429) after ten wrong codes.
    pub async fn otp(
        self,
        mfa_token: &MfaToken,
        code: &OneTimeCode,
    ) -> Result<Tokens, AuthenticationError> {
        let body = self.body("mfa-otp", mfa_token).secret("otp", code);

        self.client.grant(body).await
    }

    /// Asks once how a question was answered that went out another way, and finishes its enrolment:
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/multi-factor-authentication/verify-with-out-of-band),
    /// grant `mfa-oob`. The code is what the person was told, with
    /// [`BindingMethod::Prompt`](super::BindingMethod::Prompt).
    ///
    /// # Errors
    /// `invalid_grant` for a wrong code, `expired_token` for an MFA token that has expired, `too_many_attempts` (429)
    /// after ten wrong codes. Without a code `invalid_grant` is no error but [`OobOutcome::Rejected`].
    pub async fn oob(
        self,
        mfa_token: &MfaToken,
        oob_code: &OobCode,
        binding_code: Option<&OneTimeCode>,
    ) -> Result<Polled<OobOutcome>, AuthenticationError> {
        let mut body = self.body("mfa-oob", mfa_token).secret("oob_code", oob_code);
        if let Some(code) = binding_code {
            body = body.secret("binding_code", code);
        }
        let error = match self.client.token_call(self.client.post(&TOKEN), body).await {
            Ok(answer) => {
                let tokens = Box::new(Tokens::read(&answer)?);
                return Ok(Polled::Over(OobOutcome::Tokens(tokens)));
            }
            Err(error) => error,
        };
        let code = error.problem().map(|problem| &problem.code);
        if binding_code.is_none() && code == Some(&ErrorCode::InvalidGrant) {
            return Ok(Polled::Over(OobOutcome::Rejected));
        }

        later(error)
    }

    /// Asks until a notification was answered, as often as the tenant allows, for ten minutes at most. Dropping the
    /// future ends it.
    ///
    /// # Errors
    /// As [`oob`](Self::oob).
    pub async fn oob_answered(
        self,
        mfa_token: &MfaToken,
        oob_code: &OobCode,
    ) -> Result<OobOutcome, AuthenticationError> {
        let ask = || self.oob(mfa_token, oob_code, None);
        let outcome = poll(INTERVAL, LIFE, ask).await?;

        Ok(outcome.unwrap_or(OobOutcome::Rejected))
    }

    /// Signs in with a code on paper:
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/multi-factor-authentication/verify-with-recovery-code),
    /// grant `mfa-recovery-code`.
    ///
    /// # Errors
    /// As [`otp`](Self::otp).
    pub async fn recovery_code(
        self,
        mfa_token: &MfaToken,
        recovery_code: &RecoveryCode,
    ) -> Result<RecoveryTokens, AuthenticationError> {
        /// The member that only this grant has.
        #[derive(Deserialize)]
        struct Wire {
            recovery_code: Option<RecoveryCode>,
        }
        let body = self
            .body("mfa-recovery-code", mfa_token)
            .secret("recovery_code", recovery_code);
        let answer = self
            .client
            .token_call(self.client.post(&TOKEN), body)
            .await?;
        let tokens = Tokens::read(&answer)?;
        let wire: Wire = answer.json()?;

        Ok(RecoveryTokens {
            tokens,
            recovery_code: wire.recovery_code,
        })
    }

    fn body(self, grant: &str, mfa_token: &MfaToken) -> JsonBody {
        self.client
            .grant_body(&format!("http://auth0.com/oauth/grant-type/{grant}"))
            .secret("mfa_token", mfa_token.bearer())
    }
}
