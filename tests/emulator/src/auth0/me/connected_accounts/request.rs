//! Reading the body of `POST /me/v1/connected-accounts/connect`.

use serde_json::Value;

use super::only;
use crate::auth0::me::body::Body;
use crate::auth0::me::problem::Problem;

const MEMBERS: [&str; 7] = [
    "connection",
    "redirect_uri",
    "state",
    "code_challenge",
    "code_challenge_method",
    "scopes",
    "authorization_params",
];

const AUTHORIZATION_PARAMS: [&str; 9] = [
    "acr_values",
    "audience",
    "resource",
    "display",
    "id_token_hint",
    "login_hint",
    "max_age",
    "prompt",
    "ui_locales",
];

const MOST_SCOPES: usize = 100;

/// What the application asks for.
pub(super) struct Wish {
    pub(super) connection: String,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) code_challenge: Option<String>,
    pub(super) scopes: Option<Vec<String>>,
}

impl Wish {
    pub(super) fn read(body: &Body) -> Result<Self, Problem> {
        body.require_only(&MEMBERS)?;
        let code_challenge = body.text("code_challenge", 128)?;
        if code_challenge.is_some_and(|challenge| challenge.len() < 43) {
            return Err(Problem::invalid(
                "/code_challenge",
                "must NOT have fewer than 43 characters",
            ));
        }
        let method = body.text("code_challenge_method", 16)?;
        if method.is_some_and(|method| method != "S256") {
            return Err(Problem::invalid(
                "/code_challenge_method",
                "must be equal to one of the allowed values",
            ));
        }
        if method.is_some() != code_challenge.is_some() {
            return Err(Problem::invalid(
                "/code_challenge",
                "must come together with code_challenge_method",
            ));
        }
        if body.has("authorization_params") {
            check_params(body)?;
        }
        Ok(Self {
            connection: body.require_text("connection", 128)?.to_owned(),
            redirect_uri: body.require_text("redirect_uri", 2048)?.to_owned(),
            state: body.text("state", 4096)?.map(str::to_owned),
            code_challenge: code_challenge.map(str::to_owned),
            scopes: scopes(body)?,
        })
    }
}

fn scopes(body: &Body) -> Result<Option<Vec<String>>, Problem> {
    let Some(value) = body.value("scopes") else {
        return Ok(None);
    };
    let wrong = || Problem::invalid("/scopes", "must be 1 to 100 unique strings");
    let items = value.as_array().ok_or_else(wrong)?;
    let mut scopes: Vec<String> = Vec::new();
    for item in items {
        let scope = item.as_str().ok_or_else(wrong)?.to_owned();
        if scopes.contains(&scope) {
            return Err(wrong());
        }
        scopes.push(scope);
    }
    if scopes.is_empty() || scopes.len() > MOST_SCOPES {
        return Err(wrong());
    }
    Ok(Some(scopes))
}

fn check_params(body: &Body) -> Result<(), Problem> {
    let params = body.require_object("authorization_params")?;
    only(params, &AUTHORIZATION_PARAMS, "/authorization_params")?;
    for (name, allowed) in [
        ("display", &["page", "popup", "touch", "wap"]),
        ("prompt", &["none", "login", "consent", "select_account"]),
    ] {
        let wrong = params
            .get(name)
            .is_some_and(|value| value.as_str().is_none_or(|word| !allowed.contains(&word)));
        if wrong {
            let pointer = format!("/authorization_params/{name}");
            return Err(Problem::invalid(
                &pointer,
                "must be equal to one of the allowed values",
            ));
        }
    }
    let is_number = |value: &Value| value.is_u64();
    if params.get("max_age").is_some_and(|value| !is_number(value)) {
        return Err(Problem::invalid(
            "/authorization_params/max_age",
            "must be integer",
        ));
    }
    Ok(())
}
