//! Factors, as the page sees them.

use account::{
    Factor, FactorDetail, FactorKind, FactorsReading, Offer, PhoneWay, Replacement, Unseen,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::connection::TierView;
use crate::ipc::{error::CommandError, refusal::NoneReason};

/// The factors of an account and how fresh they are.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct FactorsView {
    /// The oldest first.
    factors: Vec<FactorView>,
    /// What can be added, and how; empty when nobody could tell yet.
    offers: Vec<OfferView>,
    /// Kinds of which there may be more than the list shows.
    unseen: Vec<UnseenView>,
    /// Factors that are about to be replaced.
    replacements: Vec<ReplacementView>,
    /// An authenticator may hold a passkey that was never added.
    loose_passkey: bool,
    /// When the provider told them, in seconds since 1970.
    as_of_secs: u32,
    /// Why they could not be read anew, if they could not.
    error: Option<CommandError>,
}

/// A factor that is to take the place of another one.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct ReplacementView {
    /// To be removed as soon as the new one counts.
    old: String,
    /// The new one, finished or not.
    new: String,
}

/// One way in which a person can prove who they are.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct FactorView {
    id: String,
    kind: FactorKindView,
    /// The provider's word for a kind that this version does not know.
    other_kind: Option<String>,
    /// The person's own name for it.
    name: Option<String>,
    detail: FactorDetailView,
    /// Seconds since 1970.
    created_secs: Option<u32>,
    /// Seconds since 1970.
    last_used_secs: Option<u32>,
    is_primary: bool,
    is_secondary: bool,
    is_confirmed: bool,
    can_rename: bool,
    can_remove: bool,
    /// Removing it takes a code that it shows.
    removal_wants_code: bool,
}

/// What a factor is.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum FactorKindView {
    Password,
    Passkey,
    /// A security key or a built-in authenticator that is no passkey.
    SecurityKey,
    /// An authenticator app.
    Totp,
    Phone,
    Email,
    /// The provider's own app.
    Push,
    RecoveryCode,
    /// To show under the provider's own word, and nothing else.
    Other,
}

/// What there is to know about a factor besides its kind.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "detail",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum FactorDetailView {
    None,
    Password {
        /// Seconds since 1970.
        changed_secs: Option<u32>,
    },
    /// The number, perhaps with stars in it.
    Phone {
        number: String,
        way: Option<PhoneWayView>,
    },
    /// The address, perhaps with stars in it.
    Email {
        address: String,
    },
    Passkey {
        /// Kept in step over several devices; null where the provider does not tell.
        is_synced: Option<bool>,
        /// The model of the authenticator, as a UUID.
        aaguid: Option<String>,
        /// What it is kept in, such as a password manager, by its own word.
        maker: Option<String>,
        /// In the words of WebAuthn.
        transports: Vec<String>,
        /// The browser or app that added it.
        added_by: Option<String>,
        relying_party_id: Option<String>,
    },
}

/// A kind of factor and how it can be added.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct OfferView {
    kind: FactorKindView,
    tier: TierView,
}

/// A kind of factor that the provider does not show: there may be some, or none.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct UnseenView {
    kind: FactorKindView,
    reason: NoneReason,
}

/// How a phone is told its code.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub(in crate::ipc) enum PhoneWayView {
    Sms,
    Voice,
}

impl From<FactorsReading> for FactorsView {
    fn from(reading: FactorsReading) -> Self {
        Self {
            factors: reading.factors.into_iter().map(FactorView::from).collect(),
            offers: reading.offers.into_iter().map(OfferView::from).collect(),
            unseen: reading.unseen.into_iter().map(UnseenView::from).collect(),
            replacements: reading.replacements.into_iter().map(Into::into).collect(),
            loose_passkey: reading.loose_passkey,
            as_of_secs: reading.as_of_secs,
            error: reading.error.map(CommandError::from),
        }
    }
}

impl From<Factor> for FactorView {
    fn from(factor: Factor) -> Self {
        Self {
            id: factor.id.as_str().to_owned(),
            kind: (&factor.kind).into(),
            other_kind: factor.kind.unknown_word().map(str::to_owned),
            name: factor.name,
            detail: factor.detail.into(),
            created_secs: factor.created_secs,
            last_used_secs: factor.last_used_secs,
            is_primary: factor.is_primary,
            is_secondary: factor.is_secondary,
            is_confirmed: factor.is_confirmed,
            can_rename: factor.can_rename,
            can_remove: factor.can_remove,
            removal_wants_code: factor.removal_wants_code,
        }
    }
}

impl From<&FactorKind> for FactorKindView {
    fn from(kind: &FactorKind) -> Self {
        match kind {
            FactorKind::Password => Self::Password,
            FactorKind::Passkey => Self::Passkey,
            FactorKind::SecurityKey => Self::SecurityKey,
            FactorKind::Totp => Self::Totp,
            FactorKind::Phone => Self::Phone,
            FactorKind::Email => Self::Email,
            FactorKind::Push => Self::Push,
            FactorKind::RecoveryCode => Self::RecoveryCode,
            FactorKind::Other(_) => Self::Other,
        }
    }
}

impl From<FactorDetail> for FactorDetailView {
    fn from(detail: FactorDetail) -> Self {
        match detail {
            FactorDetail::None => Self::None,
            FactorDetail::Password { changed_secs } => Self::Password { changed_secs },
            FactorDetail::Phone { number, way } => Self::Phone {
                number,
                way: way.map(PhoneWayView::from),
            },
            FactorDetail::Email(address) => Self::Email { address },
            FactorDetail::Passkey(passkey) => Self::Passkey {
                is_synced: passkey.is_synced,
                maker: passkey.maker().map(str::to_owned),
                aaguid: passkey.aaguid,
                transports: passkey.transports,
                added_by: passkey.added_by,
                relying_party_id: passkey.relying_party_id,
            },
        }
    }
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        Self {
            kind: (&offer.kind).into(),
            tier: offer.tier.into(),
        }
    }
}

impl From<Unseen> for UnseenView {
    fn from(unseen: Unseen) -> Self {
        Self {
            kind: (&unseen.kind).into(),
            reason: unseen.reason.into(),
        }
    }
}

impl From<PhoneWay> for PhoneWayView {
    fn from(way: PhoneWay) -> Self {
        match way {
            PhoneWay::Sms => Self::Sms,
            PhoneWay::Voice => Self::Voice,
        }
    }
}

impl From<PhoneWayView> for PhoneWay {
    fn from(way: PhoneWayView) -> Self {
        match way {
            PhoneWayView::Sms => Self::Sms,
            PhoneWayView::Voice => Self::Voice,
        }
    }
}

impl From<Replacement> for ReplacementView {
    fn from(replacement: Replacement) -> Self {
        Self {
            old: replacement.old.as_str().to_owned(),
            new: replacement.new.as_str().to_owned(),
        }
    }
}
