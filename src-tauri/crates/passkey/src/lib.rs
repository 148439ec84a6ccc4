//! Passkeys with real authenticators: the operating system's own, security keys, phones.
//!
//! A server hands out options, an authenticator answers, the answer goes back to the server. This crate is the middle:
//! what a browser does in `navigator.credentials` (W3C Web Authentication Level 3), for a desktop program.
//!
//! ```no_run
//! # async fn example(options: serde_json::Value) -> Result<(), passkey::Error> {
//! use passkey::{CreationOptions, Event, Interaction, RelyingParty, System};
//!
//! // The connection says whom the passkey is for; options that name anybody else are refused.
//! let relying_party = RelyingParty::of_domain("login.example.com")?;
//! let options = CreationOptions::parse(&options, &relying_party)?;
//!
//! let (interaction, mut events) = Interaction::new();
//! tokio::spawn(async move {
//!     while let Some(event) = events.recv().await {
//!         if let Event::Touch { device } = event {
//!             // Show: touch the key.
//!         }
//!     }
//! });
//! let authenticators = passkey::authenticators(&System::default());
//! let registration = authenticators[0].create(&options, interaction).await?;
//! let answer_for_the_server = registration.to_json();
//! # Ok(())
//! # }
//! ```
//!
//! **Invariants.** No HTTP and no vendor is known here. No passkey is made or used for a domain other than the
//! [`RelyingParty`] that the caller gave. An answer that does not fit its question never leaves. PINs are wiped here; the
//! libraries that talk to keys keep copies of their own for a moment.

mod authenticator;
mod client_data;
mod error;
mod event;
#[doc(hidden)]
pub mod fuzzing;
mod interaction;
mod management;
mod options;
mod relying_party;
mod response;
mod system;
mod text;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use authenticator::{Answer, Authenticator, AuthenticatorKind, Availability};
pub use error::{Error, Mismatch};
pub use event::{Account, Event, NewPinReason, PhoneStep, Pin, PinReason, Reply};
pub use interaction::Interaction;
pub use management::{KeyManagement, StoredPasskey};
pub use options::{
    Attachment, CreationOptions, OptionsError, RequestOptions, ResidentKey, UserVerification,
};
pub use relying_party::RelyingParty;
pub use response::{Assertion, Registration};
pub use system::{System, Window, authenticators};
