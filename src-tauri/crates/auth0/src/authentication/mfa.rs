//! The [MFA API](https://auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-developer-resources/mfa-api): the second step of a sign-in
//! that was answered with `mfa_required`.

mod associate;
mod authenticator;
mod challenge;
mod grant;

use protocol::{http::Request, secret::AccessToken};

pub use associate::{Associate, Association, AssociationDetails};
pub use authenticator::{Authenticator, AuthenticatorType, OobChannel};
pub use challenge::{BindingMethod, ChallengeRequest, ChallengeType, MfaChallenge, OobCode};
pub use grant::{OobOutcome, RecoveryTokens};

use super::{AuthenticationClient, problem::MfaToken};

/// The calls about second factors
/// ([MFA API](https://auth0.com/docs/secure/multi-factor-authentication/multi-factor-authentication-developer-resources/mfa-api)).
#[derive(Clone, Copy, Debug)]
pub struct Mfa<'a> {
    client: &'a AuthenticationClient,
}

/// Who asks about authenticators.
#[derive(Clone, Copy, Debug)]
pub enum MfaCredential<'a> {
    /// A sign-in that waits for its second factor.
    MfaToken(&'a MfaToken),
    /// Somebody signed in, for the audience `https://{domain}/mfa/`.
    AccessToken(&'a AccessToken),
}

impl<'a> Mfa<'a> {
    pub(super) fn of(client: &'a AuthenticationClient) -> Self {
        Self { client }
    }
}

impl MfaCredential<'_> {
    fn authorize(self, request: Request) -> Request {
        request.bearer(match self {
            Self::MfaToken(token) => token.bearer(),
            Self::AccessToken(token) => token,
        })
    }
}

impl<'a> From<&'a MfaToken> for MfaCredential<'a> {
    fn from(token: &'a MfaToken) -> Self {
        Self::MfaToken(token)
    }
}

impl<'a> From<&'a AccessToken> for MfaCredential<'a> {
    fn from(token: &'a AccessToken) -> Self {
        Self::AccessToken(token)
    }
}
