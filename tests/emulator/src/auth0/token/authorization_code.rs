//! The grant that ends a sign-in.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;

use super::Exchange;
use super::finish::{begin_family, check_user};
use crate::auth0::error::OauthError;
use crate::auth0::issue::{self, Extras};

pub(super) fn exchange(exchange: &mut Exchange<'_>) -> Result<Response, OauthError> {
    let code = exchange.params.require("code")?.to_owned();
    let redirect_uri = exchange.params.require("redirect_uri")?;
    let verifier = exchange.params.get("code_verifier");
    let store = &mut *exchange.store;
    let now = store.now().seconds();
    let unknown = || OauthError::invalid_grant("Invalid authorization code");

    let record = store.auth0.codes.get_mut(&code).ok_or_else(unknown)?;
    if record.spent {
        // Somebody else has the code: what it gave before is taken back.
        if let Some(refresh_token) = record.refresh_token.take() {
            store.auth0.families.revoke(&refresh_token);
        }
        return Err(unknown());
    }
    record.spent = true;
    let record = record.clone();
    let is_theirs = record.grant.client_id == exchange.client.id;
    if now >= record.expires_at || redirect_uri != record.redirect_uri || !is_theirs {
        return Err(unknown());
    }
    // Without a challenge the application has shown its secret, or it would not have got the code.
    let proven = match &record.code_challenge {
        Some(challenge) => verifier.is_some_and(|verifier| answers(verifier, challenge)),
        None => verifier.is_none(),
    };
    if !proven {
        return Err(OauthError::invalid_grant("Failed to verify code verifier"));
    }
    if check_user(store, &record.grant.user_id).is_err() {
        return Err(unknown());
    }

    let refresh_token = begin_family(store, &record.grant);
    if let Some(spent) = store.auth0.codes.get_mut(&code) {
        spent.refresh_token.clone_from(&refresh_token);
    }
    let extras = Extras {
        nonce: record.nonce.as_deref(),
        tell_auth_time: record.tell_auth_time,
        refresh_token,
        tell_scope: record.tell_scope,
        tell_amr: true,
        recovery_code: None,
    };
    Ok(issue::answer(store, exchange.origin, &record.grant, extras))
}

/// RFC 7636: 43 to 128 unreserved characters whose hash is the challenge.
fn answers(verifier: &str, challenge: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes())) == challenge
}

#[cfg(test)]
mod tests {
    use super::answers;

    #[test]
    fn the_verifier_of_rfc_7636_appendix_b_answers_its_challenge() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(answers(
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            challenge
        ));
        assert!(!answers(
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
            challenge
        ));
    }
}
