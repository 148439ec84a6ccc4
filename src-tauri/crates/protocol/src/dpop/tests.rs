use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};

use super::*;
use crate::secret::Secret as _;

/// When the example of RFC 9449 section 4.1 was made.
const NOW: u64 = 1_562_262_616;

pub(crate) fn dpop() -> Dpop {
    at(NOW)
}

fn at(now: u64) -> Dpop {
    Dpop::new(DpopKey::generate().unwrap(), move || {
        UNIX_EPOCH + Duration::from_secs(now)
    })
}

fn part(proof: &str, index: usize) -> Value {
    let part = proof.split('.').nth(index).unwrap();

    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn claims(dpop: &Dpop, url: &Url) -> Value {
    part(&dpop.proof("GET", url, None).unwrap(), 1)
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

#[test]
fn the_thumbprint_of_rfc_9449_section_6_1_comes_out() {
    let jwk = json!({
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256",
    });

    assert_eq!(
        key::thumbprint(&jwk),
        "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
    );
}

#[test]
fn the_token_hash_of_rfc_9449_section_7_1_comes_out() {
    let token = AccessToken::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");

    assert_eq!(
        proof::token_hash(&token),
        "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"
    );
}

#[test]
fn a_proof_has_the_members_of_rfc_9449_section_4_2_and_no_other() {
    let dpop = dpop();
    let proof = dpop
        .proof("POST", &url("https://server.example.com/token"), None)
        .unwrap();

    assert_eq!(
        part(&proof, 0),
        json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": dpop.key().jwk() })
    );
    let mut body = part(&proof, 1);
    let name = body["jti"].take();
    assert_eq!(name.as_str().unwrap().len(), 22);
    assert_eq!(
        body,
        json!({
            "jti": null,
            "htm": "POST",
            "htu": "https://server.example.com/token",
            "iat": NOW,
        })
    );
}

#[test]
fn a_proof_beside_a_token_names_it_and_the_address_without_its_query() {
    let dpop = dpop();
    let token = AccessToken::new("Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU");
    let address = url("https://resource.example.org:8443/a%7Cb/c?d=e#f");
    dpop.learn(&address, Some("n-1"), None);
    let body = part(&dpop.proof("GET", &address, Some(&token)).unwrap(), 1);

    assert_eq!(body["htu"], "https://resource.example.org:8443/a%7Cb/c");
    assert_eq!(body["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    assert_eq!(body["nonce"], "n-1");
}

#[test]
fn a_proof_is_signed_by_the_key_it_names() {
    let dpop = dpop();
    let proof = dpop.proof("GET", &url("https://a.example/"), None).unwrap();
    let jwk = &part(&proof, 0)["jwk"];
    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let (message, signature) = proof.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);

    public.verify(message.as_bytes(), &signature).unwrap();
    assert!(public.verify(b"another message", &signature).is_err());
    assert_eq!(key::thumbprint(jwk), dpop.key().thumbprint());
    assert_eq!(jwk.as_object().unwrap().len(), 4, "no private half");
}

#[test]
fn no_two_proofs_have_the_same_name() {
    let (dpop, address) = (dpop(), url("https://a.example/"));
    let names: HashSet<String> = (0..100)
        .map(|_| claims(&dpop, &address)["jti"].to_string())
        .collect();

    assert_eq!(names.len(), 100);
}

#[test]
fn a_nonce_is_for_its_own_origin_and_the_newest_counts() {
    let dpop = dpop();
    let here = url("https://a.example/token");
    dpop.learn(&here, Some("first"), None);
    dpop.learn(&here, Some("second"), None);
    dpop.learn(&here, None, None);

    assert_eq!(
        claims(&dpop.clone(), &url("https://a.example/me"))["nonce"],
        "second"
    );
    for elsewhere in [
        "https://b.example/token",
        "https://a.example:8443/token",
        "http://a.example/token",
    ] {
        assert_eq!(claims(&dpop, &url(elsewhere))["nonce"], Value::Null);
    }
}

#[test]
fn a_clock_that_is_off_is_corrected_by_the_servers_own() {
    let address = url("https://a.example/token");
    let clock = Arc::new(AtomicU64::new(NOW + 7_200));
    let shown = Arc::clone(&clock);
    let dpop = Dpop::new(DpopKey::generate().unwrap(), move || {
        UNIX_EPOCH + Duration::from_secs(shown.load(Ordering::SeqCst))
    });
    let date = |at: u64| Some(UNIX_EPOCH + Duration::from_secs(at));
    assert!(dpop.learn(&address, None, date(NOW)));
    assert!(!dpop.learn(&address, None, date(NOW)), "no news");
    assert!(!dpop.learn(&address, None, date(NOW + 2)), "hardly any");
    assert!(!dpop.learn(&address, None, date(NOW)), "hardly any");
    clock.fetch_add(10, Ordering::SeqCst);
    assert_eq!(claims(&dpop, &address)["iat"], NOW + 10);

    // Set right by hand: the next answer says so.
    clock.store(NOW + 20, Ordering::SeqCst);
    assert!(dpop.learn(&address, None, date(NOW + 19)));
    assert_eq!(claims(&dpop, &address)["iat"], NOW + 20);
}

#[test]
fn a_key_that_was_kept_is_the_same_key() {
    let key = DpopKey::generate().unwrap();
    let kept = key.to_pkcs8().clone();
    assert!(kept.expose().len() < 250, "{}", kept.expose().len());

    let again = DpopKey::from_pkcs8(kept).unwrap();
    assert_eq!(again.thumbprint(), key.thumbprint());
    assert_ne!(
        DpopKey::generate().unwrap().thumbprint(),
        key.thumbprint(),
        "two keys are two"
    );
}

#[test]
fn what_is_no_key_is_refused() {
    let kept = DpopKey::generate().unwrap().to_pkcs8().expose().to_owned();
    let mut halves = URL_SAFE_NO_PAD.decode(&kept).unwrap();
    *halves.last_mut().unwrap() ^= 1;
    for text in [
        String::new(),
        "no base64!".to_owned(),
        kept[..180].to_owned(),
        URL_SAFE_NO_PAD.encode(halves),
        URL_SAFE_NO_PAD.encode([0; 138]),
    ] {
        let refused = DpopKey::from_pkcs8(DpopPrivateKey::new(text)).unwrap_err();
        assert_eq!(refused, DpopKeyError::Unusable);
    }
}

#[test]
fn nothing_prints_a_key() {
    let dpop = dpop();
    let printed = format!("{dpop:?} {:?} {:?}", dpop.key(), dpop.key().to_pkcs8());

    assert_eq!(printed, "Dpop(..) DpopKey(..) DpopPrivateKey(..)");
}
