//! Client for Nhost Auth, for anybody's Rust program.
//!
//! Owns the wire format of the Auth service, and of the few tables beside it, in the vendor's own words: a method is
//! named as in the vendor's JavaScript client, in snake case.
//!
//! **Invariants**
//! - Base addresses are taken as they are, prefix included; nothing is guessed from them.
//! - A server's sentence is never matched on where it has a code, and never kept.
//! - What a server can do is asked for or tried, never read off its version.
//! - A write is repeated only when the service provably did not act upon it; nothing is kept between calls.

mod access_claims;
mod auth_client;
mod call;
mod chain;
mod endpoints;
mod graphql_client;
mod model;
mod options;
mod problem;
mod redirect;
mod ticket_link;
pub mod webauthn;

pub use access_claims::AccessClaims;
pub use auth_client::{
    AuthClient, Deanonymize, Features, MfaChange, PasswordProof, ProviderSignIn, SignOut, SignUp,
    with_state,
};
pub use call::{Call, Pkce, RawResponse};
pub use chain::{ChainFunction, Incoming, Outgoing};
pub use endpoints::{EndpointError, Endpoints};
pub use graphql_client::{
    GraphqlClient, GraphqlError, GraphqlProblem, GraphqlProblemKind, LARGEST_PAGE, LinkedProvider,
    PageRequest, PersonalAccessTokenRow, Profile, ProfileUpdate, SecurityKey,
    SecurityKeyCredential, SessionRow,
};
pub use model::{
    BrowserAddress, CreatedPat, IdTokenProvider, MfaChallenge, PersonalAccessToken,
    ProviderAccessToken, ProviderRefreshToken, ProviderSession, SecurityKeyAdded, Session, SignIn,
    SignInProvider, SignUpOptions, Ticket, TotpGenerated, TotpImage, TotpSecret, User,
};
pub use options::{DEADLINE, MAX_RETRIES, RequestOptions};
pub use problem::{AuthError, AuthProblem, ErrorCode};
pub use redirect::{RedirectError, RedirectOutcome, Redirected, ReturnedGrant, TicketType};
pub use ticket_link::{LinkType, TicketLink};
