//! A forgotten password: the provider sends a mail with a link to choose a new one.

use std::sync::Arc;

use nhost::ErrorCode;

use super::{nhost_side::refused, step::SignInHere};
use crate::{
    account::Keep,
    connection::{ConnectionId, DATABASE},
    context::Context,
    errand::{MailHome, MailPurpose, ask},
    error::{Error, Refusal},
    provider::{Provider, auth0_meaning},
    typed_text::email_address,
};

/// An address that is none is the only one that is told.
const ASKING: [(ErrorCode, Refusal); 1] = [(ErrorCode::InvalidRequest, Refusal::EmailRefused)];

/// Asks for the mail. At Nhost its link brings the person back and signs them in, where the project allows that.
///
/// Providers answer the same when nobody has this address.
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
            let client = &clients.auth;
            let way = MailHome::new(context, &connection).await?;
            let sent = ask(&way, |way| {
                let verifier = way.and_then(MailHome::verifier);
                client.send_password_reset_email(email, way.map(MailHome::address), verifier)
            });
            let (pkce, leads_home) = sent.await.map_err(|error| refused(error, &ASKING))?;
            if leads_home {
                let here = SignInHere {
                    connection: connection.id.clone(),
                    account: None,
                    keep: Keep::Vault,
                };
                way.wait(
                    context,
                    &connection.id,
                    MailPurpose::NewPassword(here),
                    pkce,
                );
            }
        }
    }

    Ok(())
}
