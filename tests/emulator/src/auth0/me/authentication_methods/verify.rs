//! `POST /me/v1/authentication-methods/{id}/verify`

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::{find, location};
use crate::auth0::me::Call;
use crate::auth0::me::body::only;
use crate::auth0::me::enrolment::{self, Step};
use crate::auth0::me::problem::Problem;
use crate::auth0::method::{Detail, Kind, Method, password_id};
use crate::auth0::push::Decision;
use crate::auth0::{one_time, password, push, webauthn};

const LONGEST_SESSION: usize = 4096;

pub(in crate::auth0::me) fn verify(call: &mut Call<'_>, id: &str) -> Result<Response, Problem> {
    let auth_session = call
        .body
        .require_text("auth_session", LONGEST_SESSION)?
        .to_owned();
    let enrolment = enrolment::find(call.store, &auth_session, &call.user_id, id)?;
    let final_id = match enrolment.step {
        Step::Password => new_password(call)?,
        Step::Passkey {
            challenge,
            user_handle,
        } => new_passkey(call, &auth_session, &challenge, &user_handle)?,
        Step::Totp => {
            totp(call, &auth_session, id)?;
            id.to_owned()
        }
        Step::Code(code) => {
            if otp_code(call)? != code {
                return Err(enrolment::wrong(call.store, &auth_session));
            }
            id.to_owned()
        }
        Step::Push(push) => {
            call.body.require_only(&["auth_session"])?;
            match push::decision(call.store, &push) {
                Decision::Approved => {}
                Decision::Pending => return Err(Problem::pending()),
                Decision::Denied => {
                    enrolment::end(call.store, &auth_session);
                    return Err(Problem::forbidden("The notification was denied"));
                }
            }
            id.to_owned()
        }
        Step::RecoveryCode => {
            call.body.require_only(&["auth_session"])?;
            let user_id = call.user_id.clone();
            call.store.auth0.methods.retain(|method| {
                method.user_id != user_id || method.kind() != Kind::RecoveryCode || method.id == id
            });
            id.to_owned()
        }
    };
    enrolment::end(call.store, &auth_session);
    if let Some(method) = call
        .store
        .auth0
        .methods
        .iter_mut()
        .find(|method| method.id == id)
    {
        method.confirmed = true;
    }
    let method = find(call, &final_id)?;
    let location = location(call, &final_id);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(method.to_json()),
    )
        .into_response())
}

fn new_password(call: &mut Call<'_>) -> Result<String, Problem> {
    call.body.require_only(&["auth_session", "new_password"])?;
    let new = call.body.require_text("new_password", 256)?.to_owned();
    if new.chars().any(char::is_control) {
        return Err(Problem::invalid(
            "/new_password",
            "must not have control characters",
        ));
    }
    let user = call.store.auth0.user(&call.user_id);
    let user = user.ok_or_else(|| Problem::unauthorized("Invalid token"))?;
    password::check(call.store, user, &new).map_err(|weakness| {
        Problem::invalid(
            "/new_password",
            format!("{}: {}", weakness.name(), weakness.text()),
        )
    })?;
    password::change(call.store, &call.user_id, &new);
    Ok(password_id(&call.user_id))
}

fn new_passkey(
    call: &mut Call<'_>,
    auth_session: &str,
    challenge: &str,
    user_handle: &str,
) -> Result<String, Problem> {
    call.body
        .require_only(&["auth_session", "authn_response"])?;
    let members = call.body.require_object("authn_response")?;
    check_shape(members)?;
    let answer = Value::Object(members.clone());
    // A challenge is answered once, well or badly.
    enrolment::end(call.store, auth_session);
    let settings = &call.store.settings.auth0.my_account_api;
    let credential = webauthn::register(settings, challenge, user_handle, &answer)
        .map_err(|doubt| Problem::invalid("/authn_response", doubt))?;
    let known = call.store.auth0.methods.iter().any(
        |method| matches!(&method.detail, Detail::Passkey(known) if known.id == credential.id),
    );
    if known {
        return Err(Problem::invalid(
            "/authn_response/id",
            "is registered already",
        ));
    }
    let method = Method {
        confirmed: true,
        ..Method::new(
            call.store,
            &call.user_id,
            Detail::Passkey(Box::new(credential)),
        )
    };
    let id = method.id.clone();
    call.store.auth0.methods.push(method);
    Ok(id)
}

/// Unknown members and oversized values are refused before anything is decoded.
fn check_shape(members: &serde_json::Map<String, Value>) -> Result<(), Problem> {
    let known = [
        "id",
        "rawId",
        "type",
        "authenticatorAttachment",
        "clientExtensionResults",
        "response",
    ];
    only(members, &known, "/authn_response")?;
    let refuse = |pointer: &str, detail: &str| {
        Problem::invalid(&format!("/authn_response{pointer}"), detail)
    };
    if members.get("type").and_then(Value::as_str) != Some("public-key") {
        return Err(refuse("/type", "must be equal to constant"));
    }
    let response = members.get("response").and_then(Value::as_object);
    let response = response.ok_or_else(|| refuse("/response", "must be object"))?;
    only(
        response,
        &["attestationObject", "clientDataJSON", "transports"],
        "/authn_response/response",
    )?;
    let fits = |value: Option<&Value>, most: usize| {
        value
            .and_then(Value::as_str)
            .is_some_and(|text| (1..=most).contains(&text.len()))
    };
    for (pointer, value, most) in [
        ("/id", members.get("id"), 1364),
        ("/rawId", members.get("rawId"), 1364),
        (
            "/response/attestationObject",
            response.get("attestationObject"),
            2000,
        ),
        (
            "/response/clientDataJSON",
            response.get("clientDataJSON"),
            1000,
        ),
    ] {
        if !fits(value, most) {
            return Err(refuse(
                pointer,
                &format!("must be string of at most {most} characters"),
            ));
        }
    }
    Ok(())
}

fn totp(call: &mut Call<'_>, auth_session: &str, id: &str) -> Result<(), Problem> {
    let code = otp_code(call)?;
    let now = call.store.now().seconds();
    let method = call
        .store
        .auth0
        .methods
        .iter()
        .find(|method| method.id == id);
    if let Some(Method {
        detail: Detail::Totp { secret },
        ..
    }) = method
        && one_time::is_valid(secret, &code, now)
    {
        return Ok(());
    }
    Err(enrolment::wrong(call.store, auth_session))
}

fn otp_code(call: &Call<'_>) -> Result<String, Problem> {
    call.body.require_only(&["auth_session", "otp_code"])?;
    Ok(call.body.require_text("otp_code", 255)?.to_owned())
}
