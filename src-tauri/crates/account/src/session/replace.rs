//! Putting a session of the same person in the place of the one before.

use std::sync::Arc;

use super::{Session, SessionItem};
use crate::{
    context::Context,
    error::Error,
    provider::{Grant, Provider},
};

impl Session {
    /// Saves and uses what the provider granted in place of what was there, which is ended at the provider.
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
        let (unwanted, result) = match replaced {
            Ok(before) => (Some(before.refresh), Ok(())),
            Err(error) => (refresh, Err(error)),
        };
        if let (Some(unwanted), Ok(connection)) = (unwanted, context.connection_of(self)) {
            let provider = Provider::of(&connection, &context.http, None);
            tokio::spawn(async move { provider.discard(&unwanted).await });
        }

        result
    }

    async fn exchange_for(
        self: &Arc<Self>,
        context: &Arc<Context>,
        grant: Grant,
    ) -> Result<SessionItem, Error> {
        let mut tokens = self.lock().await;
        let _others_out = self.keep_others_out(context, &tokens).await?;
        let connection = context.connection_of(self)?;
        let before = self.current_item(context, &connection, &mut tokens).await?;
        self.take(context, &mut tokens, before.clone(), grant).await;

        Ok(before)
    }
}
