//! What can be done about accounts elsewhere that the provider may use.

use super::Accounts;
use crate::{
    account::AccountId,
    connected::{self, Connectable, ConnectedAccount, ConnectedAccountId, StartConnecting},
    error::Error,
    listing::{self, Listing},
};

impl Accounts {
    /// The last known connected accounts at once; a list that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn connected_accounts(
        &self,
        account: &AccountId,
    ) -> Result<Listing<ConnectedAccount>, Error> {
        listing::known(&self.context, account).await
    }

    /// The connected accounts, read anew. When that fails and an older list is known, that one comes with the reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_connected_accounts(
        &self,
        account: &AccountId,
    ) -> Result<Listing<ConnectedAccount>, Error> {
        listing::anew(&self.context, account).await
    }

    /// Where further accounts can be connected.
    ///
    /// # Errors
    /// When that is not known and cannot be read.
    pub async fn connectable_accounts(
        &self,
        account: &AccountId,
    ) -> Result<Listing<Connectable>, Error> {
        listing::known(&self.context, account).await
    }

    /// Asks the provider to connect an account elsewhere and opens the system browser. It waits and comes home as a
    /// sign-in does.
    ///
    /// # Errors
    /// When the provider refuses, wants more proof first, does not answer, or no browser opens. In the last case it
    /// waits all the same: its link can be copied.
    pub async fn start_connecting(&self, request: StartConnecting) -> Result<(), Error> {
        connected::start(&self.context, request).await
    }

    /// Lets the provider forget a connected account; at the other side nothing changes.
    ///
    /// # Errors
    /// When the provider refuses, wants more proof first, or does not answer.
    pub async fn disconnect_account(
        &self,
        account: &AccountId,
        connected: &ConnectedAccountId,
    ) -> Result<(), Error> {
        connected::disconnect(&self.context, account, connected).await
    }
}
