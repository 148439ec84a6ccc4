//! What this server can do, found out by asking for it.

use protocol::http::{CallError, JsonBody};

use super::AuthClient;
use crate::{
    AuthError, ErrorCode,
    call::{Plan, ok},
    retry::Effect,
};

/// What a server can do that not every server can. Worth keeping for a day: servers are replaced, not configured,
/// to learn it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Browsers bring codes home that only the holder of a verifier can exchange (PKCE, RFC 7636).
    pub code_exchange: bool,
}

impl AuthClient {
    /// Finds out what the server can do, with one request that it refuses or does not know.
    ///
    /// # Errors
    /// When there is no answer from which it could be told.
    pub async fn features(&self) -> Result<Features, AuthError> {
        // A server that knows the path refuses the shape of an empty object, and does nothing.
        let plan = Plan::post(self.url(&["token", "exchange"]))
            .json(JsonBody::new())
            .with_effect(Effect::Read);
        let code_exchange = match self.call(plan, ok).await {
            Ok(()) => true,
            Err(CallError::Problem(answer)) if answer.status == 400 => true,
            Err(CallError::Problem(answer))
                if answer.problem.code == ErrorCode::EndpointNotFound =>
            {
                false
            }
            Err(error) => return Err(error),
        };

        Ok(Features { code_exchange })
    }
}
