//! Lists in pieces: `take` says how many, `from` where the one before ended.

use axum::Json;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::Call;
use super::problem::Problem;

/// How many items a piece holds.
pub(super) struct PageSize {
    pub(super) usual: usize,
    pub(super) most: usize,
}

impl PageSize {
    pub(super) fn page_of(
        &self,
        call: &Call<'_>,
        name: &str,
        items: Vec<Value>,
    ) -> Result<Response, Problem> {
        let take = match call.query("take") {
            None => self.usual,
            Some(text) => {
                let take = text.parse().ok();
                take.filter(|take| (1..=self.most).contains(take))
                    .ok_or_else(|| {
                        let detail = format!("must be between 1 and {}", self.most);
                        Problem::invalid_query("take", detail)
                    })?
            }
        };
        let from = match call.query("from") {
            None => 0,
            Some(text) => {
                cursor(text).ok_or_else(|| Problem::invalid_query("from", "is not a checkpoint"))?
            }
        };
        let next = from.saturating_add(take);
        let more = next < items.len();
        let page: Vec<Value> = items.into_iter().skip(from).take(take).collect();
        let mut body = json!({ name: page });
        if more {
            body["next"] = URL_SAFE_NO_PAD.encode(format!("from:{next}")).into();
        }
        Ok(Json(body).into_response())
    }
}

fn cursor(text: &str) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    String::from_utf8(bytes)
        .ok()?
        .strip_prefix("from:")?
        .parse()
        .ok()
}
