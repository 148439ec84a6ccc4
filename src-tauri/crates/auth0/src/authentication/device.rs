//! Device authorization (RFC 8628): the person signs in on another device.

use std::time::Duration;

use protocol::{Url, display_text::DisplayText, oauth::Tokens, secret_type};
use serde::Deserialize;

use super::{
    AuthenticationClient,
    grant::{Access, TOKEN},
    poll::{Polled, later, poll},
    problem::{AuthenticationError, ErrorCode},
    read::shape,
};

/// Used where the tenant names no interval: RFC 8628 §3.2.
const INTERVAL: u64 = 5;

/// Bounds the interval, so that a wrong one neither hammers the tenant nor never asks.
const INTERVALS: std::ops::RangeInclusive<u64> = 1..=60;

/// Bounds the life of a code, in seconds; the vendor's is 900.
const LONGEST_LIFE: u64 = 86_400;

/// Bounds the code that a person types; the vendor's has nine characters.
const LONGEST_USER_CODE: usize = 32;

secret_type! {
    /// Stands for the device while the person signs in elsewhere.
    DeviceCode
}

/// What to show a person, and what to ask with until they are done.
#[derive(Clone, Debug)]
pub struct DeviceAuthorization {
    /// What to ask with.
    pub device_code: DeviceCode,
    /// What the person types there, such as `WDJB-MJHT`.
    pub user_code: DisplayText,
    /// Where the person goes.
    pub verification_uri: Url,
    /// The same with the code in it, for a QR code.
    pub verification_uri_complete: Option<Url>,
    /// How long the codes live.
    pub expires_in: Duration,
    /// How long to wait between two questions.
    pub interval: Duration,
}

/// How it ended.
#[derive(Clone, Debug)]
pub enum DeviceOutcome {
    /// The person signed in.
    Tokens(Box<Tokens>),
    /// The person, or a rule, said no.
    Denied,
    /// Nobody came in time.
    Expired,
}

impl AuthenticationClient {
    /// Asks for the codes of a device:
    /// [`POST /oauth/device/code`](https://auth0.com/docs/api/authentication/device-authorization-flow/authorize-device).
    ///
    /// # Errors
    /// `unauthorized_client` where the grant is not enabled, `access_denied` for an unknown audience; 429.
    pub async fn device_code(
        &self,
        access: Access<'_>,
    ) -> Result<DeviceAuthorization, AuthenticationError> {
        /// The answer, as it comes.
        #[derive(Deserialize)]
        struct Wire {
            device_code: DeviceCode,
            user_code: String,
            verification_uri: Url,
            verification_uri_complete: Option<Url>,
            expires_in: u64,
            interval: Option<u64>,
        }
        let request = self.post(&["oauth", "device", "code"]);
        let answer = self.call(request.json(access.in_body(self.body()))).await?;
        let wire: Wire = answer.json()?;
        // A browser will be sent there.
        let is_page = |url: &Url| url.scheme() == self.oauth.endpoints.token.scheme();
        if !is_page(&wire.verification_uri) {
            return Err(shape(&answer, ".verification_uri"));
        }
        let interval = wire.interval.unwrap_or(INTERVAL);

        Ok(DeviceAuthorization {
            device_code: wire.device_code,
            user_code: DisplayText::clean(&wire.user_code, LONGEST_USER_CODE),
            verification_uri: wire.verification_uri,
            verification_uri_complete: wire.verification_uri_complete.filter(is_page),
            expires_in: Duration::from_secs(wire.expires_in.min(LONGEST_LIFE)),
            interval: Duration::from_secs(interval.clamp(*INTERVALS.start(), *INTERVALS.end())),
        })
    }

    /// Asks once whether the person is done:
    /// [`POST /oauth/token`](https://auth0.com/docs/get-started/authentication-and-authorization-flow/device-authorization-flow/call-your-api-using-the-device-authorization-flow),
    /// grant `device_code`.
    ///
    /// # Errors
    /// Everything but the refusals that [`Polled`] and [`DeviceOutcome`] name: `unauthorized` for a blocked user, for
    /// instance.
    pub async fn device_token(
        &self,
        device_code: &DeviceCode,
    ) -> Result<Polled<DeviceOutcome>, AuthenticationError> {
        let body = self
            .grant_body("urn:ietf:params:oauth:grant-type:device_code")
            .secret("device_code", device_code);
        let error = match self.token_call(self.post(&TOKEN), body).await {
            Ok(answer) => {
                let tokens = Box::new(Tokens::read(&answer)?);
                return Ok(Polled::Over(DeviceOutcome::Tokens(tokens)));
            }
            Err(error) => error,
        };
        match error.problem().map(|problem| &problem.code) {
            Some(ErrorCode::AccessDenied) => Ok(Polled::Over(DeviceOutcome::Denied)),
            // The tenant says `expired_token` once; after that the code is unknown to it.
            Some(ErrorCode::ExpiredToken | ErrorCode::InvalidGrant) => {
                Ok(Polled::Over(DeviceOutcome::Expired))
            }
            _ => later(error),
        }
    }

    /// Asks until the person is done or the codes have expired, as often as the tenant allows. Dropping the future
    /// ends it.
    ///
    /// A question without an answer, and a failure of the tenant, are no end: it asks again, more slowly.
    ///
    /// # Errors
    /// As [`device_token`](Self::device_token).
    pub async fn device_tokens(
        &self,
        device: &DeviceAuthorization,
    ) -> Result<DeviceOutcome, AuthenticationError> {
        let ask = || self.device_token(&device.device_code);
        let outcome = poll(device.interval, device.expires_in, ask).await?;

        Ok(outcome.unwrap_or(DeviceOutcome::Expired))
    }
}
