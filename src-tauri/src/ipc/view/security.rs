//! How safe an account is, as the page sees it.

use account::{
    RemovalPreview, Security,
    forecast::{Loss, Outlook, Removal, Step},
    strength::{Action, Level, Merit, Weakness},
};
use serde::Serialize;
use specta::Type;

use super::factor::FactorKindView;
use crate::ipc::refusal::twin;

/// How safe an account is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct SecurityView {
    level: LevelView,
    /// What weakens it, the worst first, each with what helps.
    weaknesses: Vec<WeaknessView>,
    merits: Vec<MeritView>,
    /// What would remain after each loss that takes something away.
    forecasts: Vec<ForecastView>,
}

/// Something that weakens an account, and what helps.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct WeaknessView {
    weakness: WeaknessKindView,
    /// The loss that would lock the person out.
    loss: Option<LossView>,
    action: ActionView,
    /// The unfinished factor.
    factor: Option<String>,
}

/// What would remain after a loss.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct ForecastView {
    loss: LossView,
    remains: OutlookView,
}

/// How an account can be entered: by one of `inside`, or by one of `first` and then one of `second`.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct OutlookView {
    is_open: bool,
    inside: Vec<WayStepView>,
    first: Vec<WayStepView>,
    second: Vec<WayStepView>,
}

/// One step of a way in.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(
    tag = "step",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum WayStepView {
    Factor {
        id: String,
        kind: FactorKindView,
    },
    /// A mail to the verified address.
    Mailbox,
    /// A linked account elsewhere.
    OtherAccount,
}

/// What removing a factor would mean.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct RemovalView {
    removal: RemovalKindView,
    /// The only thing that would be left for the same step.
    leaves_only: Option<WayStepView>,
    remains: OutlookView,
}

/// Whether a factor may be removed.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum RemovalKindView {
    Free,
    LeavesOnly,
    LastSecondFactor,
    LastWayIn,
    NotAllowed,
    Unknown,
}

/// What weakens an account.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum WeaknessKindView {
    PasswordAlone,
    MessageAlone,
    OnlyMessages,
    LockedOutBy,
    NoPasskey,
    UnverifiedEmail,
    Unfinished,
}

/// What can get lost.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum LossView {
    Password,
    Phone,
    Computer,
    Mailbox,
    Paper,
    Factor,
}

/// What helps.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
enum ActionView {
    AddSecondFactor,
    AddAuthenticator,
    AddPasskey,
    CreateRecoveryCode,
    AddElsewhere,
    VerifyEmail,
    FinishOrDiscard,
}

twin! {
    /// How strong an account is.
    LevelView of Level { Unknown, Weak, Fair, Good, Strong }
}

twin! {
    /// What strengthens an account.
    MeritView of Merit { Passkey, SecondStep, RecoveryCode, Mailbox, SurvivesEveryLoss }
}

impl From<Security> for SecurityView {
    fn from(security: Security) -> Self {
        let weaknesses = security.strength.weaknesses.into_iter();
        let forecasts = security.forecasts.into_iter();

        Self {
            level: security.strength.level.into(),
            weaknesses: weaknesses
                .map(|(weakness, action)| WeaknessView::of(&weakness, &action))
                .collect(),
            merits: security
                .strength
                .merits
                .into_iter()
                .map(MeritView::from)
                .collect(),
            forecasts: forecasts
                .map(|(loss, outlook)| ForecastView {
                    loss: (&loss).into(),
                    remains: outlook.into(),
                })
                .collect(),
        }
    }
}

impl WeaknessView {
    fn of(weakness: &Weakness, action: &Action) -> Self {
        let (kind, loss, factor) = match weakness {
            Weakness::PasswordAlone => (WeaknessKindView::PasswordAlone, None, None),
            Weakness::MessageAlone => (WeaknessKindView::MessageAlone, None, None),
            Weakness::OnlyMessages => (WeaknessKindView::OnlyMessages, None, None),
            Weakness::LockedOutBy(loss) => (WeaknessKindView::LockedOutBy, Some(loss.into()), None),
            Weakness::NoPasskey => (WeaknessKindView::NoPasskey, None, None),
            Weakness::UnverifiedEmail => (WeaknessKindView::UnverifiedEmail, None, None),
            Weakness::Unfinished(id) => (WeaknessKindView::Unfinished, None, Some(id)),
        };

        Self {
            weakness: kind,
            loss,
            action: action.into(),
            factor: factor.map(|id| id.as_str().to_owned()),
        }
    }
}

impl From<&Action> for ActionView {
    fn from(action: &Action) -> Self {
        match action {
            Action::AddSecondFactor => Self::AddSecondFactor,
            Action::AddAuthenticator => Self::AddAuthenticator,
            Action::AddPasskey => Self::AddPasskey,
            Action::CreateRecoveryCode => Self::CreateRecoveryCode,
            Action::AddElsewhere => Self::AddElsewhere,
            Action::VerifyEmail => Self::VerifyEmail,
            Action::FinishOrDiscard(_) => Self::FinishOrDiscard,
        }
    }
}

impl From<&Loss> for LossView {
    fn from(loss: &Loss) -> Self {
        match loss {
            Loss::Password => Self::Password,
            Loss::Phone => Self::Phone,
            Loss::Computer => Self::Computer,
            Loss::Mailbox => Self::Mailbox,
            Loss::Paper => Self::Paper,
            Loss::Factor(_) => Self::Factor,
        }
    }
}

impl From<Outlook> for OutlookView {
    fn from(outlook: Outlook) -> Self {
        let steps = |steps: Vec<Step>| steps.into_iter().map(WayStepView::from).collect();

        Self {
            is_open: outlook.is_open(),
            inside: steps(outlook.inside),
            first: steps(outlook.first),
            second: steps(outlook.second),
        }
    }
}

impl From<Step> for WayStepView {
    fn from(step: Step) -> Self {
        match step {
            Step::Factor { id, kind } => Self::Factor {
                id: id.as_str().to_owned(),
                kind: (&kind).into(),
            },
            Step::Mailbox => Self::Mailbox,
            Step::OtherAccount => Self::OtherAccount,
        }
    }
}

impl From<RemovalPreview> for RemovalView {
    fn from(preview: RemovalPreview) -> Self {
        let (removal, leaves_only) = match preview.removal {
            Removal::Free => (RemovalKindView::Free, None),
            Removal::LeavesOnly(step) => (RemovalKindView::LeavesOnly, Some(step.into())),
            Removal::LastSecondFactor => (RemovalKindView::LastSecondFactor, None),
            Removal::LastWayIn => (RemovalKindView::LastWayIn, None),
            Removal::NotAllowed => (RemovalKindView::NotAllowed, None),
            Removal::Unknown => (RemovalKindView::Unknown, None),
        };

        Self {
            removal,
            leaves_only,
            remains: preview.remains.into(),
        }
    }
}
