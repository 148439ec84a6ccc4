//! What can be done with passkeys. Between the two halves of each, the window asks an authenticator.

use serde_json::Value;

use super::Accounts;
use crate::{
    account::AccountId,
    connection::ConnectionId,
    error::Error,
    factors::FactorsReading,
    passkeys::{self, HeldPasskey, KeyEntry, PasskeyDomain, PasskeyRequest},
    sign_in::{self, SignInHere, Step},
};

impl Accounts {
    /// Whom the passkeys of a connection are for.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason why there are none in the app.
    pub fn passkey_domain(&self, connection: &ConnectionId) -> Result<PasskeyDomain, Error> {
        passkeys::domain(&self.context.connection(connection)?)
    }

    /// The same for the connection of an account.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason why there are none in the app.
    pub fn passkey_domain_of(&self, account: &AccountId) -> Result<PasskeyDomain, Error> {
        let session = self.context.session(account)?;

        passkeys::domain(&self.context.connection_of(&session)?)
    }

    /// Begins to add a passkey to an account. The name is given to it where the provider has names for passkeys.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason why it cannot be done in the app, which is then part of the account's
    /// capabilities; what is wrong with the name; [`NoPasskey`](crate::Refusal::NoPasskey) where the provider wants a passkey for the first one; else
    /// why the provider refused.
    pub async fn start_adding_passkey(
        &self,
        account: &AccountId,
        name: Option<&str>,
    ) -> Result<PasskeyRequest, Error> {
        passkeys::start_adding(&self.context, account, name).await
    }

    /// Adds the passkey that an authenticator made (WebAuthn Level 3 §5.1, JSON form); answers the list with it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when none was begun, or the answer is to another question, and nothing was sent;
    /// [`PasskeyNotRegistered`](crate::Refusal::PasskeyNotRegistered). Each answer is good once.
    pub async fn finish_adding_passkey(
        &self,
        account: &AccountId,
        answer: Value,
    ) -> Result<FactorsReading, Error> {
        passkeys::finish_adding(&self.context, account, answer).await
    }

    /// Notes that the authenticator made no passkey, so that none is left on it that nobody knows.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn give_up_adding_passkey(&self, account: &AccountId) -> Result<(), Error> {
        passkeys::give_up_adding(&self.context, account).map(drop)
    }

    /// Takes the note away that a passkey may have been made without having been added.
    ///
    /// # Errors
    /// When there is no such account, or nothing is known of its factors.
    pub fn forget_loose_passkey(&self, account: &AccountId) -> Result<FactorsReading, Error> {
        passkeys::give_up_adding(&self.context, account)?.ok_or(Error::NotFound)
    }

    /// Opens the provider's own page to somebody who signs in there from the beginning and is offered a passkey. The
    /// factors are read anew when they are back; how far that is, is told through the state.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the provider has no such page; as [`Self::start_sign_in`] otherwise.
    pub async fn start_passkey_hand_off(&self, account: &AccountId) -> Result<(), Error> {
        passkeys::start_hand_off(&self.context, account).await
    }

    /// Begins to sign in with a passkey: any that an authenticator has, or one of whom the address belongs to.
    ///
    /// # Errors
    /// [`NotOffered`](crate::Refusal::NotOffered) where the connection does not offer it; [`Error::Unavailable`] with
    /// the reason why it cannot be done in the app; else why the provider refused, or that the vault is closed.
    pub async fn start_passkey_sign_in(
        &self,
        request: SignInHere,
        email: Option<&str>,
    ) -> Result<PasskeyRequest, Error> {
        sign_in::start_with_passkey(&self.context, request, email).await
    }

    /// Begins a new account with a passkey.
    ///
    /// # Errors
    /// As [`Self::start_passkey_sign_in`].
    pub async fn start_passkey_sign_up(
        &self,
        request: SignInHere,
        email: &str,
        display_name: Option<&str>,
    ) -> Result<PasskeyRequest, Error> {
        sign_in::start_up_with_passkey(&self.context, request, email, display_name).await
    }

    /// Takes the answer of the authenticator for what was begun last at this connection.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing was, or it was superseded; [`PasskeyRefused`](crate::Refusal::PasskeyRefused).
    /// Each answer is good once, unless the vault is closed.
    pub async fn finish_passkey(
        &self,
        connection: &ConnectionId,
        answer: Value,
    ) -> Result<Step, Error> {
        sign_in::finish_passkey(&self.context, connection, answer).await
    }

    /// What the provider knows of the passkeys that an authenticator holds; in the same order.
    ///
    /// # Errors
    /// When there is no such account.
    pub async fn held_passkeys(
        &self,
        account: &AccountId,
        entries: &[KeyEntry],
    ) -> Result<Vec<HeldPasskey>, Error> {
        passkeys::held(&self.context, account, entries).await
    }
}
