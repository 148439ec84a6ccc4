use super::*;

const HOME: &str = "dev.latchkey.accounts://desk/callback";

#[test]
fn an_answer_with_a_code_is_read() {
    let state = State::from_random([1; 32]);
    let value = crate::secret::Secret::expose(&state).to_owned();
    let other = State::from_random([2; 32]);
    let url = format!("{HOME}?code=c-1&state={value}&iss=https%3A%2F%2Fa.example%2F&x=1");

    let callback = Callback::parse(url, &scheme()).unwrap();

    assert!(callback.answers(&state));
    assert!(!callback.answers(&other), "CB22");
    assert_eq!(callback.issuer.as_deref(), Some("https://a.example/"));
    let shown = format!("{callback:?}");
    assert!(!shown.contains("c-1") && !shown.contains(&value), "{shown}");
    let Returned::Code { code } = callback.outcome else {
        panic!("{shown}")
    };
    assert_eq!(crate::secret::Secret::expose(&code), "c-1");
}

#[test]
fn every_documented_form_of_our_address_is_taken() {
    for (row, url) in [
        (
            "CB06",
            "DEV.Latchkey.ACCOUNTS://desk/callback?code=a&state=b",
        ),
        (
            "CB06",
            "dev.latchkey.accounts://DESK/callback?code=a&state=b",
        ),
        (
            "CB10",
            "dev.latchkey.accounts://desk/callback/?code=a&state=b",
        ),
        ("CB15", &format!("{HOME}?code=a&state=b{}", numbered(62))),
        ("CB40", &format!("{HOME}?code={}&state=b", "a".repeat(4096))),
        ("CB17", &format!("{HOME}?code=a&state=b#_=_")),
        ("CB17", &format!("{HOME}?code=a&state=b&#code=c")),
    ] {
        assert!(
            Callback::parse(url.to_owned(), &scheme()).is_ok(),
            "{row} {url}"
        );
    }
}

#[test]
fn an_address_may_have_8_kib_and_not_one_byte_more() {
    let of_length = |bytes: usize| {
        let start = format!("{HOME}?code=a&state=b&x=");
        let more = "a".repeat(bytes - start.len());
        start + &more
    };
    assert!(Callback::parse(of_length(8192), &scheme()).is_ok());
    assert_eq!(
        Callback::parse(of_length(8193), &scheme()).err(),
        Some(CallbackError::TooLarge)
    );
}

#[test]
fn a_code_in_the_place_of_the_issuer_is_not_shown() {
    let callback = parse(&format!("{HOME}?code=a-long-code&state=b&iss=a-long-code"));

    assert_eq!(callback.issuer.as_deref(), Some("a-long-code"));
    assert!(!format!("{callback:?}").contains("a-long-code"));
}

#[test]
fn a_state_that_came_back_is_named_and_not_shown() {
    let callback = parse(&format!("{HOME}?code=a&state=b"));
    assert_eq!(format!("{:?}", callback.state), "ReturnedState(..)");
}

#[test]
fn everything_else_is_refused_with_its_reason() {
    use CallbackError as E;
    let ok = "code=a&state=b";
    let cases: Vec<(&str, String, CallbackError)> = vec![
        ("CB01", String::new(), E::NotUrl),
        ("CB01", "callback".into(), E::NotUrl),
        ("CB01", "1x://desk/callback".into(), E::NotUrl),
        (
            "CB02",
            format!("{HOME}?{ok}&x={}", "a".repeat(1024 * 1024)),
            E::TooLarge,
        ),
        ("CB04", format!("{HOME}?{ok}\0"), E::BadEncoding),
        ("CB04", format!("{HOME}?{ok}\r\n"), E::BadEncoding),
        ("CB04", format!("{HOME}?{ok}\u{1b}[2J"), E::BadEncoding),
        ("CB04", format!("{HOME}?{ok}\u{202E}"), E::BadEncoding),
        ("CB04", format!("\t{HOME}?{ok}"), E::BadEncoding),
        (
            "CB05",
            format!("dev.latchkey.accounts2://desk/callback?{ok}"),
            E::WrongScheme,
        ),
        (
            "CB05",
            format!("dev.latchkey.account://desk/callback?{ok}"),
            E::WrongScheme,
        ),
        (
            "CB05",
            format!("https://desk/callback?{ok}"),
            E::WrongScheme,
        ),
        (
            "CB07",
            format!("dev.latchkey.accounts://evil/callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB07",
            format!("dev.latchkey.accounts:/other?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB07",
            format!("dev.latchkey.accounts:/callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB07",
            format!("dev.latchkey.accounts://desk?{ok}"),
            E::WrongTarget,
        ),
        ("CB07", format!("{HOME}2?{ok}"), E::WrongTarget),
        ("CB07", format!("{HOME}//?{ok}"), E::WrongTarget),
        (
            "CB08",
            format!("dev.latchkey.accounts://desk/./callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB08",
            format!("dev.latchkey.accounts://desk/a/../callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB08",
            format!("dev.latchkey.accounts://desk/%2e%2e/callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB08",
            format!("dev.latchkey.accounts://desk/%63allback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB09",
            format!("dev.latchkey.accounts://me@desk/callback?{ok}"),
            E::WrongTarget,
        ),
        (
            "CB09",
            format!("dev.latchkey.accounts://desk:80/callback?{ok}"),
            E::WrongTarget,
        ),
        ("CB11", format!("{HOME}?{ok}&code=a"), E::RepeatedParameter),
        ("CB12", format!("{HOME}?{ok}&state=c"), E::RepeatedParameter),
        (
            "CB13",
            format!("{HOME}?{ok}&st%61te=c"),
            E::RepeatedParameter,
        ),
        ("CB14", format!("{HOME}?code=a&State=b"), E::StateMissing),
        ("CB14", format!("{HOME}?code=a&state[]=b"), E::StateMissing),
        ("CB14", format!("{HOME}?code=a&+state=b"), E::StateMissing),
        ("CB14", format!("{HOME}?code=a&%20state=b"), E::StateMissing),
        ("CB15", format!("{HOME}?{ok}{}", numbered(200)), E::TooLarge),
        ("CB15", format!("{HOME}?{ok}{}", numbered(63)), E::TooLarge),
        ("CB16", format!("{HOME}?code=a&state=%zz"), E::BadEncoding),
        ("CB16", format!("{HOME}?code=a&state=b%"), E::BadEncoding),
        ("CB16", format!("{HOME}?code=a&state=%+1"), E::BadEncoding),
        (
            "CB16",
            format!("{HOME}?code=a&state=%C0%AF"),
            E::BadEncoding,
        ),
        (
            "CB16",
            format!("{HOME}?code=a&state=%ED%A0%80"),
            E::BadEncoding,
        ),
        (
            "CB16",
            format!("dev.latchkey.accounts://desk/%zz?{ok}"),
            E::BadEncoding,
        ),
        ("CB17", format!("{HOME}#{ok}"), E::NoCode),
        ("CB17", format!("{HOME}?state=b#code=a"), E::NoCode),
        (
            "CB18",
            format!("{HOME}?{ok}&access_token=t"),
            E::TokenInFrontChannel,
        ),
        (
            "CB18",
            format!("{HOME}?{ok}#id_token=t"),
            E::TokenInFrontChannel,
        ),
        (
            "CB18",
            format!("{HOME}#access%5Ftoken=t&state=b"),
            E::TokenInFrontChannel,
        ),
        (
            "CB19",
            format!("{HOME}?refreshToken=5d3f"),
            E::TokenInFrontChannel,
        ),
        ("CB21", format!("{HOME}?code=a"), E::StateMissing),
        ("CB21", format!("{HOME}?code=a&state="), E::StateMissing),
        (
            "CB21",
            format!("{HOME}?error=access_denied"),
            E::StateMissing,
        ),
        ("CB21", HOME.into(), E::StateMissing),
        (
            "CB32",
            format!("dev.latchkey.accounts://home/callback?{ok}"),
            E::WrongTarget,
        ),
        ("CB40", format!("{HOME}?code=&state=b"), E::BadValue),
        (
            "CB40",
            format!("{HOME}?code={}&state=b", "a".repeat(4097)),
            E::BadValue,
        ),
        ("CB40", format!("{HOME}?code=a+b&state=b"), E::BadValue),
        ("CB40", format!("{HOME}?code=a%0D&state=b"), E::BadValue),
        ("CB40", format!("{HOME}?code=%C3%A4&state=b"), E::BadValue),
        ("CB46", format!("{HOME}:\"%20--flag?{ok}"), E::WrongTarget),
    ];

    for (row, url, expected) in cases {
        let shown: String = url.chars().take(100).collect();
        assert_eq!(
            Callback::parse(url, &scheme()).unwrap_err(),
            expected,
            "{row} {shown:?}"
        );
    }
}

#[test]
fn an_answer_that_contradicts_itself_says_whose_it_is() {
    let state = State::from_random([1; 32]);
    let value = crate::secret::Secret::expose(&state).to_owned();
    for answers in [
        "code=a&error=access_denied",
        "connect_code=a&error=access_denied",
        "code=a&connect_code=b",
        "code=a&connect_code=b&error=access_denied",
        "code=&connect_code=",
    ] {
        let url = format!("{HOME}?{answers}&state={value}");

        let error = Callback::parse(url, &scheme()).unwrap_err();

        assert!(!format!("{error:?}").contains(&value));
        let CallbackError::SeveralAnswers { state: returned } = error else {
            panic!("CB37 {answers} {error:?}")
        };
        assert!(returned.is(&state), "CB37 {answers}");
    }
}

#[test]
fn an_answer_with_a_connect_code_is_another_answer_than_one_with_a_code() {
    let state = State::from_random([1; 32]);
    let value = crate::secret::Secret::expose(&state).to_owned();
    let callback = parse(&format!("{HOME}?connect_code=c-1&state={value}"));

    assert!(callback.answers(&state));
    let shown = format!("{callback:?}");
    assert!(!shown.contains("c-1") && !shown.contains(&value), "{shown}");
    let Returned::ConnectCode { code } = callback.outcome else {
        panic!("{shown}")
    };
    assert_eq!(crate::secret::Secret::expose(&code), "c-1");
}

#[test]
fn a_connect_code_is_read_as_strictly_as_a_code() {
    use CallbackError as E;
    let long = "a".repeat(5000);
    for (query, expected) in [
        ("connect_code=&state=b", E::BadValue),
        ("connect_code=a+b&state=b", E::BadValue),
        ("connect_code=a%0D&state=b", E::BadValue),
        ("connect_code=%C3%A4&state=b", E::BadValue),
        (&format!("connect_code={long}&state=b"), E::BadValue),
        ("connect_code=a", E::StateMissing),
        ("connect_code=a&state=", E::StateMissing),
        (
            "connect_code=a&connect_code=a&state=b",
            E::RepeatedParameter,
        ),
        (
            "connect%5Fcode=a&connect_code=a&state=b",
            E::RepeatedParameter,
        ),
        ("Connect_Code=a&state=b", E::NoCode),
        ("state=b#connect_code=a", E::NoCode),
        (
            "connect_code=a&state=b&access_token=t",
            E::TokenInFrontChannel,
        ),
    ] {
        let parsed = Callback::parse(format!("{HOME}?{query}"), &scheme());
        assert_eq!(parsed.unwrap_err(), expected, "{query}");
    }
}

#[test]
fn an_error_of_the_provider_is_read_by_its_code() {
    use AuthorizationError as A;
    let long = "x".repeat(4096);
    for (row, code, expected) in [
        ("CB33", "access_denied", A::AccessDenied),
        ("CB34", "login_required", A::LoginRequired),
        ("CB34", "consent_required", A::ConsentRequired),
        ("CB34", "interaction_required", A::InteractionRequired),
        ("CB34", "mfa_required", A::MfaRequired),
        ("CB34", "invalid_request", A::InvalidRequest),
        ("CB34", "invalid_scope", A::InvalidScope),
        ("CB34", "unauthorized", A::Unauthorized),
        ("CB34", "unauthorized_client", A::UnauthorizedClient),
        (
            "CB34",
            "unsupported_response_type",
            A::UnsupportedResponseType,
        ),
        ("CB34", "server_error", A::ServerError),
        ("CB34", "temporarily_unavailable", A::TemporarilyUnavailable),
        ("CB35", &long, A::Other("x".repeat(64))),
        ("CB35", "%C3%A4%0Ab%20c", A::Other("bc".into())),
        ("CB35", "", A::Other(String::new())),
    ] {
        let callback = parse(&format!(
            "{HOME}?error={code}&state=b&error_uri=javascript:x"
        ));
        let Returned::Refused { error, description } = callback.outcome else {
            panic!("{row}")
        };
        if row != "CB35" {
            assert_eq!(error.as_str(), code, "{row}");
        }
        assert_eq!((error, description), (expected, None), "{row} CB39");
    }
}

#[test]
fn a_description_is_plain_short_text() {
    let text = "%3Cb%3E%0D%0A%1B%5B31m%E2%80%AE".to_owned() + &"y".repeat(5000);
    let url = format!("{HOME}?error=x&state=b&error_description={text}");
    let Returned::Refused {
        description: Some(text),
        ..
    } = parse(&url).outcome
    else {
        panic!("CB38")
    };

    assert!(text.as_str().starts_with("<b>[31myyy"), "CB38");
    assert_eq!(text.as_str().len(), 256, "CB38");
}

#[test]
fn the_issuer_is_compared_character_by_character() {
    use IssuerParameter::{Announced, NotAnnounced};
    let ours = "https://a.example/";
    let (missing, other) = (CallbackError::IssuerMissing, CallbackError::IssuerMismatch);
    for (row, answer, parameter, expected) in [
        ("CB27", "code=a", Announced, Err(missing)),
        (
            "CB28",
            "code=a&iss=https://b.example/",
            Announced,
            Err(other.clone()),
        ),
        (
            "CB28",
            "code=a&iss=https://b.example/",
            NotAnnounced,
            Err(other.clone()),
        ),
        (
            "CB29",
            "code=a&iss=https://a.example",
            Announced,
            Err(other.clone()),
        ),
        (
            "CB29",
            "code=a&iss=https://A.example/",
            Announced,
            Err(other.clone()),
        ),
        (
            "CB29",
            "code=a&iss=https://a.example:443/",
            Announced,
            Err(other.clone()),
        ),
        (
            "CB29",
            "code=a&iss=https://a.example%252F",
            Announced,
            Err(other.clone()),
        ),
        (
            "CB30",
            "code=a&iss=https://a.example/",
            NotAnnounced,
            Ok(()),
        ),
        (
            "CB30",
            "code=a&iss=https%3A%2F%2Fa.example%2F",
            Announced,
            Ok(()),
        ),
        ("CB30", "code=a", NotAnnounced, Ok(())),
        (
            "CB31",
            "error=x&iss=https://b.example/",
            Announced,
            Err(other),
        ),
    ] {
        let callback = parse(&format!("{HOME}?state=b&{answer}"));
        assert_eq!(
            callback.check_issuer(ours, parameter),
            expected,
            "{row} {answer}"
        );
    }
}

#[test]
fn a_loopback_answer_arrives_at_its_own_port_and_path() {
    let target = RedirectTarget::Loopback {
        port: 4001,
        path: "/callback".into(),
    };
    for (url, expected) in [
        ("http://127.0.0.1:4001/callback", Ok(())),
        ("HTTP://127.0.0.1:4001/callback/", Ok(())),
        ("http://[::1]:4001/callback", Ok(())),
        (
            "http://localhost:4001/callback",
            Err(CallbackError::WrongTarget),
        ),
        (
            "http://127.0.0.1:4002/callback",
            Err(CallbackError::WrongTarget),
        ),
        ("http://127.0.0.1/callback", Err(CallbackError::WrongTarget)),
        (
            "http://127.0.0.1:4001/other",
            Err(CallbackError::WrongTarget),
        ),
        (
            "http://me@127.0.0.1:4001/callback",
            Err(CallbackError::WrongTarget),
        ),
        (
            "https://127.0.0.1:4001/callback",
            Err(CallbackError::WrongScheme),
        ),
    ] {
        let parsed = Callback::parse(format!("{url}?code=a&state=b"), &target);
        assert_eq!(parsed.map(|_| ()), expected, "{url}");
    }
}

#[test]
fn the_connection_of_an_address_is_found_without_trusting_it() {
    let long = format!("{HOME}?{}", "a".repeat(9000));
    for (url, expected) in [
        (
            "dev.latchkey.accounts://Desk-1/callback?code=a",
            Some("desk-1"),
        ),
        ("DEV.latchkey.accounts://desk", Some("desk")),
        ("dev.latchkey.accounts:///callback", None),
        ("dev.latchkey.accounts:/desk", None),
        ("dev.latchkey.accounts2://desk/", None),
        ("dev.latchkey.accounts://me@desk/", None),
        ("dev.latchkey.accounts://desk:1/", None),
        ("dev.latchkey.accounts://d%65sk/", None),
        ("dev.latchkey.accounts://de\u{202E}sk/", None),
        ("", None),
        (&long, None),
    ] {
        let found = connection_of(url, "dev.latchkey.accounts");
        assert_eq!(found.as_deref(), expected, "{url}");
    }
}

fn scheme() -> RedirectTarget {
    RedirectTarget::Scheme {
        scheme: "dev.latchkey.accounts".into(),
        host: "desk".into(),
        path: "/callback".into(),
    }
}

fn parse(url: &str) -> Callback {
    Callback::parse(url.to_owned(), &scheme()).unwrap()
}

fn numbered(count: usize) -> String {
    (0..count).map(|number| format!("&p{number}=1")).collect()
}
