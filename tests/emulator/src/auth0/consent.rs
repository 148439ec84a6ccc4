//! What people allowed applications.

use super::transaction::Request;
use crate::random;
use crate::store::Store;

/// Something a person allowed.
#[derive(Clone, Debug)]
pub(crate) struct Consent {
    pub(super) id: String,
    pub(super) user_id: String,
    pub(super) client_id: String,
    pub(super) audience: Option<String>,
    pub(super) scope: Vec<String>,
    pub(super) created_at: String,
}

/// Whether the person has to be asked. The tenant's own application asks when it is told to, or
/// for an API that insists; an application of somebody else's asks for every scope once.
pub(super) fn is_missing(store: &Store, request: &Request, user_id: &str) -> bool {
    let settings = &store.settings.auth0;
    let audience = request.audience.as_deref();
    let api = settings
        .apis
        .iter()
        .find(|api| Some(api.identifier.as_str()) == audience);
    let insists = request.client.is_third_party || api.is_some_and(|api| !api.skip_consent);
    if insists {
        return !request.scope.iter().all(|scope| {
            store.auth0.consents.iter().any(|given| {
                given.user_id == user_id
                    && given.client_id == request.client.id
                    && given.audience.as_deref() == audience
                    && given.scope.contains(scope)
            })
        });
    }
    let has_consented = store.auth0.user(user_id).is_some_and(|user| user.consented);
    settings.ask_consent && !has_consented
}

/// Writes down that a person allowed what was asked for.
pub(super) fn give(store: &mut Store, request: &Request, user_id: &str) {
    if let Some(user) = store.auth0.user_mut(user_id) {
        user.consented = true;
    }
    let consent = Consent {
        id: format!("cns_{}", random::alphanumeric(22)),
        user_id: user_id.to_owned(),
        client_id: request.client.id.clone(),
        audience: request.audience.clone(),
        scope: request.scope.clone(),
        created_at: store.now().to_rfc3339(3),
    };
    let replaced = |old: &Consent| {
        old.user_id == consent.user_id
            && old.client_id == consent.client_id
            && old.audience == consent.audience
    };
    store.auth0.consents.retain(|old| !replaced(old));
    store.auth0.consents.push(consent);
}
