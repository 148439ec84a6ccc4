//! A link from a mail that a person pasted.

use protocol::open_words;

use crate::{Ticket, redirect::Parameters};

/// Caps what is pasted, before anything reads it.
const LONGEST: usize = 8 * 1024;

/// Caps a ticket; the longest real one has 55 characters.
const LONGEST_TICKET: usize = 128;

open_words! {
    /// What a link from a mail is for, as the link names it
    /// ([`TicketTypeQuery`](https://docs.nhost.io/reference/javascript/nhost-js/auth#tickettypequery)).
    pub enum LinkType {
        /// To verify an address.
        EmailVerify = "emailVerify",
        /// To confirm a new address.
        EmailConfirmChange = "emailConfirmChange",
        /// To sign in.
        SigninPasswordless = "signinPasswordless",
        /// To choose a new password.
        PasswordReset = "passwordReset",
    }
}

/// The ticket in a link from a mail, which a person pastes instead of opening it.
///
/// Whose link it is does not matter: only the ticket is taken, and it goes to the client's own project.
#[derive(Clone, Debug)]
pub struct TicketLink {
    /// The ticket.
    pub ticket: Ticket,
    /// What the link is for, where it says so.
    pub link_type: Option<LinkType>,
    /// Where the link would have led.
    pub redirect_to: Option<String>,
}

impl TicketLink {
    /// Reads a link, or the bare ticket of a mail that shows one; `None` where there is no ticket in the text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let Some((_, query)) = text.split_once('?') else {
            return Some(Self {
                ticket: ticket(text)?,
                link_type: None,
                redirect_to: None,
            });
        };
        let query = query.split('#').next().unwrap_or_default();
        let parameters = Parameters::parse(query).ok()?;

        Some(Self {
            ticket: ticket(parameters.get("ticket")?)?,
            link_type: parameters.get("type").map(LinkType::from_wire),
            redirect_to: parameters.get("redirectTo").map(str::to_owned),
        })
    }
}

/// A word, a colon, and what nobody can guess.
fn ticket(text: &str) -> Option<Ticket> {
    let (kind, id) = text.split_once(':')?;
    let is_ticket = text.len() <= LONGEST_TICKET
        && !kind.is_empty()
        && kind.bytes().all(|b| b.is_ascii_alphabetic())
        && id.len() >= 6
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');

    is_ticket.then(|| Ticket::new(text))
}

#[cfg(test)]
mod tests;
