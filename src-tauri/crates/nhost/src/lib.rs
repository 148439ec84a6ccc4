//! Client for Nhost Auth, for anybody's Rust program.
//!
//! Owns the wire format of the Auth service in the vendor's own words: a method is named as in the vendor's
//! JavaScript client, in snake case.
//!
//! **Invariants**
//! - The base address is taken as it is, prefix included; nothing is guessed from it.
//! - Nothing is kept between calls and nothing is repeated: when to retry is the caller's decision.
//! - A server's sentence is never matched on; only its error codes are.

mod auth_client;
mod model;
mod problem;

pub use auth_client::{AuthClient, SignOut};
pub use model::{MfaChallenge, Session, SignIn, SignUpOptions, Ticket, User};
pub use problem::{AuthProblem, ErrorCode};
