//! What identity providers share because a standard says so: secret types, one HTTP call,
//! OAuth messages, proofs of possession, the parsing of a callback, and the rules for ID tokens.
//!
//! Everything that arrives here is hostile until a rule has passed it.
//!
//! **Invariant:** no vendor is named here, nothing is remembered between two calls, and there is
//! neither a clock nor a source of randomness: the time and random bytes are arguments. The one
//! exception is [`dpop`], which remembers what servers say about proofs and whose library insists
//! on the system's randomness.
//!
//! **Invariant:** no error, no `Debug` and no `Display` of this crate holds a body, a token, a
//! header value or a callback address.

pub mod base_url;
pub mod callback;
pub mod date_time;
mod digits;
pub mod discovery;
pub mod display_text;
pub mod dpop;
pub mod http;
pub mod id_token;
mod json;
pub mod jwks;
pub mod oauth;
pub mod secret;
pub mod word;

pub use crate::http::{Answer, CallError, Http, Problem, Request};
pub use url::Url;
