//! The way from the library that writes the messages to the client that sends them, and back.

use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use oauth2::http::StatusCode;
use oauth2::{ErrorResponse, HttpRequest, HttpResponse, RequestTokenError};
use secrecy::zeroize::Zeroizing;
use tokio::time::sleep;
use url::Url;

use super::reply::{self, TokenReply};
use super::{TOKEN_REPLY_CAP, Tokens};
use crate::dpop::Dpop;
use crate::http::{Answer, CallError, Http, Problem, Request, UnreachableKind};
use crate::json;

/// Long enough for a network that is just coming back, short enough for a person who looks on.
const MOMENT: Duration = Duration::from_millis(500);

/// One message on its way through the one HTTP client.
///
/// It owns what it needs: a future that borrows through the library's callback cannot be proven
/// `Send` by callers that spawn it.
pub(super) struct Call<P> {
    http: Http,
    endpoint: Url,
    dpop: Option<Dpop>,
    date: Arc<Mutex<Option<SystemTime>>>,
    attempts: Attempts,
    problem: PhantomData<fn() -> P>,
}

/// How often a message is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempts {
    Once,
    /// Twice where it provably never left the first time.
    OnceMoreIfUnsent,
}

impl<P> Clone for Call<P> {
    fn clone(&self) -> Self {
        Self {
            http: self.http.clone(),
            endpoint: self.endpoint.clone(),
            dpop: self.dpop.clone(),
            date: Arc::clone(&self.date),
            attempts: self.attempts,
            problem: PhantomData,
        }
    }
}

/// A message's answer on its way to the library.
pub(super) type Sending<P> =
    Pin<Box<dyn Future<Output = Result<HttpResponse, CallError<P>>> + Send>>;

impl<P: Problem + 'static> Call<P> {
    pub(super) fn new(http: &Http, endpoint: &Url, dpop: &Option<Dpop>) -> Self {
        Self {
            http: http.clone(),
            endpoint: endpoint.clone(),
            dpop: dpop.clone(),
            date: Arc::default(),
            attempts: Attempts::Once,
            problem: PhantomData,
        }
    }

    /// The same, once more after a moment where the message never left: for what is good for one attempt only.
    pub(super) fn once_more_if_unsent(self) -> Self {
        Self {
            attempts: Attempts::OnceMoreIfUnsent,
            ..self
        }
    }

    pub(super) fn sender_for_tokens(
        &self,
    ) -> impl Fn(HttpRequest) -> Sending<P> + Send + Sync + use<P> {
        let call = self.clone();
        move |request| {
            let call = call.clone();
            Box::pin(async move {
                let answer = call.exchange(request).await?;
                reply::check(&answer)?;

                Ok(response(answer.bytes().to_vec()))
            })
        }
    }

    pub(super) fn sender(&self) -> impl Fn(HttpRequest) -> Sending<P> + Send + Sync + use<P> {
        let call = self.clone();
        move |request| {
            let call = call.clone();
            Box::pin(async move {
                call.exchange(request).await?;

                Ok(response(Vec::new()))
            })
        }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Answer, CallError<P>> {
        let body = Zeroizing::new(request.into_body());
        let may_repeat = self.attempts == Attempts::OnceMoreIfUnsent;
        let first = match self.send(body.clone()).await {
            Err(error) if may_repeat && is_unsent(&error) => None,
            answer => Some(answer?),
        };
        let answer = match first {
            Some(answer) => answer,
            None => {
                sleep(MOMENT).await;
                self.send(body).await?
            }
        };
        if let Ok(mut date) = self.date.lock() {
            *date = answer.date;
        }

        Ok(answer)
    }

    async fn send(&self, body: Zeroizing<Vec<u8>>) -> Result<Answer, CallError<P>> {
        let request = Request::post(self.endpoint.clone())
            .cap(TOKEN_REPLY_CAP)
            .dpop(self.dpop.as_ref())
            .body("application/x-www-form-urlencoded", body);

        self.http.call(request).await
    }

    pub(super) fn tokens<T: ErrorResponse + 'static>(
        &self,
        result: Result<TokenReply, RequestTokenError<CallError<P>, T>>,
    ) -> Result<Tokens, CallError<P>> {
        let reply = result.map_err(|error| self.failed(error))?;

        Ok(reply.into_tokens(self.date(), self.dpop.clone()))
    }

    /// Takes our own error back out; the library's error is dropped unread, because its `Debug`
    /// holds the whole body.
    pub(super) fn failed<T: ErrorResponse + 'static>(
        &self,
        error: RequestTokenError<CallError<P>, T>,
    ) -> CallError<P> {
        let path = match error {
            RequestTokenError::Request(error) => return error,
            RequestTokenError::Parse(error, body) => {
                drop(Zeroizing::new(body));
                json::safe_path(error.path())
            }
            RequestTokenError::ServerResponse(_) | RequestTokenError::Other(_) => ".".to_owned(),
        };

        reply::shape(path, self.date())
    }

    fn date(&self) -> Option<SystemTime> {
        self.date.lock().map_or(None, |date| *date)
    }
}

/// Nobody was there to take it; one that took too long to find out has had its time.
fn is_unsent<P>(error: &CallError<P>) -> bool {
    matches!(
        error,
        CallError::Unreachable(it)
            if !it.sent && matches!(it.kind, UnreachableKind::Connect | UnreachableKind::Offline)
    )
}

/// Tells the library that all is well; what is not well has left through an error before.
fn response(body: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::new(body);
    *response.status_mut() = StatusCode::OK;

    response
}
