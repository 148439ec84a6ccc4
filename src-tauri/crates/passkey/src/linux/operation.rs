//! One piece of work on an open channel, tried again while a wrong PIN or finger is all that stands in the way.

use std::{future::Future, sync::atomic::Ordering};

use libwebauthn::transport::Channel;

use tokio_util::sync::CancellationToken;

use super::{
    failure::{Failure, Transport},
    forward::{Desk, Update, forward},
};
use crate::{Error, PinReason};

/// More tries than any key allows: CTAP 2.1 §6.5.2.3 gives a PIN eight and a finger three.
const MAX_TRIES: u32 = 16;

/// Work on a key, whatever it is connected by.
pub(super) trait Operation: Send {
    type Output: Send;
    /// What the key's PIN is asked for, when the key itself would give a reason that misleads.
    const ASKS_FOR: Option<PinReason> = None;

    fn on<C>(
        &mut self,
        channel: &mut C,
        desk: &Desk,
    ) -> impl Future<Output = Result<Self::Output, Failure>> + Send
    where
        C: Channel,
        C::TransportError: Transport;
}

pub(super) async fn perform<O, C>(
    mut operation: O,
    channel: &mut C,
    desk: &Desk,
) -> Result<O::Output, Error>
where
    O: Operation,
    C: Channel,
    C::UxUpdate: Update,
    C::TransportError: Transport,
{
    let updates = channel.get_ux_update_receiver();
    let done = CancellationToken::new();
    let _done_when_dropped = done.clone().drop_guard();
    let forwarding = tokio::spawn(forward(updates, desk.clone(), O::ASKS_FOR, done.clone()));

    let result = try_repeatedly(&mut operation, channel, desk).await;
    done.cancel();
    drop(forwarding.await);

    result
}

async fn try_repeatedly<O, C>(
    operation: &mut O,
    channel: &mut C,
    desk: &Desk,
) -> Result<O::Output, Error>
where
    O: Operation,
    C: Channel,
    C::TransportError: Transport,
{
    for _ in 0..MAX_TRIES {
        match operation.on(channel, desk).await {
            Ok(output) => return Ok(output),
            Err(Failure::WrongPin) => desk.notes.pin_was_wrong.store(true, Ordering::Relaxed),
            Err(Failure::NotRecognised) => {}
            Err(Failure::Final(_)) if desk.notes.new_pins_refused.load(Ordering::Relaxed) => {
                return Err(Error::PinRefused);
            }
            Err(Failure::Final(error)) => return Err(error),
        }
        if desk.person.is_cancelled() {
            return Err(Error::Cancelled);
        }
    }

    Err(Error::Denied)
}
