//! What a token says about its own signature.

use serde::Deserialize;
use serde_json::Value;

use super::{Algorithm, IdTokenError};
use crate::json::{self, UniqueMap};

/// The members that decide anything; keys that a token brings along (`jwk`, `jku`, `x5u`, `x5c`)
/// are not even looked at.
#[derive(Deserialize)]
pub(super) struct Header {
    alg: String,
    typ: Option<String>,
    pub(super) kid: Option<String>,
    #[serde(skip)]
    is_critical: bool,
}

impl Header {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, IdTokenError> {
        let all: UniqueMap = json::read(bytes).map_err(|_| IdTokenError::Malformed)?;
        // No member of a header may be null (RFC 7515 section 4.1): it would be neither there nor missing.
        if all.0.values().any(Value::is_null) {
            return Err(IdTokenError::Malformed);
        }
        let header = Self::deserialize(&all.0).map_err(|_| IdTokenError::Malformed)?;

        Ok(Self {
            is_critical: all.0.contains_key("crit") || all.0.contains_key("b64"),
            ..header
        })
    }

    /// Returns the algorithm, when the caller takes it and nothing else is asked of a reader.
    pub(super) fn check(&self, allowed: &[Algorithm]) -> Result<Algorithm, IdTokenError> {
        if self.is_critical {
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
