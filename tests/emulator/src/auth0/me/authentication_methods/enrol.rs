//! `POST /me/v1/authentication-methods`

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{location, preferred};
use crate::auth0::client::TENANT_NAME;
use crate::auth0::me::Call;
use crate::auth0::me::enrolment::{self, Step};
use crate::auth0::me::problem::Problem;
use crate::auth0::message::send_code;
use crate::auth0::method::{Detail, Kind, Method, Preferred, identity_user_id, methods_of};
use crate::auth0::webauthn::{self, Credential};
use crate::auth0::{one_time, push, second_factor};
use crate::outbox::Channel;
use crate::path::encode_segment;
use crate::random;

const LONGEST_EMAIL: usize = 254;
const LONGEST_NUMBER: usize = 30;
const REASON: &str = "Somebody is adding it to an account.";

pub(in crate::auth0::me) fn enrol(call: &mut Call<'_>) -> Result<Response, Problem> {
    let kind = Kind::parse(call.body.require_text("type", 64)?);
    let offered = &call.store.settings.auth0.my_account_api.factors;
    let kind = kind
        .filter(|kind| offered.iter().any(|factor| factor.kind == kind.name()))
        .ok_or_else(|| Problem::invalid("/type", "must be equal to one of the allowed values"))?;
    let (id, body) = match kind {
        Kind::Password => password(call)?,
        Kind::Passkey => passkey(call)?,
        Kind::Totp => totp(call)?,
        Kind::Phone => phone(call)?,
        Kind::Email => email(call)?,
        Kind::PushNotification => push_notification(call)?,
        Kind::RecoveryCode => recovery_code(call)?,
        Kind::WebauthnPlatform | Kind::WebauthnRoaming => {
            return Err(Problem::invalid("/type", "cannot be enrolled"));
        }
    };
    let location = location(call, &id);
    Ok((
        StatusCode::ACCEPTED,
        [(header::LOCATION, location)],
        Json(body),
    )
        .into_response())
}

fn password(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    check_identity(call)?;
    let id = "password|new".to_owned();
    let auth_session = enrolment::begin(call.store, &call.user_id, &id, Step::Password);
    let policy = &call.store.settings.auth0.my_account_api.password_policy;
    let body = json!({ "auth_session": auth_session, "id": id, "policy": policy });
    Ok((id, body))
}

fn passkey(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    check_identity(call)?;
    if !call.store.settings.auth0.custom_domain {
        return Err(Problem::bad_request(
            "Passkeys need a request to the custom domain",
        ));
    }
    let methods = methods_of(call.store, &call.user_id);
    let known: Vec<&Credential> = methods
        .iter()
        .filter_map(|method| {
            if let Detail::Passkey(credential) = &method.detail {
                Some(credential.as_ref())
            } else {
                None
            }
        })
        .collect();
    let settings = &call.store.settings.auth0.my_account_api;
    if known.len() >= settings.most_passkeys {
        return Err(Problem::bad_request(
            "The person has as many passkeys as they can have",
        ));
    }
    let user = call.store.auth0.user(&call.user_id);
    let (name, display_name) = user
        .map(|user| (user.email.as_str(), user.name.as_str()))
        .unwrap_or_default();
    let challenge = random::handle(32);
    let user_handle = URL_SAFE_NO_PAD.encode(identity_user_id(&call.user_id));
    let options = webauthn::creation_options(
        settings,
        &challenge,
        [&user_handle, name, display_name],
        &known,
    );
    let id = "passkey|new".to_owned();
    let step = Step::Passkey {
        challenge,
        user_handle,
    };
    let auth_session = enrolment::begin(call.store, &call.user_id, &id, step);
    // No `id`: clients take it from `Location`.
    Ok((
        id,
        json!({ "auth_session": auth_session, "authn_params_public_key": options }),
    ))
}

fn totp(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    call.body.require_only(&["type"])?;
    let secret = random::bytes::<20>().to_vec();
    let written = one_time::base32(&secret);
    let uri = totp_uri(call, &written);
    let (id, auth_session) = begin(call, Detail::Totp { secret }, Step::Totp);
    let body = json!({ "auth_session": auth_session, "id": id, "barcode_uri": uri, "manual_input_code": written });
    Ok((id, body))
}

fn phone(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    call.body
        .require_only(&["type", "phone_number", "preferred_authentication_method"])?;
    let number = call
        .body
        .require_text("phone_number", LONGEST_NUMBER)?
        .to_owned();
    if !is_e164(&number) {
        return Err(Problem::invalid(
            "/phone_number",
            "must match pattern \"^\\+[1-9]\\d{1,14}$\"",
        ));
    }
    let preferred = preferred(call)?.unwrap_or(Preferred::Sms);
    let channel = match preferred {
        Preferred::Sms => Channel::Sms,
        Preferred::Voice => Channel::Voice,
    };
    second_factor::check_messages(call.store, &call.user_id).map_err(|_| {
        Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            2,
            "Too Many Requests",
            "Too many text messages were sent",
        )
    })?;
    let code = send_code(call.store, channel, &number, REASON);
    let (id, auth_session) = begin(call, Detail::Phone { number, preferred }, Step::Code(code));
    let body = json!({ "auth_session": auth_session, "id": id });
    Ok((id, body))
}

fn email(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    call.body.require_only(&["type", "email"])?;
    let address = call
        .body
        .require_text("email", LONGEST_EMAIL)?
        .to_lowercase();
    let parts = address.split_once('@');
    if parts
        .is_none_or(|(local, domain)| local.is_empty() || domain.is_empty() || domain.contains('@'))
    {
        return Err(Problem::invalid("/email", "must match format \"email\""));
    }
    let code = send_code(call.store, Channel::Email, &address, REASON);
    let (id, auth_session) = begin(call, Detail::Email { address }, Step::Code(code));
    let body = json!({ "auth_session": auth_session, "id": id });
    Ok((id, body))
}

fn push_notification(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    call.body.require_only(&["type"])?;
    let push = push::send(call.store, &call.user_id);
    let secret = one_time::base32(&random::bytes::<20>());
    let uri = format!(
        "{}&enrollment_tx_id={push}&base_url={}",
        totp_uri(call, &secret),
        encode_segment(call.origin)
    );
    let (id, auth_session) = begin(call, Detail::PushNotification, Step::Push(push));
    let body = json!({ "auth_session": auth_session, "id": id, "barcode_uri": uri });
    Ok((id, body))
}

fn recovery_code(call: &mut Call<'_>) -> Result<(String, Value), Problem> {
    call.body.require_only(&["type"])?;
    let code = random::uppercase(24);
    let (id, auth_session) = begin(
        call,
        Detail::RecoveryCode { code: code.clone() },
        Step::RecoveryCode,
    );
    let body = json!({ "auth_session": auth_session, "id": id, "recovery_code": code });
    Ok((id, body))
}

/// Adds an unconfirmed method, which stays behind if nobody finishes it.
fn begin(call: &mut Call<'_>, detail: Detail, step: Step) -> (String, String) {
    let method = Method::new(call.store, &call.user_id, detail);
    let id = method.id.clone();
    call.store.auth0.methods.push(method);
    let auth_session = enrolment::begin(call.store, &call.user_id, &id, step);
    (id, auth_session)
}

/// Checks the members that choose among linked identities.
fn check_identity(call: &Call<'_>) -> Result<(), Problem> {
    call.body
        .require_only(&["type", "connection", "identity_user_id"])?;
    let user = call.store.auth0.user(&call.user_id);
    let connections = &call.store.settings.auth0.connections;
    let connection = match call.body.text("connection", 128)? {
        Some(name) => name,
        None => user
            .map(|user| user.connection.as_str())
            .unwrap_or_default(),
    };
    if !connections
        .iter()
        .any(|known| known.database && known.name == connection)
    {
        return Err(Problem::invalid(
            "/connection",
            "is not a database connection",
        ));
    }
    let identity = call.body.text("identity_user_id", 255)?;
    if identity.is_some_and(|id| id != identity_user_id(&call.user_id)) {
        return Err(Problem::invalid(
            "/identity_user_id",
            "is not an identity of the user",
        ));
    }
    Ok(())
}

fn totp_uri(call: &Call<'_>, secret: &str) -> String {
    let email = call
        .store
        .auth0
        .user(&call.user_id)
        .map(|user| user.email.as_str());
    let issuer = encode_segment(TENANT_NAME);
    format!(
        "otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
        encode_segment(email.unwrap_or_default())
    )
}

fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
