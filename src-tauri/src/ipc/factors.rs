//! Commands about the ways in which a person can prove who they are.

use account::{AccountId, Accounts, FactorId, OneTimeCode, Password};
use tauri::State;

use super::{
    error::CommandError,
    view::{
        ConfirmationView, EnrolmentView, FactorView, FactorsView, NewFactorRequest,
        PasswordRuleView, PhoneWayView, ProofRequest, RemovalView, SecurityView,
    },
};

/// The last known factors at once; a list that is old is read anew behind it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<FactorsView, CommandError> {
    let reading = accounts.factors(&AccountId::from_page(account)).await?;

    Ok(FactorsView::from(reading))
}

/// The factors, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn refresh_factors(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<FactorsView, CommandError> {
    let account = AccountId::from_page(account);
    let reading = accounts.refresh_factors(&account).await?;

    Ok(FactorsView::from(reading))
}

/// One factor, read anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factor(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
) -> Result<FactorView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let factor = accounts.factor(&account, &factor).await?;

    Ok(FactorView::from(factor))
}

/// Gives a factor another name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn rename_factor(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    name: String,
) -> Result<FactorsView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let reading = accounts.rename_factor(&account, &factor, &name).await?;

    Ok(FactorsView::from(reading))
}

/// Chooses how a phone is told its code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_phone_way(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    way: PhoneWayView,
) -> Result<FactorsView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let reading = accounts
        .set_phone_way(&account, &factor, way.into())
        .await?;

    Ok(FactorsView::from(reading))
}

/// Removes a factor, with a code that it shows where its removal wants one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_factor(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    code: Option<String>,
) -> Result<FactorsView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let code = code.map(OneTimeCode::new);
    let reading = accounts
        .remove_factor(&account, &factor, code.as_ref())
        .await?;

    Ok(FactorsView::from(reading))
}

/// What removing a factor would mean. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factor_removal(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
) -> Result<RemovalView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));

    Ok(RemovalView::from(accounts.removal(&account, &factor)?))
}

/// How safe an account is, and what would remain after a loss. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn security(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<SecurityView, CommandError> {
    let security = accounts.security(&AccountId::from_page(account))?;

    Ok(SecurityView::from(security))
}

/// Says of every rule for a new password whether this one keeps it. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn judge_password(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    password: String,
) -> Result<Vec<PasswordRuleView>, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let password = Password::new(password);
    let judged = accounts.judge_password(&account, &factor, &password)?;

    Ok(judged.into_iter().map(PasswordRuleView::from).collect())
}

/// Begins to add a factor.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_enrolment(
    accounts: State<'_, Accounts>,
    account: String,
    factor: NewFactorRequest,
) -> Result<EnrolmentView, CommandError> {
    let account = AccountId::from_page(account);
    let enrolment = accounts.start_enrolment(&account, &factor.into()).await?;

    Ok(EnrolmentView::from(enrolment))
}

/// Begins to add a factor in the place of another one, which stays until the new one counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_replacement(
    accounts: State<'_, Accounts>,
    account: String,
    factor: NewFactorRequest,
    instead: String,
) -> Result<EnrolmentView, CommandError> {
    let (account, instead) = (AccountId::from_page(account), FactorId::new(instead));
    let enrolment = accounts
        .start_replacement(&account, &factor.into(), &instead)
        .await?;

    Ok(EnrolmentView::from(enrolment))
}

/// Lets a factor stay beside the one that was to take its place. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keep_replaced_factor(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
) -> Result<FactorsView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));

    Ok(FactorsView::from(
        accounts.keep_replaced(&account, &factor)?,
    ))
}

/// Finishes what was begun. A wrong code leaves it as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_enrolment(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
    proof: ProofRequest,
) -> Result<ConfirmationView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let confirmation = accounts
        .confirm_enrolment(&account, &factor, &proof.into())
        .await?;

    Ok(ConfirmationView::from(confirmation))
}

/// Gives up what was begun, at the provider too.
#[tauri::command]
#[specta::specta]
pub(crate) async fn discard_enrolment(
    accounts: State<'_, Accounts>,
    account: String,
    factor: String,
) -> Result<FactorsView, CommandError> {
    let (account, factor) = (AccountId::from_page(account), FactorId::new(factor));
    let reading = accounts.discard_enrolment(&account, &factor).await?;

    Ok(FactorsView::from(reading))
}
