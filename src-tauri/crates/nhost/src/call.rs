//! One call: the attempts, and what comes back.

mod plan;

use std::{
    future::IntoFuture,
    pin::Pin,
    time::{Duration, SystemTime},
};

use protocol::http::{Answer, CallError, Http, Problem, RateLimit, What};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};

pub(crate) use self::plan::Plan;
use crate::{
    chain::{Chain, Incoming, Outgoing},
    options::RequestOptions,
    retry,
};

/// A call that is sent when it is awaited; dropping the future cancels it.
///
/// ```no_run
/// # use nhost::{AuthClient, AuthError, RequestOptions};
/// # use protocol::secret::AccessToken;
/// # async fn example(client: &AuthClient, token: &AccessToken) -> Result<(), AuthError> {
/// let user = client.get_user(token).await?;
///
/// let once = RequestOptions { max_retries: 0, ..RequestOptions::default() };
/// let raw = client.get_user(token).with(once).with_raw_response().await?;
/// let calls_left = raw.rate_limit.and_then(|limit| limit.remaining);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent until the call is awaited"]
pub struct Call<'a, T, P> {
    wire: &'a Wire,
    plan: Plan,
    options: RequestOptions,
    read: Read<T, P>,
    is_of_the_schema: fn(&P) -> bool,
}

/// What a call brought, with the headers that matter.
#[derive(Clone, Debug)]
pub struct RawResponse<T> {
    /// What the answer says.
    pub value: T,
    /// The HTTP status, between 200 and 299.
    pub status: u16,
    /// How many calls are left, where something in front of the service states it.
    pub rate_limit: Option<RateLimit>,
    /// What the service calls this request in its own log.
    pub request_id: Option<String>,
    /// What time the service thinks it is.
    pub date: Option<SystemTime>,
}

/// Whether what a browser brings home is bound to this program by PKCE (RFC 7636).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pkce {
    /// It is: a code comes home, which only the holder of the verifier can exchange.
    Used,
    /// It is not, because the server does not know how or was not asked to: a refresh token comes home.
    NotUsed,
}

/// The way to one service.
#[derive(Clone, Debug)]
pub(crate) struct Wire {
    pub(crate) http: Http,
    pub(crate) chain: Chain,
}

/// An answer, and whether the challenge stood in the request.
pub(crate) struct Answered<'a> {
    pub(crate) answer: &'a Answer,
    pub(crate) pkce: Pkce,
}

pub(crate) type Read<T, P> = fn(&Answered<'_>) -> Result<T, CallError<P>>;

impl<'a, T, P: Problem> Call<'a, T, P> {
    /// `is_of_the_schema` tells whether a problem may mean that the server does not know a member of the request.
    pub(crate) fn new(
        wire: &'a Wire,
        plan: Plan,
        read: Read<T, P>,
        is_of_the_schema: fn(&P) -> bool,
    ) -> Self {
        Self {
            wire,
            plan,
            options: RequestOptions::default(),
            read,
            is_of_the_schema,
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
    pub async fn with_raw_response(mut self) -> Result<RawResponse<T>, CallError<P>> {
        let mut spent = Duration::ZERO;
        let mut paused = Duration::ZERO;
        let mut retries = 0;
        loop {
            let started = Instant::now();
            let deadline = self.options.deadline.saturating_sub(spent);
            let error = match self.attempt(deadline, retries).await {
                Ok(answer) => return self.raw(&answer),
                Err(error) => error,
            };
            spent = spent.saturating_add(started.elapsed());
            // The server checks the shape before it acts, so a request that it refused for that had no effect.
            let refused = error.problem().is_some_and(self.is_of_the_schema);
            if refused && self.plan.leave_challenge_out() {
                continue;
            }
            let pause = retry::pause(self.plan.effect(), &error, retries);
            let Some(pause) = pause.filter(|pause| {
                retries < self.options.max_retries
                    && paused + *pause <= retry::PAUSES
                    && spent + *pause < self.options.deadline
            }) else {
                return Err(error);
            };
            sleep(pause).await;
            spent += pause;
            paused += pause;
            retries += 1;
        }
    }

    async fn attempt(&self, deadline: Duration, retries: u32) -> Result<Answer, CallError<P>> {
        let outgoing = Outgoing {
            method: self.plan.method(),
            path: self.plan.path(),
            retries,
        };
        let mut request = self.plan.request();
        for (name, value) in self.wire.chain.request(&outgoing) {
            request = request.header(name, &value);
        }
        for (name, value) in &self.options.headers {
            request = request.header(name, value);
        }
        let request = self.plan.load(request).deadline(deadline);
        let result = self.wire.http.call(request).await;
        let status = match &result {
            Ok(answer) => Some(answer.status),
            Err(error) => error.status(),
        };
        self.wire.chain.answer(&outgoing, Incoming { status });

        result
    }

    fn raw(&self, answer: &Answer) -> Result<RawResponse<T>, CallError<P>> {
        let pkce = self.plan.pkce();
        let value = (self.read)(&Answered { answer, pkce })?;

        Ok(RawResponse {
            value,
            status: answer.status,
            rate_limit: answer.rate_limit,
            request_id: answer.request_id.clone(),
            date: answer.date,
        })
    }
}

impl<'a, T: Send + 'a, P: Problem + Send + 'a> IntoFuture for Call<'a, T, P> {
    type Output = Result<T, CallError<P>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.with_raw_response().await.map(|raw| raw.value) })
    }
}

/// Reads a JSON body.
pub(crate) fn json<T: DeserializeOwned, P>(answered: &Answered<'_>) -> Result<T, CallError<P>> {
    answered.answer.json()
}

/// Reads the answer `"OK"`. Another word is as good, as long as it is JSON: something in between has answered else.
pub(crate) fn ok<P>(answered: &Answered<'_>) -> Result<(), CallError<P>> {
    answered.answer.json::<serde::de::IgnoredAny, P>()?;

    Ok(())
}

/// Finds fault with an answer.
pub(crate) fn shape<P>(answer: &Answer, path: &str) -> CallError<P> {
    answer.unexpected(What::Shape {
        path: path.to_owned(),
    })
}
