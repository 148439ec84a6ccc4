//! What the browser brings back, read as hostile input.
//!
//! The address is parsed by hand and strictly: a general parser repairs what it should refuse
//! (line breaks vanish, dot segments are resolved, bad encodings become other characters).

mod error;
mod query;
mod target;

use std::fmt;

use secrecy::zeroize::Zeroizing;

use self::query::{Parameters, percent_decoded};
use crate::display_text::{DisplayText, is_unsafe};
use crate::secret::{AuthorizationCode, ConnectCode, State};

pub use error::{AuthorizationError, CallbackError};
pub use target::{RedirectTarget, connection_of};

/// Caps the whole address, before anything reads it; browsers and shells pass little more.
const LONGEST: usize = 8 * 1024;

/// Caps a code; real ones have 43 to about 2,000 characters.
const LONGEST_CODE: usize = 4 * 1024;

/// The answer to a request that the browser carried out.
pub struct Callback {
    /// The issuer that the answer claims to come from (RFC 9207).
    pub issuer: Option<String>,
    /// What the answer says.
    pub outcome: Returned,
    state: ReturnedState,
}

/// What an answer says.
#[derive(Debug)]
pub enum Returned {
    /// The person signed in.
    Code {
        /// To be exchanged once.
        code: AuthorizationCode,
    },
    /// The person let the provider use an account elsewhere.
    ConnectCode {
        /// To be handed in once.
        code: ConnectCode,
    },
    /// The person or the provider refused.
    Refused {
        /// Why, as a code.
        error: AuthorizationError,
        /// Why, as a text for a person.
        description: Option<DisplayText>,
    },
}

/// The state of an answer, which can only be compared.
#[derive(Clone, PartialEq, Eq)]
pub struct ReturnedState(Zeroizing<String>);

/// Whether answers of an issuer always name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerParameter {
    /// The issuer announces it, so that an answer without it is forged.
    Announced,
    /// The issuer does not announce it; a name that is there must still be right.
    NotAnnounced,
}

/// What stands in an address as the issuer may be anything, the code as well: it can only be compared.
impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

impl Callback {
    /// Reads the address that the browser came back with; it is wiped afterwards.
    pub fn parse(url: String, target: &RedirectTarget) -> Result<Self, CallbackError> {
        let url = Zeroizing::new(url);
        check_characters(&url)?;
        let (address, query, fragment) = split(&url);
        percent_decoded(address).ok_or(CallbackError::BadEncoding)?;
        target.check(address)?;
        let query = Parameters::parse(query)?;
        let fragment = Parameters::parse(fragment)?;
        if query.has_token() || fragment.has_token() {
            return Err(CallbackError::TokenInFrontChannel);
        }
        if query.get("state").is_none() && fragment.get("state").is_some() {
            return Err(CallbackError::NoCode);
        }
        let state = query.get("state").filter(|state| !state.is_empty());
        let state = ReturnedState(Zeroizing::new(
            state.ok_or(CallbackError::StateMissing)?.to_owned(),
        ));
        let outcome = match ["code", "connect_code", "error"].map(|name| query.get(name)) {
            [None, None, None] => return Err(CallbackError::NoCode),
            [Some(code), None, None] => Returned::Code {
                code: AuthorizationCode::new(checked_code(code)?),
            },
            [None, Some(code), None] => Returned::ConnectCode {
                code: ConnectCode::new(checked_code(code)?),
            },
            [None, None, Some(error)] => Returned::Refused {
                error: AuthorizationError::read(error),
                description: query
                    .get("error_description")
                    .map(|text| DisplayText::clean(text, DisplayText::ERROR_CAP)),
            },
            _ => return Err(CallbackError::SeveralAnswers { state }),
        };

        Ok(Self {
            issuer: query.get("iss").map(str::to_owned),
            outcome,
            state,
        })
    }

    /// Tells whether this is the answer to the request that carried the given state.
    pub fn answers(&self, state: &State) -> bool {
        self.state.is(state)
    }

    /// Returns the state, which says what request this answers.
    pub fn state(&self) -> &ReturnedState {
        &self.state
    }

    /// Checks who the answer says it is from, character by character (RFC 9207 section 2.4).
    pub fn check_issuer(
        &self,
        expected: &str,
        parameter: IssuerParameter,
    ) -> Result<(), CallbackError> {
        match (&self.issuer, parameter) {
            (Some(issuer), _) if issuer == expected => Ok(()),
            (Some(_), _) => Err(CallbackError::IssuerMismatch),
            (None, IssuerParameter::Announced) => Err(CallbackError::IssuerMissing),
            (None, IssuerParameter::NotAnnounced) => Ok(()),
        }
    }
}

impl ReturnedState {
    /// Compares with the state of a request, in constant time.
    pub fn is(&self, state: &State) -> bool {
        state.matches(&self.0)
    }
}

impl fmt::Debug for ReturnedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReturnedState(..)")
    }
}

fn check_characters(url: &str) -> Result<(), CallbackError> {
    if url.len() > LONGEST {
        return Err(CallbackError::TooLarge);
    }
    if url.chars().any(is_unsafe) {
        return Err(CallbackError::BadEncoding);
    }

    Ok(())
}

/// Splits an address into what stands before the query, the query, and the fragment.
fn split(url: &str) -> (&str, &str, &str) {
    let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));

    (address, query, fragment)
}

/// A code goes into a form, so it is visible ASCII (RFC 6749 appendix A.11).
fn checked_code(code: &str) -> Result<&str, CallbackError> {
    let is_code =
        (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_graphic());
    if !is_code {
        return Err(CallbackError::BadValue);
    }

    Ok(code)
}

#[cfg(test)]
mod tests;
