//! The Auth0 tenant. One file for each path of the vendor's API, one for each thing it keeps.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::keys;
use crate::one_time;
use crate::pictures;
use crate::store::World;

mod allowance;
mod authorize;
mod backchannel;
mod client;
mod consent;
mod dbconnections;
mod device;
mod discovery;
mod dpop;
mod error;
mod family;
mod grant;
mod invitation;
mod issue;
mod jwks;
mod legacy;
mod logout;
mod me;
mod message;
mod method;
mod mfa;
mod oidc_logout;
mod otp;
mod params;
mod passkey;
mod password;
mod passwordless;
mod push;
mod pushed;
mod register;
mod return_address;
mod revoke;
mod second_factor;
mod session;
mod sign_in;
mod token;
mod transaction;
mod u;
mod userinfo;
mod webauthn;

#[cfg(test)]
mod tests;

pub(crate) use self::allowance::Allowances;
pub(crate) use self::authorize::Code;
pub(crate) use self::backchannel::Backchannel;
pub(crate) use self::client::CLIENT_ID;
pub(crate) use self::consent::Consent;
pub(crate) use self::device::Device;
pub(crate) use self::dpop::Dpop;
pub(crate) use self::family::Families;
pub(crate) use self::invitation::{Invitation, send as invite};
pub(crate) use self::issue::AccessToken;
pub(crate) use self::me::{Buckets, ConnectedAccount, Connecting, Enrolment};
pub(crate) use self::method::{Detail, Kind, Method, Preferred, methods_by_email};
pub(crate) use self::mfa::MfaToken;
pub(crate) use self::otp::OtpSession;
pub(crate) use self::passkey::PasskeyChallenge;
pub(crate) use self::password::Passwords;
pub(crate) use self::passwordless::SignInCode;
pub(crate) use self::push::{Decision, Push, answer as answer_push};
pub(crate) use self::pushed::Pushed;
pub(crate) use self::second_factor::Challenge;
pub(crate) use self::session::Session;
pub(crate) use self::token::SessionTransfer;
pub(crate) use self::transaction::Transaction;
pub(crate) use self::u::ResetTicket;
pub(crate) use self::webauthn::Credential;

/// A row of the tenant's user list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// `<strategy>|<id>`, the `sub` of every token.
    pub user_id: String,
    /// The connection they come from.
    pub connection: String,
    /// The address they sign in with, in lower case.
    pub email: String,
    /// Whether they proved that the address is theirs.
    pub email_verified: bool,
    /// Their password, in the clear: these are not people.
    pub password: String,
    /// Full name.
    pub name: String,
    /// First name.
    pub given_name: Option<String>,
    /// Last name.
    pub family_name: Option<String>,
    /// The part before the @, unless somebody chose another.
    pub nickname: String,
    /// User name, where the connection has them.
    pub username: Option<String>,
    /// Address of a picture.
    pub picture: Option<String>,
    /// In E.164.
    pub phone_number: Option<String>,
    /// Whether they proved that the number is theirs.
    pub phone_verified: bool,
    /// Language tag.
    pub locale: Option<String>,
    /// Ids of the organizations they belong to.
    pub organizations: Vec<String>,
    /// Whether an administrator blocked them.
    pub blocked: bool,
    /// Whether they consented to what the application wants.
    pub consented: bool,
    /// Wrong passwords in a row.
    pub failed_attempts: u32,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
}

/// What the tenant keeps.
pub(crate) struct Tenant {
    pub(crate) users: Vec<User>,
    pub(crate) keys: keys::Ring,
    pub(crate) sessions: HashMap<String, Session>,
    pub(crate) transactions: HashMap<String, Transaction>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) access_tokens: HashMap<String, AccessToken>,
    pub(crate) families: Families,
    pub(crate) dpop: Dpop,
    /// Tickets of mails that ask to verify an address, with the user they are for.
    pub(crate) email_tickets: HashMap<String, String>,
    /// Everything people proved themselves with, but for their passwords.
    pub(crate) methods: Vec<Method>,
    pub(crate) passwords: Passwords,
    pub(crate) enrolments: HashMap<String, Enrolment>,
    pub(crate) pushes: Vec<Push>,
    pub(crate) connected_accounts: Vec<ConnectedAccount>,
    /// People on their way to another provider, by the ticket they carry.
    pub(crate) connecting: HashMap<String, Connecting>,
    pub(crate) buckets: Buckets,
    pub(crate) mfa_tokens: HashMap<String, MfaToken>,
    pub(crate) devices: HashMap<String, Device>,
    /// Codes that sign somebody in, by the address or the number they were sent to.
    pub(crate) sign_in_codes: HashMap<String, SignInCode>,
    pub(crate) passkey_challenges: HashMap<String, PasskeyChallenge>,
    /// Second factors that were asked for, by the code that stands for them.
    pub(crate) challenges: HashMap<String, Challenge>,
    /// Invitations nobody has accepted, by their tickets.
    pub(crate) invitations: HashMap<String, Invitation>,
    /// What people allowed applications.
    pub(crate) consents: Vec<Consent>,
    /// Requests that were pushed ahead, by their `request_uri`.
    pub(crate) pushed: HashMap<String, Pushed>,
    /// Sign-ins that wait for a phone.
    pub(crate) backchannel: HashMap<String, Backchannel>,
    /// Tokens that sign a browser in.
    pub(crate) session_transfers: HashMap<String, SessionTransfer>,
    /// Codes that sign somebody in on the database connection, by their `auth_session`.
    pub(crate) otp_sessions: HashMap<String, OtpSession>,
    /// Tickets of mails that unblock an account, with the user they are for.
    pub(crate) unblocking_tickets: HashMap<String, String>,
    /// Tickets of mails that set a new password.
    pub(crate) reset_tickets: HashMap<String, ResetTicket>,
    /// What people may still do before they have to wait.
    pub(crate) allowances: Allowances,
}

impl Tenant {
    pub(crate) fn new(users: Vec<User>) -> Self {
        Self {
            users,
            keys: keys::Ring::auth0(),
            sessions: HashMap::new(),
            transactions: HashMap::new(),
            codes: HashMap::new(),
            access_tokens: HashMap::new(),
            families: Families::default(),
            dpop: Dpop::default(),
            email_tickets: HashMap::new(),
            methods: Vec::new(),
            passwords: Passwords::default(),
            enrolments: HashMap::new(),
            pushes: Vec::new(),
            connected_accounts: Vec::new(),
            connecting: HashMap::new(),
            buckets: Buckets::default(),
            mfa_tokens: HashMap::new(),
            challenges: HashMap::new(),
            devices: HashMap::new(),
            sign_in_codes: HashMap::new(),
            passkey_challenges: HashMap::new(),
            invitations: HashMap::new(),
            consents: Vec::new(),
            pushed: HashMap::new(),
            backchannel: HashMap::new(),
            session_transfers: HashMap::new(),
            otp_sessions: HashMap::new(),
            unblocking_tickets: HashMap::new(),
            reset_tickets: HashMap::new(),
            allowances: Allowances::default(),
        }
    }

    pub(crate) fn user(&self, user_id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.user_id == user_id)
    }

    pub(crate) fn user_mut(&mut self, user_id: &str) -> Option<&mut User> {
        self.users.iter_mut().find(|user| user.user_id == user_id)
    }

    pub(crate) fn user_by_email(&mut self, connection: &str, email: &str) -> Option<&mut User> {
        let email = email.trim().to_lowercase();
        self.users
            .iter_mut()
            .find(|user| user.connection == connection && user.email == email)
    }
}

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route(
            "/",
            get(|| async { Redirect::temporary("/.well-known/openid-configuration") }),
        )
        .route("/.well-known/openid-configuration", get(discovery::read))
        .route("/.well-known/jwks.json", get(jwks::read))
        .route("/authorize", get(authorize::begin).post(authorize::begin))
        .route("/oauth/token", post(token::exchange))
        .route("/oauth/revoke", post(revoke::revoke))
        .route("/userinfo", get(userinfo::read).post(userinfo::read))
        .route("/v2/logout", get(logout::sign_out))
        .route(
            "/oidc/logout",
            get(oidc_logout::sign_out).post(oidc_logout::sign_out),
        )
        .merge(me::router())
        .merge(mfa::router())
        .merge(dbconnections::router())
        .merge(passwordless::router())
        .merge(passkey::router())
        .merge(otp::router())
        .merge(device::router())
        .merge(pushed::router())
        .merge(backchannel::router())
        .merge(register::router())
        .merge(legacy::router())
        .merge(u::router())
        .merge(pictures::router())
        // A tenant does not tell an unknown path from a method it does not expect there.
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(world)
}

async fn not_found() -> impl IntoResponse {
    let body = json!({ "statusCode": 404, "error": "Not Found", "message": "Not Found" });
    (StatusCode::NOT_FOUND, Json(body))
}
