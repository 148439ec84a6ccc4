//! The answer to a call: given once, whatever becomes of the command.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use tauri::{
    http::{HeaderValue, Response, StatusCode, header},
    ipc::{InvokeError, InvokeResponse, InvokeResponseBody},
};
use tokio::sync::OwnedSemaphorePermit;

use crate::ipc::error::{CallProblem, CommandError, reference};

/// The header in which Tauri's script in the page looks for how a call went.
const OUTCOME: &str = "tauri-response";
const JSON: &str = "application/json";
const BYTES: &str = "application/octet-stream";
/// How Tauri begins when arguments do not fit; everything else it says in words is that a command may not be called.
const ARGUMENTS: &str = "invalid args";

type Send = dyn FnOnce(Response<Cow<'static, [u8]>>) + std::marker::Send;

/// Answers one call. Dropped without an answer, it says that something went wrong inside the app: that is what is left
/// of a command that panicked.
pub(super) struct Answer {
    send: Option<Box<Send>>,
    place: Option<OwnedSemaphorePermit>,
}

impl Answer {
    /// An answer that takes this way back to the page.
    pub(super) fn through(
        send: impl FnOnce(Response<Cow<'static, [u8]>>) + std::marker::Send + 'static,
    ) -> Self {
        Self {
            send: Some(Box::new(send)),
            place: None,
        }
    }

    /// Keeps a place among the calls that wait until it is given.
    pub(super) fn keep(&mut self, place: OwnedSemaphorePermit) {
        self.place = Some(place);
    }

    /// What a command, or Tauri in front of it, answered.
    pub(super) fn give(mut self, response: InvokeResponse) {
        match response {
            InvokeResponse::Ok(InvokeResponseBody::Json(text)) => {
                self.send("ok", JSON, text.into_bytes());
            }
            InvokeResponse::Ok(InvokeResponseBody::Raw(bytes)) => self.send("ok", BYTES, bytes),
            // In words: it was Tauri. Not for the log, because it repeats what was sent.
            InvokeResponse::Err(InvokeError(Value::String(words))) => {
                let problem = if words.starts_with(ARGUMENTS) {
                    CallProblem::Arguments
                } else {
                    CallProblem::NotAllowed
                };
                self.refuse(problem);
            }
            InvokeResponse::Err(InvokeError(error)) => self.fail(&error),
        }
    }

    /// The call led nowhere.
    pub(super) fn refuse(mut self, problem: CallProblem) {
        // A flood of calls is not to become one of the log.
        if problem != CallProblem::TooMany {
            tracing::warn!(?problem, "a call of the page was refused");
        }
        self.fail(&CommandError::CallRefused { problem });
    }

    /// What a webview may send along.
    pub(super) fn allow_headers(mut self) {
        let mut response = Response::new(Cow::default());
        let any = HeaderValue::from_static("*");
        response
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_HEADERS, any);
        self.respond(response);
    }

    /// Calls are posted.
    pub(super) fn refuse_method(mut self) {
        let mut response = Response::new(Cow::default());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        self.respond(response);
    }

    fn fail(&mut self, error: &impl Serialize) {
        self.send("error", JSON, serde_json::to_vec(error).unwrap_or_default());
    }

    fn send(&mut self, outcome: &'static str, kind: &'static str, body: Vec<u8>) {
        let mut response = Response::new(Cow::Owned(body));
        let headers = response.headers_mut();
        headers.insert(OUTCOME, HeaderValue::from_static(outcome));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        self.respond(response);
    }

    fn respond(&mut self, mut response: Response<Cow<'static, [u8]>>) {
        let headers = response.headers_mut();
        // To a webview the page and its calls have different origins. Who may call is decided by the origin and the key
        // in the call, not by this.
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(OUTCOME),
        );
        // Before it is sent: the page may call again at once.
        self.place = None;
        if let Some(send) = self.send.take() {
            send(response);
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if self.send.is_some() {
            let reference = reference();
            tracing::error!(reference, "a command ended without an answer");
            self.fail(&CommandError::Internal { reference });
        }
    }
}
