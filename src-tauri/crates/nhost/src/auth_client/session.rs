//! A session's life.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, CodeVerifier, RefreshToken},
};

use super::{AuthCall, AuthClient, session};
use crate::{
    PersonalAccessToken, ReturnedGrant, Session,
    call::{Plan, json, ok},
    retry::Effect,
};

/// What [`AuthClient::sign_out`] ends.
#[derive(Clone, Copy, Debug)]
pub enum SignOut<'a> {
    /// The session of this refresh token. Unknown tokens are fine.
    Session(&'a RefreshToken),
    /// A personal access token: the only way to end one that is not listed.
    PersonalAccessToken(&'a PersonalAccessToken),
    /// Every session of the user, personal access tokens included.
    All(&'a AccessToken),
}

impl AuthClient {
    /// Exchanges a refresh token: `refreshToken`, `POST /token`. The old one is dead at once, so an answer that is
    /// lost is a session that is lost. A refresh ends an elevation.
    ///
    /// # Errors
    /// `invalid-refresh-token`, `disabled-user`, `unverified-user`.
    pub fn refresh_token(&self, token: &RefreshToken) -> AuthCall<'_, Session> {
        let body = JsonBody::new().secret("refreshToken", token);

        self.post(&["token"], body, json)
    }

    /// Makes a session of what a browser brought home: a code through `POST /token/exchange`, which only newer
    /// servers know, and from older ones the refresh token through `POST /token`, so that the one that stood in an
    /// address is dead.
    ///
    /// # Errors
    /// `invalid-request` for every fault of a code, which is used up then; `invalid-refresh-token`.
    pub fn exchange_code(
        &self,
        grant: &ReturnedGrant,
        verifier: &CodeVerifier,
    ) -> AuthCall<'_, Session> {
        match grant {
            ReturnedGrant::Code(code) => {
                let body = JsonBody::new()
                    .secret("code", code)
                    .secret("codeVerifier", verifier);

                self.post(&["token", "exchange"], body, session)
            }
            ReturnedGrant::RefreshToken(token) => self.refresh_token(token),
        }
    }

    /// Asks whether an access token is good: `verifyToken`, `POST /token/verify`. Only its signature and its time
    /// are looked at: after a sign-out it is good until its time is over.
    ///
    /// # Errors
    /// `invalid-request` for one that is not.
    pub fn verify_token(&self, token: &AccessToken) -> AuthCall<'_, ()> {
        let plan = Plan::post(self.url(&["token", "verify"]))
            .json(JsonBody::new().secret("token", token))
            .with_effect(Effect::Read);

        self.call(plan, ok)
    }

    /// Ends one session or all of them: `signOut`, `POST /signout`. Access tokens stay good until their time is over.
    ///
    /// # Errors
    /// `invalid-request` when the access token for "all" is not valid.
    pub fn sign_out(&self, what: SignOut<'_>) -> AuthCall<'_, ()> {
        let plan = Plan::post(self.url(&["signout"]));
        let body = JsonBody::new();
        let plan = match what {
            SignOut::Session(token) => plan.json(body.secret("refreshToken", token)),
            SignOut::PersonalAccessToken(token) => plan.json(body.secret("refreshToken", token)),
            SignOut::All(token) => plan.bearer(token).json(body.value("all", true.into())),
        };

        self.call(plan, ok)
    }
}
