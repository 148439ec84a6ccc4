//! `GET /welcome`: stands in for the project's own web page, where links in mails lead.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use url::form_urlencoded::parse;

use crate::html::{self, escape};

pub(super) async fn page(RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let problem = parse(query.as_bytes())
        .find(|(name, _)| name == "errorDescription")
        .map(|(_, value)| value.into_owned());
    let body = match problem {
        None => "<main><h1>Thank you</h1><p class=\"lead\">That worked. You can go back to the application.</p></main>".to_owned(),
        Some(text) => format!(
            "<main><h1>That did not work</h1><p class=\"alert\" role=\"alert\">{}</p>\
             <p class=\"lead\">Ask the application for a new mail.</p></main>",
            escape(&text)
        ),
    };
    html::page(StatusCode::OK, "Demo Nhost", &body)
}
