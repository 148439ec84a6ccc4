//! What the service tells anybody about itself.

use protocol::jwks::KeySet;
use serde::Deserialize;
use serde_json::Value;

use super::{AuthCall, AuthClient};
use crate::{
    AuthError,
    call::{Answered, Plan, json, shape},
};

impl AuthClient {
    /// Asks whether the service is well: `healthCheckGet`, `GET /healthz`.
    ///
    /// # Errors
    /// When it is not, or when something else answers.
    pub fn health_check_get(&self) -> AuthCall<'_, ()> {
        self.call(Plan::get(self.url(&["healthz"])), well)
    }

    /// Asks whether the service is well, without an answer to read: `healthCheckHead`, `HEAD /healthz`.
    ///
    /// # Errors
    /// When it is not.
    pub fn health_check_head(&self) -> AuthCall<'_, ()> {
        self.call(Plan::head(self.url(&["healthz"])), |_| Ok(()))
    }

    /// Asks for the service's version: `getVersion`, `GET /version`. For people to read; never to decide by.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn get_version(&self) -> AuthCall<'_, String> {
        self.call(Plan::get(self.url(&["version"])), version)
    }

    /// Reads the keys that access tokens are signed with: `getJWKs`, `GET /.well-known/jwks.json` (RFC 7517). `None`
    /// where the project signs with a shared secret, so that nobody else can check a signature.
    ///
    /// # Errors
    /// When there is no answer, or no key set in it.
    pub fn get_jwks(&self) -> AuthCall<'_, Option<KeySet>> {
        self.call(Plan::get(self.url(&[".well-known", "jwks.json"])), keys)
    }
}

fn well(answered: &Answered<'_>) -> Result<(), AuthError> {
    let word: String = json(answered)?;
    if word != "OK" {
        return Err(shape(answered.answer, "."));
    }

    Ok(())
}

fn version(answered: &Answered<'_>) -> Result<String, AuthError> {
    #[derive(Deserialize)]
    struct Wire {
        version: String,
    }
    let wire: Wire = json(answered)?;

    Ok(wire.version)
}

fn keys(answered: &Answered<'_>) -> Result<Option<KeySet>, AuthError> {
    #[derive(Deserialize)]
    struct Wire {
        keys: Option<Vec<Value>>,
    }
    let wire: Wire = json(answered)?;
    if wire.keys.is_none() {
        return Ok(None);
    }

    KeySet::parse(answered.answer.bytes())
        .map(Some)
        .map_err(|_| shape(answered.answer, "keys"))
}
