//! The line between a ceremony and the person: events one way, answers and "stop" the other.

use std::{future::Future, time::Duration};

use tokio::{sync::mpsc, time};
use tokio_util::sync::CancellationToken;

#[cfg(any(target_os = "linux", target_os = "macos"))]
use crate::Reply;
use crate::{Error, Event};

/// Events are seen at the speed of people; a handful may wait while a window is drawn.
const WAITING_EVENTS: usize = 16;

/// The ceremony's end of the line. A clone can stop it from anywhere.
#[derive(Clone, Debug)]
pub struct Interaction {
    events: mpsc::Sender<Event>,
    stop: CancellationToken,
}

impl Interaction {
    /// A new line, and the events that come out of it. Dropping the receiver stops the ceremony: nobody would see what
    /// it asks.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Event>) {
        let (events, receiver) = mpsc::channel(WAITING_EVENTS);
        let line = Self {
            events,
            stop: CancellationToken::new(),
        };

        (line, receiver)
    }

    /// Stops the ceremony at whatever point it is. It ends with [`Error::Cancelled`], and the authenticator stops
    /// blinking. Dropping the ceremony's future does the same.
    pub fn cancel(&self) {
        self.stop.cancel();
    }

    pub(crate) async fn cancelled(&self) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = self.events.closed() => {}
        }
    }

    #[cfg(target_os = "linux")]
    pub(crate) fn is_cancelled(&self) -> bool {
        self.stop.is_cancelled() || self.events.is_closed()
    }

    pub(crate) async fn tell(&self, event: Event) -> Result<(), Error> {
        tokio::select! {
            biased;
            () = self.cancelled() => Err(Error::Cancelled),
            told = self.events.send(event) => told.map_err(|_| Error::Cancelled),
        }
    }

    #[cfg(any(target_os = "linux", target_os = "macos"))]
    pub(crate) async fn ask<T>(
        &self,
        question: impl FnOnce(Reply<T>) -> Event,
    ) -> Result<T, Error> {
        let (reply, answer) = Reply::new();
        self.tell(question(reply)).await?;

        tokio::select! {
            biased;
            () = self.cancelled() => Err(Error::Cancelled),
            answer = answer => answer.map_err(|_| Error::Cancelled),
        }
    }
}

/// Runs `work` beside the caller, so that the caller is free at once when it stops, runs out of time or is dropped,
/// while the work may still take a moment to tell the authenticator.
pub(crate) async fn run<T, W>(
    interaction: Interaction,
    timeout: Duration,
    work: impl FnOnce(Interaction) -> W,
) -> Result<T, Error>
where
    T: Send + 'static,
    W: Future<Output = Result<T, Error>> + Send + 'static,
{
    let inner = Interaction {
        events: interaction.events.clone(),
        stop: interaction.stop.child_token(),
    };
    let _stops_when_dropped = inner.stop.clone().drop_guard();
    let mut task = tokio::spawn(work(inner));

    tokio::select! {
        biased;
        () = interaction.cancelled() => Err(Error::Cancelled),
        done = &mut task => done.unwrap_or(Err(Error::Gone)),
        () = time::sleep(timeout) => Err(Error::TimedOut),
    }
}
