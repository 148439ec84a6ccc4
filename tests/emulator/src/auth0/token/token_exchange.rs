//! The grant that takes somebody else's token: of a social provider's native sign-in, or of
//! whatever the tenant set up an exchange for.

use axum::response::Response;
use serde_json::Value;

use super::Exchange;
use super::finish::{finish, grant_for, in_organization};
use crate::auth0::User;
use crate::auth0::error::OauthError;
use crate::auth0::u::signup::new_user;
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::Store;

/// Types of native social tokens, and the connections their people belong to.
const NATIVE_SOCIAL: [(&str, &str); 3] = [
    (
        "http://auth0.com/oauth/token-type/apple-authz-code",
        "apple",
    ),
    ("http://auth0.com/oauth/token-type/apple-id-token", "apple"),
    (FACEBOOK, "facebook"),
];

/// This one says nothing about the person, so that the application has to.
const FACEBOOK: &str = "http://auth0.com/oauth/token-type/facebook-info-session-access-token";

/// The foreign token is the person's address here.
pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    let token = params.require("subject_token")?.to_lowercase();
    let kind = params.require("subject_token_type")?;
    let profile = params.get("user_profile").map(serde_json::from_str);
    let Ok(profile) = profile.transpose() else {
        let description = "Parameter 'user_profile' is not JSON";
        return Err(OauthError::invalid_request(description));
    };
    let social = NATIVE_SOCIAL.iter().find(|(known, _)| *known == kind);
    let user_id = if let Some((_, connection)) = social {
        if kind == FACEBOOK && profile.is_none() {
            let description = "Missing required parameter: user_profile";
            return Err(OauthError::invalid_request(description));
        }
        social_user(store, connection, &token, profile.as_ref())?
    } else {
        let types = &store.settings.auth0.token_exchange_types;
        if !types.iter().any(|known| known == kind) {
            let description = format!("Unsupported subject_token_type: {kind}");
            return Err(OauthError::invalid_request(description));
        }
        let user = store.auth0.user_by_email(PASSWORD_CONNECTION, &token);
        user.map(|user| user.user_id.clone()).ok_or_else(invalid)?
    };
    let grant = grant_for(store, origin, client, &user_id, params)?;
    let grant = in_organization(exchange, grant)?;
    finish(exchange, grant)
}

/// The person of a social connection, who comes to be with their first sign-in.
fn social_user(
    store: &mut Store,
    connection: &str,
    email: &str,
    profile: Option<&Value>,
) -> Result<String, OauthError> {
    let connections = &store.settings.auth0.connections;
    if !connections.iter().any(|known| known.name == connection) {
        let description = format!("The connection {connection} is not enabled");
        return Err(OauthError::invalid_request(description));
    }
    if let Some(user) = store.auth0.user_by_email(connection, email) {
        return Ok(user.user_id.clone());
    }
    let (nickname, _) = email.split_once('@').ok_or_else(invalid)?;
    let name = profile.and_then(|profile| profile["name"].as_str());
    let user = User {
        user_id: format!("{connection}|{}", random::hex_handle(12)),
        connection: connection.to_owned(),
        email_verified: true,
        name: name.unwrap_or(email).to_owned(),
        ..new_user(store, email, nickname, "")
    };
    let user_id = user.user_id.clone();
    store.auth0.users.push(user);
    Ok(user_id)
}

fn invalid() -> OauthError {
    OauthError::invalid_grant("Invalid subject_token")
}
