use auth0::authentication::{Access, AuthParams};
use protocol::secret::OneTimeCode;
use serde_json::Value;

use super::{Ours, scopes, silence, text, tokens};
use crate::vendor::outcome::Outcome;

pub(in crate::vendor) async fn request_email_code(ours: &Ours, given: &Value) -> Outcome {
    silence(ours.client.request_email_code(text(given, "email")).await)
}

pub(in crate::vendor) async fn request_magic_link(ours: &Ours, given: &Value) -> Outcome {
    let (email, parameters) = (text(given, "email"), AuthParams::default());

    silence(ours.client.request_magic_link(email, &parameters).await)
}

pub(in crate::vendor) async fn request_sms_code(ours: &Ours, given: &Value) -> Outcome {
    let number = text(given, "phone_number");

    silence(ours.client.request_sms_code(number).await)
}

/// The vendor's clients call the code `otp` or `code`, and the number or the address by three names.
pub(in crate::vendor) async fn verify_email_code(ours: &Ours, given: &Value) -> Outcome {
    let (code, scopes) = (code(given), asked(given));
    let email = text(given, "email");
    let email = if email.is_empty() {
        text(given, "username")
    } else {
        email
    };

    tokens(
        ours.client
            .verify_email_code(email, &code, for_scopes(&scopes))
            .await,
    )
}

pub(in crate::vendor) async fn verify_sms_code(ours: &Ours, given: &Value) -> Outcome {
    let (code, scopes) = (code(given), asked(given));
    let number = text(given, "phone_number");
    let number = if number.is_empty() {
        text(given, "username")
    } else {
        number
    };

    tokens(
        ours.client
            .verify_sms_code(number, &code, for_scopes(&scopes))
            .await,
    )
}

fn code(given: &Value) -> OneTimeCode {
    let otp = given["otp"].as_str();

    OneTimeCode::new(otp.unwrap_or_else(|| text(given, "code")))
}

/// One of the vendor's clients asks for `openid` where nothing else is said.
fn asked(given: &Value) -> Vec<&str> {
    let scopes = scopes(given);

    if scopes.is_empty() {
        vec!["openid"]
    } else {
        scopes
    }
}

fn for_scopes<'a>(scopes: &'a [&'a str]) -> Access<'a> {
    Access {
        scopes,
        audience: None,
    }
}
