//! What the app says of a token.

use std::time::{Duration, UNIX_EPOCH};

use protocol::{
    id_token::{Algorithm, Expected, verify},
    jwks::KeySet,
    secret::{AccessToken, IdToken, Nonce},
};

use super::{CLIENT, Case, ISSUER, NOW};

/// Whether the app takes the token.
#[must_use]
pub fn accepts(case: &Case) -> bool {
    let Ok(keys) = KeySet::parse(case.keys.as_bytes()) else {
        return false;
    };
    let wanted = &case.wanted;
    let algorithms: Vec<Algorithm> = wanted
        .algorithms
        .iter()
        .filter_map(|name| Algorithm::from_name(name))
        .collect();
    let nonce = wanted.nonce.map(Nonce::from_random);
    let access_token = wanted.access_token.map(AccessToken::new);
    let expected = Expected {
        nonce: nonce.as_ref(),
        max_age: wanted.max_age.map(Duration::from_secs),
        subject: wanted.subject,
        organization: wanted.organization,
        access_token: access_token.as_ref(),
        ..Expected::new(ISSUER, CLIENT, &algorithms)
    };

    let now = UNIX_EPOCH + Duration::from_secs(NOW);

    verify(&IdToken::new(case.token.clone()), &keys, &expected, now).is_ok()
}
