//! Reading profiles: at once from memory, anew behind it, and once for everybody who asks.

use std::sync::Arc;

use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    profile::{Profile, ProfileReading},
    session::Session,
    sign_in::remember,
};

/// A profile younger than this is not read again by itself: Auth0 allows few questions a minute.
const FRESH_SECS: u32 = 60;

/// The last known profile at once; one that is old is read anew behind it.
pub(crate) async fn known(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<ProfileReading, Error> {
    let session = context.session(account)?;
    let Some(profile) = session.record().profile else {
        return anew(context, account).await;
    };

    let age = context.now_secs().saturating_sub(profile.as_of_secs);
    if age >= FRESH_SECS {
        let (context, account) = (Arc::clone(context), account.clone());
        tokio::spawn(async move {
            // The page hears of a new profile through the state; a failure shows when it is asked for.
            if let Err(error) = anew(&context, &account).await {
                tracing::debug!(%error, "a profile was not read behind the page");
            }
        });
    }

    Ok(ProfileReading {
        profile,
        error: None,
    })
}

/// The profile, read anew; an older one with the reason when that fails.
pub(crate) async fn anew(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<ProfileReading, Error> {
    let session = context.session(account)?;
    let clock = &*context.ports.clock;
    let mut turn = session.reading.wait(clock).await;
    if let Some(reading) = session.profile_read(&turn) {
        return Ok(reading);
    }
    let read = match turn.failure() {
        Some(error) => Err(error),
        None => {
            let read = read(context, &session).await;
            turn.end(clock, &read);
            read
        }
    };

    match read {
        Ok(profile) => {
            let before = session.record().profile;
            session.set_profile(profile.clone(), context.ports.clock.elapsed());
            // When it was read is worth no write; after a restart it is read anew a little early.
            if !before.is_some_and(|before| before.tells_the_same_as(&profile)) {
                remember(context);
            }
            context.publish();
            Ok(ProfileReading {
                profile,
                error: None,
            })
        }
        Err(error) => match session.record().profile {
            Some(profile) => Ok(ProfileReading {
                profile,
                error: Some(error),
            }),
            None => Err(error),
        },
    }
}

async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Profile, Error> {
    let as_of_secs = context.now_secs();
    let before = session.record().profile;
    let pending = &before.and_then(|profile| profile.pending_email);
    let profile = session
        .with_access(context, |provider, token| async move {
            provider
                .profile(&token, as_of_secs, pending.as_deref())
                .await
        })
        .await?;
    // OpenID Connect Core §5.3.2: an answer about somebody else is thrown away.
    if profile.subject != session.record().subject {
        return Err(Error::ProviderFailed {
            status: Some(200),
            what: "sub".to_owned(),
            request_id: None,
        });
    }

    Ok(profile)
}
