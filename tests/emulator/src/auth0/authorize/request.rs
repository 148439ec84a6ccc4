//! Reading a request, and refusing it where a tenant would.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::auth0::client::CLIENT_ID;
use crate::auth0::grant::{granted, scopes_of};
use crate::auth0::params::Params;
use crate::auth0::return_address::{ResponseMode, ReturnAddress};
use crate::auth0::transaction::{Prompt, Request};
use crate::settings::{Auth0Settings, Organization};

/// The `acr_values` that ask for a second factor.
const SECOND_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// How a request is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// On a page: the address to return to is not known to be the application's.
    Page(StatusCode, String),
    /// By sending the browser back with an error.
    Redirect(ReturnAddress, &'static str, String),
}

pub(super) fn read(
    params: &Params,
    settings: &Auth0Settings,
    origin: &str,
) -> Result<Request, Refusal> {
    let return_address = return_address(params, settings)?;
    let refuse = |error, description: &str| {
        Refusal::Redirect(return_address.clone(), error, description.to_owned())
    };

    match params.get("response_type") {
        Some("code") => {}
        None => {
            return Err(refuse(
                "invalid_request",
                "Missing required parameter: response_type",
            ));
        }
        Some(other) => {
            let description = format!("Unsupported response type: {other}");
            return Err(refuse("unsupported_response_type", &description));
        }
    }
    if params.has("request") || params.has("request_uri") {
        return Err(refuse(
            "invalid_request",
            "Request objects are not supported",
        ));
    }
    let Some(code_challenge) = params.owned("code_challenge") else {
        return Err(refuse(
            "invalid_request",
            "Parameter 'code_challenge' is required for this client",
        ));
    };
    if params.get("code_challenge_method") != Some("S256") {
        return Err(refuse(
            "invalid_request",
            "Parameter 'code_challenge_method' must be S256",
        ));
    }
    if URL_SAFE_NO_PAD
        .decode(&code_challenge)
        .map(|hash| hash.len())
        != Ok(32)
    {
        return Err(refuse(
            "invalid_request",
            "Parameter 'code_challenge' is not a SHA-256 hash",
        ));
    }
    let Some(prompts) = prompts(params.get("prompt").unwrap_or_default()) else {
        return Err(refuse("invalid_request", "Parameter 'prompt' is not valid"));
    };
    let Ok(max_age) = params.get("max_age").map(str::parse).transpose() else {
        return Err(refuse(
            "invalid_request",
            "Parameter 'max_age' is not a number",
        ));
    };
    let Ok(organization) = organization(params, settings) else {
        return Err(refuse(
            "invalid_request",
            "Parameter 'organization' is not an organization of this tenant",
        ));
    };
    let connection = params.owned("connection");
    if connection
        .as_ref()
        .is_some_and(|name| !settings.connections.iter().any(|known| &known.name == name))
    {
        return Err(refuse("invalid_request", "The connection was not found"));
    }
    let audience = params.owned("audience");
    let of_audience = match &audience {
        None => Vec::new(),
        Some(audience) => match scopes_of(settings, origin, audience) {
            Some(scopes) => scopes,
            None => {
                return Err(refuse(
                    "access_denied",
                    &format!("Service not found: {audience}"),
                ));
            }
        },
    };
    let asked = params.get("scope").unwrap_or_default();
    let scope = granted(asked, &of_audience);
    Ok(Request {
        scope_was_narrowed: asked.split_ascii_whitespace().count() != scope.len(),
        scope,
        audience,
        nonce: params.owned("nonce"),
        code_challenge,
        dpop_jkt: params.owned("dpop_jkt"),
        connection,
        organization,
        login_hint: params.owned("login_hint"),
        max_age,
        prompts,
        wants_second_factor: params
            .get("acr_values")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .any(|acr| acr == SECOND_FACTOR),
        begins_with_sign_up: params.get("screen_hint") == Some("signup") && settings.sign_up,
        return_address,
    })
}

fn return_address(params: &Params, settings: &Auth0Settings) -> Result<ReturnAddress, Refusal> {
    let page = |status, text: &str| Err(Refusal::Page(status, text.to_owned()));
    match params.get("client_id") {
        Some(CLIENT_ID) => {}
        None => {
            return page(
                StatusCode::BAD_REQUEST,
                "invalid_request: Missing required parameter: client_id",
            );
        }
        Some(_) => return page(StatusCode::FORBIDDEN, "invalid_request: Unknown client"),
    }
    let Some(redirect_uri) = params.owned("redirect_uri") else {
        return page(
            StatusCode::BAD_REQUEST,
            "invalid_request: Missing required parameter: redirect_uri",
        );
    };
    if !settings.callbacks.contains(&redirect_uri) {
        return page(
            StatusCode::FORBIDDEN,
            "Callback URL mismatch. The address to return to is not in the list of allowed callback URLs.",
        );
    }
    let mode = match params.get("response_mode") {
        None | Some("query") => ResponseMode::Query,
        Some("fragment") => ResponseMode::Fragment,
        Some("form_post") => ResponseMode::FormPost,
        Some(_) => {
            return page(
                StatusCode::BAD_REQUEST,
                "invalid_request: Unsupported response_mode",
            );
        }
    };
    Ok(ReturnAddress {
        redirect_uri,
        mode,
        state: params.owned("state"),
    })
}

fn prompts(text: &str) -> Option<Vec<Prompt>> {
    let prompts: Option<Vec<Prompt>> = text
        .split_ascii_whitespace()
        .map(|word| match word {
            "none" => Some(Prompt::None),
            "login" => Some(Prompt::Login),
            "consent" => Some(Prompt::Consent),
            "select_account" => Some(Prompt::SelectAccount),
            _ => None,
        })
        .collect();
    // `none` beside anything else contradicts itself.
    prompts.filter(|prompts| prompts.len() < 2 || !prompts.contains(&Prompt::None))
}

fn organization(params: &Params, settings: &Auth0Settings) -> Result<Option<Organization>, ()> {
    let Some(asked) = params.get("organization") else {
        return Ok(None);
    };
    let found = settings
        .organizations
        .iter()
        .find(|known| known.id == asked || known.name == asked.to_lowercase());
    found.cloned().map(Some).ok_or(())
}
