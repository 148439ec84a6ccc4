//! `POST /signin/passwordless/email` and `POST /signup/passwordless/email`

use super::start;
use crate::nhost::endpoint::{Call, Endpoint, Outcome};
use crate::nhost::mail;
use crate::nhost::newcomer::{OPTIONS, Path};
use crate::nhost::schema::{Field, Kind, Schema};
use crate::settings::Dialect;

const SCHEMA: Schema = Schema {
    name: "SignInPasswordlessEmailRequest",
    fields: &[
        Field::required("email", Kind::Email),
        Field::optional("options", Kind::Object(OPTIONS)),
        Field::code_challenge(),
    ],
    closed: true,
};

pub(in crate::nhost) const SIGN_IN: Endpoint = Endpoint::new(sign_in).reads(&SCHEMA);
pub(in crate::nhost) const SIGN_UP: Endpoint =
    Endpoint::new(sign_up).since(Dialect::L2).reads(&SCHEMA);

fn sign_in(call: &mut Call<'_>) -> Outcome {
    send(call, Path::SignIn)
}

fn sign_up(call: &mut Call<'_>) -> Outcome {
    send(call, Path::SignUp)
}

fn send(call: &mut Call<'_>, path: Path) -> Outcome {
    let enabled = call.settings().email_passwordless_enabled;
    let code_challenge = call.code_challenge();
    start(call, enabled, path, |call, id, redirect_to| {
        let link = mail::Link {
            redirect_to,
            code_challenge: code_challenge.as_deref(),
        };
        mail::magic_link(call.store, call.origin, id, link);
    })
}
