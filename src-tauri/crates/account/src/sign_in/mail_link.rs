//! Links from mails: sent to sign in, and pasted instead of opened.
//!
//! A link that is opened in the browser brings the person back here, where the project allows that, and else ends on
//! its own page. One that is pasted here is used here: its ticket goes to the connection's own project, whatever
//! address stands in it.

use std::sync::Arc;

use nhost::{
    ErrorCode, LinkType, PasswordProof, RedirectOutcome, SignUpOptions, Ticket, TicketLink,
};
use protocol::secret::{CodeVerifier, Password};
use zeroize::Zeroizing;

use super::{
    nhost_side::{auth, newest_first, offering, refused, welcome},
    step::{Intent, SignInHere, Step},
};
use crate::{
    connection::{ConnectionId, SignInWay, redirect_uri},
    context::Context,
    errand::{MailHome, MailPurpose, ask},
    error::{Error, Refusal},
    invalid::{Invalid, InvalidReason},
    provider::Provider,
    typed_text::email_address,
};

const SENDING: [(ErrorCode, Refusal); 4] = [
    (ErrorCode::DisabledEndpoint, Refusal::NotOffered),
    (ErrorCode::EndpointNotFound, Refusal::NotOffered),
    (ErrorCode::InvalidEmailPassword, Refusal::EmailRefused),
    (ErrorCode::InvalidRequest, Refusal::AccessDenied),
];

/// What the words in the answer to a link mean.
const OPENING: [(ErrorCode, Refusal); 4] = [
    (ErrorCode::DisabledUser, Refusal::AccountDisabled),
    (ErrorCode::UnverifiedUser, Refusal::EmailNotVerified),
    (ErrorCode::InvalidTicket, Refusal::Expired),
    (ErrorCode::InvalidRequest, Refusal::Expired),
];

/// Where the project conceals errors, a ticket that is no longer good reads as an invalid request.
const RESETTING: [(ErrorCode, Refusal); 3] = [
    (ErrorCode::InvalidRequest, Refusal::Expired),
    (ErrorCode::RequestValidation, Refusal::PasswordRefused),
    (ErrorCode::SchemaValidation, Refusal::PasswordRefused),
];

/// Sends a link to sign in with.
pub(crate) async fn send(
    context: &Arc<Context>,
    here: SignInHere,
    email: &str,
    intent: Intent,
) -> Result<Step, Error> {
    let (connection, provider) = offering(context, &here.connection, SignInWay::EmailLink)?;
    let email = email_address(email, "email")?;
    here.check(context)?;
    let client = auth(&provider)?;
    let way = MailHome::new(context, &connection).await?;
    let sent = ask(&way, |way| {
        newest_first(intent, move |intent| {
            let options = SignUpOptions {
                redirect_to: way.map(MailHome::address),
                ..SignUpOptions::default()
            };
            let verifier = way.and_then(MailHome::verifier);
            match intent {
                Intent::SignIn => client.sign_in_passwordless_email(email, &options, verifier),
                Intent::SignUp => client.sign_up_passwordless_email(email, &options, verifier),
            }
        })
    });
    let (pkce, leads_home) = sent.await.map_err(|error| refused(error, &SENDING))?;
    if leads_home {
        way.wait(context, &connection.id, MailPurpose::SignIn(here), pkce);
    }

    Ok(Step::MailSent)
}

/// Sends the link that verifies an address once more, to somebody who has no session yet: an account that was just made,
/// or that was refused a sign-in because of it. The link signs in as well.
pub(crate) async fn send_verification(
    context: &Arc<Context>,
    here: SignInHere,
    email: &str,
) -> Result<Step, Error> {
    let connection = context.connection(&here.connection)?;
    let provider = Provider::of(&connection, &context.http, None);
    let client = auth(&provider)?;
    let email = email_address(email, "email")?;
    here.check(context)?;
    let way = MailHome::new(context, &connection).await?;
    let sent = ask(&way, |way| {
        let verifier = way.and_then(MailHome::verifier);
        client.send_verification_email(email, way.map(MailHome::address), verifier)
    });
    let (pkce, leads_home) = sent.await.map_err(|error| refused(error, &SENDING))?;
    if leads_home {
        way.wait(context, &connection.id, MailPurpose::SignIn(here), pkce);
    }

    Ok(Step::MailSent)
}

/// Signs in with a link from a mail: one to sign in, or one that verifies an address.
pub(crate) async fn paste(
    context: &Arc<Context>,
    here: SignInHere,
    link: &Zeroizing<String>,
) -> Result<Step, Error> {
    let connection = context.connection(&here.connection)?;
    let provider = Provider::of(&connection, &context.http, None);
    let client = auth(&provider)?;
    let link = ticket_of(link)?;
    // The ticket would be spent on a session, and the password would be the forgotten one still.
    if link.link_type == Some(LinkType::PasswordReset) {
        return Err(invalid(InvalidReason::OtherLink).into());
    }
    here.check(context)?;
    // The ticket is good once: it is spent only when what comes for it can be kept.
    context.can_keep(here.keep).await?;
    let home = redirect_uri(&connection.redirect_target(None));
    let address = link.redirect_to.as_deref().unwrap_or(&home);
    let redirected = client
        .verify_ticket(&link.ticket, address, None)
        .await
        .map_err(|error| refused(error, &OPENING))?;
    let grant = match redirected.outcome {
        RedirectOutcome::SignedIn(grant) => grant,
        RedirectOutcome::Refused { code, .. } => return Err(not_good(&code)),
        RedirectOutcome::Nothing => return Err(Error::Refused(Refusal::Expired)),
    };
    // No challenge was sent along, so that no verifier is asked for.
    let verifier = CodeVerifier::from_random(context.random()?);
    let session = client
        .exchange_code(&grant, &verifier)
        .await
        .map_err(|error| refused(error, &OPENING))?;

    let step = welcome(context, &connection, &provider, &here, session).await?;
    // What was waited for has come on this way.
    if context.errands().remove(&connection.id) {
        context.publish();
    }

    Ok(step)
}

/// Chooses a new password with the link from the mail that was asked for. Nobody is signed in by it.
pub(crate) async fn reset_password(
    context: &Arc<Context>,
    id: &ConnectionId,
    link: &Zeroizing<String>,
    new: &Password,
) -> Result<(), Error> {
    let connection = context.connection(id)?;
    let provider = Provider::of(&connection, &context.http, None);
    let link = ticket_of(link)?;
    let is_other = link
        .link_type
        .as_ref()
        .is_some_and(|kind| *kind != LinkType::PasswordReset);
    if is_other {
        return Err(invalid(InvalidReason::OtherLink).into());
    }
    let ticket: &Ticket = &link.ticket;
    let changed = auth(&provider)?.change_user_password(PasswordProof::Ticket(ticket), new);

    changed.await.map_err(|error| refused(error, &RESETTING))
}

fn ticket_of(link: &str) -> Result<TicketLink, Invalid> {
    let reason = match link.trim().is_empty() {
        true => InvalidReason::Empty,
        false => InvalidReason::OtherLink,
    };

    TicketLink::parse(link).ok_or(invalid(reason))
}

fn invalid(reason: InvalidReason) -> Invalid {
    Invalid {
        field: "link",
        reason,
    }
}

/// What the word in the answer to a link means.
pub(crate) fn not_good(code: &ErrorCode) -> Error {
    let known = OPENING.iter().find(|(known, _)| known == code);
    match known {
        Some((_, refusal)) => Error::Refused(*refusal),
        None => Error::Misconfigured {
            hint: code.as_str().to_owned(),
            request_id: None,
        },
    }
}
