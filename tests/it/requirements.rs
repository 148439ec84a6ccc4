//! The 46 requirements of the security plan, each with the tests that hold it.
//!
//! A link names a file and a test in it; a test that is renamed or deleted breaks its links. What falls short stands here
//! as short, with what is missing, and the count that is printed leaves it out.

mod sources;

use tests::say;

use crate::named_tests;

/// What holds a requirement.
enum Held {
    /// Tests, as file and name.
    By(&'static [(&'static str, &'static str)]),
    /// Not wholly: what is missing.
    Short(&'static str),
}

use Held::{By, Short};

const E2E: &str = "tests/e2e/sign_in.rs";
const IPC: &str = "src-tauri/src/ipc/tests.rs";
const SOURCES: &str = "tests/it/requirements/sources.rs";
const SUPPLY: &str = "tests/it/supply.rs";
const ROWS: (&str, &str) = ("tests/it/hostile.rs", "every_row_holds");
const JOURNEY: (&str, &str) = (
    E2E,
    "somebody_signs_in_through_the_link_and_is_still_signed_in_after_a_power_cut",
);

/// Every requirement: its number, what it asks for, and what holds it.
const REQUIREMENTS: [(&str, &str, Held); 46] = [
    ("S01", "no secret enters the webview", By(&[JOURNEY])),
    (
        "S02",
        "no secret type can be sent to the page",
        By(&[
            (
                "src-tauri/crates/protocol/src/secret/tests.rs",
                "debug_shows_the_type_and_nothing_else",
            ),
            (
                "tests/it/architecture.rs",
                "secrets_are_looked_into_at_these_places_only",
            ),
        ]),
    ),
    (
        "S03",
        "nothing secret in logs, errors, panics",
        By(&[ROWS, JOURNEY]),
    ),
    (
        "S04",
        "nothing secret on disk",
        By(&[
            JOURNEY,
            ("tests/it/account/restart.rs", "no_file_holds_a_secret"),
        ]),
    ),
    (
        "S05",
        "nothing secret in argv or the environment",
        By(&[JOURNEY]),
    ),
    (
        "S06",
        "access tokens only in memory; items of the vault within 2,000 bytes",
        By(&[(
            "src-tauri/crates/account/src/session/item/tests.rs",
            "the_largest_item_fits_every_keychain",
        )]),
    ),
    (
        "S07",
        "no copy in the process a second after sign-out",
        By(&[(
            "tests/e2e/endurance/memory.rs",
            "a_second_after_sign_out_no_token_is_left_in_the_memory_of_the_app",
        )]),
    ),
    (
        "S08",
        "no core file",
        By(&[(E2E, "no_process_of_the_app_may_leave_its_memory_in_a_file")]),
    ),
    (
        "S09",
        "nobody attaches, in a hardened mode",
        By(&[(
            "src-tauri/src/start.rs",
            "nobody_attaches_to_a_hardened_app",
        )]),
    ),
    (
        "S10",
        "random values come from the system",
        By(&[
            (SOURCES, "chance_comes_from_the_system"),
            (SOURCES, "no_two_random_values_are_the_same"),
        ]),
    ),
    (
        "S11",
        "what must stay secret is compared in constant time",
        By(&[(
            "tests/it/architecture.rs",
            "comparing_what_must_stay_secret_takes_the_same_time_always",
        )]),
    ),
    (
        "S12",
        "authorization code with PKCE S256 only",
        By(&[(
            "tests/it/account/sign_in.rs",
            "the_request_asks_for_everything_the_app_needs",
        )]),
    ),
    (
        "S13",
        "the system browser only",
        By(&[(IPC, "the_webview_is_as_closed_as_it_can_be")]),
    ),
    (
        "S14",
        "state, nonce and verifier are bound, single, short-lived, in memory",
        By(&[
            (
                "tests/it/account/callback.rs",
                "what_is_not_the_callback_of_the_pending_sign_in_changes_nothing",
            ),
            (
                "tests/it/account/callback.rs",
                "the_same_callback_twice_is_one_request",
            ),
            (
                "tests/it/account/sign_in.rs",
                "an_attempt_is_over_after_ten_minutes",
            ),
        ]),
    ),
    (
        "S15",
        "no mix-up of issuers",
        By(&[(
            "tests/it/account/callback.rs",
            "a_callback_of_another_request_cannot_be_slipped_in",
        )]),
    ),
    (
        "S16",
        "least scopes; step-up for changes of factors",
        By(&[
            (
                "tests/it/account/step_up.rs",
                "a_second_factor_is_asked_for_in_the_vendors_words",
            ),
            (
                "tests/it/account/step_up.rs",
                "a_missing_permission_is_asked_for_with_every_scope",
            ),
        ]),
    ),
    (
        "S17",
        "rotation in an order that survives a crash",
        By(&[
            (
                "tests/it/account/refresh.rs",
                "the_new_refresh_token_is_in_the_vault_before_the_access_token_is_used",
            ),
            (
                "tests/it/account/refresh.rs",
                "an_answer_lost_inside_the_overlap_costs_nothing",
            ),
        ]),
    ),
    (
        "S18",
        "sign-out revokes, and deletes here in any case",
        By(&[
            (
                "tests/it/account/sign_out.rs",
                "a_session_ends_here_and_at_the_provider",
            ),
            (
                "tests/it/account/sign_out.rs",
                "a_provider_that_does_not_answer_does_not_keep_anybody_signed_in",
            ),
        ]),
    ),
    (
        "S19",
        "a loopback listener that is open only while somebody waits",
        By(&[
            (
                "src-tauri/src/loopback/tests.rs",
                "whoever_else_knocks_is_turned_away_without_an_echo",
            ),
            (
                "src-tauri/src/loopback/tests.rs",
                "the_port_is_free_again_when_nobody_waits",
            ),
        ]),
    ),
    (
        "S20",
        "the way home is a choice",
        By(&[
            (
                "tests/e2e/sign_in.rs",
                "the_browser_can_come_home_to_a_local_address",
            ),
            (
                "tests/e2e/sign_in.rs",
                "the_address_somebody_ended_on_can_be_pasted",
            ),
        ]),
    ),
    (
        "S21",
        "the scheme is registered with its address",
        By(&[(
            "tests/xtask/src/checks/deb.rs",
            "an_entry_that_loses_links_is_found",
        )]),
    ),
    (
        "S22",
        "every rule of ID tokens",
        By(&[
            ROWS,
            (
                "tests/it/id_token_rules.rs",
                "chance_finds_no_token_about_which_two_checkers_differ",
            ),
        ]),
    ),
    (
        "S23",
        "the modules for relying parties",
        By(&[(
            "tests/it/rp_modules.rs",
            "every_module_that_applies_has_a_test",
        )]),
    ),
    (
        "S24",
        "https only, and no way around the certificate",
        By(&[(SOURCES, "no_certificate_is_taken_on_trust"), ROWS]),
    ),
    (
        "S25",
        "one client, without redirects, cookies and decompression",
        By(&[(SOURCES, "one_place_makes_http_clients"), ROWS]),
    ),
    (
        "S26",
        "requests go to the connection's own places only",
        By(&[ROWS]),
    ),
    (
        "S27",
        "a content policy without exceptions",
        By(&[(IPC, "the_webview_is_as_closed_as_it_can_be")]),
    ),
    (
        "S28",
        "a frozen page without Tauri's global object",
        By(&[(IPC, "the_webview_is_as_closed_as_it_can_be")]),
    ),
    (
        "S29",
        "one capability file with our commands",
        By(&[(IPC, "the_page_may_call_our_commands_and_nothing_else")]),
    ),
    (
        "S30",
        "every command is declared",
        By(&[(IPC, "the_page_may_call_our_commands_and_nothing_else")]),
    ),
    (
        "S31",
        "the isolation pattern was weighed",
        // The door looks at names and sizes in Rust, where a script cannot get round it; what a call through it costs
        // is printed.
        By(&[
            (
                "tests/e2e/guard/calls.rs",
                "a_call_that_goes_round_the_door_is_refused",
            ),
            (
                "tests/e2e/guard/calls.rs",
                "ten_thousand_calls_at_once_are_bounded_and_the_page_goes_on",
            ),
            (
                "src-tauri/src/ipc/door/tests.rs",
                "a_call_that_is_too_large_too_deep_or_of_another_shape_reaches_no_command",
            ),
        ]),
    ),
    (
        "S32",
        "no event bus for the page",
        By(&[(IPC, "the_page_may_call_our_commands_and_nothing_else")]),
    ),
    (
        "S33",
        "no foreign page, window or download",
        By(&[
            (
                "src-tauri/src/window.rs",
                "the_window_goes_to_no_other_page",
            ),
            (SOURCES, "the_window_goes_nowhere"),
        ]),
    ),
    (
        "S34",
        "text of a server is text",
        By(&[(
            "ui/test/lint/rules.test.ts",
            "holds nothing the content policy refuses",
        )]),
    ),
    (
        "S35",
        "what is shown once is hidden again",
        Short(
            "covered when nobody moves and when the screen locks; the page's process keeps its memory until the window closes",
        ),
    ),
    (
        "S36",
        "variables that hand over control are dropped",
        By(&[(SOURCES, "a_release_starts_without_what_controls_it")]),
    ),
    (
        "S37",
        "what a second start hands over is bounded",
        By(&[
            (
                "src-tauri/src/start.rs",
                "a_link_counts_only_when_it_stands_alone",
            ),
            (
                "tests/e2e/links.rs",
                "links_of_strangers_change_nothing_for_somebody_who_is_signed_in",
            ),
        ]),
    ),
    (
        "S38",
        "no panic on any input",
        By(&[
            (
                "tests/it/corpora.rs",
                "every_target_holds_for_its_corpus_and_what_is_near_it",
            ),
            ROWS,
        ]),
    ),
    (
        "S39",
        "private files, replaced whole",
        By(&[
            (
                "src-tauri/src/files.rs",
                "files_are_private_and_links_are_not_followed",
            ),
            (
                "src-tauri/src/files.rs",
                "what_is_written_is_read_and_nothing_else_lies_around",
            ),
        ]),
    ),
    (
        "S40",
        "licences, bans, sources and advisories",
        By(&[
            (SUPPLY, "no_package_has_a_known_vulnerability"),
            (
                SUPPLY,
                "every_package_comes_from_the_registry_and_is_pinned",
            ),
        ]),
    ),
    (
        "S41",
        "locked and pinned",
        By(&[(
            SUPPLY,
            "every_package_comes_from_the_registry_and_is_pinned",
        )]),
    ),
    (
        "S42",
        "nothing older than what mended a hole",
        By(&[(SUPPLY, "what_was_mended_once_stays_mended")]),
    ),
    (
        "S43",
        "no private key of the kind that leaks",
        By(&[(SUPPLY, "what_is_excused_for_tests_does_not_ship")]),
    ),
    (
        "S44",
        "unsafe only where a system demands it",
        By(&[(SOURCES, "unsafe_code_stays_where_a_system_demands_it")]),
    ),
    (
        "S45",
        "few packages in the page",
        By(&[(SUPPLY, "the_page_takes_two_packages_along")]),
    ),
    (
        "S46",
        "the threat model and every kind of secret are written down",
        By(&[(SOURCES, "every_kind_of_secret_is_in_the_readme")]),
    ),
];

#[test]
fn every_link_leads_to_a_test() {
    let mut linked = 0;
    for (id, about, held) in &REQUIREMENTS {
        let tests = match held {
            By(tests) => tests,
            Short(missing) => {
                say::line(&format!("{id} is short ({about}): {missing}"));
                continue;
            }
        };
        assert!(!tests.is_empty(), "{id} is held by nothing");
        linked += 1;
        for (file, test) in *tests {
            named_tests::assert_there(id, file, test);
        }
    }
    say::line(&format!(
        "requirements_linked: {linked} of {}",
        REQUIREMENTS.len()
    ));
}

#[test]
fn every_requirement_stands_there_once() {
    let ids: Vec<&str> = REQUIREMENTS.iter().map(|(id, ..)| *id).collect();
    let expected: Vec<String> = (1..=46).map(|number| format!("S{number:02}")).collect();

    assert_eq!(ids, expected);
}
