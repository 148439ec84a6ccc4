//! `POST /mfa/challenge`

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::authenticators::{channel_of, id_of};
use super::grant_of_client;
use crate::auth0::client::open;
use crate::auth0::error::OauthError;
use crate::auth0::method::Kind;
use crate::auth0::params::Params;
use crate::auth0::second_factor::{self, Asked};
use crate::store::World;

pub(super) async fn challenge(
    State(world): State<Arc<World>>,
    params: Params,
) -> Result<Json<Value>, OauthError> {
    let (mut store, client) = open(&world, &params)?;
    let grant = grant_of_client(&mut store, &client, params.require("mfa_token")?)?;
    let methods = second_factor::usable(&store, &grant.user_id);
    if methods.is_empty() {
        return Err(OauthError::new(
            StatusCode::FORBIDDEN,
            "association_required",
            "User does not have any authenticators enrolled",
        ));
    }
    let types: Vec<&str> = params
        .get("challenge_type")
        .unwrap_or("otp oob")
        .split_ascii_whitespace()
        .collect();
    let asked_id = params.get("authenticator_id");
    let asked_channel = params.get("oob_channel");
    let method = methods.iter().find(|method| {
        let kind = match method.kind() {
            Kind::Totp => "otp",
            Kind::Phone | Kind::Email | Kind::PushNotification => "oob",
            Kind::RecoveryCode
            | Kind::Password
            | Kind::Passkey
            | Kind::WebauthnPlatform
            | Kind::WebauthnRoaming => return false,
        };
        types.contains(&kind)
            && asked_id.is_none_or(|id| id_of(method).as_deref() == Some(id) || method.id == id)
            && asked_channel.is_none_or(|channel| channel_of(method) == Some(channel))
    });
    let method = method.ok_or_else(|| {
        let description = "The authenticator does not exist or does not support the challenge type";
        OauthError::new(
            StatusCode::FORBIDDEN,
            "unsupported_challenge_type",
            description,
        )
    })?;
    let Some(handle) = second_factor::ask(&mut store, method)? else {
        return Ok(Json(json!({ "challenge_type": "otp" })));
    };
    let mut answer = json!({ "challenge_type": "oob", "oob_code": handle });
    let challenge = store.auth0.challenges.get(&handle);
    if challenge.is_some_and(|challenge| matches!(challenge.asked, Asked::Code(_))) {
        answer["binding_method"] = "prompt".into();
    }
    Ok(Json(answer))
}
