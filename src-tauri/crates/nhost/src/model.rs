//! What the Auth service takes and answers.
//!
//! A member that is not listed here is ignored, or kept where a type says so; a word that is not listed survives.

mod provider;
mod secret;
mod session;
mod sign_up;
mod user;

pub use provider::{IdTokenProvider, ProviderSession, SignInProvider};
pub use secret::{
    BrowserAddress, PersonalAccessToken, ProviderAccessToken, ProviderRefreshToken, Ticket,
    TotpImage, TotpSecret,
};
pub(crate) use session::SessionPayload;
pub use session::{MfaChallenge, Session, SignIn};
pub use sign_up::SignUpOptions;
pub use user::{CreatedPat, SecurityKeyAdded, TotpGenerated, User};
