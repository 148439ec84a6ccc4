//! Values that cannot be used, each with its field and the rule that it breaks.

/// A value that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} cannot be used: {reason:?}")]
pub struct Invalid {
    /// The member of the draft, in snake case.
    pub field: &'static str,
    /// Which rule it breaks.
    pub reason: InvalidReason,
}

/// The rule that a value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidReason {
    /// Nothing was given.
    Empty,
    /// Longer than anybody needs.
    TooLong,
    /// Not a host name with a dot in it.
    NotADomain,
    /// Not an address.
    NotAUrl,
    /// http to something that is not on this machine.
    NotHttps,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a phone number with its country's prefix.
    NotAPhoneNumber,
    /// A path, query or fragment where only a host belongs.
    HasPath,
    /// `user:password@` in an address.
    HasUserInfo,
    /// There is one already.
    AlreadyExists,
    /// Neither `auth0` nor `nhost`.
    UnknownProvider,
    /// Characters that cannot be in it.
    BadCharacters,
    /// The provider does not offer it.
    NotOffered,
    /// A point in time that has passed.
    InThePast,
    /// Not the text that was asked for.
    DoesNotMatch,
    /// Not a link from a mail, or one for something else.
    OtherLink,
    /// Outside the domain that was named beside it.
    OtherDomain,
}
