//! Tests over the whole of Latchkey, in one binary: one link step, however many files.

#![expect(
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    reason = "a test that cannot go on says where"
)]

mod account;
mod architecture;
mod auth0;
mod faults;
mod hostile;
mod nhost;
mod support;
mod vendor;
