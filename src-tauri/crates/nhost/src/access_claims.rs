//! What an access token says, for the program that holds it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use protocol::secret::{AccessToken, Secret as _};
use serde::Deserialize;

/// Longer tokens are not looked into; real ones with many roles have some 2 KB.
const LONGEST: usize = 64 * 1024;

/// What an access token says about its session. **Nothing is verified**: it is for a program that wants to know
/// beforehand what its own token is good for, never for one that is handed a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    /// UUID of the user.
    pub user_id: String,
    /// The user has no way of signing in again.
    pub is_anonymous: bool,
    /// The session was elevated with a passkey ([`crate::AuthClient::elevate_webauthn`]). Ends with this token.
    pub is_elevated: bool,
}

#[derive(Deserialize)]
struct Payload {
    sub: String,
    #[serde(rename = "https://hasura.io/jwt/claims", default)]
    hasura: Hasura,
}

#[derive(Default, Deserialize)]
struct Hasura {
    #[serde(rename = "x-hasura-user-is-anonymous")]
    is_anonymous: Option<String>,
    #[serde(rename = "x-hasura-auth-elevated")]
    elevated: Option<String>,
}

impl AccessClaims {
    /// Reads a token of the Auth service; `None` for anything else.
    pub fn read(token: &AccessToken) -> Option<Self> {
        let token = token.expose();
        let mut parts = token.split('.');
        let (_, payload) = (parts.next()?, parts.next()?);
        if token.len() > LONGEST {
            return None;
        }
        let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
        let payload: Payload = serde_json::from_slice(&payload).ok()?;
        let is_elevated = payload.hasura.elevated.as_ref() == Some(&payload.sub);

        Some(Self {
            is_anonymous: payload.hasura.is_anonymous.as_deref() == Some("true"),
            is_elevated,
            user_id: payload.sub,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(payload: &Value) -> Option<AccessClaims> {
        let payload = URL_SAFE_NO_PAD.encode(payload.to_string());

        AccessClaims::read(&AccessToken::new(format!("e30.{payload}.c2ln")))
    }

    #[test]
    fn an_elevation_counts_for_the_user_it_names_only() {
        let elevated = |claim: Value| {
            let claims = json!({ "x-hasura-auth-elevated": claim });
            read(&json!({ "sub": "u", "https://hasura.io/jwt/claims": claims }))
        };
        assert!(elevated(json!("u")).unwrap().is_elevated);
        assert!(!elevated(json!("v")).unwrap().is_elevated);
        assert!(!elevated(Value::Null).unwrap().is_elevated);
    }

    #[test]
    fn flags_are_texts_and_what_is_missing_is_no() {
        let claims = json!({ "x-hasura-user-is-anonymous": "true" });
        let anonymous = read(&json!({ "sub": "u", "https://hasura.io/jwt/claims": claims }));
        assert!(anonymous.unwrap().is_anonymous);
        let bare = read(&json!({ "sub": "u" })).unwrap();
        assert_eq!(
            (bare.user_id.as_str(), bare.is_anonymous, bare.is_elevated),
            ("u", false, false)
        );
    }

    #[test]
    fn what_is_no_token_says_nothing() {
        for text in ["", "a", "a.b", "..", "e30.e30.c2ln", "e30.!!.c2ln"] {
            assert_eq!(AccessClaims::read(&AccessToken::new(text)), None, "{text}");
        }
    }
}
