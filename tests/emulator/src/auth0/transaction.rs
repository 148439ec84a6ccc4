//! A sign-in between the application's request and its answer.

use super::authorize::ResponseType;
use super::client::Client;
use super::return_address::ReturnAddress;
use crate::random;
use crate::settings::Organization;
use crate::store::Store;

/// A person who leaves the sign-in page open longer than this begins again at the application.
const LIFE_SECS: u64 = 3600;

/// What an application asked for, checked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) client: Client,
    pub(crate) response_type: ResponseType,
    pub(crate) return_address: ReturnAddress,
    pub(crate) scope: Vec<String>,
    pub(crate) scope_was_narrowed: bool,
    pub(crate) audience: Option<String>,
    pub(crate) nonce: Option<String>,
    /// Missing where the application shows a secret instead.
    pub(crate) code_challenge: Option<String>,
    /// The thumbprint of the key that the code is to be bound to.
    pub(crate) dpop_jkt: Option<String>,
    pub(crate) connection: Option<String>,
    pub(crate) organization: Option<Organization>,
    /// The ticket that makes whoever signs in a member of the organization.
    pub(crate) invitation: Option<String>,
    pub(crate) login_hint: Option<String>,
    pub(crate) max_age: Option<u64>,
    pub(crate) prompts: Vec<Prompt>,
    pub(crate) wants_second_factor: bool,
    pub(crate) first_page: FirstPage,
}

/// The page a person who is not signed in begins on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstPage {
    Login,
    SignUp,
    ResetPassword,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    None,
    Login,
    Consent,
    SelectAccount,
}

/// A request whose pages a person is looking at.
#[derive(Clone, Debug)]
pub(crate) struct Transaction {
    pub(crate) request: Request,
    /// The cookie of the browser that signed in for it; only that browser may go on.
    pub(crate) session: Option<String>,
    began_at: u64,
}

impl Request {
    pub(crate) fn asks_for(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }
}

/// Keeps a request and returns the id its pages carry as `state`.
pub(crate) fn begin(store: &mut Store, request: Request, session: Option<String>) -> String {
    let id = random::handle(24);
    let began_at = store.now().seconds();
    store.auth0.transactions.insert(
        id.clone(),
        Transaction {
            request,
            session,
            began_at,
        },
    );
    id
}

pub(crate) fn find(store: &mut Store, id: &str) -> Option<Transaction> {
    let now = store.now().seconds();
    store
        .auth0
        .transactions
        .retain(|_, transaction| now < transaction.began_at.saturating_add(LIFE_SECS));
    store.auth0.transactions.get(id).cloned()
}

/// Ends a transaction; its pages lead nowhere from now on.
pub(crate) fn take(store: &mut Store, id: &str) -> Option<Transaction> {
    let found = find(store, id);
    store.auth0.transactions.remove(id);
    found
}
