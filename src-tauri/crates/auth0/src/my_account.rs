//! The [My Account API](https://auth0.com/docs/api/myaccount): a person's own sign-in methods and connected
//! accounts.
//!
//! Every call takes a [`TokenSource`] first: an access token, or a closure that supplies one for the scope and
//! the audience of the call. A call is sent when it is awaited; see [`Call`] for options and raw answers.
//!
//! **Invariant:** a write is repeated only when the provider provably did not act upon it.

mod authentication_methods;
mod call;
mod connected_accounts;
mod date_time;
mod factors;
mod page;
mod problem;
mod token_source;
mod word;

use protocol::{Http, dpop::Dpop, secret_type};

use crate::Tenant;
pub use crate::id::{ConnectedAccountId, IdError, MethodId};
pub use crate::options::{DEADLINE, MAX_RETRIES, RequestOptions};
pub use authentication_methods::{
    AuthenticationMethod, AuthenticationMethods, BarcodeUri, Challenge, CharacterType,
    CharacterTypeRule, Complexity, Dictionary, DictionaryDefault, Enrollment, History,
    ManualInputCode, MaxLengthExceeded, MethodDetails, MethodUpdate, NewMethod, PasskeyDetails,
    PasswordPolicy, ProfileData, Proof, RecoveryCode, Repetition, Verification, WebauthnDetails,
};
pub use call::{Call, RawResponse};
pub use connected_accounts::{
    AuthorizationParams, Complete, Connect, ConnectCode, ConnectStarted, ConnectedAccount,
    ConnectedAccounts, Connection, Connections,
};
pub use factors::{Factor, Factors};
pub use page::{Cursor, MOST_PAGES, Page, PageRequest, PageStream, Pages};
pub use problem::{MyAccountError, MyAccountProblem, ProblemDetails, ProblemKind, ValidationError};
pub use token_source::{Scope, TokenNeed, TokenSource};
pub use word::{
    AccessType, CredentialDeviceType, FactorType, PreferredAuthenticationMethod, Usage,
};

secret_type! {
    /// Ties the second step of an enrolment or of a connection to its first; short-lived and good for one purpose.
    AuthSession
}

/// Speaks with the My Account API of one tenant for the person whom the access token names.
#[derive(Clone, Debug)]
pub struct MyAccountClient {
    http: Http,
    tenant: Tenant,
    dpop: Option<Dpop>,
}

impl MyAccountClient {
    /// A client for this tenant, below `/me/v1`. Nothing is sent.
    pub fn new(http: Http, tenant: Tenant) -> Self {
        Self {
            http,
            tenant,
            dpop: None,
        }
    }

    /// The same client for tokens that are bound to this key
    /// ([sender constraining](https://auth0.com/docs/secure/sender-constraining/demonstrating-proof-of-possession-dpop)).
    #[must_use]
    pub fn with_dpop(mut self, dpop: Dpop) -> Self {
        self.dpop = Some(dpop);

        self
    }

    /// The tenant it speaks with.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// What the person may enrol.
    pub fn factors(&self) -> Factors<'_> {
        Factors { client: self }
    }

    /// How the person can prove who they are.
    pub fn authentication_methods(&self) -> AuthenticationMethods<'_> {
        AuthenticationMethods { client: self }
    }

    /// The accounts elsewhere that the tenant may use for the person.
    pub fn connected_accounts(&self) -> ConnectedAccounts<'_> {
        ConnectedAccounts { client: self }
    }
}
