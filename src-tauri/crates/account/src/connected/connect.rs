//! Connecting an account elsewhere: an errand in the browser with a call before and a call after it.

use std::sync::Arc;

use auth0::{
    MyAccountError,
    my_account::{AuthSession, AuthorizationParams, Complete, Connect, ProblemKind},
};
use protocol::secret::ConnectCode;

use super::ConnectedAccount;
use crate::{
    account::AccountId,
    connection::{ConnectionId, RedirectWay, redirect_uri},
    context::Context,
    errand::{self, Address, LIFE, Quest, Redeemable, Waiting},
    error::{Error, Refusal},
    limits::Bucket,
    provider::{Failure, my_account_failure},
    sign_in::SignInPhase,
};

/// What the page asks for to connect an account.
#[derive(Clone, Debug)]
pub struct StartConnecting {
    /// Whose it is going to be.
    pub account: AccountId,
    /// The name of a [`Connectable`](super::Connectable).
    pub name: String,
    /// The way home, if not the connection's own.
    pub redirect: Option<RedirectWay>,
}

/// An account elsewhere whose owner is in the browser.
pub(crate) struct Connecting {
    pub(crate) connection: ConnectionId,
    pub(crate) account: AccountId,
    pub(crate) name: String,
    /// Who the answer has to come from.
    pub(crate) issuer: String,
    auth_session: AuthSession,
}

/// Asks the provider for the errand and opens the system browser.
pub(crate) async fn start(context: &Arc<Context>, request: StartConnecting) -> Result<(), Error> {
    let session = context.session(&request.account)?;
    let connection = context.connection_of(&session)?;

    let redirect = request.redirect.unwrap_or(connection.redirect);
    let way = errand::way_home(context, &connection, redirect).await?;
    let redirect_uri = redirect_uri(&way.target);
    let connect = Connect {
        connection: &request.name,
        redirect_uri: &redirect_uri,
        state: &way.state,
        verifier: &way.verifier,
        scopes: &[],
        authorization_params: AuthorizationParams::default(),
    };
    let connect = &connect;
    let (started, issuer) = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = provider.my_account()?;
            let call = client.connected_accounts().connect(&token, connect);
            let started = call.await.map_err(my_account_failure)?;

            Ok((started, client.tenant().issuer()))
        })
        .await?;

    let url = started.url().clone();
    // The provider's own time may be the shorter one: nobody is sent back too late.
    let life = LIFE.min(started.expires_in);
    let connecting = Connecting {
        connection: connection.id,
        account: request.account,
        name: request.name,
        issuer,
        auth_session: started.auth_session,
    };
    let waiting = Waiting {
        way,
        quest: Quest::Connect(connecting),
    };

    errand::send(context, waiting, Address::Open(url), life).await
}

/// Hands in the code that came home.
pub(crate) async fn complete(
    context: &Arc<Context>,
    number: u64,
    connecting: Connecting,
    home: Redeemable<ConnectCode>,
) {
    match redeem(context, &connecting, &home).await {
        Ok(()) => {
            context
                .errands()
                .remove_number(&connecting.connection, number);
            context.publish();
        }
        Err(error) => errand::fail(
            context,
            &connecting.connection,
            number,
            SignInPhase::Failed(error),
        ),
    }
}

async fn redeem(
    context: &Arc<Context>,
    connecting: &Connecting,
    home: &Redeemable<ConnectCode>,
) -> Result<(), Error> {
    let session = context.session(&connecting.account)?;
    let redirect_uri = redirect_uri(&home.way.target);
    let complete = Complete {
        auth_session: &connecting.auth_session,
        connect_code: &home.code,
        redirect_uri: &redirect_uri,
        verifier: &home.way.verifier,
    };
    let complete = &complete;
    let connected = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = provider.my_account()?;
            let call = client.connected_accounts().complete(&token, complete);
            call.await.map_err(completing_failure)
        })
        .await;
    let connected = connected.inspect_err(|_| session.connected.doubt())?;

    session
        .connected
        .patch(|accounts| add(accounts, connected.into()));

    Ok(())
}

/// The second step has words of its own for two answers.
fn completing_failure(error: MyAccountError) -> Failure {
    let kind = ProblemKind::of(&error);
    let refusal = if kind == Some(ProblemKind::Conflict) {
        Refusal::AlreadyAdded
    } else if kind == Some(ProblemKind::BadRequest) {
        // The vendor does not say what is wrong with a code that nobody typed: it is no longer good.
        Refusal::Expired
    } else {
        return my_account_failure(error);
    };

    Failure::Other(Error::Refused(refusal))
}

fn add(accounts: &mut Vec<ConnectedAccount>, new: ConnectedAccount) {
    accounts.retain(|known| known.id != new.id);
    accounts.push(new);
}
