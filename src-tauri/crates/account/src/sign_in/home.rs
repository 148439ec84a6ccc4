//! The end of a sign-in at Nhost whose person came home from a browser: from a provider, or by the link of a mail.

use std::sync::Arc;

use nhost::{ErrorCode, ReturnedGrant};
use protocol::secret::CodeVerifier;

use super::{
    SignInPhase,
    arrive::{arrive, nhost_newcomer},
    nhost_side::{auth, refused},
    step::SignInHere,
};
use crate::{
    context::Context,
    error::{Error, Refusal},
    provider::{Provider, nhost_grant},
};

/// What came home and has not been redeemed.
pub(crate) struct NhostHome {
    pub(crate) here: SignInHere,
    pub(crate) then: Then,
    pub(crate) grant: ReturnedGrant,
    pub(crate) verifier: CodeVerifier,
}

/// What the person came for, besides being signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// Nothing else.
    Done,
    /// A new password.
    ChoosePassword,
}

/// A code is good once and for five minutes; a token that stood in an address may have been used by whoever saw it.
const REDEEMING: [(ErrorCode, Refusal); 4] = [
    (ErrorCode::InvalidRequest, Refusal::Expired),
    (ErrorCode::RequestValidation, Refusal::Expired),
    (ErrorCode::SchemaValidation, Refusal::Expired),
    (ErrorCode::EndpointNotFound, Refusal::Expired),
];

impl NhostHome {
    /// Makes a session of it. The answer says what is still to be done, if anything is.
    pub(super) async fn redeem(
        self,
        context: &Arc<Context>,
        number: u64,
    ) -> Result<Option<SignInPhase>, Error> {
        let connection = context.connection(&self.here.connection)?;
        let provider = Provider::of(&connection, &context.http, None);
        let client = auth(&provider)?;
        let session = client
            .exchange_code(&self.grant, &self.verifier)
            .await
            .map_err(|error| refused(error, &REDEEMING))?;
        let newcomer = nhost_newcomer(context, &connection, client, &session).await;
        let is_current = context.errands().is_current(&connection.id, number);
        let newcomer = newcomer.and_then(|newcomer| match is_current {
            true => Ok(newcomer),
            false => Err(Error::Cancelled),
        });
        let grant = nhost_grant(session);
        let account = arrive(context, &self.here, &provider, newcomer, grant).await?;

        Ok(match self.then {
            Then::Done => None,
            Then::ChoosePassword => Some(SignInPhase::ChoosePassword(account)),
        })
    }
}
