//! ID tokens, and two who judge them.
//!
//! [`slow`] knows the rules from the documents, and shares nothing with the checker that it judges. Where the two
//! differ about a token, one of them is wrong.
#![expect(
    clippy::unwrap_used,
    reason = "what is unwrapped is made here, of known parts"
)]

pub mod chance;
pub mod jwks;
pub mod keyring;
pub mod mutation;
pub mod ours;
pub mod slow;
pub mod strict;

use self::{chance::Chance, mutation::mutated};

/// When the tokens are looked at, in seconds since 1970.
pub const NOW: u64 = 1_800_000_000;

/// Who issues them.
pub const ISSUER: &str = "https://tenant.example/";
/// Whom they are for.
pub const CLIENT: &str = "client-1";
/// Whom they are about.
pub const SUBJECT: &str = "auth0|ada";
/// What comes with them.
pub const ACCESS_TOKEN: &str = "an-access-token";

/// A token, the keys to check it with, and what it has to say.
#[derive(Clone)]
pub struct Case {
    /// In the compact form.
    pub token: String,
    /// The key set, as JSON.
    pub keys: String,
    /// What the token has to say.
    pub wanted: Wanted,
}

/// What a token has to say.
#[derive(Clone)]
pub struct Wanted {
    /// The names of the algorithms that are allowed.
    pub algorithms: Vec<&'static str>,
    /// The 32 random bytes of the request's nonce.
    pub nonce: Option<[u8; 32]>,
    /// How old the proof may be, in seconds.
    pub max_age: Option<u64>,
    /// The person who was waited for.
    pub subject: Option<&'static str>,
    /// The organization that was asked for, by id or by name.
    pub organization: Option<&'static str>,
    /// The access token that came with it.
    pub access_token: Option<&'static str>,
}

/// What bytes make of a sound token is judged alike by both.
pub(crate) fn id_token(data: &[u8]) {
    let case = mutated(&mut Chance::from(data));
    let (ours, slow) = (ours::accepts(&case), slow::accepts(&case));

    assert_eq!(ours, slow, "{case:?}");
}

/// Readable, because everything in it is made up.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in self.token.split('.').take(2) {
            let text = strict::base64url(part).map(|it| String::from_utf8_lossy(&it).into_owned());
            let text = text.unwrap_or_else(|| part.to_owned());
            write!(f, "{}.", text.chars().take(600).collect::<String>())?;
        }
        let wanted = &self.wanted;
        let keys: String = self.keys.chars().take(300).collect();

        write!(
            f,
            " {:?} {:?} {:?} {:?} {} {keys}",
            wanted.algorithms,
            wanted.max_age,
            wanted.subject,
            wanted.organization,
            wanted.nonce.is_some(),
        )
    }
}
