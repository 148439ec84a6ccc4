//! What a call sends.

use protocol::{
    Url,
    http::{JsonBody, Request},
    secret::{AccessToken, CodeVerifier},
};

use super::Pkce;
use crate::retry::Effect;

/// What is sent, as often as needed.
pub(crate) struct Plan {
    method: Method,
    url: Url,
    effect: Effect,
    bearer: Option<AccessToken>,
    body: Option<JsonBody>,
    /// The public half of a verifier, as long as the server seems to know what to do with it.
    challenge: Option<String>,
    takes_redirect: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    Get,
    Head,
    Post,
}

impl Plan {
    pub(crate) fn get(url: Url) -> Self {
        Self::new(Method::Get, url, Effect::Read)
    }

    pub(crate) fn head(url: Url) -> Self {
        Self::new(Method::Head, url, Effect::Read)
    }

    pub(crate) fn post(url: Url) -> Self {
        Self::new(Method::Post, url, Effect::Write)
    }

    fn new(method: Method, url: Url, effect: Effect) -> Self {
        Self {
            method,
            url,
            effect,
            bearer: None,
            body: None,
            challenge: None,
            takes_redirect: false,
        }
    }

    pub(crate) fn bearer(mut self, token: &AccessToken) -> Self {
        self.bearer = Some(token.clone());

        self
    }

    pub(crate) fn json(mut self, body: JsonBody) -> Self {
        self.body = Some(body);

        self
    }

    /// Adds the public half of a verifier, where there is one and the server knows what to do with it.
    pub(crate) fn challenge(mut self, verifier: Option<&CodeVerifier>) -> Self {
        self.challenge = verifier.map(CodeVerifier::challenge);

        self
    }

    /// For a GET that changes something, or a POST that does not.
    pub(crate) fn with_effect(mut self, effect: Effect) -> Self {
        self.effect = effect;

        self
    }

    pub(crate) fn take_redirect(mut self) -> Self {
        self.takes_redirect = true;

        self
    }

    pub(super) fn method(&self) -> &'static str {
        match self.method {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
        }
    }

    pub(super) fn path(&self) -> &str {
        self.url.path()
    }

    pub(super) fn effect(&self) -> Effect {
        self.effect
    }

    pub(super) fn pkce(&self) -> Pkce {
        match self.challenge {
            Some(_) => Pkce::Used,
            None => Pkce::NotUsed,
        }
    }

    /// Tells whether there was a challenge to leave out.
    pub(super) fn leave_challenge_out(&mut self) -> bool {
        self.challenge.take().is_some()
    }

    pub(super) fn request(&self) -> Request {
        let url = self.url.clone();
        let request = match self.method {
            Method::Get => Request::get(url),
            Method::Head => Request::head(url),
            Method::Post => Request::post(url),
        };

        if self.takes_redirect {
            request.take_redirect()
        } else {
            request
        }
    }

    /// Puts the secret parts on last, so that no header from elsewhere replaces them.
    pub(super) fn load(&self, mut request: Request) -> Request {
        if let Some(body) = &self.body {
            let body = body.clone();
            let challenge = self.challenge.as_deref();
            request = request.json(body.optional_text("codeChallenge", challenge));
        }
        if let Some(token) = &self.bearer {
            request = request.bearer(token);
        }

        request
    }
}
