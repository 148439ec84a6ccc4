//! Which requests need an access token, and which of those one with the elevated claim.

use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

use super::bearer::{self, Fault};
use super::endpoint::Access;
use crate::settings::Elevation;
use crate::store::Store;

/// The claim, in the namespace of Hasura.
pub(super) const CLAIM: &str = "x-hasura-auth-elevated";

/// Lets a request through to its body, or says what its token lacks.
pub(super) fn admit(
    store: &Store,
    headers: &HeaderMap,
    access: Access,
) -> Result<(), Box<Response>> {
    if access == Access::Anyone {
        return Ok(());
    }
    let dialect = store.settings.nhost.dialect;
    let claims =
        bearer::claims_of(store, headers).map_err(|fault| Box::new(fault.answer(dialect)))?;
    if access == Access::Bearer || is_enough(store, &claims, access) {
        Ok(())
    } else {
        Err(Box::new(Fault::NotElevated.answer(dialect)))
    }
}

/// Whether a token will do for a delicate change.
pub(super) fn is_enough(store: &Store, claims: &Value, access: Access) -> bool {
    let settings = &store.settings.nhost;
    let user_id = claims["sub"].as_str().unwrap_or_default();
    let has_key = store.nhost.has_security_key(user_id);
    let needed = match settings.elevation {
        Elevation::Disabled => false,
        Elevation::Recommended => has_key,
        Elevation::Required => {
            has_key || access != Access::ElevatedOrFirstKey || settings.first_key_trap
        }
    };
    !needed || is_elevated(claims)
}

pub(super) fn is_elevated(claims: &Value) -> bool {
    let claim = &claims["https://hasura.io/jwt/claims"][CLAIM];
    claim.is_string() && *claim == claims["sub"]
}
