//! Where the browser goes when a transaction ends.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded::Serializer;

use crate::html;

/// A registered callback; nothing is sent to any other.
#[derive(Clone, Debug)]
pub(crate) struct ReturnAddress {
    pub(crate) redirect_uri: String,
    pub(crate) mode: ResponseMode,
    pub(crate) state: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    Query,
    Fragment,
    FormPost,
}

impl ReturnAddress {
    pub(crate) fn with(&self, members: &[(&str, String)]) -> Response {
        let members = members.iter();
        self.answer(
            members
                .map(|(name, value)| (*name, value.as_str()))
                .collect(),
        )
    }

    pub(crate) fn with_connect_code(&self, code: &str) -> Response {
        self.answer(vec![("connect_code", code)])
    }

    pub(crate) fn with_error(&self, error: &str, description: &str) -> Response {
        self.answer(vec![("error", error), ("error_description", description)])
    }

    /// Whether another program could claim the callback: everything but https to a real host.
    pub(crate) fn is_unverifiable(&self) -> bool {
        !self.redirect_uri.starts_with("https://")
    }

    fn answer<'a>(&'a self, mut members: Vec<(&'a str, &'a str)>) -> Response {
        if let Some(state) = &self.state {
            members.push(("state", state));
        }
        match self.mode {
            ResponseMode::Query => {
                let joint = if self.redirect_uri.contains('?') {
                    '&'
                } else {
                    '?'
                };
                redirect(&format!("{}{joint}{}", self.redirect_uri, encode(&members)))
            }
            ResponseMode::Fragment => {
                redirect(&format!("{}#{}", self.redirect_uri, encode(&members)))
            }
            ResponseMode::FormPost => form_post(&self.redirect_uri, &members),
        }
    }
}

/// 302 to an address that is not necessarily http.
pub(crate) fn redirect(location: &str) -> Response {
    (
        StatusCode::FOUND,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, "no-store"),
        ],
    )
        .into_response()
}

fn encode(members: &[(&str, &str)]) -> String {
    let mut serializer = Serializer::new(String::new());
    serializer.extend_pairs(members);
    // Auth0 writes a space as %20; a plus sign in a value is %2B already.
    serializer.finish().replace('+', "%20")
}

fn form_post(redirect_uri: &str, members: &[(&str, &str)]) -> Response {
    let inputs: String = members
        .iter()
        .map(|(name, value)| {
            format!(
                "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
                html::escape(value)
            )
        })
        .collect();
    let body = format!(
        "<main><h1>Nearly there</h1><form method=\"post\" action=\"{}\">{inputs}<button>Continue</button></form></main>",
        html::escape(redirect_uri)
    );
    html::page(StatusCode::OK, "Continue", &body)
}
