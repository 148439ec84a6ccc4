//! Renaming, choosing and removing: one write each, and the list is patched with what came of it.

use std::sync::Arc;

use super::{
    known::{FactorsReading, gone},
    reading::after_write,
    security::protect,
};
use crate::{
    account::AccountId,
    context::Context,
    draft::{Invalid, InvalidReason},
    error::Error,
    factor::{Factor, FactorId, PhoneWay},
    limits::Bucket,
    provider::FactorChange,
};

/// A name is a few words; vendors take 64 characters and more.
const NAME_CHARACTERS: usize = 64;

/// Gives a factor another name.
pub(crate) async fn rename(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
    name: &str,
) -> Result<FactorsReading, Error> {
    let name = checked_name(name)?;

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

/// Removes a factor. One that is not there any more counts as removed.
pub(crate) async fn remove(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    protect(context, &session, id)?;
    session
        .limited(context, Bucket::Write, |provider, token| async move {
            provider.remove_factor(&token, id).await
        })
        .await?;

    Ok(after_write(context, &session, |known| known.drop_factor(id)).await)
}

fn checked_name(name: &str) -> Result<&str, Invalid> {
    let invalid = |reason| {
        Err(Invalid {
            field: "name",
            reason,
        })
    };
    let name = name.trim();
    if name.is_empty() {
        return invalid(InvalidReason::Empty);
    }
    if name.chars().count() > NAME_CHARACTERS {
        return invalid(InvalidReason::TooLong);
    }
    if name.contains(char::is_control) {
        return invalid(InvalidReason::BadCharacters);
    }

    Ok(name)
}
