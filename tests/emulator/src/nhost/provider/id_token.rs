//! `POST /signin/idtoken`, `POST /signup/idtoken` and `POST /link/idtoken`

use ring::digest;
use serde_json::{Value, json};

use super::people::{self, Profile};
use super::{find_or_add, is_enabled, link};
use crate::jwt::{self, Unverified};
use crate::keys::Key;
use crate::nhost::endpoint::{Access, Call, Endpoint, Outcome};
use crate::nhost::newcomer::{OPTIONS, Path};
use crate::nhost::refusal::Refusal;
use crate::nhost::schema::{Field, Kind, Schema, TEXT};
use crate::nhost::signup::payload;
use crate::nhost::{mail, session};
use crate::settings::Dialect;
use crate::store::Store;

/// How long a token of the stand-ins is good.
const LIFE_SECS: u64 = 3600;

/// Providers whose tokens are taken, and who they say issued them.
const ISSUERS: [(&str, &str); 2] = [
    ("google", "https://accounts.google.com"),
    ("apple", "https://appleid.apple.com"),
];

const PROVIDER: Kind = Kind::OneOf(&["apple", "google"]);

const SIGN_IN_SCHEMA: Schema = Schema {
    name: "SignInIdTokenRequest",
    fields: &[
        Field::required("provider", PROVIDER),
        Field::required("idToken", TEXT),
        Field::optional("nonce", TEXT),
        Field::optional("options", Kind::Object(OPTIONS)),
    ],
    closed: true,
};

const LINK_SCHEMA: Schema = Schema {
    name: "LinkIdTokenRequest",
    fields: &[
        Field::required("provider", PROVIDER),
        Field::required("idToken", TEXT),
        Field::optional("nonce", TEXT),
    ],
    closed: true,
};

pub(in crate::nhost) const SIGN_IN: Endpoint = Endpoint::new(sign_in).reads(&SIGN_IN_SCHEMA);
pub(in crate::nhost) const SIGN_UP: Endpoint = Endpoint::new(sign_up)
    .since(Dialect::L2)
    .reads(&SIGN_IN_SCHEMA);
pub(in crate::nhost) const LINK: Endpoint = Endpoint::new(link_account)
    .access(Access::Elevated)
    .reads(&LINK_SCHEMA);

fn sign_in(call: &mut Call<'_>) -> Outcome {
    enter(call, Path::SignIn)
}

fn sign_up(call: &mut Call<'_>) -> Outcome {
    enter(call, Path::SignUp)
}

fn enter(call: &mut Call<'_>, path: Path) -> Outcome {
    let provider = enabled(call)?;
    let redirect_to = call.redirect_to()?;
    let profile = profile(call, &provider)?;
    let options = call.members.get("options").cloned().unwrap_or_default();
    let user = find_or_add(call.store, &provider, &profile, &options, path)?;
    if call.settings().verification_required && !user.email_verified {
        let link = mail::Link {
            redirect_to: &redirect_to,
            code_challenge: None,
        };
        mail::verify_email(call.store, call.origin, &user.id, link);
        return Ok(payload(None));
    }
    Ok(payload(Some(session::begin(call.store, &user.id))))
}

fn link_account(call: &mut Call<'_>) -> Outcome {
    let caller = call.caller()?;
    let provider = enabled(call)?;
    let profile = profile(call, &provider)?;
    link(call.store, &caller.id, &provider, &profile)?;
    Ok(mail::sent())
}

fn enabled(call: &Call<'_>) -> Result<String, Refusal> {
    let provider = call.text(&["provider"]).unwrap_or_default();
    if is_enabled(call.settings(), provider) {
        Ok(provider.to_owned())
    } else {
        Err(Refusal::DisabledEndpoint)
    }
}

/// Who a token is about, if the stand-in signed it for this project and it is in time.
fn profile(call: &Call<'_>, provider: &str) -> Result<Profile, Refusal> {
    let token = call.text(&["idToken"]).unwrap_or_default();
    let parsed = Unverified::parse(token).ok_or(Refusal::InvalidRequest)?;
    let claims = &parsed.claims;
    let is_good = parsed.is_signed_by(&Key::nhost_provider())
        && ISSUERS
            .iter()
            .any(|(name, issuer)| *name == provider && claims["iss"] == *issuer)
        && claims["aud"] == call.settings().id_token_audience.as_str()
        && claims["exp"].as_u64().is_some_and(|exp| call.now() < exp);
    // The token carries a hash of what the request carries; without it nothing is compared.
    let nonce_fits = match claims["nonce"].as_str() {
        None => true,
        Some(hashed) => call
            .text(&["nonce"])
            .is_some_and(|nonce| hashed == sha256_hex(nonce)),
    };
    let email = claims["email"].as_str().unwrap_or_default();
    people::by_email(provider, email)
        .filter(|profile| is_good && nonce_fits && claims["sub"] == profile.id.as_str())
        .ok_or(Refusal::InvalidRequest)
}

/// A token as the stand-in for Google or Apple would sign it; nothing for somebody unknown there.
pub(crate) fn sign(
    store: &Store,
    provider: &str,
    email: &str,
    nonce: Option<&str>,
) -> Option<String> {
    let (_, issuer) = ISSUERS.iter().find(|(name, _)| *name == provider)?;
    let profile = people::by_email(provider, email)?;
    let now = store.now();
    let mut claims = json!({
        "iss": issuer,
        "aud": store.settings.nhost.id_token_audience,
        "sub": profile.id,
        "email": profile.email,
        "email_verified": profile.email_verified,
        "name": profile.name,
        "iat": now.seconds(),
        "exp": now.plus_seconds(LIFE_SECS).seconds(),
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = Value::from(sha256_hex(nonce));
    }
    Some(jwt::sign_rs256(&Key::nhost_provider(), &claims))
}

fn sha256_hex(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
