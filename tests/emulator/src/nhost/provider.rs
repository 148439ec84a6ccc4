//! Signing in with another provider's account, and linking one.
//!
//! The providers themselves are stood in for by a page of this project's own listener, where one
//! chooses who one is; see [`page`].

use serde_json::{Value, json};

use super::endpoint::Stop;
use super::newcomer::{self, Path};
use super::refusal::Refusal;
use super::{User, access_list, session};
use crate::jwt::Unverified;
use crate::random;
use crate::settings::{Dialect, NhostSettings};
use crate::store::Store;

pub(super) mod callback;
pub(super) mod id_token;
pub(super) mod page;
pub(super) mod people;
pub(super) mod start;
pub(super) mod tokens;

pub(crate) use self::page::ProviderCode;
use self::people::Profile;
pub(crate) use self::tokens::ProviderTokens;

/// Every provider of the vendor's list; what is not among the settings is switched off.
const KNOWN: [&str; 16] = [
    "apple",
    "github",
    "google",
    "linkedin",
    "discord",
    "spotify",
    "twitch",
    "gitlab",
    "bitbucket",
    "workos",
    "azuread",
    "entraid",
    "strava",
    "facebook",
    "windowslive",
    "twitter",
];

/// How long somebody may take at the provider.
const STATE_SECS: u64 = 60;

/// A row of `auth.user_providers`.
#[derive(Clone, Debug)]
pub(crate) struct UserProvider {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) provider_id: String,
    pub(crate) provider_user_id: String,
    /// RFC 3339.
    pub(crate) created_at: String,
}

impl UserProvider {
    fn new(store: &Store, user_id: &str, provider: &str, profile: &Profile) -> Self {
        Self {
            id: random::uuid(),
            user_id: user_id.to_owned(),
            provider_id: provider.to_owned(),
            provider_user_id: profile.id.clone(),
            created_at: store.now().to_rfc3339(6),
        }
    }
}

fn is_enabled(settings: &NhostSettings, provider: &str) -> bool {
    settings.providers.iter().any(|known| known.id == provider)
}

/// What travels through the provider and back.
pub(super) fn seal(store: &Store, options: &Value) -> String {
    let now = store.now();
    let mut claims = options.clone();
    claims["exp"] = now.plus_seconds(STATE_SECS).seconds().into();
    claims["iat"] = now.seconds().into();
    claims["iss"] = session::ISSUER.into();
    session::sign(store, &claims)
}

/// Reads it back, if it is ours and in time.
fn unseal(store: &Store, state: &str) -> Option<Value> {
    let parsed = Unverified::parse(state)?;
    let is_ours = session::is_signed(store, &parsed);
    let in_time = parsed.claims["exp"]
        .as_u64()
        .is_some_and(|exp| store.now().seconds() < exp);
    // An access token is signed with the same key.
    (is_ours && in_time && parsed.claims["options"].is_object()).then_some(parsed.claims)
}

/// Whoever has this account: by its id, then by its address. Somebody unknown is added.
fn find_or_add(
    store: &mut Store,
    provider: &str,
    profile: &Profile,
    options: &Value,
    path: Path,
) -> Result<User, Refusal> {
    let linked = store
        .nhost
        .user_providers
        .iter()
        .find(|link| link.provider_id == provider && link.provider_user_id == profile.id);
    if let Some(user) = linked.and_then(|link| store.nhost.user(&link.user_id)) {
        return if_let_in(user.clone());
    }
    if !access_list::allows(&store.settings.nhost, Some(profile.email)) {
        return Err(Refusal::InvalidEmailPassword);
    }
    let user = match store.nhost.user_by_email(profile.email) {
        Some(user) => if_let_in(user.clone())?,
        None => {
            newcomer::is_let_in(&store.settings.nhost, path)?;
            let mut user = newcomer::from_options(store, options, Some(profile.email), None)?;
            if options["displayName"].is_null() {
                profile.name.clone_into(&mut user.display_name);
            }
            user.email_verified = profile.email_verified;
            store.nhost.users.push(user.clone());
            user
        }
    };
    let link = UserProvider::new(store, &user.id, provider, profile);
    store.nhost.user_providers.push(link);
    if_let_in(user)
}

fn if_let_in(user: User) -> Result<User, Refusal> {
    if user.disabled {
        Err(Refusal::DisabledUser)
    } else {
        Ok(user)
    }
}

/// Links an account to somebody who is signed in.
fn link(
    store: &mut Store,
    user_id: &str,
    provider: &str,
    profile: &Profile,
) -> Result<(), Refusal> {
    let is_linked = store.nhost.user_providers.iter().any(|link| {
        link.provider_id == provider
            && (link.provider_user_id == profile.id || link.user_id == user_id)
    });
    if is_linked {
        return Err(if store.settings.nhost.dialect == Dialect::L0 {
            Refusal::InvalidRequest
        } else {
            Refusal::ProviderAccountAlreadyLinked
        });
    }
    let link = UserProvider::new(store, user_id, provider, profile);
    store.nhost.user_providers.push(link);
    Ok(())
}

/// What is said about a provider that is not on the vendor's list at all.
fn check_known(dialect: Dialect, provider: &str) -> Result<(), Stop> {
    if KNOWN.contains(&provider) {
        return Ok(());
    }
    let why = format!(
        "parameter \"provider\" in path has an error: value is not one of the allowed values {}",
        json!(KNOWN)
    );
    Err(super::body::refuse_parameter(dialect, &why).into())
}
