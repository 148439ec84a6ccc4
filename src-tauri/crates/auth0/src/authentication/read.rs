//! What only reads: the profile, the tenant's metadata and its keys.

use protocol::{
    discovery::{DiscoveryError, Metadata, OriginRule},
    http::What,
    jwks::{JwksError, KeySet},
    secret::AccessToken,
};
use serde_json::{Map, Value};

use super::{AuthenticationClient, problem::AuthenticationError};
use crate::retry::repeat;

/// What `/userinfo` tells: the claims that the scopes allow.
#[derive(Clone, Debug)]
pub struct UserInfo {
    /// The user; never empty.
    pub subject: String,
    /// All claims, that of the user included.
    pub claims: Map<String, Value>,
}

impl AuthenticationClient {
    /// Reads the claims about the user: `getProfile`,
    /// [`GET /userinfo`](https://auth0.com/docs/api/authentication/user-profile/get-user-info).
    ///
    /// # Errors
    /// 401 when the token is not valid for it, which takes the scope `openid`; the vendor documents no body for that.
    pub async fn get_profile(&self, token: &AccessToken) -> Result<UserInfo, AuthenticationError> {
        let attempt = |time| {
            let request = self.get(&["userinfo"]).bearer(token).deadline(time);
            self.call(request.dpop(self.oauth.dpop.as_ref()))
        };
        let answer = repeat(&self.options, attempt, |error| Some(error)).await?;
        let claims: Map<String, Value> = answer.json()?;

        UserInfo::of(claims, &["sub"]).ok_or_else(|| shape(&answer, ".sub"))
    }

    /// Reads and checks the tenant's metadata,
    /// [`GET /.well-known/openid-configuration`](https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery).
    ///
    /// # Errors
    /// When there is no answer, or one that breaks a rule of OpenID Connect Discovery §4.3.
    pub async fn discover(&self) -> Result<Metadata, DiscoveryError> {
        let issuer = self.tenant.issuer();
        let (base, rule) = (self.tenant.base(), OriginRule::SameAsIssuer);
        let attempt = |_| Metadata::fetch(&self.http, base, &issuer, rule);

        repeat(&self.options, attempt, |error| match error {
            DiscoveryError::Call(call) => Some(call),
            DiscoveryError::TooLarge
            | DiscoveryError::Shape { .. }
            | DiscoveryError::Issuer
            | DiscoveryError::Endpoint { .. }
            | DiscoveryError::Pkce
            | DiscoveryError::Algorithm => None,
        })
        .await
    }

    /// Reads the [keys](https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-key-sets) that the metadata
    /// names.
    ///
    /// # Errors
    /// When there is no answer, or no key in it can be used.
    pub async fn get_jwks(&self, metadata: &Metadata) -> Result<KeySet, JwksError> {
        let attempt = |_| KeySet::fetch(&self.http, metadata.jwks_uri.clone());

        repeat(&self.options, attempt, |error| {
            if let JwksError::Call(call) = error {
                Some(call)
            } else {
                None
            }
        })
        .await
    }
}

impl UserInfo {
    /// Finds the user in the first of these claims that is there.
    pub(super) fn of(claims: Map<String, Value>, names: &[&str]) -> Option<Self> {
        let subject = names.iter().find_map(|name| claims.get(*name)?.as_str())?;
        if subject.is_empty() {
            return None;
        }

        Some(Self {
            subject: subject.to_owned(),
            claims,
        })
    }
}

pub(super) fn shape(answer: &protocol::Answer, path: &str) -> AuthenticationError {
    answer.unexpected(What::Shape {
        path: path.to_owned(),
    })
}
