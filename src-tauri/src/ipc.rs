//! The contract with the page: every command, and every type that crosses.
//!
//! A command parses, calls one method of [`account::Accounts`] and maps the answer. Changes reach the page through
//! one channel that it opens with [`state::watch_state`]; the page may neither send nor hear events.

mod access_tokens;
mod accounts;
mod connected;
mod connections;
pub(crate) mod door;
mod error;
mod factors;
mod linked;
mod nhost_ways;
mod passkeys;
mod refusal;
mod secrets;
mod sessions;
mod settings;
mod sign_in;
mod state;
mod steps;
mod vault;
mod view;

use tauri::Wry;
use tauri_specta::{Builder, collect_commands};

/// Every command that the page can call.
pub(crate) fn contract() -> Builder<Wry> {
    Builder::new()
        .commands(collect_commands![
            state::watch_state,
            state::watch_screen,
            state::dismiss_notice,
            connections::probe_connection,
            connections::add_connection,
            connections::remove_connection,
            sign_in::start_sign_in,
            sign_in::open_browser_again,
            sign_in::sign_in_link,
            sign_in::cancel_sign_in,
            sign_in::paste_callback,
            sign_in::resume_sign_in,
            steps::sign_in_with_password,
            steps::sign_up_with_password,
            steps::send_sign_in_code,
            steps::confirm_sign_in_code,
            steps::challenge_second_factor,
            steps::confirm_second_factor,
            steps::start_device_sign_in,
            steps::request_password_reset,
            nhost_ways::sign_in_with_access_token,
            nhost_ways::sign_in_anonymously,
            nhost_ways::keep_account,
            nhost_ways::send_mail_link,
            nhost_ways::send_verification_mail,
            nhost_ways::paste_mail_link,
            nhost_ways::reset_password,
            accounts::sign_out,
            accounts::profile,
            accounts::refresh_profile,
            accounts::profile_picture,
            accounts::edit_profile,
            accounts::change_email,
            accounts::resend_verification,
            accounts::sign_out_everywhere,
            accounts::delete_account,
            sessions::sessions,
            sessions::refresh_sessions,
            sessions::end_session,
            sessions::end_other_sessions,
            access_tokens::access_tokens,
            access_tokens::refresh_access_tokens,
            access_tokens::create_access_token,
            access_tokens::revoke_access_token,
            linked::linked_accounts,
            linked::refresh_linked_accounts,
            linked::start_linking,
            linked::unlink_account,
            factors::factors,
            factors::refresh_factors,
            factors::factor,
            factors::rename_factor,
            factors::set_phone_way,
            factors::remove_factor,
            factors::factor_removal,
            factors::security,
            factors::judge_password,
            factors::start_enrolment,
            factors::start_replacement,
            factors::keep_replaced_factor,
            factors::confirm_enrolment,
            factors::discard_enrolment,
            passkeys::passkey_authenticators,
            passkeys::add_passkey,
            passkeys::forget_loose_passkey,
            passkeys::sign_in_with_passkey,
            passkeys::sign_up_with_passkey,
            passkeys::confirm_with_passkey,
            passkeys::answer_ceremony,
            passkeys::cancel_ceremony,
            passkeys::change_key_pin,
            passkeys::key_passkeys,
            passkeys::delete_key_passkey,
            passkeys::start_passkey_hand_off,
            secrets::copy_secret,
            secrets::open_authenticator,
            secrets::save_qr_code,
            secrets::save_recovery_code,
            secrets::check_picture,
            connected::connected_accounts,
            connected::refresh_connected_accounts,
            connected::connectable_accounts,
            connected::start_connecting,
            connected::disconnect_account,
            vault::check_vault,
            vault::unlock_vault,
            vault::cancel_unlock,
            settings::settings,
            settings::change_settings,
            settings::reset_app,
            settings::about,
        ])
        .disable_serde_phases()
}

#[cfg(test)]
mod tests;
