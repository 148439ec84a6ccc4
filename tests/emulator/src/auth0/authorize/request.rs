//! Reading a request, and refusing it where a tenant would.

use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::response_type::ResponseType;
use crate::auth0::client::Client;
use crate::auth0::error::OauthError;
use crate::auth0::grant::{allows_offline_access, granted, scopes_of};
use crate::auth0::params::Params;
use crate::auth0::return_address::{ResponseMode, ReturnAddress};
use crate::auth0::token::grant_type;
use crate::auth0::transaction::{FirstPage, Prompt, Request};
use crate::auth0::u;
use crate::settings::{Auth0Settings, Organization};
use crate::store::Store;

/// The `acr_values` that ask for a second factor.
const SECOND_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// How a request is refused.
#[derive(Debug)]
pub(in crate::auth0) enum Refusal {
    /// On a page: the address to return to is not known to be the application's.
    Page(StatusCode, String),
    /// By sending the browser back with an error.
    Redirect(ReturnAddress, &'static str, String),
}

/// What is wrong with a request whose address to return to is good.
type Problem = (&'static str, String);

impl Refusal {
    pub(in crate::auth0) fn answer(self) -> Response {
        match self {
            Self::Page(status, text) => u::error_page(status, &text),
            Self::Redirect(to, error, description) => to.with_error(error, &description),
        }
    }
}

/// The same for an application that pushes its request.
impl From<Refusal> for OauthError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Page(_, text) => Self::invalid_request(text),
            Refusal::Redirect(_, error, description) => {
                Self::new(StatusCode::BAD_REQUEST, error, description)
            }
        }
    }
}

pub(super) fn read(params: &Params, store: &Store, origin: &str) -> Result<Request, Refusal> {
    let client = client(params, &store.settings.auth0)?;
    let return_address = return_address(params, &client)?;
    let to = return_address.clone();
    read_rest(params, store, origin, client, return_address)
        .map_err(|(error, description)| Refusal::Redirect(to, error, description))
}

fn read_rest(
    params: &Params,
    store: &Store,
    origin: &str,
    client: Client,
    return_address: ReturnAddress,
) -> Result<Request, Problem> {
    let settings = &store.settings.auth0;
    let response_type = response_type(params, &client, &return_address)?;
    if params.has("request") || params.has("request_uri") {
        return Err(invalid("Request objects are not supported"));
    }
    let code_challenge = code_challenge(params, &client, response_type)?;
    let prompts =
        prompts(params.text("prompt")).ok_or_else(|| invalid("Parameter 'prompt' is not valid"))?;
    let max_age = params.get("max_age").map(str::parse).transpose();
    let max_age = max_age.map_err(|_| invalid("Parameter 'max_age' is not a number"))?;
    let organization = organization(params, settings)?;
    let invitation = invitation(params, store, organization.as_ref())?;
    let connection = params.owned("connection");
    if connection
        .as_ref()
        .is_some_and(|name| !settings.connections.iter().any(|known| &known.name == name))
    {
        return Err(invalid("The connection was not found"));
    }
    let audience = params.owned(if settings.resource_parameter {
        "resource"
    } else {
        "audience"
    });
    let (scope, asked_for) = scope(params, settings, origin, audience.as_deref())?;
    Ok(Request {
        client,
        response_type,
        scope_was_narrowed: asked_for != scope.len(),
        scope,
        audience,
        nonce: params.owned("nonce"),
        code_challenge,
        dpop_jkt: params.owned("dpop_jkt"),
        connection,
        organization,
        invitation,
        login_hint: params.owned("login_hint"),
        max_age,
        prompts,
        wants_second_factor: params
            .text("acr_values")
            .split_ascii_whitespace()
            .any(|acr| acr == SECOND_FACTOR),
        first_page: match params.get("screen_hint") {
            Some("signup") if settings.sign_up => FirstPage::SignUp,
            Some("reset-password") => FirstPage::ResetPassword,
            Some(_) | None => FirstPage::Login,
        },
        return_address,
    })
}

fn invalid(description: &str) -> Problem {
    ("invalid_request", description.to_owned())
}

fn client(params: &Params, settings: &Auth0Settings) -> Result<Client, Refusal> {
    let page = |status, text: &str| Refusal::Page(status, text.to_owned());
    let missing = "invalid_request: Missing required parameter: client_id";
    let id = params
        .get("client_id")
        .ok_or_else(|| page(StatusCode::BAD_REQUEST, missing))?;
    Client::find(settings, id)
        .ok_or_else(|| page(StatusCode::FORBIDDEN, "invalid_request: Unknown client"))
}

fn return_address(params: &Params, client: &Client) -> Result<ReturnAddress, Refusal> {
    let page = |status, text: &str| Err(Refusal::Page(status, text.to_owned()));
    let Some(redirect_uri) = params.owned("redirect_uri") else {
        return page(
            StatusCode::BAD_REQUEST,
            "invalid_request: Missing required parameter: redirect_uri",
        );
    };
    if !client.callbacks.contains(&redirect_uri) {
        return page(
            StatusCode::FORBIDDEN,
            "Callback URL mismatch. The address to return to is not in the list of allowed callback URLs.",
        );
    }
    let asked = params.text("response_type");
    let is_implicit = client.has_grant("implicit")
        && ResponseType::parse(asked).is_some_and(ResponseType::is_implicit);
    let mode = match params.get("response_mode") {
        None if is_implicit => ResponseMode::Fragment,
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

fn response_type(
    params: &Params,
    client: &Client,
    return_address: &ReturnAddress,
) -> Result<ResponseType, Problem> {
    let asked = params
        .get("response_type")
        .ok_or_else(|| invalid("Missing required parameter: response_type"))?;
    let unsupported = || {
        let description = format!("Unsupported response type: {asked}");
        ("unsupported_response_type", description)
    };
    let response_type = ResponseType::parse(asked).ok_or_else(unsupported)?;
    if response_type.is_implicit() && !client.has_grant("implicit") {
        return Err(unsupported());
    }
    if response_type.code && !client.has_grant(grant_type::AUTHORIZATION_CODE) {
        let description = "Grant type 'authorization_code' not allowed for the client.";
        return Err(("unauthorized_client", description.to_owned()));
    }
    if response_type.is_implicit() && return_address.mode == ResponseMode::Query {
        return Err(invalid("response_mode 'query' cannot carry tokens"));
    }
    if response_type.id_token && params.get("nonce").is_none() {
        return Err(invalid("Missing required parameter: nonce"));
    }
    Ok(response_type)
}

/// A public client has nothing else to show when it comes for its tokens.
fn code_challenge(
    params: &Params,
    client: &Client,
    response_type: ResponseType,
) -> Result<Option<String>, Problem> {
    let Some(challenge) = params.owned("code_challenge") else {
        if response_type.code && !client.is_confidential {
            return Err(invalid(
                "Parameter 'code_challenge' is required for this client",
            ));
        }
        return Ok(None);
    };
    if params.get("code_challenge_method") != Some("S256") {
        return Err(invalid("Parameter 'code_challenge_method' must be S256"));
    }
    let hash = URL_SAFE_NO_PAD.decode(&challenge);
    if hash.map(|hash| hash.len()) != Ok(32) {
        return Err(invalid("Parameter 'code_challenge' is not a SHA-256 hash"));
    }
    Ok(Some(challenge))
}

/// What is granted, and how many scopes were asked for.
fn scope(
    params: &Params,
    settings: &Auth0Settings,
    origin: &str,
    audience: Option<&str>,
) -> Result<(Vec<String>, usize), Problem> {
    let of_audience = match audience {
        None => Vec::new(),
        Some(audience) => scopes_of(settings, origin, audience).ok_or_else(|| {
            let description = format!("Service not found: {audience}");
            ("access_denied", description)
        })?,
    };
    let asked = params.text("scope");
    let mut scope = granted(asked, &of_audience);
    let offline = audience.is_none_or(|audience| allows_offline_access(settings, audience));
    scope.retain(|name| name != "offline_access" || offline);
    Ok((scope, asked.split_ascii_whitespace().count()))
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

fn organization(
    params: &Params,
    settings: &Auth0Settings,
) -> Result<Option<Organization>, Problem> {
    let Some(asked) = params.get("organization") else {
        return Ok(None);
    };
    let found = settings
        .organization(asked)
        .ok_or_else(|| invalid("Parameter 'organization' is not an organization of this tenant"))?;
    Ok(Some(found))
}

/// An invitation is good for the organization it was sent for.
fn invitation(
    params: &Params,
    store: &Store,
    organization: Option<&Organization>,
) -> Result<Option<String>, Problem> {
    let Some(ticket) = params.owned("invitation") else {
        return Ok(None);
    };
    let known = store.auth0.invitations.get(&ticket);
    let fits = known.is_some_and(|known| {
        organization.is_some_and(|organization| organization.id == known.organization_id)
    });
    if fits {
        Ok(Some(ticket))
    } else {
        Err(invalid("The invitation was not found or was used before"))
    }
}
