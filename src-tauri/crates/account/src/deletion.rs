//! Deleting an account at its provider, which cannot be taken back.

use std::sync::Arc;

use crate::{
    account::{AccountId, AccountRecord},
    capability::Capability,
    context::Context,
    error::{Error, Refusal},
    invalid::{Invalid, InvalidReason},
    limits::Bucket,
    provider::{auth_failure, graphql_failure, may_have_happened},
    sign_out::drop_account,
};

/// Deletes the account at the provider, then here. `confirmation` is its e-mail address, or its name where it has
/// none, as the person typed it.
pub(crate) async fn delete(
    context: &Arc<Context>,
    account: &AccountId,
    confirmation: &str,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let record = session.record();
    if !is_confirmed(&record, confirmation) {
        return Err(Error::InvalidInput(Invalid {
            field: "confirmation",
            reason: InvalidReason::DoesNotMatch,
        }));
    }
    let user = &record.subject;
    let deleted = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let clients = provider.nhost()?;
            let Err(error) = clients.graphql()?.delete_user(&token, user).await else {
                // Somebody who is not there any more is what was asked for.
                return Ok(());
            };
            // The answer may have been lost after the deed.
            if may_have_happened(&error)
                && let Err(gone) = clients.auth.get_user(&token).await
                && is_gone(&auth_failure(gone))
            {
                return Ok(());
            }
            Err(graphql_failure(error))
        })
        .await;
    session.learn(context, Capability::DeleteAccount, &deleted);
    deleted?;

    // What is left in a vault that does not let go of it is good for nothing.
    if let Err(error) = session.forget(context).await {
        tracing::warn!(%error, "the session of a deleted account stays in the vault");
    }
    drop_account(context, &session);

    Ok(())
}

fn is_gone(failure: &crate::provider::Failure) -> bool {
    matches!(
        failure,
        crate::provider::Failure::Other(Error::Refused(Refusal::AccountGone))
    )
}

fn is_confirmed(record: &AccountRecord, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();

    !typed.is_empty() && typed == record.label().trim().to_lowercase()
}
