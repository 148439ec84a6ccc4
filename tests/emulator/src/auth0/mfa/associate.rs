//! `POST /mfa/associate`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::caller;
use crate::auth0::client::TENANT_NAME;
use crate::auth0::error::OauthError;
use crate::auth0::method::{Detail, Method, Preferred};
use crate::auth0::{one_time, second_factor};
use crate::path::encode_segment;
use crate::random;
use crate::store::{Store, World};

pub(super) async fn associate(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, OauthError> {
    let mut store = world.lock();
    let user_id = caller(&mut store, &world.addresses.auth0, &headers, "enroll")?;
    let is_mfa_token = !store.auth0.access_tokens.contains_key(bearer_of(&headers));
    let has_one = !second_factor::usable(&store, &user_id).is_empty();
    if has_one && is_mfa_token {
        return Err(OauthError::new(
            StatusCode::FORBIDDEN,
            "access_denied",
            "User is already enrolled.",
        ));
    }
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| OauthError::invalid_request("The body is not a JSON object"))?;
    let has = |name: &str, word: &str| {
        body[name]
            .as_array()
            .is_some_and(|words| words.iter().any(|known| known == word))
    };
    let mut answer = if has("authenticator_types", "otp") {
        app(&mut store, &user_id)
    } else if has("authenticator_types", "oob") {
        let channel = ["sms", "voice", "email", "auth0"]
            .into_iter()
            .find(|channel| has("oob_channels", channel));
        out_of_band(&mut store, &user_id, channel, &body)?
    } else {
        return Err(OauthError::invalid_request(
            "authenticator_types must name otp or oob",
        ));
    };
    if !has_one {
        let code = random::uppercase(24);
        let detail = Detail::RecoveryCode { code: code.clone() };
        let method = Method {
            confirmed: true,
            ..Method::new(&store, &user_id, detail)
        };
        store.auth0.methods.push(method);
        answer["recovery_codes"] = json!([code]);
    }
    Ok(Json(answer))
}

fn app(store: &mut Store, user_id: &str) -> Value {
    let secret = random::bytes::<20>().to_vec();
    let written = one_time::base32(&secret);
    let email = store
        .auth0
        .user(user_id)
        .map(|user| encode_segment(&user.email))
        .unwrap_or_default();
    let issuer = encode_segment(TENANT_NAME);
    let method = Method::new(store, user_id, Detail::Totp { secret });
    store.auth0.methods.push(method);
    json!({
        "authenticator_type": "otp",
        "secret": written,
        "barcode_uri": format!("otpauth://totp/{issuer}:{email}?secret={written}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"),
    })
}

fn out_of_band(
    store: &mut Store,
    user_id: &str,
    channel: Option<&str>,
    body: &Value,
) -> Result<Value, OauthError> {
    let wanted = |name: &str| {
        body[name].as_str().map(str::to_owned).ok_or_else(|| {
            OauthError::invalid_request(format!("Missing required parameter: {name}"))
        })
    };
    let detail = match channel {
        Some("sms") => Detail::Phone {
            number: wanted("phone_number")?,
            preferred: Preferred::Sms,
        },
        Some("voice") => Detail::Phone {
            number: wanted("phone_number")?,
            preferred: Preferred::Voice,
        },
        // Without an address, the one the person signs in with.
        Some("email") => Detail::Email {
            address: match (wanted("email"), store.auth0.user(user_id)) {
                (Err(_), Some(user)) => user.email.clone(),
                (address, _) => address?,
            },
        },
        Some("auth0") => Detail::PushNotification,
        _ => {
            return Err(OauthError::invalid_request(
                "oob_channels must name sms, voice, email or auth0",
            ));
        }
    };
    let method = Method::new(store, user_id, detail);
    let handle = second_factor::ask(store, &method)?;
    let mut answer =
        json!({ "authenticator_type": "oob", "oob_channel": channel, "oob_code": handle });
    if channel == Some("auth0") {
        let uri = format!(
            "otpauth://totp/{}?enrollment_tx_id={}",
            encode_segment(TENANT_NAME),
            random::alphanumeric(20)
        );
        answer["barcode_uri"] = uri.into();
    } else {
        answer["binding_method"] = "prompt".into();
    }
    store.auth0.methods.push(method);
    Ok(answer)
}

fn bearer_of(headers: &HeaderMap) -> &str {
    let value = headers
        .get(axum::http::header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    value
        .and_then(|value| value.split_once(' '))
        .map(|(_, token)| token)
        .unwrap_or_default()
}
