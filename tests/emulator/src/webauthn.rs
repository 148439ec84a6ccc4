//! What a relying party checks when a credential is made and when it is used (WebAuthn Level 3,
//! sections 7.1 and 7.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::{digest, signature};
use serde_json::Value;

use crate::cbor::Cbor;

#[cfg(test)]
pub(crate) mod authenticator;

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
pub(crate) const BACKUP_ELIGIBLE: u8 = 0x08;
pub(crate) const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;

/// Why an answer of an authenticator is not believed.
pub(crate) type Doubt = &'static str;

/// Who asks, and what they insist on.
pub(crate) struct RelyingParty<'a> {
    pub(crate) id: &'a str,
    /// Algorithms of COSE that were asked for.
    pub(crate) algorithms: &'a [i128],
    /// Whether somebody must have been verified, not only present.
    pub(crate) user_verification: bool,
    /// Whether a page in another site's frame may have asked.
    pub(crate) frames_of_others: bool,
    pub(crate) knows_origin: &'a dyn Fn(&str) -> bool,
}

/// A credential that was just made.
#[derive(Clone, Debug)]
pub(crate) struct Attested {
    /// Base64url.
    pub(crate) id: String,
    /// The key as COSE writes it.
    pub(crate) public_key: Vec<u8>,
    pub(crate) aaguid: Vec<u8>,
    pub(crate) flags: u8,
    pub(crate) sign_count: u32,
}

/// The challenge an answer is for, as its client data says it.
pub(crate) fn challenge_of(answer: &Value) -> Option<String> {
    let bytes = binary(&answer["response"]["clientDataJSON"])?;
    let data: Value = serde_json::from_slice(&bytes).ok()?;
    data["challenge"].as_str().map(str::to_owned)
}

impl RelyingParty<'_> {
    /// Checks the answer to creation options and returns the credential in it.
    pub(crate) fn register(&self, challenge: &str, answer: &Value) -> Result<Attested, Doubt> {
        let response = &answer["response"];
        let client_data = self.client_data("webauthn.create", challenge, response)?;
        let attestation =
            binary(&response["attestationObject"]).ok_or("attestationObject is not base64url")?;
        let (attestation, _) = Cbor::read(&attestation).ok_or("attestationObject is not CBOR")?;
        let auth_data = attestation
            .get("authData")
            .and_then(Cbor::bytes)
            .ok_or("authData is missing")?;
        let flags = self.flags(auth_data)?;
        let (made, key) = attested(auth_data, flags)?;
        if !is_id(&answer["id"], &made.id) || !is_id(&answer["rawId"], &made.id) {
            return Err("id is not that of the credential");
        }
        let algorithm = key
            .at(3)
            .and_then(Cbor::integer)
            .ok_or("the public key has no algorithm")?;
        if !self.algorithms.contains(&algorithm) {
            return Err("the algorithm was not asked for");
        }
        let statement = attestation.get("attStmt").ok_or("attStmt is missing")?;
        match attestation.get("fmt").and_then(Cbor::text) {
            Some("none") if *statement == Cbor::Map(Vec::new()) => {}
            Some("packed") if statement.get("x5c").is_none() => {
                let signature = statement
                    .get("sig")
                    .and_then(Cbor::bytes)
                    .ok_or("sig is missing")?;
                if statement.get("alg").and_then(Cbor::integer) != Some(algorithm) {
                    return Err("alg is not that of the credential");
                }
                verify(&key, auth_data, &client_data, signature)?;
            }
            _ => return Err("the attestation format is not supported"),
        }
        Ok(made)
    }

    /// Checks the answer to request options with the key it must be signed with, and returns the
    /// signature counter.
    pub(crate) fn authenticate(
        &self,
        challenge: &str,
        public_key: &[u8],
        answer: &Value,
    ) -> Result<u32, Doubt> {
        let response = &answer["response"];
        let client_data = self.client_data("webauthn.get", challenge, response)?;
        let auth_data =
            binary(&response["authenticatorData"]).ok_or("authenticatorData is not base64url")?;
        self.flags(&auth_data)?;
        let signature = binary(&response["signature"]).ok_or("signature is not base64url")?;
        let (key, _) = Cbor::read(public_key).ok_or("the public key is not CBOR")?;
        verify(&key, &auth_data, &client_data, &signature)?;
        Ok(sign_count(&auth_data))
    }

    /// The client data as it was hashed, its contents checked.
    fn client_data(
        &self,
        expected_type: &str,
        challenge: &str,
        response: &Value,
    ) -> Result<Vec<u8>, Doubt> {
        let bytes = binary(&response["clientDataJSON"]).ok_or("clientDataJSON is not base64url")?;
        let data: Value =
            serde_json::from_slice(&bytes).map_err(|_| "clientDataJSON is not JSON")?;
        if data["type"] != expected_type {
            return Err("clientDataJSON has another type");
        }
        if data["challenge"] != challenge {
            return Err("clientDataJSON has another challenge");
        }
        if !(self.knows_origin)(data["origin"].as_str().unwrap_or_default()) {
            return Err("clientDataJSON has an unknown origin");
        }
        if data["crossOrigin"] == true && !self.frames_of_others {
            return Err("clientDataJSON is of another site's frame");
        }
        Ok(bytes)
    }

    fn flags(&self, auth_data: &[u8]) -> Result<u8, Doubt> {
        let hash = digest::digest(&digest::SHA256, self.id.as_bytes());
        if auth_data.get(..32) != Some(hash.as_ref()) {
            return Err("rpIdHash is not that of the relying party");
        }
        let flags = *auth_data.get(32).ok_or("authData is too short")?;
        if auth_data.len() < 37 {
            return Err("authData is too short");
        }
        if flags & USER_PRESENT == 0 {
            return Err("nobody was present");
        }
        if self.user_verification && flags & USER_VERIFIED == 0 {
            return Err("nobody was verified");
        }
        if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
            return Err("the backup flags contradict each other");
        }
        Ok(flags)
    }
}

/// What authenticator data says about a new credential, and its key.
fn attested(auth_data: &[u8], flags: u8) -> Result<(Attested, Cbor), Doubt> {
    const SHORT: Doubt = "authData is too short";
    if flags & HAS_CREDENTIAL == 0 {
        return Err("authData has no credential");
    }
    let rest = auth_data.get(37..).ok_or(SHORT)?;
    let (aaguid, rest) = rest.split_at_checked(16).ok_or(SHORT)?;
    let (length, rest) = rest.split_at_checked(2).ok_or(SHORT)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    let (id, rest) = rest.split_at_checked(length).ok_or(SHORT)?;
    let (key, after) = Cbor::read(rest).ok_or("the public key is not CBOR")?;
    let made = Attested {
        id: URL_SAFE_NO_PAD.encode(id),
        public_key: rest[..rest.len() - after.len()].to_vec(),
        aaguid: aaguid.to_vec(),
        flags,
        sign_count: sign_count(auth_data),
    };
    Ok((made, key))
}

fn is_id(value: &Value, id: &str) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.trim_end_matches('=') == id)
}

fn sign_count(auth_data: &[u8]) -> u32 {
    let digits = auth_data.get(33..37).unwrap_or_default();
    digits
        .iter()
        .fold(0, |count, byte| count << 8 | u32::from(*byte))
}

/// Checks a signature over authenticator data and client data. ES512 is not known to `ring`.
fn verify(key: &Cbor, auth_data: &[u8], client_data: &[u8], signed: &[u8]) -> Result<(), Doubt> {
    let hash = digest::digest(&digest::SHA256, client_data);
    let message = [auth_data, hash.as_ref()].concat();
    let part = |name| key.at(name).and_then(Cbor::bytes).unwrap_or_default();
    let on_curve = |algorithm: &'static dyn signature::VerificationAlgorithm| {
        let point = [&[4][..], part(-2), part(-3)].concat();
        signature::UnparsedPublicKey::new(algorithm, point).verify(&message, signed)
    };
    let with_rsa = |algorithm: &'static signature::RsaParameters| {
        let (n, e) = (part(-1), part(-2));
        signature::RsaPublicKeyComponents { n, e }.verify(algorithm, &message, signed)
    };
    let verified = match key.at(3).and_then(Cbor::integer) {
        Some(-7) => on_curve(&signature::ECDSA_P256_SHA256_ASN1),
        Some(-35) => on_curve(&signature::ECDSA_P384_SHA384_ASN1),
        Some(-8) => signature::UnparsedPublicKey::new(&signature::ED25519, part(-2))
            .verify(&message, signed),
        Some(-257) => with_rsa(&signature::RSA_PKCS1_2048_8192_SHA256),
        Some(-258) => with_rsa(&signature::RSA_PKCS1_2048_8192_SHA384),
        Some(-259) => with_rsa(&signature::RSA_PKCS1_2048_8192_SHA512),
        Some(-37) => with_rsa(&signature::RSA_PSS_2048_8192_SHA256),
        Some(-38) => with_rsa(&signature::RSA_PSS_2048_8192_SHA384),
        Some(-39) => with_rsa(&signature::RSA_PSS_2048_8192_SHA512),
        _ => return Err("the algorithm is not supported"),
    };
    verified.map_err(|_| "the signature is not that of the credential")
}

/// Base64url, with or without padding.
fn binary(value: &Value) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(value.as_str()?.trim_end_matches('='))
        .ok()
}
