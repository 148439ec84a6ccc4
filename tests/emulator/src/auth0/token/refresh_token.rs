//! The grant that goes on where a sign-in ended.

use axum::http::StatusCode;
use axum::response::Response;

use super::finish::check_user;
use super::{Exchange, session_transfer};
use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, granted, management_audience, my_account_audience, scopes_of};
use crate::auth0::issue::{self, Extras};
use crate::store::Store;

/// How long a second factor counts for My Account.
const FRESH_SECS: u64 = 900;

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let token = exchange.params.require("refresh_token")?;
    let unknown = || OauthError::invalid_grant("Unknown or invalid refresh token.");

    let original = exchange.store.auth0.families.grant_of(token).cloned();
    let original = original
        .filter(|grant| grant.client_id == exchange.client.id)
        .ok_or_else(unknown)?;
    if check_user(exchange.store, &original.user_id).is_err() {
        exchange.store.auth0.families.revoke_user(&original.user_id);
        return Err(unknown());
    }
    // Before the token is spent: a wrong audience must not cost the session.
    let into_browser = wants_session_transfer(exchange)?;
    let grant = if into_browser {
        original
    } else {
        narrowed(exchange, &original)?
    };
    let store = &mut *exchange.store;
    if !into_browser {
        check_policy(store, exchange.origin, &grant)?;
    }
    let now = store.now().seconds();
    let (_, refresh_token) = store
        .auth0
        .families
        .exchange(token, now, &store.settings.auth0)
        .map_err(|_| unknown())?;
    if into_browser {
        let user_id = &grant.user_id;
        return Ok(session_transfer::answer(store, user_id, refresh_token));
    }
    let extras = Extras {
        refresh_token,
        tell_scope: true,
        ..Extras::default()
    };
    Ok(issue::answer(store, exchange.origin, &grant, extras))
}

/// Whether the token is to be traded for one that signs a browser in.
fn wants_session_transfer(exchange: &Exchange<'_>) -> Result<bool, OauthError> {
    if exchange.params.get("audience") != Some(&session_transfer::audience(exchange.origin)) {
        return Ok(false);
    }
    if !exchange.store.settings.auth0.session_transfer {
        let description = "The client may not create session transfer tokens";
        return Err(OauthError::access_denied(description));
    }
    Ok(true)
}

/// The default policy of My Account: the second factor is not older than fifteen minutes.
fn check_policy(store: &Store, origin: &str, grant: &Grant) -> Result<(), OauthError> {
    let applies = store.settings.auth0.my_account_default_policy
        && grant.audience.as_deref() == Some(&my_account_audience(origin));
    let now = store.now().seconds();
    let fresh = grant
        .mfa_time
        .is_some_and(|at| now <= at.saturating_add(FRESH_SECS));
    if applies && !fresh {
        return Err(OauthError::new(
            StatusCode::FORBIDDEN,
            "unmet_authentication_requirements",
            "A second factor of the last fifteen minutes is required",
        ));
    }
    Ok(())
}

/// What the request asks for, within what the sign-in granted and the application's policy allows.
fn narrowed(exchange: &Exchange<'_>, original: &Grant) -> Result<Grant, OauthError> {
    let mut grant = original.clone();
    let asked = exchange.params.get("audience");
    let other = asked.filter(|audience| Some(*audience) != original.audience.as_deref());
    let available = match other {
        None => original.scope.clone(),
        Some(audience) => {
            let offered = offered(exchange, audience)
                .ok_or_else(|| OauthError::unknown_audience(audience))?;
            grant.audience = Some(audience.to_owned());
            let of_sign_in = original
                .scope
                .iter()
                .filter(|scope| granted(scope, &[]).len() == 1);
            of_sign_in.cloned().chain(offered).collect()
        }
    };
    grant.scope = match exchange.params.get("scope") {
        None => available,
        Some(asked) => {
            let asked: Vec<&str> = asked.split_ascii_whitespace().collect();
            available
                .into_iter()
                .filter(|scope| asked.contains(&scope.as_str()))
                .collect()
        }
    };
    Ok(grant)
}

/// The scopes of an audience the sign-in was not for, if the application's policy names it. Only
/// the tenant's own applications have one, and only for APIs that ask nobody's consent.
fn offered(exchange: &Exchange<'_>, audience: &str) -> Option<Vec<String>> {
    let settings = &exchange.store.settings.auth0;
    let asks_consent = settings
        .apis
        .iter()
        .any(|api| api.identifier == audience && !api.skip_consent);
    let is_closed = !settings.multi_resource_refresh
        || exchange.client.is_third_party
        || audience == management_audience(exchange.origin)
        || asks_consent;
    let mut scopes = scopes_of(settings, exchange.origin, audience).filter(|_| !is_closed)?;
    if let Some(policy) = &settings.refresh_policy {
        let named = policy.iter().find(|api| api.identifier == audience)?;
        scopes.retain(|scope| named.scopes.contains(scope));
    }
    Some(scopes)
}
