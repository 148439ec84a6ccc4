//! What both providers can be asked about passkeys of somebody who is signed in.

use auth0::my_account::{AuthSession, MethodId};
use protocol::secret::AccessToken;
use serde_json::Value;

use super::{
    Failure, Provider, auth0_side::passkeys as auth0_side, nhost_side::passkeys as nhost_side,
};
use crate::{error::Error, factor::Factor, passkeys::Credential};

/// A passkey that the provider waits for.
pub(crate) struct StartedPasskey {
    pub(crate) tie: PasskeyTie,
    /// As they came.
    pub(crate) options: Value,
}

/// What ties the passkey that was made to the options that it was made for.
pub(crate) enum PasskeyTie {
    Auth0 {
        id: MethodId,
        session: AuthSession,
    },
    /// The service knows it by its challenge.
    Nhost,
}

impl Provider {
    /// Begins to add a passkey.
    pub(crate) async fn start_passkey(
        &self,
        token: &AccessToken,
    ) -> Result<StartedPasskey, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::start(&client.my_account(), token).await,
            Self::Nhost(clients) => nhost_side::start(&clients.auth, token).await,
        }
    }

    /// Adds the passkey that was made.
    pub(crate) async fn finish_passkey(
        &self,
        token: &AccessToken,
        tie: &PasskeyTie,
        answer: &Value,
        name: Option<&str>,
    ) -> Result<Factor, Failure> {
        match (self, tie) {
            (Self::Auth0(client), PasskeyTie::Auth0 { id, session }) => {
                auth0_side::finish(&client.my_account(), token, id, session, answer).await
            }
            (Self::Nhost(clients), PasskeyTie::Nhost) => {
                nhost_side::finish(&clients.auth, token, answer, name).await
            }
            // Begun at another connection than it is finished at.
            (Self::Nhost(_), PasskeyTie::Auth0 { .. }) | (Self::Auth0(_), PasskeyTie::Nhost) => {
                Err(Failure::Other(Error::NotFound))
            }
        }
    }

    /// Every passkey of the person.
    pub(crate) async fn credentials(
        &self,
        token: &AccessToken,
    ) -> Result<Vec<Credential>, Failure> {
        match self {
            Self::Auth0(client) => auth0_side::credentials(&client.my_account(), token).await,
            Self::Nhost(clients) => nhost_side::credentials(clients, token).await,
        }
    }
}
