//! Signing in with a personal access token, past any second factor.

use std::sync::Arc;

use nhost::{ErrorCode, PersonalAccessToken};

use super::{
    nhost_side::{auth, offering, refused, welcome},
    step::{SignInHere, Step},
};
use crate::{
    connection::SignInWay,
    context::Context,
    error::{Error, Refusal},
};

/// A token that is none, another kind of token, and one that has ended are told in the same way.
const WORDS: [(ErrorCode, Refusal); 4] = [
    (ErrorCode::InvalidPat, Refusal::TokenRefused),
    (ErrorCode::InvalidRequest, Refusal::TokenRefused),
    (ErrorCode::RequestValidation, Refusal::TokenRefused),
    (ErrorCode::SchemaValidation, Refusal::TokenRefused),
];

pub(crate) async fn with_token(
    context: &Arc<Context>,
    here: SignInHere,
    token: &PersonalAccessToken,
) -> Result<Step, Error> {
    let (connection, provider) = offering(context, &here.connection, SignInWay::AccessToken)?;
    here.check(context)?;
    context.can_keep(here.keep).await?;
    let session = auth(&provider)?
        .sign_in_pat(token)
        .await
        .map_err(|error| refused(error, &WORDS))?;

    welcome(context, &connection, &provider, &here, session).await
}
