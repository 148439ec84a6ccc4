//! What every kind of authenticator can do.

use std::{future::Future, pin::Pin as Pinned};

use crate::{
    Assertion, CreationOptions, Error, Interaction, KeyManagement, Registration, RelyingParty,
    RequestOptions,
};

/// What a call to an authenticator returns; dropping it cancels the ceremony.
pub type Answer<'a, T> = Pinned<Box<dyn Future<Output = T> + Send + 'a>>;

/// Which kind of authenticator it is; the person chooses by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AuthenticatorKind {
    /// The operating system's own passkeys, with its own dialog.
    System,
    /// A security key: USB, or a card on a reader.
    SecurityKey,
    /// A phone that scans a code.
    Phone,
    /// A passkey that this program would keep on this computer. None is offered: without hardware that guards the key
    /// and a check of who is there it would only look like one.
    ThisComputer,
}

/// Whether an authenticator can be used now, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Availability {
    /// It can be offered.
    Usable,
    /// The operating system has nothing of the kind.
    NoSystemSupport,
    /// The system's passkeys work only for the domains that this build was signed for (macOS).
    NotThisDomain,
    /// No Bluetooth, which a phone needs to prove that it is near (CTAP 2.2 §11.5).
    NoBluetooth,
}

/// One kind of authenticator, on this machine.
///
/// Calls run on the Tokio runtime that they are polled on. Options hold the domain they were checked against, so
/// nothing that implements this trait decides whom it speaks for.
pub trait Authenticator: Send + Sync {
    /// Which kind it is.
    fn kind(&self) -> AuthenticatorKind;

    /// Whether it can be offered for this domain. Asked before a server is.
    fn availability<'a>(&'a self, relying_party: &'a RelyingParty) -> Answer<'a, Availability>;

    /// Makes a passkey (WebAuthn Level 3 §5.1.3, `navigator.credentials.create()`).
    fn create<'a>(
        &'a self,
        options: &'a CreationOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Registration, Error>>;

    /// Uses a passkey (WebAuthn Level 3 §5.1.4, `navigator.credentials.get()`).
    fn get<'a>(
        &'a self,
        options: &'a RequestOptions,
        interaction: Interaction,
    ) -> Answer<'a, Result<Assertion, Error>>;

    /// The work on what it holds, where this program may do it.
    fn management(&self) -> Option<&dyn KeyManagement> {
        None
    }
}
