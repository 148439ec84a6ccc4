//! `POST /signin/webauthn` and `POST /signin/webauthn/verify`

use axum::http::StatusCode;
use axum::response::IntoResponse;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::{
    ASSERTION, Purpose, authenticate, begin, close, credential, find, keys_of, only_if_enabled,
    request_options,
};
use crate::nhost::endpoint::{Call, Endpoint, Outcome, Stop};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Kind, Schema};
use crate::nhost::{bearer, session};

const START: Schema = Schema {
    name: "SignInWebauthnRequest",
    fields: &[Field::optional("email", Kind::Email)],
    closed: true,
};

/// Of signing in and of elevating.
pub(super) const VERIFY: Schema = Schema {
    name: "SignInWebauthnVerifyRequest",
    fields: &[
        Field::required("credential", ASSERTION),
        Field::optional("email", Kind::Email),
    ],
    closed: true,
};

pub(in crate::nhost) const SIGN_IN: Endpoint = Endpoint::new(start).may_read(&START);
pub(in crate::nhost) const FINISH: Endpoint = Endpoint::new(verify).reads(&VERIFY);

/// Without an address the key is to say whose it is.
fn start(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    if call.text(&["email"]).is_none() {
        let challenge = begin(call.store, Purpose::SignIn(None));
        return Ok(request_options(call.settings(), &challenge, &[]));
    }
    let email = call.email("email");
    let user = call.store.nhost.user_by_email(&email).cloned();
    let id = bearer::check_row(call.store, user.as_ref())?.id.clone();
    let keys = keys_of(call.store, &id);
    if keys.is_empty() {
        return Err(Refusal::InvalidRequest.into());
    }
    let challenge = begin(call.store, Purpose::SignIn(Some(id)));
    Ok(request_options(call.settings(), &challenge, &keys))
}

fn verify(call: &mut Call<'_>) -> Outcome {
    only_if_enabled(call.settings())?;
    let answer = credential(call);
    let Some(handle) = answer["response"]["userHandle"].as_str() else {
        // The real server falls over this.
        let fallen = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        return Err(Stop::Answered(Box::new(fallen)));
    };
    let ceremony = find(call)?;
    let Purpose::SignIn(whose) = ceremony.purpose else {
        return Err(Refusal::InvalidRequest.into());
    };
    let id = match whose {
        Some(id) if handle == id || handle == URL_SAFE_NO_PAD.encode(&id) => id,
        Some(_) => return Err(Refusal::InvalidRequest.into()),
        // Base64url of the id's text is 48 characters, and nobody's id.
        None => handle.trim_end_matches('=').to_owned(),
    };
    if call.store.nhost.user(&id).is_none() {
        return Err(Refusal::InvalidRequest.into());
    }
    authenticate(call, &ceremony.challenge, &id)?;
    close(call.store, &ceremony.challenge);
    bearer::check_row(call.store, call.store.nhost.user(&id))?;
    Ok(json!({ "session": session::begin(call.store, &id) }))
}
