//! Commands about signing in inside the app, step by step.

use account::{Accounts, ConnectionId, Intent};
use tauri::State;

use super::{
    error::CommandError,
    view::{
        CodeWayRequest, DevicePromptView, PasswordSignInRequest, PasswordSignUpRequest,
        SecondFactorChallengeView, SignInHereRequest, StepView, one_time_code,
    },
};

/// Signs in with e-mail and password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in_with_password(
    accounts: State<'_, Accounts>,
    request: PasswordSignInRequest,
) -> Result<StepView, CommandError> {
    let step = accounts.sign_in_with_password(request.try_into()?).await?;

    Ok(StepView::from(step))
}

/// Creates an account with e-mail and password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_up_with_password(
    accounts: State<'_, Accounts>,
    request: PasswordSignUpRequest,
) -> Result<StepView, CommandError> {
    let step = accounts.sign_up_with_password(request.try_into()?).await?;

    Ok(StepView::from(step))
}

/// Sends a code to sign in with, to an e-mail address or a phone number. The same call sends another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_sign_in_code(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
    way: CodeWayRequest,
    to: String,
    sign_up: bool,
) -> Result<StepView, CommandError> {
    let step = accounts
        .send_code(request.try_into()?, way.into(), &to, intent(sign_up))
        .await?;

    Ok(StepView::from(step))
}

/// What a code or a link is asked for.
pub(super) fn intent(sign_up: bool) -> Intent {
    match sign_up {
        true => Intent::SignUp,
        false => Intent::SignIn,
    }
}

/// Takes the code that was sent. A wrong one can be tried again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_sign_in_code(
    accounts: State<'_, Accounts>,
    connection: String,
    code: String,
) -> Result<StepView, CommandError> {
    let (connection, code) = (ConnectionId::parse(&connection)?, one_time_code(code));
    let step = accounts.confirm_code(&connection, &code).await?;

    Ok(StepView::from(step))
}

/// Asks for one of the second factors that were listed; a code is sent where it is one that sends codes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn challenge_second_factor(
    accounts: State<'_, Accounts>,
    connection: String,
    factor: String,
) -> Result<SecondFactorChallengeView, CommandError> {
    let challenge = accounts
        .challenge_second_factor(&ConnectionId::parse(&connection)?, &factor)
        .await?;

    Ok(SecondFactorChallengeView::from(challenge))
}

/// Takes the code that was typed or, without it, asks whether the person has approved elsewhere.
#[tauri::command]
#[specta::specta]
pub(crate) async fn confirm_second_factor(
    accounts: State<'_, Accounts>,
    connection: String,
    code: Option<String>,
) -> Result<StepView, CommandError> {
    let (connection, code) = (ConnectionId::parse(&connection)?, code.map(one_time_code));
    let step = accounts
        .confirm_second_factor(&connection, code.as_ref())
        .await?;

    Ok(StepView::from(step))
}

/// Asks for a code to sign in with on another device. How far that is tells the state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start_device_sign_in(
    accounts: State<'_, Accounts>,
    request: SignInHereRequest,
) -> Result<DevicePromptView, CommandError> {
    let prompt = accounts.start_device_sign_in(request.try_into()?).await?;

    Ok(DevicePromptView::from(&prompt))
}

/// Asks for a mail with a link to choose a new password. It looks the same when nobody has this address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn request_password_reset(
    accounts: State<'_, Accounts>,
    connection: String,
    email: String,
) -> Result<(), CommandError> {
    accounts
        .request_password_reset(&ConnectionId::parse(&connection)?, &email)
        .await?;

    Ok(())
}
