//! `POST /oauth/device/code` and the page on which a person lets the device in.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::client::{CLIENT_NAME, open};
use super::error::OauthError;
use super::params::{Fields, Params};
use super::sign_in;
use super::token::{check_audience, grant_type};
use super::u::{MARK, done_page};
use crate::html::{self, escape};
use crate::random;
use crate::store::World;

const LIFE_SECS: u64 = 900;

/// A device that waits for somebody.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(super) client_id: String,
    pub(super) params: Params,
    pub(super) user_code: String,
    pub(super) expires_at: u64,
    pub(super) polled_at: Option<u64>,
    pub(super) interval_secs: u64,
    pub(super) answer: Answer,
}

/// What the person said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    None,
    Yes(String),
    No,
}

pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/oauth/device/code", post(begin))
        .route("/activate", get(show).post(submit))
}

async fn begin(State(world): State<Arc<World>>, params: Params) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open(&world, &params)?;
    client.check_grant(grant_type::DEVICE_CODE)?;
    check_audience(&store, &world.addresses.auth0, &client, &params)?;
    let device_code = random::handle(32);
    let interval_secs = store.settings.auth0.device_interval_secs;
    let user_code = format!("{}-{}", random::uppercase(4), random::uppercase(4));
    let device = Device {
        client_id: client.id,
        params,
        user_code: user_code.clone(),
        expires_at: store.now().plus_seconds(LIFE_SECS).seconds(),
        polled_at: None,
        interval_secs,
        answer: Answer::None,
    };
    store.auth0.devices.insert(device_code.clone(), device);
    let page = format!("{}/activate", world.addresses.auth0);
    Ok(Json(json!({
        "device_code": device_code,
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": LIFE_SECS,
        "interval": interval_secs,
    })))
}

async fn show(Fields(params): Fields) -> Response {
    page(StatusCode::OK, params.text("user_code"), None)
}

async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let typed = params.text("user_code").trim().to_uppercase();
    let mut store = world.lock();
    let now = store.now().seconds();
    let waiting = store.auth0.devices.iter().find(|(_, device)| {
        device.user_code == typed && device.answer == Answer::None && now < device.expires_at
    });
    let Some(device_code) = waiting.map(|(device_code, _)| device_code.clone()) else {
        return page(
            StatusCode::BAD_REQUEST,
            &typed,
            Some("The code is not valid."),
        );
    };
    let answer = if params.get("answer") == Some("no") {
        Answer::No
    } else {
        let email = params.text("username");
        let password = params.text("password");
        match sign_in::check(&mut store, &world.addresses.auth0, email, password) {
            Ok(user_id) => Answer::Yes(user_id),
            Err(refusal) => {
                return page(StatusCode::BAD_REQUEST, &typed, Some(refusal.text()));
            }
        }
    };
    if let Some(device) = store.auth0.devices.get_mut(&device_code) {
        device.answer = answer;
    }
    done_page("Done", "Go back to your device.")
}

fn page(status: StatusCode, user_code: &str, problem: Option<&str>) -> Response {
    let alert = problem
        .map(|text| format!("<p class=\"alert\" role=\"alert\">{}</p>", escape(text)))
        .unwrap_or_default();
    let body = format!(
        "<main>{MARK}<h1>Activate a device</h1><p class=\"lead\">{CLIENT_NAME} shows you a code.</p>{alert}\
         <form method=\"post\" action=\"/activate\">\
         <div class=\"field\"><label for=\"user_code\">Code</label>\
         <input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" required value=\"{}\"></div>\
         <div class=\"field\"><label for=\"username\">Email address</label>\
         <input id=\"username\" name=\"username\" type=\"email\" autocomplete=\"username\" required></div>\
         <div class=\"field\"><label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required></div>\
         <button id=\"activate\" name=\"answer\" value=\"yes\">Activate</button>\
         <p></p><button id=\"deny\" class=\"quiet\" name=\"answer\" value=\"no\" formnovalidate>Deny</button></form></main>",
        escape(user_code)
    );
    html::page(status, "Activate a device", &body)
}
