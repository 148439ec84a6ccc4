//! What can be done to sign in.

use nhost::PersonalAccessToken;
use protocol::secret::{OneTimeCode, Password};
use zeroize::Zeroizing;

use super::Accounts;
use crate::{
    account::{AccountId, Keep},
    callback,
    connection::ConnectionId,
    errand,
    error::{CallbackProblem, Error},
    sign_in::{
        self, CodeWay, DevicePrompt, Intent, KeepBy, PasswordSignIn, PasswordSignUp,
        SecondFactorChallenge, SignInHere, StartSignIn, Step,
    },
    state::NoticeContent,
};

impl Accounts {
    /// Makes the request of a sign-in and opens the system browser.
    ///
    /// # Errors
    /// When the vault is closed, the provider does not answer, or no browser opens. In the last case the sign-in
    /// waits all the same: its link can be copied.
    pub async fn start_sign_in(&self, request: StartSignIn) -> Result<(), Error> {
        sign_in::start(&self.context, request).await
    }

    /// Opens the browser again for the sign-in that waits.
    ///
    /// # Errors
    /// When none waits, or no browser opens.
    pub async fn open_browser_again(&self, connection: &ConnectionId) -> Result<(), Error> {
        errand::open_again(&self.context, connection).await
    }

    /// The address that a waiting sign-in opened.
    ///
    /// # Errors
    /// When none waits.
    pub fn sign_in_link(&self, connection: &ConnectionId) -> Result<String, Error> {
        Ok(errand::link(&self.context, connection)?.into())
    }

    /// Stops a sign-in, or puts away how it ended.
    pub fn cancel_sign_in(&self, connection: &ConnectionId) {
        self.context.errands().remove(connection);
        self.context.steps().remove(connection);
        self.context.publish();
    }

    /// Takes an address from outside: all ways home end here. What it starts is told through the state.
    ///
    /// # Errors
    /// Why it changed nothing.
    pub fn finish_sign_in(&self, address: Zeroizing<String>) -> Result<(), CallbackProblem> {
        callback::receive(&self.context, address)
    }

    /// Takes the address that somebody brings to the sign-in at this connection: the third way home.
    ///
    /// # Errors
    /// Why it changed nothing.
    pub fn paste_callback(
        &self,
        connection: &ConnectionId,
        address: Zeroizing<String>,
    ) -> Result<(), CallbackProblem> {
        callback::receive_at(&self.context, connection, address)
    }

    /// Takes an address that nobody waits for an answer about; what is wrong with it is told as a notice.
    pub fn receive_link(&self, address: Zeroizing<String>) {
        if let Err(problem) = self.finish_sign_in(address) {
            tracing::info!(?problem, "a link changed nothing");
            self.context.notify(NoticeContent::CallbackIgnored(problem));
        }
    }

    /// Goes on with a sign-in that waits because the vault could not be written.
    ///
    /// # Errors
    /// When none waits for that.
    pub async fn resume_sign_in(&self, connection: &ConnectionId, keep: Keep) -> Result<(), Error> {
        sign_in::resume(&self.context, connection, keep).await
    }

    /// Signs in with e-mail and password.
    ///
    /// # Errors
    /// When the provider refuses, does not answer, or the vault is closed.
    pub async fn sign_in_with_password(&self, request: PasswordSignIn) -> Result<Step, Error> {
        sign_in::with_password(&self.context, request).await
    }

    /// Creates an account with e-mail and password.
    ///
    /// # Errors
    /// When the provider refuses, does not answer, or the vault is closed.
    pub async fn sign_up_with_password(&self, request: PasswordSignUp) -> Result<Step, Error> {
        sign_in::up_with_password(&self.context, request).await
    }

    /// Sends a code to sign in with. The same call sends another one; soon after the first nothing is sent, and the
    /// first stays good.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) where the connection does not offer it; what is wrong with
    /// the address or number; when the provider refuses, does not answer, or the vault is closed.
    pub async fn send_code(
        &self,
        request: SignInHere,
        way: CodeWay,
        to: &str,
        intent: Intent,
    ) -> Result<Step, Error> {
        sign_in::send_code(&self.context, request, way, to, intent).await
    }

    /// Takes the code that was sent.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no code was sent or its ten minutes are over. A wrong code leaves the sign-in as it
    /// is, and so does a vault that is closed.
    pub async fn confirm_code(
        &self,
        connection: &ConnectionId,
        code: &OneTimeCode,
    ) -> Result<Step, Error> {
        sign_in::confirm_code(&self.context, connection, code).await
    }

    /// Asks for one of the second factors that [`Step::SecondFactor`] listed; another one can be asked for at any
    /// time.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no sign-in waits for a second factor, or it has no such one.
    pub async fn challenge_second_factor(
        &self,
        connection: &ConnectionId,
        id: &str,
    ) -> Result<SecondFactorChallenge, Error> {
        sign_in::challenge_second_factor(&self.context, connection, id).await
    }

    /// Takes the code that was typed or, without it, asks whether the person has approved elsewhere.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no second factor was asked for. A wrong code leaves the sign-in as it is, and so does
    /// a vault that is closed.
    pub async fn confirm_second_factor(
        &self,
        connection: &ConnectionId,
        code: Option<&OneTimeCode>,
    ) -> Result<Step, Error> {
        sign_in::confirm_second_factor(&self.context, connection, code).await
    }

    /// Asks for a code to sign in with on another device, and waits behind until it was entered there. How far that is
    /// and how it ends is told through the state, as for a sign-in in the browser.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) where the connection does not offer it; when the provider
    /// refuses, does not answer, or the vault is closed.
    pub async fn start_device_sign_in(&self, request: SignInHere) -> Result<DevicePrompt, Error> {
        sign_in::start_on_device(&self.context, request).await
    }

    /// Signs in with a personal access token, past any second factor.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) where the connection does not offer it; when the provider
    /// refuses, does not answer, or the vault is closed.
    pub async fn sign_in_with_access_token(
        &self,
        request: SignInHere,
        token: &PersonalAccessToken,
    ) -> Result<Step, Error> {
        sign_in::with_token(&self.context, request, token).await
    }

    /// Signs in as nobody. Who signs out of it without [`Self::keep_account`] is gone for good.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) where the connection or the project does not offer it; when
    /// the provider does not answer, or the vault is closed.
    pub async fn sign_in_anonymously(
        &self,
        connection: &ConnectionId,
        keep: Keep,
    ) -> Result<Step, Error> {
        sign_in::anonymously(&self.context, connection, keep).await
    }

    /// Gives an anonymous account an address and a way to sign in again. After [`Step::MailSent`] the session has
    /// ended: the link in the mail begins the next.
    ///
    /// # Errors
    /// What is wrong with the address, or why the provider refused.
    pub async fn keep_account(
        &self,
        account: &AccountId,
        email: &str,
        by: &KeepBy,
    ) -> Result<Step, Error> {
        sign_in::keep_anonymous(&self.context, account, email, by).await
    }

    /// Sends a link to sign in with. Opened on this machine it brings the person back, where the project allows the
    /// connection's address, and is told through the state then. It can also be pasted, see [`Self::paste_mail_link`].
    ///
    /// # Errors
    /// What is wrong with the address, or why the provider refused.
    pub async fn send_mail_link(
        &self,
        request: SignInHere,
        email: &str,
        intent: Intent,
    ) -> Result<Step, Error> {
        sign_in::send_mail_link(&self.context, request, email, intent).await
    }

    /// Sends the link that verifies an address once more, to somebody who is not signed in: after a sign-up, or a
    /// sign-in that was refused with [`Refusal::EmailNotVerified`](crate::Refusal::EmailNotVerified). It brings the
    /// person back as the one of [`Self::send_mail_link`] does.
    ///
    /// # Errors
    /// [`Refusal::AlreadyVerified`](crate::Refusal::AlreadyVerified) where the password is enough by now;
    /// [`Refusal::NotOffered`](crate::Refusal::NotOffered) at a provider that lets no app ask for it; what is wrong with
    /// the address, or why the provider refused.
    pub async fn send_verification_mail(
        &self,
        request: SignInHere,
        email: &str,
    ) -> Result<Step, Error> {
        sign_in::send_verification_mail(&self.context, request, email).await
    }

    /// Signs in with a link from a mail that the person pasted: one to sign in, or one that verifies an address.
    ///
    /// # Errors
    /// [`InvalidReason::OtherLink`](crate::InvalidReason::OtherLink) where it is none of these; why the provider
    /// refused, or that the vault is closed: then the link is still good.
    pub async fn paste_mail_link(
        &self,
        request: SignInHere,
        link: Zeroizing<String>,
    ) -> Result<Step, Error> {
        sign_in::paste_mail_link(&self.context, request, &link).await
    }

    /// Chooses a new password with the link that [`Self::request_password_reset`] had sent. Nobody is signed in by it.
    ///
    /// # Errors
    /// [`InvalidReason::OtherLink`](crate::InvalidReason::OtherLink) where it is another link; why the provider
    /// refused.
    pub async fn reset_password(
        &self,
        connection: &ConnectionId,
        link: Zeroizing<String>,
        new: &Password,
    ) -> Result<(), Error> {
        sign_in::reset_password(&self.context, connection, &link, new).await
    }

    /// Asks the provider for a mail with a link to choose a new password. It answers the same when nobody has this
    /// address. At Nhost the link brings the person back, where the project allows the connection's address: signed in,
    /// and at [`SignInPhase::ChoosePassword`](crate::SignInPhase::ChoosePassword).
    ///
    /// # Errors
    /// What is wrong with the address, or that the provider does not answer.
    pub async fn request_password_reset(
        &self,
        connection: &ConnectionId,
        email: &str,
    ) -> Result<(), Error> {
        sign_in::request_password_reset(&self.context, connection, email).await
    }
}
