//! Changing who an account is: name, picture, language and address.

use std::sync::Arc;

use nhost::ProfileUpdate;
use protocol::Url;

use crate::{
    account::AccountId,
    capability::Capability,
    context::Context,
    errand::{MailHome, MailPurpose, ask},
    error::{Error, Refusal},
    invalid::{Invalid, InvalidReason},
    limits::Bucket,
    profile::{Profile, ProfileReading},
    provider::{auth_code, auth_failure, graphql_failure, refused},
    reading,
    session::Session,
    sign_in::remember,
    step_up::check_elevation,
    typed_text::{email_address, short_text},
};

/// What to change about a profile; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileEdit {
    /// How to be called: 1 to 32 characters.
    pub display_name: Option<String>,
    /// The https address of a picture; empty for none.
    pub avatar_url: Option<String>,
    /// Two or three letters.
    pub locale: Option<String>,
}

/// As long as the vendor takes a name when somebody signs up.
const NAME_CHARACTERS: usize = 32;
/// As long an address as is fetched.
const URL_BYTES: usize = 2_048;

/// Changes the profile; answers it as it is then.
pub(crate) async fn edit(
    context: &Arc<Context>,
    account: &AccountId,
    edit: &ProfileEdit,
) -> Result<ProfileReading, Error> {
    let session = context.session(account)?;
    let update = &checked(edit)?;
    let user = &session.record().subject;
    let changed = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let graphql = provider.nhost()?.graphql()?;
            let call = graphql.update_profile(&token, user, update);
            call.await.map_err(graphql_failure)
        })
        .await;
    session.learn(context, Capability::EditProfile, &changed);
    if !changed? {
        return Err(Error::Refused(Refusal::AccountGone));
    }

    reading::anew(context, account).await
}

/// Sends a link to a new address, which becomes the account's when the link is opened.
pub(crate) async fn change_email(
    context: &Arc<Context>,
    account: &AccountId,
    email: &str,
) -> Result<ProfileReading, Error> {
    let session = context.session(account)?;
    let email = email_address(email, "email")?;
    check_elevation(context, &session)?;
    let connection = context.connection_of(&session)?;
    let way = MailHome::new(context, &connection).await?;
    let home = &way;
    let (pkce, leads_home) = session
        .limited(context, Bucket::Write, |provider, token| async move {
            let client = &provider.nhost()?.auth;
            let sent = ask(home, |way| {
                let verifier = way.and_then(MailHome::verifier);
                client.change_user_email(&token, email, way.map(MailHome::address), verifier)
            });
            sent.await.map_err(|error| match auth_code(&error) {
                // Here the word is about the new address.
                Some(nhost::ErrorCode::InvalidEmailPassword | nhost::ErrorCode::InvalidRequest) => {
                    refused(Refusal::EmailRefused)
                }
                Some(_) | None => auth_failure(error),
            })
        })
        .await?;
    if leads_home {
        let purpose = MailPurpose::Profile(account.clone());
        way.wait(context, &connection.id, purpose, pkce);
    }

    patched(context, &session, |profile| {
        profile.pending_email = Some(email.to_owned());
    })
}

/// Sends the link that verifies the address once more.
pub(crate) async fn resend_verification(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<(), Error> {
    let session = context.session(account)?;
    let profile = session.record().profile;
    let email = profile.and_then(|profile| profile.email);
    let email = &email.ok_or(Error::NotFound)?;

    let connection = context.connection_of(&session)?;
    let way = MailHome::new(context, &connection).await?;
    let home = &way;
    let (pkce, leads_home) = session
        .limited(context, Bucket::Write, |provider, _| async move {
            let client = &provider.nhost()?.auth;
            let sent = ask(home, |way| {
                let verifier = way.and_then(MailHome::verifier);
                client.send_verification_email(email, way.map(MailHome::address), verifier)
            });
            sent.await.map_err(auth_failure)
        })
        .await?;
    if leads_home {
        let purpose = MailPurpose::Profile(account.clone());
        way.wait(context, &connection.id, purpose, pkce);
    }

    Ok(())
}

fn patched(
    context: &Context,
    session: &Session,
    change: impl FnOnce(&mut Profile),
) -> Result<ProfileReading, Error> {
    let profile = {
        let mut facts = session.facts();
        let profile = facts.record.profile.as_mut().ok_or(Error::NotFound)?;
        change(profile);
        profile.clone()
    };
    remember(context);
    context.publish();

    Ok(ProfileReading {
        profile,
        error: None,
    })
}

fn checked(edit: &ProfileEdit) -> Result<ProfileUpdate<'_>, Invalid> {
    let name = edit
        .display_name
        .as_deref()
        .map(|name| short_text(name, "display_name", NAME_CHARACTERS));

    Ok(ProfileUpdate {
        display_name: name.transpose()?,
        avatar_url: edit.avatar_url.as_deref().map(picture).transpose()?,
        locale: edit.locale.as_deref().map(locale).transpose()?,
    })
}

/// An address from which a picture would be fetched.
fn picture(text: &str) -> Result<&str, Invalid> {
    let invalid = |reason| {
        Err(Invalid {
            field: "avatar_url",
            reason,
        })
    };
    let text = text.trim();
    if text.is_empty() {
        return Ok(text);
    }
    if text.len() > URL_BYTES {
        return invalid(InvalidReason::TooLong);
    }
    let Ok(url) = Url::parse(text) else {
        return invalid(InvalidReason::NotAUrl);
    };
    if url.scheme() != "https" {
        return invalid(InvalidReason::NotHttps);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid(InvalidReason::HasUserInfo);
    }

    Ok(text)
}

/// The vendor's schema; which languages a project knows is its own matter.
fn locale(text: &str) -> Result<&str, Invalid> {
    let text = text.trim();
    let is_locale =
        (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let reason = match text.is_empty() {
        true => InvalidReason::Empty,
        false => InvalidReason::BadCharacters,
    };

    is_locale.then_some(text).ok_or(Invalid {
        field: "locale",
        reason,
    })
}
