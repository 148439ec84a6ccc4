//! The way out: the errand is remembered, and its address opened in the system browser.

use std::{sync::Arc, time::Duration};

use nhost::BrowserAddress;
use protocol::{
    Url,
    secret::{CodeVerifier, Secret as _, State},
};

use super::{Waiting, WayHome};
use crate::{
    connection::{Connection, ConnectionId, LOOPBACK_PORTS, RedirectWay},
    context::Context,
    error::Error,
};

/// Where an errand leads.
#[derive(Clone)]
pub(crate) enum Address {
    /// May be copied into another browser.
    Open(Url),
    /// Holds a token of the account: it goes to the browser and nowhere else.
    Secret(BrowserAddress),
}

impl Address {
    fn url(&self) -> Option<Url> {
        match self {
            Self::Open(url) => Some(url.clone()),
            Self::Secret(address) => Url::parse(address.expose()).ok(),
        }
    }
}

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
    address: Address,
    life: Duration,
) -> Result<(), Error> {
    let connection = waiting.quest.connection().clone();
    let number = context
        .errands()
        .begin(waiting, address.clone(), life, &*context.ports.clock);
    context.publish();
    tokio::spawn(expire_later(Arc::clone(context), connection, number, life));

    open(context, &address).await
}

/// Opens the browser again for the errand that waits.
pub(crate) async fn open_again(context: &Context, connection: &ConnectionId) -> Result<(), Error> {
    let address = context.errands().address(connection);

    open(context, &address.ok_or(Error::NotFound)?).await
}

/// The address of the errand that waits.
///
/// # Errors
/// [`Error::NotFound`] when none waits, or its address holds a token.
pub(crate) fn link(context: &Context, connection: &ConnectionId) -> Result<Url, Error> {
    match context.errands().address(connection) {
        Some(Address::Open(url)) => Ok(url),
        Some(Address::Secret(_)) | None => Err(Error::NotFound),
    }
}

async fn open(context: &Context, address: &Address) -> Result<(), Error> {
    let url = address.url().ok_or(Error::BrowserNotOpened)?;
    context
        .ports
        .browser
        .open(&url)
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
