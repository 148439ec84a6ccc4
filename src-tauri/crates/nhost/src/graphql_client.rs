//! What the Auth service keeps and has no endpoint for: one file for each table.
//!
//! **Invariant:** documents are constants; what differs goes into variables.

mod problem;
mod providers;
mod security_keys;
mod tokens;
mod users;

use std::sync::Arc;

use protocol::{
    base_url::BaseUrl,
    http::{Answer, ApiProblem, CallError, Http, JsonBody, retry::Effect},
    secret::AccessToken,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{
    ChainFunction,
    call::{Answered, Call, Plan, Read, Wire, shape},
    chain::Chain,
};
pub use problem::{GraphqlError, GraphqlProblem, GraphqlProblemKind};
pub use providers::LinkedProvider;
pub use security_keys::{SecurityKey, SecurityKeyCredential};
pub use tokens::{PersonalAccessTokenRow, SessionRow};
pub use users::{Profile, ProfileUpdate};

/// Bounds a page: more rows than anybody reads, and an answer of about a tenth of what is read of one.
pub const LARGEST_PAGE: u16 = 100;

/// Speaks with the GraphQL service of one project about what the Auth service keeps and has no endpoint for: keys,
/// tokens, sessions, linked accounts and the profile
/// ([documentation](https://docs.nhost.io/products/graphql/overview)).
///
/// Which of them a person may see or change is the project's own decision, and by default it is none:
/// [`GraphqlProblemKind::NotPermitted`] says so, and means "this project does not offer that", not a failure. A row
/// that is somebody else's is not refused, but not there.
#[derive(Clone, Debug)]
pub struct GraphqlClient {
    wire: Wire,
    base: BaseUrl,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows to pass over.
    pub offset: u32,
    /// How many rows at most; never more than [`LARGEST_PAGE`] and never less than one.
    pub limit: u16,
}

type GraphqlCall<'a, T> = Call<'a, T, GraphqlProblem>;

impl Default for PageRequest {
    fn default() -> Self {
        Self {
            offset: 0,
            limit: LARGEST_PAGE,
        }
    }
}

impl PageRequest {
    /// Returns the next page, when this one brought so many rows; `None` when it was not full.
    pub fn after(self, rows: usize) -> Option<Self> {
        let is_full = rows >= usize::from(self.capped());

        is_full.then(|| Self {
            offset: self.offset.saturating_add(self.capped().into()),
            ..self
        })
    }

    fn capped(self) -> u16 {
        self.limit.clamp(1, LARGEST_PAGE)
    }

    fn of(self, user_id: &str) -> Map<String, Value> {
        variables([
            ("user", user_id.into()),
            ("offset", self.offset.into()),
            ("limit", self.capped().into()),
        ])
    }
}

impl GraphqlClient {
    /// A client for the service at exactly this address ([`crate::Endpoints::graphql`]). Nothing is sent.
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

    /// Adds a function that sees every call pass, as [`crate::AuthClient::push_chain_function`].
    pub fn push_chain_function(&mut self, function: Arc<dyn ChainFunction>) {
        self.wire.chain.push(function);
    }

    fn query<T>(
        &self,
        token: &AccessToken,
        document: &'static str,
        variables: Map<String, Value>,
        read: Read<T, GraphqlProblem>,
    ) -> GraphqlCall<'_, T> {
        self.send(token, document, variables, read, Effect::Read)
    }

    fn mutation<T>(
        &self,
        token: &AccessToken,
        document: &'static str,
        variables: Map<String, Value>,
        read: Read<T, GraphqlProblem>,
    ) -> GraphqlCall<'_, T> {
        self.send(token, document, variables, read, Effect::Write)
    }

    fn send<T>(
        &self,
        token: &AccessToken,
        document: &'static str,
        variables: Map<String, Value>,
        read: Read<T, GraphqlProblem>,
        effect: Effect,
    ) -> GraphqlCall<'_, T> {
        let body = JsonBody::new()
            .text("query", document)
            .value("variables", Value::Object(variables));
        let plan = Plan::post(self.base.join(&[]))
            .bearer(token)
            .json(body)
            .with_effect(effect);

        // No document has a member that a server could do without.
        Call::new(&self.wire, plan, read, |_| false)
    }
}

/// Variables of a document.
fn variables<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Reads the one field that each document here asks for.
fn field<T: DeserializeOwned>(answered: &Answered<'_>) -> Result<T, GraphqlError> {
    let answer: Map<String, Value> = answered.answer.json()?;
    if let Some(problem) = GraphqlProblem::of(&answer) {
        return Err(refused(answered.answer, problem));
    }
    let no_data = || shape(answered.answer, ".data");
    let data = answer.get("data").and_then(Value::as_object);
    let (name, value) = data
        .and_then(|data| data.iter().next())
        .ok_or_else(no_data)?;

    T::deserialize(value).map_err(|_| shape(answered.answer, &format!(".data.{name}")))
}

/// An error with status 200 is as good as any other.
fn refused(answer: &Answer, problem: GraphqlProblem) -> GraphqlError {
    CallError::Problem(ApiProblem {
        status: answer.status,
        problem,
        request_id: answer.request_id.clone(),
        retry_after: answer.retry_after,
        rate_limit: answer.rate_limit.map(Box::new),
        date: answer.date,
    })
}

/// Reads rows.
fn rows<T: DeserializeOwned>(answered: &Answered<'_>) -> Result<Vec<T>, GraphqlError> {
    field(answered)
}

/// Reads a row that may be gone, or somebody else's: whether it was there.
fn was_there(answered: &Answered<'_>) -> Result<bool, GraphqlError> {
    let row: Option<Map<String, Value>> = field(answered)?;

    Ok(row.is_some())
}

/// Reads how many rows were touched.
fn affected(answered: &Answered<'_>) -> Result<u64, GraphqlError> {
    #[derive(serde::Deserialize)]
    struct Wire {
        affected_rows: u64,
    }
    let wire: Option<Wire> = field(answered)?;

    Ok(wire.map_or(0, |wire| wire.affected_rows))
}

#[cfg(test)]
mod tests;
