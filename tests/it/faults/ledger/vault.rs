//! VA: what a keychain may answer.

use super::{
    Line,
    Shown::{By, Elsewhere},
};

const UNANSWERED: &str =
    "a_question_that_nobody_answers_is_said_and_taken_back_and_one_that_is_closed_is_not_repeated";

#[rustfmt::skip]
pub(super) fn lines() -> Vec<Line> {
    vec![
        ("VA01", By(&["a_closed_vault_is_told_before_the_browser_opens", "without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
        ("VA02", By(&["without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
        ("VA03", By(&["a_silent_keychain_does_not_freeze_the_window"])),
        ("VA04", By(&["a_question_that_nobody_answers_is_told_and_can_be_taken_back", UNANSWERED, "a_question_that_nobody_answers_ends_after_two_minutes"])),
        ("VA05", By(&["a_dismissed_question_is_not_asked_again_by_itself", UNANSWERED])),
        ("VA06", By(&["a_vault_that_locks_during_a_session_leaves_it_in_memory"])),
        ("VA07", By(&["an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away"])),
        ("VA08", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA09", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA10", By(&["an_item_that_is_no_session_of_this_account_is_left_as_it_is"])),
        ("VA11", By(&["of_two_items_in_two_collections_the_newer_is_used_and_then_it_is_the_only_one", "of_two_items_the_newer_is_used_and_the_other_goes_once_it_is_saved"])),
        ("VA12", By(&["what_another_process_saved_is_taken_instead_of_giving_up", "what_could_not_be_saved_does_not_replace_what_another_process_saved_since"])),
        ("VA13", By(&["an_item_too_big_for_any_keychain_is_refused_before_one_is_asked"])),
        ("VA14", By(&["secrets_go_to_the_keychain_as_bytes"])),
        ("VA15", By(&["a_keychain_that_keeps_something_else_than_it_was_given_has_the_old_item_again"])),
        ("VA16", By(&["a_full_vault_keeps_the_session_and_saves_it_later"])),
        ("VA17", By(&["killed_while_the_keychain_takes_the_new_token", "a_keychain_that_ends_and_comes_back_is_found_again"])),
        ("VA18", By(&["a_call_that_nobody_waits_for_any_more_is_not_run", "what_could_not_be_saved_does_not_replace_what_another_process_saved_since"])),
        ("VA19", By(&["another_keychain_in_the_place_of_the_first_costs_a_sign_in_and_puts_nothing_into_a_file", "an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away", "no_file_holds_a_secret"])),
        ("VA20", Elsewhere("macOS")),
        ("VA21", By(&["no_name_in_the_vault_or_of_a_file_says_who_somebody_is"])),
        ("VA22", By(&["a_session_kept_until_exit_leaves_nothing_behind", "without_a_keychain_a_session_lasts_until_exit_if_somebody_wants_that"])),
    ]
}
