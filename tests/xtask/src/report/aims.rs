//! What the figures are to reach, and which of them fall short: F1 to F23 of the plan for security.

use super::figure::Figure;

/// When a figure has reached its aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Everything there is: the value is the total.
    All,
    /// Everything but what these count.
    AllBut(&'static [&'static str]),
    /// No more than the total allows; nothing at all where there is none.
    AtMost,
    /// So many in a hundred, at least.
    Percent(u64),
    /// Not one.
    None,
}

use Reach::{All, AllBut, AtMost, None as NotOne, Percent};

struct Aim {
    id: &'static str,
    about: &'static str,
    /// Without any, nothing prints a figure: whether a test holds it all the same, `about` says.
    figures: &'static [(&'static str, Reach)],
}

const fn aim(
    id: &'static str,
    about: &'static str,
    figures: &'static [(&'static str, Reach)],
) -> Aim {
    Aim { id, about, figures }
}

#[rustfmt::skip]
const AIMS: [Aim; 23] = [
    aim("F1", "hostile inputs", &[
        // What has no line there is counted by the other figures.
        ("hostile_rows", AllBut(&["hostile_rows_not_applicable", "hostile_rows_without_a_line"])), ("hostile_va", All), ("hostile_lf", All), ("hostile_ip", All), ("hostile_ot", All),
        ("hostile_cl", All), ("hostile_wa", All),
    ]),
    aim("F2", "modules of the OpenID Foundation", &[("rp_modules", All)]),
    aim("F3", "bad ID tokens that are accepted", &[("id_token_rows", All), ("id_token_cases", All)]),
    aim("F4", "token requests for many commands", &[
        ("token_requests_for_1000_commands", AtMost), ("token_requests_of_8_processes", AtMost),
    ]),
    aim("F5", "sign-outs and damage by a thousand kills", &[
        ("random_kills_survived", All), ("random_kills_sign_outs_auth0", NotOne), ("keychain_kills_survived", All),
        ("keychain_kills_lost", NotOne), ("keychain_kills_corrupt", NotOne),
    ]),
    aim("F6", "from the answer to the saved item", &[
        ("exposed_window_p50_us", AtMost), ("exposed_window_p95_us", AtMost),
    ]),
    aim("F7", "spent refresh tokens that were sent", &[("soak_spent_tokens_sent", NotOne)]),
    aim("F8", "secrets where none may be", &[("canary_hits", NotOne)]),
    aim("F9", "copies of tokens a second after sign-out", &[("token_copies_after_sign_out", NotOne)]),
    aim("F10", "answer of the page while the keychain is silent", &[("silent_keychain_answer_ms", AtMost)]),
    aim("F11", "secrets in files for want of a keychain", &[("plaintext_fallbacks", NotOne)]),
    aim("F12", "fuzz targets; the thousand million runs are made by hand", &[
        ("fuzz_targets", All), ("fuzz_inputs_replayed", All),
    ]),
    aim("F13", "mutants killed: `cargo xtask mutants` records them", &[("mutants_killed", Percent(95))]),
    aim("F14", "line coverage: not measured", &[]),
    aim("F15", "ways out of the webview, and markup from outside", &[
        ("window_escapes_blocked", All), ("markup_strings_run", NotOne),
    ]),
    aim("F16", "permissions of the page besides our commands", &[("permissions_beyond_our_commands", NotOne)]),
    aim("F17", "known vulnerabilities", &[("advisories", NotOne)]),
    aim("F18", "memory for answers without an end; each row holds its time", &[("endless_answer_kib", AtMost)]),
    aim("F19", "requests of twenty commands into a rate limit", &[("requests_into_a_rate_limit", AtMost)]),
    aim("F20", "ten thousand refreshes", &[
        ("soak_refreshes", All), ("soak_sign_outs", NotOne), ("soak_grown_kib", AtMost), ("soak_files", AtMost),
    ]),
    aim("F21", "panics: the lints and every row hold it, and print nothing", &[]),
    aim("F22", "errors with a text and a next step", &[("errors_with_text", All)]),
    aim("F23", "requirements with a test", &[("requirements_linked", All)]),
];

/// Those that no figure shows, and those whose figures are missing or fall short.
pub(super) fn shortfalls(figures: &[Figure]) -> Vec<String> {
    AIMS.iter()
        .flat_map(|aim| shortfalls_of(aim, figures))
        .collect()
}

fn shortfalls_of(aim: &Aim, figures: &[Figure]) -> Vec<String> {
    let Aim { id, about, .. } = aim;
    if aim.figures.is_empty() {
        return vec![format!("{id} no figure: {about}")];
    }

    aim.figures
        .iter()
        .filter_map(|(name, reach)| {
            let Some(figure) = figures.iter().find(|figure| figure.name == *name) else {
                return Some(format!("{id} missing: {name} ({about})"));
            };
            (!is_reached(figure, *reach, figures))
                .then(|| format!("{id} short: {figure} ({about})"))
        })
        .collect()
}

fn is_reached(figure: &Figure, reach: Reach, figures: &[Figure]) -> bool {
    match reach {
        All => figure.total.is_some_and(|total| figure.value >= total),
        AllBut(names) => {
            let others = figures.iter().filter(|it| names.contains(&&*it.name));
            let others: u64 = others.map(|it| it.value).sum();
            figure
                .total
                .is_some_and(|total| figure.value + others >= total)
        }
        AtMost => figure.value <= figure.total.unwrap_or(0),
        Percent(least) => figure
            .total
            .is_some_and(|total| figure.value * 100 >= total * least),
        NotOne => figure.value == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &str) -> Vec<String> {
        let figures: Vec<Figure> = lines.lines().filter_map(Figure::parse).collect();

        shortfalls(&figures)
    }

    #[test]
    fn what_falls_short_is_told_by_its_number() {
        let told = told(
            "rp_modules: 42 of 43\nexposed_window_p50_us: 11000 of 10000\nexposed_window_p95_us: 9 of 30000\n\
             hostile_rows: 260 of 374\nhostile_rows_not_applicable: 4 of 374\nhostile_rows_without_a_line: 110 of 374\n\
             token_copies_after_sign_out: 1 of 9\ncanary_hits: 0\nmutants_killed: 94 of 100 (a day)",
        );
        let is_told = |line: &str| told.iter().any(|it| it.starts_with(line));

        assert!(!is_told("F1 short"));
        assert!(is_told("F2 short: rp_modules: 42 of 43"));
        assert!(is_told("F6 short: exposed_window_p50_us: 11000 of 10000"));
        assert!(!is_told("F6 short: exposed_window_p95_us"));
        assert!(is_told("F9 short: token_copies_after_sign_out: 1 of 9"));
        assert!(is_told("F17 missing: advisories"));
        assert!(is_told("F13 short: mutants_killed: 94 of 100"));
        assert!(is_told("F14 no figure"));
        assert!(!told.iter().any(|line| line.starts_with("F8 ")));
    }

    #[test]
    fn every_aim_stands_there_once() {
        let ids: Vec<&str> = AIMS.iter().map(|aim| aim.id).collect();
        let expected: Vec<String> = (1..=23).map(|number| format!("F{number}")).collect();

        assert_eq!(ids, expected);
    }
}
