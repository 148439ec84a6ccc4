//! What can be done about accounts elsewhere by which a person can sign in.

use super::Accounts;
use crate::{
    account::AccountId,
    error::Error,
    linked::{self, LinkedAccount, LinkedAccountId, StartLinking},
    listing::{self, Listing},
};

impl Accounts {
    /// The last known linked accounts at once; a list that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn linked_accounts(
        &self,
        account: &AccountId,
    ) -> Result<Listing<LinkedAccount>, Error> {
        listing::known(&self.context, account).await
    }

    /// The linked accounts, read anew. When that fails and an older list is known, that one comes with the reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_linked_accounts(
        &self,
        account: &AccountId,
    ) -> Result<Listing<LinkedAccount>, Error> {
        listing::anew(&self.context, account).await
    }

    /// Opens the system browser to link an account elsewhere. It waits and comes home as a sign-in does, but its address
    /// cannot be copied: it holds a token. Who is signed in stays the same, whatever comes home.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) where the connection does not list the provider; when the
    /// session has ended or no browser opens.
    pub async fn start_linking(&self, request: StartLinking) -> Result<(), Error> {
        linked::start(&self.context, request).await
    }

    /// Unlinks an account.
    ///
    /// # Errors
    /// [`LastWayIn`](crate::Refusal::LastWayIn) where nothing else is known to sign in with; else why the provider
    /// refused.
    pub async fn unlink_account(
        &self,
        account: &AccountId,
        id: &LinkedAccountId,
    ) -> Result<(), Error> {
        linked::unlink(&self.context, account, id).await
    }
}
