//! Connections, as the page sees and describes them.

use account::{
    Connection, ConnectionDraft, DraftSettings, Feature, PasskeyDraft, Probe, RedirectWay,
    Settings, SignInWay, Tier,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::refusal::{NoneReason, twin};

/// Which provider.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum ProviderView {
    Auth0,
    Nhost,
}

/// How the browser finds the way back.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum RedirectWayView {
    /// The system hands a link to the app.
    Scheme,
    /// The app listens on this machine while the sign-in lasts.
    Loopback,
}

/// A connection.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct ConnectionView {
    id: String,
    name: String,
    provider: ProviderView,
    /// What a person recognises: `acme.eu.auth0.com`.
    host: String,
    client_id: Option<String>,
    redirect: RedirectWayView,
    /// What has to be allowed at the provider.
    callback_urls: Vec<String>,
    /// A file of the team put it here: it cannot be removed on the page.
    preset: bool,
    ways: Vec<SignInWayView>,
    /// Whose accounts sign in here, in the vendor's words such as `github`; perhaps nobody's.
    providers: Vec<String>,
}

twin! {
    /// A way of signing in that a connection offers.
    #[derive(Deserialize)]
    SignInWayView of SignInWay { Browser, Password, SignUpPassword, EmailCode, SmsCode, DeviceCode, EmailLink, AccessToken, Anonymous, Passkey, SignUpPasskey }
}

/// A connection before it is checked.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct ConnectionDraftRequest {
    /// May be empty: the host stands in.
    name: String,
    settings: DraftSettingsRequest,
    redirect: RedirectWayView,
    /// Whether sessions are bound to a key (DPoP, RFC 9449); for Auth0.
    dpop: bool,
    /// Ways of signing in beyond the usual ones.
    also: Vec<SignInWayView>,
    /// Whose accounts sign in, in the vendor's words such as `github`; for Nhost.
    providers: Vec<String>,
    /// Null is the one that every new tenant has; for Auth0.
    database: Option<String>,
    /// What passkeys are bound to. Null where it follows from the address or the pages.
    passkey_domain: Option<String>,
    /// Where the provider's web pages are. Null where it follows from the domain.
    passkey_origin: Option<String>,
}

/// Where a draft leads.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(
    tag = "provider",
    rename_all = "snake_case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
enum DraftSettingsRequest {
    Auth0 {
        domain: String,
        client_id: String,
    },
    Nhost {
        subdomain: String,
        region: String,
    },
    NhostSelfHosted {
        base_url: String,
        /// Null where Nhost hosts the project, or where nobody knows it.
        graphql_url: Option<String>,
    },
}

/// What a provider said of itself, and what will work with it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct ProbeView {
    host: String,
    provider: ProviderView,
    /// The version that the provider tells, where it tells one.
    version: Option<String>,
    features: Vec<FeatureView>,
    callback_urls: Vec<String>,
}

/// A part of the app and how a provider carries it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct FeatureView {
    feature: FeatureNameView,
    tier: TierView,
}

twin! {
    /// A part of the app.
    FeatureNameView of Feature { SignInBrowser, SignInPassword, SignUp, Profile, StaySignedIn, SignOut }
}

/// How a feature is carried.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(tag = "tier", rename_all = "snake_case")]
pub(super) enum TierView {
    /// In the app.
    Native,
    /// On the provider's own page in the browser, then back.
    HandOff,
    /// Not at all.
    None { reason: NoneReason },
}

impl From<SignInWayView> for SignInWay {
    fn from(way: SignInWayView) -> Self {
        match way {
            SignInWayView::Browser => Self::Browser,
            SignInWayView::Password => Self::Password,
            SignInWayView::SignUpPassword => Self::SignUpPassword,
            SignInWayView::EmailCode => Self::EmailCode,
            SignInWayView::SmsCode => Self::SmsCode,
            SignInWayView::DeviceCode => Self::DeviceCode,
            SignInWayView::EmailLink => Self::EmailLink,
            SignInWayView::AccessToken => Self::AccessToken,
            SignInWayView::Anonymous => Self::Anonymous,
            SignInWayView::Passkey => Self::Passkey,
            SignInWayView::SignUpPasskey => Self::SignUpPasskey,
        }
    }
}

impl From<&Settings> for ProviderView {
    fn from(settings: &Settings) -> Self {
        match settings {
            Settings::Auth0 { .. } => Self::Auth0,
            Settings::Nhost { .. } => Self::Nhost,
        }
    }
}

impl From<RedirectWay> for RedirectWayView {
    fn from(way: RedirectWay) -> Self {
        match way {
            RedirectWay::Scheme => Self::Scheme,
            RedirectWay::Loopback => Self::Loopback,
        }
    }
}

impl From<RedirectWayView> for RedirectWay {
    fn from(way: RedirectWayView) -> Self {
        match way {
            RedirectWayView::Scheme => Self::Scheme,
            RedirectWayView::Loopback => Self::Loopback,
        }
    }
}

impl From<&Connection> for ConnectionView {
    fn from(connection: &Connection) -> Self {
        let client_id = match &connection.settings {
            Settings::Auth0 { client_id, .. } => Some(client_id.clone()),
            Settings::Nhost { .. } => None,
        };

        Self {
            id: connection.id.as_str().to_owned(),
            name: connection.name.clone(),
            provider: (&connection.settings).into(),
            host: connection.host(),
            client_id,
            redirect: connection.redirect.into(),
            callback_urls: connection.callback_urls(),
            preset: connection.preset,
            ways: connection.ways().into_iter().map(Into::into).collect(),
            providers: connection.providers.clone(),
        }
    }
}

impl From<ConnectionDraftRequest> for ConnectionDraft {
    fn from(request: ConnectionDraftRequest) -> Self {
        let settings = match request.settings {
            DraftSettingsRequest::Auth0 { domain, client_id } => {
                DraftSettings::Auth0 { domain, client_id }
            }
            DraftSettingsRequest::Nhost { subdomain, region } => {
                DraftSettings::Nhost { subdomain, region }
            }
            DraftSettingsRequest::NhostSelfHosted {
                base_url,
                graphql_url,
            } => DraftSettings::NhostAt {
                base_url,
                graphql_url,
            },
        };

        Self {
            name: request.name,
            settings,
            redirect: request.redirect.into(),
            dpop: request.dpop,
            also: request.also.into_iter().map(Into::into).collect(),
            providers: request.providers,
            database: request.database,
            passkeys: PasskeyDraft {
                domain: request.passkey_domain,
                origin: request.passkey_origin,
            },
        }
    }
}

impl From<Probe> for ProbeView {
    fn from(probe: Probe) -> Self {
        let features = probe.features.iter().map(|(feature, tier)| FeatureView {
            feature: (*feature).into(),
            tier: (*tier).into(),
        });

        Self {
            host: probe.connection.host(),
            provider: (&probe.connection.settings).into(),
            version: probe.version,
            features: features.collect(),
            callback_urls: probe.connection.callback_urls(),
        }
    }
}

impl From<Tier> for TierView {
    fn from(tier: Tier) -> Self {
        match tier {
            Tier::Native => Self::Native,
            Tier::HandOff => Self::HandOff,
            Tier::None(reason) => Self::None {
                reason: reason.into(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_the_form_asks_for_reaches_the_draft() {
        let request: ConnectionDraftRequest = serde_json::from_value(serde_json::json!({
            "name": "Acme",
            "settings": { "provider": "auth0", "domain": "id.acme.com", "clientId": "kR7" },
            "redirect": "loopback",
            "dpop": true,
            "also": ["email_code", "sign_up_passkey"],
            "providers": ["github"],
            "database": "Staff",
            "passkeyDomain": "acme.com",
            "passkeyOrigin": "https://app.acme.com",
        }))
        .unwrap();
        let draft = ConnectionDraft::from(request);

        assert!(draft.dpop);
        assert_eq!(draft.also, [SignInWay::EmailCode, SignInWay::SignUpPasskey]);
        assert_eq!(draft.providers, ["github"]);
        assert_eq!(draft.database.as_deref(), Some("Staff"));
        assert_eq!(draft.passkeys.domain.as_deref(), Some("acme.com"));
        assert_eq!(
            draft.passkeys.origin.as_deref(),
            Some("https://app.acme.com")
        );
        assert_eq!(draft.redirect, RedirectWay::Loopback);
    }
}
