//! Client for Auth0, for anybody's Rust program.
//!
//! Owns the wire format of the Authentication and My Account APIs in the vendor's own words: a method is named as
//! in the vendor's documentation, and what it returns is what the vendor says it returns.
//!
//! **Invariants**
//! - Only a public client (application type Native) is spoken for: no client secret exists here.
//! - Nothing is kept between calls. The Authentication API is never asked twice; what of the My Account API may
//!   be asked again stands in [`my_account`].

mod authentication_client;
pub mod my_account;
mod problem;
mod tenant;

pub use authentication_client::{AuthenticationClient, Authorize, Prompt, ScreenHint, UserInfo};
pub use my_account::{MyAccountClient, MyAccountError, MyAccountProblem};
pub use problem::{AuthenticationProblem, ErrorCode};
pub use tenant::Tenant;
