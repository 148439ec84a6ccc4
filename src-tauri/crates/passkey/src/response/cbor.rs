//! As much of CBOR as answers of authenticators need, in the strict form that CTAP prescribes (CTAP 2.1 §8).

/// CTAP allows four levels (CTAP 2.1 §8); nothing needs more.
const MAX_DEPTH: usize = 4;

/// Reads items off the front of a slice. Lengths are definite and every one is checked against what is there.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// The head of an item: its major type and its argument (RFC 8949 §3).
struct Head {
    major: u8,
    argument: u64,
}

impl<'a> Reader<'a> {
    fn head(&mut self) -> Option<Head> {
        let (&first, rest) = self.0.split_first()?;
        let (major, short) = (first >> 5, first & 0x1f);
        // 28 to 30 are reserved and 31 means "indefinite": neither is in CTAP.
        let width = match short {
            0..24 => 0,
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => return None,
        };
        let (bytes, rest) = rest.split_at_checked(width)?;
        let long = bytes
            .iter()
            .fold(0, |value, byte| value << 8 | u64::from(*byte));
        self.0 = rest;

        Some(Head {
            major,
            argument: if width == 0 { u64::from(short) } else { long },
        })
    }

    fn slice(&mut self, length: u64) -> Option<&'a [u8]> {
        let (slice, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;

        Some(slice)
    }

    /// Enters a map: how many pairs follow.
    pub(super) fn map(&mut self) -> Option<u64> {
        let head = self.head()?;

        (head.major == 5).then_some(head.argument)
    }

    /// A whole number of either sign.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let head = self.head()?;
        let argument = i64::try_from(head.argument).ok()?;

        match head.major {
            0 => Some(argument),
            1 => Some(-1 - argument),
            _ => None,
        }
    }

    #[cfg(any(target_os = "macos", test))]
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let head = self.head()?;

        (head.major == 2).then(|| self.slice(head.argument))?
    }

    #[cfg(any(target_os = "macos", test))]
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let head = self.head()?;
        let bytes = (head.major == 3).then(|| self.slice(head.argument))?;

        str::from_utf8(bytes?).ok()
    }

    /// Steps over one item of any kind.
    pub(super) fn skip(&mut self) -> Option<()> {
        self.skip_within(MAX_DEPTH)
    }

    fn skip_within(&mut self, depth: usize) -> Option<()> {
        let head = self.head()?;
        let items = match head.major {
            0 | 1 => 0,
            2 | 3 => {
                self.slice(head.argument)?;
                0
            }
            4 => head.argument,
            5 => head.argument.checked_mul(2)?,
            // Simple values and floats have nothing behind their head. Tags (6) are not in CTAP.
            7 => 0,
            _ => return None,
        };
        // Every item takes a byte at least: a count beyond that is a lie, found when the bytes run out.
        for _ in 0..items {
            self.skip_within(depth.checked_sub(1)?)?;
        }

        Some(())
    }
}

/// An attestation object around this authenticator data that attests nothing: `fmt` is `none` (WebAuthn Level 3 §8.7).
pub(super) fn without_attestation(authenticator_data: &[u8]) -> Vec<u8> {
    let mut object = Vec::with_capacity(authenticator_data.len() + 32);
    object.push(0xa3);
    object.extend(b"\x63fmt\x64none");
    object.extend(b"\x67attStmt\xa0");
    object.extend(b"\x68authData\x59");
    // Authenticator data fits: a credential identifier of 1,023 bytes and a key.
    let length = u16::try_from(authenticator_data.len()).unwrap_or(u16::MAX);
    object.extend(length.to_be_bytes());
    object.extend(authenticator_data);

    object
}

/// The authenticator data inside an attestation object (WebAuthn Level 3 §6.5).
#[cfg(any(target_os = "macos", test))]
pub(crate) fn authenticator_data_of(object: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(object);
    let mut found = None;
    for _ in 0..reader.map()? {
        if reader.text()? == "authData" {
            found = Some(reader.bytes()?.to_vec());
        } else {
            reader.skip()?;
        }
    }

    found.filter(|_| reader.0.is_empty())
}
