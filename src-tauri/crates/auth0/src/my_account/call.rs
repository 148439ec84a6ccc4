//! One call: asking for the token, the attempts, and what comes back.

use std::{
    future::IntoFuture,
    pin::Pin,
    time::{Duration, SystemTime},
};

use protocol::{
    Url,
    http::{Answer, JsonBody, RateLimit, Request},
    secret::AccessToken,
};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};

use super::{
    MyAccountClient,
    problem::{MyAccountError, MyAccountProblem},
    token_source::{Scope, TokenNeed, TokenSource},
};
use crate::{
    options::RequestOptions,
    retry::{Attempts, Effect},
};

/// A call that is sent when it is awaited; dropping the future cancels it.
///
/// ```no_run
/// # use auth0::{MyAccountClient, my_account::{MyAccountError, RequestOptions}};
/// # use protocol::secret::AccessToken;
/// # async fn example(client: &MyAccountClient, token: &AccessToken) -> Result<(), MyAccountError> {
/// let factors = client.factors().list(token).await?;
///
/// let once = RequestOptions { max_retries: 0, ..RequestOptions::default() };
/// let raw = client.factors().list(token).with(once).with_raw_response().await?;
/// let calls_left = raw.rate_limit.and_then(|limit| limit.remaining);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the call is awaited"]
pub struct Call<'a, S, T> {
    client: &'a MyAccountClient,
    tokens: &'a S,
    plan: Plan,
    options: RequestOptions,
    read: fn(&Answered<'_>) -> Result<T, MyAccountError>,
}

/// What a call brought, with the headers that matter.
#[derive(Clone, Debug)]
pub struct RawResponse<T> {
    /// What the answer says.
    pub value: T,
    /// The HTTP status, between 200 and 299.
    pub status: u16,
    /// How many calls are left.
    pub rate_limit: Option<RateLimit>,
    /// What the provider calls this request in its own log.
    pub request_id: Option<String>,
    /// Where the answer points, as it stands in the header.
    pub location: Option<String>,
    /// What time the provider thinks it is.
    pub date: Option<SystemTime>,
}

/// What is sent, as often as needed.
pub(super) struct Plan {
    pub(super) method: Method,
    /// Below `/me/v1`, each percent-encoded once.
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<JsonBody>,
    pub(super) scope: Scope,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

/// An answer and the address that was asked.
pub(super) struct Answered<'a> {
    pub(super) answer: &'a Answer,
    pub(super) url: &'a Url,
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl<'a, S: TokenSource, T> Call<'a, S, T> {
    pub(super) fn new(
        client: &'a MyAccountClient,
        tokens: &'a S,
        plan: Plan,
        read: fn(&Answered<'_>) -> Result<T, MyAccountError>,
    ) -> Self {
        Self {
            client,
            tokens,
            plan,
            options: RequestOptions::default(),
            read,
        }
    }

    /// Replaces the options of this call.
    pub fn with(mut self, options: RequestOptions) -> Self {
        self.options = options;

        self
    }

    /// Sends the call and returns what it brought with the headers that matter.
    ///
    /// # Errors
    /// As the call itself.
    pub async fn with_raw_response(self) -> Result<RawResponse<T>, S::Error> {
        let url = self.url();
        let mut attempts = Attempts::new(self.plan.method.effect(), &self.options);
        loop {
            let token = self.tokens.token(self.need()).await?;
            let started = Instant::now();
            let request = self.request(&url, &token, attempts.time_left());
            let error = match self.client.http.call(request).await {
                Ok(answer) => return Ok(self.raw(&url, &answer)?),
                Err(error) => error,
            };
            match attempts.pause(started.elapsed(), &error) {
                Some(pause) => sleep(pause).await,
                None => return Err(error.into()),
            }
        }
    }

    fn need(&self) -> TokenNeed {
        TokenNeed {
            scope: self.plan.scope,
            audience: self.client.tenant.my_account_audience(),
        }
    }

    fn url(&self) -> Url {
        let mut segments = vec!["me", "v1"];
        segments.extend(self.plan.path.iter().map(String::as_str));
        let mut url = self.client.tenant.endpoint(&segments);
        let known = self.plan.query.iter().map(|(name, value)| (*name, value));
        let further = self.options.query.iter();
        let query: Vec<(&str, &String)> = known
            .chain(further.map(|(name, value)| (name.as_str(), value)))
            .collect();
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }

        url
    }

    fn request(&self, url: &Url, token: &AccessToken, deadline: Duration) -> Request {
        let url = url.clone();
        let mut request = match self.plan.method {
            Method::Get => Request::get(url),
            Method::Post => Request::post(url),
            Method::Patch => Request::patch(url),
            Method::Delete => Request::delete(url),
        };
        for (name, value) in &self.options.headers {
            request = request.header(name, value);
        }
        if let Some(body) = &self.plan.body {
            request = request.json(body.clone());
        }

        // Every attempt carries a proof of its own: it is made when the request is sent.
        request
            .bearer(token)
            .dpop(self.client.dpop.as_ref())
            .deadline(deadline)
    }

    fn raw(&self, url: &Url, answer: &Answer) -> Result<RawResponse<T>, MyAccountError> {
        let value = (self.read)(&Answered { answer, url })?;

        Ok(RawResponse {
            value,
            status: answer.status,
            rate_limit: answer.rate_limit,
            request_id: answer.request_id.clone(),
            location: answer.location.clone(),
            date: answer.date,
        })
    }
}

impl<'a, S: TokenSource, T: Send + 'a> IntoFuture for Call<'a, S, T> {
    type Output = Result<T, S::Error>;
    type IntoFuture = Boxed<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.with_raw_response().await.map(|raw| raw.value) })
    }
}

impl Method {
    fn effect(self) -> Effect {
        match self {
            Self::Get => Effect::Read,
            Self::Post | Self::Patch | Self::Delete => Effect::Write,
        }
    }
}

/// Reads a JSON body.
pub(super) fn json<T: DeserializeOwned>(answered: &Answered<'_>) -> Result<T, MyAccountError> {
    let value = answered.answer.json()?;

    Ok(value)
}

/// Reads an answer without content; content in it has to be JSON, or something in between has answered.
pub(super) fn nothing(answered: &Answered<'_>) -> Result<(), MyAccountError> {
    if !answered.answer.bytes().is_empty() {
        answered
            .answer
            .json::<serde::de::IgnoredAny, MyAccountProblem>()?;
    }

    Ok(())
}
