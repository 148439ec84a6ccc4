//! How an API says what is wrong with a proof: `WWW-Authenticate` (RFC 9110 section 11.6.1).

use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// Tells whether an API wants a proof with its nonce (RFC 9449 section 9).
pub(crate) fn demands_nonce(headers: &HeaderMap) -> bool {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(has_demand)
}

/// Challenges and their parameters stand in one list: what begins with a word and a space, or is a word alone, is
/// a new challenge.
fn has_demand(challenges: &str) -> bool {
    let mut is_dpop = false;
    for item in items(challenges) {
        let item = item.trim();
        let parameter = match item.split_once([' ', '\t']) {
            Some((scheme, parameter))
                if !scheme.contains('=') && !parameter.trim_start().starts_with('=') =>
            {
                is_dpop = scheme.eq_ignore_ascii_case("dpop");
                parameter
            }
            None if !item.contains('=') => {
                is_dpop = item.eq_ignore_ascii_case("dpop");
                continue;
            }
            Some(_) | None => item,
        };
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let is_error = name.trim().eq_ignore_ascii_case("error");
        if is_dpop && is_error && value.trim().trim_matches('"') == "use_dpop_nonce" {
            return true;
        }
    }

    false
}

/// Splits at commas outside quotes.
fn items(text: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);

    text.split(move |letter: char| {
        let is_separator = letter == ',' && !is_quoted;
        if letter == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = letter == '\\' && is_quoted && !is_escaped;

        is_separator
    })
}

#[cfg(test)]
mod tests {
    use super::has_demand;

    #[test]
    fn a_demand_is_found_among_challenges_and_nowhere_else() {
        for (challenges, expected) in [
            (r#"DPoP error="use_dpop_nonce""#, true),
            ("dpop error=use_dpop_nonce", true),
            (
                r#"DPoP algs="ES256", error = "use_dpop_nonce", error_description="say, so""#,
                true,
            ),
            (
                r#"Bearer realm="Users", DPoP algs="ES256 RS256", error="use_dpop_nonce""#,
                true,
            ),
            (r#"Basic, DPoP error="use_dpop_nonce""#, true),
            (r#"DPoP error="invalid_token""#, false),
            (r#"Bearer error="use_dpop_nonce""#, false),
            (r#"DPoP algs="ES256", Bearer error="use_dpop_nonce""#, false),
            (
                r#"DPoP error_description="x, error=\"use_dpop_nonce\"""#,
                false,
            ),
            ("DPoP", false),
            ("use_dpop_nonce", false),
            ("", false),
        ] {
            assert_eq!(has_demand(challenges), expected, "{challenges}");
        }
    }
}
