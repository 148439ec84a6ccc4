//! The tenant's applications, and how they show who they are.

use std::sync::MutexGuard;

use axum::http::StatusCode;

use super::error::OauthError;
use super::params::Params;
use crate::settings::{Api, Auth0Settings};
use crate::store::{Store, World};

/// The native application's id at the tenant.
pub(crate) const CLIENT_ID: &str = "latchkeyDemoClient";

/// What people read about the native application.
pub(crate) const CLIENT_NAME: &str = "Latchkey";

/// What people read about the tenant.
pub(crate) const TENANT_NAME: &str = "Demo Auth0";

/// An application, as requests see it.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether it can keep a secret.
    pub(crate) is_confidential: bool,
    /// Whether it belongs to somebody else, so that people are asked before it gets anything.
    pub(crate) is_third_party: bool,
    pub(crate) grants: Vec<String>,
    pub(crate) callbacks: Vec<String>,
    pub(crate) logout_urls: Vec<String>,
    /// What it may get for itself, without a person.
    pub(crate) client_grants: Vec<Api>,
}

impl Client {
    pub(crate) fn find(settings: &Auth0Settings, id: &str) -> Option<Self> {
        if id == CLIENT_ID {
            return Some(Self {
                id: CLIENT_ID.to_owned(),
                name: CLIENT_NAME.to_owned(),
                is_confidential: !settings.native_application,
                is_third_party: false,
                grants: settings.grants.clone(),
                callbacks: settings.callbacks.clone(),
                logout_urls: settings.logout_urls.clone(),
                client_grants: Vec::new(),
            });
        }
        let known = settings.applications.iter().find(|app| app.client_id == id);
        known.map(|app| Self {
            id: app.client_id.clone(),
            name: app.name.clone(),
            is_confidential: true,
            is_third_party: app.third_party,
            grants: app.grants.clone(),
            callbacks: app.callbacks.clone(),
            logout_urls: app.logout_urls.clone(),
            client_grants: app.client_grants.clone(),
        })
    }

    pub(crate) fn has_grant(&self, grant_type: &str) -> bool {
        self.grants.iter().any(|given| given == grant_type)
    }

    /// Refuses a grant the application was not given.
    pub(crate) fn check_grant(&self, grant_type: &str) -> Result<(), OauthError> {
        if self.has_grant(grant_type) {
            return Ok(());
        }
        Err(OauthError::grant_not_allowed(grant_type))
    }

    /// Refuses an application that cannot keep a secret.
    pub(crate) fn check_confidential(&self) -> Result<(), OauthError> {
        if self.is_confidential {
            return Ok(());
        }
        Err(OauthError::invalid_client(
            "Client authentication is required",
        ))
    }
}

/// What every request of an application begins with: the store, and who is calling.
pub(crate) fn open<'a>(
    world: &'a World,
    params: &Params,
) -> Result<(MutexGuard<'a, Store>, Client), OauthError> {
    let store = world.lock();
    let client = authenticate(&store.settings.auth0, params)?;
    Ok((store, client))
}

/// Checks who calls. A native application has nothing but its id to show; the others send their
/// secret in the body or as `Authorization: Basic`, never both.
fn authenticate(settings: &Auth0Settings, params: &Params) -> Result<Client, OauthError> {
    let (id, secret) = match (params.basic(), params.get("client_secret")) {
        (Some(_), Some(_)) => {
            let description = "More than one way to authenticate the client was used";
            return Err(OauthError::invalid_request(description));
        }
        (Some((id, secret)), None) => (id, Some(secret)),
        (None, secret) => (params.require("client_id")?, secret),
    };
    let client =
        Client::find(settings, id).ok_or_else(|| OauthError::invalid_client("Unknown client"))?;
    if params.has("client_assertion") {
        let description = "The client does not authenticate with private_key_jwt";
        return Err(OauthError::invalid_client(description));
    }
    if !client.is_confidential {
        return Ok(client);
    }
    let expected = settings.applications.iter().find(|app| app.client_id == id);
    match (secret, expected) {
        (None, _) => Err(OauthError::new(
            StatusCode::UNAUTHORIZED,
            "access_denied",
            "Unauthorized",
        )),
        (Some(secret), Some(app)) if app.client_secret == secret => Ok(client),
        (Some(_), Some(_) | None) => Err(OauthError::invalid_client("Invalid client credentials")),
    }
}

/// Whether the native application may be sent back there.
pub(crate) fn check_callback(settings: &Auth0Settings, redirect_uri: &str) -> bool {
    settings.callbacks.iter().any(|known| known == redirect_uri)
}
