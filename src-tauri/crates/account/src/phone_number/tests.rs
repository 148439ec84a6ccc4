use super::*;

fn country(iso: &str) -> Option<&'static Country> {
    let found = COUNTRIES.iter().find(|country| country.iso == iso);
    assert!(found.is_some() || iso.is_empty(), "{iso}");
    found
}

#[test]
fn numbers_are_read_as_people_type_them() {
    for (typed, iso, expected) in [
        ("+4930123456", "", "+4930123456"),
        (" +49 (0)30 / 123-456 ", "", "+4930123456"),
        ("0049 30 123456", "US", "+4930123456"),
        ("0049 (0)30 123456", "", "+4930123456"),
        ("030 123456", "DE", "+4930123456"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("(555) 010-0199", "US", "+15550100199"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("+٤٩ ٣٠ ١٢٣٤٥٦", "", "+4930123456"),
        ("\u{FF0B}１ ５５５ ０１００１９９", "", "+15550100199"),
        (
            "\u{202A}+1\u{2011}555\u{2011}0100199\u{202C}",
            "",
            "+15550100199",
        ),
        ("+6834000", "", "+6834000"),
        ("+881612345678", "", "+881612345678"),
        ("+123456789012345", "", "+123456789012345"),
    ] {
        let number =
            PhoneNumber::parse(typed, country(iso)).map(|number| number.as_str().to_owned());
        assert_eq!(number.as_deref(), Ok(expected), "{typed}");
    }
}

#[test]
fn what_is_no_number_says_why() {
    let long = "1".repeat(10_000);
    for (typed, iso, expected) in [
        ("", "DE", PhoneNumberError::Empty),
        ("+", "", PhoneNumberError::Empty),
        ("()", "DE", PhoneNumberError::Empty),
        ("030 123456", "", PhoneNumberError::NoCountry),
        ("+49 30 CALL ME", "", PhoneNumberError::BadCharacters),
        ("++4930123456", "", PhoneNumberError::BadCharacters),
        ("+49+30123456", "", PhoneNumberError::BadCharacters),
        ("+49 30 123456 ext 7", "", PhoneNumberError::BadCharacters),
        ("tel:+4930123456", "", PhoneNumberError::BadCharacters),
        ("+0 30 123456", "", PhoneNumberError::UnknownCallingCode),
        ("+999 123456", "", PhoneNumberError::UnknownCallingCode),
        ("+2101234567", "", PhoneNumberError::UnknownCallingCode),
        ("+49123", "", PhoneNumberError::TooShort),
        ("+1234567890123456", "", PhoneNumberError::TooLong),
        (&long, "DE", PhoneNumberError::TooLong),
    ] {
        assert_eq!(
            PhoneNumber::parse(typed, country(iso)),
            Err(expected),
            "{typed:.30}"
        );
    }
}

#[test]
fn the_list_is_in_order_and_its_codes_can_be_told_apart() {
    assert!(COUNTRIES.is_sorted_by_key(|country| country.iso));
    assert_eq!(country("DE").unwrap().calling_code, 49);
    assert_eq!(
        country("CA").unwrap().calling_code,
        country("US").unwrap().calling_code
    );
    let codes: std::collections::BTreeSet<String> = COUNTRIES
        .iter()
        .map(|country| country.calling_code.to_string())
        .collect();
    for one in &codes {
        let longer = codes
            .iter()
            .find(|other| *other != one && other.starts_with(one.as_str()));
        assert_eq!(longer, None, "{one}");
    }
}

#[test]
fn a_number_is_not_printed() {
    let number = PhoneNumber::parse("+4930123456", None).unwrap();
    assert_eq!(format!("{number:?}"), "PhoneNumber(..)");
}
