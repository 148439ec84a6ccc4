//! `POST /dbconnections/signup` and `POST /dbconnections/change_password`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::User;
use super::client::open;
use super::error::OauthError;
use super::method::identity_user_id;
use super::params::Params;
use super::password;
use super::u::send_reset;
use super::u::signup::{new_user, send_verification};
use crate::settings::PASSWORD_CONNECTION;
use crate::store::World;

const MOST_METADATA: usize = 10;

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/dbconnections/signup", post(sign_up))
        .route("/dbconnections/change_password", post(change_password))
}

async fn sign_up(State(world): State<Arc<World>>, params: Params) -> Result<Response, OauthError> {
    let (mut store, _) = open(&world, &params)?;
    check_connection(&params)?;
    if !store.settings.auth0.sign_up {
        return Ok(refuse(
            "invalid_signup",
            "BadRequestError",
            "Public signup is disabled".into(),
        ));
    }
    let email = params.require("email")?.trim().to_lowercase();
    let new = params.require("password")?;
    let Some((nickname, _)) = email
        .split_once('@')
        .filter(|(local, domain)| !local.is_empty() && domain.contains('.'))
    else {
        return Err(OauthError::invalid_request(
            "Parameter 'email' is not an address",
        ));
    };
    let metadata = params.object("user_metadata").and_then(Value::as_object);
    let fits = |(name, value): (&String, &Value)| {
        name.len() <= 100 && value.as_str().is_some_and(|text| text.len() <= 500)
    };
    if metadata.is_some_and(|metadata| metadata.len() > MOST_METADATA || !metadata.iter().all(fits))
    {
        return Err(OauthError::invalid_request(
            "Parameter 'user_metadata' is not valid",
        ));
    }
    if store
        .auth0
        .user_by_email(PASSWORD_CONNECTION, &email)
        .is_some()
    {
        return Ok(refuse(
            "invalid_signup",
            "BadRequestError",
            "Invalid sign up".into(),
        ));
    }
    let user = User {
        name: params.get("name").unwrap_or(&email).to_owned(),
        given_name: params.owned("given_name"),
        family_name: params.owned("family_name"),
        username: params.owned("username"),
        picture: params.owned("picture"),
        phone_number: params.owned("phone_number"),
        ..new_user(
            &store,
            &email,
            params.get("nickname").unwrap_or(nickname),
            new,
        )
    };
    if let Err(weakness) = password::check_first(&store, &user) {
        return Ok(refuse(
            "invalid_password",
            weakness.name(),
            weakness.text().into(),
        ));
    }
    let mut answer = json!({
        "_id": identity_user_id(&user.user_id),
        "email": user.email,
        "email_verified": false,
    });
    if let Some(username) = &user.username {
        answer["username"] = username.clone().into();
    }
    if let Some(metadata) = params.object("user_metadata") {
        answer["user_metadata"] = metadata.clone();
    }
    send_verification(&mut store, &world.addresses.auth0, &user);
    store.auth0.users.push(user);
    Ok(Json(answer).into_response())
}

/// Says the same whether or not there is somebody with this address.
async fn change_password(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<&'static str, OauthError> {
    let (mut store, _) = open(&world, &params)?;
    check_connection(&params)?;
    let organization = params.get("organization");
    if organization.is_some_and(|asked| store.settings.auth0.organization(asked).is_none()) {
        return Err(OauthError::invalid_request("Unknown organization"));
    }
    let identifiers = ["email", "username", "phone_number"];
    let Some((name, value)) = identifiers
        .iter()
        .find_map(|name| Some((*name, params.get(name)?.trim())))
    else {
        return Err(OauthError::invalid_request(
            "Missing required parameter: email",
        ));
    };
    let found = store.auth0.users.iter().find(|user| {
        let known = match name {
            "email" => Some(&user.email),
            "username" => user.username.as_ref(),
            _ => user.phone_number.as_ref(),
        };
        user.connection == PASSWORD_CONNECTION
            && known.is_some_and(|known| known.eq_ignore_ascii_case(value))
    });
    if let Some(email) = found.map(|user| user.email.clone()) {
        send_reset(&mut store, &world.addresses.auth0, &email);
    }
    Ok("We've just sent you an email to reset your password.")
}

fn check_connection(params: &Params) -> Result<(), OauthError> {
    if params.require("connection")? == PASSWORD_CONNECTION {
        return Ok(());
    }
    Err(OauthError::invalid_request(
        "The connection was not found or is not a database",
    ))
}

/// The shape of these endpoints, older than OAuth's.
fn refuse(code: &str, name: &str, description: String) -> Response {
    let body = json!({ "name": name, "code": code, "description": description, "message": description, "statusCode": 400 });
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
