//! Generates what Tauri needs at compile time.

use tauri_build::{AppManifest, Attributes};

/// Every command of the app. Listed here, a command is closed to every window that no capability opens it to.
const COMMANDS: [&str; 59] = [
    "about",
    "access_tokens",
    "add_connection",
    "cancel_sign_in",
    "challenge_second_factor",
    "change_email",
    "change_settings",
    "check_vault",
    "confirm_enrolment",
    "confirm_second_factor",
    "confirm_sign_in_code",
    "connectable_accounts",
    "connected_accounts",
    "create_access_token",
    "delete_account",
    "discard_enrolment",
    "disconnect_account",
    "dismiss_notice",
    "edit_profile",
    "end_other_sessions",
    "end_session",
    "factor",
    "factors",
    "linked_accounts",
    "open_browser_again",
    "paste_callback",
    "probe_connection",
    "profile",
    "profile_picture",
    "refresh_access_tokens",
    "refresh_connected_accounts",
    "refresh_factors",
    "refresh_linked_accounts",
    "refresh_profile",
    "refresh_sessions",
    "remove_connection",
    "remove_factor",
    "rename_factor",
    "request_password_reset",
    "resend_verification",
    "reset_app",
    "resume_sign_in",
    "revoke_access_token",
    "send_sign_in_code",
    "sessions",
    "set_phone_way",
    "settings",
    "sign_in_link",
    "sign_in_with_password",
    "sign_out",
    "sign_out_everywhere",
    "sign_up_with_password",
    "start_connecting",
    "start_device_sign_in",
    "start_enrolment",
    "start_sign_in",
    "unlink_account",
    "unlock_vault",
    "watch_state",
];

fn main() {
    let manifest = AppManifest::new().commands(&COMMANDS);
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(manifest)) {
        panic!("{error:#}");
    }
}
