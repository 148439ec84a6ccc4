//! What can be done about one account as a whole: who it is, where it is signed in, and its end.

use serde_json::Value;

use super::Accounts;
use crate::{
    account::AccountId,
    deletion, elevation,
    error::Error,
    listing::{self, Listing},
    passkeys::PasskeyRequest,
    profile::ProfileReading,
    profile_edit::{self, ProfileEdit},
    sessions::{self, SessionEntry, SessionId},
    sign_out,
};

impl Accounts {
    /// Changes name, picture or language; answers the profile as it is then.
    ///
    /// # Errors
    /// What is wrong with a value, or why the provider refused.
    pub async fn edit_profile(
        &self,
        account: &AccountId,
        edit: &ProfileEdit,
    ) -> Result<ProfileReading, Error> {
        profile_edit::edit(&self.context, account, edit).await
    }

    /// Sends a link to a new address; answers the profile with the address that waits for it. Doing it again sends
    /// another link, and the one before is dead.
    ///
    /// # Errors
    /// What is wrong with the address, or why the provider refused.
    pub async fn change_email(
        &self,
        account: &AccountId,
        email: &str,
    ) -> Result<ProfileReading, Error> {
        profile_edit::change_email(&self.context, account, email).await
    }

    /// Sends the link that verifies the address once more.
    ///
    /// # Errors
    /// Why the provider refused; [`Error::NotFound`] where there is no address.
    pub async fn resend_verification(&self, account: &AccountId) -> Result<(), Error> {
        profile_edit::resend_verification(&self.context, account).await
    }

    /// The last known sessions at once, the one of this app first; a list that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn sessions(&self, account: &AccountId) -> Result<Listing<SessionEntry>, Error> {
        listing::known(&self.context, account).await
    }

    /// The sessions, read anew. When that fails and an older list is known, that one comes with the reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_sessions(
        &self,
        account: &AccountId,
    ) -> Result<Listing<SessionEntry>, Error> {
        listing::anew(&self.context, account).await
    }

    /// Ends one session. Ending the one of this app is a sign-out.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn end_session(&self, account: &AccountId, id: &SessionId) -> Result<(), Error> {
        sessions::end(&self.context, account, id).await
    }

    /// Ends every session but the one of this app, and no personal access token; answers how many there were.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn end_other_sessions(&self, account: &AccountId) -> Result<u32, Error> {
        sessions::end_others(&self.context, account).await
    }

    /// Ends every session at the provider, that of this app and **every personal access token** included.
    ///
    /// # Errors
    /// When the provider does not do it; then nothing was changed here.
    pub async fn sign_out_everywhere(&self, account: &AccountId) -> Result<(), Error> {
        sign_out::everywhere(&self.context, account).await
    }

    /// Deletes the account at its provider. `confirmation` is what the person typed: the account's e-mail address, or
    /// its name where it has none. It cannot be taken back.
    ///
    /// # Errors
    /// When the confirmation is another one, or why the provider refused; nothing was changed then.
    pub async fn delete_account(
        &self,
        account: &AccountId,
        confirmation: &str,
    ) -> Result<(), Error> {
        deletion::delete(&self.context, account, confirmation).await
    }

    /// Begins to elevate the session; answers what an authenticator is to be asked, which is good for five minutes.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the connection does not say whom its passkeys are for;
    /// [`NoPasskey`](crate::Refusal::NoPasskey) where the account has none, so that nothing can elevate it; else why
    /// the provider refused.
    pub async fn start_elevation(&self, account: &AccountId) -> Result<PasskeyRequest, Error> {
        elevation::start(&self.context, account).await
    }

    /// Elevates the session with the answer of the authenticator (WebAuthn Level 3 §5.1, JSON form), until its access
    /// token ends.
    ///
    /// # Errors
    /// [`PasskeyRefused`](crate::Refusal::PasskeyRefused), or why the session could not be replaced; it is as before
    /// then.
    pub async fn finish_elevation(
        &self,
        account: &AccountId,
        response: Value,
    ) -> Result<(), Error> {
        elevation::finish(&self.context, account, response).await
    }
}
