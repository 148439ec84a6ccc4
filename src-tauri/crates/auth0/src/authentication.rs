//! The [Authentication API](https://auth0.com/docs/api/authentication): signing people in and out.
//!
//! Methods are named as in the vendor's own clients, in snake case. What needs a browser returns an address to open;
//! everything else is one request, sent once. Only what merely reads ([`AuthenticationClient::get_profile`],
//! [`AuthenticationClient::discover`], [`AuthenticationClient::get_jwks`], [`Mfa::authenticators`]) is repeated when a
//! little later may be better.
//!
//! ```no_run
//! # use auth0::{AuthenticationClient, AuthenticationError, ErrorCode, authentication::{Access, PasswordGrant}};
//! # use protocol::{oauth::Tokens, secret::{OneTimeCode, Password}};
//! # async fn example(client: &AuthenticationClient, password: &Password, code: &OneTimeCode)
//! # -> Result<Tokens, AuthenticationError> {
//! let sign_in = PasswordGrant {
//!     realm: Some("Username-Password-Authentication"),
//!     access: Access { scopes: &["openid"], audience: None },
//!     ..PasswordGrant::new("ada@example.com", password)
//! };
//! let refusal = match client.password_grant(&sign_in).await {
//!     Ok(tokens) => return Ok(tokens),
//!     Err(refusal) => refusal,
//! };
//! match refusal.problem().and_then(|problem| problem.details.mfa.as_ref()) {
//!     Some(mfa) => client.mfa().otp(&mfa.mfa_token, code).await,
//!     None => Err(refusal),
//! }
//! # }
//! ```

mod authorize;
mod database;
mod device;
mod grant;
mod legacy;
mod logout;
mod mfa;
mod passkey;
mod passwordless;
mod poll;
mod problem;
mod read;

use protocol::{
    Url,
    dpop::Dpop,
    http::{Answer, DEADLINE, Http, JsonBody, Request},
    oauth::{Endpoints, PublicClient},
};
use serde::de::IgnoredAny;

pub use authorize::{
    Authorize, CustomParameterError, CustomParameters, MULTI_FACTOR, Prompt, ScreenHint,
};
pub use database::{SignUp, SignedUpUser};
pub use device::{DeviceAuthorization, DeviceCode, DeviceOutcome};
pub use grant::{Access, ClientCredentialsGrant, ClientSecret, PasswordGrant};
pub use legacy::{
    Delegated, Delegation, DelegationCredentials, DelegationToken, Impersonation, ImpersonationUrl,
    SignIn,
};
pub use logout::{Logout, OidcLogout};
pub use mfa::{
    Associate, Association, AssociationDetails, Authenticator, AuthenticatorType, BindingMethod,
    ChallengeRequest, ChallengeType, Mfa, MfaChallenge, MfaCredential, OobChannel, OobCode,
    OobOutcome, RecoveryTokens,
};
pub use passkey::{PasskeyChallenge, PasskeyGrant, PasskeyPlace, PasskeyUser};
pub use passwordless::AuthParams;
pub use poll::Polled;
pub use problem::{
    AuthenticationError, AuthenticationProblem, ErrorCode, MfaFactorType, MfaRequired, MfaToken,
    PasswordRefusal, PasswordRefusalName, PasswordRule, ProblemDetails,
};
pub use read::UserInfo;

use crate::{MyAccountClient, Tenant, options::RequestOptions};

/// Speaks with the Authentication API of one tenant as one public client.
#[derive(Clone, Debug)]
pub struct AuthenticationClient {
    http: Http,
    tenant: Tenant,
    oauth: PublicClient,
    options: RequestOptions,
}

impl AuthenticationClient {
    /// A client for this tenant. Nothing is sent.
    pub fn new(http: Http, tenant: Tenant, client_id: &str) -> Self {
        let endpoints = Endpoints {
            authorization: tenant.endpoint(&["authorize"]),
            token: tenant.endpoint(&["oauth", "token"]),
            revocation: Some(tenant.endpoint(&["oauth", "revoke"])),
        };
        let oauth = PublicClient {
            client_id: client_id.to_owned(),
            endpoints,
            dpop: None,
        };

        Self {
            http,
            tenant,
            oauth,
            options: RequestOptions {
                deadline: DEADLINE,
                ..RequestOptions::default()
            },
        }
    }

    /// The same client with other options for its calls, for instance `x-request-language` for the messages that the
    /// tenant sends. Unless told otherwise a call takes at most 30 s.
    ///
    /// [`discover`](Self::discover), [`get_jwks`](Self::get_jwks), [`exchange_code`](Self::exchange_code),
    /// [`refresh_token`](Self::refresh_token) and [`revoke_refresh_token`](Self::revoke_refresh_token) speak the words
    /// of a standard alone: they take no further headers and query, and each request keeps the deadline of 30 s.
    #[must_use]
    pub fn with(&self, options: RequestOptions) -> Self {
        Self {
            options,
            ..self.clone()
        }
    }

    /// The tenant it speaks with.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The client it speaks as.
    pub fn client_id(&self) -> &str {
        &self.oauth.client_id
    }

    /// The same client, whose tokens are bound to a key
    /// ([sender constraining](https://auth0.com/docs/secure/sender-constraining/demonstrating-proof-of-possession-dpop)).
    ///
    /// The key belongs to the refresh token: what it was bound to once, it is bound to for ever.
    #[must_use]
    pub fn with_dpop(mut self, dpop: Dpop) -> Self {
        self.oauth.dpop = Some(dpop);

        self
    }

    /// The client of the My Account API for tokens of this one: the same tenant, and the same key.
    pub fn my_account(&self) -> MyAccountClient {
        let client = MyAccountClient::new(self.http.clone(), self.tenant.clone());
        match &self.oauth.dpop {
            Some(dpop) => client.with_dpop(dpop.clone()),
            None => client,
        }
    }

    /// The calls about second factors.
    pub fn mfa(&self) -> Mfa<'_> {
        Mfa::of(self)
    }

    fn get(&self, path: &[&str]) -> Request {
        self.dressed(Request::get(self.endpoint(path)))
    }

    fn post(&self, path: &[&str]) -> Request {
        self.dressed(Request::post(self.endpoint(path)))
    }

    fn delete(&self, path: &[&str]) -> Request {
        self.dressed(Request::delete(self.endpoint(path)))
    }

    /// Starts the body of a request in the name of the client.
    fn body(&self) -> JsonBody {
        JsonBody::new().text("client_id", self.client_id())
    }

    /// Sends a request once. Every call goes through here, except those that `protocol` writes itself.
    async fn call(&self, request: Request) -> Result<Answer, AuthenticationError> {
        self.http.call(request).await
    }

    fn endpoint(&self, path: &[&str]) -> Url {
        let mut url = self.tenant.endpoint(path);
        if !self.options.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.options.query);
        }

        url
    }

    /// Headers of the options come first, so that they replace none of ours.
    fn dressed(&self, request: Request) -> Request {
        let headers = self.options.headers.iter();
        let request = headers.fold(request, |request, (name, value)| {
            request.header(name, value)
        });

        request.deadline(self.options.deadline)
    }
}

/// Takes an answer without content; content in it has to be JSON, or something in between has answered.
fn nothing(answer: &Answer) -> Result<(), AuthenticationError> {
    if !answer.bytes().is_empty() {
        answer.json::<IgnoredAny, AuthenticationProblem>()?;
    }

    Ok(())
}

/// An object of texts.
fn texts(members: &[(&str, &str)]) -> JsonBody {
    let members = members.iter();

    members.fold(JsonBody::new(), |body, (name, value)| {
        body.text(name, value)
    })
}
