//! Which addresses a link in a mail may lead to, and how answers are added to them.

use url::form_urlencoded::{Serializer, parse};

use crate::settings::NhostSettings;

/// Whether `address` is one the project lists. Query and fragment do not count.
pub(super) fn is_allowed(settings: &NhostSettings, address: &str) -> bool {
    let bare = address.split(['#', '?']).next().unwrap_or_default();
    let bare = without_default_port(bare);
    let client = settings.client_url.as_str();
    !bare.is_empty()
        && settings
            .allowed_redirects
            .iter()
            .map(String::as_str)
            .chain([client])
            .any(|entry| is_within(entry, &bare))
}

/// Adds parameters to an address that may have a query and a fragment of its own. The server sorts
/// all of them by name.
pub(super) fn with_parameters(address: &str, added: &[(&str, &str)]) -> String {
    let (rest, fragment) = match address.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (address, None),
    };
    let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut pairs: Vec<(String, String)> = parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    pairs.extend(
        added
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    pairs.sort();
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    let fragment = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    format!("{base}?{query}{fragment}")
}

/// An entry allows itself and what is below it.
fn is_within(entry: &str, address: &str) -> bool {
    let entry = without_default_port(entry);
    if entry.ends_with("/*") || entry.ends_with("/**") {
        return matches(entry.as_bytes(), address.as_bytes());
    }
    let below = if entry.ends_with('/') {
        format!("{entry}**")
    } else {
        format!("{entry}/**")
    };
    matches(entry.as_bytes(), address.as_bytes()) || matches(below.as_bytes(), address.as_bytes())
}

/// `*` stands for anything but the separators `.` and `/`, `**` for anything at all. Brackets begin
/// a character class in the real matcher, so an entry with an IPv6 address matches nothing.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'[', ..] => false,
        [b'*', b'*', rest @ ..] => (0..=text.len()).any(|taken| matches(rest, &text[taken..])),
        [b'*', rest @ ..] => {
            let longest = text
                .iter()
                .position(|byte| b"./".contains(byte))
                .unwrap_or(text.len());
            (0..=longest).any(|taken| matches(rest, &text[taken..]))
        }
        [first, rest @ ..] => text.first() == Some(first) && matches(rest, &text[1..]),
    }
}

fn without_default_port(address: &str) -> String {
    for (scheme, port) in [("http://", ":80"), ("https://", ":443")] {
        let Some(rest) = address.strip_prefix(scheme) else {
            continue;
        };
        let (host, path) = rest
            .find('/')
            .map_or((rest, ""), |slash| rest.split_at(slash));
        return format!("{scheme}{}{path}", host.strip_suffix(port).unwrap_or(host));
    }
    address.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_addresses_are_allowed_and_refused_as_recorded() {
        let settings = NhostSettings {
            client_url: "https://client.example.com".into(),
            allowed_redirects: [
                "http://127.0.0.1:*",
                "http://localhost:*/cb",
                "http://[::1]:*",
                "myapp://",
                "myapp2://auth",
                "com.example.app:/oauth2redirect",
                "tauri://localhost",
                "https://*.vercel.app",
                "https://app.example.com/x",
            ]
            .map(str::to_owned)
            .to_vec(),
            ..NhostSettings::new("http://127.0.0.1:1")
        };
        let recorded = [
            ("http://127.0.0.1:53124/callback", true),
            ("http://127.0.0.1:53124", true),
            ("http://127.0.0.1/callback", false),
            ("http://127.0.0.2:53124/callback", false),
            ("http://localhost:4444/cb", true),
            ("http://localhost:4444/cb/deep?x=1#f", true),
            ("http://localhost:4444/other", false),
            ("http://[::1]:5555/cb", false),
            ("myapp://", true),
            ("myapp://auth/callback", true),
            ("myapp:auth", false),
            ("myapp:/auth", false),
            ("myapp2://auth", true),
            ("myapp2://auth/cb", true),
            ("myapp2://other", false),
            ("com.example.app:/oauth2redirect", true),
            ("com.example.app:/oauth2redirect/x", true),
            ("com.example.app://oauth2redirect", false),
            ("tauri://localhost", true),
            ("tauri://localhost/x", true),
            ("https://foo.vercel.app", true),
            ("https://foo.bar.vercel.app", false),
            ("https://foo.vercel.app:443/x", true),
            ("https://client.example.com", true),
            ("https://client.example.com:443/a", true),
            ("https://client.example.com.evil.com", false),
            ("https://app.example.com/x/y", true),
            ("https://app.example.com/xy", false),
            ("https://app.example.com", false),
            ("not a uri", false),
            ("", false),
            ("http://127.0.0.1:53124@evil.com/", false),
            ("MYAPP://auth/callback", false),
        ];
        for (address, allowed) in recorded {
            assert_eq!(is_allowed(&settings, address), allowed, "{address}");
        }
    }

    #[test]
    fn parameters_join_those_that_are_there_and_keep_the_fragment() {
        let joined = with_parameters(
            "myapp://auth/callback?x=1#frag",
            &[("error", "invalid-ticket")],
        );
        assert_eq!(
            joined,
            "myapp://auth/callback?error=invalid-ticket&x=1#frag"
        );
    }
}
