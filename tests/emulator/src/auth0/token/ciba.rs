//! The grant a confidential application asks for while a person looks at their phone.

use axum::http::StatusCode;
use axum::response::Response;

use super::Exchange;
use super::finish::{check_user, complete, grant_for};
use crate::auth0::error::OauthError;
use crate::auth0::push::{self, Decision};

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let Exchange {
        store,
        origin,
        client,
        params,
    } = exchange;
    client.check_confidential()?;
    let auth_req_id = params.require("auth_req_id")?;
    let now = store.now().seconds();
    let record = store.auth0.backchannel.get_mut(auth_req_id);
    let Some(record) = record.filter(|record| record.client_id == client.id) else {
        return Err(OauthError::invalid_grant("Invalid or expired auth_req_id"));
    };
    let hasty = record
        .polled_at
        .is_some_and(|at| now < at.saturating_add(record.interval_secs));
    record.polled_at = Some(now);
    let record = record.clone();
    let refuse =
        |status, error, description: &str| Err(OauthError::new(status, error, description));
    if now >= record.expires_at {
        store.auth0.backchannel.remove(auth_req_id);
        let description = "The authorization request has expired";
        return refuse(StatusCode::FORBIDDEN, "expired_token", description);
    }
    match push::decision(store, &record.push) {
        Decision::Pending if hasty => {
            let description = "You are polling faster than the specified interval.";
            refuse(StatusCode::TOO_MANY_REQUESTS, "slow_down", description)
        }
        Decision::Pending => {
            let description = "The end-user authorization is pending";
            refuse(StatusCode::FORBIDDEN, "authorization_pending", description)
        }
        Decision::Denied => {
            store.auth0.backchannel.remove(auth_req_id);
            let description =
                "The end-user denied the authorization request or it has been expired";
            Err(OauthError::access_denied(description))
        }
        Decision::Approved => {
            store.auth0.backchannel.remove(auth_req_id);
            check_user(store, &record.user_id)?;
            let grant = grant_for(store, origin, client, &record.user_id, &record.params)?;
            Ok(complete(exchange, &grant, None))
        }
    }
}
