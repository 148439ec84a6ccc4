//! `POST /signout`

use serde_json::json;

use super::bearer;
use super::endpoint::{Call, Endpoint, Outcome};
use super::refusal::Refusal;
use super::schema::{Field, Kind, Schema, TEXT};

const SCHEMA: Schema = Schema {
    name: "SignOutRequest",
    fields: &[
        Field::optional("refreshToken", TEXT),
        Field::optional("all", Kind::Flag),
    ],
    closed: false,
};

pub(super) const SIGN_OUT: Endpoint = Endpoint::new(sign_out).reads(&SCHEMA);

/// Deletes one row, or every row of the caller, personal access tokens among them. A token nobody
/// knows is answered the same way.
fn sign_out(call: &mut Call<'_>) -> Outcome {
    if call.members.get("all").is_some_and(|all| all == true) {
        let claims =
            bearer::claims_of(call.store, call.headers).map_err(|_| Refusal::InvalidRequest)?;
        let id = claims["sub"].as_str().unwrap_or_default();
        call.store.nhost.end_sessions(id);
        return Ok(json!("OK"));
    }
    let token = call
        .text(&["refreshToken"])
        .ok_or(Refusal::InvalidRequest)?
        .to_owned();
    call.store
        .nhost
        .refresh_tokens
        .retain(|row| row.token != token);
    Ok(json!("OK"))
}
