//! The grant of an application that acts for itself.

use axum::response::Response;

use super::Exchange;
use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, my_account_audience};
use crate::auth0::issue::{self, Extras};

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    client.check_confidential()?;
    let audience = params.require("audience")?;
    let granted = client
        .client_grants
        .iter()
        .find(|granted| granted.identifier == audience)
        // My Account belongs to people; no application gets in without one.
        .filter(|_| audience != my_account_audience(origin));
    let granted = granted.ok_or_else(|| {
        OauthError::access_denied(format!(
            "Client is not authorized to access \"{audience}\". \
             You need to create a \"client-grant\" associated to this API."
        ))
    })?;
    let mut scope = granted.scopes.clone();
    if let Some(asked) = params.get("scope") {
        scope.retain(|name| asked.split_ascii_whitespace().any(|asked| asked == name));
    }
    let organization = match params.get("organization") {
        None => None,
        Some(asked) => Some(store.settings.auth0.organization(asked).ok_or_else(|| {
            OauthError::invalid_request(format!("Unknown organization: {asked}"))
        })?),
    };
    let grant = Grant {
        client_id: client.id.clone(),
        user_id: format!("{}@clients", client.id),
        sid: String::new(),
        scope,
        audience: Some(audience.to_owned()),
        organization,
        auth_time: store.now().seconds(),
        mfa_time: None,
    };
    let extras = Extras {
        tell_scope: true,
        ..Extras::default()
    };
    Ok(issue::answer(store, origin, &grant, extras))
}
