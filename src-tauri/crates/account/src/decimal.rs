//! Digits as people type them: in the script of their keyboard.

/// The ASCII digit for a decimal digit of any script.
pub(crate) fn decimal(character: char) -> Option<char> {
    let index = ZEROS.partition_point(|zero| *zero <= character);
    let zero = ZEROS.get(index.checked_sub(1)?)?;
    let digit = u32::from(character) - u32::from(*zero);

    char::from_digit(digit, 10).filter(|_| digit < 10)
}

/// The zero of every run of ten digits, in order: category Nd of the Unicode character database, version 14.
const ZEROS: [char; 66] = [
    '\u{0030}',
    '\u{0660}',
    '\u{06F0}',
    '\u{07C0}',
    '\u{0966}',
    '\u{09E6}',
    '\u{0A66}',
    '\u{0AE6}',
    '\u{0B66}',
    '\u{0BE6}',
    '\u{0C66}',
    '\u{0CE6}',
    '\u{0D66}',
    '\u{0DE6}',
    '\u{0E50}',
    '\u{0ED0}',
    '\u{0F20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17E0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19D0}',
    '\u{1A80}',
    '\u{1A90}',
    '\u{1B50}',
    '\u{1BB0}',
    '\u{1C40}',
    '\u{1C50}',
    '\u{A620}',
    '\u{A8D0}',
    '\u{A900}',
    '\u{A9D0}',
    '\u{A9F0}',
    '\u{AA50}',
    '\u{ABF0}',
    '\u{FF10}',
    '\u{104A0}',
    '\u{10D30}',
    '\u{11066}',
    '\u{110F0}',
    '\u{11136}',
    '\u{111D0}',
    '\u{112F0}',
    '\u{11450}',
    '\u{114D0}',
    '\u{11650}',
    '\u{116C0}',
    '\u{11730}',
    '\u{118E0}',
    '\u{11950}',
    '\u{11C50}',
    '\u{11D50}',
    '\u{11DA0}',
    '\u{16A60}',
    '\u{16AC0}',
    '\u{16B50}',
    '\u{1D7CE}',
    '\u{1D7D8}',
    '\u{1D7E2}',
    '\u{1D7EC}',
    '\u{1D7F6}',
    '\u{1E140}',
    '\u{1E2F0}',
    '\u{1E950}',
    '\u{1FBF0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_are_read_and_nothing_else() {
        assert!(ZEROS.is_sorted());
        for (typed, digit) in [
            ('0', '0'),
            ('9', '9'),
            ('٤', '4'),
            ('９', '9'),
            ('𝟿', '9'),
            ('\u{1FBF9}', '9'),
        ] {
            assert_eq!(decimal(typed), Some(digit), "{typed}");
        }
        for other in ['/', ':', 'a', '²', 'Ⅷ', '\0', '\u{FF1A}', char::MAX] {
            assert_eq!(decimal(other), None, "{other:?}");
        }
    }
}
