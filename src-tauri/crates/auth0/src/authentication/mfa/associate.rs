//! Enrolling a second factor on the way in.

use serde::Deserialize;
use serde_json::json;

use super::{BindingMethod, Mfa, MfaCredential, OobChannel, OobCode};
use crate::{
    authentication::{problem::AuthenticationError, read::shape},
    my_account::{BarcodeUri, ManualInputCode, RecoveryCode},
};

/// What to enrol.
#[derive(Clone, Copy, Debug)]
pub enum Associate<'a> {
    /// An authenticator app.
    Otp,
    /// Codes by text message, to this number (E.164).
    Sms(&'a str),
    /// Codes by a call, to this number (E.164).
    Voice(&'a str),
    /// Codes by e-mail, to this address.
    Email(&'a str),
    /// The vendor's Guardian app.
    Push,
}

/// An enrolment that has begun; the matching grant finishes it.
#[derive(Clone, Debug)]
pub struct Association {
    /// What the person has to do.
    pub details: AssociationDetails,
    /// With a first factor: codes to write down, shown once.
    pub recovery_codes: Vec<RecoveryCode>,
}

/// What a person has to do to finish an enrolment.
#[derive(Clone, Debug)]
pub enum AssociationDetails {
    /// Add the key to an authenticator app, and type the code it shows: [`Mfa::otp`].
    Otp {
        /// The key as text.
        secret: ManualInputCode,
        /// The key as a QR code.
        barcode_uri: BarcodeUri,
    },
    /// Look at their phone or e-mail: [`Mfa::oob`].
    Oob {
        /// How they are reached.
        oob_channel: Option<OobChannel>,
        /// Stands for the question.
        oob_code: OobCode,
        /// Whether they are told a code that they have to type.
        binding_method: Option<BindingMethod>,
        /// For the Guardian app: the enrolment as a QR code.
        barcode_uri: Option<BarcodeUri>,
    },
}

impl<'a> Mfa<'a> {
    /// Enrols a second factor:
    /// [`POST /mfa/associate`](https://auth0.com/docs/api/authentication/multi-factor-authentication/add-an-authenticator).
    /// An MFA token enrols the first one only; an access token needs the scope `enroll`.
    ///
    /// # Errors
    /// `access_denied` when there is one already, `expired_token` or `invalid_grant` for an MFA token that has
    /// expired or is none, `insufficient_scope`, `invalid_request` for what the tenant does not offer.
    pub async fn associate(
        self,
        credential: impl Into<MfaCredential<'a>>,
        what: Associate<'_>,
    ) -> Result<Association, AuthenticationError> {
        /// The answer, as it comes.
        #[derive(Deserialize)]
        struct Wire {
            authenticator_type: String,
            secret: Option<ManualInputCode>,
            barcode_uri: Option<BarcodeUri>,
            oob_channel: Option<OobChannel>,
            oob_code: Option<OobCode>,
            binding_method: Option<BindingMethod>,
            #[serde(default)]
            recovery_codes: Option<Vec<RecoveryCode>>,
        }
        let (kind, channel, number, email) = match what {
            Associate::Otp => ("otp", None, None, None),
            Associate::Sms(number) => ("oob", Some("sms"), Some(number), None),
            Associate::Voice(number) => ("oob", Some("voice"), Some(number), None),
            Associate::Email(email) => ("oob", Some("email"), None, Some(email)),
            Associate::Push => ("oob", Some("auth0"), None, None),
        };
        let mut body = self
            .client
            .body()
            .value("authenticator_types", json!([kind]))
            .optional_text("phone_number", number)
            .optional_text("email", email);
        if let Some(channel) = channel {
            body = body.value("oob_channels", json!([channel]));
        }
        let request = self.client.post(&["mfa", "associate"]).json(body);
        let answer = self
            .client
            .call(credential.into().authorize(request))
            .await?;
        let wire: Wire = answer.json()?;
        let missing = |member| shape(&answer, member);

        let details = match wire.authenticator_type.as_str() {
            "otp" => AssociationDetails::Otp {
                secret: wire.secret.ok_or_else(|| missing(".secret"))?,
                barcode_uri: wire.barcode_uri.ok_or_else(|| missing(".barcode_uri"))?,
            },
            "oob" => AssociationDetails::Oob {
                oob_channel: wire.oob_channel,
                oob_code: wire.oob_code.ok_or_else(|| missing(".oob_code"))?,
                binding_method: wire.binding_method,
                barcode_uri: wire.barcode_uri,
            },
            _ => return Err(missing(".authenticator_type")),
        };

        Ok(Association {
            details,
            recovery_codes: wire.recovery_codes.unwrap_or_default(),
        })
    }
}
