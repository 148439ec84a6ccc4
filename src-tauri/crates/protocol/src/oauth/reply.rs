//! The reply of a token endpoint, member by member.

use std::fmt;
use std::time::{Duration, SystemTime};

use oauth2::TokenResponse;
use oauth2::basic::BasicTokenType;
use serde::de::IgnoredAny;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Number;

use super::Tokens;
use crate::dpop::Dpop;
use crate::http::{Answer, CallError, Problem, Unexpected, What};
use crate::secret::{AccessToken, IdToken, RefreshToken};

/// Caps one token; real ones have up to 4 KiB, and proxies refuse headers above 16 KiB.
const LONGEST_TOKEN: usize = 16 * 1024;

/// Assumed when the reply does not say: short enough to be safe, long enough to be of use.
const LIFETIME_UNSTATED: Duration = Duration::from_secs(300);

/// Nothing is trusted for more than a day without another refresh.
const LONGEST_LIFETIME: u64 = 86_400;

/// A reply that has passed every rule.
#[derive(Deserialize)]
#[serde(try_from = "RawReply")]
pub(super) struct TokenReply {
    access_token: oauth2::AccessToken,
    refresh_token: Option<oauth2::RefreshToken>,
    id_token: Option<IdToken>,
    expires_in: Duration,
    scopes: Option<Vec<oauth2::Scope>>,
    /// Of no use without the key that asked for it.
    is_bound: bool,
}

/// Reads a reply that came with status 200; an error in it is an error.
pub(super) fn read<P: Problem>(answer: &Answer) -> Result<TokenReply, CallError<P>> {
    if answer.status != 200 {
        return Err(answer.unexpected(What::Status));
    }
    let raw: RawReply = answer.json()?;
    if raw.error.is_some()
        && let Some(problem) = answer.problem()
    {
        return Err(problem);
    }
    let reply = TokenReply::try_from(raw).and_then(|reply| {
        // A token that needs no proof, given for one, is a downgrade (RFC 9449 section 5).
        if reply.is_bound == answer.dpop.is_some() {
            Ok(reply)
        } else {
            Err(ReplyError(".token_type"))
        }
    });
    let reply = reply.map_err(|fault| {
        answer.unexpected(What::Shape {
            path: fault.0.to_owned(),
        })
    })?;

    Ok(reply)
}

/// Reads a reply for its faults alone, because ours name the member and the library's do not.
pub(super) fn check<P: Problem>(answer: &Answer) -> Result<(), CallError<P>> {
    read(answer)?;

    Ok(())
}

/// Returns the error for a reply that only the library found fault with.
pub(super) fn shape<P>(path: String, date: Option<SystemTime>) -> CallError<P> {
    CallError::Unexpected(Unexpected {
        status: Some(200),
        what: What::Shape { path },
        request_id: None,
        retry_after: None,
        rate_limit: None,
        date,
    })
}

impl TokenReply {
    pub(super) fn into_tokens(self, date: Option<SystemTime>, dpop: Option<Dpop>) -> Tokens {
        let scopes = self
            .scopes
            .map(|all| all.iter().map(|scope| scope.to_string()).collect());

        Tokens {
            access_token: AccessToken::new(self.access_token.into_secret()),
            refresh_token: self
                .refresh_token
                .map(|token| RefreshToken::new(token.into_secret())),
            id_token: self.id_token,
            expires_in: self.expires_in,
            scopes,
            dpop,
            date,
        }
    }
}

#[derive(Deserialize)]
struct RawReply {
    error: Option<IgnoredAny>,
    access_token: Option<String>,
    token_type: Option<String>,
    refresh_token: Option<String>,
    id_token: Option<String>,
    expires_in: Option<Number>,
    scope: Option<String>,
}

/// The member at fault.
#[derive(Debug, thiserror::Error)]
#[error("a member of the token reply breaks a rule")]
struct ReplyError(&'static str);

impl TryFrom<RawReply> for TokenReply {
    type Error = ReplyError;

    fn try_from(raw: RawReply) -> Result<Self, Self::Error> {
        if raw.error.is_some() {
            return Err(ReplyError(".error"));
        }
        let is_bound = match raw
            .token_type
            .as_deref()
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            Some("bearer") => false,
            Some("dpop") => true,
            Some(_) | None => return Err(ReplyError(".token_type")),
        };
        let access_token = raw.access_token.filter(|token| is_token(token));
        let refresh_token = raw
            .refresh_token
            .map(|token| checked(token, ".refresh_token"));
        let id_token = raw.id_token.map(|token| checked(token, ".id_token"));

        Ok(Self {
            access_token: oauth2::AccessToken::new(
                access_token.ok_or(ReplyError(".access_token"))?,
            ),
            refresh_token: refresh_token.transpose()?.map(oauth2::RefreshToken::new),
            id_token: id_token.transpose()?.map(IdToken::new),
            expires_in: raw.expires_in.map_or(Ok(LIFETIME_UNSTATED), lifetime)?,
            scopes: raw.scope.map(scopes).transpose()?,
            is_bound,
        })
    }
}

fn checked(token: String, member: &'static str) -> Result<String, ReplyError> {
    if is_token(&token) {
        Ok(token)
    } else {
        Err(ReplyError(member))
    }
}

/// A token goes into a header, so it is visible ASCII without a space.
fn is_token(token: &str) -> bool {
    (1..=LONGEST_TOKEN).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_graphic())
}

fn lifetime(stated: Number) -> Result<Duration, ReplyError> {
    let seconds = match (stated.as_u64(), stated.as_i64()) {
        (Some(seconds), _) => seconds.min(LONGEST_LIFETIME),
        (None, Some(_negative)) => 0,
        (None, None) => return Err(ReplyError(".expires_in")),
    };

    Ok(Duration::from_secs(seconds))
}

fn scopes(stated: String) -> Result<Vec<oauth2::Scope>, ReplyError> {
    if !stated
        .bytes()
        .all(|b| b == b' ' || (b.is_ascii_graphic() && b != b'"' && b != b'\\'))
    {
        return Err(ReplyError(".scope"));
    }

    Ok(stated
        .split_ascii_whitespace()
        .map(|scope| oauth2::Scope::new(scope.to_owned()))
        .collect())
}

impl TokenResponse for TokenReply {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        Some(self.expires_in)
    }

    fn refresh_token(&self) -> Option<&oauth2::RefreshToken> {
        self.refresh_token.as_ref()
    }

    fn scopes(&self) -> Option<&Vec<oauth2::Scope>> {
        self.scopes.as_ref()
    }
}

/// The library demands it; a token reply is never written.
impl Serialize for TokenReply {
    fn serialize<S: Serializer>(&self, _serializer: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("a token reply is never written"))
    }
}

impl fmt::Debug for TokenReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenReply(..)")
    }
}
