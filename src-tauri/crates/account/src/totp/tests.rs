//! Rows OT01 to OT19 of the hostile inputs, the vectors of RFC 6238, and noise.

use protocol::secret::Secret as _;

use super::*;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const NOW: u64 = 1_234_567_890;

fn address(parameters: &str) -> String {
    format!("otpauth://totp/Acme:ada@example.com?secret={KEY}&issuer=Acme{parameters}")
}

fn refused(address: &str) -> AddressError {
    Totp::parse(address).unwrap_err()
}

fn totp() -> Totp {
    Totp::parse(&address("")).unwrap()
}

fn at(seconds: u64) -> ProviderTime {
    ProviderTime::uncorrected(seconds)
}

fn code(totp: &Totp, seconds: u64) -> String {
    let number = totp.code(totp.counter(at(seconds)));
    format!("{number:0width$}", width = usize::from(totp.digits()))
}

#[test]
fn rfc_6238_appendix_b() {
    let key = |bytes: usize| -> String {
        let text: Vec<u8> = b"1234567890".iter().copied().cycle().take(bytes).collect();
        base32(&text)
    };
    for (algorithm, bytes, codes) in [
        (
            "SHA1",
            20,
            [
                "94287082", "07081804", "14050471", "89005924", "69279037", "65353130",
            ],
        ),
        (
            "SHA256",
            32,
            [
                "46119246", "68084774", "67062674", "91819424", "90698825", "77737706",
            ],
        ),
        (
            "SHA512",
            64,
            [
                "90693936", "25091201", "99943326", "93441116", "38618901", "47863826",
            ],
        ),
    ] {
        let address = format!(
            "otpauth://totp/x?secret={}&algorithm={algorithm}&digits=8",
            key(bytes)
        );
        let totp = Totp::parse(&address).unwrap();
        let times = [
            59,
            1_111_111_109,
            1_111_111_111,
            1_234_567_890,
            2_000_000_000,
            20_000_000_000,
        ];
        for (seconds, expected) in times.into_iter().zip(codes) {
            assert_eq!(code(&totp, seconds), expected, "{algorithm} at {seconds}");
        }
    }
}

#[test]
fn ot01_only_otpauth_in_any_case() {
    for other in [
        "http://totp/x?secret=",
        "totp/x",
        "",
        "javascript://totp/x",
        "otpauth:totp/x",
    ] {
        assert_eq!(
            refused(&format!("{other}{KEY}")),
            AddressError::Scheme,
            "{other}"
        );
    }
    assert!(Totp::parse(&address("").replace("otpauth", "OTPAUTH")).is_ok());
    assert_eq!(
        refused("otpauth-migration://offline?data=CjE"),
        AddressError::Migration
    );
}

#[test]
fn ot02_only_codes_of_the_time() {
    let of = |kind: &str| refused(&address("").replace("totp", kind));
    assert_eq!(of("hotp"), AddressError::Hotp);
    assert_eq!(of("steam"), AddressError::Kind);
    assert_eq!(of(""), AddressError::Kind);
    assert!(Totp::parse(&address("").replace("totp", "TOTP")).is_ok());
}

#[test]
fn ot03_a_key_is_base32_however_it_is_written() {
    let of = |key: &str| {
        let key = key.replace(' ', "%20");
        Totp::parse(&format!("otpauth://totp/x?secret={key}"))
            .map(|totp| totp.key().text().to_owned())
    };
    assert_eq!(of(&KEY.to_lowercase()).unwrap(), KEY);
    assert_eq!(of("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ").unwrap(), KEY);
    assert_eq!(of(&format!("{}======", &KEY[..18])).unwrap(), KEY[..18]);
    assert_eq!(of("").unwrap_err(), AddressError::Key(KeyError::Missing));
    assert_eq!(
        of("====").unwrap_err(),
        AddressError::Key(KeyError::Missing)
    );
    assert_eq!(
        refused("otpauth://totp/x"),
        AddressError::Key(KeyError::Missing)
    );
    for bad in ["A", "0", "1", "8", "9", "é", "=A"] {
        let key = format!("{KEY}{bad}");
        assert_eq!(
            of(&key).unwrap_err(),
            AddressError::Key(KeyError::NotBase32),
            "{bad}"
        );
    }
}

#[test]
fn ot04_a_short_key_is_remarked_upon_and_a_tiny_one_refused() {
    let of = |letters: usize| Totp::parse(&format!("otpauth://totp/x?secret={}", &KEY[..letters]));
    assert_eq!(of(15).unwrap_err(), AddressError::Key(KeyError::TooShort));
    assert_eq!(of(16).unwrap().remarks(), [Remark::ShortKey { bits: 80 }]);
    assert_eq!(of(26).unwrap().remarks(), []);
}

#[test]
fn ot05_a_key_of_more_than_four_kilobytes_is_too_long() {
    let key = "A".repeat(SharedKey::TEXT_BYTES + 1);
    let address = format!("otpauth://totp/x?secret={key}");
    assert_eq!(refused(&address), AddressError::Key(KeyError::TooLong));
    assert_eq!(refused(&"A".repeat(70_000)), AddressError::TooLong);
}

#[test]
fn ot06_six_to_eight_digits() {
    for digits in [
        "0", "5", "9", "10", "255", "256", "-6", "+6", "６", "", "6.0", "six",
    ] {
        assert_eq!(
            refused(&address(&format!("&digits={digits}"))),
            AddressError::Digits,
            "{digits}"
        );
    }
    for digits in 6..=8 {
        let totp = Totp::parse(&address(&format!("&digits={digits}"))).unwrap();
        assert_eq!(code(&totp, NOW).len(), digits);
    }
}

#[test]
fn ot07_a_period_of_nothing_divides_nothing() {
    assert_eq!(refused(&address("&period=0")), AddressError::Period);
}

#[test]
fn ot08_a_period_of_15_to_300_seconds() {
    for period in [
        "1",
        "14",
        "301",
        "3601",
        "18446744073709551616",
        "-30",
        "30s",
        "",
    ] {
        assert_eq!(
            refused(&address(&format!("&period={period}"))),
            AddressError::Period,
            "{period}"
        );
    }
    for period in [15, 30, 60, 300] {
        let totp = Totp::parse(&address(&format!("&period={period}"))).unwrap();
        assert_eq!(totp.period_secs(), period);
    }
}

#[test]
fn ot09_three_algorithms_in_any_case() {
    for algorithm in ["MD5", "SHA-256", "SHA3", "none", ""] {
        let address = address(&format!("&algorithm={algorithm}"));
        assert_eq!(refused(&address), AddressError::Algorithm, "{algorithm}");
    }
    let totp = Totp::parse(&address("&algorithm=sha256")).unwrap();
    assert_eq!(totp.algorithm(), Algorithm::Sha256);
}

#[test]
fn ot10_no_parameter_stands_there_twice() {
    assert_eq!(
        refused(&address("&secret=AAAA")),
        AddressError::Duplicate("secret")
    );
    assert_eq!(
        refused(&address("&issuer=Acme")),
        AddressError::Duplicate("issuer")
    );
    assert_eq!(
        refused(&address("&digits=6&DIGITS=8")),
        AddressError::Duplicate("digits")
    );
    assert!(
        Totp::parse(&address("&image=a&image=b&lock=1&&=")).is_ok(),
        "others mean nothing"
    );
}

#[test]
fn ot11_a_label_is_text_and_nothing_else() {
    let of = |label: &str| {
        let totp = Totp::parse(&format!("otpauth://totp/{label}?secret={KEY}")).unwrap();
        (
            totp.issuer().map(str::to_owned),
            totp.account().map(str::to_owned),
        )
    };
    let both = |issuer: &str, account: &str| (Some(issuer.to_owned()), Some(account.to_owned()));
    assert_eq!(of("Acme%3A%20ada"), both("Acme", "ada"));
    assert_eq!(of("a:b:c"), both("a", "b:c"));
    assert_eq!(
        of("a%253Ab"),
        (None, Some("a%3Ab".to_owned())),
        "decoded once"
    );
    assert_eq!(
        of("ada+shop@example.com"),
        (None, Some("ada+shop@example.com".to_owned()))
    );
    assert_eq!(of(""), (None, None));
    assert_eq!(of("a%0Ab%E2%80%AEc:%3Cb%3Ed"), both("abc", "<b>d"));
    assert_eq!(of(&"x".repeat(10 * 1024)).1.unwrap().len(), 128);
    assert_eq!(of(":b:c"), (None, Some("b:c".to_owned())));
    let cut_at_a_space = format!("{}%20{}", "x".repeat(127), "y".repeat(9));
    assert_eq!(of(&cut_at_a_space).1.unwrap(), "x".repeat(127));
    assert_eq!(
        refused(&address("").replace("Acme:", "Ac\nme:")),
        AddressError::Malformed
    );
    assert_eq!(
        refused(&address("&issuer").replace("Acme:", "%FF:")),
        AddressError::Duplicate("issuer")
    );
    assert_eq!(
        refused(&address("").replace("Acme:", "%FF:")),
        AddressError::Malformed
    );
}

#[test]
fn ot12_two_issuers_are_shown() {
    let totp = Totp::parse(&address("").replace("issuer=Acme", "issuer=Evil")).unwrap();
    let remark = Remark::TwoIssuers {
        label: "Acme".to_owned(),
        parameter: "Evil".to_owned(),
    };
    assert_eq!(totp.remarks(), [remark]);
    assert_eq!(self::totp().remarks(), []);
}

#[test]
fn ot13_what_fits_no_qr_code_is_shown_as_text() {
    let long = format!("{}{}", KEY.repeat(100), "A".repeat(8));
    let totp = Totp::from_key(&long, "Acme", "ada").unwrap();
    assert!(crate::qr::QrCode::of(totp.address().expose()).is_err());
    assert!(totp.key().in_groups().starts_with("GEZD GNBV "));
}

#[test]
fn ot14_an_address_for_somebody_else_is_shown() {
    let totp = totp();
    assert_eq!(
        totp.remarks_against(&["ACME", "acme.eu.auth0.com"], &["ada@example.com"]),
        []
    );
    assert_eq!(totp.remarks_against(&[], &[]), []);
    assert_eq!(
        totp.remarks_against(&["Shop"], &["bob@example.com"]),
        [
            Remark::OtherIssuer("Acme".to_owned()),
            Remark::OtherAccount("ada@example.com".to_owned())
        ]
    );
}

#[test]
fn ot15_a_qr_code_is_drawn_from_the_key_and_never_taken_from_the_server() {
    assert_eq!(
        refused("data:image/png;base64,iVBORw0KGgo="),
        AddressError::Scheme
    );
    assert_eq!(refused("https://example.com/qr.png"), AddressError::Scheme);
    let totp = Totp::from_key(KEY, "Acme", "ada@example.com").unwrap();
    assert_eq!(
        totp.address().expose(),
        format!(
            "otpauth://totp/Acme:ada@example.com?secret={KEY}&issuer=Acme&algorithm=SHA1&digits=6&period=30"
        )
    );
    assert!(crate::qr::QrCode::of(totp.address().expose()).is_ok());
}

#[test]
fn ot16_a_code_is_read_however_it_is_typed() {
    let of = |typed: &str| typed_code(typed, 6).map(|code| code.expose().to_owned());
    for typed in [
        "123456",
        "123 456",
        " 123-456\r\n",
        "１２３４５６",
        "١٢٣٤٥٦",
        "۱۲۳۴۵۶",
        "१२३४५६",
        "𝟏𝟐𝟑𝟒𝟓𝟔",
        "123\u{200B}456",
        "1\u{2011}2 3\u{A0}4.5_6",
    ] {
        assert_eq!(of(typed).unwrap(), "123456", "{typed:?}");
    }
    for typed in [
        "12345a",
        "O12345",
        "²23456",
        "Ⅷ12345",
        "<b>123456",
        "1234५x",
    ] {
        assert_eq!(of(typed).unwrap_err(), CodeProblem::NotDigits, "{typed:?}");
    }
    let long = "1".repeat(100_000);
    for typed in ["", "12345", "1234567", "123456789", &long] {
        assert_eq!(
            of(typed).unwrap_err(),
            CodeProblem::WrongLength { expected: 6 }
        );
    }
    assert!(matches!(
        totp().verdict("12345", at(NOW)),
        Err(CodeProblem::WrongLength { expected: 6 })
    ));
    assert!(matches!(
        totp().verdict("abcdef", at(NOW)),
        Err(CodeProblem::NotDigits)
    ));
}

#[test]
fn ot17_every_refusal_makes_the_next_try_wait_longer() {
    let mut attempts = Attempts::default();
    let mut pauses = vec![attempts.pause_secs()];
    for counter in 0..10 {
        attempts.refuse(counter);
        pauses.push(attempts.pause_secs());
    }
    assert_eq!(pauses, [0, 1, 2, 4, 4, 4, 4, 4, 4, 4, 4]);
}

#[test]
fn ot18_a_clock_that_is_off_is_said_in_seconds() {
    let totp = totp();
    let typed = code(&totp, NOW);
    let clock_off = |local_secs: u64, correction_secs: i64| {
        let time = ProviderTime {
            local_secs,
            correction_secs,
        };
        let verdict = totp.verdict(&typed, time);
        if let Err(CodeProblem::ClockOff { seconds }) = verdict {
            return Some(seconds);
        }
        assert!(verdict.is_ok(), "{verdict:?}");
        None
    };
    assert_eq!(clock_off(NOW, 0), None);
    assert_eq!(clock_off(NOW + 90, 0), Some(-90), "the phone is behind");
    assert_eq!(clock_off(NOW - 300, 0), Some(300), "the phone is ahead");
    let correction = ProviderTime::correction_of(NOW, NOW - 300);
    assert_eq!(correction, 300);
    assert_eq!(
        clock_off(NOW - 300, correction),
        None,
        "this computer was off, not the phone"
    );
    assert!(matches!(
        totp.verdict(&typed, at(NOW + 330)),
        Err(CodeProblem::OfSomethingElse)
    ));
}

#[test]
fn ot19_a_code_that_was_refused_is_not_sent_again() {
    let totp = totp();
    let mut attempts = Attempts::default();
    let typed = code(&totp, NOW);
    let Ok(RightCode { counter, code }) = attempts.verdict(&totp, &typed, at(NOW)) else {
        panic!("the code is right");
    };
    assert_eq!(code.expose(), typed);
    attempts.refuse(counter);
    assert!(matches!(
        attempts.verdict(&totp, &typed, at(NOW + 1)),
        Err(CodeProblem::Spent { wait_secs: 29 })
    ));
    let next = self::code(&totp, NOW + 30);
    assert!(matches!(
        attempts.verdict(&totp, &next, at(NOW + 30)),
        Ok(RightCode { .. })
    ));
}

#[test]
fn the_neighbouring_codes_say_how_long_to_wait() {
    let totp = totp();
    let now = NOW + 8;
    assert!(matches!(
        totp.verdict(&code(&totp, NOW - 30), at(now)),
        Err(CodeProblem::Previous { wait_secs: 22 })
    ));
    assert!(matches!(
        totp.verdict(&code(&totp, NOW + 30), at(now)),
        Err(CodeProblem::Next { wait_secs: 22 })
    ));
    let first = totp.verdict(&code(&totp, 0), at(0));
    assert!(
        matches!(first, Ok(RightCode { counter: 0, .. })),
        "nothing lies before 1970"
    );
    let _last = totp.verdict("123456", at(u64::MAX));
}

#[test]
fn seconds_left_count_down_to_the_next_code() {
    let totp = totp();
    assert_eq!(
        [0, 1, 29, 30].map(|seconds| totp.seconds_left(at(NOW + seconds))),
        [30, 29, 1, 30]
    );
}

#[test]
fn nothing_of_the_secret_is_printed() {
    let totp = totp();
    let printed = format!(
        "{totp:?} {:?} {:?}",
        totp.address(),
        totp.verdict(&code(&totp, NOW), at(NOW))
    );
    assert!(
        !printed.contains("GEZD") && !printed.contains(&code(&totp, NOW)),
        "{printed}"
    );
    let error = refused(&address("&period=GEZDGNBV"));
    assert!(!format!("{error:?} {error}").contains("GEZD"));
}

#[test]
fn an_address_that_was_written_is_read_as_the_same() {
    let totp = Totp::from_key(KEY, "Ac&me: 100% \u{202E}", "ada+x@example.com").unwrap();
    let again = totp.parsed_again();
    assert_eq!(again.issuer(), Some("Ac&me 100%"));
    assert_eq!(again.remarks(), []);
    assert_eq!(again.account(), totp.account());
    assert_eq!(again.key().text(), KEY);
}

#[test]
fn noise_makes_no_parser_panic() {
    let mut noise = crate::noise::Noise::new(6238);
    let good = address("&algorithm=SHA512&digits=8&period=60&x=%C3%A9");
    for _ in 0..4_000 {
        let mut bytes = good.clone().into_bytes();
        noise.spoil(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(totp) = Totp::parse(&text) {
            let again = totp.parsed_again();
            assert_eq!(again.key().text(), totp.key().text());
            let _verdict = totp.verdict(&text, at(noise.number()));
        }
        let _code = typed_code(&text, 6);
    }
}

impl Totp {
    fn parsed_again(&self) -> Totp {
        Totp::parse(self.address().expose()).unwrap()
    }
}

fn base32(bytes: &[u8]) -> String {
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let letter = |bits: &[u8]| {
        let bits = format!("{:0<5}", std::str::from_utf8(bits).unwrap());
        char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from_str_radix(&bits, 2).unwrap()])
    };
    bits.as_bytes().chunks(5).map(letter).collect()
}
