//! Reading a proof and believing none of it (RFC 9449, section 4.3).

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{Doubt, hash};
use crate::jwt::Unverified;

/// Members of a JWK that only its owner may know (RFC 7518, section 6), whatever the kind of key.
const PRIVATE: [&str; 8] = ["d", "k", "p", "q", "dp", "dq", "qi", "oth"];

/// Longer names of proofs only fill the memory.
const LONGEST_JTI: usize = 256;

/// What a proof has to fit.
pub(super) struct Expected<'a> {
    pub(super) method: &'a str,
    /// Scheme, host and path.
    pub(super) address: &'a str,
    pub(super) now: u64,
    pub(super) tolerance_secs: u64,
    /// The access token beside which it was sent.
    pub(super) token: Option<&'a str>,
}

/// A proof that fits.
#[derive(Debug)]
pub(super) struct Proof {
    /// The thumbprint of its key.
    pub(super) jkt: String,
    pub(super) jti: String,
    pub(super) iat: u64,
    pub(super) nonce: Option<String>,
}

/// The one proof of a request, or that there is none.
pub(super) fn of(headers: &HeaderMap) -> Result<Option<&str>, Doubt> {
    let mut all = headers.get_all("dpop").iter();
    let Some(first) = all.next() else {
        return Ok(None);
    };
    if all.next().is_some() {
        return Err(Doubt::Invalid("there is more than one DPoP header"));
    }
    let text = first
        .to_str()
        .map_err(|_| Doubt::Invalid("the proof is not a JWT"))?;
    Ok(Some(text))
}

pub(super) fn read(text: &str, expected: &Expected<'_>) -> Result<Proof, Doubt> {
    let doubt = |what| Err(Doubt::Invalid(what));
    let Some(jwt) = Unverified::parse(text) else {
        return doubt("the proof is not a JWT");
    };
    if jwt.header["typ"] != "dpop+jwt" {
        return doubt("typ is not dpop+jwt");
    }
    if jwt.header["alg"] != "ES256" {
        return doubt("alg is not ES256");
    }
    let jwk = &jwt.header["jwk"];
    if PRIVATE.iter().any(|member| jwk.get(member).is_some()) {
        return doubt("jwk has a private part");
    }
    let Some(point) = point(jwk) else {
        return doubt("jwk is not a public key on P-256");
    };
    if !jwt.is_signed_by_point(&point) {
        return doubt("the signature does not fit");
    }

    let claims = &jwt.claims;
    if claims["htm"] != expected.method {
        return doubt("htm is another method");
    }
    if claims["htu"] != expected.address {
        return doubt("htu is another address");
    }
    let Some(iat) = claims["iat"].as_u64() else {
        return doubt("iat is not a number");
    };
    if iat.abs_diff(expected.now) > expected.tolerance_secs {
        return doubt("iat is too far from now");
    }
    let jti = claims["jti"].as_str().unwrap_or_default();
    if jti.is_empty() || jti.len() > LONGEST_JTI {
        return doubt("jti is missing");
    }
    if let Some(token) = expected.token
        && claims["ath"] != hash(token)
    {
        return doubt("ath is of another token");
    }
    Ok(Proof {
        jkt: thumbprint(jwk),
        jti: jti.to_owned(),
        iat,
        nonce: claims["nonce"].as_str().map(str::to_owned),
    })
}

/// The uncompressed point of a key, as signatures are checked with.
fn point(jwk: &Value) -> Option<Vec<u8>> {
    if jwk["kty"] != "EC" || jwk["crv"] != "P-256" {
        return None;
    }
    let coordinate = |name: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(jwk[name].as_str()?).ok()?;
        (bytes.len() == 32).then_some(bytes)
    };
    Some([vec![0x04], coordinate("x")?, coordinate("y")?].concat())
}

/// RFC 7638: required members only, sorted by name, without white space.
fn thumbprint(jwk: &Value) -> String {
    hash(&format!(
        r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#,
        jwk["x"], jwk["y"]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proof of RFC 9449, section 4.1.
    const EXAMPLE: &str = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgt\
        MzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUw\
        Q2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8v\
        c2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4\
        PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

    fn expected() -> Expected<'static> {
        Expected {
            method: "POST",
            address: "https://server.example.com/token",
            now: 1_562_262_616,
            tolerance_secs: 60,
            token: None,
        }
    }

    #[test]
    fn the_example_of_rfc_9449_is_accepted_with_its_thumbprint() {
        let proof = read(EXAMPLE, &expected()).unwrap();

        assert_eq!(proof.jti, "-BwC3ESc6acc2lTc");
        assert_eq!(proof.jkt, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    #[test]
    fn the_example_is_good_for_its_own_request_and_time_only() {
        let cases = [
            (
                Expected {
                    method: "GET",
                    ..expected()
                },
                "htm is another method",
            ),
            (
                Expected {
                    address: "https://server.example.com/tokens",
                    ..expected()
                },
                "htu is another address",
            ),
            (
                Expected {
                    now: 1_562_262_677,
                    ..expected()
                },
                "iat is too far from now",
            ),
            (
                Expected {
                    now: 1_562_262_555,
                    ..expected()
                },
                "iat is too far from now",
            ),
            (
                Expected {
                    token: Some("a-token"),
                    ..expected()
                },
                "ath is of another token",
            ),
        ];
        for (expected, doubt) in cases {
            assert_eq!(read(EXAMPLE, &expected).unwrap_err(), Doubt::Invalid(doubt));
        }
    }

    #[test]
    fn the_hash_of_the_token_is_that_of_rfc_9449_section_7_1() {
        assert_eq!(
            hash("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"),
            "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
        );
    }
}
