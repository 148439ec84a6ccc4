//! Sessions in the vault of which the list of accounts knows nothing: the app ended between saving the one and writing
//! the other, or the list could not be written or is gone.

use std::sync::Arc;

use crate::{
    account::{AccountId, AccountRecord, Keep},
    context::Context,
    error::Error,
    ports::VaultError,
    session::{OthersOut, Session, SessionItem, Tokens},
    sign_in::remember,
};

/// Puts the accounts of such sessions back into the list. One whose connection is not here stays as it is: it comes
/// back with the connection.
pub(crate) async fn bring_back(context: &Arc<Context>) {
    let mut is_found = false;
    for name in names(context).await.unwrap_or_default() {
        is_found |= bring_back_one(context, &name).await.is_some();
    }
    if is_found {
        remember(context);
        context.publish();
    }
}

/// Deletes every session that the vault holds.
///
/// # Errors
/// When the vault does not let go of one.
pub(crate) async fn delete(context: &Context) -> Result<(), Error> {
    let names = match names(context).await {
        Err(VaultError::Unavailable) => Vec::new(),
        names => names?,
    };
    for name in names {
        context.ports.vault.delete(&name).await?;
    }

    Ok(())
}

async fn names(context: &Context) -> Result<Vec<String>, VaultError> {
    let mut names = context.ports.vault.names().await?;
    names.retain(|name| SessionItem::account_in(name).is_some());
    // The vault has no order of its own; the list has one.
    names.sort();

    Ok(names)
}

async fn bring_back_one(context: &Context, name: &str) -> Option<AccountId> {
    let id = SessionItem::account_in(name).filter(|id| !is_known(context, id))?;
    // A sign-in that is about to write its account into the list is no orphan.
    let _others_out = OthersOut::of(context, &id).await.ok()?;
    if is_known(context, &id) {
        return None;
    }
    let items = context.ports.vault.read(name).await.ok()?;
    let (issuer, subject) = items.iter().find_map(SessionItem::owner)?;
    let connection = {
        let connections = context.connections();
        let all = connections.all().iter();
        let mut ids = all.map(|connection| &connection.id);
        ids.find(|connection| AccountId::of(connection, &issuer, &subject) == id)?
            .clone()
    };

    let record = AccountRecord {
        id: id.clone(),
        connection,
        issuer,
        subject,
        profile: None,
    };
    let session = Session::new(record, Keep::Vault, Tokens::default());
    context.add_session(Arc::new(session));
    tracing::info!("an account that the list had lost is back");

    Some(id)
}

fn is_known(context: &Context, id: &AccountId) -> bool {
    context.session(id).is_ok() || context.dormant().iter().any(|record| record.id == *id)
}
