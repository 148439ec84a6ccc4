//! The grant that takes a code from a mail or a text message.

use axum::response::Response;

use super::Exchange;
use super::finish::{finish, grant_for};
use crate::auth0::User;
use crate::auth0::error::OauthError;
use crate::auth0::otp;
use crate::auth0::passwordless::{Realm, spend};
use crate::auth0::u::signup::new_user;
use crate::random;
use crate::store::Store;

/// Two styles: the code of a passwordless connection, or the code of a database connection that
/// `/otp/challenge` sent.
pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    let user_id = match params.get("auth_session") {
        Some(auth_session) => otp::redeem(store, client, auth_session, params.require("otp")?)?,
        None => {
            let realm = Realm::find(store, params.require("realm")?).ok_or_else(|| {
                OauthError::invalid_request("Unknown realm: it is not a passwordless connection")
            })?;
            let name = realm.normalized(params.require("username")?);
            spend(store, realm, &name, params.require("otp")?)?;
            of_realm(store, realm, &name)
        }
    };
    let grant = grant_for(store, origin, client, &user_id, params)?;
    finish(exchange, grant)
}

/// The person of a passwordless connection, who comes to be with their first sign-in.
pub(in crate::auth0) fn of_realm(store: &mut Store, realm: Realm, name: &str) -> String {
    let is_email = realm == Realm::Email;
    let found = store.auth0.users.iter().find(|user| {
        user.connection == realm.name()
            && if is_email {
                user.email == name
            } else {
                user.phone_number.as_deref() == Some(name)
            }
    });
    if let Some(user) = found {
        return user.user_id.clone();
    }
    let nickname = name.split('@').next().unwrap_or(name);
    let email = if is_email { name } else { "" };
    let user = User {
        user_id: format!("{}|{}", realm.name(), random::hex_handle(12)),
        connection: realm.name().to_owned(),
        email_verified: is_email,
        phone_number: (!is_email).then(|| name.to_owned()),
        phone_verified: !is_email,
        name: name.to_owned(),
        ..new_user(store, email, nickname, "")
    };
    let user_id = user.user_id.clone();
    store.auth0.users.push(user);
    user_id
}
