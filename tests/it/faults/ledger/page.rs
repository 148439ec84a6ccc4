//! IP: what a script in the page may try.

use super::{
    Line,
    Shown::{By, Elsewhere, Pending},
};

const CAPABILITY: &str = "the_page_may_call_our_commands_and_nothing_else";
const CLOSED: &str = "the_webview_is_as_closed_as_it_can_be";
const IN_A_WINDOW: &str = "the rule is checked where it is written, not by a script in a window";

#[rustfmt::skip]
pub(super) fn lines() -> Vec<Line> {
    vec![
        ("IP01", By(&[CAPABILITY])),
        ("IP02", By(&[CAPABILITY])),
        ("IP03", Pending(IN_A_WINDOW)),
        ("IP04", Pending(IN_A_WINDOW)),
        ("IP05", By(&[CAPABILITY])),
        ("IP06", Pending("arguments of the wrong shape are not sent through a window")),
        ("IP07", By(&[CLOSED])),
        ("IP08", Pending("commands are not bounded in number")),
        ("IP09", By(&["an_account_that_is_not_there_is_not_found"])),
        ("IP10", By(&["bindings_are_current", "secrets_are_looked_into_at_these_places_only"])),
        ("IP11", By(&["the_window_goes_to_no_other_page"])),
        ("IP12", Pending(IN_A_WINDOW)),
        ("IP13", By(&["page:holds nothing the content policy refuses", CLOSED])),
        ("IP14", By(&["page:holds nothing the content policy refuses", CLOSED])),
        ("IP15", By(&[CLOSED])),
        ("IP16", Pending(IN_A_WINDOW)),
        ("IP17", Pending(IN_A_WINDOW)),
        ("IP18", Pending("a release build is not opened in a test")),
        ("IP19", Pending("a release build is not opened in a test")),
        ("IP20", Elsewhere("Windows")),
        ("IP21", By(&["page:holds nothing the content policy refuses", "somebody_signs_in_through_the_link_and_is_still_signed_in_after_a_power_cut"])),
        ("IP22", Pending("the process of the webview is not ended")),
        ("IP23", By(&["a_copied_key_is_gone_after_a_minute_and_no_history_keeps_it", "what_was_copied_since_stays_and_a_key_on_the_screen_is_covered_while_one_is_away"])),
    ]
}
