//! Adding a passkey on the provider's own page, where no authenticator of this computer can be asked.
//!
//! Auth0's page [offers a passkey](https://auth0.com/docs/authenticate/database-connections/passkeys) to somebody who
//! has none on this device and signs in from the beginning. There is no address that leads straight to it.

use std::sync::Arc;

use crate::{
    account::AccountId,
    capability::Capability,
    connection::SignInWay,
    context::Context,
    error::Error,
    probe::{NoneReason, Tier},
    sign_in::{self, Purpose, StartSignIn},
};

/// Opens the provider's page; the factors are read anew when the person is back.
pub(crate) async fn start(context: &Arc<Context>, account: &AccountId) -> Result<(), Error> {
    let session = context.session(account)?;
    let connection = context.connection_of(&session)?;
    if let Tier::None(reason) = session.tier(&connection, Capability::Passkeys) {
        return Err(Error::Unavailable(reason));
    }
    if !connection.ways().contains(&SignInWay::Browser) {
        return Err(Error::Unavailable(NoneReason::NotOffered));
    }
    let request = StartSignIn {
        provider: None,
        connection: connection.id,
        account: Some(account.clone()),
        keep: session.facts().keep,
        redirect: None,
        purpose: Purpose::AddPasskey,
    };

    sign_in::start(context, request).await
}
