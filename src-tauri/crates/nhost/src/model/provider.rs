//! Sign-in providers and their tokens.

use serde::{Deserialize, Deserializer};

use super::{ProviderAccessToken, ProviderRefreshToken};
use protocol::open_words;

open_words! {
    /// Who else can say who somebody is
    /// ([`SignInProvider`](https://docs.nhost.io/reference/javascript/nhost-js/auth#signinprovider)).
    pub enum SignInProvider {
        /// Apple.
        Apple = "apple",
        /// GitHub.
        Github = "github",
        /// Google.
        Google = "google",
        /// LinkedIn.
        Linkedin = "linkedin",
        /// Discord.
        Discord = "discord",
        /// Spotify.
        Spotify = "spotify",
        /// Twitch.
        Twitch = "twitch",
        /// GitLab.
        Gitlab = "gitlab",
        /// Bitbucket.
        Bitbucket = "bitbucket",
        /// WorkOS.
        Workos = "workos",
        /// Azure Active Directory.
        Azuread = "azuread",
        /// Microsoft Entra ID.
        Entraid = "entraid",
        /// Strava.
        Strava = "strava",
        /// Facebook.
        Facebook = "facebook",
        /// Microsoft accounts.
        Windowslive = "windowslive",
        /// Twitter; OAuth 1, so that its tokens cannot be refreshed.
        Twitter = "twitter",
    }
}

open_words! {
    /// Whose ID tokens the service takes
    /// ([`IdTokenProvider`](https://docs.nhost.io/reference/javascript/nhost-js/auth#idtokenprovider)).
    pub enum IdTokenProvider {
        /// Apple.
        Apple = "apple",
        /// Google.
        Google = "google",
    }
}

/// Tokens of a sign-in provider
/// ([`ProviderSession`](https://docs.nhost.io/reference/javascript/nhost-js/auth#providersession)).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderSession {
    /// `None` where the service holds no tokens; it says so with an empty one.
    #[serde(deserialize_with = "not_empty")]
    pub access_token: Option<ProviderAccessToken>,
    /// Life of the access token in seconds; may be negative for one that is over.
    pub expires_in: i64,
    /// The end of its life: RFC 3339. Means nothing where there is no token.
    pub expires_at: String,
    /// Where the provider gives one.
    #[serde(default, deserialize_with = "not_empty_refresh")]
    pub refresh_token: Option<ProviderRefreshToken>,
}

fn not_empty<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ProviderAccessToken>, D::Error> {
    let text = String::deserialize(deserializer)?;

    Ok((!text.is_empty()).then(|| ProviderAccessToken::new(text)))
}

fn not_empty_refresh<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ProviderRefreshToken>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;

    Ok(text
        .filter(|text| !text.is_empty())
        .map(ProviderRefreshToken::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_tokens_are_none() {
        for (body, access, refresh) in [
            (
                r#"{"accessToken":"a","expiresIn":9,"expiresAt":"x","refreshToken":"r"}"#,
                true,
                true,
            ),
            (
                r#"{"accessToken":"a","expiresIn":-9,"expiresAt":"x","refreshToken":null}"#,
                true,
                false,
            ),
            (
                r#"{"accessToken":"","expiresIn":0,"expiresAt":"0001-01-01T00:00:00Z","refreshToken":""}"#,
                false,
                false,
            ),
            (
                r#"{"accessToken":"a","expiresIn":9,"expiresAt":"x"}"#,
                true,
                false,
            ),
        ] {
            let session: ProviderSession = serde_json::from_str(body).unwrap();
            assert_eq!(
                (
                    session.access_token.is_some(),
                    session.refresh_token.is_some()
                ),
                (access, refresh),
                "{body}"
            );
        }
    }
}
