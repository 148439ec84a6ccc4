//! What the answers to a call with an access token mean, from both services.

use std::future::Future;

use nhost::{
    AuthError, AuthProblem, ErrorCode, GraphqlClient, GraphqlError, GraphqlProblemKind,
    LARGEST_PAGE, PageRequest,
};
use protocol::http::CallError;

use super::{meaning, undocumented};
use crate::{
    error::{Error, Refusal, StepUpReason},
    probe::NoneReason,
    provider::{Failure, NhostClients, Provider, failure},
};

/// More rows than anybody looks through; what is beyond them is not listed.
const MOST_ROWS: usize = 5 * LARGEST_PAGE as usize;

impl Provider {
    /// The clients of an Nhost project.
    ///
    /// # Errors
    /// [`NoneReason::NotOffered`] where the provider is another one.
    pub(crate) fn nhost(&self) -> Result<&NhostClients, Failure> {
        match self {
            Self::Nhost(clients) => Ok(clients),
            Self::Auth0(_) => Err(unavailable(NoneReason::NotOffered)),
        }
    }
}

impl NhostClients {
    /// The client of the GraphQL service.
    ///
    /// # Errors
    /// [`NoneReason::NotConfigured`] where nobody said where it is.
    pub(crate) fn graphql(&self) -> Result<&GraphqlClient, Failure> {
        self.graphql
            .as_ref()
            .ok_or_else(|| unavailable(NoneReason::NotConfigured))
    }
}

/// What a failed call of the Auth service means: for the token, for the person, or as a demand for more proof.
///
/// A few operations have words of their own for some codes; they look at [`code`] first.
pub(crate) fn auth_failure(error: AuthError) -> Failure {
    if error.problem().is_some_and(|it| it.needs_elevation) {
        return Failure::StepUp(StepUpReason::Elevation);
    }

    failure(
        error,
        |_, problem| problem.is_some_and(|it| it.needs_sign_in),
        account_meaning,
    )
}

/// What a failed call of the GraphQL service means.
pub(crate) fn graphql_failure(error: GraphqlError) -> Failure {
    match error.problem().map(|problem| problem.kind) {
        Some(GraphqlProblemKind::NotPermitted) => unavailable(NoneReason::NotPermitted),
        Some(GraphqlProblemKind::NeedsElevation) => Failure::StepUp(StepUpReason::Elevation),
        Some(GraphqlProblemKind::NeedsSignIn) => Failure::Rejected,
        Some(GraphqlProblemKind::Other) | None => failure(
            error,
            |_, _| false,
            |error| match undocumented(error) {
                Ok(problem) => Error::Misconfigured {
                    hint: problem.problem.code.into(),
                    request_id: problem.request_id,
                },
                Err(error) => error,
            },
        ),
    }
}

/// The vendor's word in an answer of the Auth service.
pub(crate) fn code(error: &AuthError) -> Option<&ErrorCode> {
    error.problem().map(|problem| &problem.code)
}

/// Whether a service may have acted on a request whose answer says nothing about it.
pub(crate) fn may_have_happened<P>(error: &CallError<P>) -> bool {
    match error {
        CallError::Unreachable(unreachable) => unreachable.sent,
        CallError::Problem(_) | CallError::Unexpected(_) => error
            .status()
            .is_none_or(|status| status == 408 || !(300..500).contains(&status)),
    }
}

pub(crate) fn unavailable(reason: NoneReason) -> Failure {
    Failure::Other(Error::Unavailable(reason))
}

pub(crate) fn refused(refusal: Refusal) -> Failure {
    Failure::Other(Error::Refused(refusal))
}

/// Reads pages to the end of a list, or until there are more rows than anybody looks through.
pub(crate) async fn all<T, C>(read: impl Fn(PageRequest) -> C) -> Result<Vec<T>, Failure>
where
    C: Future<Output = Result<Vec<T>, GraphqlError>>,
{
    let mut rows = Vec::new();
    let mut next = Some(PageRequest::default());
    while let Some(page) = next {
        let more = read(page).await.map_err(graphql_failure)?;
        next = page.after(more.len());
        rows.extend(more);
        if rows.len() >= MOST_ROWS {
            break;
        }
    }

    Ok(rows)
}

/// Of somebody who is signed in, the words mean other things than of somebody who is about to.
fn account_meaning(error: AuthError) -> Error {
    let refusal = match code(&error) {
        Some(ErrorCode::InvalidEmailPassword) => Refusal::AccountGone,
        Some(ErrorCode::ForbiddenAnonymous) => Refusal::AnonymousAccount,
        Some(ErrorCode::DisabledEndpoint | ErrorCode::EndpointNotFound) => {
            return Error::Unavailable(NoneReason::NotOffered);
        }
        // Not a password that is wrong: nobody typed one.
        Some(ErrorCode::InvalidRequest) => return undocumented_word(error),
        Some(_) | None => return meaning(error),
    };

    Error::Refused(refusal)
}

fn undocumented_word(error: CallError<AuthProblem>) -> Error {
    match undocumented(error) {
        Ok(problem) => Error::Misconfigured {
            hint: problem.problem.code.as_str().to_owned(),
            request_id: problem.request_id,
        },
        Err(error) => error,
    }
}
