//! Words for refusals, each with a sentence in the page's catalogue.

use account::ports::VaultError;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Makes the page's twin of an enum of [`account`]: the same variants, with a form on the wire.
macro_rules! twin {
    ($(#[$doc:meta])* $name:ident of $origin:path { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name {
            $($variant),*
        }

        impl From<$origin> for $name {
            fn from(origin: $origin) -> Self {
                use $origin as Origin;
                match origin {
                    $(Origin::$variant => Self::$variant),*
                }
            }
        }
    };
}

pub(super) use twin;

twin! {
    /// A documented refusal of the provider.
    Refusal of account::Refusal {
        WrongEmailOrPassword, EmailNotVerified, AccountDisabled, SignUpClosed, EmailTaken, PasswordTooShort,
        PasswordLeaked, AccessDenied, Blocked, TooManyAttempts, LoginRequired, Expired, WrongCode, NotApproved,
        NotRemovable, AlreadyAdded, NotOffered, PhoneNumberRefused, EmailRefused, PasswordRefused, AccountGone,
        AlreadyVerified, AuthenticatorActive, LastWayIn, NoPasskey, PasskeyRefused,
        PasskeyNotRegistered, AnonymousAccount, TokenRefused, LinkedElsewhere,
    }
}

twin! {
    /// Why a provider wants more proof.
    #[derive(Deserialize)]
    StepUpReason of account::StepUpReason {
        RecentSecondFactor, MissingPermission, Elevation,
    }
}

impl From<StepUpReason> for account::StepUpReason {
    fn from(reason: StepUpReason) -> Self {
        match reason {
            StepUpReason::RecentSecondFactor => Self::RecentSecondFactor,
            StepUpReason::MissingPermission => Self::MissingPermission,
            StepUpReason::Elevation => Self::Elevation,
        }
    }
}

twin! {
    /// Why a callback changed nothing.
    CallbackProblem of account::CallbackProblem {
        NotAnAddress, NotOurs, TooLarge, BadEncoding, RepeatedParameter, NoState, NoCode, TokenInAddress,
        NothingPending, UnknownState, Expired, UnknownConnection, WrongIssuer,
    }
}

twin! {
    /// The rule that a typed value breaks.
    InvalidReason of account::InvalidReason {
        Empty, TooLong, NotADomain, NotAUrl, NotHttps, NotAnEmail, NotAPhoneNumber, HasPath, HasUserInfo, AlreadyExists,
        UnknownProvider, BadCharacters, NotOffered, InThePast, DoesNotMatch, OtherLink, OtherDomain,
    }
}

twin! {
    /// Why the vault is closed.
    VaultProblem of VaultError {
        Unavailable, Locked, Waiting, Silent, Denied, Full, Corrupt, TooBig, Failed,
    }
}

twin! {
    /// Why a feature is not carried.
    NoneReason of account::NoneReason {
        NotOffered, NotPermitted, NotConfigured, OneOnly,
        CustomDomainMissing, GrantMissing,
    }
}

twin! {
    /// Why a session ended.
    EndedReason of account::EndedReason {
        Rejected, RotationLost, ItemMissing, ItemCorrupt, NotRenewable, WrongIdentity, DpopKeyMissing, DpopKeyMismatch, DpopNotConfigured,
    }
}
