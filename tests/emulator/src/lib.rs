//! A local Auth0 tenant and a local Nhost project, as strict as the real ones.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let emulator = emulator::Emulator::start().await?;
//! emulator.fail_next("/oauth/token", emulator::Fault::drop_after_commit());
//! emulator.advance(std::time::Duration::from_secs(3600));
//! # Ok(())
//! # }
//! ```
//!
//! **Invariant:** it depends on no crate of ours, so that a mistake in a client cannot hide here.
//! **Invariant:** time comes from one clock, so that a test moves all of it at once.

pub use self::auth0::User as Auth0User;
pub use self::emulator::{Addresses, Emulator};
pub use self::faults::Fault;
pub use self::limits::Limit;
pub use self::log::LoggedRequest;
pub use self::nhost::{Ticket as NhostTicket, User as NhostUser};
pub use self::outbox::{Channel, Mail};
pub use self::ready::{Ready, ReadyAuth0, ReadyNhost};
pub use self::seed::{ADA, BOB, NOOR, PEOPLE, Person};
pub use self::settings::{
    Api, Application, Auth0Settings, Connection, Dialect, DictionaryRule, DpopSettings, Elevation,
    HistoryRule, MyAccountSettings, NhostProvider, NhostSettings, OfferedFactor, Organization,
    PasswordComplexity, PasswordPolicy, Permission, Permissions, ProfileDataRule, RatePlan,
    SenderConstraint, Settings, Signing, TablePermissions, VaultConnection, WebauthnSettings,
};
pub use self::visitor::{Page, Visitor};

mod auth0;
mod cbor;
mod clock;
mod control;
mod doors;
mod emulator;
mod faults;
mod html;
mod jwt;
mod keys;
mod limits;
mod log;
mod nhost;
mod one_time;
mod outbox;
mod path;
mod pictures;
mod random;
mod ready;
mod seed;
mod server;
mod settings;
mod store;
mod tls;
mod visitor;
mod webauthn;
