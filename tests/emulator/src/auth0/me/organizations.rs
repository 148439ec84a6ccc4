//! `GET /me/v1/organizations`, announced by the vendor and not in its SDK.

use axum::response::Response;
use serde_json::{Value, json};

use super::Call;
use super::page::PageSize;
use super::problem::Problem;

const SIZE: PageSize = PageSize {
    usual: 50,
    most: 100,
};

pub(super) fn list(call: &Call<'_>) -> Result<Response, Problem> {
    let user = call.store.auth0.user(&call.user_id);
    let theirs = user.map(|user| user.organizations.as_slice());
    let theirs = theirs.unwrap_or_default();
    let known = call.store.settings.auth0.organizations.iter();
    let organizations: Vec<Value> = known
        .filter(|known| theirs.contains(&known.id))
        .map(|known| {
            json!({ "id": known.id, "name": known.name, "display_name": known.display_name })
        })
        .collect();
    SIZE.page_of(call, "organizations", organizations)
}
