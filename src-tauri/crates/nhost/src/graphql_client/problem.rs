//! How the GraphQL service says no.

use protocol::{
    http::{CallError, Problem},
    word,
};
use serde_json::{Map, Value};

/// How a call of the GraphQL service ends badly.
pub type GraphqlError = CallError<GraphqlProblem>;

/// The first error of an answer (GraphQL specification section 7.1.2, with Hasura's `extensions`). What it says to
/// people is never kept. The status of such an answer is mostly 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphqlProblem {
    /// What went wrong, to decide by.
    pub kind: GraphqlProblemKind,
    /// The service's word for it, at most 64 characters; empty where it has none.
    pub code: Box<str>,
    /// Where in the document, such as `$.selectionSet.authUserProviders`; at most 64 characters.
    pub path: Option<Box<str>>,
}

/// What went wrong, as far as a caller acts differently upon it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphqlProblemKind {
    /// The project does not let this user see or change this: a capability that is not there, and no failure. It is
    /// what a project says by default.
    NotPermitted,
    /// The access token is missing, malformed or expired.
    NeedsSignIn,
    /// The project wants the session elevated first ([`crate::AuthClient::elevate_webauthn`]).
    NeedsElevation,
    /// Anything else, such as a value that the database refuses.
    Other,
}

/// What Hasura says where a rule of the project needs the claim of an elevated session; it has no code for it.
const ELEVATED: &str = "x-hasura-auth-elevated";

impl GraphqlProblem {
    /// Reads the first of the errors, if there is one.
    pub(super) fn of(answer: &Map<String, Value>) -> Option<Self> {
        let first = answer.get("errors")?.as_array()?.first()?;
        let extensions = first.get("extensions");
        let text = |name| {
            extensions
                .and_then(|it| it.get(name))
                .and_then(Value::as_str)
        };
        let message = first.get("message").and_then(Value::as_str);

        Some(Self::new(text("code"), text("path"), message))
    }

    fn new(code: Option<&str>, path: Option<&str>, message: Option<&str>) -> Self {
        let code = word::clean(code.unwrap_or_default());
        let needs_elevation =
            message.is_some_and(|text| text.to_ascii_lowercase().contains(ELEVATED));
        let kind = match &*code {
            _ if needs_elevation => GraphqlProblemKind::NeedsElevation,
            "invalid-jwt" | "invalid-headers" => GraphqlProblemKind::NeedsSignIn,
            // The documents are constants that fit the tables, so that what does not fit is not permitted.
            "validation-failed" | "permission-error" | "permission-denied" | "access-denied" => {
                GraphqlProblemKind::NotPermitted
            }
            _ => GraphqlProblemKind::Other,
        };

        Self {
            kind,
            code: code.into(),
            path: path.map(|path| word::clean(path).into()),
        }
    }
}

impl Problem for GraphqlProblem {
    /// For answers that are not 200: the same errors, or an older form with its members at the top.
    fn decode(_status: u16, body: &[u8]) -> Option<Self> {
        let answer: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let text = |name| answer.get(name).and_then(Value::as_str);
        let flat = || text("code").map(|code| Self::new(Some(code), text("path"), text("error")));

        Self::of(&answer).or_else(flat)
    }
}
