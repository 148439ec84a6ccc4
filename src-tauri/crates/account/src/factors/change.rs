//! Renaming, choosing and removing: one write each, and the list is patched with what came of it.

use std::sync::Arc;

use protocol::secret::OneTimeCode;

use super::{
    known::{FactorsReading, gone},
    reading::after_write,
    security::protect,
};
use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    factor::{Factor, FactorId, PhoneWay},
    limits::Bucket,
    provider::FactorChange,
    typed_text::short_text,
};

/// A name is a few words; vendors take 64 characters and more.
pub(crate) const NAME_CHARACTERS: usize = 64;

/// Gives a factor another name.
pub(crate) async fn rename(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    name: &str,
) -> Result<FactorsReading, Error> {
    let name = short_text(name, "name", NAME_CHARACTERS)?;

    change(context, account, id, &FactorChange::Name(name)).await
}

/// Chooses how a phone is told its code.
pub(crate) async fn set_phone_way(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    way: PhoneWay,
) -> Result<FactorsReading, Error> {
    change(context, account, id, &FactorChange::PhoneWay(way)).await
}

async fn change(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    change: &FactorChange<'_>,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    let changed: Result<Factor, Error> = session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.change_factor(&token, id, change).await
        })
        .await;

    match changed {
        Ok(factor) => Ok(after_write(context, &session, |known| known.put(factor)).await),
        Err(error) => Err(gone(context, &session, id, error)),
    }
}

/// Removes a factor, with a code of its own where its removal wants one. One that is not there any more counts as
/// removed.
pub(crate) async fn remove(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    code: Option<&OneTimeCode>,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    protect(context, &session, id)?;
    session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.remove_factor(&token, id, code).await
        })
        .await?;

    Ok(after_write(context, &session, |known| known.drop_factor(id)).await)
}
