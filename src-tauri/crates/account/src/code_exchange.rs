//! Whether an Nhost server brings codes home, which only this program can exchange (PKCE, RFC 7636), or tokens.

use std::{collections::HashMap, sync::Arc, time::Duration};

use nhost::Pkce;

use crate::{
    connection::Connection,
    context::Context,
    error::Error,
    provider::{Provider, nhost_meaning},
};

/// Servers are replaced, not configured, to learn it.
const FRESH: Duration = Duration::from_secs(24 * 3_600);

/// What is known of each server, by its address, and since when on the clock that nobody can set back.
#[derive(Default)]
pub(crate) struct CodeExchange(HashMap<String, (Pkce, Duration)>);

/// What the server is known to do, or else says when it is asked.
///
/// # Errors
/// When it does not answer, or the provider is another one.
pub(crate) async fn known(context: &Arc<Context>, connection: &Connection) -> Result<Pkce, Error> {
    let now = context.ports.clock.elapsed();
    let known = context
        .code_exchange()
        .0
        .get(&connection.base().to_string())
        .copied();
    match known {
        Some((pkce, since)) if now < since + FRESH => Ok(pkce),
        Some(_) | None => ask(context, connection).await,
    }
}

/// What the server says now.
///
/// # Errors
/// As [`known`].
pub(crate) async fn ask(context: &Arc<Context>, connection: &Connection) -> Result<Pkce, Error> {
    let Provider::Nhost(clients) = Provider::of(connection, &context.http, None) else {
        return Err(Error::NotFound);
    };
    let features = clients.auth.features().await.map_err(nhost_meaning)?;
    let pkce = match features.code_exchange {
        true => Pkce::Used,
        false => Pkce::NotUsed,
    };
    let since = context.ports.clock.elapsed();
    let server = connection.base().to_string();
    context.code_exchange().0.insert(server, (pkce, since));

    Ok(pkce)
}
