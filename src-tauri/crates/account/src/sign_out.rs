//! Sign-out: the session ends here in any case, and at the provider when it answers.

use std::sync::Arc;

use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    factors,
    provider::{Provider, auth_failure},
    session::Session,
    sign_in::remember,
};

/// What a sign-out reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedOut {
    /// The provider ended the session too. If not, it ends there when its time is over.
    pub revoked: bool,
}

pub(crate) async fn sign_out(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<SignedOut, Error> {
    let session = context.session(account)?;
    let connection = context.connection_of(&session)?;
    let item = session.forget(context).await?;
    drop_account(context, &session);

    let Some(item) = item else {
        return Ok(SignedOut { revoked: true });
    };
    let revoked = Provider::of(&connection, &context.http, item.dpop(context))
        .revoke(&item.refresh)
        .await;
    if let Err(error) = &revoked {
        tracing::info!(%error, "the provider did not hear of a sign-out");
    }

    Ok(SignedOut {
        revoked: revoked.is_ok(),
    })
}

/// Ends every session of the account at the provider, then the one here.
pub(crate) async fn everywhere(context: &Arc<Context>, account: &AccountId) -> Result<(), Error> {
    let session = context.session(account)?;
    session
        .with_access(context, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            let call = client.sign_out(nhost::SignOut::All(&token));
            call.await.map_err(auth_failure)
        })
        .await?;

    // What is left in a vault that does not let go of it is good for nothing.
    if let Err(error) = session.forget(context).await {
        tracing::warn!(%error, "a session that has ended stays in the vault");
    }
    drop_account(context, &session);

    Ok(())
}

pub(crate) fn drop_account(context: &Context, session: &Session) {
    context.remove_session(&session.id);
    factors::forget(&*context.ports.records, &session.id);
    // Whoever is in the browser for this account, or between two steps, would bring it back.
    context.errands().remove_of(&session.id);
    context.steps().remove_of(&session.id);
    remember(context);
    context.publish();
}
