//! The tables of `auth` that people look after themselves, under the names Nhost gives them.

use serde_json::{Value, json};

use crate::settings::{Permissions, TablePermissions};
use crate::store::Store;

/// A table and its root fields.
pub(super) struct Table {
    /// The name of its type.
    pub(super) name: &'static str,
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) update_one: &'static str,
    pub(super) update_many: &'static str,
    pub(super) delete_one: &'static str,
    pub(super) delete_many: &'static str,
    /// Names and types.
    pub(super) columns: &'static [(&'static str, &'static str)],
    /// What `_set` may name.
    pub(super) changeable: &'static [&'static str],
    /// The switches of this table.
    pub(super) permissions: fn(&Permissions) -> &TablePermissions,
    /// Somebody's own rows.
    pub(super) rows: fn(&Store, &str) -> Vec<Value>,
    pub(super) update: fn(&mut Store, &str, &serde_json::Map<String, Value>),
    pub(super) delete: fn(&mut Store, &str),
}

pub(super) const TABLES: [Table; 4] = [SECURITY_KEYS, REFRESH_TOKENS, USER_PROVIDERS, USERS];

const SECURITY_KEYS: Table = Table {
    name: "authUserSecurityKeys",
    one: "authUserSecurityKey",
    many: "authUserSecurityKeys",
    update_one: "updateAuthUserSecurityKey",
    update_many: "updateAuthUserSecurityKeys",
    delete_one: "deleteAuthUserSecurityKey",
    delete_many: "deleteAuthUserSecurityKeys",
    columns: &[
        ("id", "uuid"),
        ("userId", "uuid"),
        ("nickname", "String"),
        ("credentialId", "String"),
        ("credentialPublicKey", "bytea"),
        ("counter", "bigint"),
        ("transports", "String"),
    ],
    changeable: &["nickname"],
    permissions: |permissions| &permissions.security_keys,
    rows: |store, user_id| {
        let keys = store.nhost.security_keys.iter();
        keys.filter(|key| key.user_id == user_id)
            .map(|key| {
                let public_key: String = key
                    .public_key
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                json!({
                    "id": key.id,
                    "userId": key.user_id,
                    "nickname": key.nickname,
                    "credentialId": key.credential_id,
                    "credentialPublicKey": format!("\\x{public_key}"),
                    "counter": 0,
                    "transports": "",
                })
            })
            .collect()
    },
    update: |store, id, set| {
        let keys = store.nhost.security_keys.iter_mut();
        if let Some(key) = keys.into_iter().find(|key| key.id == id)
            && let Some(nickname) = set.get("nickname")
        {
            key.nickname = nickname.as_str().map(str::to_owned);
        }
    },
    delete: |store, id| store.nhost.security_keys.retain(|key| key.id != id),
};

const REFRESH_TOKENS: Table = Table {
    name: "authRefreshTokens",
    one: "authRefreshToken",
    many: "authRefreshTokens",
    update_one: "updateAuthRefreshToken",
    update_many: "updateAuthRefreshTokens",
    delete_one: "deleteAuthRefreshToken",
    delete_many: "deleteAuthRefreshTokens",
    columns: &[
        ("id", "uuid"),
        ("userId", "uuid"),
        ("createdAt", "timestamptz"),
        ("expiresAt", "timestamptz"),
        ("metadata", "jsonb"),
        ("type", "authRefreshTokenTypes_enum"),
        ("refreshTokenHash", "String"),
    ],
    changeable: &[],
    permissions: |permissions| &permissions.refresh_tokens,
    rows: |store, user_id| {
        let rows = store.nhost.refresh_tokens.iter();
        rows.filter(|row| row.user_id == user_id)
            .map(|row| {
                json!({
                    "id": row.id,
                    "userId": row.user_id,
                    "createdAt": row.created_at,
                    "expiresAt": crate::clock::Instant::at(row.expires_at).to_rfc3339(6),
                    "metadata": row.metadata,
                    "type": row.kind.name(),
                    "refreshTokenHash": row.hash(),
                })
            })
            .collect()
    },
    update: |_, _, _| {},
    delete: |store, id| store.nhost.refresh_tokens.retain(|row| row.id != id),
};

const USER_PROVIDERS: Table = Table {
    name: "authUserProviders",
    one: "authUserProvider",
    many: "authUserProviders",
    update_one: "updateAuthUserProvider",
    update_many: "updateAuthUserProviders",
    delete_one: "deleteAuthUserProvider",
    delete_many: "deleteAuthUserProviders",
    columns: &[
        ("id", "uuid"),
        ("userId", "uuid"),
        ("providerId", "String"),
        ("providerUserId", "String"),
        ("createdAt", "timestamptz"),
        ("updatedAt", "timestamptz"),
        ("accessToken", "String"),
        ("refreshToken", "String"),
    ],
    changeable: &[],
    permissions: |permissions| &permissions.user_providers,
    rows: |store, user_id| {
        let links = store.nhost.user_providers.iter();
        links
            .filter(|link| link.user_id == user_id)
            .map(|link| {
                json!({
                    "id": link.id,
                    "userId": link.user_id,
                    "providerId": link.provider_id,
                    "providerUserId": link.provider_user_id,
                    "createdAt": link.created_at,
                    "updatedAt": link.created_at,
                    "accessToken": "unset",
                    "refreshToken": null,
                })
            })
            .collect()
    },
    update: |_, _, _| {},
    delete: |store, id| store.nhost.user_providers.retain(|link| link.id != id),
};

const USERS: Table = Table {
    name: "users",
    one: "user",
    many: "users",
    update_one: "updateUser",
    update_many: "updateUsers",
    delete_one: "deleteUser",
    delete_many: "deleteUsers",
    columns: &[
        ("id", "uuid"),
        ("displayName", "String"),
        ("avatarUrl", "String"),
        ("locale", "bpchar"),
        ("email", "citext"),
        ("emailVerified", "Boolean"),
        ("newEmail", "citext"),
        ("phoneNumber", "String"),
        ("phoneNumberVerified", "Boolean"),
        ("metadata", "jsonb"),
        ("createdAt", "timestamptz"),
        ("lastSeen", "timestamptz"),
        ("activeMfaType", "String"),
        ("defaultRole", "String"),
        ("isAnonymous", "Boolean"),
        ("disabled", "Boolean"),
        ("ticket", "String"),
        ("totpSecret", "String"),
        ("passwordHash", "String"),
    ],
    changeable: &["displayName", "avatarUrl", "locale", "metadata"],
    permissions: |permissions| &permissions.users,
    rows: |store, user_id| {
        let user = store.nhost.user(user_id).into_iter();
        user.map(|user| {
            json!({
                "id": user.id,
                "displayName": user.display_name,
                "avatarUrl": user.avatar_url,
                "locale": user.locale,
                "email": user.email,
                "emailVerified": user.email_verified,
                "newEmail": user.new_email,
                "phoneNumber": user.phone_number,
                "phoneNumberVerified": user.phone_number_verified,
                "metadata": user.metadata,
                "createdAt": user.created_at,
                "lastSeen": user.last_seen,
                "activeMfaType": user.totp_active.then_some("totp"),
                "defaultRole": user.default_role,
                "isAnonymous": user.is_anonymous,
                "disabled": user.disabled,
                "ticket": user.ticket.as_ref().map(|ticket| &ticket.value),
                "totpSecret": user.totp_secret,
                "passwordHash": null,
            })
        })
        .collect()
    },
    update: |store, id, set| {
        let Some(user) = store.nhost.user_mut(id) else {
            return;
        };
        let text = |name: &str| set.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("displayName") {
            user.display_name = name;
        }
        if let Some(address) = text("avatarUrl") {
            user.avatar_url = address;
        }
        if let Some(locale) = text("locale") {
            user.locale = locale;
        }
        if let Some(metadata) = set.get("metadata") {
            user.metadata = metadata.clone();
        }
    },
    delete: |store, id| store.nhost.delete_user(id),
};

impl Table {
    pub(super) fn column_type(&self, name: &str) -> Option<&'static str> {
        self.columns
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
    }
}
