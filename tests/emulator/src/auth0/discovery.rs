//! `GET /.well-known/openid-configuration`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::json;

use super::token::grant_type;
use crate::settings::Application;
use crate::store::World;

pub(crate) async fn read(State(world): State<Arc<World>>) -> impl IntoResponse {
    let origin = &world.addresses.auth0;
    let store = world.lock();
    let applications = &store.settings.auth0.applications;
    let mut document = json!({
        "issuer": format!("{origin}/"),
        "authorization_endpoint": format!("{origin}/authorize"),
        "token_endpoint": format!("{origin}/oauth/token"),
        "device_authorization_endpoint": format!("{origin}/oauth/device/code"),
        "userinfo_endpoint": format!("{origin}/userinfo"),
        "mfa_challenge_endpoint": format!("{origin}/mfa/challenge"),
        "jwks_uri": format!("{origin}/.well-known/jwks.json"),
        "registration_endpoint": format!("{origin}/oidc/register"),
        "revocation_endpoint": format!("{origin}/oauth/revoke"),
        "end_session_endpoint": format!("{origin}/oidc/logout"),
        "scopes_supported": [
            "openid", "profile", "offline_access", "name", "given_name", "family_name", "nickname", "email",
            "email_verified", "picture", "created_at", "identities", "phone", "address",
        ],
        "response_types_supported": [
            "code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token",
        ],
        "code_challenge_methods_supported": ["S256", "plain"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["public"],
        // `none` is not listed although public clients work; a client must not gate on it.
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS384", "PS256"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
        "claims_supported": [
            "aud", "auth_time", "created_at", "email", "email_verified", "exp", "family_name", "given_name", "iat",
            "identities", "iss", "name", "nickname", "phone_number", "picture", "sub",
        ],
        "request_uri_parameter_supported": false,
        "request_parameter_supported": false,
    });
    // Only where there is an application that can use them.
    if !applications.is_empty() {
        document["pushed_authorization_request_endpoint"] = format!("{origin}/oauth/par").into();
    }
    let may_use_phone = |app: &Application| app.grants.iter().any(|name| name == grant_type::CIBA);
    if applications.iter().any(may_use_phone) {
        document["backchannel_authentication_endpoint"] = format!("{origin}/bc-authorize").into();
    }
    if store.settings.auth0.dpop.available {
        document["dpop_signing_alg_values_supported"] = json!(["ES256"]);
    }
    (
        [(
            header::CACHE_CONTROL,
            "public, max-age=15, stale-while-revalidate=15",
        )],
        Json(document),
    )
}
