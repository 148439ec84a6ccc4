//! What the browser brings home from this service, read as hostile input.

mod query;

use std::fmt;

use protocol::{
    open_words,
    secret::{AuthorizationCode, RefreshToken, State},
    word,
};

pub(crate) use self::query::Parameters;
use crate::{ErrorCode, Pkce};

/// Caps the whole address, before anything reads it; browsers and shells pass little more.
const LONGEST: usize = 8 * 1024;

/// Caps a code or a token; real ones have 43 and 36 characters.
const LONGEST_GRANT: usize = 256;

open_words! {
    /// What a link from a mail was for, as the way home names it.
    pub enum TicketType {
        /// An address was verified.
        VerifyEmail = "verifyEmail",
        /// A new address was confirmed.
        EmailConfirmChange = "emailConfirmChange",
        /// A sign-in.
        PasswordlessEmail = "passwordlessEmail",
        /// A new password is to be chosen. The person is signed in; the ticket is used up.
        PasswordReset = "passwordReset",
    }
}

/// The end of a way through the browser: of [`crate::AuthClient::sign_in_provider_url`],
/// [`crate::AuthClient::verify_ticket_url`] or a link from a mail.
///
/// It is not an answer of OAuth: the words differ, a link from a mail answers without having been asked for, and
/// servers without PKCE put a refresh token into the address. Hence a parser of its own beside `protocol::callback`.
#[derive(Debug)]
pub struct Redirected {
    /// What came of it.
    pub outcome: RedirectOutcome,
    /// What the link was for, where it was one from a mail.
    pub ticket_type: Option<TicketType>,
    state: Option<ReturnedState>,
}

struct ReturnedState(String);

/// What came of a way through the browser.
#[derive(Debug)]
pub enum RedirectOutcome {
    /// Signed in; for [`crate::AuthClient::exchange_code`], at once.
    SignedIn(ReturnedGrant),
    /// Refused.
    Refused {
        /// Why.
        code: ErrorCode,
        /// The sign-in provider's own word for it (RFC 6749 section 4.1.2.1), such as `access_denied`.
        provider_error: Option<String>,
    },
    /// Done, and nobody was signed in: an account was linked, or a new user has to verify the address first.
    Nothing,
}

/// What a session is to be had for.
#[derive(Debug)]
pub enum ReturnedGrant {
    /// Good for one exchange by the holder of the verifier, for five minutes.
    Code(AuthorizationCode),
    /// The session itself, from a server without PKCE: whoever saw the address has it too, until it is exchanged.
    RefreshToken(RefreshToken),
}

/// Why an address is not the end of a way through the browser. It holds no part of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectError {
    /// Longer than 8 KiB, or with more parameters than any server sends.
    #[error("the address is too long")]
    TooLarge,
    /// Control characters or broken escapes.
    #[error("the address is badly encoded")]
    BadEncoding,
    /// Another address.
    #[error("the address is another one")]
    WrongTarget,
    /// A parameter stands there twice.
    #[error("a parameter stands there twice")]
    RepeatedParameter,
    /// A refresh token where a code was due: somebody else's session, or a server that fell back.
    #[error("a token came where a code was due")]
    TokenInsteadOfCode,
    /// A code or token that cannot be one, or an answer that says two things.
    #[error("the answer makes no sense")]
    BadValue,
}

impl Redirected {
    /// Reads the address that the browser came back with. `address` is where it had to come back to: what stands
    /// before `?` and `#` in `redirectTo`. `expected` is what the request was answered with; with [`Pkce::Used`] a
    /// refresh token is refused.
    ///
    /// It is the caller's to compare [`Self::answers`] before anything else.
    ///
    /// # Errors
    /// When it is another address, or makes no sense.
    pub fn parse(url: &str, address: &str, expected: Pkce) -> Result<Self, RedirectError> {
        if url.len() > LONGEST {
            return Err(RedirectError::TooLarge);
        }
        if !is_at(before_query(url), before_query(address)) {
            return Err(RedirectError::WrongTarget);
        }

        Self::read(url, expected)
    }

    /// Tells whether this is the answer to the request whose `redirectTo` carried the given state.
    pub fn answers(&self, state: &State) -> bool {
        self.state.as_ref().is_some_and(|it| state.matches(&it.0))
    }

    /// Tells whether it is the answer to anything: a link that this program did not ask for carries no state of its own.
    pub fn has_state(&self) -> bool {
        self.state.is_some()
    }

    /// Reads an answer that is at the right place already.
    pub(crate) fn read(url: &str, expected: Pkce) -> Result<Self, RedirectError> {
        if url.len() > LONGEST {
            return Err(RedirectError::TooLarge);
        }
        let parameters = Parameters::parse(query(url))?;
        let get = |name| parameters.get(name);
        let grant = match (get("code"), get("refreshToken")) {
            (Some(_), Some(_)) => return Err(RedirectError::BadValue),
            (Some(code), None) => Some(ReturnedGrant::Code(AuthorizationCode::new(checked(code)?))),
            (None, Some(_)) if expected == Pkce::Used => {
                return Err(RedirectError::TokenInsteadOfCode);
            }
            (None, Some(token)) => Some(ReturnedGrant::RefreshToken(RefreshToken::new(checked(
                token,
            )?))),
            (None, None) => None,
        };
        let outcome = match (grant, get("error")) {
            (Some(_), Some(_)) => return Err(RedirectError::BadValue),
            (Some(grant), None) => RedirectOutcome::SignedIn(grant),
            (None, Some(code)) => RedirectOutcome::Refused {
                code: ErrorCode::from_wire(code),
                provider_error: get("provider_error").map(word::clean),
            },
            (None, None) => RedirectOutcome::Nothing,
        };

        Ok(Self {
            outcome,
            ticket_type: get("type").map(TicketType::from_wire),
            state: get("state").map(|state| ReturnedState(state.to_owned())),
        })
    }
}

impl fmt::Debug for ReturnedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnedState(..)")
    }
}

fn before_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// What stands between `?` and `#`; the fragment is the app's own, as it stood in `redirectTo`.
fn query(url: &str) -> &str {
    let address = url.split('#').next().unwrap_or_default();

    address.split_once('?').map_or("", |(_, query)| query)
}

/// Nothing is normalised but the case of scheme and host, and one slash at the end: browsers change these, and
/// nothing else.
fn is_at(found: &str, expected: &str) -> bool {
    let parts = |text: &'_ str| -> (String, String) {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text.find("://").map_or(0, |at| at + 3);
        let path = text[host..].find('/').map_or(text.len(), |at| host + at);

        (text[..path].to_ascii_lowercase(), text[path..].to_owned())
    };

    parts(found) == parts(expected)
}

fn checked(grant: &str) -> Result<&str, RedirectError> {
    let is_grant =
        (1..=LONGEST_GRANT).contains(&grant.len()) && grant.bytes().all(|b| b.is_ascii_graphic());

    if is_grant {
        Ok(grant)
    } else {
        Err(RedirectError::BadValue)
    }
}

#[cfg(test)]
mod tests;
