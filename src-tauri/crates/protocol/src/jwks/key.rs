//! One key of a set.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::error::Unspecified;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

use super::RefusedKey;
use crate::id_token::Algorithm;

/// The members that only the owner of a key may know (RFC 7518 section 6).
const PRIVATE_MEMBERS: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// Bounds of an RSA modulus in bits: below it can be broken, above it only costs time.
const MODULUS_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// Caps the public exponent in bytes; the usual one, 65537, has three.
const LONGEST_EXPONENT: usize = 4;

/// A sound public key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(super) kid: Option<String>,
    algorithm: Option<Algorithm>,
    material: Material,
}

#[derive(Clone, Debug)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256 { point: Vec<u8> },
}

#[derive(Deserialize)]
struct RawKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Key {
    pub(super) fn read(value: &Value) -> Result<Self, RefusedKey> {
        let raw = RawKey::deserialize(value).map_err(|_| RefusedKey::Unreadable)?;
        if !matches!(raw.kty.as_str(), "RSA" | "EC") {
            return Err(RefusedKey::Unsupported);
        }
        if PRIVATE_MEMBERS
            .iter()
            .any(|member| value.get(member).is_some())
        {
            return Err(RefusedKey::PrivateParts);
        }
        let is_for_signing = raw.usage.as_deref().is_none_or(|usage| usage == "sig")
            && raw
                .key_ops
                .as_ref()
                .is_none_or(|all| all.iter().any(|one| one == "verify"));
        if !is_for_signing {
            return Err(RefusedKey::NotForSigning);
        }
        let algorithm = match &raw.alg {
            Some(name) => Some(Algorithm::from_name(name).ok_or(RefusedKey::Unsupported)?),
            None => None,
        };
        let material = if raw.kty == "RSA" {
            rsa(&raw)?
        } else {
            p256(&raw)?
        };

        Ok(Self {
            kid: raw.kid,
            algorithm,
            material,
        })
    }

    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        let is_of_kind = match self.material {
            Material::Rsa { .. } => matches!(algorithm, Algorithm::Rs256 | Algorithm::Ps256),
            Material::P256 { .. } => algorithm == Algorithm::Es256,
        };

        is_of_kind && self.algorithm.is_none_or(|stated| stated == algorithm)
    }

    /// Verifies a signature; the caller has chosen the key by [`Key::fits`].
    pub(crate) fn verify(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Unspecified> {
        match (&self.material, algorithm) {
            (Material::Rsa { modulus, exponent }, Algorithm::Rs256) => RsaPublicKeyComponents {
                n: modulus,
                e: exponent,
            }
            .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature),
            (Material::Rsa { modulus, exponent }, Algorithm::Ps256) => RsaPublicKeyComponents {
                n: modulus,
                e: exponent,
            }
            .verify(&RSA_PSS_2048_8192_SHA256, message, signature),
            (Material::P256 { point }, Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Material::Rsa { .. }, Algorithm::Es256)
            | (Material::P256 { .. }, Algorithm::Rs256 | Algorithm::Ps256) => Err(Unspecified),
        }
    }
}

fn rsa(raw: &RawKey) -> Result<Material, RefusedKey> {
    let modulus = number(raw.n.as_deref())?;
    let exponent = number(raw.e.as_deref())?;
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    let bits = modulus.len() * 8 - modulus.first().map_or(0, |b| b.leading_zeros() as usize);
    let is_sound = MODULUS_BITS.contains(&bits)
        && is_odd(&modulus)
        && is_odd(&exponent)
        && exponent.len() <= LONGEST_EXPONENT
        && exponent != [1];
    if !is_sound {
        return Err(RefusedKey::Weak);
    }

    Ok(Material::Rsa { modulus, exponent })
}

fn p256(raw: &RawKey) -> Result<Material, RefusedKey> {
    if raw.crv.as_deref() != Some("P-256") {
        return Err(RefusedKey::Unsupported);
    }
    let (x, y) = (decoded(raw.x.as_deref())?, decoded(raw.y.as_deref())?);
    if x.len() != 32 || y.len() != 32 {
        return Err(RefusedKey::Unreadable);
    }

    Ok(Material::P256 {
        point: [&[4], x.as_slice(), y.as_slice()].concat(),
    })
}

/// Decodes a number and drops the zeros that some servers put in front.
fn number(text: Option<&str>) -> Result<Vec<u8>, RefusedKey> {
    let bytes = decoded(text)?;
    let first = bytes
        .iter()
        .position(|byte| *byte != 0)
        .unwrap_or(bytes.len());

    Ok(bytes.split_at(first).1.to_vec())
}

fn decoded(text: Option<&str>) -> Result<Vec<u8>, RefusedKey> {
    let text = text.ok_or(RefusedKey::Unreadable)?;
    let bytes = URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| RefusedKey::Unreadable)?;

    Ok(bytes)
}
