//! The [Authentication API](https://auth0.com/docs/api/authentication).

use std::time::Duration;

use protocol::{
    Url,
    discovery::{DiscoveryError, Metadata, OriginRule},
    dpop::Dpop,
    http::{CallError, Http, Request},
    jwks::{JwksError, KeySet},
    oauth::{AuthorizationRequest, Endpoints, PublicClient, Tokens},
    secret::{AccessToken, AuthorizationCode, CodeVerifier, Nonce, RefreshToken, State},
};
use serde_json::{Map, Value};

use crate::{AuthenticationProblem, MyAccountClient, Tenant};

/// Speaks with the Authentication API of one tenant as one public client.
#[derive(Clone, Debug)]
pub struct AuthenticationClient {
    http: Http,
    tenant: Tenant,
    oauth: PublicClient,
}

/// The parameters of `/authorize`. What is `None` or empty is not sent.
#[derive(Clone, Debug)]
pub struct Authorize<'a> {
    /// Has to equal one of the allowed callback URLs.
    pub redirect_uri: &'a str,
    /// Space separated on the wire; `openid` gives an ID token, `offline_access` a refresh token.
    pub scopes: &'a [&'a str],
    /// The API that the access token is for.
    pub audience: Option<&'a str>,
    /// Fills in the address on the sign-in page.
    pub login_hint: Option<&'a str>,
    /// What the person has to see.
    pub prompt: Option<Prompt>,
    /// Which page comes first.
    pub screen_hint: Option<ScreenHint>,
    /// Skips the choice of an identity provider.
    pub connection: Option<&'a str>,
    /// An organization's id or name.
    pub organization: Option<&'a str>,
    /// How old the person's last sign-in may be.
    pub max_age: Option<Duration>,
}

/// What the person has to see (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The sign-in page, even when signed in already.
    Login,
    /// The question what the app may do.
    Consent,
    /// The choice of an account.
    SelectAccount,
}

/// Which page comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenHint {
    /// The page to create an account.
    SignUp,
}

/// What `/userinfo` tells: the claims that the scopes allow.
#[derive(Clone, Debug)]
pub struct UserInfo {
    /// The user.
    pub subject: String,
    /// All claims, `sub` included.
    pub claims: Map<String, Value>,
}

impl AuthenticationClient {
    /// A client for this tenant. Nothing is sent.
    pub fn new(http: Http, tenant: Tenant, client_id: &str) -> Self {
        let endpoints = Endpoints {
            authorization: tenant.endpoint(&["authorize"]),
            token: tenant.endpoint(&["oauth", "token"]),
            revocation: Some(tenant.endpoint(&["oauth", "revoke"])),
        };
        let oauth = PublicClient {
            client_id: client_id.to_owned(),
            endpoints,
            dpop: None,
        };

        Self {
            http,
            tenant,
            oauth,
        }
    }

    /// The same client, whose tokens are bound to a key
    /// ([sender constraining](https://auth0.com/docs/secure/sender-constraining/demonstrating-proof-of-possession-dpop)).
    ///
    /// The key belongs to the refresh token: what it was bound to once, it is bound to for ever.
    #[must_use]
    pub fn with_dpop(mut self, dpop: Dpop) -> Self {
        self.oauth.dpop = Some(dpop);

        self
    }

    /// The client of the My Account API for tokens of this one: the same tenant, and the same key.
    pub fn my_account(&self) -> MyAccountClient {
        let client = MyAccountClient::new(self.http.clone(), self.tenant.clone());
        match &self.oauth.dpop {
            Some(dpop) => client.with_dpop(dpop.clone()),
            None => client,
        }
    }

    /// The tenant it speaks with.
    pub fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The client it speaks as.
    pub fn client_id(&self) -> &str {
        &self.oauth.client_id
    }

    /// Reads and checks the tenant's metadata (`/.well-known/openid-configuration`).
    ///
    /// # Errors
    /// When there is no answer, or one that breaks a rule of OpenID Connect Discovery §4.3.
    pub async fn discover(&self) -> Result<Metadata, DiscoveryError> {
        Metadata::fetch(
            &self.http,
            self.tenant.base(),
            &self.tenant.issuer(),
            OriginRule::SameAsIssuer,
        )
        .await
    }

    /// Reads the keys that the metadata names.
    ///
    /// # Errors
    /// When there is no answer, or no key in it can be used.
    pub async fn get_jwks(&self, metadata: &Metadata) -> Result<KeySet, JwksError> {
        KeySet::fetch(&self.http, metadata.jwks_uri.clone()).await
    }

    /// The address to open in the system browser (`GET /authorize`, code flow with PKCE S256).
    pub fn authorize_url(
        &self,
        parameters: &Authorize<'_>,
        state: &State,
        nonce: &Nonce,
        verifier: &CodeVerifier,
    ) -> Url {
        let max_age = parameters.max_age.map(|age| age.as_secs().to_string());
        let prompt = parameters.prompt.map(|prompt| match prompt {
            Prompt::Login => "login",
            Prompt::Consent => "consent",
            Prompt::SelectAccount => "select_account",
        });
        let screen_hint = parameters.screen_hint.map(|hint| match hint {
            ScreenHint::SignUp => "signup",
        });
        let extra: Vec<(&str, &str)> = [
            ("audience", parameters.audience),
            ("login_hint", parameters.login_hint),
            ("prompt", prompt),
            ("screen_hint", screen_hint),
            ("connection", parameters.connection),
            ("organization", parameters.organization),
            ("max_age", max_age.as_deref()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();

        self.oauth.authorize_url(&AuthorizationRequest {
            redirect_uri: parameters.redirect_uri,
            scopes: parameters.scopes,
            state,
            nonce,
            verifier,
            extra: &extra,
        })
    }

    /// Exchanges the code of a callback (`POST /oauth/token`, grant `authorization_code`). Never repeat it.
    ///
    /// # Errors
    /// `invalid_grant` when code, verifier or redirect do not belong together, or the code was used.
    pub async fn exchange_code(
        &self,
        code: AuthorizationCode,
        verifier: &CodeVerifier,
        redirect_uri: &str,
    ) -> Result<Tokens, CallError<AuthenticationProblem>> {
        self.oauth
            .exchange_code(&self.http, code, verifier, redirect_uri)
            .await
    }

    /// Exchanges a refresh token (`POST /oauth/token`, grant `refresh_token`).
    ///
    /// With rotation the answer holds a new refresh token and the old one dies after the tenant's overlap.
    ///
    /// # Errors
    /// `invalid_grant` when the token is unknown, revoked, expired or was used before.
    pub async fn refresh_token(
        &self,
        token: &RefreshToken,
    ) -> Result<Tokens, CallError<AuthenticationProblem>> {
        self.oauth.refresh(&self.http, token, None, &[]).await
    }

    /// Revokes a refresh token and, with rotation, its whole family (`POST /oauth/revoke`). Unknown tokens are
    /// fine. Access tokens stay valid until they expire.
    ///
    /// # Errors
    /// When the provider does not answer or does not accept the client.
    pub async fn revoke_refresh_token(
        &self,
        token: &RefreshToken,
    ) -> Result<(), CallError<AuthenticationProblem>> {
        self.oauth.revoke(&self.http, token).await
    }

    /// Reads the claims about the user (`GET /userinfo`).
    ///
    /// # Errors
    /// 401 when the token is not valid for it; the vendor documents no body for that.
    pub async fn get_profile(
        &self,
        token: &AccessToken,
    ) -> Result<UserInfo, CallError<AuthenticationProblem>> {
        let request = Request::get(self.tenant.endpoint(&["userinfo"]))
            .bearer(token)
            .dpop(self.oauth.dpop.as_ref());
        let answer = self.http.call(request).await?;
        let claims: Map<String, Value> = answer.json()?;
        let subject = claims
            .get("sub")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();

        Ok(UserInfo { subject, claims })
    }

    /// The address that ends the provider's session in the system browser (`GET /v2/logout`).
    pub fn logout_url(&self, return_to: Option<&str>) -> Url {
        let mut url = self.tenant.endpoint(&["v2", "logout"]);
        url.query_pairs_mut()
            .append_pair("client_id", self.client_id());
        if let Some(address) = return_to {
            url.query_pairs_mut().append_pair("returnTo", address);
        }

        url
    }
}
