//! What can be done about the ways in which a person proves who they are.

use protocol::secret::{OneTimeCode, Password};

use super::Accounts;
use crate::{
    account::AccountId,
    error::Error,
    factor::{Factor, FactorId, PhoneWay},
    factors::{
        self, Confirmation, Enrolment, EnrolmentChallenge, EnrolmentProof, FactorsReading,
        NewFactor, PictureCheck, RemovalPreview, Security,
    },
    password_policy::{Judgement, Rule},
};

impl Accounts {
    /// The last known factors at once; a list that is old is read anew behind it.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn factors(&self, account: &AccountId) -> Result<FactorsReading, Error> {
        factors::known(&self.context, account).await
    }

    /// The factors, read anew. When that fails and older ones are known, those come with the reason.
    ///
    /// # Errors
    /// When there is none and none can be read.
    pub async fn refresh_factors(&self, account: &AccountId) -> Result<FactorsReading, Error> {
        factors::anew(&self.context, account).await
    }

    /// One factor, read anew.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there any more; the list is without it then.
    pub async fn factor(&self, account: &AccountId, id: &FactorId) -> Result<Factor, Error> {
        factors::one(&self.context, account, id).await
    }

    /// Gives a factor another name; answers the list with it.
    ///
    /// # Errors
    /// What is wrong with the name, or why the provider refused.
    pub async fn rename_factor(
        &self,
        account: &AccountId,
        id: &FactorId,
        name: &str,
    ) -> Result<FactorsReading, Error> {
        factors::rename(&self.context, account, id, name).await
    }

    /// Chooses how a phone is told its code; answers the list with it.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn set_phone_way(
        &self,
        account: &AccountId,
        id: &FactorId,
        way: PhoneWay,
    ) -> Result<FactorsReading, Error> {
        factors::set_phone_way(&self.context, account, id, way).await
    }

    /// Removes a factor; answers the list without it. `code` is one that the factor shows, for those with
    /// [`Factor::removal_wants_code`].
    ///
    /// # Errors
    /// Why the provider refused; nothing has changed then.
    pub async fn remove_factor(
        &self,
        account: &AccountId,
        id: &FactorId,
        code: Option<&OneTimeCode>,
    ) -> Result<FactorsReading, Error> {
        factors::remove(&self.context, account, id, code).await
    }

    /// What removing a factor would mean. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the factors are not known yet.
    pub fn removal(&self, account: &AccountId, id: &FactorId) -> Result<RemovalPreview, Error> {
        factors::removal(&self.context, account, id)
    }

    /// How safe an account is, and what would remain after a loss. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the factors are not known yet.
    pub fn security(&self, account: &AccountId) -> Result<Security, Error> {
        factors::security(&self.context, account)
    }

    /// Says of every rule for a new password whether this one keeps it. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no change of the password was begun.
    pub fn judge_password(
        &self,
        account: &AccountId,
        id: &FactorId,
        password: &Password,
    ) -> Result<Vec<(Rule, Judgement)>, Error> {
        factors::judge(&self.context, account, id, password)
    }

    /// Begins to add a factor; answers what the person has to do.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn start_enrolment(
        &self,
        account: &AccountId,
        new: &NewFactor,
    ) -> Result<Enrolment, Error> {
        factors::start(&self.context, account, new, None).await
    }

    /// Begins to add a factor in the place of another one, which is to be removed when the new one counts: until then,
    /// [`FactorsReading::replacements`] remembers it, over a crash as well. `instead` may be one that was never
    /// finished: then the new one is for whatever that was for.
    ///
    /// # Errors
    /// Why the provider refused.
    pub async fn start_replacement(
        &self,
        account: &AccountId,
        new: &NewFactor,
        instead: &FactorId,
    ) -> Result<Enrolment, Error> {
        factors::start(&self.context, account, new, Some(instead)).await
    }

    /// Lets a factor stay beside the one that was to take its place.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the factors are not known yet.
    pub fn keep_replaced(
        &self,
        account: &AccountId,
        old: &FactorId,
    ) -> Result<FactorsReading, Error> {
        factors::keep(&self.context, account, old)
    }

    /// Finishes what was begun. A wrong code leaves it as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing of that kind was begun in this run of the app; else why the provider refused.
    pub async fn confirm_enrolment(
        &self,
        account: &AccountId,
        id: &FactorId,
        proof: &EnrolmentProof,
    ) -> Result<Confirmation, Error> {
        factors::confirm(&self.context, account, id, proof).await
    }

    /// What was shown when an enrolment began, once more. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when nothing of that kind was begun in this run of the app, or it has ended.
    pub fn enrolment_challenge(
        &self,
        account: &AccountId,
        id: &FactorId,
    ) -> Result<EnrolmentChallenge, Error> {
        factors::challenge(&self.context, account, id)
    }

    /// Reads the QR code of an authenticator app in a picture, and compares it with an enrolment that was begun, or
    /// with the names of the account. Nothing is sent. Takes up to a second, so it is for a blocking thread.
    ///
    /// # Errors
    /// [`Error::Picture`] says what is wrong with the picture; [`Error::NotFound`] that nothing of that kind was begun.
    pub fn check_picture(
        &self,
        account: &AccountId,
        enrolment: Option<&FactorId>,
        picture: &[u8],
    ) -> Result<PictureCheck, Error> {
        factors::check_picture(&self.context, account, enrolment, picture)
    }

    /// Gives up what was begun, at the provider too; answers the list without it.
    ///
    /// # Errors
    /// Why the provider did not let go of it: then it is listed as unfinished.
    pub async fn discard_enrolment(
        &self,
        account: &AccountId,
        id: &FactorId,
    ) -> Result<FactorsReading, Error> {
        factors::discard(&self.context, account, id).await
    }
}
