//! Generates what Tauri needs at compile time.

use tauri_build::{AppManifest, Attributes};

/// Every command of the app. Listed here, a command is closed to every window that no capability opens it to.
const COMMANDS: [&str; 46] = [
    "about",
    "add_connection",
    "cancel_sign_in",
    "challenge_second_factor",
    "change_settings",
    "check_vault",
    "confirm_enrolment",
    "confirm_second_factor",
    "confirm_sign_in_code",
    "connectable_accounts",
    "connected_accounts",
    "discard_enrolment",
    "disconnect_account",
    "dismiss_notice",
    "factor",
    "factor_removal",
    "factors",
    "judge_password",
    "open_browser_again",
    "paste_callback",
    "probe_connection",
    "profile",
    "profile_picture",
    "refresh_connected_accounts",
    "refresh_factors",
    "refresh_profile",
    "remove_connection",
    "remove_factor",
    "rename_factor",
    "request_password_reset",
    "reset_app",
    "resume_sign_in",
    "security",
    "send_sign_in_code",
    "set_phone_way",
    "settings",
    "sign_in_link",
    "sign_in_with_password",
    "sign_out",
    "sign_up_with_password",
    "start_connecting",
    "start_device_sign_in",
    "start_enrolment",
    "start_sign_in",
    "unlock_vault",
    "watch_state",
];

fn main() {
    let manifest = AppManifest::new().commands(&COMMANDS);
    if let Err(error) = tauri_build::try_build(Attributes::new().app_manifest(manifest)) {
        panic!("{error:#}");
    }
}
