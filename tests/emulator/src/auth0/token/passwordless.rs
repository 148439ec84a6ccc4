//! The grant that takes a code from a mail or a text message.

use axum::response::Response;

use super::finish::{finish, grant_for};
use crate::auth0::User;
use crate::auth0::error::OauthError;
use crate::auth0::params::Params;
use crate::auth0::passwordless::spend;
use crate::auth0::u::signup::new_user;
use crate::random;
use crate::store::Store;

pub(super) fn exchange(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let realm = params.require("realm")?;
    let username = params.require("username")?;
    let code = params.require("otp")?;
    let user_id = match realm {
        "email" => {
            let email = username.trim().to_lowercase();
            if !spend(store, &email, code) {
                return Err(OauthError::invalid_grant(
                    "Wrong email or verification code.",
                ));
            }
            of_realm(store, "email", &email)
        }
        "sms" => {
            if !spend(store, username, code) {
                return Err(OauthError::invalid_grant(
                    "Wrong phone number or verification code.",
                ));
            }
            of_realm(store, "sms", username)
        }
        other => {
            return Err(OauthError::invalid_request(format!(
                "Unknown realm: {other}"
            )));
        }
    };
    let grant = grant_for(store, origin, &user_id, params)?;
    finish(store, origin, grant)
}

/// The person of a passwordless connection, who comes to be with their first sign-in.
pub(in crate::auth0) fn of_realm(store: &mut Store, realm: &str, name: &str) -> String {
    let is_email = realm == "email";
    let found = store.auth0.users.iter().find(|user| {
        user.connection == realm
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
        user_id: format!("{realm}|{}", random::hex_handle(12)),
        connection: realm.to_owned(),
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
