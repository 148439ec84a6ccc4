//! IP: what a script in the page may try.

use super::{
    Line,
    Shown::{By, Elsewhere, Otherwise},
};

const CAPABILITY: &str = "the_page_may_call_our_commands_and_nothing_else";
const CLOSED: &str = "the_webview_is_as_closed_as_it_can_be";
const DOOR: &str = "only_our_page_calls_and_only_as_its_script_does";
const SCRIPT: &str = "a_script_in_the_window_gets_nowhere";
const RELEASE: &str = "a_release_cannot_be_driven_inspected_or_made_to_tell_its_keys";

#[rustfmt::skip]
pub(super) fn lines() -> Vec<Line> {
    vec![
        ("IP01", By(&[CAPABILITY])),
        ("IP02", By(&[CAPABILITY])),
        ("IP03", By(&[SCRIPT, DOOR])),
        ("IP04", By(&[SCRIPT, DOOR])),
        ("IP05", By(&[CAPABILITY])),
        ("IP06", By(&["every_command_refuses_what_it_does_not_take", "a_call_that_is_too_large_too_deep_or_of_another_shape_reaches_no_command"])),
        ("IP07", By(&[CLOSED])),
        ("IP08", By(&["ten_thousand_calls_at_once_are_bounded_and_the_page_goes_on", "as_many_calls_wait_as_there_is_room_for_and_the_rest_is_told"])),
        ("IP09", By(&["an_account_that_is_not_there_is_not_found"])),
        ("IP10", By(&["bindings_are_current", "secrets_are_looked_into_at_these_places_only"])),
        ("IP11", By(&["the_window_goes_to_no_other_page"])),
        ("IP12", By(&[SCRIPT])),
        ("IP13", By(&["page:holds nothing the content policy refuses", CLOSED])),
        ("IP14", By(&["page:holds nothing the content policy refuses", CLOSED])),
        ("IP15", By(&[CLOSED])),
        ("IP16", Otherwise(&[SCRIPT], "the page comes out of the program, not off the disk: a path that it does not have is refused, or is the first page")),
        ("IP17", By(&[SCRIPT])),
        ("IP18", By(&[RELEASE, "a_page_whose_process_is_killed_comes_back_with_the_session"])),
        ("IP19", By(&[RELEASE])),
        ("IP20", Elsewhere("Windows")),
        ("IP21", By(&["page:holds nothing the content policy refuses", "somebody_signs_in_through_the_link_and_is_still_signed_in_after_a_power_cut"])),
        ("IP22", By(&["a_page_whose_process_is_killed_comes_back_with_the_session"])),
        ("IP23", By(&["a_copied_key_is_gone_after_a_minute_and_no_history_keeps_it", "what_was_copied_since_stays_and_a_key_on_the_screen_is_covered_while_one_is_away"])),
    ]
}
