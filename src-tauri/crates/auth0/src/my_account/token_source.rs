//! Where the access token of a call comes from.

use std::future::{Future, ready};

use protocol::secret::AccessToken;

use super::problem::MyAccountError;

/// What an access token has to allow so that a call succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenNeed {
    /// The one scope of the operation.
    pub scope: Scope,
    /// The audience of the tenant's My Account API, with a slash at the end.
    pub audience: String,
}

/// The scopes of the [My Account API](https://auth0.com/docs/manage-users/my-account-api).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `read:me:factors`
    ReadFactors,
    /// `create:me:authentication_methods`
    CreateAuthenticationMethods,
    /// `read:me:authentication_methods`
    ReadAuthenticationMethods,
    /// `update:me:authentication_methods`
    UpdateAuthenticationMethods,
    /// `delete:me:authentication_methods`
    DeleteAuthenticationMethods,
    /// `create:me:connected_accounts`
    CreateConnectedAccounts,
    /// `read:me:connected_accounts`
    ReadConnectedAccounts,
    /// `delete:me:connected_accounts`
    DeleteConnectedAccounts,
}

impl Scope {
    /// Every scope, for an app that asks for all of them at once.
    pub const ALL: [Self; 8] = [
        Self::ReadFactors,
        Self::CreateAuthenticationMethods,
        Self::ReadAuthenticationMethods,
        Self::UpdateAuthenticationMethods,
        Self::DeleteAuthenticationMethods,
        Self::CreateConnectedAccounts,
        Self::ReadConnectedAccounts,
        Self::DeleteConnectedAccounts,
    ];

    /// Returns the word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadFactors => "read:me:factors",
            Self::CreateAuthenticationMethods => "create:me:authentication_methods",
            Self::ReadAuthenticationMethods => "read:me:authentication_methods",
            Self::UpdateAuthenticationMethods => "update:me:authentication_methods",
            Self::DeleteAuthenticationMethods => "delete:me:authentication_methods",
            Self::CreateConnectedAccounts => "create:me:connected_accounts",
            Self::ReadConnectedAccounts => "read:me:connected_accounts",
            Self::DeleteConnectedAccounts => "delete:me:connected_accounts",
        }
    }
}

/// Supplies the access token of a call: an [`AccessToken`] itself, a closure, or a type of the app.
///
/// It is asked anew for every attempt, and its answer is not kept.
pub trait TokenSource: Sync {
    /// How a call ends badly: by its own failure to supply a token, or by the failure of the call.
    type Error: From<MyAccountError> + Send;

    /// Supplies a token that allows this.
    ///
    /// # Errors
    /// When there is none; nothing is sent then.
    fn token(
        &self,
        need: TokenNeed,
    ) -> impl Future<Output = Result<AccessToken, Self::Error>> + Send;
}

/// A token that the app has at hand, whatever it allows.
impl TokenSource for AccessToken {
    type Error = MyAccountError;

    fn token(
        &self,
        _need: TokenNeed,
    ) -> impl Future<Output = Result<AccessToken, Self::Error>> + Send {
        ready(Ok(self.clone()))
    }
}

/// A closure of the app: `|need| async { … }`.
impl<F, Answer, E> TokenSource for F
where
    F: Fn(TokenNeed) -> Answer + Sync,
    Answer: Future<Output = Result<AccessToken, E>> + Send,
    E: From<MyAccountError> + Send,
{
    type Error = E;

    fn token(
        &self,
        need: TokenNeed,
    ) -> impl Future<Output = Result<AccessToken, Self::Error>> + Send {
        self(need)
    }
}
