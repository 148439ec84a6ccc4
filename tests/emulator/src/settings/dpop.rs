//! Switches of sender constraining with DPoP.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the tenant takes proofs of possession.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DpopSettings {
    /// Whether the tenant knows them at all; without, proofs are ignored and discovery is silent.
    pub available: bool,
    /// Whether the application gets no token without one.
    pub application_requires: bool,
    /// Whether the token endpoint wants a nonce of its own in a proof, as it does of every public client.
    pub token_nonce: bool,
    /// Whether the APIs want one.
    pub api_nonce: bool,
    /// Life of a nonce.
    pub nonce_secs: u64,
    /// How far a proof's time may be from now, either way.
    pub iat_tolerance_secs: u64,
    /// What My Account says of tokens without a key.
    pub my_account: SenderConstraint,
    /// What further APIs say, by their audience; one that is not named here allows both.
    pub apis: BTreeMap<String, SenderConstraint>,
}

/// What an API says of tokens without a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderConstraint {
    /// Tokens for it are never bound to a key, whatever the request proves.
    None,
    /// They are when the request proves one.
    Allowed,
    /// There are no others.
    Required,
}

impl DpopSettings {
    pub(super) fn new() -> Self {
        Self {
            available: true,
            application_requires: false,
            token_nonce: true,
            api_nonce: false,
            nonce_secs: 300,
            iat_tolerance_secs: 60,
            my_account: SenderConstraint::Allowed,
            apis: BTreeMap::new(),
        }
    }
}
