//! What can be done about accounts elsewhere by which a person can sign in.

use super::Accounts;
use crate::{
    account::AccountId,
    error::Error,
    linked::{self, LinkedAccount, LinkedAccountId},
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
