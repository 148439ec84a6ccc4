//! Personal access tokens: what the person's own programs sign in with.

use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use nhost::PersonalAccessToken;
use serde_json::{Map, Value};

use crate::{
    account::AccountId,
    context::Context,
    error::Error,
    invalid::{Invalid, InvalidReason},
    limits::Bucket,
    listing::{Cache, Listed},
    profile::text,
    provider::{all_rows, auth_failure, graphql_failure},
    row_id::{row_id, secs_of},
    session::Session,
    step_up::check_elevation,
    typed_text::short_text,
};

row_id! {
    /// The provider's name for a personal access token, to be given back as it came.
    AccessTokenId
}

/// A personal access token, without the token itself: nobody can read that again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenEntry {
    /// To name it by in further calls.
    pub id: AccessTokenId,
    /// What the person called it.
    pub name: Option<String>,
    /// When it was made, in seconds since 1970.
    pub created_secs: Option<u32>,
    /// When it ends, in seconds since 1970.
    pub expires_secs: Option<u32>,
}

/// What a personal access token is to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccessToken {
    /// What to call it: 1 to 64 characters.
    pub name: String,
    /// When it ends, in seconds since 1970.
    pub expires_secs: u32,
}

/// A personal access token that was just made.
#[derive(Debug)]
pub struct CreatedAccessToken {
    /// How it is listed.
    pub entry: AccessTokenEntry,
    /// To be shown this once.
    pub token: PersonalAccessToken,
}

/// A name is a few words.
const NAME_CHARACTERS: usize = 64;

impl Listed for AccessTokenEntry {
    const FRESH: Duration = Duration::from_secs(60);

    fn cache(session: &Session) -> &Cache<Self> {
        &session.access_tokens
    }

    async fn read(context: &Arc<Context>, session: &Arc<Session>) -> Result<Vec<Self>, Error> {
        let user = &session.record().subject;
        let rows = session
            .limited(context, Bucket::Read, |provider, token| async move {
                let graphql = provider.nhost()?.graphql()?;
                let token = &token;
                all_rows(
                    |page| async move { graphql.personal_access_tokens(token, user, page).await },
                )
                .await
            })
            .await?;

        Ok(rows
            .into_iter()
            .map(|row| Self {
                name: text(row.name()),
                created_secs: secs_of(&row.created_at),
                expires_secs: secs_of(&row.expires_at),
                id: AccessTokenId::new(row.id),
            })
            .collect())
    }
}

/// Makes a token. The provider would take an end that has passed, and make one that never works.
pub(crate) async fn create(
    context: &Arc<Context>,
    account: &AccountId,
    new: &NewAccessToken,
) -> Result<CreatedAccessToken, Error> {
    let session = context.session(account)?;
    let name = short_text(&new.name, "name", NAME_CHARACTERS)?;
    let now_secs = context.now_secs();
    if new.expires_secs <= now_secs {
        return Err(Error::InvalidInput(Invalid {
            field: "expires_secs",
            reason: InvalidReason::InThePast,
        }));
    }
    check_elevation(context, &session)?;

    let expires = UNIX_EPOCH + Duration::from_secs(new.expires_secs.into());
    let metadata = &Map::from_iter([("name".to_owned(), Value::from(name))]);
    let created = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            let call = client.create_pat(&token, expires, Some(metadata));
            call.await.map_err(auth_failure)
        })
        .await;
    // A token whose answer was lost is there all the same, for the person to find and revoke.
    let created = created.inspect_err(|_| session.access_tokens.doubt())?;

    let entry = AccessTokenEntry {
        id: AccessTokenId::new(created.id),
        name: Some(name.to_owned()),
        created_secs: Some(now_secs),
        expires_secs: Some(new.expires_secs),
    };
    session
        .access_tokens
        .patch(|entries| entries.insert(0, entry.clone()));
    context.publish();

    Ok(CreatedAccessToken {
        entry,
        token: created.personal_access_token,
    })
}

/// Ends a token; the sessions that it began go on. One that is not there has ended, too.
pub(crate) async fn revoke(
    context: &Arc<Context>,
    account: &AccountId,
    id: &AccessTokenId,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let revoked = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let graphql = provider.nhost()?.graphql()?;
            let call = graphql.delete_personal_access_token(&token, id.as_str());
            call.await.map_err(graphql_failure)
        })
        .await;
    session
        .access_tokens
        .settle(context, revoked.is_ok(), |entries| {
            entries.retain(|entry| entry.id != *id);
        });

    revoked.map(drop)
}
