//! Is the code in this picture the right one? Answered here; nothing of the picture leaves this machine.

use protocol::secret::Secret as _;

use super::{EnrolmentChallenge, enrolment::challenge};
use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    factor::FactorId,
    qr::{self, QrText, ReadError},
    totp::{AddressError, Algorithm, Comparison, Remark, Totp},
};

/// What a picture says about an authenticator app that somebody sets up. Never the key.
#[derive(Clone, Debug)]
pub struct PictureCheck {
    /// Who issued it.
    pub issuer: Option<String>,
    /// Whose it is.
    pub account: Option<String>,
    /// What signs the time.
    pub algorithm: Algorithm,
    /// How many digits a code has.
    pub digits: u8,
    /// For how many seconds a code is good.
    pub period_secs: u32,
    /// How it compares with what is being set up; nothing where nothing is.
    pub comparison: Option<Comparison>,
    /// What should be looked at.
    pub remarks: Vec<Remark>,
}

/// Why a picture says nothing about an authenticator app. Holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureProblem {
    /// Nothing can be read in it.
    #[error(transparent)]
    Unread(#[from] ReadError),
    /// More than one code for authenticator apps: which one is meant?
    #[error("several codes")]
    SeveralCodes,
    /// The code cannot be used.
    #[error(transparent)]
    Address(#[from] AddressError),
}

/// Reads a picture and compares the code in it with an enrolment that was begun, or with the names of the account.
///
/// Takes up to a second, so it is for a blocking thread.
pub(crate) fn check_picture(
    context: &Context,
    account: &AccountId,
    enrolment: Option<&FactorId>,
    picture: &[u8],
) -> Result<PictureCheck, Error> {
    let begun = match enrolment {
        Some(id) => match challenge(context, account, id)? {
            EnrolmentChallenge::Totp(totp) => Some(totp),
            EnrolmentChallenge::Push { .. }
            | EnrolmentChallenge::RecoveryCode(_)
            | EnrolmentChallenge::CodeSent
            | EnrolmentChallenge::Password(_) => return Err(Error::NotFound),
        },
        None => None,
    };
    let read = totp_in(qr::read(picture).map_err(PictureProblem::from)?)?;
    let remarks = match &begun {
        Some(begun) => {
            let expected = |name: Option<&str>| name.map(str::to_owned).into_iter().collect();
            remarks(&read, expected(begun.issuer()), expected(begun.account()))
        }
        None => {
            let session = context.session(account)?;
            let profile = session.record().profile.unwrap_or_default();
            let names = [profile.email, profile.username, profile.name];
            remarks(&read, Vec::new(), names.into_iter().flatten().collect())
        }
    };

    Ok(PictureCheck {
        issuer: read.issuer().map(str::to_owned),
        account: read.account().map(str::to_owned),
        algorithm: read.algorithm(),
        digits: read.digits(),
        period_secs: read.period_secs(),
        comparison: begun.map(|begun| begun.compared_with(&read)),
        remarks,
    })
}

fn remarks(read: &Totp, issuers: Vec<String>, accounts: Vec<String>) -> Vec<Remark> {
    let issuers: Vec<&str> = issuers.iter().map(String::as_str).collect();
    let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();

    read.remarks_against(&issuers, &accounts)
}

/// The one code for an authenticator app among all that stand in a picture: an app's own advertisement beside it does
/// not hurt.
fn totp_in(texts: Vec<QrText>) -> Result<Totp, PictureProblem> {
    let mut found = Vec::new();
    let mut problem = AddressError::Scheme;
    for text in texts {
        match Totp::parse(text.expose()) {
            Ok(totp) => found.push(totp),
            Err(AddressError::Scheme) => {}
            Err(other) => problem = other,
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(totp), true) => Ok(totp),
        (Some(_), false) => Err(PictureProblem::SeveralCodes),
        (None, _) => Err(problem.into()),
    }
}
