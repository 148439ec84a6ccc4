//! What is shown once, on its way to the clipboard, into a file and back out of a picture.

use std::path::Path;

use account::{
    AccountId, Accounts, EnrolmentChallenge, Error, FactorId, Invalid, InvalidReason, PictureCheck,
    PictureProblem, Secret as _,
    qr::{PICTURE_BYTES, QrCode, ReadError},
    totp::{Comparison, Remark},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use specta::Type;
use zeroize::Zeroizing;

use super::enrolment::AlgorithmView;
use crate::{clipboard::CLEAR_AFTER, ipc::refusal::twin};

/// Longer than any token that is shown once.
const SHOWN_BYTES: usize = 16 * 1024;
/// A few lines above a recovery code.
const LEAD_BYTES: usize = 4 * 1024;

/// What to copy.
#[derive(Deserialize, Type)]
#[serde(
    tag = "secret",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub(in crate::ipc) enum SecretRequest {
    /// What was begun shows it: the key of an authenticator app, or a recovery code.
    Enrolment { account: String, factor: String },
    /// The page shows it already, such as a new access token.
    Shown { text: String },
}

/// A secret is on the clipboard.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct CopiedView {
    /// When it is taken away again.
    clear_after_secs: u32,
}

/// A file was written.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SavedView {
    /// Where it is.
    place: String,
}

/// The words around a recovery code, in the person's language.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct RecoverySheetRequest {
    /// Of the file.
    name: String,
    /// What stands above the code.
    lead: String,
}

/// What a picture says about an authenticator app.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct PictureView {
    issuer: Option<String>,
    account: Option<String>,
    algorithm: AlgorithmView,
    digits: u8,
    period_secs: u32,
    /// How it compares with what was begun; null where nothing was.
    comparison: Option<ComparisonView>,
    remarks: Vec<RemarkView>,
}

twin! {
    /// How the code in a picture compares with the one on the screen.
    ComparisonView of Comparison { Same, OtherSettings, OtherKey }
}

/// What should be looked at before a code is used.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "remark",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum RemarkView {
    /// The key is shorter than it should be.
    ShortKey { bits: u32 },
    /// It names two issuers.
    TwoIssuers { label: String, parameter: String },
    /// Another issuer than expected.
    OtherIssuer,
    /// Another account than expected.
    OtherAccount,
}

impl SecretRequest {
    /// The secret itself.
    ///
    /// # Errors
    /// What was begun has ended, shows nothing to copy, or the text is too long.
    pub(in crate::ipc) fn text(self, accounts: &Accounts) -> Result<Zeroizing<String>, Error> {
        match self {
            Self::Enrolment { account, factor } => {
                let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
                match accounts.enrolment_challenge(&account, &factor)? {
                    EnrolmentChallenge::Totp(totp) => Ok(Zeroizing::new(totp.key().text().into())),
                    EnrolmentChallenge::RecoveryCode(code) => {
                        Ok(Zeroizing::new(code.expose().into()))
                    }
                    EnrolmentChallenge::Push { .. }
                    | EnrolmentChallenge::CodeSent
                    | EnrolmentChallenge::Password(_) => Err(Error::NotFound),
                }
            }
            Self::Shown { text } if text.len() > SHOWN_BYTES => Err(too_long("text").into()),
            Self::Shown { text } => Ok(Zeroizing::new(text)),
        }
    }
}

impl CopiedView {
    /// Copied at this moment.
    pub(in crate::ipc) fn now() -> Self {
        Self {
            clear_after_secs: u32::try_from(CLEAR_AFTER.as_secs()).unwrap_or(u32::MAX),
        }
    }
}

impl SavedView {
    pub(in crate::ipc) fn at(place: &Path) -> Self {
        Self {
            place: place.display().to_string(),
        }
    }
}

impl RecoverySheetRequest {
    pub(in crate::ipc) fn name(&self) -> &str {
        &self.name
    }

    /// The words with the code below them.
    ///
    /// # Errors
    /// Nothing with a recovery code was begun, or the words are too long.
    pub(in crate::ipc) fn with(
        &self,
        challenge: &EnrolmentChallenge,
    ) -> Result<Zeroizing<String>, Error> {
        if self.lead.len() > LEAD_BYTES {
            return Err(too_long("lead").into());
        }
        let EnrolmentChallenge::RecoveryCode(code) = challenge else {
            return Err(Error::NotFound);
        };

        Ok(Zeroizing::new(format!(
            "{}\n\n{}\n",
            self.lead.trim(),
            code.expose()
        )))
    }
}

/// The address of an authenticator app that was begun, for a program that takes it.
///
/// # Errors
/// [`Error::NotFound`] for anything but an authenticator app.
pub(in crate::ipc) fn address_of(
    challenge: &EnrolmentChallenge,
) -> Result<Zeroizing<String>, Error> {
    match challenge {
        EnrolmentChallenge::Totp(totp) => Ok(Zeroizing::new(totp.address().expose().to_owned())),
        EnrolmentChallenge::Push { .. }
        | EnrolmentChallenge::RecoveryCode(_)
        | EnrolmentChallenge::CodeSent
        | EnrolmentChallenge::Password(_) => Err(Error::NotFound),
    }
}

/// The QR code of an authenticator app that was begun, as PNG.
///
/// # Errors
/// [`Error::NotFound`] for anything but an authenticator app, and for an address that is too long for a QR code.
pub(in crate::ipc) fn qr_picture(
    challenge: &EnrolmentChallenge,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let code = QrCode::of(&address_of(challenge)?).map_err(|_| Error::NotFound)?;

    Ok(Zeroizing::new(code.png()))
}

/// The bytes of a picture that came as base64. Looked at before anything is unpacked.
///
/// # Errors
/// Too long for any picture that is taken, or not base64.
pub(in crate::ipc) fn picture_bytes(text: &str) -> Result<Vec<u8>, Error> {
    let problem = |problem| Error::from(PictureProblem::from(problem));
    if text.len() > PICTURE_BYTES.div_ceil(3) * 4 {
        return Err(problem(ReadError::TooLarge));
    }

    BASE64_STANDARD
        .decode(text)
        .map_err(|_| problem(ReadError::NotAPicture))
}

fn too_long(field: &'static str) -> Invalid {
    Invalid {
        field,
        reason: InvalidReason::TooLong,
    }
}

impl From<PictureCheck> for PictureView {
    fn from(check: PictureCheck) -> Self {
        Self {
            issuer: check.issuer,
            account: check.account,
            algorithm: check.algorithm.into(),
            digits: check.digits,
            period_secs: check.period_secs,
            comparison: check.comparison.map(Into::into),
            remarks: check.remarks.into_iter().map(RemarkView::from).collect(),
        }
    }
}

impl From<Remark> for RemarkView {
    fn from(remark: Remark) -> Self {
        match remark {
            Remark::ShortKey { bits } => Self::ShortKey { bits },
            Remark::TwoIssuers { label, parameter } => Self::TwoIssuers { label, parameter },
            Remark::OtherIssuer(_) => Self::OtherIssuer,
            Remark::OtherAccount(_) => Self::OtherAccount,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<PictureProblem> {
        match picture_bytes(text) {
            Err(Error::Picture(problem)) => Some(problem),
            _ => None,
        }
    }

    #[test]
    fn a_picture_is_measured_before_it_is_unpacked() {
        let largest = "A".repeat(PICTURE_BYTES.div_ceil(3) * 4);

        assert_eq!(problem(&largest), None);
        assert_eq!(
            problem(&format!("{largest}AAAA")),
            Some(PictureProblem::Unread(ReadError::TooLarge))
        );
        assert_eq!(
            problem("data:image/png;base64,AAAA"),
            Some(PictureProblem::Unread(ReadError::NotAPicture))
        );
    }

    #[test]
    fn only_a_recovery_code_goes_on_a_sheet_and_only_an_app_is_opened() {
        let sheet = |lead: &str| RecoverySheetRequest {
            name: "code".to_owned(),
            lead: lead.to_owned(),
        };
        let code = EnrolmentChallenge::RecoveryCode(account::RecoveryCode::new("ABCD"));
        let text = sheet("For Ada\n").with(&code).unwrap();
        assert_eq!(text.as_str(), "For Ada\n\nABCD\n");
        let too_long = "x".repeat(LEAD_BYTES + 1);
        assert!(matches!(
            sheet(&too_long).with(&code),
            Err(Error::InvalidInput(Invalid { field: "lead", .. }))
        ));
        assert!(matches!(
            sheet("").with(&EnrolmentChallenge::CodeSent),
            Err(Error::NotFound)
        ));
        assert!(matches!(address_of(&code), Err(Error::NotFound)));
        assert!(matches!(qr_picture(&code), Err(Error::NotFound)));
    }
}
