//! The [Auth service](https://docs.nhost.io/reference/javascript/nhost-js/auth): one file for each of its areas.

mod about;
mod address;
mod email;
mod features;
mod id_token;
mod mfa;
mod password;
mod passwordless;
mod pat;
mod provider;
mod session;
mod user;
mod webauthn;

use std::sync::Arc;

use protocol::{
    Url,
    base_url::BaseUrl,
    http::{Http, JsonBody},
    secret::{AccessToken, CodeVerifier},
};

use crate::{
    AuthError, AuthProblem, ChainFunction, Pkce, Session,
    call::{Answered, Call, Plan, Read, Wire, json, shape},
    chain::Chain,
    model::SessionPayload,
};
pub use address::{ProviderSignIn, with_state};
pub use features::Features;
pub use mfa::MfaChange;
pub use password::{PasswordProof, SignUp};
pub use session::SignOut;
pub use user::Deanonymize;

/// Speaks with the [Auth service](https://docs.nhost.io/reference/javascript/nhost-js/auth) of one project.
///
/// Each method is one call of the vendor's client, under its name in snake case, and is sent when it is awaited; see
/// [`Call`] for options and raw answers.
///
/// # Errors
/// The codes that a method names come beside those that every method may end with: `request-validation-error` or
/// `schema-validation-error` (400) for what breaks the schema; `invalid-request` (400) without more for an address
/// that is none, and, where the project conceals errors, in place of every code that would tell something about an
/// account; a rate limit (429 without a code or a time: wait at least 30 s); `endpoint-not-found` (404) from a server
/// that is too old.
///
/// A method with a token ends with [`AuthProblem::needs_sign_in`] where that is not valid, and with
/// `invalid-email-password` (deleted or blocked since), `disabled-user`, `unverified-user` or `forbidden-anonymous`
/// where its user may not. One that "may need elevation" ends with [`AuthProblem::needs_elevation`] where the
/// project asks for it and the session is not elevated.
///
/// # PKCE
/// A method with a `verifier` sends its public half, and sends the request again without it to a server that does not
/// know what that is; what it answers with then is [`Pkce::NotUsed`].
#[derive(Clone, Debug)]
pub struct AuthClient {
    wire: Wire,
    base: BaseUrl,
}

type AuthCall<'a, T> = Call<'a, T, AuthProblem>;

impl AuthClient {
    /// A client for the service at this address, prefix included. Nothing is sent.
    pub fn new(http: Http, base: BaseUrl) -> Self {
        let chain = Chain::default();

        Self {
            wire: Wire { http, chain },
            base,
        }
    }

    /// The address it speaks with.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Adds a function that sees every call pass: `pushChainFunction`. The last one stands next to the network.
    /// Clones made before do not have it.
    pub fn push_chain_function(&mut self, function: Arc<dyn ChainFunction>) {
        self.wire.chain.push(function);
    }

    fn url(&self, path: &[&str]) -> Url {
        self.base.join(path)
    }

    fn call<T>(&self, plan: Plan, read: Read<T, AuthProblem>) -> AuthCall<'_, T> {
        Call::new(&self.wire, plan, read, AuthProblem::is_of_the_schema)
    }

    fn post<T>(
        &self,
        path: &[&str],
        body: JsonBody,
        read: Read<T, AuthProblem>,
    ) -> AuthCall<'_, T> {
        self.call(Plan::post(self.url(path)).json(body), read)
    }

    fn post_as<T>(
        &self,
        token: &AccessToken,
        path: &[&str],
        body: JsonBody,
        read: Read<T, AuthProblem>,
    ) -> AuthCall<'_, T> {
        self.call(Plan::post(self.url(path)).bearer(token).json(body), read)
    }

    /// A call after which a link in a mail leads home.
    fn post_for_link<T>(
        &self,
        path: &[&str],
        body: JsonBody,
        verifier: Option<&CodeVerifier>,
        read: Read<T, AuthProblem>,
    ) -> AuthCall<'_, T> {
        let plan = Plan::post(self.url(path)).json(body).challenge(verifier);

        self.call(plan, read)
    }
}

/// Reads a session that has to be there.
fn session(answered: &Answered<'_>) -> Result<Session, AuthError> {
    let payload: SessionPayload = json(answered)?;

    payload
        .session
        .ok_or_else(|| shape(answered.answer, "session"))
}

/// Reads `"OK"` after a mail was sent: whether its link brings a code home.
fn mail_sent(answered: &Answered<'_>) -> Result<Pkce, AuthError> {
    crate::call::ok(answered)?;

    Ok(answered.pkce)
}

/// The options of a mail.
fn redirect_options(body: JsonBody, redirect_to: Option<&str>) -> JsonBody {
    match redirect_to {
        Some(address) => body.object("options", JsonBody::new().text("redirectTo", address)),
        None => body,
    }
}

/// The options of a sign-up.
fn sign_up_options(body: JsonBody, options: &crate::SignUpOptions<'_>) -> JsonBody {
    match options.members() {
        Some(members) => body.value("options", members),
        None => body,
    }
}
