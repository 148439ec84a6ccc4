//! Ceremonies with authenticators, and what security keys hold, as the page sees and asks for it.

use account::{HeldPasskey, qr::QrCode};
use passkey::{
    Account, AuthenticatorKind, Availability, Event, NewPinReason, PhoneStep, Pin, PinReason,
    StoredPasskey,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{
    ceremony::{self, Answer},
    ipc::refusal::twin,
};

/// The kinds of authenticators that this computer has.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct AuthenticatorsView {
    /// The most convenient first.
    authenticators: Vec<AuthenticatorView>,
    /// PIN and passkeys of security keys can be looked after here.
    manages_keys: bool,
}

/// A kind of authenticator and why it cannot be used now, if it cannot.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct AuthenticatorView {
    kind: AuthenticatorKindView,
    problem: Option<AuthenticatorProblemView>,
}

/// A kind of authenticator.
#[derive(Clone, Copy, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum AuthenticatorKindView {
    /// The operating system's own passkeys.
    System,
    /// A security key: USB, or a card on a reader.
    SecurityKey,
    /// A phone that scans a code.
    Phone,
}

/// Why a kind of authenticator cannot be used now.
#[derive(Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum AuthenticatorProblemView {
    NoSystemSupport,
    /// The system's passkeys work only for the domains that the app was signed for.
    NotThisDomain,
    NoBluetooth,
}

/// Asks for a new passkey.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct NewPasskeyRequest {
    pub(in crate::ipc) authenticator: AuthenticatorKindView,
    /// Given to it where the provider has names for passkeys.
    pub(in crate::ipc) name: Option<String>,
}

/// Asks for a sign-in with a passkey.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct PasskeySignInRequest {
    pub(in crate::ipc) authenticator: AuthenticatorKindView,
    /// Whose passkey is to answer; without it any may.
    pub(in crate::ipc) email: Option<String>,
}

/// Asks for a new account with a passkey.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct PasskeySignUpRequest {
    pub(in crate::ipc) authenticator: AuthenticatorKindView,
    pub(in crate::ipc) email: String,
    pub(in crate::ipc) display_name: Option<String>,
}

/// One step of a ceremony that the person has to see.
#[derive(Serialize, Type)]
#[serde(
    tag = "event",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(in crate::ipc) enum CeremonyEventView {
    /// No key is connected yet.
    InsertKey,
    /// Several keys blink: touching one chooses it.
    SelectDevice { names: Vec<String> },
    /// The key waits to be touched.
    Touch { device: String },
    /// The key wants its PIN.
    EnterPin {
        device: String,
        reason: PinReasonView,
        /// How many wrong PINs it still takes, where it tells.
        attempts_left: Option<u32>,
    },
    /// The key wants a new PIN.
    ChoosePin {
        device: String,
        reason: NewPinReasonView,
        /// The fewest characters it takes.
        min_length: u32,
    },
    /// A fingerprint was not recognised.
    VerifyAgain { attempts_left: Option<u32> },
    /// There are passkeys of several people.
    SelectAccount { accounts: Vec<CeremonyAccountView> },
    /// A code for the phone's camera; an SVG document.
    ShowQr { qr_svg: String },
    /// How far the connection to the phone is.
    Phone { step: PhoneStepView },
    /// The system has its own dialog up.
    SystemDialog,
}

/// Whose passkey it is, in words that somebody else may have chosen.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct CeremonyAccountView {
    name: Option<String>,
    display_name: Option<String>,
}

twin! {
    /// Why a key asks for its PIN.
    PinReasonView of PinReason { Requested, KeyRequires, VerificationBlocked, Wrong, Current }
}

twin! {
    /// Why a key asks for a new PIN.
    NewPinReasonView of NewPinReason { NotSet, Change, ChangeRequired, TooShort, TooLong, AgainstPolicy }
}

twin! {
    /// How far the connection to a phone is.
    PhoneStepView of PhoneStep { Looking, Connecting, Authenticating, Connected }
}

/// What a person answers.
#[derive(Deserialize, Type)]
#[serde(tag = "answer", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::ipc) enum CeremonyAnswerRequest {
    Pin {
        pin: String,
    },
    /// The place in the list, from 0.
    Account {
        place: u32,
    },
}

/// A passkey on a security key.
#[derive(Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct KeyPasskeyView {
    id: String,
    user_name: Option<String>,
    display_name: Option<String>,
    /// The factor that it is, where the provider tells.
    factor: Option<String>,
    /// The provider does not know it: it opens nothing any more.
    is_orphan: bool,
}

impl AuthenticatorsView {
    pub(in crate::ipc) fn of(
        available: Vec<(AuthenticatorKind, Availability)>,
        manages_keys: bool,
    ) -> Self {
        let view = |(kind, availability)| {
            Some(AuthenticatorView {
                kind: AuthenticatorKindView::of(kind)?,
                problem: problem(availability),
            })
        };

        Self {
            authenticators: available.into_iter().filter_map(view).collect(),
            manages_keys,
        }
    }
}

impl AuthenticatorKindView {
    fn of(kind: AuthenticatorKind) -> Option<Self> {
        match kind {
            AuthenticatorKind::System => Some(Self::System),
            AuthenticatorKind::SecurityKey => Some(Self::SecurityKey),
            AuthenticatorKind::Phone => Some(Self::Phone),
            // None is offered, and the page has no word for it.
            AuthenticatorKind::ThisComputer | _ => None,
        }
    }
}

impl From<AuthenticatorKindView> for AuthenticatorKind {
    fn from(kind: AuthenticatorKindView) -> Self {
        match kind {
            AuthenticatorKindView::System => Self::System,
            AuthenticatorKindView::SecurityKey => Self::SecurityKey,
            AuthenticatorKindView::Phone => Self::Phone,
        }
    }
}

fn problem(availability: Availability) -> Option<AuthenticatorProblemView> {
    match availability {
        Availability::Usable => None,
        Availability::NotThisDomain => Some(AuthenticatorProblemView::NotThisDomain),
        Availability::NoBluetooth => Some(AuthenticatorProblemView::NoBluetooth),
        Availability::NoSystemSupport | _ => Some(AuthenticatorProblemView::NoSystemSupport),
    }
}

impl From<&Event> for CeremonyEventView {
    fn from(event: &Event) -> Self {
        match event {
            Event::InsertKey => Self::InsertKey,
            Event::SelectDevice { names } => Self::SelectDevice {
                names: names.clone(),
            },
            Event::Touch { device } => Self::Touch {
                device: device.clone(),
            },
            Event::EnterPin {
                device,
                reason,
                attempts_left,
                ..
            } => Self::EnterPin {
                device: device.clone(),
                reason: (*reason).into(),
                attempts_left: *attempts_left,
            },
            Event::ChoosePin {
                device,
                reason,
                min_length,
                ..
            } => Self::ChoosePin {
                device: device.clone(),
                reason: (*reason).into(),
                min_length: *min_length,
            },
            Event::VerifyAgain { attempts_left } => Self::VerifyAgain {
                attempts_left: *attempts_left,
            },
            Event::SelectAccount { accounts, .. } => Self::SelectAccount {
                accounts: accounts.iter().map(Into::into).collect(),
            },
            Event::ShowQr { code } => Self::ShowQr {
                // A code is a tenth of what fits.
                qr_svg: QrCode::of(code).map_or(String::new(), |qr| qr.svg()),
            },
            Event::Phone(step) => Self::Phone {
                step: (*step).into(),
            },
            Event::SystemDialog | _ => Self::SystemDialog,
        }
    }
}

impl From<&Account> for CeremonyAccountView {
    fn from(account: &Account) -> Self {
        Self {
            name: account.name.clone(),
            display_name: account.display_name.clone(),
        }
    }
}

impl From<CeremonyAnswerRequest> for Answer {
    fn from(request: CeremonyAnswerRequest) -> Self {
        match request {
            CeremonyAnswerRequest::Pin { pin } => Self::Pin(Pin::new(pin)),
            CeremonyAnswerRequest::Account { place } => {
                // Where a place is not even a number of this machine, there is no such account.
                Self::Account(usize::try_from(place).unwrap_or(usize::MAX))
            }
        }
    }
}

impl KeyPasskeyView {
    /// Nothing for a passkey of another account.
    pub(in crate::ipc) fn of(passkey: &StoredPasskey, held: HeldPasskey) -> Option<Self> {
        let (factor, is_orphan) = match held {
            HeldPasskey::Factor(factor) => (Some(factor.as_str().to_owned()), false),
            HeldPasskey::Untold => (None, false),
            HeldPasskey::Orphan => (None, true),
            HeldPasskey::OtherAccount => return None,
        };

        Some(Self {
            id: ceremony::credential_id(passkey),
            user_name: passkey.user_name().map(str::to_owned),
            display_name: passkey.user_display_name().map(str::to_owned),
            factor,
            is_orphan,
        })
    }
}
