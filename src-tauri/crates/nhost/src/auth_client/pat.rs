//! Personal access tokens. They are listed and deleted through [`crate::GraphqlClient`].

use std::time::SystemTime;

use protocol::{date_time, http::JsonBody, secret::AccessToken};
use serde_json::{Map, Value};

use super::{AuthCall, AuthClient, session};
use crate::{CreatedPat, PersonalAccessToken, Session, call::json};

impl AuthClient {
    /// Signs in with a personal access token, past any second step: `signInPAT`, `POST /signin/pat`. Each time makes
    /// a session of its own, which can never be elevated.
    ///
    /// # Errors
    /// `invalid-pat`, `disabled-user`, `unverified-user`.
    pub fn sign_in_pat(&self, token: &PersonalAccessToken) -> AuthCall<'_, Session> {
        let body = JsonBody::new().secret("personalAccessToken", token);

        self.post(&["signin", "pat"], body, session)
    }

    /// Makes a personal access token: `createPAT`, `POST /pat`. May need elevation. The end of its life is taken as
    /// it is, and one that is over makes a dead token. By custom its name stands in the metadata, as `name`.
    ///
    /// # Errors
    /// Those of any method with a token.
    pub fn create_pat(
        &self,
        token: &AccessToken,
        expires_at: SystemTime,
        metadata: Option<&Map<String, Value>>,
    ) -> AuthCall<'_, CreatedPat> {
        let body = JsonBody::new().text("expiresAt", &date_time::write(expires_at));
        let body = match metadata {
            Some(members) => body.value("metadata", Value::Object(members.clone())),
            None => body,
        };

        self.post_as(token, &["pat"], body, json)
    }
}
