//! Putting a session of the same person in the place of the one before.
//!
//! The one before is ended at the provider once the vault has the new one, and not sooner: until then it is what is left
//! after a crash.

use std::sync::Arc;

use super::{Session, SessionItem, Tokens};
use crate::{
    connection::Connection,
    context::Context,
    error::Error,
    provider::{Grant, Provider},
};

impl Session {
    /// Saves and uses what the provider granted in place of what was there, which is ended at the provider as soon as
    /// the new one is saved.
    ///
    /// # Errors
    /// When the one before cannot be replaced now; then it is as before, and the new one is ended.
    pub(crate) async fn replace(
        self: &Arc<Self>,
        context: &Arc<Context>,
        grant: Grant,
    ) -> Result<(), Error> {
        let refresh = grant.refresh.clone();
        let replaced = self.exchange_for(context, grant).await;
        if let (Err(_), Some(refresh), Ok(connection)) =
            (&replaced, refresh, context.connection_of(self))
        {
            let provider = Provider::of(&connection, &context.http, None);
            tokio::spawn(async move { provider.discard(&refresh).await });
        }

        replaced
    }

    async fn exchange_for(
        self: &Arc<Self>,
        context: &Arc<Context>,
        grant: Grant,
    ) -> Result<(), Error> {
        let mut tokens = self.lock().await;
        let _others_out = self.keep_others_out(context, &tokens).await?;
        let connection = context.connection_of(self)?;
        let before = self.current_item(context, &connection, &mut tokens).await?;
        let is_in_memory = tokens
            .unsaved
            .as_ref()
            .is_some_and(|unsaved| unsaved.fingerprint() == before.fingerprint());
        // What only memory has is nothing to fall back on.
        let unwanted = match is_in_memory {
            true => Some(before.clone()),
            false => tokens.superseded.replace(before.clone()),
        };
        self.take(context, &mut tokens, before, grant).await;
        if let Some(unwanted) = unwanted {
            discard(context, &connection, unwanted);
        }

        Ok(())
    }

    /// Ends the session that was replaced, now that nobody needs it to fall back on.
    pub(super) fn let_go_of_superseded(&self, context: &Context, tokens: &mut Tokens) {
        if let Some(superseded) = tokens.superseded.take()
            && let Ok(connection) = context.connection_of(self)
        {
            discard(context, &connection, superseded);
        }
    }
}

/// Ends a session at the provider, behind what goes on here.
fn discard(context: &Context, connection: &Connection, item: SessionItem) {
    let provider = Provider::of(connection, &context.http, item.dpop(context));
    tokio::spawn(async move { provider.discard(&item.refresh).await });
}
