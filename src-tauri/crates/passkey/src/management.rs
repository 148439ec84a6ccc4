//! Looking after a security key: its PIN, and this site's passkeys on it.

use crate::{Answer, Error, Interaction, RelyingParty};

/// Work on a security key (CTAP 2.1 §6.5, §6.8).
///
/// Only passkeys of one site are ever read or deleted, and nothing resets a key: that would erase what belongs to
/// other sites, for good.
pub trait KeyManagement: Send + Sync {
    /// Sets the first PIN, or replaces it. Asks with [`Event::ChoosePin`](crate::Event::ChoosePin), and for the old
    /// one with [`Event::EnterPin`](crate::Event::EnterPin).
    fn change_pin(&self, interaction: Interaction) -> Answer<'_, Result<(), Error>>;

    /// Lists the discoverable passkeys of this site on the key, after its PIN.
    fn list<'a>(
        &'a self,
        relying_party: &'a RelyingParty,
        interaction: Interaction,
    ) -> Answer<'a, Result<Vec<StoredPasskey>, Error>>;

    /// Deletes one of this site's passkeys from the key, after its PIN. [`Error::NoPasskey`] when the key that is
    /// connected holds no such passkey of this site.
    fn delete<'a>(
        &'a self,
        passkey: &'a StoredPasskey,
        interaction: Interaction,
    ) -> Answer<'a, Result<(), Error>>;
}

/// A discoverable passkey on a security key. Made by [`KeyManagement::list`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPasskey {
    pub(crate) relying_party: RelyingParty,
    pub(crate) credential_id: Vec<u8>,
    pub(crate) user_handle: Vec<u8>,
    pub(crate) user_name: Option<String>,
    pub(crate) user_display_name: Option<String>,
}

impl StoredPasskey {
    /// Its credential identifier, to find it among those that the server lists.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id
    }

    /// Whose it is, in the server's words (WebAuthn Level 3 §5.4.3 `id`): one key may serve several accounts.
    #[must_use]
    pub fn user_handle(&self) -> &[u8] {
        &self.user_handle
    }

    /// The name to sign in with, as the key stored it.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        self.user_name.as_deref()
    }

    /// The person's name, as the key stored it.
    #[must_use]
    pub fn user_display_name(&self) -> Option<&str> {
        self.user_display_name.as_deref()
    }
}
