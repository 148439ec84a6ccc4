//! Switches of the Auth0 tenant.

use serde::{Deserialize, Serialize};

pub use self::tenant::{Api, Application, Connection, Organization};
use super::dpop::DpopSettings;
use super::my_account::MyAccountSettings;

mod tenant;

/// What the demo connection is called in the private-scheme redirect.
const DEMO_CONNECTION: &str = "demo-auth0";

/// No any-port rule is documented for Auth0, so a small fixed set of loopback ports is registered.
const LOOPBACK_PORTS: [u16; 3] = [17171, 17172, 17173];

/// The tenant and its native application, which are what most switches are about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth0Settings {
    /// Allowed Callback URLs, compared as whole strings.
    pub callbacks: Vec<String>,
    /// Allowed Logout URLs of the application.
    pub logout_urls: Vec<String>,
    /// Allowed Logout URLs of the tenant, for requests without a client id.
    pub tenant_logout_urls: Vec<String>,
    /// Whether the application is Native with authentication method None.
    pub native_application: bool,
    /// Whether a callback that cannot be verified gets a prompt when nothing else would be shown.
    pub confirm_unverifiable_callbacks: bool,
    /// Whether people are asked once to consent to what the application wants.
    pub ask_consent: bool,
    /// Whether people may sign up.
    pub sign_up: bool,
    /// Whether My Account is activated for the tenant.
    pub my_account: bool,
    /// The scopes of My Account that the application was granted.
    pub my_account_scopes: Vec<String>,
    /// How My Account behaves.
    pub my_account_api: MyAccountSettings,
    /// How tokens are bound to keys.
    pub dpop: DpopSettings,
    /// Whether a token for My Account takes a second factor of the last fifteen minutes.
    pub my_account_default_policy: bool,
    /// What the application may send to the token endpoint as `grant_type`.
    pub grants: Vec<String>,
    /// Whether people who have a second factor are asked for it.
    pub require_second_factor: bool,
    /// Whether people without a second factor have to enrol one; only the token endpoint asks for it.
    pub require_enrolment: bool,
    /// Applications beside the native one; each can keep a secret.
    pub applications: Vec<Application>,
    /// Further APIs of the tenant.
    pub apis: Vec<Api>,
    /// Ways to sign in.
    pub connections: Vec<Connection>,
    /// Organizations of the tenant.
    pub organizations: Vec<Organization>,
    /// Whether a refresh may name another audience than the sign-in did.
    pub multi_resource_refresh: bool,
    /// The audiences a refresh may name and their scopes; nothing said means everything the
    /// application may have. The Management API is never among them.
    pub refresh_policy: Option<Vec<Api>>,
    /// Whether a refresh token can be traded for a token that signs a browser in.
    pub session_transfer: bool,
    /// Whether `/authorize` takes the audience from `resource` (RFC 8707) instead of `audience`.
    pub resource_parameter: bool,
    /// Whether anybody may register an application.
    pub dynamic_registration: bool,
    /// What custom token exchange is set up for: values of `subject_token_type`.
    pub token_exchange_types: Vec<String>,
    /// Whether codes can be asked for on the database connection, through `/otp/challenge`.
    pub database_codes: bool,
    /// How long a device has to wait between two questions.
    pub device_interval_secs: u64,
    /// The passwordless connections that are on: `email`, `sms`.
    pub passwordless: Vec<String>,
    /// Whether people can sign in and sign up with a passkey through the API.
    pub passkeys: bool,
    /// Whether the tenant is reached under its own domain, which passkeys need.
    pub custom_domain: bool,
    /// Whether the endpoints from before June 2017 answer.
    pub legacy_endpoints: bool,
    /// Passwords that were found in somebody else's breach.
    pub breached_passwords: Vec<String>,
    /// Whether only people with a verified address may sign in with a password.
    pub require_verified_email: bool,
    /// How far the tenant's clock is ahead when it dates a token, in seconds.
    pub token_clock_offset_secs: i64,
    /// Whether refresh tokens rotate.
    pub rotation: bool,
    /// How long a spent refresh token still works, as long as its successor was not used.
    pub rotation_overlap_secs: u64,
    /// Life of a refresh token that nobody uses.
    pub refresh_idle_secs: u64,
    /// Life of a refresh token family, counted from the sign-in.
    pub refresh_absolute_secs: u64,
    /// Life of an authorization code.
    pub code_secs: u64,
    /// Life of an access token.
    pub access_token_secs: u64,
    /// Life of an ID token.
    pub id_token_secs: u64,
    /// Life of a single-sign-on session that nobody uses.
    pub session_idle_secs: u64,
    /// Life of a single-sign-on session, counted from the sign-in.
    pub session_absolute_secs: u64,
}

impl Auth0Settings {
    /// The organization of this id or, in any case, this name.
    pub(crate) fn organization(&self, asked: &str) -> Option<Organization> {
        let name = asked.to_lowercase();
        let mut known = self.organizations.iter();
        known
            .find(|known| known.id == asked || known.name == name)
            .cloned()
    }

    pub(crate) fn new() -> Self {
        let loopback = LOOPBACK_PORTS.map(|port| format!("http://127.0.0.1:{port}/callback"));
        let private = format!("dev.latchkey.accounts://{DEMO_CONNECTION}/callback");
        let callbacks: Vec<_> = std::iter::once(private).chain(loopback).collect();
        Self {
            logout_urls: callbacks.clone(),
            tenant_logout_urls: vec!["https://latchkey.example/signed-out".into()],
            callbacks,
            native_application: true,
            confirm_unverifiable_callbacks: true,
            ask_consent: false,
            sign_up: true,
            my_account: true,
            my_account_scopes: MY_ACCOUNT_SCOPES.map(str::to_owned).to_vec(),
            my_account_api: MyAccountSettings::new(),
            dpop: DpopSettings::new(),
            my_account_default_policy: false,
            grants: GRANTS.map(str::to_owned).to_vec(),
            require_second_factor: false,
            require_enrolment: false,
            applications: Vec::new(),
            apis: vec![Api {
                identifier: "https://api.latchkey.example/".into(),
                scopes: vec!["read:reports".into(), "write:reports".into()],
                offline_access: true,
                skip_consent: true,
            }],
            connections: vec![
                Connection {
                    name: PASSWORD_CONNECTION.into(),
                    label: "Email and password".into(),
                    database: true,
                },
                Connection {
                    name: "google-oauth2".into(),
                    label: "Continue with Google".into(),
                    database: false,
                },
            ],
            organizations: vec![Organization {
                id: "org_Latchkey0Bakery1".into(),
                name: "sunrise-bakery".into(),
                display_name: "Sunrise Bakery".into(),
            }],
            multi_resource_refresh: true,
            refresh_policy: None,
            session_transfer: false,
            resource_parameter: false,
            dynamic_registration: false,
            token_exchange_types: Vec::new(),
            database_codes: true,
            device_interval_secs: 5,
            passwordless: vec!["email".into(), "sms".into()],
            passkeys: true,
            custom_domain: true,
            legacy_endpoints: true,
            breached_passwords: Vec::new(),
            require_verified_email: false,
            token_clock_offset_secs: 0,
            rotation: true,
            rotation_overlap_secs: 60,
            refresh_idle_secs: 1_296_000,
            refresh_absolute_secs: 2_592_000,
            code_secs: 600,
            access_token_secs: 86_400,
            id_token_secs: 36_000,
            session_idle_secs: 259_200,
            session_absolute_secs: 604_800,
        }
    }
}

/// The database connection every tenant starts with.
pub(crate) const PASSWORD_CONNECTION: &str = "Username-Password-Authentication";

/// What a native application is given; the plain password grant is not among them.
const GRANTS: [&str; 9] = [
    "authorization_code",
    "refresh_token",
    "http://auth0.com/oauth/grant-type/password-realm",
    "http://auth0.com/oauth/grant-type/passwordless/otp",
    "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:okta:params:oauth:grant-type:webauthn",
];

const MY_ACCOUNT_SCOPES: [&str; 8] = [
    "read:me:factors",
    "create:me:authentication_methods",
    "read:me:authentication_methods",
    "update:me:authentication_methods",
    "delete:me:authentication_methods",
    "create:me:connected_accounts",
    "read:me:connected_accounts",
    "delete:me:connected_accounts",
];
