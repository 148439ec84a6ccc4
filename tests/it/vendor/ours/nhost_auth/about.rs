use nhost::{AuthClient, ProviderRefreshToken, ProviderSession, SignInProvider};
use protocol::secret::Secret as _;
use serde_json::{Value, json};

use super::{Asked, answer, silence};
use crate::vendor::outcome::Outcome;

/// What the service says about itself, and the tokens of providers.
pub(super) async fn call(client: &AuthClient, name: &str, asked: &Asked<'_>) -> Option<Outcome> {
    let provider = SignInProvider::from_wire(asked.given[0].as_str().unwrap_or_default());

    Some(match name {
        "healthCheckGet" => answer(client.health_check_get().await.map(|()| "OK".into())),
        "healthCheckHead" => silence(client.health_check_head().await),
        "getVersion" => {
            let version = client.get_version().await;
            answer(version.map(|version| json!({ "version": version })))
        }
        // Keys are for checking signatures with, and not to be handed on: whether there are any is compared.
        "getJWKs" => answer(client.get_jwks().await.map(|keys| match keys {
            Some(_) => json!({}),
            None => json!({ "keys": Value::Null }),
        })),
        "getProviderTokens" => {
            let tokens = client.get_provider_tokens(&asked.token, &provider).await;
            answer(tokens.map(|it| provider_session(&it)))
        }
        "refreshProviderToken" => {
            let token = ProviderRefreshToken::new(asked.text("refreshToken"));
            let tokens = client.refresh_provider_token(&provider, &token).await;
            answer(tokens.map(|it| provider_session(&it)))
        }
        _ => return None,
    })
}

/// The service says with an empty text that it holds no token.
fn provider_session(tokens: &ProviderSession) -> Value {
    let access_token = tokens.access_token.as_ref();

    json!({
        "accessToken": access_token.map_or("", |token| token.expose()),
        "expiresIn": tokens.expires_in,
    })
}
