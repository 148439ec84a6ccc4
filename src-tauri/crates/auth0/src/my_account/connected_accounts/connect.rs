//! The two steps that connect an account.

use std::{fmt, time::Duration};

pub use protocol::secret::ConnectCode;
use protocol::{
    Url,
    http::{JsonBody, What},
    secret::{CodeVerifier, State},
};
use serde::Deserialize;
use serde_json::json as value;

use crate::my_account::{
    AuthSession,
    call::{Answered, json},
    problem::MyAccountError,
};

/// What the first step needs.
#[derive(Clone, Debug)]
pub struct Connect<'a> {
    /// The name of a [`Connection`](super::Connection).
    pub connection: &'a str,
    /// Has to equal one of the allowed callback URLs.
    pub redirect_uri: &'a str,
    /// Comes back with the code.
    pub state: &'a State,
    /// Its challenge is sent (S256); the verifier itself goes with the second step.
    pub verifier: &'a CodeVerifier,
    /// What to ask for at the other side; the connection's own list when empty.
    pub scopes: &'a [&'a str],
    /// What to say to the other side's sign-in page.
    pub authorization_params: AuthorizationParams<'a>,
}

/// What to say to the other side's sign-in page. What is `None` is not sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthorizationParams<'a> {
    /// How the person has to prove who they are.
    pub acr_values: Option<&'a str>,
    /// The API that the tokens are for.
    pub audience: Option<&'a str>,
    /// The API that the tokens are for (RFC 8707).
    pub resource: Option<&'a str>,
    /// `page`, `popup`, `touch` or `wap`.
    pub display: Option<&'a str>,
    /// An ID token that names the person.
    pub id_token_hint: Option<&'a str>,
    /// Fills in the address.
    pub login_hint: Option<&'a str>,
    /// How old the person's last sign-in there may be.
    pub max_age: Option<Duration>,
    /// `none`, `login`, `consent` or `select_account`.
    pub prompt: Option<&'a str>,
    /// The languages of the page, space separated (BCP 47).
    pub ui_locales: Option<&'a str>,
}

/// The first step is done.
#[derive(Clone)]
pub struct ConnectStarted {
    /// What the second step needs.
    pub auth_session: AuthSession,
    /// How long the person has; 300 s.
    pub expires_in: Duration,
    url: Url,
}

/// What the second step needs.
#[derive(Clone, Debug)]
pub struct Complete<'a> {
    /// From [`ConnectStarted`].
    pub auth_session: &'a AuthSession,
    /// From the callback.
    pub connect_code: &'a ConnectCode,
    /// The same as in the first step.
    pub redirect_uri: &'a str,
    /// The same as in the first step.
    pub verifier: &'a CodeVerifier,
}

impl ConnectStarted {
    /// Returns the address to open in the system browser; it holds a ticket and belongs nowhere else.
    pub fn url(&self) -> &Url {
        &self.url
    }
}

impl fmt::Debug for ConnectStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectStarted")
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

impl Connect<'_> {
    pub(super) fn body(&self) -> JsonBody {
        let mut body = JsonBody::new()
            .text("connection", self.connection)
            .text("redirect_uri", self.redirect_uri)
            .secret("state", self.state)
            .text("code_challenge", &self.verifier.challenge())
            .text("code_challenge_method", "S256");
        if !self.scopes.is_empty() {
            body = body.value("scopes", value!(self.scopes));
        }
        if let Some(params) = self.authorization_params.body() {
            body = body.object("authorization_params", params);
        }

        body
    }
}

impl AuthorizationParams<'_> {
    /// Returns an object, unless it would be empty.
    fn body(&self) -> Option<JsonBody> {
        let texts = [
            ("acr_values", self.acr_values),
            ("audience", self.audience),
            ("resource", self.resource),
            ("display", self.display),
            ("id_token_hint", self.id_token_hint),
            ("login_hint", self.login_hint),
            ("prompt", self.prompt),
            ("ui_locales", self.ui_locales),
        ];
        if self.max_age.is_none() && texts.iter().all(|(_, text)| text.is_none()) {
            return None;
        }
        let body = texts
            .into_iter()
            .fold(JsonBody::new(), |body, (name, text)| {
                body.optional_text(name, text)
            });

        Some(match self.max_age {
            Some(age) => body.value("max_age", value!(age.as_secs())),
            None => body,
        })
    }
}

impl Complete<'_> {
    pub(super) fn body(&self) -> JsonBody {
        JsonBody::new()
            .secret("auth_session", self.auth_session)
            .secret("connect_code", self.connect_code)
            .text("redirect_uri", self.redirect_uri)
            .secret("code_verifier", self.verifier)
    }
}

pub(super) fn started(answered: &Answered<'_>) -> Result<ConnectStarted, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        auth_session: AuthSession,
        connect_uri: String,
        connect_params: Parameters,
        expires_in: u32,
    }
    #[derive(Deserialize)]
    struct Parameters {
        ticket: String,
    }
    let body: Body = json(answered)?;
    let url = browser_url(answered.url, &body.connect_uri, &body.connect_params.ticket);

    Ok(ConnectStarted {
        auth_session: body.auth_session,
        expires_in: Duration::from_secs(body.expires_in.into()),
        url: url.ok_or_else(|| {
            answered.answer.unexpected(What::Shape {
                path: ".connect_uri".to_owned(),
            })
        })?,
    })
}

/// Adds the ticket to an address that a browser may be sent to: https, or where the tenant itself is.
fn browser_url(asked: &Url, connect_uri: &str, ticket: &str) -> Option<Url> {
    let mut url = Url::parse(connect_uri).ok()?;
    let may_open = url.scheme() == "https" || url.origin() == asked.origin();
    if !may_open || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    url.query_pairs_mut().append_pair("ticket", ticket);

    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_sent_to_no_odd_place() {
        let asked = Url::parse("http://127.0.0.1:7/me/v1/connected-accounts/connect").unwrap();
        for (uri, opened) in [
            (
                "https://acme.auth0.com/connect",
                Some("https://acme.auth0.com/connect?ticket=a+b"),
            ),
            (
                "https://acme.auth0.com/connect?x=1",
                Some("https://acme.auth0.com/connect?x=1&ticket=a+b"),
            ),
            (
                "http://127.0.0.1:7/connect",
                Some("http://127.0.0.1:7/connect?ticket=a+b"),
            ),
            ("http://127.0.0.1:8/connect", None),
            ("http://acme.auth0.com/connect", None),
            ("https://me@acme.auth0.com/connect", None),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("/connect", None),
        ] {
            let url = browser_url(&asked, uri, "a b");
            assert_eq!(url.as_ref().map(Url::as_str), opened, "{uri}");
        }
    }
}
