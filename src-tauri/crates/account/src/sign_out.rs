//! Sign-out: the session ends here in any case, and at the provider when it answers.

use std::{sync::Arc, time::Duration};

use crate::{
    account::AccountId,
    context::Context,
    error::{Error, UnreachableKind},
    factors,
    provider::{Provider, auth_failure},
    session::Session,
    sign_in::remember,
};

/// Before the provider is told once more. Somebody waits: long enough for a connection to come back, and no longer.
const PAUSE: Duration = Duration::from_secs(1);

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
    let provider = Provider::of(&connection, &context.http, item.dpop(context));
    let mut revoked = provider.revoke(&item.refresh).await;
    if revoked.as_ref().is_err_and(may_go_better) {
        tokio::time::sleep(PAUSE).await;
        revoked = provider.revoke(&item.refresh).await;
    }
    if let Err(error) = &revoked {
        tracing::info!(%error, "the provider did not hear of a sign-out");
    }

    Ok(SignedOut {
        revoked: revoked.is_ok(),
    })
}

/// Giving the same token back twice does no harm (RFC 7009 §2.2, §2.2.1). Whoever was met with silence has waited
/// enough.
fn may_go_better(error: &Error) -> bool {
    matches!(
        error,
        Error::ProviderFailed {
            status: Some(503),
            ..
        } | Error::Unreachable {
            kind: UnreachableKind::Offline,
            ..
        }
    )
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
