//! Asking a provider who it is, before a connection is kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    connection::{Connection, ConnectionId, Settings},
    context::Context,
    draft::ConnectionDraft,
    error::Error,
    provider::{Provider, discovery_meaning, nhost_meaning},
};

/// What a provider said of itself, and what will work with it.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The connection as it would be kept.
    pub connection: Connection,
    /// The version that the provider tells, where it tells one.
    pub version: Option<String>,
    /// What will work, and how.
    pub features: Vec<(Feature, Tier)>,
}

/// A part of the app that a provider may or may not carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Sign-in in the system browser.
    SignInBrowser,
    /// Sign-in with e-mail and password in the app.
    SignInPassword,
    /// A new account.
    SignUp,
    /// The profile.
    Profile,
    /// Staying signed in over a restart.
    StaySignedIn,
    /// Sign-out that the provider hears of.
    SignOut,
}

/// How a feature is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// In the app.
    Native,
    /// On the provider's own page in the browser, then back.
    HandOff,
    /// Not at all.
    None(NoneReason),
}

/// Why a feature is not carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoneReason {
    /// The provider does not offer it to apps.
    NotOffered,
    /// The project gives its people no permission for it; who runs the project can.
    NotPermitted,
    /// The connection does not say where it is to be asked; who set the connection up can.
    NotConfigured,
    /// There can be one only, and there is one.
    OneOnly,
    /// The tenant is known by its vendor's domain only, and passkeys in an app take one of its own; who runs the tenant
    /// can.
    CustomDomainMissing,
    /// The application at the provider may not do it; who runs the tenant can let it.
    GrantMissing,
}

pub(crate) async fn probe(context: &Arc<Context>, draft: &ConnectionDraft) -> Result<Probe, Error> {
    let mut connection = draft.check(ConnectionId::parse("new")?, None, false)?;
    connection.id = ConnectionId::for_name(&connection.name, |id| {
        context.connections().find(id).is_some()
    });
    let version = ask(context, &connection).await?;

    Ok(Probe {
        version,
        features: features(&connection),
        connection,
    })
}

async fn ask(context: &Arc<Context>, connection: &Connection) -> Result<Option<String>, Error> {
    // Whoever refuses the simplest of questions is somebody else.
    let not_this = |error| {
        let is_refusal = matches!(
            error,
            Error::ProviderFailed {
                status: None | Some(..500),
                ..
            } | Error::Misconfigured { .. }
                | Error::Refused(_)
                | Error::SignedOut
        );

        if is_refusal {
            Error::NotThisProvider {
                host: connection.host(),
            }
        } else {
            error
        }
    };
    match Provider::of(connection, &context.http, None) {
        Provider::Auth0(client) => {
            client
                .discover()
                .await
                .map_err(|error| discovery_meaning(error, &connection.host()))?;
            Ok(None)
        }
        Provider::Nhost(clients) => {
            let client = &clients.auth;
            client
                .health_check_get()
                .await
                .map_err(nhost_meaning)
                .map_err(not_this)?;
            // For people to read: an older server that does not tell it is no worse for that.
            Ok(client
                .get_version()
                .await
                .ok()
                .and_then(|version| crate::profile::text(Some(&version))))
        }
    }
}

fn features(connection: &Connection) -> Vec<(Feature, Tier)> {
    let by_password = match connection.settings {
        Settings::Auth0 { .. } => Tier::None(NoneReason::NotOffered),
        Settings::Nhost { .. } => Tier::Native,
    };
    let (by_browser, sign_up) = match connection.settings {
        Settings::Auth0 { .. } => (Tier::HandOff, Tier::HandOff),
        Settings::Nhost { .. } => (Tier::None(NoneReason::NotOffered), Tier::Native),
    };

    vec![
        (Feature::SignInBrowser, by_browser),
        (Feature::SignInPassword, by_password),
        (Feature::SignUp, sign_up),
        (Feature::Profile, Tier::Native),
        (Feature::StaySignedIn, Tier::Native),
        (Feature::SignOut, Tier::Native),
    ]
}
