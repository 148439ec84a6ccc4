//! Asking for a second factor.

use protocol::{open_words, secret_type};
use serde::Deserialize;

use super::{Mfa, OobChannel};
use crate::{
    authentication::{
        problem::{AuthenticationError, MfaToken},
        read::shape,
    },
    id::AuthenticatorId,
};

secret_type! {
    /// Stands for a question that went out another way.
    OobCode
}

/// Which second factor to ask for. What is `None` or empty is left to the tenant.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChallengeRequest<'a> {
    /// How the person can prove it.
    pub challenge_types: &'a [ChallengeType],
    /// One authenticator of the person.
    pub authenticator_id: Option<&'a AuthenticatorId>,
    /// How to reach them, where an authenticator can be reached in several ways.
    pub oob_channel: Option<&'a OobChannel>,
}

/// How a second factor is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeType {
    /// With a code of an authenticator app.
    Otp,
    /// With something that reaches the person another way.
    Oob,
}

/// What the person is asked to do.
#[derive(Clone, Debug)]
pub enum MfaChallenge {
    /// Type the code of their authenticator app: [`Mfa::otp`].
    Otp,
    /// Look at their phone or e-mail: [`Mfa::oob`].
    Oob {
        /// Stands for the question.
        oob_code: OobCode,
        /// Whether they are told a code that they have to type.
        binding_method: Option<BindingMethod>,
    },
}

open_words! {
    /// How an answer that comes another way is tied to this sign-in.
    pub enum BindingMethod {
        /// The person types a code that they were told.
        Prompt = "prompt",
    }
}

impl ChallengeType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Otp => "otp",
            Self::Oob => "oob",
        }
    }
}

impl Mfa<'_> {
    /// Asks the person for a second factor:
    /// [`POST /mfa/challenge`](https://auth0.com/docs/api/authentication/multi-factor-authentication/request-mfa-challenge).
    ///
    /// # Errors
    /// `association_required` when the person has none, `unsupported_challenge_type` when none fits, `expired_token`
    /// or `invalid_grant` for an MFA token that has expired or is none, `too_many_attempts` after too many messages.
    pub async fn challenge(
        self,
        mfa_token: &MfaToken,
        request: ChallengeRequest<'_>,
    ) -> Result<MfaChallenge, AuthenticationError> {
        /// The answer, as it comes.
        #[derive(Deserialize)]
        struct Wire {
            challenge_type: String,
            oob_code: Option<OobCode>,
            binding_method: Option<BindingMethod>,
        }
        let types = request.challenge_types.iter();
        let types = types.map(|it| it.as_str()).collect::<Vec<_>>().join(" ");
        let body = self
            .client
            .body()
            .secret("mfa_token", mfa_token.bearer())
            .optional_text("challenge_type", (!types.is_empty()).then_some(&*types))
            .optional_text(
                "authenticator_id",
                request.authenticator_id.map(AuthenticatorId::as_str),
            )
            .optional_text("oob_channel", request.oob_channel.map(OobChannel::as_str));
        let sent = self.client.post(&["mfa", "challenge"]).json(body);
        let answer = self.client.call(sent).await?;
        let wire: Wire = answer.json()?;

        match wire.challenge_type.as_str() {
            "otp" => Ok(MfaChallenge::Otp),
            "oob" => Ok(MfaChallenge::Oob {
                oob_code: wire.oob_code.ok_or_else(|| shape(&answer, ".oob_code"))?,
                binding_method: wire.binding_method,
            }),
            _ => Err(shape(&answer, ".challenge_type")),
        }
    }
}
