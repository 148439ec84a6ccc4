//! Rows that a test of its own holds, where what they are about lives: mostly in the window's own package, whose code
//! nothing here can reach.

use crate::named_tests;

/// The row, the file with the test, and its name. A row may have several.
pub(super) const TESTS: [(&str, &str, &str); 18] = [
    ("CB03", START, "bytes_that_are_no_text_are_left_out"),
    (
        "CB20",
        WINDOW,
        "a_flood_of_links_brings_the_window_forward_now_and_then",
    ),
    ("CB45", START, "a_link_counts_only_when_it_stands_alone"),
    ("CB45", LINK, "a_hand_over_is_one_link_of_bounded_length"),
    ("CB46", START, "a_link_counts_only_when_it_stands_alone"),
    (
        "CB47",
        WINDOW,
        "a_flood_of_links_brings_the_window_forward_now_and_then",
    ),
    ("CB48", LINK, "a_hand_over_is_one_link_of_bounded_length"),
    (
        "CB49",
        IPC,
        "the_page_may_call_our_commands_and_nothing_else",
    ),
    (
        "CB50",
        IPC,
        "the_page_may_call_our_commands_and_nothing_else",
    ),
    (
        "CB51",
        LOOPBACK,
        "whoever_else_knocks_is_turned_away_without_an_echo",
    ),
    (
        "CB52",
        LOOPBACK,
        "whoever_else_knocks_is_turned_away_without_an_echo",
    ),
    (
        "CB53",
        LOOPBACK,
        "whoever_else_knocks_is_turned_away_without_an_echo",
    ),
    (
        "CB54",
        LOOPBACK,
        "whoever_else_knocks_is_turned_away_without_an_echo",
    ),
    (
        "CB55",
        LOOPBACK,
        "whoever_takes_too_long_is_hung_up_on_and_takes_no_room_from_others",
    ),
    (
        "CB55",
        LOOPBACK,
        "what_is_too_long_or_no_request_ends_its_connection_and_nothing_else",
    ),
    (
        "CB56",
        LOOPBACK,
        "what_comes_home_is_answered_with_the_same_page_whatever_it_says",
    ),
    ("CB59", LOOPBACK, "the_port_is_free_again_when_nobody_waits"),
    (
        "CB60",
        LOOPBACK,
        "what_is_too_long_or_no_request_ends_its_connection_and_nothing_else",
    ),
];

const START: &str = "src-tauri/src/start.rs";
const WINDOW: &str = "src-tauri/src/window.rs";
const LINK: &str = "src-tauri/src/deep_link.rs";
const IPC: &str = "src-tauri/src/ipc/tests.rs";
const LOOPBACK: &str = "src-tauri/src/loopback/tests.rs";

#[test]
fn every_test_that_holds_a_row_exists() {
    for (id, file, name) in TESTS {
        named_tests::assert_there(id, file, name);
    }
}
