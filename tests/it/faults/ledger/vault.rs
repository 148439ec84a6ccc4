//! VA: what a keychain may answer.

use super::{
    Line,
    Shown::{By, Elsewhere, Pending},
};

#[rustfmt::skip]
pub(super) fn lines() -> Vec<Line> {
    vec![
        ("VA01", By(&["a_closed_vault_is_told_before_the_browser_opens", "without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
        ("VA02", By(&["without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
        ("VA03", By(&["a_silent_keychain_does_not_freeze_the_window"])),
        ("VA04", Pending("nobody leaves a prompt open in a test")),
        ("VA05", Pending("nobody dismisses a prompt in a test")),
        ("VA06", By(&["a_vault_that_locks_during_a_session_leaves_it_in_memory"])),
        ("VA07", By(&["an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away"])),
        ("VA08", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA09", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA10", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA11", Pending("of two items neither is used: the keychain counts as damaged, and both stay")),
        ("VA12", By(&["what_another_process_saved_is_taken_instead_of_giving_up", "what_could_not_be_saved_does_not_replace_what_another_process_saved_since"])),
        ("VA13", By(&["an_item_too_big_for_any_keychain_is_refused_before_one_is_asked"])),
        ("VA14", By(&["secrets_go_to_the_keychain_as_bytes"])),
        ("VA15", Pending("no service in a test gives back something else than it took")),
        ("VA16", By(&["a_full_vault_keeps_the_session_and_saves_it_later"])),
        ("VA17", By(&["killed_while_the_keychain_takes_the_new_token", "a_keychain_that_ends_and_comes_back_is_found_again"])),
        ("VA18", By(&["a_call_that_nobody_waits_for_any_more_is_not_run", "what_could_not_be_saved_does_not_replace_what_another_process_saved_since"])),
        ("VA19", By(&["an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away", "no_file_holds_a_secret"])),
        ("VA20", Elsewhere("macOS")),
        ("VA21", By(&["no_name_in_the_vault_or_of_a_file_says_who_somebody_is"])),
        ("VA22", By(&["a_session_kept_until_exit_leaves_nothing_behind", "without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
    ]
}
