//! Sessions and how a sign-in goes on.

use protocol::secret::{AccessToken, RefreshToken};
use serde::Deserialize;

use super::{Ticket, User};

/// A signed-in session
/// ([`Session`](https://docs.nhost.io/reference/javascript/nhost-js/auth#session)).
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// A JWT for the services of the project.
    pub access_token: AccessToken,
    /// Its life in seconds; 900 unless the project says otherwise.
    pub access_token_expires_in: u32,
    /// Single use: each exchange replaces it at once, without a grace period.
    pub refresh_token: RefreshToken,
    /// The row of the token, a UUID; stays the same over exchanges.
    pub refresh_token_id: String,
    /// The user, with gaps: read [`crate::AuthClient::get_user`] for the truth.
    pub user: Option<User>,
}

/// Where a sign-in leads.
#[derive(Clone, Debug)]
pub enum SignIn {
    /// Signed in.
    Session(Box<Session>),
    /// A code from the person's authenticator app is wanted.
    Mfa(MfaChallenge),
}

/// A ticket to answer with a code from the authenticator app; a wrong code burns it.
#[derive(Clone, Debug, Deserialize)]
pub struct MfaChallenge {
    /// For [`crate::AuthClient::verify_sign_in_mfa_totp`]; lives five minutes.
    pub ticket: Ticket,
}

/// Older servers say `{}` where there is no session, others null.
#[derive(Deserialize)]
pub(crate) struct SessionPayload {
    pub(crate) session: Option<Session>,
    pub(crate) mfa: Option<MfaChallenge>,
}
