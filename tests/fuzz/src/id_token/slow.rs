//! The rules for ID tokens once more, rule by rule in the order of OpenID Connect Core §3.1.3.7, by somebody who has all
//! day. Nothing here knows the checker that it judges.

use ring::digest;
use serde_json::Value;

use super::{CLIENT, Case, ISSUER, NOW, Wanted, jwks, strict};

/// RFC 7519 §4.1.4 allows a few minutes at most.
const LEEWAY: u64 = 60;
/// Number 10: a token that is fetched at once is young.
const OLDEST: u64 = 600;
/// The last second of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;
const LONGEST: usize = 16 * 1024;

/// Whether the token says, signed by the right key, what it has to say.
#[must_use]
pub fn accepts(case: &Case) -> bool {
    verdict(case).is_some()
}

fn verdict(case: &Case) -> Option<()> {
    let parts: Vec<&str> = case.token.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return None;
    };
    if case.token.len() > LONGEST {
        return None;
    }
    let message = format!("{header}.{payload}");
    let header = strict::object(&strict::base64url(header)?)?;
    let (payload, signature) = (strict::base64url(payload)?, strict::base64url(signature)?);
    let algorithm = header_is_plain(&header, &case.wanted)?;
    let kid = header
        .get("kid")
        .map(|kid| kid.as_str().unwrap_or_default());
    let key = jwks::the_key(&case.keys, kid, algorithm)?;
    key.verify(algorithm, message.as_bytes(), &signature)?;
    let claims = strict::object(&payload)?;

    claims_hold(&claims, &case.wanted)
}

/// RFC 7515 §4, RFC 8725 §3: one of the allowed algorithms, no other kind of token, nothing that has to be understood.
fn header_is_plain<'a>(header: &'a Value, wanted: &Wanted) -> Option<&'a str> {
    let members = header.as_object()?;
    let has_null = members.values().any(Value::is_null);
    let is_critical = members.contains_key("crit") || members.contains_key("b64");
    if has_null || is_critical {
        return None;
    }
    for name in ["typ", "kid"] {
        if members.get(name).is_some_and(|it| !it.is_string()) {
            return None;
        }
    }
    if let Some(typ) = members.get("typ")
        && !typ.as_str()?.eq_ignore_ascii_case("jwt")
    {
        return None;
    }
    let algorithm = members.get("alg")?.as_str()?;

    wanted.algorithms.contains(&algorithm).then_some(algorithm)
}

fn claims_hold(claims: &Value, wanted: &Wanted) -> Option<()> {
    let holds = |it: bool| it.then_some(());
    // 2: the issuer, exactly.
    holds(text(claims, "iss")? == Some(ISSUER))?;
    // §2: at most 255 characters of ASCII.
    let subject = text(claims, "sub")??;
    let is_ascii = subject.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    holds(!subject.is_empty() && subject.len() <= 255 && is_ascii)?;
    // 3: for us, and nobody else whom we would have to trust.
    holds(match claims.get("aud")? {
        Value::String(one) => one == CLIENT,
        Value::Array(all) => all.len() == 1 && all[0] == CLIENT,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    })?;
    // 4, 5: given to us, where it says to whom.
    holds(text(claims, "azp")?.is_none_or(|party| party == CLIENT))?;
    // 9, 10: not over, and issued a moment ago.
    let (expires, issued) = (moment(claims, "exp")??, moment(claims, "iat")??);
    holds(expires <= LAST_SECOND && issued <= LAST_SECOND)?;
    holds(NOW <= expires + LEEWAY)?;
    holds(issued <= NOW + LEEWAY && NOW <= issued + OLDEST)?;
    holds(moment(claims, "nbf")?.is_none_or(|from| from <= NOW + LEEWAY))?;
    // 11: the nonce of the request.
    let nonce = text(claims, "nonce")?;
    let asked = wanted.nonce.map(super::keyring::encoded);
    holds(asked.is_none() || asked.as_deref() == nonce)?;
    // 13: the time of the proof, where one was asked for.
    let proven = moment(claims, "auth_time")?;
    holds(proven.is_none_or(|it| it <= LAST_SECOND))?;
    if let Some(max_age) = wanted.max_age {
        let proven = proven?;
        holds(proven <= NOW + LEEWAY && NOW <= proven + max_age + LEEWAY)?;
    }
    // §3.1.3.8: bound to the access token that came with it.
    let hash = text(claims, "at_hash")?;
    if let (Some(hash), Some(token)) = (hash, wanted.access_token) {
        let digest = digest::digest(&digest::SHA256, token.as_bytes());
        holds(strict::base64url(hash)? == digest.as_ref()[..16])?;
    }
    // The vendor's rule about organizations: by id exactly, by name in lower case.
    let (id, name) = (text(claims, "org_id")?, text(claims, "org_name")?);
    if let Some(asked) = wanted.organization {
        let is_id = asked.starts_with("org_");
        let lower = asked.to_lowercase();
        holds(if is_id {
            id == Some(asked)
        } else {
            name == Some(&lower)
        })?;
    }
    // §3.1.2.1 with a hint, §12.2: the person who was waited for.

    holds(wanted.subject.is_none_or(|it| it == subject))
}

/// A text, or its absence; `None` for anything else. A claim that is null is not there (§5.3.2).
fn text<'a>(claims: &'a Value, name: &str) -> Option<Option<&'a str>> {
    match claims.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => value.as_str().map(Some),
    }
}

/// A whole number of seconds, or its absence.
fn moment(claims: &Value, name: &str) -> Option<Option<u64>> {
    match claims.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(value) => {
            let seconds = value.as_u64()?;
            // What no calendar knows is no moment, but overflows nothing either.
            Some(Some(seconds.min(u64::MAX / 4)))
        }
    }
}
