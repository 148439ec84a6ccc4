//! A door for the fuzz targets into what is nobody else's matter.

/// Authenticator data (WebAuthn Level 3 §6.1) of any authenticator is read or refused.
pub fn authenticator_data(bytes: &[u8]) {
    let read = crate::response::is_authenticator_data(bytes);
    assert!(!read || bytes.len() >= 37, "shorter than its fixed part");
}
