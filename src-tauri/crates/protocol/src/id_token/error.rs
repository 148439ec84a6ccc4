//! Which rule a token breaks.

/// Which rule a token breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ID token breaks the rule `{}`", self.rule())]
pub enum IdTokenError {
    /// It is larger than any ID token.
    TooLarge,
    /// It is not three parts of strict base64url with a JSON object in the first two.
    Malformed,
    /// It demands that a reader understands something we do not.
    Critical,
    /// It is a token of another kind.
    Type,
    /// It is not signed in one of the allowed ways.
    Algorithm,
    /// No key of the set fits; the set may be out of date.
    NoKey,
    /// More than one key of the set fits.
    AmbiguousKey,
    /// It was not signed with the key, or changed afterwards.
    Signature,
    /// A claim is missing, stands twice, or has the wrong type.
    Shape,
    /// Somebody else issued it.
    Issuer,
    /// It does not say in a usable way who signed in.
    Subject,
    /// Somebody else signed in.
    SubjectChanged,
    /// It is not for us, or not for us alone.
    Audience,
    /// It was given to another program.
    AuthorizedParty,
    /// It is over.
    Expired,
    /// It is not valid yet.
    NotBefore,
    /// It was issued too long ago, or in the future.
    IssuedAt,
    /// It answers another request.
    Nonce,
    /// The person signed in too long ago, or it does not say when.
    AuthTime,
    /// It came with another access token.
    AccessTokenHash,
    /// It is for another organization, or for none.
    Organization,
}

impl IdTokenError {
    /// Returns the name of the rule: a header member, a claim, or a word for the token as a whole.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::TooLarge => "size",
            Self::Malformed => "form",
            Self::Critical => "crit",
            Self::Type => "typ",
            Self::Algorithm => "alg",
            Self::NoKey => "kid",
            Self::AmbiguousKey => "kid-ambiguous",
            Self::Signature => "signature",
            Self::Shape => "shape",
            Self::Issuer => "iss",
            Self::Subject => "sub",
            Self::SubjectChanged => "sub-changed",
            Self::Audience => "aud",
            Self::AuthorizedParty => "azp",
            Self::Expired => "exp",
            Self::NotBefore => "nbf",
            Self::IssuedAt => "iat",
            Self::Nonce => "nonce",
            Self::AuthTime => "auth_time",
            Self::AccessTokenHash => "at_hash",
            Self::Organization => "org",
        }
    }
}
