//! What can be done about personal access tokens.

use super::Accounts;
use crate::{
    access_tokens::{self, AccessTokenEntry, AccessTokenId, CreatedAccessToken, NewAccessToken},
    account::AccountId,
    error::Error,
    listing::{self, Listing},
};

impl Accounts {
    /// The last known personal access tokens at once; a list that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn access_tokens(
        &self,
        account: &AccountId,
    ) -> Result<Listing<AccessTokenEntry>, Error> {
        listing::known(&self.context, account).await
    }

    /// The personal access tokens, read anew. When that fails and an older list is known, that one comes with the
    /// reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_access_tokens(
        &self,
        account: &AccountId,
    ) -> Result<Listing<AccessTokenEntry>, Error> {
        listing::anew(&self.context, account).await
    }

    /// Makes a personal access token, to be shown this once.
    ///
    /// # Errors
    /// What is wrong with name or end, or why the provider refused. After a lost answer there may be one in the list
    /// that nobody has seen.
    pub async fn create_access_token(
        &self,
        account: &AccountId,
        new: &NewAccessToken,
    ) -> Result<CreatedAccessToken, Error> {
        access_tokens::create(&self.context, account, new).await
    }

    /// Ends a personal access token; the sessions that it began go on.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn revoke_access_token(
        &self,
        account: &AccountId,
        id: &AccessTokenId,
    ) -> Result<(), Error> {
        access_tokens::revoke(&self.context, account, id).await
    }
}
