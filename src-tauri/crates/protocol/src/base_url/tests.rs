use super::*;

#[test]
fn https_is_taken_anywhere_and_http_on_this_machine_only() {
    for (text, shown) in [
        ("https://tenant.example.com", "https://tenant.example.com"),
        ("https://tenant.example.com/", "https://tenant.example.com"),
        (
            "https://Tenant.Example.com:8443/v1/",
            "https://tenant.example.com:8443/v1",
        ),
        (
            "https://tenant.example.com:443",
            "https://tenant.example.com",
        ),
        ("http://127.0.0.1:4400", "http://127.0.0.1:4400"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:4400/v1", "http://[::1]:4400/v1"),
        ("http://localhost:4400", "http://localhost:4400"),
        ("https://пример.example", "https://xn--e1afmkfd.example"),
    ] {
        assert_eq!(
            BaseUrl::parse(text).map(|url| url.to_string()).as_deref(),
            Ok(shown),
            "DJ03"
        );
    }
}

#[test]
fn an_address_may_have_2048_bytes_and_not_one_more() {
    let of_length = |bytes: usize| {
        let start = "https://example.com/";
        format!("{start}{}", "a".repeat(bytes - start.len()))
    };
    assert!(BaseUrl::parse(&of_length(2048)).is_ok());
    assert_eq!(BaseUrl::parse(&of_length(2049)), Err(BaseUrlError::NotUrl));
}

#[test]
fn anything_else_is_refused_with_its_reason() {
    let long = format!("https://example.com/{}", "a".repeat(4096));
    for (text, error) in [
        ("", BaseUrlError::NotUrl),
        ("tenant.example.com", BaseUrlError::NotUrl),
        (" https://example.com", BaseUrlError::NotUrl),
        ("https://exa\nmple.com", BaseUrlError::NotUrl),
        (long.as_str(), BaseUrlError::NotUrl),
        ("http://example.com", BaseUrlError::NotSecure),
        ("http://10.0.0.1", BaseUrlError::NotSecure),
        ("http://localhost.example.com", BaseUrlError::NotSecure),
        ("http://127.0.0.1.example.com", BaseUrlError::NotSecure),
        ("ftp://example.com", BaseUrlError::NotSecure),
        ("file:///etc/passwd", BaseUrlError::NotSecure),
        ("javascript:alert(1)", BaseUrlError::NotSecure),
        ("https://user@example.com", BaseUrlError::UserInfo),
        ("https://@example.com", BaseUrlError::UserInfo),
        ("https://user:pass@example.com", BaseUrlError::UserInfo),
        ("https://example.com?a=b", BaseUrlError::Query),
        ("https://example.com/?", BaseUrlError::Query),
        ("https://example.com#a", BaseUrlError::Fragment),
        ("https://example.com./", BaseUrlError::Host),
    ] {
        assert_eq!(BaseUrl::parse(text), Err(error), "DJ03 {text}");
    }
}

#[test]
fn a_joined_segment_stays_one_segment() {
    let base = BaseUrl::parse("https://example.com/v1").unwrap();
    for (segment, path) in [
        ("user", "/v1/a/user/b"),
        ("../../x", "/v1/a/..%2F..%2Fx/b"),
        ("a%2fb", "/v1/a/a%252fb/b"),
        ("totp|dev_1", "/v1/a/totp%7Cdev_1/b"),
        ("a?b#c", "/v1/a/a%3Fb%23c/b"),
        ("ä ", "/v1/a/%C3%A4%20/b"),
        ("a\\b", "/v1/a/a%5Cb/b"),
        ("..", "/v1/a/%252E%252E/b"),
        (".", "/v1/a/%252E/b"),
    ] {
        let url = base.join(&["a", segment, "b"]);
        assert_eq!(url.path(), path, "AP06 {segment}");
        assert_eq!(url.origin().ascii_serialization(), "https://example.com");
    }
}

#[test]
fn the_parts_of_an_address_can_be_asked_for() {
    let base = BaseUrl::parse("http://127.0.0.1:4400/v1").unwrap();

    assert_eq!(base.origin(), "http://127.0.0.1:4400");
    assert_eq!(base.host(), "127.0.0.1");
    assert!(base.is_loopback());
    assert!(!BaseUrl::parse("https://example.com").unwrap().is_loopback());
    assert_eq!(base.join(&[]).as_str(), "http://127.0.0.1:4400/v1");
}
