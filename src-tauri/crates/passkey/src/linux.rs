//! Linux: security keys and phones through `libwebauthn`, which speaks CTAP itself. There is no passkey service of the
//! system yet that any program may use.

mod ceremony;
mod credentials;
mod failure;
mod forward;
mod keys;
mod operation;
mod phone;
mod security_key;

use std::sync::Arc;

use crate::{Authenticator, System};

pub(crate) fn authenticators(_: &System) -> Vec<Arc<dyn Authenticator>> {
    vec![
        Arc::new(security_key::SecurityKey::connected()),
        Arc::new(phone::Phone),
    ]
}

#[cfg(test)]
mod tests;
