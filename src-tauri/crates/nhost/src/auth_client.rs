//! The [Auth service](https://docs.nhost.io/products/auth/overview).

use protocol::{
    base_url::BaseUrl,
    http::{Answer, CallError, Http, JsonBody, Request, What},
    jwks::KeySet,
    secret::{AccessToken, Password, RefreshToken},
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{AuthProblem, Session, SignIn, SignUpOptions, User, model::SessionPayload};

/// Speaks with the Auth service of one project.
#[derive(Clone, Debug)]
pub struct AuthClient {
    http: Http,
    base: BaseUrl,
}

/// What [`AuthClient::sign_out`] ends.
#[derive(Clone, Copy, Debug)]
pub enum SignOut<'a> {
    /// The session of this refresh token. Unknown tokens are fine.
    Session(&'a RefreshToken),
    /// Every session of the user, personal access tokens included.
    All(&'a AccessToken),
}

type Answered<T> = Result<T, CallError<AuthProblem>>;

impl AuthClient {
    /// A client for the service at this address, prefix included. Nothing is sent.
    pub fn new(http: Http, base: BaseUrl) -> Self {
        Self { http, base }
    }

    /// The address it speaks with.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Signs in with e-mail and password (`POST /signin/email-password`).
    ///
    /// # Errors
    /// `invalid-email-password`, `unverified-user`, `disabled-user`; `invalid-request` where the project
    /// conceals errors.
    pub async fn sign_in_email_password(
        &self,
        email: &str,
        password: &Password,
    ) -> Answered<SignIn> {
        let body = JsonBody::new()
            .text("email", email)
            .secret("password", password);
        let answer = self.post(&["signin", "email-password"], body).await?;

        match answer.json()? {
            SessionPayload {
                session: Some(session),
                ..
            } => Ok(SignIn::Session(Box::new(session))),
            SessionPayload {
                mfa: Some(challenge),
                ..
            } => Ok(SignIn::Mfa(challenge)),
            SessionPayload {
                session: None,
                mfa: None,
            } => Err(shape(&answer, "session")),
        }
    }

    /// Signs up with e-mail and password (`POST /signup/email-password`). No session means that the project wants
    /// the address verified first.
    ///
    /// # Errors
    /// `signup-disabled`, `email-already-in-use`, `password-too-short`, `password-in-hibp-database` and others.
    pub async fn sign_up_email_password(
        &self,
        email: &str,
        password: &Password,
        options: &SignUpOptions<'_>,
    ) -> Answered<Option<Session>> {
        let members: Map<String, Value> = [
            ("displayName", options.display_name),
            ("locale", options.locale),
            ("redirectTo", options.redirect_to),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))))
        .collect();
        let mut body = JsonBody::new()
            .text("email", email)
            .secret("password", password);
        if !members.is_empty() {
            body = body.value("options", Value::Object(members));
        }
        let payload: SessionPayload = self
            .post(&["signup", "email-password"], body)
            .await?
            .json()?;

        Ok(payload.session)
    }

    /// Exchanges a refresh token (`POST /token`). The old one is dead at once.
    ///
    /// # Errors
    /// `invalid-refresh-token`, `disabled-user`, `unverified-user`.
    pub async fn refresh_token(&self, token: &RefreshToken) -> Answered<Session> {
        let body = JsonBody::new().secret("refreshToken", token);

        self.post(&["token"], body).await?.json()
    }

    /// Ends one session or all of them (`POST /signout`). Access tokens stay valid until they expire.
    ///
    /// # Errors
    /// When there is no answer, or the access token for "all" is not valid.
    pub async fn sign_out(&self, what: SignOut<'_>) -> Answered<()> {
        let request = Request::post(self.base.join(&["signout"]));
        let request = match what {
            SignOut::Session(token) => request.json(JsonBody::new().secret("refreshToken", token)),
            SignOut::All(token) => request
                .bearer(token)
                .json(JsonBody::new().value("all", true.into())),
        };
        self.http.call(request).await?;

        Ok(())
    }

    /// Reads the user, as typed and as it came (`GET /user`).
    ///
    /// # Errors
    /// `unauthorized` when the access token is not valid; `invalid-email-password` when the user was deleted.
    pub async fn get_user(&self, token: &AccessToken) -> Answered<(User, Map<String, Value>)> {
        let answer = self
            .get(Request::get(self.base.join(&["user"])).bearer(token))
            .await?;

        Ok((answer.json()?, answer.json()?))
    }

    /// Asks whether the service is well (`GET /healthz`).
    ///
    /// # Errors
    /// When it is not.
    pub async fn health_check_get(&self) -> Answered<()> {
        let answer = self.get(Request::get(self.base.join(&["healthz"]))).await?;
        let word: String = answer.json()?;
        if word != "OK" {
            return Err(shape(&answer, "."));
        }

        Ok(())
    }

    /// Asks for the service's version (`GET /version`). For people to read; never to decide by.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn get_version(&self) -> Answered<String> {
        #[derive(Deserialize)]
        struct Wire {
            version: String,
        }
        let wire: Wire = self
            .get(Request::get(self.base.join(&["version"])))
            .await?
            .json()?;

        Ok(wire.version)
    }

    /// Reads the keys that access tokens are signed with (`GET /.well-known/jwks.json`); none where the project
    /// signs with a shared secret.
    ///
    /// # Errors
    /// When there is no answer, or no key set in it.
    pub async fn get_jwks(&self) -> Answered<Option<KeySet>> {
        #[derive(Deserialize)]
        struct Wire {
            keys: Option<Vec<Value>>,
        }
        let answer = self
            .get(Request::get(self.base.join(&[".well-known", "jwks.json"])))
            .await?;
        let wire: Wire = answer.json()?;
        if wire.keys.is_none() {
            return Ok(None);
        }

        KeySet::parse(answer.bytes())
            .map(Some)
            .map_err(|_| shape(&answer, "keys"))
    }

    async fn post(&self, path: &[&str], body: JsonBody) -> Answered<Answer> {
        self.http
            .call(Request::post(self.base.join(path)).json(body))
            .await
    }

    async fn get(&self, request: Request) -> Answered<Answer> {
        self.http.call(request).await
    }
}

fn shape(answer: &Answer, path: &str) -> CallError<AuthProblem> {
    answer.unexpected(What::Shape {
        path: path.to_owned(),
    })
}
