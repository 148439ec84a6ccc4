//! Parameters of a request, each at most once.

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::error::OauthError;

#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    texts: HashMap<String, String>,
    /// Members that only a JSON body can carry.
    objects: HashMap<String, Value>,
}

/// The parameters that are objects.
const OBJECTS: [&str; 4] = [
    "authn_response",
    "authParams",
    "user_metadata",
    "user_profile",
];

impl Params {
    /// Reads a query or a form. A repeated parameter is refused, as RFC 6749 section 3.1 demands.
    pub(crate) fn from_urlencoded(text: &str) -> Result<Self, OauthError> {
        let mut params = HashMap::new();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            if params
                .insert(name.to_string(), value.into_owned())
                .is_some()
            {
                return Err(OauthError::invalid_request(format!(
                    "Parameter '{name}' is included more than once"
                )));
            }
        }
        Ok(Self {
            texts: params,
            objects: HashMap::new(),
        })
    }

    /// Reads a body by its content type: a form or a JSON object.
    pub(crate) fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Self, OauthError> {
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        match content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
            .as_str()
        {
            "application/x-www-form-urlencoded" => {
                Self::from_urlencoded(&String::from_utf8_lossy(body))
            }
            "application/json" => Self::from_json(body),
            other => Err(OauthError::invalid_request(format!(
                "Unsupported content type '{other}'"
            ))),
        }
    }

    fn from_json(body: &[u8]) -> Result<Self, OauthError> {
        let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
            return Err(OauthError::invalid_request("The body is not a JSON object"));
        };
        let mut params = HashMap::new();
        let mut objects = HashMap::new();
        for (name, value) in members {
            if value.is_object() && OBJECTS.contains(&name.as_str()) {
                objects.insert(name, value);
                continue;
            }
            let Value::String(value) = value else {
                return Err(OauthError::invalid_request(format!(
                    "Parameter '{name}' is not a string"
                )));
            };
            params.insert(name, value);
        }
        Ok(Self {
            texts: params,
            objects,
        })
    }

    /// The value, unless it is missing or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.texts
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// Whether the parameter is there, even without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }

    /// A parameter that is an object.
    pub(crate) fn object(&self, name: &str) -> Option<&Value> {
        self.objects.get(name)
    }

    pub(crate) fn require(&self, name: &str) -> Result<&str, OauthError> {
        self.get(name).ok_or_else(|| {
            OauthError::invalid_request(format!("Missing required parameter: {name}"))
        })
    }
}
