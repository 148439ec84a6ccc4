//! Who has accounts at the providers that are stood in for: the demo people, and Mei, whom the
//! project does not know.

use ring::digest;

use crate::seed::PEOPLE;

/// An account at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Profile {
    /// The provider's own id, digits.
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) email_verified: bool,
}

/// Those at every provider, with whether their address is proved there.
pub(super) fn at(provider: &str) -> Vec<Profile> {
    let people = PEOPLE
        .iter()
        .map(|person| (person.name, person.email, true));
    people
        .chain([
            ("Mei Lindqvist", "mei@example.com", true),
            ("Omar Lindqvist", "omar@example.com", false),
        ])
        .map(|(name, email, email_verified)| Profile {
            id: number(provider, email),
            name,
            email,
            email_verified,
        })
        .collect()
}

/// Whoever has this address there.
pub(in crate::nhost) fn by_email(provider: &str, email: &str) -> Option<Profile> {
    at(provider)
        .into_iter()
        .find(|profile| profile.email == email)
}

/// The same each time, and another one at each provider.
pub(crate) fn number(provider: &str, email: &str) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{provider} {email}").as_bytes());
    let digits = hash.as_ref().iter().take(4);
    digits
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte))
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_one_id_at_each_provider() {
        let ada = |provider| by_email(provider, "ada@example.com").unwrap().id;
        assert_eq!(ada("github"), ada("github"));
        assert_ne!(ada("github"), ada("google"));
    }
}
