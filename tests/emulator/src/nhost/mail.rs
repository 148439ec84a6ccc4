//! Mails and text messages of the project, kept in the outbox.

use serde_json::Value;
use url::form_urlencoded::Serializer;

use super::User;
use super::ticket::{self, TicketKind};
use crate::outbox::{Channel, Mail};
use crate::store::Store;

/// Where a link leads once it was followed.
#[derive(Clone, Copy)]
pub(super) struct Link<'a> {
    pub(super) redirect_to: &'a str,
    /// What the code at the end of the link can be exchanged against (RFC 7636).
    pub(super) code_challenge: Option<&'a str>,
}

/// Asks somebody to prove that their address is theirs.
pub(super) fn verify_email(store: &mut Store, origin: &str, user_id: &str, link: Link<'_>) {
    write(store, origin, user_id, TicketKind::VerifyEmail, link);
}

/// Asks the owner of a new address whether they want it; it goes to that address.
pub(super) fn confirm_change(store: &mut Store, origin: &str, user_id: &str, link: Link<'_>) {
    write(store, origin, user_id, TicketKind::EmailConfirmChange, link);
}

/// Sends a link that signs in.
pub(super) fn magic_link(store: &mut Store, origin: &str, user_id: &str, link: Link<'_>) {
    write(store, origin, user_id, TicketKind::PasswordlessEmail, link);
}

/// Sends a link that resets the password.
pub(super) fn password_reset(store: &mut Store, origin: &str, user_id: &str, link: Link<'_>) {
    write(store, origin, user_id, TicketKind::PasswordReset, link);
}

/// Sends a code of six digits, in the one slot a person has for tickets.
pub(super) fn one_time_code(store: &mut Store, user_id: &str, redirect_to: &str) {
    let now = store.now().seconds();
    let Some(user) = store.nhost.user_mut(user_id) else {
        return;
    };
    let code = ticket::give_code(user, now);
    let to = user.email.clone().unwrap_or_default();
    let headers = [
        ("X-Email-Template", "signin-otp"),
        ("X-Redirect-To", redirect_to),
        ("X-Ticket", &code),
    ];
    store.outbox.push(Mail {
        channel: Channel::Email,
        code: Some(code.clone()),
        headers: owned(&headers),
        ..message(
            store,
            to,
            "Your sign-in code",
            format!("Your one-time password is {code}."),
        )
    });
}

/// Sends a code of six digits to a phone.
pub(super) fn text_message(store: &mut Store, user_id: &str) {
    let now = store.now().seconds();
    let Some(user) = store.nhost.user_mut(user_id) else {
        return;
    };
    let code = ticket::give_sms_code(user, now);
    let to = user.phone_number.clone().unwrap_or_default();
    store.outbox.push(Mail {
        channel: Channel::Sms,
        code: Some(code.clone()),
        ..message(
            store,
            to,
            "Sign-in code",
            format!("Your one-time password is {code}"),
        )
    });
}

/// Gives a ticket and writes the mail that carries it.
fn write(store: &mut Store, origin: &str, user_id: &str, kind: TicketKind, link: Link<'_>) {
    let now = store.now().seconds();
    let Some(user) = store.nhost.user_mut(user_id) else {
        return;
    };
    let ticket = ticket::give(user, kind, now);
    let to = recipient(user, kind);
    let mut query = Serializer::new(String::new());
    if let Some(challenge) = link.code_challenge {
        query.append_pair("codeChallenge", challenge);
    }
    query
        .append_pair("redirectTo", link.redirect_to)
        .append_pair("ticket", &ticket)
        .append_pair("type", kind.link_type());
    let address = format!("{origin}/v1/verify?{}", query.finish());
    let headers = [
        ("X-Email-Template", kind.template()),
        ("X-Link", &address),
        ("X-Redirect-To", link.redirect_to),
        ("X-Ticket", &ticket),
    ];
    let (subject, text) = kind.words();
    store.outbox.push(Mail {
        channel: Channel::Email,
        headers: owned(&headers),
        link: Some(address),
        ..message(store, to, subject, text.to_owned())
    });
}

fn recipient(user: &User, kind: TicketKind) -> String {
    let address = if kind == TicketKind::EmailConfirmChange {
        &user.new_email
    } else {
        &user.email
    };
    address.clone().unwrap_or_default()
}

fn message(store: &Store, to: String, subject: &str, text: String) -> Mail {
    Mail {
        from: "nhost",
        channel: Channel::Email,
        to,
        subject: subject.to_owned(),
        text,
        link: None,
        code: None,
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    }
}

fn owned(headers: &[(&str, &str)]) -> std::collections::BTreeMap<String, String> {
    headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// The answer of everything that was sent.
pub(super) fn sent() -> Value {
    Value::from("OK")
}
