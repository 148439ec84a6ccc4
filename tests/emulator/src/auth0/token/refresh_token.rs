//! The grant that goes on where a sign-in ended.

use axum::http::StatusCode;
use axum::response::Response;

use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, granted, scopes_of};
use crate::auth0::issue::{self, Extras};
use crate::auth0::params::Params;
use crate::store::Store;

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
    let (_, refresh_token) = store
        .auth0
        .families
        .exchange(token, now, &store.settings.auth0)
        .map_err(|_| unknown())?;

    let extras = Extras {
        nonce: None,
        tell_auth_time: false,
        refresh_token,
        tell_scope: true,
    };
    Ok(issue::answer(store, origin, &grant, extras))
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
            of_sign_in.chain(offered).cloned().collect()
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
