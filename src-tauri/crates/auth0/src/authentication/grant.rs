//! The grants of `/oauth/token` that take one request, and giving a refresh token back.

use protocol::{
    http::{Answer, JsonBody, Request},
    oauth::{TOKEN_REPLY_CAP, Tokens},
    secret::{AuthorizationCode, CodeVerifier, Password, RefreshToken},
    secret_type,
};

use super::{AuthenticationClient, problem::AuthenticationError};

secret_type! {
    /// What a confidential client proves itself with; no application that is handed out can keep one.
    ClientSecret
}

/// The token endpoint, below the tenant.
pub(super) const TOKEN: [&str; 2] = ["oauth", "token"];

/// What the tokens shall be good for. What is empty is left to the tenant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Access<'a> {
    /// `openid` gives an ID token, `offline_access` a refresh token.
    pub scopes: &'a [&'a str],
    /// The API that the access token is for.
    pub audience: Option<&'a str>,
}

/// A sign-in with a password, without a browser.
#[derive(Clone, Copy, Debug)]
pub struct PasswordGrant<'a> {
    /// The e-mail address, or the name where the connection has names.
    pub username: &'a str,
    /// What they typed.
    pub password: &'a Password,
    /// The connection; without one the tenant's default directory.
    pub realm: Option<&'a str>,
    /// What the tokens shall be good for.
    pub access: Access<'a>,
    /// The person's address on the network, for a server that signs them in. The tenant believes it from clients with
    /// a secret only (`auth0-forwarded-for`).
    pub forwarded_for: Option<&'a str>,
}

/// A token for a program that acts for itself.
#[derive(Clone, Copy, Debug)]
pub struct ClientCredentialsGrant<'a> {
    /// The secret of the client.
    pub client_secret: &'a ClientSecret,
    /// The API that the access token is for.
    pub audience: &'a str,
    /// What the token shall be good for; all that the client may do when empty.
    pub scopes: &'a [&'a str],
    /// The organization's id or name that the program acts in.
    pub organization: Option<&'a str>,
}

impl<'a> PasswordGrant<'a> {
    /// Signs in at the tenant's default directory.
    pub fn new(username: &'a str, password: &'a Password) -> Self {
        Self {
            username,
            password,
            realm: None,
            access: Access::default(),
            forwarded_for: None,
        }
    }
}

impl Access<'_> {
    pub(super) fn in_body(&self, body: JsonBody) -> JsonBody {
        scopes_in_body(self.scopes, body).optional_text("audience", self.audience)
    }
}

pub(super) fn scopes_in_body(scopes: &[&str], body: JsonBody) -> JsonBody {
    let scope = scopes.join(" ");

    body.optional_text("scope", (!scope.is_empty()).then_some(&*scope))
}

impl AuthenticationClient {
    /// Exchanges the code of a callback: `authorizationCodeGrant`,
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/authorization-code-flow-with-pkce/get-token-pkce).
    /// Never repeat it.
    ///
    /// # Errors
    /// `invalid_grant` when code, verifier or redirect do not belong together, or the code was used; `access_denied`
    /// with 401 when the application is not of the type Native.
    pub async fn exchange_code(
        &self,
        code: AuthorizationCode,
        verifier: &CodeVerifier,
        redirect_uri: &str,
    ) -> Result<Tokens, AuthenticationError> {
        self.oauth
            .exchange_code(&self.http, code, verifier, redirect_uri)
            .await
    }

    /// Exchanges a refresh token: `refreshToken`,
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/refresh-token/refresh-token).
    ///
    /// With rotation the answer holds a new refresh token and the old one dies after the tenant's overlap. Another
    /// audience than that of the sign-in takes a
    /// [multi-resource refresh token](https://auth0.com/docs/secure/tokens/refresh-tokens/multi-resource-refresh-token);
    /// whichever audience is asked for, the same family rotates. Scopes that are not available are dropped in silence.
    ///
    /// # Errors
    /// `invalid_grant` when the token is unknown, revoked, expired or was used before; `access_denied` for an
    /// audience that the application may not have; `unmet_authentication_requirements` when the API wants a recent
    /// second factor.
    pub async fn refresh_token(
        &self,
        token: &RefreshToken,
        access: Access<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        let audience = access.audience.map(|audience| ("audience", audience));
        let extra: Vec<(&str, &str)> = audience.into_iter().collect();

        self.oauth
            .refresh(&self.http, token, Some(access.scopes), &extra)
            .await
    }

    /// Revokes a refresh token and, with rotation, its whole family: `revokeRefreshToken`,
    /// [`POST /oauth/revoke`](https://auth0.com/docs/api/authentication/revoke-refresh-token/revoke-refresh-token).
    /// Unknown tokens are fine. Access tokens stay valid until they expire.
    ///
    /// # Errors
    /// When the provider does not answer or does not accept the client.
    pub async fn revoke_refresh_token(
        &self,
        token: &RefreshToken,
    ) -> Result<(), AuthenticationError> {
        self.oauth.revoke(&self.http, token).await
    }

    /// Signs in with a password: `passwordGrant`,
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/resource-owner-password-flow/get-token), grant
    /// `password`, or `password-realm` where a realm is given. The vendor advises to use the browser instead.
    ///
    /// # Errors
    /// `invalid_grant` for an unknown user or a wrong password, `mfa_required` when a second factor is due,
    /// `too_many_attempts` (429) after too many wrong passwords, `password_leaked` for one that was found in a breach,
    /// `unauthorized` for a blocked user, `unauthorized_client` where the grant is not enabled, `access_denied` for an
    /// unknown audience.
    pub async fn password_grant(
        &self,
        grant: &PasswordGrant<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        let grant_type = match grant.realm {
            None => "password",
            Some(_) => "http://auth0.com/oauth/grant-type/password-realm",
        };
        let body = self
            .grant_body(grant_type)
            .text("username", grant.username)
            .secret("password", grant.password)
            .optional_text("realm", grant.realm);
        let mut request = self.post(&TOKEN);
        if let Some(address) = grant.forwarded_for {
            request = request.header("auth0-forwarded-for", address);
        }
        let answer = self.token_call(request, grant.access.in_body(body)).await?;

        Tokens::read(&answer)
    }

    /// Gets a token for a program that acts for itself: `clientCredentialsGrant`,
    /// [`POST /oauth/token`](https://auth0.com/docs/api/authentication/client-credential-flow/get-token), grant
    /// `client_credentials`.
    ///
    /// It is here for servers. An application that people install is a public client: it can keep no secret, and the
    /// tenant refuses it this grant.
    ///
    /// # Errors
    /// `invalid_client` for a wrong secret, `unauthorized_client` for a public client, `access_denied` for an
    /// audience that is unknown or that the client may not have.
    pub async fn client_credentials_grant(
        &self,
        grant: &ClientCredentialsGrant<'_>,
    ) -> Result<Tokens, AuthenticationError> {
        let body = self
            .grant_body("client_credentials")
            .secret("client_secret", grant.client_secret)
            .text("audience", grant.audience)
            .optional_text("organization", grant.organization);

        self.grant(scopes_in_body(grant.scopes, body)).await
    }

    /// Starts the body of a grant.
    pub(super) fn grant_body(&self, grant_type: &str) -> JsonBody {
        self.body().text("grant_type", grant_type)
    }

    /// Sends a grant once and reads the tokens.
    pub(super) async fn grant(&self, body: JsonBody) -> Result<Tokens, AuthenticationError> {
        let answer = self.token_call(self.post(&TOKEN), body).await?;

        Tokens::read(&answer)
    }

    /// Sends a grant once; what is in the answer is for the caller to read.
    pub(super) async fn token_call(
        &self,
        request: Request,
        body: JsonBody,
    ) -> Result<Answer, AuthenticationError> {
        let request = request.json(body).cap(TOKEN_REPLY_CAP);

        self.call(request.dpop(self.oauth.dpop.as_ref())).await
    }
}
