//! What a passkey is kept in, by the number of its model (AAGUID, WebAuthn Level 3 §6.5.1).
//!
//! The number is the authenticator's own word, which nobody vouches for: to recognise a passkey by, and for nothing
//! else. `cargo xtask makers` writes the table anew.

mod table;

/// The name of the password manager, system or security key that calls itself this.
pub(super) fn name(aaguid: &str) -> Option<&'static str> {
    let number = number(aaguid)?;
    let place = table::NAMES.binary_search_by_key(&number, |(number, _)| *number);

    table::NAMES.get(place.ok()?).map(|(_, name)| *name)
}

/// A UUID (RFC 9562 §4) as a number.
fn number(uuid: &str) -> Option<u128> {
    const LENGTH: usize = 36;
    let is_uuid = uuid.len() == LENGTH
        && uuid.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let digits = uuid.replace('-', "");

    is_uuid
        .then(|| u128::from_str_radix(&digits, 16).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_are_called_by_their_names() {
        for (aaguid, maker) in [
            (
                "fbfc3007-154e-4ecc-8c0b-6e020557d7bd",
                Some("Apple Passwords"),
            ),
            (
                "EA9B8D66-4D01-1D21-3CE4-B6B48CB575D4",
                Some("Google Password Manager"),
            ),
            ("00000000-0000-0000-0000-000000000000", None),
            ("fbfc3007154e4ecc8c0b6e020557d7bd", None),
            ("+bfc3007-154e-4ecc-8c0b-6e020557d7bd", None),
            ("", None),
        ] {
            assert_eq!(name(aaguid), maker, "{aaguid}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_its_names_can_be_shown() {
        let names = table::NAMES;

        assert!(names.len() > 100);
        assert!(names.is_sorted_by(|(one, _), (next, _)| one < next));
        assert!(names.iter().all(|(number, name)| {
            *number != 0 && !name.is_empty() && !name.contains(char::is_control)
        }));
    }
}
