//! Secrets as types: they arrive, they are used, they are wiped; nothing prints them.
//!
//! **Invariant:** no type of this module implements `Serialize`, `Display` or `PartialEq`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use secrecy::zeroize::Zeroize as _;
use subtle::ConstantTimeEq as _;

/// Gives out the value of a secret.
///
/// Every call site is listed in a test of the workspace, so a new one is a decision.
pub trait Secret {
    /// Returns the value, for the one place that has to send, store or show it.
    fn expose(&self) -> &str;
}

/// Defines a secret type: wiped when dropped, readable from JSON, never printed and never written.
#[macro_export]
macro_rules! secret_type {
    ($(#[$doc:meta])* $name:ident) => {
        $crate::secret_type!(@bare $(#[$doc])* $name);
        $crate::secret_type!(@readable $name);
    };
    (@readable $name:ident) => {
        impl $name {
            /// Wraps a value that arrived from outside.
            pub fn new(value: impl Into<String>) -> Self {
                Self(value.into().into())
            }
        }

        impl<'de> $crate::secret::private::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::secret::private::Deserializer<'de>,
            {
                let value =
                    <String as $crate::secret::private::Deserialize>::deserialize(deserializer)?;

                Ok(Self::new(value))
            }
        }
    };
    (@random $(#[$doc:meta])* $name:ident) => {
        $crate::secret_type!(@bare $(#[$doc])* $name);

        impl $name {
            /// Returns 32 random bytes as 43 characters of base64url.
            pub fn from_random(mut bytes: [u8; 32]) -> Self {
                let value = URL_SAFE_NO_PAD.encode(bytes);
                bytes.zeroize();

                Self(value.into())
            }
        }
    };
    (@bare $(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// It cannot be written anywhere:
        ///
        /// ```compile_fail,E0277
        /// fn written<T: serde::Serialize>() {}
        #[doc = concat!("written::<", module_path!(), "::", stringify!($name), ">();")]
        /// ```
        #[derive(Clone)]
        pub struct $name($crate::secret::private::SecretString);

        impl $crate::secret::Secret for $name {
            fn expose(&self) -> &str {
                $crate::secret::private::ExposeSecret::expose_secret(&self.0)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

secret_type! {
    /// What a call to an API carries in its `Authorization` header.
    AccessToken
}
secret_type! {
    /// What is exchanged for new tokens; worth as much as the session itself.
    RefreshToken
}
secret_type! {
    /// The provider's signed statement about who signed in.
    IdToken
}
secret_type! {
    /// What a callback brings home and the token endpoint takes once.
    AuthorizationCode
}
secret_type! {
    /// What a callback brings home when an account elsewhere was to be connected; taken once.
    ConnectCode
}
secret_type! {
    /// What a person types to prove that they know it.
    Password
}
secret_type! {
    /// A code that is good for one use: from a message, an authenticator app or a sheet of paper.
    OneTimeCode
}
secret_type! { @random
    /// The secret half of PKCE (RFC 7636).
    CodeVerifier
}
secret_type! { @random
    /// Ties a callback to the sign-in that asked for it.
    State
}
secret_type! { @random
    /// Ties an ID token to the sign-in that asked for it, and those of later refreshes with it.
    Nonce
}
// Kept with the session, and read back with it.
secret_type!(@readable Nonce);

impl CodeVerifier {
    /// Returns the public half: the S256 challenge of RFC 7636 section 4.2.
    pub fn challenge(&self) -> String {
        let digest = digest::digest(&digest::SHA256, self.expose().as_bytes());

        URL_SAFE_NO_PAD.encode(digest)
    }
}

impl State {
    /// Compares with a value from outside, in constant time.
    pub fn matches(&self, other: &str) -> bool {
        self.expose().as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl Nonce {
    /// Compares with a value from outside, in constant time.
    pub fn matches(&self, other: &str) -> bool {
        self.expose().as_bytes().ct_eq(other.as_bytes()).into()
    }
}

/// What [`secret_type!`] needs in the crates that use it.
#[doc(hidden)]
pub mod private {
    pub use secrecy::{ExposeSecret, SecretString};
    pub use serde::{Deserialize, Deserializer};
}

#[cfg(test)]
mod tests;
