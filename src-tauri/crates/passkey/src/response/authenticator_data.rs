//! Authenticator data (WebAuthn Level 3 §6.1), read strictly.

use super::cbor::Reader;
use crate::{Error, Mismatch, options::CREDENTIAL_ID_BYTES};

/// More than a credential identifier of 1,023 bytes, the largest key and every extension we ask for need. Also keeps
/// the length within two bytes of CBOR.
const MAX_BYTES: usize = 16 * 1024;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;

/// Label of the algorithm in a COSE key (RFC 9052 §7.1).
const ALGORITHM_LABEL: i64 = 3;

/// The parts that we check.
pub(crate) struct AuthenticatorData<'a> {
    pub(crate) id_hash: [u8; 32],
    pub(crate) is_present: bool,
    pub(crate) is_verified: bool,
    pub(crate) credential: Option<AttestedCredential<'a>>,
}

/// Attested credential data (WebAuthn Level 3 §6.5.1).
pub(crate) struct AttestedCredential<'a> {
    pub(crate) id: &'a [u8],
    pub(crate) algorithm: i32,
}

impl<'a> AuthenticatorData<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::Answer(Mismatch::Encoding));
        }
        let malformed = Error::Answer(Mismatch::Encoding);
        let (id_hash, rest) = bytes
            .split_first_chunk::<32>()
            .ok_or_else(|| malformed.clone())?;
        // One byte of flags and four of the signature counter, which only the server looks at.
        let ([flags, ..], rest) = rest
            .split_first_chunk::<5>()
            .ok_or_else(|| malformed.clone())?;

        let mut reader = Reader(rest);
        let mut credential = None;
        if flags & HAS_CREDENTIAL != 0 {
            credential = Some(attested_credential(&mut reader)?);
        }
        if flags & HAS_EXTENSIONS != 0 {
            reader.skip().ok_or_else(|| malformed.clone())?;
        }
        if !reader.0.is_empty() {
            return Err(malformed);
        }

        Ok(Self {
            id_hash: *id_hash,
            is_present: flags & PRESENT != 0,
            is_verified: flags & VERIFIED != 0,
            credential,
        })
    }
}

fn attested_credential<'a>(reader: &mut Reader<'a>) -> Result<AttestedCredential<'a>, Error> {
    let malformed = || Error::Answer(Mismatch::Encoding);
    // The model of the authenticator (AAGUID), then how long the identifier is.
    let (_, rest) = reader.0.split_first_chunk::<16>().ok_or_else(malformed)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(malformed)?;
    let length = usize::from(u16::from_be_bytes(*length));
    if !CREDENTIAL_ID_BYTES.contains(&length) {
        return Err(Error::Answer(Mismatch::CredentialId));
    }
    let (id, rest) = rest.split_at_checked(length).ok_or_else(malformed)?;
    *reader = Reader(rest);

    Ok(AttestedCredential {
        id,
        algorithm: algorithm(reader).ok_or_else(malformed)?,
    })
}

/// Steps over a COSE key and says which algorithm it is for.
fn algorithm(reader: &mut Reader<'_>) -> Option<i32> {
    let mut algorithm = None;
    for _ in 0..reader.map()? {
        if reader.integer()? == ALGORITHM_LABEL {
            algorithm = i32::try_from(reader.integer()?).ok();
        } else {
            reader.skip()?;
        }
    }

    algorithm
}
