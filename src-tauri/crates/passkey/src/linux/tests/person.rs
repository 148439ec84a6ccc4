//! Somebody in front of the key who types and chooses, and remembers what they saw.

use std::collections::VecDeque;

use tokio::{sync::mpsc::Receiver, task::JoinHandle};

use crate::{Event, Interaction, NewPinReason, Pin, PinReason};

/// What was on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    InsertKey,
    SelectDevice(usize),
    Touch,
    EnterPin(PinReason, Option<u32>),
    ChoosePin(NewPinReason, u32),
    SelectAccount(Vec<String>),
    Other,
}

/// What somebody will do when they are asked.
#[derive(Default)]
pub(super) struct Person {
    pins: VecDeque<&'static str>,
    account: usize,
    leaves_at: Option<Seen>,
}

impl Person {
    /// Types these PINs, one for each question; after the last one they close the dialog.
    pub(super) fn typing(pins: &[&'static str]) -> Self {
        Self {
            pins: pins.iter().copied().collect(),
            ..Self::default()
        }
    }

    /// Takes the account at this place.
    pub(super) fn choosing(mut self, account: usize) -> Self {
        self.account = account;

        self
    }

    /// Presses "cancel" when they see this.
    pub(super) fn leaving_at(mut self, seen: Seen) -> Self {
        self.leaves_at = Some(seen);

        self
    }

    /// Sits down. What they saw is told once the ceremony is over.
    pub(super) fn sits_down(self) -> (Interaction, JoinHandle<Vec<Seen>>) {
        let (interaction, events) = Interaction::new();
        let stop = interaction.clone();

        (interaction, tokio::spawn(self.watch(events, stop)))
    }

    async fn watch(mut self, mut events: Receiver<Event>, stop: Interaction) -> Vec<Seen> {
        let mut seen = Vec::new();
        let mut stop = Some(stop);
        // Their own way to cancel would keep the line open for ever.
        let wants_to_leave = self.leaves_at.is_some();
        if !wants_to_leave {
            stop = None;
        }
        while let Some(event) = events.recv().await {
            let now = Seen::from(&event);
            seen.push(now.clone());
            if self.leaves_at.as_ref() == Some(&now) {
                if let Some(stop) = stop.take() {
                    stop.cancel();
                }
                continue;
            }
            self.react(event);
        }

        seen
    }

    fn react(&mut self, event: Event) {
        match event {
            Event::EnterPin { reply, .. } | Event::ChoosePin { reply, .. } => {
                if let Some(pin) = self.pins.pop_front() {
                    reply.send(Pin::new(pin.to_owned()));
                }
            }
            Event::SelectAccount { reply, .. } => reply.send(self.account),
            Event::InsertKey
            | Event::SelectDevice { .. }
            | Event::Touch { .. }
            | Event::VerifyAgain { .. }
            | Event::ShowQr { .. }
            | Event::Phone(_)
            | Event::SystemDialog => {}
        }
    }
}

impl From<&Event> for Seen {
    fn from(event: &Event) -> Self {
        match event {
            Event::InsertKey => Self::InsertKey,
            Event::SelectDevice { names } => Self::SelectDevice(names.len()),
            Event::Touch { .. } => Self::Touch,
            Event::EnterPin {
                reason,
                attempts_left,
                ..
            } => Self::EnterPin(*reason, *attempts_left),
            Event::ChoosePin {
                reason, min_length, ..
            } => Self::ChoosePin(*reason, *min_length),
            Event::SelectAccount { accounts, .. } => {
                let names = accounts
                    .iter()
                    .map(|it| it.name.clone().unwrap_or_default());
                Self::SelectAccount(names.collect())
            }
            Event::VerifyAgain { .. }
            | Event::ShowQr { .. }
            | Event::Phone(_)
            | Event::SystemDialog => Self::Other,
        }
    }
}
