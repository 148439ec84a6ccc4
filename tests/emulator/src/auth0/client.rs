//! The tenant's one application.

use axum::http::StatusCode;

use super::error::OauthError;
use crate::settings::Auth0Settings;

/// The application's id at the tenant.
pub(crate) const CLIENT_ID: &str = "latchkeyDemoClient";

/// What people read about the application.
pub(crate) const CLIENT_NAME: &str = "Latchkey";

/// What people read about the tenant.
pub(crate) const TENANT_NAME: &str = "Demo Auth0";

/// Checks who calls; a native application has nothing but its id to show.
pub(crate) fn check_client(settings: &Auth0Settings, client_id: &str) -> Result<(), OauthError> {
    if client_id != CLIENT_ID {
        return Err(OauthError::new(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Unknown client",
        ));
    }
    if !settings.native_application {
        return Err(OauthError::new(
            StatusCode::UNAUTHORIZED,
            "access_denied",
            "Unauthorized",
        ));
    }
    Ok(())
}

/// Whether a browser may be sent back there.
pub(crate) fn check_callback(settings: &Auth0Settings, redirect_uri: &str) -> bool {
    settings.callbacks.iter().any(|known| known == redirect_uri)
}
