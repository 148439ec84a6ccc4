//! How an API says what is wrong with a proof: `WWW-Authenticate` (RFC 9110 section 11.6.1).

use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    /// There is none of the server's nonces in it, or an old one.
    Nonce,
    /// Anything else; its time, most often.
    Proof,
}

impl Complaint {
    /// Reads an error code of RFC 9449 section 12.2.
    pub(crate) fn from_wire(code: &str) -> Option<Self> {
        match code {
            "use_dpop_nonce" => Some(Self::Nonce),
            "invalid_dpop_proof" => Some(Self::Proof),
            _ => None,
        }
    }
}

/// Returns what an API finds wrong with a proof (RFC 9449 sections 7.1 and 9).
pub(crate) fn complaint(headers: &HeaderMap) -> Option<Complaint> {
    headers
        .get_all(WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(read)
}

/// Challenges and their parameters stand in one list: what begins with a word and a space, or is a word alone, is
/// a new challenge.
fn read(challenges: &str) -> Option<Complaint> {
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
        if is_dpop && is_error {
            return Complaint::from_wire(value.trim().trim_matches('"'));
        }
    }

    None
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
    use super::{Complaint, read};

    #[test]
    fn a_complaint_is_found_among_challenges_and_nowhere_else() {
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
            (r#"DPoP realm="a, error=use_dpop_nonce""#, false),
            (r#"DPoP realm="a\", error=use_dpop_nonce, b""#, false),
            (r#"DPoP algs="ES256", Basic, error="use_dpop_nonce""#, false),
            (
                r#"DPoP error_description="x, error=\"use_dpop_nonce\"""#,
                false,
            ),
            ("DPoP", false),
            ("use_dpop_nonce", false),
            ("", false),
        ] {
            let expected = expected.then_some(Complaint::Nonce);
            assert_eq!(read(challenges), expected, "{challenges}");
        }
        let other = r#"DPoP algs="ES256", error="invalid_dpop_proof""#;
        assert_eq!(read(other), Some(Complaint::Proof));
    }
}
