//! ID tokens that the system or another program hands out.

use protocol::{
    http::JsonBody,
    secret::{AccessToken, IdToken, Nonce},
};

use super::{AuthCall, AuthClient, sign_up_options};
use crate::{
    AuthError, IdTokenProvider, Session, SignUpOptions,
    call::{Answered, json, ok},
    model::SessionPayload,
};

impl AuthClient {
    /// Signs in, and up, with an ID token: `signInIdToken`, `POST /signin/idtoken`. `None` where the project wants
    /// the new user verified first.
    ///
    /// The token's `nonce` has to be the SHA-256 of the nonce given here, in hexadecimal digits; a token without one
    /// is taken with any.
    ///
    /// # Errors
    /// `invalid-request` for a bad token or nonce; `disabled-endpoint`, `signup-disabled`.
    pub fn sign_in_id_token(
        &self,
        provider: &IdTokenProvider,
        id_token: &IdToken,
        nonce: Option<&Nonce>,
        options: &SignUpOptions<'_>,
    ) -> AuthCall<'_, Option<Session>> {
        let body = sign_up_options(body(provider, id_token, nonce), options);

        self.post(&["signin", "idtoken"], body, maybe_session)
    }

    /// Links the provider's account to the user: `linkIdToken`, `POST /link/idtoken`. May need elevation.
    ///
    /// # Errors
    /// `invalid-request` for a bad token; `provider-account-already-linked`, which older servers call
    /// `invalid-request` too.
    pub fn link_id_token(
        &self,
        token: &AccessToken,
        provider: &IdTokenProvider,
        id_token: &IdToken,
        nonce: Option<&Nonce>,
    ) -> AuthCall<'_, ()> {
        self.post_as(
            token,
            &["link", "idtoken"],
            body(provider, id_token, nonce),
            ok,
        )
    }
}

fn body(provider: &IdTokenProvider, id_token: &IdToken, nonce: Option<&Nonce>) -> JsonBody {
    let body = JsonBody::new()
        .text("provider", provider.as_str())
        .secret("idToken", id_token);

    match nonce {
        Some(nonce) => body.secret("nonce", nonce),
        None => body,
    }
}

fn maybe_session(answered: &Answered<'_>) -> Result<Option<Session>, AuthError> {
    let payload: SessionPayload = json(answered)?;

    Ok(payload.session)
}
