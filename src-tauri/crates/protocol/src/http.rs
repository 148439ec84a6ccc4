//! One HTTP client and one call; the only place in the product that opens a connection.
//!
//! **Invariant:** no redirect is followed, no cookie is kept, nothing is decompressed, and no body
//! grows past its cap.

mod answer;
mod body;
mod error;
mod rate_limit;
mod request;
pub mod retry;
mod retry_after;
mod send;
mod wiped;

pub use answer::Answer;
pub use body::{FormBody, JsonBody};
pub use error::{
    ApiProblem, CallError, NoProblem, Problem, Unexpected, Unreachable, UnreachableKind, What,
};
pub use rate_limit::RateLimit;
pub use request::{ANSWER_CAP, DEADLINE, Request};
pub use send::{Http, HttpError};

#[cfg(test)]
pub(crate) mod tests;
