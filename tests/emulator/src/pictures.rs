//! The pictures of the demo people, served by both vendors.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/pictures/{name}", get(picture))
}

async fn picture(Path(name): Path<String>) -> Response {
    let bytes: &'static [u8] = match name.as_str() {
        "ada.png" => include_bytes!("pictures/ada.png"),
        "noor.png" => include_bytes!("pictures/noor.png"),
        "mei.png" => include_bytes!("pictures/mei.png"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    (
        [
            (header::CONTENT_TYPE, "image/png"),
            (header::CACHE_CONTROL, "public, max-age=3600"),
        ],
        bytes,
    )
        .into_response()
}
