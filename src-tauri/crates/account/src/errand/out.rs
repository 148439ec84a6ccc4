//! The way out: the errand is remembered, and its address opened in the system browser.

use std::{sync::Arc, time::Duration};

use protocol::{
    Url,
    secret::{CodeVerifier, State},
};

use super::{Waiting, WayHome};
use crate::{
    connection::{Connection, ConnectionId, LOOPBACK_PORTS, RedirectWay},
    context::Context,
    error::Error,
};

/// Makes room for a new errand of this connection and prepares its return.
///
/// # Errors
/// When every port of the loopback way is taken.
pub(crate) async fn way_home(
    context: &Context,
    connection: &Connection,
    redirect: RedirectWay,
) -> Result<WayHome, Error> {
    // The old listener has to let go of its port before a new one asks for it.
    context.errands().remove(&connection.id);
    context.publish();
    let listening = match redirect {
        RedirectWay::Scheme => None,
        RedirectWay::Loopback => Some(
            context
                .ports
                .loopback
                .listen(&LOOPBACK_PORTS)
                .await
                .map_err(|_| Error::LoopbackBusy)?,
        ),
    };

    Ok(WayHome {
        target: connection.redirect_target(listening.as_ref().map(|listening| listening.port())),
        state: State::from_random(context.random()?),
        verifier: CodeVerifier::from_random(context.random()?),
        listening,
    })
}

/// Remembers the errand for this long and opens the system browser.
///
/// # Errors
/// When no browser opens; the errand waits all the same.
pub(crate) async fn send(
    context: &Arc<Context>,
    waiting: Waiting,
    url: Url,
    life: Duration,
) -> Result<(), Error> {
    let connection = waiting.quest.connection().clone();
    let number = context
        .errands()
        .begin(waiting, url.clone(), life, &*context.ports.clock);
    context.publish();
    tokio::spawn(expire_later(Arc::clone(context), connection, number, life));

    open(context, &url).await
}

/// Opens the browser again for the errand that waits.
pub(crate) async fn open_again(context: &Context, connection: &ConnectionId) -> Result<(), Error> {
    open(context, &link(context, connection)?).await
}

/// The address of the errand that waits.
pub(crate) fn link(context: &Context, connection: &ConnectionId) -> Result<Url, Error> {
    context.errands().url(connection).ok_or(Error::NotFound)
}

async fn open(context: &Context, url: &Url) -> Result<(), Error> {
    context
        .ports
        .browser
        .open(url)
        .await
        .map_err(|_| Error::BrowserNotOpened)
}

async fn expire_later(
    context: Arc<Context>,
    connection: ConnectionId,
    number: u64,
    life: Duration,
) {
    tokio::time::sleep(life).await;
    let is_over = context.errands().expire(&connection, number);
    if is_over {
        context.publish();
    }
}
