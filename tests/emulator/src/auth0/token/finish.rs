//! The end that grants without a browser have in common.

use axum::http::StatusCode;
use axum::response::Response;

use crate::auth0::error::OauthError;
use crate::auth0::grant::{Grant, granted, scopes_of};
use crate::auth0::issue::{self, Extras};
use crate::auth0::params::Params;
use crate::auth0::{mfa, second_factor};
use crate::random;
use crate::store::Store;

/// What a person is given who proved who they are.
pub(in crate::auth0) fn grant_for(
    store: &Store,
    origin: &str,
    user_id: &str,
    params: &Params,
) -> Result<Grant, OauthError> {
    let audience = params.owned("audience");
    let offered = match &audience {
        None => Vec::new(),
        Some(audience) => scopes_of(&store.settings.auth0, origin, audience).ok_or_else(|| {
            let description = format!("Service not enabled within domain: {audience}");
            OauthError::new(StatusCode::FORBIDDEN, "access_denied", description)
        })?,
    };
    Ok(Grant {
        user_id: user_id.to_owned(),
        sid: random::handle(24),
        scope: granted(params.get("scope").unwrap_or_default(), &offered),
        audience,
        organization: None,
        auth_time: store.now().seconds(),
        mfa_time: None,
    })
}

/// Asks for a second factor where one is due, and gives tokens otherwise.
pub(super) fn finish(
    store: &mut Store,
    origin: &str,
    grant: Grant,
) -> Result<Response, OauthError> {
    if store
        .auth0
        .user(&grant.user_id)
        .is_none_or(|user| user.blocked)
    {
        return Err(OauthError::new(
            StatusCode::FORBIDDEN,
            "unauthorized",
            "user is blocked",
        ));
    }
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
    Ok(complete(store, origin, &grant, None))
}

/// Gives tokens.
pub(super) fn complete(
    store: &mut Store,
    origin: &str,
    grant: &Grant,
    recovery_code: Option<String>,
) -> Response {
    let now = store.now().seconds();
    let wants_refresh = grant.scope.iter().any(|scope| scope == "offline_access");
    let refresh_token = wants_refresh.then(|| store.auth0.families.begin(grant.clone(), now));
    let extras = Extras {
        refresh_token,
        tell_scope: true,
        recovery_code,
        ..Extras::default()
    };
    issue::answer(store, origin, grant, extras)
}
