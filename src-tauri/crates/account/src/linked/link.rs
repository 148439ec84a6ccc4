//! Linking an account elsewhere: an errand in the browser, after which the person can sign in with that one too.

use std::sync::Arc;

use nhost::{ErrorCode, ProviderSignIn, RedirectOutcome, SignInProvider, SignUpOptions};

use super::LinkedAccount;
use crate::{
    account::AccountId,
    connection::{ConnectionId, RedirectWay, redirect_uri},
    context::Context,
    errand::{self, Address, LIFE, Quest, Waiting},
    error::{CallbackProblem, Error, Refusal},
    limits::Bucket,
    listing::{self, Listing},
    provider::auth_failure,
    sign_in::{SignInPhase, provider_refusal},
};

/// What the page asks for to link an account.
#[derive(Clone, Debug)]
pub struct StartLinking {
    /// Whose it is going to be.
    pub account: AccountId,
    /// One of the connection's [`providers`](crate::Connection::providers).
    pub provider: String,
    /// The way home, if not the connection's own.
    pub redirect: Option<RedirectWay>,
}

/// An account elsewhere whose owner is in the browser.
pub(crate) struct Linking {
    pub(crate) connection: ConnectionId,
    pub(crate) account: AccountId,
    pub(crate) provider: String,
}

/// Opens the system browser at the provider.
///
/// The access token stands in the address, for the service knows no other way; it is opened and never shown.
pub(crate) async fn start(context: &Arc<Context>, request: StartLinking) -> Result<(), Error> {
    let session = context.session(&request.account)?;
    let connection = context.connection_of(&session)?;
    if !connection.offers(&request.provider) {
        return Err(Error::Refused(Refusal::NotOffered));
    }

    let redirect = request.redirect.unwrap_or(connection.redirect);
    let way = errand::way_home(context, &connection, redirect).await?;
    let target = redirect_uri(&way.target);
    let provider = SignInProvider::from_wire(&request.provider);
    let (asked_for, state, target) = (&provider, &way.state, &target);
    let address = session
        .limited(context, Bucket::Read, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            // A session that has ended would show in the browser only, and to nobody who could read it.
            client.get_user(&token).await.map_err(auth_failure)?;
            let asked = ProviderSignIn {
                options: SignUpOptions {
                    redirect_to: Some(target),
                    ..SignUpOptions::default()
                },
                state,
                verifier: None,
                connect: Some(&token),
                connection: None,
                organization: None,
            };

            Ok(client.sign_in_provider_url(asked_for, &asked))
        })
        .await?;
    let quest = Quest::Link(Linking {
        connection: connection.id,
        account: request.account,
        provider: request.provider,
    });
    let waiting = Waiting { way, quest };

    errand::send(context, waiting, Address::Secret(address), LIFE).await
}

/// Looks at what the browser brought home.
pub(crate) async fn complete(
    context: &Arc<Context>,
    number: u64,
    linking: &Linking,
    outcome: RedirectOutcome,
) {
    match settle(context, linking, outcome).await {
        Ok(()) => {
            context.errands().remove_number(&linking.connection, number);
            context.publish();
        }
        Err(error) => {
            let phase = SignInPhase::Failed(error);
            errand::fail(context, &linking.connection, number, phase);
        }
    }
}

async fn settle(
    context: &Arc<Context>,
    linking: &Linking,
    outcome: RedirectOutcome,
) -> Result<(), Error> {
    context.session(&linking.account)?.linked.doubt();
    // Where the project does not show the list, it is linked all the same.
    let listing = listing::anew::<LinkedAccount>(context, &linking.account).await;
    let (code, provider_error) = match outcome {
        RedirectOutcome::Nothing => return Ok(()),
        RedirectOutcome::Refused {
            code,
            provider_error,
        } => (code, provider_error),
        // A session, although somebody is signed in: theirs is not replaced, whoever this one is about.
        RedirectOutcome::SignedIn(_) => return Err(Error::Callback(CallbackProblem::NoCode)),
    };
    // Older servers have no word for it.
    let is_linked = matches!(
        code,
        ErrorCode::ProviderAccountAlreadyLinked | ErrorCode::InvalidRequest
    );

    Err(match (is_linked, has(&listing, &linking.provider)) {
        (true, true) => Error::Refused(Refusal::AlreadyAdded),
        (true, false) => Error::Refused(Refusal::LinkedElsewhere),
        (false, _) => provider_refusal(&code, provider_error.as_deref()),
    })
}

fn has(listing: &Result<Listing<LinkedAccount>, Error>, provider: &str) -> bool {
    let items = listing.as_ref().map(|listing| listing.items.iter());

    items.is_ok_and(|mut items| items.any(|linked| linked.provider == provider))
}
