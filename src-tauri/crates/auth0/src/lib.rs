//! Client for Auth0, for anybody's Rust program.
//!
//! Owns the wire format of the Authentication and My Account APIs in the vendor's own words: a method is named as
//! in the vendor's documentation, and what it returns is what the vendor says it returns.
//!
//! `examples/list_factors.rs` and `examples/enrol_totp.rs` are programs to begin with.
//!
//! **Invariants**
//! - A client is a public one (application type Native): it keeps no secret. Where one grant takes a secret all the
//!   same, the caller hands it over with that call.
//! - Nothing is kept between calls. What merely reads may be asked again when a little later may be better; a write
//!   only when the provider provably did not act upon it, and a grant never.

pub mod authentication;
mod id;
pub mod my_account;
mod options;
mod sentence;
mod tenant;

pub use authentication::{
    AuthenticationClient, AuthenticationError, AuthenticationProblem, Authorize, ErrorCode, Prompt,
    ScreenHint, UserInfo,
};
pub use id::{AuthenticatorId, ConnectedAccountId, IdError, MethodId};
pub use my_account::{MyAccountClient, MyAccountError, MyAccountProblem};
pub use options::{DEADLINE, MAX_RETRIES, RequestOptions};
pub use tenant::Tenant;
