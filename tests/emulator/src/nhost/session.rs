//! Sessions: a short access token and a row with a refresh token.

use ring::digest;
use serde_json::{Map, Value, json};

use super::{User, elevation};
use crate::jwt::{self, Unverified};
use crate::random;
use crate::settings::Signing;
use crate::store::Store;

/// What HS256 projects sign with; it never leaves a real one.
const SHARED_SECRET: &str = "test only, known to everybody, worth nothing";

/// What the project signs with, in `iss`.
pub(super) const ISSUER: &str = "hasura-auth";

/// A row of `auth.refresh_tokens`.
#[derive(Clone, Debug)]
pub(crate) struct RefreshRow {
    /// Stays the same when the token rotates.
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) token: String,
    pub(crate) kind: TokenKind,
    pub(crate) metadata: Value,
    /// RFC 3339.
    pub(crate) created_at: String,
    /// Seconds since 1970.
    pub(crate) expires_at: u64,
}

/// What a row of `auth.refresh_tokens` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A session.
    Regular,
    /// A personal access token.
    Pat,
}

impl TokenKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Pat => "pat",
        }
    }
}

impl RefreshRow {
    /// What the database keeps instead of the token.
    pub(crate) fn hash(&self) -> String {
        let hash = digest::digest(&digest::SHA256, self.token.as_bytes());
        let hex: String = hash
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("\\x{hex}")
    }
}

/// Begins a session with a row of its own.
pub(super) fn begin(store: &mut Store, user_id: &str) -> Value {
    begin_as(store, user_id, false)
}

/// Begins a session whose access token carries the elevated claim.
pub(super) fn begin_elevated(store: &mut Store, user_id: &str) -> Value {
    begin_as(store, user_id, true)
}

fn begin_as(store: &mut Store, user_id: &str, elevated: bool) -> Value {
    let row = begin_row(store, user_id);
    let now = store.now().to_rfc3339(6);
    if let Some(user) = store.nhost.user_mut(user_id) {
        user.last_seen = Some(now);
    }
    store
        .nhost
        .user(user_id)
        .map_or(Value::Null, |user| to_json(store, user, &row, elevated))
}

/// Adds a row, as following a link in a mail does.
pub(super) fn begin_row(store: &mut Store, user_id: &str) -> RefreshRow {
    let expires_at = store
        .now()
        .plus_seconds(store.settings.nhost.refresh_token_secs)
        .seconds();
    let row = RefreshRow {
        id: random::uuid(),
        user_id: user_id.to_owned(),
        token: random::uuid(),
        kind: TokenKind::Regular,
        metadata: Value::Null,
        created_at: store.now().to_rfc3339(6),
        expires_at,
    };
    store.nhost.refresh_tokens.push(row.clone());
    row
}

pub(super) fn to_json(store: &Store, user: &User, row: &RefreshRow, elevated: bool) -> Value {
    let mut embedded = user_to_json(user);
    // The server never fills this in here; only `GET /user` tells.
    embedded["activeMfaType"] = Value::Null;
    json!({
        "accessToken": access_token(store, user, elevated),
        "accessTokenExpiresIn": store.settings.nhost.access_token_secs,
        "refreshToken": row.token,
        "refreshTokenId": row.id,
        "user": embedded,
    })
}

/// A person as the API shows them; what is not known is left out.
pub(super) fn user_to_json(user: &User) -> Value {
    let mut shown = json!({
        "activeMfaType": user.totp_active.then_some("totp"),
        "avatarUrl": user.avatar_url,
        "createdAt": user.created_at,
        "defaultRole": user.default_role,
        "displayName": user.display_name,
        "emailVerified": user.email_verified,
        "id": user.id,
        "isAnonymous": user.is_anonymous,
        "locale": user.locale,
        "metadata": user.metadata,
        "phoneNumberVerified": user.phone_number_verified,
        "roles": user.roles,
    });
    if let Some(email) = &user.email {
        shown["email"] = email.clone().into();
    }
    if let Some(phone_number) = &user.phone_number {
        shown["phoneNumber"] = phone_number.clone().into();
    }
    shown
}

/// Signs claims as the project signs its access tokens.
pub(super) fn sign(store: &Store, claims: &Value) -> String {
    match store.settings.nhost.signing {
        Signing::Rs256 => jwt::sign_rs256(&store.nhost.key, claims),
        Signing::Hs256 => jwt::sign_hs256(SHARED_SECRET, claims),
    }
}

/// Whether a token is signed as the project signs, and in no other way.
pub(super) fn is_signed(store: &Store, token: &Unverified<'_>) -> bool {
    match store.settings.nhost.signing {
        Signing::Rs256 => token.is_signed_by(&store.nhost.key),
        Signing::Hs256 => token.is_signed_with(SHARED_SECRET),
    }
}

pub(super) fn access_token(store: &Store, user: &User, elevated: bool) -> String {
    let now = store.now().seconds();
    let mut hasura: Map<String, Value> = store
        .settings
        .nhost
        .custom_claims
        .iter()
        .map(|(name, value)| (format!("x-hasura-{name}"), as_literal(value).into()))
        .collect();
    let roles = json!(user.roles);
    hasura.insert("x-hasura-allowed-roles".into(), roles);
    hasura.insert(
        "x-hasura-default-role".into(),
        user.default_role.clone().into(),
    );
    hasura.insert("x-hasura-user-id".into(), user.id.clone().into());
    let is_anonymous = user.is_anonymous.to_string();
    hasura.insert("x-hasura-user-is-anonymous".into(), is_anonymous.into());
    if elevated {
        hasura.insert(elevation::CLAIM.into(), user.id.clone().into());
    }
    let claims = json!({
        "exp": now.saturating_add(store.settings.nhost.access_token_secs),
        "https://hasura.io/jwt/claims": hasura,
        "iat": now,
        "iss": ISSUER,
        "sub": user.id,
    });
    sign(store, &claims)
}

/// Claims are texts for Postgres: a list becomes `{"a","b"}`.
fn as_literal(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            format!("{{{}}}", items.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
