//! The end that grants without a browser have in common.

use axum::response::Response;

use super::Exchange;
use crate::auth0::client::Client;
use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, allows_offline_access, granted, scopes_of};
use crate::auth0::issue::{self, Extras};
use crate::auth0::params::Params;
use crate::auth0::{mfa, second_factor};
use crate::random;
use crate::store::Store;

/// Refuses an audience that is not one of the tenant's.
pub(in crate::auth0) fn check_audience(
    store: &Store,
    origin: &str,
    client: &Client,
    params: &Params,
) -> Result<(), OauthError> {
    grant_for(store, origin, client, "", params).map(drop)
}

/// What a person is given who proved who they are.
pub(in crate::auth0) fn grant_for(
    store: &Store,
    origin: &str,
    client: &Client,
    user_id: &str,
    params: &Params,
) -> Result<Grant, OauthError> {
    let settings = &store.settings.auth0;
    let audience = params.owned("audience");
    let offered = match &audience {
        None => Vec::new(),
        Some(audience) => scopes_of(settings, origin, audience)
            .ok_or_else(|| OauthError::unknown_audience(audience))?,
    };
    let mut scope = granted(params.text("scope"), &offered);
    let offline = audience
        .as_ref()
        .is_none_or(|audience| allows_offline_access(settings, audience));
    scope.retain(|name| name != "offline_access" || offline);
    Ok(Grant {
        client_id: client.id.clone(),
        user_id: user_id.to_owned(),
        sid: random::handle(24),
        scope,
        audience,
        organization: None,
        auth_time: store.now().seconds(),
        mfa_time: None,
    })
}

/// Puts the grant into the organization that the request names, if it names one.
pub(super) fn in_organization(
    exchange: &Exchange<'_>,
    mut grant: Grant,
) -> Result<Grant, OauthError> {
    let Some(asked) = exchange.params.get("organization") else {
        return Ok(grant);
    };
    let organization = exchange
        .store
        .settings
        .auth0
        .organization(asked)
        .ok_or_else(|| OauthError::invalid_request(format!("Unknown organization: {asked}")))?;
    let user = exchange.store.auth0.user(&grant.user_id);
    if user.is_some_and(|user| !user.organizations.contains(&organization.id)) {
        let description = format!(
            "user {} is not part of the {} organization",
            grant.user_id, organization.id
        );
        return Err(OauthError::access_denied(description));
    }
    grant.organization = Some(organization);
    Ok(grant)
}

/// Asks for a second factor where one is due, and gives tokens otherwise.
pub(super) fn finish(exchange: &mut Exchange<'_>, grant: Grant) -> Result<Response, OauthError> {
    let store = &mut *exchange.store;
    check_user(store, &grant.user_id)?;
    let settings = &store.settings.auth0;
    let has_one = !second_factor::usable(store, &grant.user_id).is_empty();
    let is_due = if has_one {
        settings.require_second_factor
    } else {
        settings.require_enrolment
    };
    if is_due {
        return Err(mfa::required(store, grant));
    }
    Ok(complete(exchange, &grant, None))
}

/// Refuses somebody who was blocked or deleted.
pub(super) fn check_user(store: &Store, user_id: &str) -> Result<(), OauthError> {
    match store.auth0.user(user_id) {
        Some(user) if !user.blocked => Ok(()),
        Some(_) | None => Err(OauthError::blocked_user()),
    }
}

/// Gives tokens.
pub(super) fn complete(
    exchange: &mut Exchange<'_>,
    grant: &Grant,
    recovery_code: Option<String>,
) -> Response {
    let refresh_token = begin_family(exchange.store, grant);
    let extras = Extras {
        refresh_token,
        tell_scope: true,
        recovery_code,
        ..Extras::default()
    };
    issue::answer(exchange.store, exchange.origin, grant, extras)
}

/// The first refresh token of a sign-in, if it asked for one.
pub(super) fn begin_family(store: &mut Store, grant: &Grant) -> Option<String> {
    let now = store.now().seconds();
    let wanted = grant.scope.iter().any(|scope| scope == "offline_access");
    wanted.then(|| store.auth0.families.begin(grant.clone(), now))
}
