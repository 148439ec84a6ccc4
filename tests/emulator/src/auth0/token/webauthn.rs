//! The grant that takes the signature of a passkey, as JSON.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::Exchange;
use super::finish::{complete, grant_for, in_organization};
use crate::auth0::User;
use crate::auth0::error::OauthError;
use crate::auth0::method::{Detail, Method, identity_user_id};
use crate::auth0::passkey::check_realm;
use crate::auth0::webauthn;
use crate::store::Store;

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    check_realm(params)?;
    let auth_session = params.require("auth_session")?;
    let answer = params.object("authn_response").ok_or_else(|| {
        OauthError::invalid_request("Parameter 'authn_response' must be an object in a JSON body")
    })?;
    let now = store.now();
    let record = store.auth0.passkey_challenges.remove(auth_session);
    let record = record
        .filter(|record| now.seconds() < record.expires_at && record.client_id == client.id)
        .ok_or_else(|| OauthError::invalid_grant("Invalid auth_session"))?;
    if let Some(user) = record.newcomer {
        let user_id = user.user_id.clone();
        admit(store, *user, &record.challenge, answer)?;
        let grant = grant_for(store, origin, client, &user_id, params)?;
        let grant = in_organization(exchange, grant)?;
        return Ok(complete(exchange, &grant, None));
    }
    let settings = &store.settings.auth0.my_account_api;
    let mut doubt = "the credential is unknown";
    let mut user_id = None;
    for method in &mut store.auth0.methods {
        let Detail::Passkey(credential) = &mut method.detail else {
            continue;
        };
        if answer["id"] != credential.id.as_str() {
            continue;
        }
        match webauthn::authenticate(settings, &record.challenge, credential, answer) {
            Ok(()) => {
                method.last_auth_at = Some(now.to_rfc3339(3));
                user_id = Some(method.user_id.clone());
            }
            Err(found) => doubt = found,
        }
    }
    let user_id =
        user_id.ok_or_else(|| OauthError::invalid_grant(format!("Invalid passkey: {doubt}")))?;
    let is_blocked = store.auth0.user(&user_id).is_none_or(|user| user.blocked);
    if is_blocked {
        return Err(OauthError::invalid_grant(
            "Invalid passkey: the user is blocked",
        ));
    }
    // A passkey is two factors at once.
    let grant = grant_for(store, origin, client, &user_id, params)?;
    let grant = in_organization(exchange, grant)?;
    Ok(complete(exchange, &grant, None))
}

/// Lets somebody in who begins with a passkey.
fn admit(store: &mut Store, user: User, challenge: &str, answer: &Value) -> Result<(), OauthError> {
    let handle = URL_SAFE_NO_PAD.encode(identity_user_id(&user.user_id));
    let settings = &store.settings.auth0.my_account_api;
    let credential = webauthn::register(settings, challenge, &handle, answer)
        .map_err(|doubt| OauthError::invalid_grant(format!("Invalid passkey: {doubt}")))?;
    let detail = Detail::Passkey(Box::new(credential));
    let method = Method {
        confirmed: true,
        ..Method::new(store, &user.user_id, detail)
    };
    store.auth0.methods.push(method);
    store.auth0.users.push(user);
    Ok(())
}
