//! What a provider answers.

use std::{fmt, time::Duration};

use auth0::my_account::{
    AuthenticationMethod, ConnectedAccount, Connection, Factor, PasswordPolicy,
};
use nhost::{
    CreatedPat, MfaChallenge, ProviderSession, SecurityKeyAdded, Session, TotpGenerated, User,
};
use protocol::{Answer, http::NoProblem, oauth::Tokens, secret::Secret as _};
use serde::de::DeserializeOwned;

const JSON: (&str, &str) = ("content-type", "application/json");

/// Tokens are never empty, live for a bounded time, and are not printed.
pub(crate) fn token_response(data: &[u8]) {
    let answer = Answer::received(200, &[JSON], data.to_vec());
    let read = Tokens::read::<NoProblem>(&answer);
    let printed = format!("{read:?}");
    let Ok(tokens) = read else {
        assert!(printed.len() < 2_048, "an error repeats what came in");
        return;
    };
    let access = tokens.access_token.expose();
    assert!(!access.is_empty(), "an empty token is accepted");
    assert!(tokens.expires_in <= Duration::from_secs(24 * 60 * 60));
    super::assert_silent(access, &printed);
    if let Some(refresh) = &tokens.refresh_token {
        assert!(!refresh.expose().is_empty(), "an empty token is accepted");
        super::assert_silent(refresh.expose(), &printed);
    }
}

/// A wait is between a second and five minutes, whatever was stated.
pub(crate) fn retry_after(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let stated = [
        ("retry-after", text.as_ref()),
        ("x-ratelimit-reset", text.as_ref()),
        ("date", "Sat, 21 Nov 2026 10:00:00 GMT"),
    ];
    for headers in [&stated[..1], &stated[1..], &stated[..]] {
        let answer = Answer::received(429, headers, Vec::new());
        if let Some(wait) = answer.retry_after {
            assert!((1..=300).contains(&wait.as_secs()));
        }
    }
}

/// Every model of both vendors is read or refused with the place of the mistake, and prints no secret.
pub(crate) fn api_models(data: &[u8]) {
    read::<AuthenticationMethod>(data);
    read::<ConnectedAccount>(data);
    read::<Connection>(data);
    read::<Factor>(data);
    read::<PasswordPolicy>(data);
    read::<CreatedPat>(data);
    read::<MfaChallenge>(data);
    read::<ProviderSession>(data);
    read::<SecurityKeyAdded>(data);
    read::<Session>(data);
    read::<TotpGenerated>(data);
    read::<User>(data);
}

/// The names of members that carry what nobody may see.
const SECRET_MEMBERS: [&str; 6] = [
    "accessToken",
    "personalAccessToken",
    "refreshToken",
    "ticket",
    "totpSecret",
    "imageUrl",
];

fn read<T: DeserializeOwned + fmt::Debug>(data: &[u8]) {
    let answer = Answer::received(200, &[JSON], data.to_vec());
    let read = answer.json::<T, NoProblem>();
    let printed = format!("{read:?}");
    let Ok(sent) = serde_json::from_slice::<serde_json::Value>(data) else {
        // What a model has no member for is skipped without being looked at.
        return;
    };
    let secrets = SECRET_MEMBERS.iter().filter_map(|name| sent[name].as_str());
    secrets.for_each(|secret| super::assert_silent(secret, &printed));
}
