//! Signing in as nobody, and becoming somebody afterwards.

use std::sync::Arc;

use nhost::{Deanonymize, ErrorCode, SignUpOptions};
use protocol::secret::Password;
use serde_json::Map;

use super::{
    adopt::Newcomer,
    arrive::arrive,
    nhost_side::{auth, offering, refused},
    step::{SignInHere, Step},
};
use crate::{
    account::{AccountId, Keep},
    connection::{ConnectionId, SignInWay},
    context::Context,
    errand::{MailHome, MailPurpose, ask},
    error::{Error, Refusal},
    limits::Bucket,
    provider::{auth_code, auth_failure, nhost_grant, refused as no, user_profile},
    reading,
    typed_text::email_address,
};

/// How somebody who was nobody will sign in.
#[derive(Debug)]
pub enum KeepBy {
    /// With e-mail and this password.
    Password(Password),
    /// With links from mails.
    MailLink,
}

/// Where the project conceals errors, one that lets nobody new in says no more than that the request is wrong.
const WORDS: [(ErrorCode, Refusal); 2] = [
    (ErrorCode::DisabledEndpoint, Refusal::NotOffered),
    (ErrorCode::InvalidRequest, Refusal::AccessDenied),
];

/// Signs in as nobody. Who signs out of it without having kept it is gone for good.
pub(crate) async fn anonymously(
    context: &Arc<Context>,
    id: &ConnectionId,
    keep: Keep,
) -> Result<Step, Error> {
    let (connection, provider) = offering(context, id, SignInWay::Anonymous)?;
    context.can_keep(keep).await?;
    let session = auth(&provider)?
        .sign_in_anonymous(None, None, None)
        .await
        .map_err(|error| refused(error, &WORDS))?;
    // The service tells nobody who they are but with the session itself.
    let newcomer = session.user.as_ref().map(|user| Newcomer {
        connection: connection.id.clone(),
        issuer: connection.base().to_string(),
        profile: user_profile(user, &Map::new(), context.now_secs()),
        subject: user.id.clone(),
        nonce: None,
    });
    let newcomer = newcomer.ok_or_else(|| Error::ProviderFailed {
        status: Some(200),
        what: "user".to_owned(),
        request_id: None,
    });
    let here = SignInHere {
        connection: connection.id.clone(),
        account: None,
        keep,
    };
    let account = arrive(context, &here, &provider, newcomer, nhost_grant(session)).await?;

    Ok(Step::SignedIn {
        account,
        recovery_code: None,
    })
}

/// Gives an anonymous account an address and a way to sign in again. Where the address has to be verified first, and
/// always without a password, the session ends: the link in the mail begins the next.
pub(crate) async fn keep(
    context: &Arc<Context>,
    account: &AccountId,
    email: &str,
    by: &KeepBy,
) -> Result<Step, Error> {
    let session = context.session(account)?;
    let email = email_address(email, "email")?;
    let connection = context.connection_of(&session)?;
    let way = MailHome::new(context, &connection).await?;
    let home = &way;
    let (pkce, leads_home) = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            let method = match by {
                KeepBy::Password(password) => Deanonymize::EmailPassword(password),
                KeepBy::MailLink => Deanonymize::Passwordless,
            };
            let sent = ask(home, |way| {
                let options = SignUpOptions {
                    redirect_to: way.map(MailHome::address),
                    ..SignUpOptions::default()
                };
                let verifier = way.and_then(MailHome::verifier);
                client.deanonymize_user(&token, email, method, &options, verifier)
            });
            sent.await.map_err(|error| match auth_code(&error) {
                Some(ErrorCode::UserNotAnonymous) => no(Refusal::AlreadyAdded),
                Some(_) | None => auth_failure(error),
            })
        })
        .await?;

    // Whether the session goes on shows when it is renewed, and only then it says who the person is now.
    match session.renew(context).await {
        Ok(()) => {
            reading::anew(context, account).await?;
            Ok(Step::SignedIn {
                account: account.clone(),
                recovery_code: None,
            })
        }
        Err(Error::SignedOut) => {
            if leads_home {
                let here = SignInHere {
                    connection: connection.id.clone(),
                    account: Some(account.clone()),
                    keep: session.facts().keep,
                };
                way.wait(context, &connection.id, MailPurpose::SignIn(here), pkce);
            }
            Ok(Step::MailSent)
        }
        Err(error) => Err(error),
    }
}
