//! As much of RFC 8949 as an authenticator writes: definite lengths, no floats, no tags.

/// More nesting than any attestation has.
const DEEPEST: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cbor {
    Integer(i128),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Cbor>),
    Map(Vec<(Cbor, Cbor)>),
    Simple(u64),
}

impl Cbor {
    /// Reads one item from the beginning and returns what follows it.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        read(bytes, 0)
    }

    /// The value of a member named in words.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.find(&Self::Text(name.to_owned()))
    }

    /// The value of a member named by a number.
    pub(crate) fn at(&self, name: i128) -> Option<&Self> {
        self.find(&Self::Integer(name))
    }

    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    pub(crate) fn integer(&self) -> Option<i128> {
        if let Self::Integer(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    fn find(&self, name: &Self) -> Option<&Self> {
        let Self::Map(members) = self else {
            return None;
        };
        members
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

fn read(bytes: &[u8], depth: usize) -> Option<(Cbor, &[u8])> {
    if depth > DEEPEST {
        return None;
    }
    let (first, rest) = bytes.split_first()?;
    let (argument, rest) = argument(first & 0x1f, rest)?;
    let length = usize::try_from(argument).ok()?;
    match first >> 5 {
        0 => Some((Cbor::Integer(i128::from(argument)), rest)),
        1 => Some((Cbor::Integer(-1 - i128::from(argument)), rest)),
        2 => rest
            .split_at_checked(length)
            .map(|(text, rest)| (Cbor::Bytes(text.to_vec()), rest)),
        3 => {
            let (text, rest) = rest.split_at_checked(length)?;
            Some((Cbor::Text(String::from_utf8(text.to_vec()).ok()?), rest))
        }
        4 => {
            let mut rest = rest;
            let mut items = Vec::new();
            for _ in 0..length {
                let (item, after) = read(rest, depth + 1)?;
                items.push(item);
                rest = after;
            }
            Some((Cbor::List(items), rest))
        }
        5 => {
            let mut rest = rest;
            let mut members = Vec::new();
            for _ in 0..length {
                let (name, after) = read(rest, depth + 1)?;
                let (value, after) = read(after, depth + 1)?;
                members.push((name, value));
                rest = after;
            }
            Some((Cbor::Map(members), rest))
        }
        7 => Some((Cbor::Simple(argument), rest)),
        _ => None,
    }
}

fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let width = match short {
        0..=23 => return Some((short.into(), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(width)?;
    let number = digits
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_rfc_8949_are_read() {
        let read = |bytes: &[u8]| Cbor::read(bytes).map(|(item, rest)| (item, rest.len()));
        assert_eq!(read(&[0x19, 0x03, 0xe8]), Some((Cbor::Integer(1000), 0)));
        assert_eq!(read(&[0x38, 0x63]), Some((Cbor::Integer(-100), 0)));
        let (map, _) = Cbor::read(&[0xa1, 0x61, 0x61, 0x42, 1, 2]).unwrap();
        assert_eq!(map.get("a").and_then(Cbor::bytes), Some(&[1, 2][..]));
    }

    #[test]
    fn what_is_cut_short_or_too_deep_is_refused() {
        assert_eq!(Cbor::read(&[0x42, 1]), None);
        assert_eq!(Cbor::read(&[0x81; 64]), None);
        assert_eq!(
            Cbor::read(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            None
        );
    }
}
