//! What comes with `mfa_required`.

use protocol::secret::AccessToken;
use serde::Deserialize;
use serde_json::{Map, Value};

use protocol::open_words;

/// Bounds each list of kinds; the vendor has seven.
const MOST_KINDS: usize = 16;

/// Stands for a sign-in that waits for its second factor; lives for ten minutes.
///
/// It goes into bodies, and as a bearer token to the endpoints that list and associate authenticators.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct MfaToken(AccessToken);

/// A sign-in that waits for its second factor
/// ([MFA API](https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa)).
#[derive(Clone, Debug)]
pub struct MfaRequired {
    /// Stands for the sign-in.
    pub mfa_token: MfaToken,
    /// What the person has and may be asked for; empty when there is none or the vendor does not say.
    pub challenge: Vec<MfaFactorType>,
    /// What the person may enrol first; empty when there is no need or the vendor does not say.
    pub enroll: Vec<MfaFactorType>,
}

open_words! {
    /// A kind of second factor, in the words of `mfa_requirements`.
    pub enum MfaFactorType {
        /// An authenticator app.
        Otp = "otp",
        /// Codes by text message or call.
        Phone = "phone",
        /// The Guardian app.
        PushNotification = "push-notification",
        /// Codes by e-mail.
        Email = "email",
        /// A code on paper.
        RecoveryCode = "recovery-code",
        /// A WebAuthn authenticator that is built into a device.
        WebauthnPlatform = "webauthn-platform",
        /// A security key.
        WebauthnRoaming = "webauthn-roaming",
    }
}

impl MfaToken {
    /// Wraps a token that arrived from outside.
    pub fn new(value: impl Into<String>) -> Self {
        Self(AccessToken::new(value))
    }

    /// What it is in an `Authorization` header, and in a body.
    pub(in crate::authentication) fn bearer(&self) -> &AccessToken {
        &self.0
    }
}

impl MfaRequired {
    pub(super) fn read(body: &Map<String, Value>) -> Option<Self> {
        let token = body.get("mfa_token")?.as_str()?;
        let kinds = |name| {
            let list = body.get("mfa_requirements").and_then(|it| it.get(name));
            let items = list.and_then(Value::as_array).into_iter().flatten();

            items
                .filter_map(|item| item.get("type")?.as_str())
                .map(MfaFactorType::from_wire)
                .take(MOST_KINDS)
                .collect()
        };

        Some(Self {
            mfa_token: MfaToken::new(token),
            challenge: kinds("challenge"),
            enroll: kinds("enroll"),
        })
    }
}
