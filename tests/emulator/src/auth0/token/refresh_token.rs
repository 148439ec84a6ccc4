//! The grant that goes on where a sign-in ended.

use axum::http::StatusCode;
use axum::response::Response;

use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, granted, my_account_audience, scopes_of};
use crate::auth0::issue::{self, Extras};
use crate::auth0::params::Params;
use crate::store::Store;

/// How long a second factor counts for My Account.
const FRESH_SECS: u64 = 900;

pub(super) fn exchange(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let token = params.require("refresh_token")?;
    let now = store.now().seconds();
    let unknown = || OauthError::invalid_grant("Unknown or invalid refresh token.");

    let original = store
        .auth0
        .families
        .grant_of(token)
        .cloned()
        .ok_or_else(unknown)?;
    if store
        .auth0
        .user(&original.user_id)
        .is_none_or(|user| user.blocked)
    {
        store.auth0.families.revoke_user(&original.user_id);
        return Err(unknown());
    }
    // Before the token is spent: a wrong audience must not cost the session.
    let grant = narrowed(store, origin, &original, params)?;
    check_policy(store, origin, &grant)?;
    let (_, refresh_token) = store
        .auth0
        .families
        .exchange(token, now, &store.settings.auth0)
        .map_err(|_| unknown())?;

    let extras = Extras {
        refresh_token,
        tell_scope: true,
        ..Extras::default()
    };
    Ok(issue::answer(store, origin, &grant, extras))
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
fn narrowed(
    store: &Store,
    origin: &str,
    original: &Grant,
    params: &Params,
) -> Result<Grant, OauthError> {
    let mut grant = original.clone();
    let other = params
        .get("audience")
        .filter(|audience| Some(*audience) != original.audience.as_deref());
    let available = match other {
        None => original.scope.clone(),
        Some(audience) => {
            let settings = &store.settings.auth0;
            let offered =
                scopes_of(settings, origin, audience).filter(|_| settings.multi_resource_refresh);
            let Some(offered) = offered else {
                let description = format!("Service not enabled within domain: {audience}");
                return Err(OauthError::new(
                    StatusCode::FORBIDDEN,
                    "access_denied",
                    description,
                ));
            };
            grant.audience = Some(audience.to_owned());
            let of_sign_in = original
                .scope
                .iter()
                .filter(|scope| granted(scope, &[]).len() == 1);
            of_sign_in.cloned().chain(offered).collect()
        }
    };
    grant.scope = match params.get("scope") {
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
