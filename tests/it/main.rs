//! Tests over the whole of Latchkey, in one binary: one link step, however many files.

#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    reason = "a test that cannot go on says where"
)]

mod account;
mod architecture;
mod auth0;
mod corpora;
mod faults;
mod hostile;
mod id_token_rules;
mod named_tests;
mod nhost;
mod requirements;
mod rp_modules;
mod supply;
mod support;
mod vendor;
