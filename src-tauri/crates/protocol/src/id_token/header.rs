//! What a token says about its own signature.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Algorithm, IdTokenError};
use crate::json;

/// The members that decide anything; keys that a token brings along (`jwk`, `jku`, `x5u`, `x5c`)
/// are not even read.
#[derive(Deserialize)]
pub(super) struct Header {
    alg: String,
    typ: Option<String>,
    pub(super) kid: Option<String>,
    crit: Option<IgnoredAny>,
    b64: Option<IgnoredAny>,
}

impl Header {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, IdTokenError> {
        let header = json::read(bytes).map_err(|_| IdTokenError::Malformed)?;

        Ok(header)
    }

    /// Returns the algorithm, when the caller takes it and nothing else is asked of a reader.
    pub(super) fn check(&self, allowed: &[Algorithm]) -> Result<Algorithm, IdTokenError> {
        if self.crit.is_some() || self.b64.is_some() {
            return Err(IdTokenError::Critical);
        }
        if self
            .typ
            .as_ref()
            .is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT"))
        {
            return Err(IdTokenError::Type);
        }
        let algorithm = Algorithm::from_name(&self.alg).filter(|one| allowed.contains(one));
        let algorithm = algorithm.ok_or(IdTokenError::Algorithm)?;

        Ok(algorithm)
    }
}
