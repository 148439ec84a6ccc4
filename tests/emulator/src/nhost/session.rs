//! Sessions: a short access token and a row with a refresh token.

use serde_json::{Value, json};

use super::User;
use crate::jwt;
use crate::random;
use crate::settings::Signing;
use crate::store::Store;

/// What HS256 projects sign with; it never leaves a real one.
pub(super) const SHARED_SECRET: &str = "test only, known to everybody, worth nothing";

/// A row of `auth.refresh_tokens`.
#[derive(Clone, Debug)]
pub(crate) struct RefreshRow {
    /// Stays the same when the token rotates.
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) token: String,
    pub(crate) expires_at: u64,
}

/// Begins a session with a row of its own.
pub(super) fn begin(store: &mut Store, user: &User) -> Value {
    let row = begin_row(store, user);
    to_json(store, user, &row)
}

/// Adds a row, as following a link in a mail does.
pub(super) fn begin_row(store: &mut Store, user: &User) -> RefreshRow {
    let expires_at = store
        .now()
        .plus_seconds(store.settings.nhost.refresh_token_secs)
        .seconds();
    let row = RefreshRow {
        id: random::uuid(),
        user_id: user.id.clone(),
        token: random::uuid(),
        expires_at,
    };
    store.nhost.refresh_tokens.push(row.clone());
    row
}

pub(super) fn to_json(store: &Store, user: &User, row: &RefreshRow) -> Value {
    let mut embedded = user_to_json(user);
    // The server never fills this in here; only `GET /user` tells.
    embedded["activeMfaType"] = Value::Null;
    json!({
        "accessToken": access_token(store, user),
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
        "email": user.email,
        "emailVerified": user.email_verified,
        "id": user.id,
        "isAnonymous": user.is_anonymous,
        "locale": user.locale,
        "metadata": user.metadata,
        "phoneNumberVerified": user.phone_number_verified,
        "roles": user.roles,
    });
    if let Some(phone_number) = &user.phone_number {
        shown["phoneNumber"] = phone_number.clone().into();
    }
    shown
}

fn access_token(store: &Store, user: &User) -> String {
    let now = store.now().seconds();
    let claims = json!({
        "exp": now.saturating_add(store.settings.nhost.access_token_secs),
        "https://hasura.io/jwt/claims": {
            "x-hasura-allowed-roles": user.roles,
            "x-hasura-default-role": user.default_role,
            "x-hasura-user-id": user.id,
            "x-hasura-user-is-anonymous": user.is_anonymous.to_string(),
        },
        "iat": now,
        "iss": "hasura-auth",
        "sub": user.id,
    });
    match store.settings.nhost.signing {
        Signing::Rs256 => jwt::sign_rs256(&store.nhost.key, &claims),
        Signing::Hs256 => jwt::sign_hs256(SHARED_SECRET, &claims),
    }
}
