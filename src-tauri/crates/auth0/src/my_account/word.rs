//! Words of the API that the vendor may add to.

/// Defines an enum over words of the wire; a word that is not in the list survives as `Other`, cleaned and cut.
macro_rules! open_words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
            /// A word that is not in this list, at most 64 bytes; to show, not to act upon.
            Other(String),
        }

        impl $name {
            /// Returns the word on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            /// Reads a word of the wire.
            pub fn from_wire(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other($crate::my_account::word::clean(other)),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as ::serde::Deserialize>::deserialize(deserializer)?;

                Ok(Self::from_wire(&word))
            }
        }
    };
}

pub(super) use open_words;
use protocol::display_text::DisplayText;

/// Bounds a word that nobody here knows; the longest known one has 17 bytes.
const LONGEST: usize = 64;

pub(super) fn clean(word: &str) -> String {
    DisplayText::clean(word, LONGEST).as_str().to_owned()
}

open_words! {
    /// What a person can prove themselves with: the `type` of factors and authentication methods.
    pub enum FactorType {
        /// A password.
        Password = "password",
        /// A passkey.
        Passkey = "passkey",
        /// A WebAuthn authenticator that is built into a device; read and delete only.
        WebauthnPlatform = "webauthn-platform",
        /// A security key; read and delete only.
        WebauthnRoaming = "webauthn-roaming",
        /// An authenticator app (RFC 6238).
        Totp = "totp",
        /// Codes by text message or call.
        Phone = "phone",
        /// Codes by e-mail.
        Email = "email",
        /// The vendor's Guardian app.
        PushNotification = "push-notification",
        /// A code to keep on paper.
        RecoveryCode = "recovery-code",
    }
}

open_words! {
    /// At which step of a sign-in something is used.
    pub enum Usage {
        /// The first step.
        Primary = "primary",
        /// The second step.
        Secondary = "secondary",
    }
}

open_words! {
    /// How a phone is told its code.
    pub enum PreferredAuthenticationMethod {
        /// By text message.
        Sms = "sms",
        /// By a call.
        Voice = "voice",
    }
}

open_words! {
    /// Whether a passkey is on one device or is kept in step over several.
    pub enum CredentialDeviceType {
        /// On one device.
        SingleDevice = "single_device",
        /// On several devices.
        MultiDevice = "multi_device",
    }
}

open_words! {
    /// How long the tenant may use a connected account.
    pub enum AccessType {
        /// Also when the person is away.
        Offline = "offline",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_nobody_knows_survives_and_is_cleaned() {
        assert_eq!(FactorType::from_wire("totp"), FactorType::Totp);

        let other = FactorType::from_wire("iris-\u{202E}scan\n");
        assert_eq!(other.as_str(), "iris-scan");
        assert_eq!(FactorType::from_wire(&"x".repeat(900)).as_str().len(), 64);
    }
}
