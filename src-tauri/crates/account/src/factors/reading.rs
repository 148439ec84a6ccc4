//! Reading factors: at once from memory, anew behind it, and once for everybody who asks.

use std::sync::Arc;

use super::known::{FactorsReading, Known, Offered, gone, passkeys, patch, remember};
use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    factor::{Factor, FactorId},
    limits::Bucket,
    session::Session,
};

/// The last known factors at once; a list that is old is read anew behind it.
pub(crate) async fn known(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    // What was only ever added to is not a list that anybody told.
    let known = session.factors.known(context, account);
    let Some(known) = known.filter(|known| known.as_of_secs != 0) else {
        return anew(context, account).await;
    };
    if known.is_old(context.now_secs()) {
        let (context, account) = (Arc::clone(context), account.clone());
        tokio::spawn(async move {
            // The page hears of a new list through the state; a failure shows when it is asked for.
            if let Err(error) = anew(&context, &account).await {
                tracing::debug!(%error, "factors were not read behind the page");
            }
        });
    }

    Ok(known.reading(passkeys(context, &session), None))
}

/// The factors, read anew; older ones with the reason when that fails.
pub(crate) async fn anew(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<FactorsReading, Error> {
    let session = context.session(account)?;
    let clock = &*context.ports.clock;
    let mut turn = session.factors.turn.wait(clock).await;
    let before = session.factors.known(context, account);
    if let Some(known) = &before
        && turn.is_served_by(known.read)
    {
        return Ok(known.reading(passkeys(context, &session), None));
    }
    let read = match turn.failure() {
        Some(error) => Err(error),
        None => {
            let read = read(context, &session, before.as_ref()).await;
            turn.end(clock, &read);
            read
        }
    };

    match read {
        Ok((known, error)) => {
            let reading = known.reading(passkeys(context, &session), error);
            remember(context, &session, known);
            Ok(reading)
        }
        Err(error) => match before {
            Some(known) => Ok(known.reading(passkeys(context, &session), Some(error))),
            None => Err(error),
        },
    }
}

/// One factor, read anew: questions about one thing have a limit of their own, which is higher.
pub(crate) async fn one(
    context: &Arc<Context>,
    account: &AccountId,
    id: &FactorId,
) -> Result<Factor, Error> {
    let session = context.session(account)?;
    let read = session
        .limited(
            context,
            Bucket::FilteredRead,
            |provider, token| async move { provider.factor(&token, id).await },
        )
        .await;

    match read {
        Ok(factor) => {
            patch(context, &session, |known| known.put(factor.clone()));
            Ok(factor)
        }
        Err(error) => Err(gone(context, &session, id, error)),
    }
}

/// The list after a write: read first where nobody has yet, then patched. The write has happened in any case.
pub(crate) async fn after_write(
    context: &Arc<Context>,
    session: &Session,
    change: impl FnOnce(&mut Known),
) -> FactorsReading {
    let mut trouble = None;
    if session.factors.known(context, &session.id).is_none() {
        trouble = anew(context, &session.id).await.err();
    }

    patch(context, session, change)
        .unwrap_or_else(|| Known::default().reading(passkeys(context, session), trouble))
}

/// Reads the list, and what can be added where that is not known. A list without offers is of use.
async fn read(
    context: &Arc<Context>,
    session: &Arc<Session>,
    before: Option<&Known>,
) -> Result<(Known, Option<Error>), Error> {
    let as_of_secs = context.now_secs();
    let factors = session
        .limited(context, Bucket::Read, |provider, token| async move {
            provider.factors(&token).await
        })
        .await?;

    let mut trouble = None;
    let mut offered = before.and_then(|known| known.fresh_offers(as_of_secs));
    if offered.is_none() {
        let asked = session
            .limited(context, Bucket::Read, |provider, token| async move {
                provider.offered_factors(&token).await
            })
            .await;
        match asked {
            Ok(told) => offered = Some(Offered { as_of_secs, ..told }),
            Err(error) => {
                offered = before.and_then(|known| known.offered.clone());
                trouble = Some(error);
            }
        }
    }
    let read = context.ports.clock.elapsed();

    let mut known = Known::new(factors, offered, as_of_secs, read);
    if let Some(before) = before {
        known.go_on_replacing(before);
        known.go_on_making(before);
    }

    Ok((known, trouble))
}
