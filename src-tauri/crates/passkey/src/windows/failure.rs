//! What the result codes of `webauthn.dll` mean.

use windows_sys::core::HRESULT;

use crate::Error;

/// From Microsoft's `winerror.h`; which of them come is in the documentation of `WebAuthNGetErrorName`.
const MEANINGS: [(u32, Error); 9] = [
    (0x8009_000f, Error::AlreadyRegistered), // NTE_EXISTS
    (0x8009_0011, Error::NoPasskey),         // NTE_NOT_FOUND
    (0x8009_0029, Error::NotSupported),      // NTE_NOT_SUPPORTED
    (0x8009_0023, Error::Full),              // NTE_TOKEN_KEYSET_STORAGE_FULL
    (0x8009_0027, Error::NotSupported),      // NTE_INVALID_PARAMETER
    (0x8009_0035, Error::Gone),              // NTE_DEVICE_NOT_FOUND
    (0x8009_0036, Error::Cancelled),         // NTE_USER_CANCELLED
    (0x8007_04c7, Error::Cancelled),         // HRESULT_FROM_WIN32(ERROR_CANCELLED)
    (0x8007_05b4, Error::TimedOut),          // HRESULT_FROM_WIN32(ERROR_TIMEOUT)
];

pub(super) fn check(result: HRESULT) -> Result<(), Error> {
    if result >= 0 {
        return Ok(());
    }
    let code = result.cast_unsigned();

    Err(MEANINGS
        .into_iter()
        .find(|(known, _)| *known == code)
        .map_or(Error::Platform(code), |(_, error)| error))
}
