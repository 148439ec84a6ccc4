//! What a call comes to, in words that every client's answer can be put into.

use std::collections::{BTreeMap, BTreeSet};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::{
    http::{CallError, Problem},
    oauth::Tokens,
    secret::{IdToken, Secret as _},
};
use serde_json::Value;

use super::rows::End;

/// Claims in which two sign-ins differ and have to.
const OF_ONE_SIGN_IN: [(&str, &str); 6] = [
    (
        "iss",
        "follows the address: TLS for the vendor's client, loopback HTTP for ours",
    ),
    ("iat", "the second of the call"),
    ("exp", "counted from that second"),
    ("auth_time", "the second of the sign-in"),
    ("sid", "each sign-in begins a session"),
    ("updated_at", "of a newcomer, the moment they came to be"),
];

/// Members of other answers in which two calls differ and have to.
const OF_ONE_CALL: [(&str, &str); 9] = [
    ("_id", "a newcomer is another each time"),
    ("user", "holds what stands for a newcomer"),
    ("challenge", "is random"),
    ("createdAt", "the moment of the call"),
    ("updatedAt", "the same"),
    ("expiresAt", "counted from it"),
    ("expiresIn", "what is left at that moment"),
    ("ticket", "is random"),
    ("accessToken", "a provider's; is random"),
];

/// What stands for the id of whoever a session is of: a newcomer is another each time.
const WHO: &str = "(who signed in)";

/// How a call ended.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// It gave tokens.
    SignedIn(SignedIn),
    /// It gave an ID token, and our client hands on no more than that.
    Identified(Option<Claims>),
    /// It gave something else.
    Answered(Value),
    /// It went well, and the client hands on nothing that could be compared.
    Silent,
    /// It was refused; without a status, by the client itself.
    Refused {
        /// The HTTP status.
        status: Option<u16>,
        /// The provider's word, where it has one.
        code: Option<String>,
    },
}

/// The claims of an ID token, less those of [`OF_ONE_SIGN_IN`].
type Claims = BTreeMap<String, Value>;

/// What comparing two token answers is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SignedIn {
    /// Nothing without an ID token.
    claims: Option<Claims>,
    /// What the answer says about scopes.
    scope: Option<BTreeSet<String>>,
    /// Whether there is a refresh token.
    can_refresh: bool,
    /// How long the access token is good, in whole minutes: one client counts from its own clock.
    minutes: Option<u64>,
}

/// What a row of a test expects.
#[derive(Clone, Debug)]
pub(super) enum Expected {
    /// Tokens for somebody with this address among their claims.
    Tokens(&'static str),
    /// Tokens for somebody whose address was not asked for.
    Nameless,
    /// Tokens without an ID token.
    Anonymous,
    /// An answer with at least these members, or exactly this text.
    Answer(Value),
    /// Some text.
    Text,
    /// No, with this status and this word.
    Refusal(u16, &'static str),
    /// No, with this status and a body without a word.
    Wordless(u16),
    /// The client sends nothing because an argument is missing or makes no sense.
    Misuse,
}

impl Outcome {
    /// Reads the line of a script.
    pub(super) fn of_line(line: &Value) -> Self {
        let error = &line["error"];
        if error.is_object() {
            return Self::Refused {
                status: error["status"].as_u64().map(|it| it.try_into().unwrap()),
                code: error["code"].as_str().map(str::to_owned),
            };
        }
        let answer = &line["ok"];
        if let Some(session) = session_in(answer) {
            return Self::SignedIn(SignedIn::of_session(session));
        }
        if !answer["access_token"].is_string() {
            return Self::Answered(answer.clone());
        }
        let scope = answer["scope"].as_str();

        Self::SignedIn(SignedIn {
            claims: answer["id_token"].as_str().map(claims_of),
            scope: scope.map(|it| it.split_whitespace().map(str::to_owned).collect()),
            can_refresh: answer["refresh_token"].is_string(),
            minutes: answer["expires_in"].as_u64().map(in_minutes),
        })
    }

    /// Reads what our client gives for tokens.
    pub(super) fn of_tokens<P: Problem>(
        answer: Result<Tokens, CallError<P>>,
        code: fn(&P) -> &str,
    ) -> Self {
        let tokens = match answer {
            Ok(tokens) => tokens,
            Err(error) => return Self::of_error(&error, code),
        };

        Self::SignedIn(SignedIn {
            claims: tokens.id_token.map(|token| claims_of(token.expose())),
            scope: tokens.scopes.map(|scopes| scopes.into_iter().collect()),
            can_refresh: tokens.refresh_token.is_some(),
            minutes: Some(in_minutes(tokens.expires_in.as_secs())),
        })
    }

    /// Reads what our client gives for anything else.
    pub(super) fn of<P: Problem>(
        answer: Result<Value, CallError<P>>,
        code: fn(&P) -> &str,
    ) -> Self {
        match answer {
            Ok(value) => match session_in(&value) {
                Some(session) => Self::SignedIn(SignedIn::of_session(session)),
                None => Self::Answered(value),
            },
            Err(error) => Self::of_error(&error, code),
        }
    }

    /// Reads what our client gives where it hands on an ID token alone.
    pub(super) fn of_id_token<P: Problem>(
        answer: Result<Option<IdToken>, CallError<P>>,
        code: fn(&P) -> &str,
    ) -> Self {
        match answer {
            Ok(token) => Self::Identified(token.map(|token| claims_of(token.expose()))),
            Err(error) => Self::of_error(&error, code),
        }
    }

    /// The same, where what was answered cannot be compared.
    pub(super) fn silently(self) -> Self {
        match self {
            Self::Answered(_) | Self::Silent => Self::Silent,
            Self::SignedIn(_) | Self::Identified(_) | Self::Refused { .. } => self,
        }
    }

    /// The text that was answered.
    pub(super) fn text(&self) -> String {
        let Self::Answered(Value::String(text)) = self else {
            panic!("{self:?}")
        };

        text.clone()
    }

    /// Whether our client was told what the vendor's was told.
    pub(super) fn agrees_with(&self, theirs: &Self) -> bool {
        match (self, theirs) {
            (Self::SignedIn(ours), Self::SignedIn(theirs)) => ours == theirs,
            (Self::Identified(ours), Self::SignedIn(theirs)) => *ours == theirs.claims,
            (Self::Answered(ours), Self::Answered(theirs)) => agree(ours, theirs),
            (Self::Silent, Self::Answered(_)) => true,
            (
                Self::Refused { status, code },
                Self::Refused {
                    status: their_status,
                    code: their_code,
                },
            ) => status == their_status && code == their_code,
            (
                Self::SignedIn(_)
                | Self::Identified(_)
                | Self::Answered(_)
                | Self::Silent
                | Self::Refused { .. },
                _,
            ) => false,
        }
    }

    fn of_error<P: Problem>(error: &CallError<P>, code: fn(&P) -> &str) -> Self {
        let problem = match error {
            CallError::Problem(problem) => Some(&problem.problem),
            CallError::Unreachable(_) | CallError::Unexpected(_) => None,
        };

        Self::Refused {
            status: error.status(),
            code: problem
                .map(|it| code(it).to_owned())
                .filter(|code| !code.is_empty()),
        }
    }
}

impl SignedIn {
    /// Reads a session of Nhost: the claims of its access token, and the user beside them.
    fn of_session(session: &Value) -> Self {
        let id = session["user"]["id"].as_str().unwrap_or_default();
        let mut claims = claims_of(session["accessToken"].as_str().unwrap());
        let mut user = session["user"].as_object().cloned().unwrap_or_default();
        user.retain(|name, value| name != "createdAt" && !value.is_null());
        if let Some(email) = user.get("email") {
            claims.insert("email".to_owned(), email.clone());
        }
        claims.insert("user".to_owned(), Value::Object(user));
        let text = serde_json::to_string(&claims).unwrap().replace(id, WHO);

        Self {
            claims: serde_json::from_str(&text).unwrap(),
            scope: None,
            can_refresh: session["refreshToken"].is_string(),
            minutes: session["accessTokenExpiresIn"].as_u64().map(in_minutes),
        }
    }
}

/// A session of Nhost, which comes bare or wrapped.
fn session_in(answer: &Value) -> Option<&Value> {
    let is_session = |it: &&Value| it["refreshTokenId"].is_string();

    [answer, &answer["session"]].into_iter().find(is_session)
}

impl Expected {
    /// How a call has to end.
    pub(super) fn end(&self) -> End {
        match self {
            Self::Tokens(_) | Self::Nameless | Self::Anonymous | Self::Answer(_) | Self::Text => {
                End::Well
            }
            Self::Refusal(..) | Self::Wordless(_) => End::Refused,
            Self::Misuse => End::Misused,
        }
    }

    /// Fails when the outcome is another.
    pub(super) fn check(&self, outcome: &Outcome, call: &str, who: &str) {
        let claims = match outcome {
            Outcome::SignedIn(it) => Some(it.claims.as_ref()),
            Outcome::Identified(claims) => Some(claims.as_ref()),
            Outcome::Answered(_) | Outcome::Silent | Outcome::Refused { .. } => None,
        };
        let is_so = match (self, outcome) {
            (Self::Tokens(email), _) => claims
                .flatten()
                .and_then(|claims| claims.get("email"))
                .is_some_and(|it| it == email),
            (Self::Nameless, _) => claims
                .flatten()
                .is_some_and(|claims| !claims.contains_key("email")),
            (Self::Anonymous, _) => claims.is_some_and(|claims| claims.is_none()),
            (Self::Text, Outcome::Answered(answer)) => answer.is_string(),
            (Self::Answer(_) | Self::Text, Outcome::Silent) => true,
            (Self::Answer(expected), Outcome::Answered(answer)) => holds(answer, expected),
            (Self::Refusal(status, word), Outcome::Refused { status: said, code }) => {
                *said == Some(*status) && code.as_deref() == Some(*word)
            }
            (Self::Wordless(status), Outcome::Refused { status: said, code }) => {
                *said == Some(*status) && code.is_none()
            }
            (Self::Misuse, Outcome::Refused { status, .. }) => status.is_none(),
            (
                Self::Answer(_) | Self::Text | Self::Refusal(..) | Self::Wordless(_) | Self::Misuse,
                _,
            ) => false,
        };
        assert!(is_so, "{call}: {who} got {outcome:?}, not {self:?}");
    }
}

/// Whether two answers say the same in the members both have. A client may leave some out; that it hands out what a
/// test is about is for the test to expect.
fn agree(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours.iter().all(|(name, ours)| {
            let is_compared = !OF_ONE_CALL.iter().any(|(left_out, _)| left_out == name);
            let theirs = theirs.get(name).filter(|_| is_compared);
            theirs.is_none_or(|theirs| agree(ours, theirs))
        }),
        (Value::Array(ours), Value::Array(theirs)) => {
            let pairs = || ours.iter().zip(theirs);
            ours.len() == theirs.len() && pairs().all(|(ours, theirs)| agree(ours, theirs))
        }
        (ours, theirs) => ours == theirs,
    }
}

/// Whether a value has everything the expected one has.
fn holds(value: &Value, expected: &Value) -> bool {
    match (expected, value) {
        (Value::Object(members), _) => members
            .iter()
            .all(|(name, member)| holds(&value[name], member)),
        (Value::Array(expected), Value::Array(values)) => {
            let mut pairs = expected.iter().zip(values);
            expected.len() == values.len() && pairs.all(|(expected, value)| holds(value, expected))
        }
        (expected, value) => value == expected,
    }
}

/// Of `sub` only where the user comes from is compared: a newcomer is another each time.
fn claims_of(id_token: &str) -> Claims {
    let payload = id_token.split('.').nth(1).unwrap();
    let claims = URL_SAFE_NO_PAD.decode(payload).unwrap();
    let mut claims: Claims = serde_json::from_slice(&claims).unwrap();
    if let Some(subject) = claims.get_mut("sub") {
        *subject = subject.as_str().unwrap().split('|').next().into();
    }
    claims.retain(|name, _| !OF_ONE_SIGN_IN.iter().any(|(left_out, _)| left_out == name));

    claims
}

fn in_minutes(seconds: u64) -> u64 {
    (seconds + 30) / 60
}
