//! Tokens of sign-in providers. Servers before these calls answer `endpoint-not-found`.

use protocol::{http::JsonBody, secret::AccessToken};

use super::{AuthCall, AuthClient};
use crate::{
    ProviderRefreshToken, ProviderSession, SignInProvider,
    call::{Plan, json},
    retry::Effect,
};

impl AuthClient {
    /// Takes the provider's tokens that a sign-in or a link has just left: `getProviderTokens`,
    /// `GET /signin/provider/{provider}/callback/tokens`. **The service forgets them with this call.** Without an
    /// access token where it holds none.
    ///
    /// # Errors
    /// Those of any method with a token.
    pub fn get_provider_tokens(
        &self,
        token: &AccessToken,
        provider: &SignInProvider,
    ) -> AuthCall<'_, ProviderSession> {
        let path = [
            "signin",
            "provider",
            provider.as_str(),
            "callback",
            "tokens",
        ];
        let plan = Plan::get(self.url(&path))
            .bearer(token)
            .with_effect(Effect::Write);

        self.call(plan, json)
    }

    /// Exchanges a provider's refresh token: `refreshProviderToken`, `POST /token/provider/{provider}`. Whether the
    /// old one dies is the provider's rule.
    ///
    /// # Errors
    /// `disabled-endpoint`; `oauth-provider-error`, also for providers with OAuth 1.
    pub fn refresh_provider_token(
        &self,
        provider: &SignInProvider,
        refresh_token: &ProviderRefreshToken,
    ) -> AuthCall<'_, ProviderSession> {
        let body = JsonBody::new().secret("refreshToken", refresh_token);

        self.post(&["token", "provider", provider.as_str()], body, json)
    }
}
