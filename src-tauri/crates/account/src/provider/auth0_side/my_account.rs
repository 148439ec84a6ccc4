//! What the answers of the My Account API mean.

use super::undocumented;
use crate::{
    error::{Error, Refusal, StepUpReason},
    probe::NoneReason,
    provider::{Failure, Provider, failure},
};
use auth0::{
    MyAccountClient, MyAccountError,
    my_account::{ProblemDetails, ProblemKind},
};

impl Provider {
    /// The client of the My Account API, for the token that came with this provider.
    ///
    /// # Errors
    /// [`NoneReason::NotOffered`] where the provider has no such thing.
    pub(crate) fn my_account(&self) -> Result<MyAccountClient, Failure> {
        match self {
            Self::Auth0(client) => Ok(client.my_account()),
            Self::Nhost(_) => Err(Failure::Other(Error::Unavailable(NoneReason::NotOffered))),
        }
    }
}

/// Whether the provider may have acted on a request whose answer says nothing about it.
pub(crate) fn may_have_happened(error: &MyAccountError) -> bool {
    !error.had_no_effect()
        && error
            .status()
            .is_none_or(|status| status == 408 || !(300..500).contains(&status))
}

/// What a failed call means: for the token, for the person, or as a demand for more proof.
///
/// A few operations have words of their own for 400 and 409; they look at [`ProblemKind::of`] first.
pub(crate) fn my_account_failure(error: MyAccountError) -> Failure {
    match ProblemKind::of(&error).map(verdict) {
        Some(Verdict::Rejected) => Failure::Rejected,
        Some(Verdict::Demand(reason)) => Failure::StepUp(reason),
        Some(Verdict::Means(error)) => Failure::Other(error),
        Some(Verdict::Unknown) | None => failure(error, |_, _| false, meaning),
    }
}

/// What a kind of problem says by itself.
enum Verdict {
    Rejected,
    Demand(StepUpReason),
    Means(Error),
    /// The rest of the answer has to tell.
    Unknown,
}

fn verdict(kind: ProblemKind) -> Verdict {
    match kind {
        ProblemKind::Unauthorized => Verdict::Rejected,
        ProblemKind::UnmetAuthenticationRequirements | ProblemKind::MfaRequired => {
            Verdict::Demand(StepUpReason::RecentSecondFactor)
        }
        ProblemKind::InsufficientScope => Verdict::Demand(StepUpReason::MissingPermission),
        ProblemKind::NotFound => Verdict::Means(Error::NotFound),
        ProblemKind::Conflict => Verdict::Means(Error::Refused(Refusal::NotRemovable)),
        ProblemKind::Forbidden => Verdict::Means(Error::Refused(Refusal::AccessDenied)),
        ProblemKind::BadRequest
        | ProblemKind::AuthorizationPending
        | ProblemKind::UnsupportedMediaType
        | ProblemKind::TooManyRequests
        | ProblemKind::Server
        | ProblemKind::Other => Verdict::Unknown,
    }
}

fn meaning(error: MyAccountError) -> Error {
    let problem = match undocumented(error) {
        Ok(problem) => problem,
        Err(error) => return error,
    };
    if problem.status >= 500 {
        return Error::ProviderFailed {
            status: Some(problem.status),
            what: hint(&problem.problem.details, problem.status),
            request_id: problem.request_id,
        };
    }

    Error::Misconfigured {
        hint: hint(&problem.problem.details, problem.status),
        request_id: problem.request_id,
    }
}

/// The vendor's number for the problem, such as `A0E-400-0003`; the status where there is none.
fn hint(details: &ProblemDetails, status: u16) -> String {
    details
        .code
        .clone()
        .unwrap_or_else(|| format!("my_account_{status}"))
}

#[cfg(test)]
mod tests {
    use auth0::MyAccountProblem;
    use protocol::http::{CallError, Unexpected, What};

    use super::*;

    fn refused(status: u16, kind: ProblemKind) -> MyAccountError {
        let details = ProblemDetails {
            code: Some(format!("A0E-{status}-0001")),
            type_uri: None,
            title: None,
            detail: None,
            validation_errors: Vec::new(),
        };

        CallError::Problem(protocol::http::ApiProblem {
            status,
            problem: MyAccountProblem {
                kind,
                details: Box::new(details),
            },
            request_id: None,
            retry_after: Some(std::time::Duration::from_secs(7)),
            rate_limit: None,
            date: None,
        })
    }

    fn without_a_body(status: u16) -> MyAccountError {
        CallError::Unexpected(Unexpected {
            status: Some(status),
            what: What::Status,
            request_id: None,
            retry_after: None,
            rate_limit: None,
            date: None,
        })
    }

    #[test]
    fn every_refusal_has_a_meaning() {
        use ProblemKind as K;
        for (status, kind, meaning) in [
            (401, K::Unauthorized, "Rejected"),
            (
                403,
                K::UnmetAuthenticationRequirements,
                "StepUp(RecentSecondFactor)",
            ),
            (401, K::MfaRequired, "StepUp(RecentSecondFactor)"),
            (403, K::InsufficientScope, "StepUp(MissingPermission)"),
            (403, K::Forbidden, "Other(Refused(AccessDenied))"),
            (404, K::NotFound, "Other(NotFound)"),
            (409, K::Conflict, "Other(Refused(NotRemovable))"),
            (
                429,
                K::TooManyRequests,
                "Other(RateLimited { retry_after: 7s })",
            ),
            (
                400,
                K::BadRequest,
                "Other(Misconfigured { hint: \"A0E-400-0001\", request_id: None })",
            ),
            (
                503,
                K::Server,
                "NoAnswer { error: ProviderFailed { status: Some(503), what: \"A0E-503-0001\", \
                 request_id: None }, sent: true }",
            ),
        ] {
            let failure = my_account_failure(refused(status, kind));
            assert_eq!(format!("{failure:?}"), meaning);
        }
    }

    #[test]
    fn a_status_says_enough_where_the_body_says_nothing() {
        for (status, meaning) in [
            (401, "Rejected"),
            (404, "Other(NotFound)"),
            (409, "Other(Refused(NotRemovable))"),
            (429, "Other(RateLimited { retry_after: 10s })"),
        ] {
            let failure = my_account_failure(without_a_body(status));
            assert_eq!(format!("{failure:?}"), meaning);
        }
    }
}
