//! A forgotten password: the provider sends a mail with a link to choose a new one.

use std::sync::Arc;

use crate::{
    connection::{ConnectionId, DATABASE},
    context::Context,
    draft::email_address,
    error::Error,
    provider::{Provider, auth0_meaning, nhost_meaning},
};

/// Asks for the mail. Providers answer the same when nobody has this address.
pub(crate) async fn request_password_reset(
    context: &Arc<Context>,
    connection: &ConnectionId,
    email: &str,
) -> Result<(), Error> {
    let connection = context.connection(connection)?;
    let email = email_address(email, "email")?;
    match Provider::of(&connection, &context.http, None) {
        Provider::Auth0(client) => {
            let database = connection.database.as_deref().unwrap_or(DATABASE);
            let sent = client.request_change_password_email(email, database, None);
            sent.await.map_err(auth0_meaning)?;
        }
        Provider::Nhost(clients) => {
            let sent = clients.auth.send_password_reset_email(email, None, None);
            sent.await.map_err(nhost_meaning)?;
        }
    }

    Ok(())
}
