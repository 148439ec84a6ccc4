//! The grant that ends a sign-in.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;

use crate::auth0::error::OauthError;
use crate::auth0::issue::{self, Extras};
use crate::auth0::params::Params;
use crate::store::Store;

pub(super) fn exchange(
    store: &mut Store,
    origin: &str,
    params: &Params,
) -> Result<Response, OauthError> {
    let code = params.require("code")?.to_owned();
    let redirect_uri = params.require("redirect_uri")?;
    let verifier = params.get("code_verifier");
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
    if now >= record.expires_at || redirect_uri != record.redirect_uri {
        return Err(unknown());
    }
    if !verifier.is_some_and(|verifier| answers(verifier, &record.code_challenge)) {
        return Err(OauthError::invalid_grant("Failed to verify code verifier"));
    }
    if store
        .auth0
        .user(&record.grant.user_id)
        .is_none_or(|user| user.blocked)
    {
        return Err(unknown());
    }

    let wants_refresh = record
        .grant
        .scope
        .iter()
        .any(|scope| scope == "offline_access");
    let refresh_token =
        wants_refresh.then(|| store.auth0.families.begin(record.grant.clone(), now));
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
    Ok(issue::answer(store, origin, &record.grant, extras))
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
