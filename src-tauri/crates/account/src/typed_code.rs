//! A code that somebody typed, before it goes to a provider who knows whether it is right.

use protocol::secret::{OneTimeCode, Secret as _};

use crate::error::{Error, Refusal};

/// In bytes. Codes have six or eight digits and recovery codes 24 letters, perhaps with something between them; what is
/// longer was pasted by mistake, and may be anything.
const LONGEST: usize = 64;

/// Lets through what may be a code.
///
/// # Errors
/// [`Refusal::WrongCode`] for what is none at any provider.
pub(crate) fn check(code: &OneTimeCode) -> Result<(), Error> {
    let length = code.expose().len();

    match length == 0 || length > LONGEST {
        true => Err(Error::Refused(Refusal::WrongCode)),
        false => Ok(()),
    }
}
