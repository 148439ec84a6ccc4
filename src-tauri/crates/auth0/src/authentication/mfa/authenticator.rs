//! What a person has as second factors.

use protocol::{display_text::DisplayText, http::retry::repeat, open_words, secret::AccessToken};
use serde::Deserialize;

use super::{Mfa, MfaCredential};
use crate::{
    authentication::{nothing, problem::AuthenticationError},
    id::AuthenticatorId,
};

/// Bounds the name of an authenticator; the vendor's own are numbers and addresses with stars in them.
const LONGEST_NAME: usize = 256;

/// A second factor of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticator {
    /// Names it in further calls.
    pub id: AuthenticatorId,
    /// Which kind.
    pub authenticator_type: AuthenticatorType,
    /// Whether its enrolment was finished.
    pub is_active: bool,
    /// How the person is reached, where they are.
    pub oob_channel: Option<OobChannel>,
    /// What to show: a number or an address in parts, or the name that the person gave it.
    pub name: Option<DisplayText>,
}

open_words! {
    /// How a second factor is proven.
    pub enum AuthenticatorType {
        /// With a code of an authenticator app.
        Otp = "otp",
        /// With something that reaches the person another way.
        Oob = "oob",
        /// With a code on paper.
        RecoveryCode = "recovery-code",
    }
}

open_words! {
    /// How a person is reached.
    pub enum OobChannel {
        /// By text message.
        Sms = "sms",
        /// By a call.
        Voice = "voice",
        /// In the Guardian app.
        Auth0 = "auth0",
        /// By e-mail.
        Email = "email",
    }
}

impl<'a> Mfa<'a> {
    /// Lists what the person has:
    /// [`GET /mfa/authenticators`](https://auth0.com/docs/api/authentication/multi-factor-authentication/list-authenticators).
    /// An access token needs the scope `read:authenticators`.
    ///
    /// # Errors
    /// `expired_token` or `invalid_grant` for an MFA token that has expired or is none, 401 for an access token that
    /// is not valid, `insufficient_scope`.
    pub async fn authenticators(
        self,
        credential: impl Into<MfaCredential<'a>>,
    ) -> Result<Vec<Authenticator>, AuthenticationError> {
        /// One of the list, as it comes.
        #[derive(Deserialize)]
        struct Wire {
            id: AuthenticatorId,
            authenticator_type: AuthenticatorType,
            #[serde(default)]
            active: bool,
            oob_channel: Option<OobChannel>,
            #[serde(default)]
            oob_channels: Option<Vec<OobChannel>>,
            name: Option<String>,
        }
        let (client, credential) = (self.client, credential.into());
        let attempt = |time| {
            let request = client.get(&["mfa", "authenticators"]).deadline(time);
            client.call(credential.authorize(request))
        };
        let answer = repeat(client.options.patience(), attempt, |error| Some(error)).await?;
        let list: Vec<Wire> = answer.json()?;
        let read = |wire: Wire| Authenticator {
            id: wire.id,
            authenticator_type: wire.authenticator_type,
            is_active: wire.active,
            // The older member holds one, the newer a list of one.
            oob_channel: wire
                .oob_channel
                .or_else(|| wire.oob_channels?.into_iter().next()),
            name: wire
                .name
                .map(|name| DisplayText::clean(&name, LONGEST_NAME)),
        };

        Ok(list.into_iter().map(read).collect())
    }

    /// Removes one:
    /// [`DELETE /mfa/authenticators/{id}`](https://auth0.com/docs/api/authentication/multi-factor-authentication/delete-authenticator).
    /// It takes an access token for the audience `https://{domain}/mfa/` with the scope `remove:authenticators`; an
    /// MFA token cannot take away what it asks for.
    ///
    /// # Errors
    /// 401 for a token that is not valid, `insufficient_scope`, 404 when there is no such authenticator.
    pub async fn remove(
        self,
        token: &AccessToken,
        id: &AuthenticatorId,
    ) -> Result<(), AuthenticationError> {
        let request = self
            .client
            .delete(&["mfa", "authenticators", id.as_str()])
            .bearer(token);
        let answer = self.client.call(request).await?;

        nothing(&answer)
    }
}
