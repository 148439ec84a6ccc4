//! Which of the passkeys that an authenticator holds the provider knows.
//!
//! A key in a household or an office holds passkeys of several accounts at the same provider. Whoever calls one of them
//! dead has somebody else locked out, so each is first asked whose it is.

use std::sync::Arc;

use crate::{
    account::{AccountId, AccountRecord},
    connection::{Connection, Settings},
    context::Context,
    error::Error,
    factor::FactorId,
    limits::Bucket,
};

/// A passkey that an authenticator holds, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// Its credential identifier, in base64url without padding.
    pub credential_id: String,
    /// Whose it is, in the provider's words (WebAuthn Level 3 §5.4.3 `id`), in base64url without padding.
    pub user_handle: String,
    /// The name to sign in with, as it was when the passkey was made.
    pub user_name: Option<String>,
}

/// What the provider knows of a passkey that an authenticator holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldPasskey {
    /// It is this factor of the account.
    Factor(FactorId),
    /// The provider knows it or could not be asked, and it is not told which factor it is.
    Untold,
    /// It was made for this account, and the provider does not know it: it opens nothing any more.
    Orphan,
    /// It was made for another account, or it cannot be told for which.
    OtherAccount,
}

/// A passkey that the provider knows.
#[derive(Debug)]
pub(crate) struct Credential {
    /// Its identifier, in base64url without padding.
    pub(crate) id: String,
    /// `None` where the provider does not tell.
    pub(crate) factor: Option<FactorId>,
    /// Whose it is, in base64url without padding; `None` where the provider does not tell.
    pub(crate) user_handle: Option<String>,
}

/// Looks up passkeys that an authenticator holds; the answers come in the same order.
pub(crate) async fn held(
    context: &Arc<Context>,
    account: &AccountId,
    entries: &[KeyEntry],
) -> Result<Vec<HeldPasskey>, Error> {
    let session = context.session(account)?;
    let connection = context.connection_of(&session)?;
    let known = session
        .limited(
            context,
            Bucket::FilteredRead,
            |provider, token| async move { provider.credentials(&token).await },
        )
        .await;
    // Whoever calls a good passkey dead has it deleted: without an answer nothing is said.
    let known = known.inspect_err(|error| tracing::info!(%error, "the passkeys were not told"));
    let owner = Owner::of(
        &connection,
        &session.record(),
        known.as_deref().unwrap_or_default(),
    );
    let told = |entry: &KeyEntry| {
        let is_known = |known: &&Credential| known.id == entry.credential_id;
        match known.as_deref().map(|all| all.iter().find(is_known)) {
            Ok(Some(Credential {
                factor: Some(factor),
                ..
            })) => HeldPasskey::Factor(factor.clone()),
            Ok(Some(Credential { factor: None, .. })) => HeldPasskey::Untold,
            Ok(None) if owner.has(entry) => HeldPasskey::Orphan,
            Err(_) if owner.has(entry) => HeldPasskey::Untold,
            Ok(None) | Err(_) => HeldPasskey::OtherAccount,
        }
    };

    Ok(entries.iter().map(told).collect())
}

/// How the account's passkeys are told from those of others.
enum Owner {
    /// By what the provider calls the person in passkeys, which never changes.
    Handle(String),
    /// By the names that the person has today, where nothing else is known.
    Names(Vec<String>),
}

impl Owner {
    fn of(connection: &Connection, record: &AccountRecord, known: &[Credential]) -> Self {
        // At Nhost the handle is the text of the person's id, which is base64url as it stands.
        if matches!(connection.settings, Settings::Nhost { .. }) {
            return Self::Handle(record.subject.clone());
        }
        if let Some(handle) = known.iter().find_map(|one| one.user_handle.clone()) {
            return Self::Handle(handle);
        }
        let profile = record.profile.as_ref();
        let names = profile.map(|it| [it.email.clone(), it.name.clone()]);

        Self::Names(names.into_iter().flatten().flatten().collect())
    }

    fn has(&self, entry: &KeyEntry) -> bool {
        match self {
            Self::Handle(handle) => entry.user_handle == *handle,
            Self::Names(names) => entry
                .user_name
                .as_deref()
                .is_some_and(|name| names.iter().any(|known| known.eq_ignore_ascii_case(name))),
        }
    }
}
