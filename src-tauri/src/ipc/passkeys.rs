//! Commands about passkeys: each asks the provider, lets an authenticator answer, and hands that on.

use account::{AccountId, Accounts, ConnectionId, KeyEntry};
use tauri::{State, ipc::Channel};

use super::{
    error::CommandError,
    view::{
        AuthenticatorKindView, AuthenticatorsView, CeremonyAnswerRequest, CeremonyEventView,
        FactorsView, KeyPasskeyView, NewPasskeyRequest, PasskeySignInRequest, PasskeySignUpRequest,
        SignInHereRequest, StepView,
    },
};
use crate::ceremony::{self, Ceremonies, Ceremony};

/// Every kind of authenticator that this computer has, the most convenient first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn passkey_authenticators(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    connection: String,
) -> Result<AuthenticatorsView, CommandError> {
    let domain = accounts.passkey_domain(&ConnectionId::parse(&connection)?)?;
    let available = ceremonies.available(&domain).await?;

    Ok(AuthenticatorsView::of(available, ceremonies.manages_keys()))
}

/// Adds a passkey to an account; answers the factors with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_passkey(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    account: String,
    passkey: NewPasskeyRequest,
    events: Channel<CeremonyEventView>,
) -> Result<FactorsView, CommandError> {
    let (account, ceremony) = (AccountId::from_page(account), begin(&ceremonies, events)?);
    let name = passkey.name.as_deref();
    let request = accounts.start_adding_passkey(&account, name).await?;
    let made = ceremony.create(passkey.authenticator.into(), request).await;
    if made.as_ref().is_err_and(ceremony::made_nothing) {
        accounts.give_up_adding_passkey(&account)?;
    }
    let reading = accounts.finish_adding_passkey(&account, made?).await?;

    Ok(FactorsView::from(reading))
}

/// Takes the note away that an authenticator may hold a passkey which was never added.
#[tauri::command]
#[specta::specta]
pub(crate) fn forget_loose_passkey(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<FactorsView, CommandError> {
    let reading = accounts.forget_loose_passkey(&AccountId::from_page(account))?;

    Ok(FactorsView::from(reading))
}

/// Signs in with a passkey.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_with_passkey(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    request: SignInHereRequest,
    passkey: PasskeySignInRequest,
    events: Channel<CeremonyEventView>,
) -> Result<StepView, CommandError> {
    let ceremony = begin(&ceremonies, events)?;
    let here = account::SignInHere::try_from(request)?;
    let (connection, email) = (here.connection.clone(), passkey.email.as_deref());
    let request = accounts.start_passkey_sign_in(here, email).await?;
    let answer = ceremony.get(passkey.authenticator.into(), request).await?;

    Ok(accounts.finish_passkey(&connection, answer).await?.into())
}

/// Creates an account with a passkey.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_up_with_passkey(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    request: SignInHereRequest,
    passkey: PasskeySignUpRequest,
    events: Channel<CeremonyEventView>,
) -> Result<StepView, CommandError> {
    let ceremony = begin(&ceremonies, events)?;
    let here = account::SignInHere::try_from(request)?;
    let (connection, name) = (here.connection.clone(), passkey.display_name.as_deref());
    let started = accounts.start_passkey_sign_up(here, &passkey.email, name);
    let answer = ceremony.create(passkey.authenticator.into(), started.await?);
    let step = accounts.finish_passkey(&connection, answer.await?).await?;

    Ok(StepView::from(step))
}

/// Proves with a passkey who is there, for a provider that wants that before it does something.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_with_passkey(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    account: String,
    authenticator: AuthenticatorKindView,
    events: Channel<CeremonyEventView>,
) -> Result<(), CommandError> {
    let (account, ceremony) = (AccountId::from_page(account), begin(&ceremonies, events)?);
    let request = accounts.start_elevation(&account).await?;
    let answer = ceremony.confirm(authenticator.into(), request).await?;
    accounts.finish_elevation(&account, answer).await?;

    Ok(())
}

/// Answers what the authenticator asked last.
#[tauri::command]
#[specta::specta]
pub(crate) fn answer_ceremony(
    ceremonies: State<'_, Ceremonies>,
    answer: CeremonyAnswerRequest,
) -> Result<(), CommandError> {
    let answered = ceremonies.answer(answer.into());

    answered.map_err(|ceremony::NotAsked| account::Error::NotFound.into())
}

/// Stops the ceremony that runs.
#[tauri::command]
#[specta::specta]
pub(crate) fn cancel_ceremony(ceremonies: State<'_, Ceremonies>) {
    ceremonies.cancel();
}

/// Sets the PIN of a security key, or another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_key_pin(
    ceremonies: State<'_, Ceremonies>,
    events: Channel<CeremonyEventView>,
) -> Result<(), CommandError> {
    begin(&ceremonies, events)?.change_pin().await?;

    Ok(())
}

/// The passkeys for this account's provider on a security key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn key_passkeys(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    account: String,
    events: Channel<CeremonyEventView>,
) -> Result<Vec<KeyPasskeyView>, CommandError> {
    let (account, ceremony) = (AccountId::from_page(account), begin(&ceremonies, events)?);
    let domain = accounts.passkey_domain_of(&account)?;
    let stored = ceremony.list(&domain).await?;
    ceremonies.remember(&account, stored);

    shown(&accounts, &ceremonies, &account).await
}

/// Deletes one of the listed passkeys from the key; answers the others. What the provider knows stays as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_key_passkey(
    accounts: State<'_, Accounts>,
    ceremonies: State<'_, Ceremonies>,
    account: String,
    passkey: String,
    events: Channel<CeremonyEventView>,
) -> Result<Vec<KeyPasskeyView>, CommandError> {
    let (account, ceremony) = (AccountId::from_page(account), begin(&ceremonies, events)?);
    let (wanted, others): (Vec<_>, Vec<_>) = ceremonies
        .remembered(&account)
        .into_iter()
        .partition(|it| ceremony::credential_id(it) == passkey);
    let wanted = wanted.first().ok_or(account::Error::NotFound)?;
    ceremony.delete(wanted).await?;
    ceremonies.remember(&account, others);

    shown(&accounts, &ceremonies, &account).await
}

/// Opens the provider's own page in the system browser; the account's factors are read anew afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_passkey_hand_off(
    accounts: State<'_, Accounts>,
    account: String,
) -> Result<(), CommandError> {
    let account = AccountId::from_page(account);
    accounts.start_passkey_hand_off(&account).await?;

    Ok(())
}

fn begin<'a>(
    ceremonies: &'a Ceremonies,
    events: Channel<CeremonyEventView>,
) -> Result<Ceremony<'a>, CommandError> {
    let begun = ceremonies.begin(move |event: CeremonyEventView| events.send(event).is_ok())?;

    Ok(begun)
}

/// What a key was found to hold for this account, with what the provider knows of it. Those of other accounts are
/// nobody's business here.
async fn shown(
    accounts: &Accounts,
    ceremonies: &Ceremonies,
    account: &AccountId,
) -> Result<Vec<KeyPasskeyView>, CommandError> {
    let stored = ceremonies.remembered(account);
    let entries: Vec<KeyEntry> = stored.iter().map(ceremony::entry).collect();
    let held = accounts.held_passkeys(account, &entries).await?;
    let told = stored.iter().zip(held);

    Ok(told
        .filter_map(|(passkey, held)| KeyPasskeyView::of(passkey, held))
        .collect())
}
