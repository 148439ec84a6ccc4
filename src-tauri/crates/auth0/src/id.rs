//! Ids, which are opaque and may hold any character.

use serde::{Deserialize, Deserializer, de::Error as _};

/// Bounds an id; the longest documented one is far below.
const LONGEST: usize = 256;

/// A text that cannot be an id: empty, longer than 256 bytes, or with control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes an id as the vendor gave it, not percent-encoded.
            ///
            /// # Errors
            /// When the text is empty, longer than 256 bytes, or holds control characters.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check(text)?;

                Ok(Self(text.to_owned()))
            }

            /// Returns the id as the vendor gave it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                check(&text).map_err(D::Error::custom)?;

                Ok(Self(text))
            }
        }
    };
}

id_type! {
    /// Names an authentication method: opaque, such as `totp|dev_x`, or `passkey|new` while it is enrolled.
    MethodId
}
id_type! {
    /// Names a connected account: opaque, such as `cac_x`.
    ConnectedAccountId
}
id_type! {
    /// Names an authenticator of the MFA API: opaque, such as `sms|dev_x`.
    AuthenticatorId
}

fn check(text: &str) -> Result<(), IdError> {
    let is_id = !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control);

    if is_id { Ok(()) } else { Err(IdError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_opaque_but_bounded() {
        assert_eq!(
            MethodId::parse("totp|dev_x/..%2f").unwrap().as_str(),
            "totp|dev_x/..%2f"
        );
        for text in ["", "a\nb", &"x".repeat(257)] {
            assert_eq!(MethodId::parse(text), Err(IdError), "AP06 {}", text.len());
        }
    }
}
