//! Parameters of a request, each at most once, and how a request is opened.

use std::collections::{BTreeMap, HashMap};

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::error::OauthError;
use super::u;

#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    // In order, so that an address made of them reads the same every time.
    texts: BTreeMap<String, String>,
    /// Members that only a JSON body can carry.
    objects: HashMap<String, Value>,
    /// The id and the secret of `Authorization: Basic`.
    basic: Option<(String, String)>,
}

/// What a browser brings: the form of a POST, the query of anything else.
pub(crate) struct Fields(pub(crate) Params);

/// Fields that make no sense, which the person is told on a page.
pub(crate) struct Senseless(OauthError);

/// The parameters that are objects.
const OBJECTS: [&str; 4] = [
    "authn_response",
    "authParams",
    "user_metadata",
    "user_profile",
];

/// The parameters that JSON may also say as `true`, `false` or a number.
const LOOSE: [&str; 2] = ["allow_signup", "requested_expiry"];

impl<S: Send + Sync> FromRequest<S> for Params {
    type Rejection = OauthError;

    async fn from_request(request: Request, state: &S) -> Result<Self, OauthError> {
        if request.method() != Method::POST {
            return Self::from_urlencoded(request.uri().query().unwrap_or_default());
        }
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| OauthError::invalid_request("The body could not be read"))?;
        Self::from_body(&headers, &body)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Senseless;

    async fn from_request(request: Request, state: &S) -> Result<Self, Senseless> {
        if request.method() != Method::POST {
            return Self::read(request.uri().query().unwrap_or_default());
        }
        let body = Bytes::from_request(request, state)
            .await
            .unwrap_or_default();
        Self::read(&String::from_utf8_lossy(&body))
    }
}

impl Fields {
    fn read(text: &str) -> Result<Self, Senseless> {
        Params::from_urlencoded(text).map(Self).map_err(Senseless)
    }
}

impl IntoResponse for Senseless {
    fn into_response(self) -> Response {
        u::error_page(StatusCode::BAD_REQUEST, &self.0.description)
    }
}

impl Params {
    /// Reads a query or a form. A repeated parameter is refused, as RFC 6749 section 3.1 demands.
    pub(crate) fn from_urlencoded(text: &str) -> Result<Self, OauthError> {
        let mut params = BTreeMap::new();
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
            ..Self::default()
        })
    }

    /// Reads a body by its content type: a form or a JSON object.
    pub(crate) fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Self, OauthError> {
        Ok(Self {
            basic: basic(headers),
            ..Self::from_typed(headers, body)?
        })
    }

    fn from_typed(headers: &HeaderMap, body: &[u8]) -> Result<Self, OauthError> {
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
        let mut params = BTreeMap::new();
        let mut objects = HashMap::new();
        for (name, value) in members {
            if value.is_object() && OBJECTS.contains(&name.as_str()) {
                objects.insert(name, value);
                continue;
            }
            let value = match value {
                Value::String(value) => value,
                Value::Bool(_) | Value::Number(_) if LOOSE.contains(&name.as_str()) => {
                    value.to_string()
                }
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::Array(_)
                | Value::Object(_) => {
                    return Err(OauthError::invalid_request(format!(
                        "Parameter '{name}' is not a string"
                    )));
                }
            };
            params.insert(name, value);
        }
        Ok(Self {
            texts: params,
            objects,
            basic: None,
        })
    }

    /// The members of an object that are texts, as parameters of their own.
    pub(crate) fn from_object(object: &Value) -> Self {
        let members = object.as_object().into_iter().flatten();
        let texts = members
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect();
        Self {
            texts,
            ..Self::default()
        }
    }

    /// The same with one parameter replaced or added.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.texts.insert(name.to_owned(), value.into());
        self
    }

    /// The same without one parameter.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.texts.remove(name);
        self
    }

    /// Every parameter that is a text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let texts = self.texts.iter();
        texts.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The id and the secret of `Authorization: Basic`.
    pub(crate) fn basic(&self) -> Option<(&str, &str)> {
        let (id, secret) = self.basic.as_ref()?;
        Some((id, secret))
    }

    /// The value, unless it is missing or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.texts
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// The value, or nothing at all as an empty text.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
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

/// RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    let credentials = STANDARD.decode(credentials.trim()).ok()?;
    let credentials = String::from_utf8(credentials).ok()?;
    let (id, secret) = credentials.split_once(':')?;
    let decoded = |text: &str| {
        let pair = format!("={text}");
        let first = url::form_urlencoded::parse(pair.as_bytes()).next();
        first.map(|(_, value)| value.into_owned())
    };
    if scheme.eq_ignore_ascii_case("basic") {
        Some((decoded(id)?, decoded(secret)?))
    } else {
        None
    }
}
