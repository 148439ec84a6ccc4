//! Client for Auth0, for anybody's Rust program.
//!
//! Owns the wire format of the Authentication API in the vendor's own words: a method is named as in the
//! vendor's documentation, and what it returns is what the vendor says it returns.
//!
//! **Invariants**
//! - Only a public client (application type Native) is spoken for: no client secret exists here.
//! - Nothing is kept between calls and nothing is repeated: when to retry is the caller's decision.

mod authentication_client;
mod problem;
mod tenant;

pub use authentication_client::{AuthenticationClient, Authorize, Prompt, ScreenHint, UserInfo};
pub use problem::{AuthenticationProblem, ErrorCode};
pub use tenant::Tenant;
