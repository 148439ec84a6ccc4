//! Endpoints of earlier generations, for programs that still have to speak them.
//!
//! What replaced them stands beside each: nothing new should call them.

use std::fmt;

use protocol::{
    Url,
    http::JsonBody,
    oauth::Tokens,
    secret::{AccessToken, IdToken, Password, RefreshToken},
    secret_type,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    AuthenticationClient,
    grant::scopes_in_body,
    problem::AuthenticationError,
    read::{UserInfo, shape},
    texts,
};

secret_type! {
    /// An address that signs its one visitor in as somebody else.
    ImpersonationUrl
}

/// A sign-in with a password at `/oauth/ro`. What is `None` or empty is not sent.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The e-mail address, the name, or the number.
    pub username: &'a str,
    /// What they typed: a password, or the code of a passwordless connection.
    pub password: &'a Password,
    /// The database or passwordless connection.
    pub connection: &'a str,
    /// What the tokens shall be good for, besides `openid`.
    pub scopes: &'a [&'a str],
    /// A name for the device that a refresh token is for.
    pub device: Option<&'a str>,
    /// An earlier ID token of the user.
    pub id_token: Option<&'a IdToken>,
}

/// What a delegation starts from: exactly one of the two.
#[derive(Clone, Copy, Debug)]
pub enum DelegationToken<'a> {
    /// Who signed in.
    IdToken(&'a IdToken),
    /// A session.
    RefreshToken(&'a RefreshToken),
}

/// A token for another application or API.
#[derive(Clone, Copy, Debug)]
pub struct Delegation<'a> {
    /// What it starts from.
    pub token: DelegationToken<'a>,
    /// The client id of the other application.
    pub target: &'a str,
    /// The kind of the other API: `app`, `aws`, `firebase`, `azure_sb` and others.
    pub api_type: &'a str,
    /// What the token shall be good for.
    pub scopes: &'a [&'a str],
}

/// What a delegation brought.
#[derive(Clone, Debug)]
pub struct Delegated {
    /// Who signed in, for the other application.
    pub id_token: Option<IdToken>,
    /// What the other API takes.
    pub access_token: Option<AccessToken>,
    /// What the other API takes, where that is no token.
    pub credentials: Option<DelegationCredentials>,
}

/// The other API's own credentials, in its own words.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct DelegationCredentials(pub Value);

/// Who becomes whom, and where.
#[derive(Clone, Copy, Debug)]
pub struct Impersonation<'a> {
    /// Who is to be impersonated.
    pub user_id: &'a str,
    /// A token of the Management API.
    pub token: &'a AccessToken,
    /// How the other application signs people in: `oauth2`, `samlp`, `wsfed` and others.
    pub protocol: &'a str,
    /// Who does it.
    pub impersonator_id: &'a str,
    /// The client id of the application to get into.
    pub client_id: &'a str,
    /// `response_type`, `state`, `scope` and `callback_url` of that sign-in.
    pub additional_parameters: &'a [(&'a str, &'a str)],
}

impl<'a> SignIn<'a> {
    /// Signs in at this connection.
    pub fn new(username: &'a str, password: &'a Password, connection: &'a str) -> Self {
        Self {
            username,
            password,
            connection,
            scopes: &[],
            device: None,
            id_token: None,
        }
    }
}

/// Credentials are as secret as a token.
impl fmt::Debug for DelegationCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DelegationCredentials(..)")
    }
}

impl AuthenticationClient {
    /// Signs in with a password, or with the code of a passwordless connection (`email` or `sms`) in its place:
    /// `database.signIn`, `oauth.signIn`, and `verifySMSCode` with `password`;
    /// [`POST /oauth/ro`](https://auth0.com/docs/api/authentication/resource-owner-legacy/resource-owner-password-grant).
    ///
    /// Legacy, off for tenants created after 8 June 2017: [`password_grant`](Self::password_grant) and
    /// [`verify_sms_code`](Self::verify_sms_code) replace it.
    ///
    /// # Errors
    /// `invalid_user_password`, `password_leaked` and `requires_verification` with 401, `a0.mfa_invalid_code` and
    /// `a0.mfa_registration_required` where a second factor is due.
    pub async fn sign_in(&self, sign_in: &SignIn<'_>) -> Result<Tokens, AuthenticationError> {
        let mut body = self
            .grant_body("password")
            .text("username", sign_in.username)
            .secret("password", sign_in.password)
            .text("connection", sign_in.connection)
            .text("scope", &with_openid(sign_in.scopes))
            .optional_text("device", sign_in.device);
        if let Some(token) = sign_in.id_token {
            body = body.secret("id_token", token);
        }

        self.legacy_tokens(&["oauth", "ro"], body).await
    }

    /// Signs in with the access token of an identity provider: `oauth.socialSignIn`,
    /// [`POST /oauth/access_token`](https://auth0.com/docs/api/authentication/login-legacy/social-with-providers-access-token).
    ///
    /// Legacy, off for tenants created after 8 June 2017: a sign-in in the browser with a `connection` replaces it.
    ///
    /// # Errors
    /// 401 when the provider does not know the token.
    pub async fn social_sign_in(
        &self,
        access_token: &AccessToken,
        connection: &str,
        scopes: &[&str],
    ) -> Result<Tokens, AuthenticationError> {
        let body = self
            .body()
            .secret("access_token", access_token)
            .text("connection", connection)
            .text("scope", &with_openid(scopes));

        self.legacy_tokens(&["oauth", "access_token"], body).await
    }

    /// Exchanges a token of the signed-in user for one of another application or API: `getDelegationToken`,
    /// [`POST /delegation`](https://auth0.com/docs/api/authentication/delegation-legacy/delegation). At most ten a minute.
    ///
    /// Legacy, off for tenants created after 8 June 2017: [`refresh_token`](Self::refresh_token) with an audience
    /// replaces it.
    ///
    /// # Errors
    /// `invalid_grant` when the token is not valid, `invalid_request` for an unknown target; 429.
    pub async fn get_delegation_token(
        &self,
        delegation: &Delegation<'_>,
    ) -> Result<Delegated, AuthenticationError> {
        /// The answer, as it comes; some APIs write their credentials with a capital letter.
        #[derive(Deserialize)]
        struct Wire {
            id_token: Option<IdToken>,
            access_token: Option<AccessToken>,
            #[serde(alias = "Credentials")]
            credentials: Option<DelegationCredentials>,
        }
        let body = self.grant_body("urn:ietf:params:oauth:grant-type:jwt-bearer");
        let body = match delegation.token {
            DelegationToken::IdToken(token) => body.secret("id_token", token),
            DelegationToken::RefreshToken(token) => body.secret("refresh_token", token),
        };
        let body = body
            .text("target", delegation.target)
            .text("api_type", delegation.api_type);
        let body = scopes_in_body(delegation.scopes, body);
        let answer = self.call(self.post(&["delegation"]).json(body)).await?;
        let wire: Wire = answer.json()?;

        Ok(Delegated {
            id_token: wire.id_token,
            access_token: wire.access_token,
            credentials: wire.credentials,
        })
    }

    /// Reads the profile in an ID token: `tokens.getInfo`,
    /// [`POST /tokeninfo`](https://auth0.com/docs/api/authentication/user-profile-legacy/get-token-info).
    ///
    /// Legacy, off for tenants created after 8 June 2017: checking the ID token here, and
    /// [`get_profile`](Self::get_profile), replace it.
    ///
    /// # Errors
    /// 400 without a documented body when the token is not valid.
    pub async fn get_info(&self, id_token: &IdToken) -> Result<UserInfo, AuthenticationError> {
        let body = JsonBody::new().secret("id_token", id_token);
        let answer = self.call(self.post(&["tokeninfo"]).json(body)).await?;
        let claims: Map<String, Value> = answer.json()?;

        UserInfo::of(claims, &["user_id", "sub"]).ok_or_else(|| shape(&answer, ".user_id"))
    }

    /// Asks for an address that signs its visitor in as somebody else: `users.impersonate`,
    /// [`POST /users/{id}/impersonate`](https://auth0.com/docs/api/authentication/impersonation-legacy/impersonation).
    ///
    /// Legacy, off for tenants created after 8 June 2017: the vendor has removed it, and nothing replaces it.
    ///
    /// # Errors
    /// 401 for a token that does not allow it, 404 for an unknown user and wherever the endpoint is gone.
    pub async fn impersonate(
        &self,
        impersonation: &Impersonation<'_>,
    ) -> Result<ImpersonationUrl, AuthenticationError> {
        let parameters = texts(impersonation.additional_parameters);
        let body = JsonBody::new()
            .text("protocol", impersonation.protocol)
            .text("impersonator_id", impersonation.impersonator_id)
            .text("client_id", impersonation.client_id)
            .object("additionalParameters", parameters);
        let request = self
            .post(&["users", impersonation.user_id, "impersonate"])
            .bearer(impersonation.token)
            .json(body);
        let answer = self.call(request).await?;
        let text: &str = answer.text()?;
        let url = Url::parse(text.trim().trim_matches('"'))
            .ok()
            .filter(|url| url.scheme() == self.oauth.endpoints.token.scheme())
            .ok_or_else(|| shape(&answer, "."))?;

        Ok(ImpersonationUrl::new(url))
    }

    async fn legacy_tokens(
        &self,
        path: &[&str],
        body: JsonBody,
    ) -> Result<Tokens, AuthenticationError> {
        let answer = self.token_call(self.post(path), body).await?;

        Tokens::read(&answer)
    }
}

/// These endpoints give no ID token without it, and an ID token is what they are for.
fn with_openid(scopes: &[&str]) -> String {
    let further = scopes.iter().copied().filter(|scope| *scope != "openid");

    std::iter::once("openid")
        .chain(further)
        .collect::<Vec<_>>()
        .join(" ")
}
