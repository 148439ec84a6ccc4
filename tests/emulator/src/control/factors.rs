//! Looking at a person's methods and answering the notifications they were sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth0::{self, Decision, Detail};
use crate::one_time;
use crate::store::World;

/// The methods as My Account lists them, with what only the person would know.
pub(super) async fn methods(
    State(world): State<Arc<World>>,
    Path(email): Path<String>,
) -> Json<Value> {
    let store = world.lock();
    let now = store.now().seconds();
    let methods = auth0::methods_by_email(&store, &email);
    let methods = methods.iter().map(|method| {
        let mut object = method.to_json();
        match &method.detail {
            Detail::Totp { secret } => {
                object["present_code"] = one_time::code(secret, now).into();
            }
            Detail::RecoveryCode { code } => object["recovery_code"] = code.clone().into(),
            Detail::Password { .. }
            | Detail::Passkey(_)
            | Detail::Webauthn { .. }
            | Detail::Phone { .. }
            | Detail::Email { .. }
            | Detail::PushNotification => {}
        }
        object
    });
    Json(methods.collect())
}

pub(super) async fn pushes(State(world): State<Arc<World>>) -> Json<Value> {
    Json(json!(world.lock().auth0.pushes))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerPush {
    email: String,
    answer: Answer,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Approve,
    Deny,
}

pub(super) async fn answer_push(
    State(world): State<Arc<World>>,
    Json(body): Json<AnswerPush>,
) -> Json<Value> {
    let decision = match body.answer {
        Answer::Approve => Decision::Approved,
        Answer::Deny => Decision::Denied,
    };
    let answered = auth0::answer_push(&mut world.lock(), &body.email, decision);
    Json(json!({ "answered": answered }))
}
