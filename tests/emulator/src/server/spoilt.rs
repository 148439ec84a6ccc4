//! Answers that go wrong after their head: half of them, byte by byte, or without an end.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Response, header};
use hyper::body::Frame;
use tokio::time::{Sleep, sleep};

/// Larger than any answer the emulator gives.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// What an endless answer repeats: harmless in JSON, and much of it.
const PADDING: &[u8] = &[b' '; 16 * 1024];

/// The connection is to be closed without an answer, or without the rest of one.
#[derive(Debug)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the connection is cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Announces the whole length and sends half; the connection ends there.
pub(super) async fn half(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    let whole = to_bytes(body, LARGEST_ANSWER).await.unwrap_or_default();
    head.headers
        .insert(header::CONTENT_LENGTH, whole.len().into());
    Response::from_parts(head, Body::new(Half(Some(whole.slice(..whole.len() / 2)))))
}

/// Sends the head at once and then one byte after each pause.
pub(super) async fn drop_by_drop(response: Response<Body>, pause: Duration) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    let rest = to_bytes(body, LARGEST_ANSWER).await.unwrap_or_default();
    head.headers
        .insert(header::CONTENT_LENGTH, rest.len().into());
    let drops = Drops {
        rest,
        pause,
        wait: Box::pin(sleep(pause)),
    };
    Response::from_parts(head, Body::new(drops))
}

/// Sends the answer and then white space until the other side has had enough.
pub(super) async fn endless(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    let first = to_bytes(body, LARGEST_ANSWER).await.unwrap_or_default();
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::new(Endless(first)))
}

/// A body that ends in an error after its only piece.
struct Half(Option<Bytes>);

/// A body that comes byte by byte.
struct Drops {
    rest: Bytes,
    pause: Duration,
    wait: Pin<Box<Sleep>>,
}

/// A body that goes on after its first piece.
struct Endless(Bytes);

impl hyper::body::Body for Half {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let piece = self.0.take().map(Frame::data).ok_or(Cut);
        Poll::Ready(Some(piece))
    }
}

impl hyper::body::Body for Drops {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        if self.wait.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.wait = Box::pin(sleep(self.pause));
        let byte = self.rest.split_to(1);
        Poll::Ready(Some(Ok(Frame::data(byte))))
    }
}

impl hyper::body::Body for Endless {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        let piece = std::mem::replace(&mut self.0, Bytes::from_static(PADDING));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}
