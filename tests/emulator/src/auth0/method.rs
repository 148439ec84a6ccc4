//! The ways a person can prove who they are, as the tenant keeps them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::User;
use super::webauthn::Credential;
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::Store;

/// A kind of method, in the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Password,
    Passkey,
    WebauthnPlatform,
    WebauthnRoaming,
    Totp,
    Phone,
    Email,
    PushNotification,
    RecoveryCode,
}

/// How a code reaches a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Preferred {
    Sms,
    Voice,
}

/// A method of a person, confirmed or left behind half way.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) detail: Detail,
    pub(crate) confirmed: bool,
    pub(crate) name: Option<String>,
    pub(crate) created_at: String,
    pub(crate) last_auth_at: Option<String>,
}

/// What belongs to a kind.
#[derive(Clone, Debug)]
pub(crate) enum Detail {
    Password {
        changed_at: Option<String>,
    },
    Passkey(Box<Credential>),
    Webauthn {
        kind: Kind,
        key_id: String,
        public_key: String,
    },
    Totp {
        secret: Vec<u8>,
    },
    Phone {
        number: String,
        preferred: Preferred,
    },
    Email {
        address: String,
    },
    PushNotification,
    RecoveryCode {
        code: String,
    },
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Password,
        Self::Passkey,
        Self::WebauthnPlatform,
        Self::WebauthnRoaming,
        Self::Totp,
        Self::Phone,
        Self::Email,
        Self::PushNotification,
        Self::RecoveryCode,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::WebauthnPlatform => "webauthn-platform",
            Self::WebauthnRoaming => "webauthn-roaming",
            Self::Totp => "totp",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::PushNotification => "push-notification",
            Self::RecoveryCode => "recovery-code",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn is_second_factor(self) -> bool {
        match self {
            Self::Password | Self::Passkey => false,
            Self::WebauthnPlatform
            | Self::WebauthnRoaming
            | Self::Totp
            | Self::Phone
            | Self::Email
            | Self::PushNotification
            | Self::RecoveryCode => true,
        }
    }
}

impl Preferred {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
        }
    }
}

impl Method {
    /// A new method with an id of its own, not confirmed yet.
    pub(crate) fn new(store: &Store, user_id: &str, detail: Detail) -> Self {
        Self {
            id: format!("{}|dev_{}", detail.kind().name(), random::alphanumeric(16)),
            user_id: user_id.to_owned(),
            detail,
            confirmed: false,
            name: None,
            created_at: store.now().to_rfc3339(3),
            last_auth_at: None,
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The method object of the API.
    pub(crate) fn to_json(&self) -> Value {
        let kind = self.kind();
        let usage = if kind.is_second_factor() {
            "secondary"
        } else {
            "primary"
        };
        let mut object = json!({
            "id": self.id,
            "type": kind.name(),
            "created_at": self.created_at,
            "usage": [usage],
        });
        let mut tell = |name: &str, value: Value| object[name] = value;
        match &self.detail {
            Detail::Password { changed_at } => {
                tell("identity_user_id", identity_user_id(&self.user_id).into());
                if let Some(changed_at) = changed_at {
                    tell("last_password_reset", changed_at.clone().into());
                }
                return object;
            }
            Detail::Passkey(credential) => {
                tell("identity_user_id", identity_user_id(&self.user_id).into());
                credential.describe(&mut tell);
            }
            Detail::Webauthn {
                key_id, public_key, ..
            } => {
                tell("confirmed", self.confirmed.into());
                tell("key_id", key_id.clone().into());
                tell("public_key", public_key.clone().into());
            }
            Detail::Phone { number, preferred } => {
                tell("confirmed", self.confirmed.into());
                tell("phone_number", number.clone().into());
                tell("preferred_authentication_method", preferred.name().into());
            }
            Detail::Email { address } => {
                tell("confirmed", self.confirmed.into());
                tell("email", address.clone().into());
            }
            Detail::Totp { .. } | Detail::PushNotification | Detail::RecoveryCode { .. } => {
                tell("confirmed", self.confirmed.into());
            }
        }
        if let Some(name) = &self.name {
            tell("name", name.clone().into());
        }
        if let Some(at) = &self.last_auth_at {
            tell("last_auth_at", at.clone().into());
        }
        object
    }
}

impl Detail {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Password { .. } => Kind::Password,
            Self::Passkey(_) => Kind::Passkey,
            Self::Webauthn { kind, .. } => *kind,
            Self::Totp { .. } => Kind::Totp,
            Self::Phone { .. } => Kind::Phone,
            Self::Email { .. } => Kind::Email,
            Self::PushNotification => Kind::PushNotification,
            Self::RecoveryCode { .. } => Kind::RecoveryCode,
        }
    }
}

/// Everything a person has, their password first.
pub(crate) fn methods_of(store: &Store, user_id: &str) -> Vec<Method> {
    let password = store
        .auth0
        .user(user_id)
        .and_then(|user| password_of(store, user));
    let others = store
        .auth0
        .methods
        .iter()
        .filter(|method| method.user_id == user_id);
    password.into_iter().chain(others.cloned()).collect()
}

/// Everything the person with this address has.
pub(crate) fn methods_by_email(store: &Store, email: &str) -> Vec<Method> {
    let user = store.auth0.users.iter().find(|user| user.email == email);
    user.map(|user| methods_of(store, &user.user_id))
        .unwrap_or_default()
}

/// The id of a person's password, which has no row of its own.
pub(crate) fn password_id(user_id: &str) -> String {
    let inside = format!("\"{}\"", identity_user_id(user_id));
    format!("password|{}", STANDARD_NO_PAD.encode(inside))
}

/// The part of a user's id that the identity provider gave.
pub(crate) fn identity_user_id(user_id: &str) -> &str {
    user_id.split_once('|').map_or(user_id, |(_, id)| id)
}

fn password_of(store: &Store, user: &User) -> Option<Method> {
    let has_one = user.connection == PASSWORD_CONNECTION && !user.password.is_empty();
    has_one.then(|| Method {
        id: password_id(&user.user_id),
        user_id: user.user_id.clone(),
        detail: Detail::Password {
            changed_at: store.auth0.passwords.changed_at(&user.user_id),
        },
        confirmed: true,
        name: None,
        created_at: user.created_at.clone(),
        last_auth_at: None,
    })
}
