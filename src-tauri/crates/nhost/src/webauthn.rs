//! What the service and an authenticator tell each other
//! ([WebAuthn Level 3, section 5.1](https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON), JSON forms).
//!
//! The members are those of the standard, with one exception that a program which talks to authenticators itself has
//! to know. In the standard `user.id` is base64url of the user handle. This service writes the **UUID of the user as
//! plain text** there: 36 characters, which happen to be base64url of 27 bytes. Browsers decode them, and the service
//! undoes just that. So:
//!
//! - The handle to give to an authenticator is [`PublicKeyCredentialCreationOptions::user_handle`], those 27 bytes,
//!   and not the 36 bytes of the text. With those, signing in without an address fails.
//! - `userHandle` of an answer is base64url of the handle without padding, which is the UUID again.
//! - [`crate::AuthClient::verify_sign_in_webauthn`] crashes (500) where `userHandle` is missing. Authenticators may
//!   leave it out where the credential was named to them, so keep it with the credential and put it in with
//!   [`CredentialAssertionResponse::with_user_handle`].
//!
//! A challenge lives five minutes in the memory of one server: where it is refused, start again from the options.

mod options;
mod response;

pub use options::{PublicKeyCredentialCreationOptions, PublicKeyCredentialRequestOptions};
pub use response::{CredentialAssertionResponse, CredentialCreationResponse, CredentialError};

#[cfg(test)]
mod tests;
