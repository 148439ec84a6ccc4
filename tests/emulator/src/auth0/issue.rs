//! Making tokens, and saying what is in them.

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::User;
use super::dpop;
use super::grant::Grant;
use crate::jwt;
use crate::random;
use crate::store::Store;

/// What an access token opens.
#[derive(Clone, Debug)]
pub(crate) struct AccessToken {
    pub(crate) user_id: String,
    pub(crate) scope: Vec<String>,
    pub(crate) audience: Option<String>,
    pub(crate) expires_at: u64,
    /// The thumbprint of the key it is bound to.
    pub(crate) jkt: Option<String>,
}

/// What differs between the answers of two grants.
#[derive(Debug, Default)]
pub(crate) struct Extras<'a> {
    pub(crate) nonce: Option<&'a str>,
    pub(crate) tell_auth_time: bool,
    pub(crate) refresh_token: Option<String>,
    pub(crate) tell_scope: bool,
    /// Whether the ID token says that a second factor was shown on the hosted pages.
    pub(crate) tell_amr: bool,
    /// The code that takes the place of the one that was used.
    pub(crate) recovery_code: Option<String>,
}

/// The answer of the token endpoint.
pub(crate) fn answer(
    store: &mut Store,
    origin: &str,
    grant: &Grant,
    extras: Extras<'_>,
) -> Response {
    let refresh_token = extras.refresh_token.as_deref();
    let jkt = dpop::binding(store, origin, grant.audience.as_deref(), refresh_token);
    let token_type = if jkt.is_some() { "DPoP" } else { "Bearer" };
    let mut body = json!({
        "access_token": access_token(store, origin, grant, jkt),
        "token_type": token_type,
        "expires_in": store.settings.auth0.access_token_secs,
    });
    if grant.scope.iter().any(|scope| scope == "openid") {
        body["id_token"] = id_token(store, origin, grant, &extras).into();
    }
    // A scope that is told is never empty (RFC 6749 section 3.3).
    if extras.tell_scope && !grant.scope.is_empty() {
        body["scope"] = grant.scope.join(" ").into();
    }
    if let Some(refresh_token) = extras.refresh_token {
        body["refresh_token"] = refresh_token.into();
    }
    if let Some(recovery_code) = extras.recovery_code {
        body["recovery_code"] = recovery_code.into();
    }
    (
        [
            (header::CACHE_CONTROL, "no-store"),
            (header::PRAGMA, "no-cache"),
        ],
        Json(body),
    )
        .into_response()
}

/// The claims a person's record gives for these scopes, in the tenant's words.
pub(crate) fn claims_of(user: &User, scope: &[String]) -> Map<String, Value> {
    let mut claims = Map::new();
    let asked = |name: &str| scope.iter().any(|scope| scope == name);
    let mut tell = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            claims.insert(name.to_owned(), value);
        }
    };
    tell("sub", Some(user.user_id.clone().into()));
    if asked("profile") {
        tell("name", Some(user.name.clone().into()));
        tell("nickname", Some(user.nickname.clone().into()));
        tell("given_name", user.given_name.clone().map(Value::from));
        tell("family_name", user.family_name.clone().map(Value::from));
        tell("preferred_username", user.username.clone().map(Value::from));
        tell("picture", user.picture.clone().map(Value::from));
        tell("locale", user.locale.clone().map(Value::from));
        // A string, although OpenID Connect says it is a number.
        tell("updated_at", Some(user.updated_at.clone().into()));
    }
    if asked("email") {
        tell("email", Some(user.email.clone().into()));
        tell("email_verified", Some(user.email_verified.into()));
    }
    if asked("phone") {
        tell("phone_number", user.phone_number.clone().map(Value::from));
        tell(
            "phone_number_verified",
            user.phone_number
                .as_ref()
                .map(|_| user.phone_verified.into()),
        );
    }
    claims
}

/// The time tokens are dated with, by a clock that may be ahead.
fn dated(store: &Store) -> u64 {
    let offset = store.settings.auth0.token_clock_offset_secs;
    store.now().shifted(offset).seconds()
}

/// A JWT for an API of the tenant, a handle without meaning otherwise.
pub(crate) fn access_token(
    store: &mut Store,
    origin: &str,
    grant: &Grant,
    jkt: Option<String>,
) -> String {
    let life = store.settings.auth0.access_token_secs;
    let expires_at = store.now().plus_seconds(life).seconds();
    let now = dated(store);
    let token = match &grant.audience {
        None => random::handle(32),
        Some(audience) => {
            let mut claims = json!({
                "iss": format!("{origin}/"),
                "sub": grant.user_id,
                "aud": audiences(origin, grant, audience),
                "iat": now,
                "exp": now.saturating_add(life),
                "scope": grant.scope.join(" "),
                "azp": grant.client_id,
                "jti": random::handle(16),
            });
            if let Some(jkt) = &jkt {
                claims["cnf"] = json!({ "jkt": jkt });
            }
            if let Some(organization) = &grant.organization {
                claims["org_id"] = organization.id.clone().into();
            }
            if grant.user_id.ends_with("@clients") {
                claims["gty"] = "client-credentials".into();
            }
            let typ = if store.settings.auth0.rfc9068_profile {
                claims["client_id"] = grant.client_id.clone().into();
                "at+jwt"
            } else {
                "JWT"
            };
            jwt::sign_rs256_as(typ, store.auth0.keys.current(), &claims)
        }
    };
    let record = AccessToken {
        user_id: grant.user_id.clone(),
        scope: grant.scope.clone(),
        audience: grant.audience.clone(),
        expires_at,
        jkt,
    };
    store.auth0.access_tokens.insert(token.clone(), record);
    token
}

/// A person's token opens `/userinfo` as well.
fn audiences(origin: &str, grant: &Grant, audience: &str) -> Value {
    if grant.user_id.ends_with("@clients") {
        return audience.into();
    }
    json!([audience, format!("{origin}/userinfo")])
}

/// Says who the person is, to the application.
pub(crate) fn id_token(store: &Store, origin: &str, grant: &Grant, extras: &Extras<'_>) -> String {
    let now = dated(store);
    let mut claims = store
        .auth0
        .user(&grant.user_id)
        .map(|user| claims_of(user, &grant.scope))
        .unwrap_or_default();
    claims.insert("iss".into(), format!("{origin}/").into());
    claims.insert("aud".into(), grant.client_id.clone().into());
    claims.insert("iat".into(), now.into());
    claims.insert(
        "exp".into(),
        now.saturating_add(store.settings.auth0.id_token_secs)
            .into(),
    );
    claims.insert("sid".into(), grant.sid.clone().into());
    if let Some(nonce) = extras.nonce {
        claims.insert("nonce".into(), nonce.into());
    }
    if extras.tell_auth_time {
        claims.insert("auth_time".into(), grant.auth_time.into());
    }
    if extras.tell_amr && grant.mfa_time.is_some() {
        claims.insert("amr".into(), json!(["mfa"]));
    }
    if let Some(organization) = &grant.organization {
        claims.insert("org_id".into(), organization.id.clone().into());
        claims.insert("org_name".into(), organization.name.clone().into());
    }
    jwt::sign_rs256(store.auth0.keys.current(), &Value::Object(claims))
}
