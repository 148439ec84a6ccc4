//! LF: the app's own files.

use super::{Line, Shown::By};

#[rustfmt::skip]
pub(super) fn lines() -> Vec<Line> {
    vec![
        ("LF01", By(&["a_damaged_file_is_put_aside_whatever_is_in_it", "a_damaged_document_is_put_aside_and_kept"])),
        ("LF02", By(&["a_damaged_file_is_put_aside_whatever_is_in_it"])),
        ("LF03", By(&["a_list_of_a_newer_version_is_not_written_over", "a_list_of_a_newer_version_is_left_alone"])),
        ("LF04", By(&["without_a_place_for_files_the_keychain_is_enough", "files_are_private_and_links_are_not_followed"])),
        ("LF05", By(&["a_file_that_others_may_write_is_told_and_not_used"])),
        ("LF06", By(&["https_is_taken_anywhere_and_http_on_this_machine_only", "one_bad_connection_does_not_take_the_others_along"])),
        ("LF07", By(&["killed_before_the_provider_has_the_request", "one_at_a_time_and_free_again_when_dropped"])),
        ("LF08", By(&["who_waits_for_longer_than_the_deadline_is_told_so", "a_lock_that_somebody_else_holds_for_too_long_keeps_the_tokens"])),
        ("LF09", By(&["a_link_in_its_place_is_not_followed"])),
        ("LF10", By(&["killed_before_the_journal_is_cleared"])),
        ("LF11", By(&["a_full_disk_is_said_and_keeps_what_was_there"])),
        ("LF12", By(&["what_lies_in_the_place_of_the_log_is_not_followed"])),
        ("LF13", By(&["without_a_home_and_with_nonsense_in_the_environment_the_app_starts_and_says_what_it_cannot"])),
        ("LF14", By(&["an_account_that_was_saved_but_not_listed_comes_back", "an_account_that_the_vault_does_not_know_says_so_and_is_one_click_away", "a_session_without_its_connection_waits_in_the_vault_until_a_reset"])),
    ]
}
