//! Which of the passkeys that an authenticator holds the provider knows.

use std::sync::Arc;

use crate::{account::AccountId, context::Context, error::Error, factor::FactorId, limits::Bucket};

/// What the provider knows of a passkey that an authenticator holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldPasskey {
    /// It is this factor of the account.
    Factor(FactorId),
    /// The provider knows it or could not be asked, and it is not told which factor it is.
    Untold,
    /// The provider does not know it for this account: it opens nothing any more.
    Orphan,
}

/// A passkey that the provider knows.
#[derive(Debug)]
pub(crate) struct Credential {
    /// Its identifier, in base64url without padding.
    pub(crate) id: String,
    /// `None` where the provider does not tell.
    pub(crate) factor: Option<FactorId>,
}

/// Looks up passkeys by their credential identifiers, in base64url without padding; the answers come in the same order.
pub(crate) async fn held(
    context: &Arc<Context>,
    account: &AccountId,
    credential_ids: &[String],
) -> Result<Vec<HeldPasskey>, Error> {
    let session = context.session(account)?;
    let known = session
        .limited(
            context,
            Bucket::FilteredRead,
            |provider, token| async move { provider.credentials(&token).await },
        )
        .await;
    // Whoever calls a good passkey dead has it deleted: without an answer nothing is said.
    let known = known.inspect_err(|error| tracing::info!(%error, "the passkeys were not told"));
    let told = |id: &String| {
        let Ok(known) = &known else {
            return HeldPasskey::Untold;
        };
        match known.iter().find(|known| known.id == *id) {
            None => HeldPasskey::Orphan,
            Some(Credential { factor: None, .. }) => HeldPasskey::Untold,
            Some(Credential {
                factor: Some(factor),
                ..
            }) => HeldPasskey::Factor(factor.clone()),
        }
    };

    Ok(credential_ids.iter().map(told).collect())
}
