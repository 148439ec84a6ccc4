//! Latchkey without its window: connections, accounts, sessions, sign-in, refresh and profile.
//!
//! [`Accounts`] is the handle that the window holds. It is cheap to clone; every use case of the app is one of
//! its methods, and every change it makes is published as a new [`State`].
//!
//! What the screens about ways to sign in have to know beforehand stands in modules of plain functions: [`totp`],
//! [`qr`], [`phone_number`], [`password_policy`], [`forecast`] and [`strength`].
//!
//! The outside world is reached through the small traits in [`ports`], so that everything here runs without a
//! display, a keychain or a browser.
//!
//! **Invariants**
//! - Nothing in this crate knows Tauri, specta, an HTTP library, a keychain library or a path of a file.
//! - A refresh token is saved and read back before the access token that came with it is handed out.
//! - A callback that is not authenticated by the state of a pending sign-in changes nothing.
//! - Only the provider's refusal of the token that is still stored ends a session; a network error never does.
//! - Time and randomness come in through [`ports::Clock`] and [`ports::Entropy`].

mod access_tokens;
mod account;
mod accounts;
mod callback;
mod capability;
mod code_exchange;
mod connected;
mod connection;
mod connections;
mod context;
mod decimal;
mod deletion;
mod draft;
mod elevation;
mod errand;
mod error;
mod factor;
mod factors;
pub mod forecast;
#[doc(hidden)]
pub mod fuzzing;
mod initials;
mod invalid;
mod limits;
mod linked;
mod listing;
#[cfg(test)]
mod noise;
mod orphans;
mod passkeys;
pub mod password_policy;
pub mod phone_number;
mod picture;
pub mod ports;
mod probe;
mod profile;
mod profile_edit;
mod provider;
pub mod qr;
mod reading;
mod row_id;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod state;
mod step_up;
pub mod strength;
pub mod totp;
mod turn;
mod typed_code;
mod typed_text;
mod unlocking;

pub use access_tokens::{AccessTokenEntry, AccessTokenId, CreatedAccessToken, NewAccessToken};
pub use account::{AccountId, Keep};
pub use accounts::{Accounts, Preset};
pub use capability::Capability;
pub use connected::{Connectable, ConnectedAccount, ConnectedAccountId, StartConnecting};
pub use connection::{
    CALLBACK_SCHEME, Connection, ConnectionId, LOOPBACK_PORTS, RedirectWay, Settings, SignInWay,
};
pub use draft::{ConnectionDraft, DraftSettings, PasskeyDraft};
pub use error::{CallbackProblem, Error, Refusal, StepUpReason, UnreachableKind};
pub use factor::{Factor, FactorDetail, FactorId, FactorKind, PasskeyDetail, PhoneWay};
pub use factors::{
    Confirmation, Enrolment, EnrolmentChallenge, EnrolmentProof, EnrolmentUri, FactorsReading,
    NewFactor, Offer, POLL_SECS, PictureCheck, PictureProblem, RecoveryCode, RemovalPreview,
    Replacement, Security, Unseen,
};
pub use invalid::{Invalid, InvalidReason};
pub use linked::{LinkedAccount, LinkedAccountId, StartLinking};
pub use listing::Listing;
pub use nhost::PersonalAccessToken;
pub use passkeys::{HeldPasskey, KeyEntry, PasskeyDomain, PasskeyRequest};
pub use picture::Picture;
pub use probe::{Feature, NoneReason, Probe, Tier};
pub use profile::{Claim, Profile, ProfileReading};
pub use profile_edit::ProfileEdit;
pub use protocol::{
    Url,
    secret::{OneTimeCode, Password, Secret},
};
pub use sessions::{SessionEntry, SessionId};
pub use sign_in::{
    CodeWay, DevicePrompt, Intent, KeepBy, PasswordSignIn, PasswordSignUp, Purpose, SecondFactor,
    SecondFactorChallenge, SignInHere, SignInPhase, StartSignIn, Step,
};
pub use sign_out::SignedOut;
pub use state::{
    AccountState, AccountStatus, EndedReason, Errand, Notice, NoticeContent, SignInStatus, State,
};
