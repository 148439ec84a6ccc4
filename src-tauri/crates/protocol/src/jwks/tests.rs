use serde_json::json;

use super::*;
use crate::http::tests::server::Server;

#[test]
fn sound_keys_are_kept_and_bad_ones_are_named() {
    let set = parse(json!({"keys": [rsa("a"), {"kty": 7}, p256("b"), {"kty": "oct", "k": "AA"}]}));
    let set = set.unwrap();

    assert_eq!(set.keys.len(), 2, "DJ23");
    assert_eq!(
        set.refused(),
        [RefusedKey::Unreadable, RefusedKey::Unsupported],
        "DJ23"
    );
}

#[test]
fn a_bad_key_is_refused_with_its_reason() {
    use RefusedKey as R;
    let cases = [
        ("DJ23", with("n", json!("not base64!")), R::Unreadable),
        ("DJ23", with("n", json!("AQ==")), R::Unreadable),
        ("DJ23", with("n", json!(null)), R::Unreadable),
        ("DJ23", with("kid", json!(7)), R::Unreadable),
        ("DJ23", json!("a string"), R::Unreadable),
        (
            "DJ24",
            json!({"kty": "oct", "k": "AAAA", "alg": "HS256"}),
            R::Unsupported,
        ),
        (
            "DJ24",
            json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}),
            R::Unsupported,
        ),
        ("DJ25", with("use", json!("enc")), R::NotForSigning),
        (
            "DJ25",
            with("key_ops", json!(["encrypt"])),
            R::NotForSigning,
        ),
        ("DJ25", with("alg", json!("RSA-OAEP")), R::Unsupported),
        ("DJ25", with("alg", json!("RS512")), R::Unsupported),
        ("DJ26", with("n", json!(encoded(&modulus(1024)))), R::Weak),
        ("DJ26", with("n", json!(encoded(&modulus(2040)))), R::Weak),
        (
            "DJ26",
            with(
                "n",
                json!(encoded(&[&[0x7F], modulus(2040).as_slice()].concat())),
            ),
            R::Weak,
        ),
        ("DJ26", with("n", json!(encoded(&[0; 256]))), R::Weak),
        ("DJ26", with("n", json!(encoded(&modulus(16_384)))), R::Weak),
        (
            "DJ26",
            with("n", json!(encoded(&even(modulus(2048))))),
            R::Weak,
        ),
        ("DJ26", with("n", json!("")), R::Weak),
        ("DJ26", with("e", json!("AQ")), R::Weak),
        ("DJ26", with("e", json!("AAAB")), R::Weak),
        ("DJ26", with("e", json!("Ag")), R::Weak),
        ("DJ26", with("e", json!("")), R::Weak),
        ("DJ26", with("e", json!(encoded(&[1; 9]))), R::Weak),
        ("DJ26", curve("x", &[1; 31]), R::Unreadable),
        ("DJ26", curve("y", &[1; 33]), R::Unreadable),
        ("DJ27", with("d", json!("AAAA")), R::PrivateParts),
        ("DJ27", with("p", json!("AAAA")), R::PrivateParts),
    ];

    for (row, key, reason) in cases {
        let found = Key::read(&key).map(|_| ()).unwrap_err();
        assert_eq!(found, reason, "{row} {key}");
    }
}

#[test]
fn a_set_may_have_64_keys_in_256_kib_and_not_more() {
    let keys = |count: usize| vec![rsa("a"); count];
    assert!(parse(json!({"keys": keys(64)})).is_ok(), "DJ28");

    let bare = json!({"keys": keys(1), "x": ""}).to_string().len();
    let of_length = |bytes: usize| parse(json!({"keys": keys(1), "x": "a".repeat(bytes - bare)}));
    assert!(of_length(262_144).is_ok(), "DJ28");
    let error = of_length(262_145).unwrap_err();
    assert!(matches!(error, JwksError::TooLarge), "DJ28 {error:?}");
}

#[test]
fn a_set_without_a_usable_key_says_why() {
    let many: Vec<_> = (0..65).map(|number| rsa(&number.to_string())).collect();
    for (row, set, kind) in [
        ("DJ22", json!({"keys": {}}), "Shape"),
        ("DJ22", json!({"keys": null}), "Shape"),
        ("DJ22", json!({}), "Shape"),
        ("DJ22", json!([]), "Shape"),
        ("DJ22", json!({"keys": []}), "NoKey"),
        (
            "DJ24",
            json!({"keys": [{"kty": "oct", "k": "AAAA"}]}),
            "NoKey",
        ),
        (
            "DJ25",
            json!({"keys": [with("use", json!("enc"))]}),
            "NoKey",
        ),
        ("DJ26", json!({"keys": [with("e", json!("AQ"))]}), "Weak"),
        (
            "DJ27",
            json!({"keys": [with("d", json!("AA"))]}),
            "PrivateParts",
        ),
        ("DJ28", json!({"keys": many}), "TooLarge"),
        (
            "DJ28",
            json!({"keys": [], "x": "a".repeat(KEYS_CAP)}),
            "TooLarge",
        ),
    ] {
        let error = parse(set).unwrap_err();
        assert!(format!("{error:?}").starts_with(kind), "{row} {error:?}");
    }
}

#[test]
fn one_key_is_found_or_none() {
    let two = parse(json!({"keys": [rsa("a"), rsa("b"), p256("c"), p256("c")]})).unwrap();
    let miss = |kid, algorithm| two.find(kid, algorithm).map(|_| ()).unwrap_err();

    assert_eq!(
        two.find(Some("a"), Algorithm::Rs256)
            .unwrap()
            .kid
            .as_deref(),
        Some("a")
    );
    assert_eq!(miss(Some("x"), Algorithm::Rs256), KeyMiss::Absent, "ID36");
    assert_eq!(miss(Some("a"), Algorithm::Es256), KeyMiss::Absent, "ID30");
    assert_eq!(miss(Some("a"), Algorithm::Ps256), KeyMiss::Absent, "ID30");
    assert_eq!(miss(None, Algorithm::Rs256), KeyMiss::Ambiguous, "ID35");
    assert_eq!(
        miss(Some("c"), Algorithm::Es256),
        KeyMiss::Ambiguous,
        "DJ29"
    );
    let one = parse(json!({"keys": [rsa("a"), p256("c")]})).unwrap();
    assert!(one.find(None, Algorithm::Rs256).is_ok(), "ID34");
}

#[tokio::test]
async fn a_set_is_fetched_or_the_call_failed() {
    let http = Http::new("Test/1").unwrap();
    let body = json!({"keys": [rsa("a")]}).to_string();
    let json = "content-type: application/jwk-set+json\r\n";
    let server = Server::answering(200, json, body.as_bytes()).await;
    assert!(KeySet::fetch(&http, server.url).await.is_ok());

    let large = vec![b' '; KEYS_CAP + 1];
    for (status, headers, body, kind) in [
        (200, "content-type: text/html\r\n", &b"<p>"[..], "Call"),
        (404, json, b"{}", "Call"),
        (200, json, &large, "TooLarge"),
    ] {
        let server = Server::answering(status, headers, body).await;
        let error = KeySet::fetch(&http, server.url).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(kind), "DJ28 {error:?}");
    }
}

fn parse(set: Value) -> Result<KeySet, JwksError> {
    KeySet::parse(set.to_string().as_bytes())
}

fn rsa(kid: &str) -> Value {
    json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
        "n": encoded(&modulus(2048)), "e": "AQAB", "x5c": ["MIIB"],
    })
}

fn p256(kid: &str) -> Value {
    let number = encoded(&[1; 32]);

    json!({"kty": "EC", "crv": "P-256", "kid": kid, "x": number, "y": number})
}

fn curve(member: &str, number: &[u8]) -> Value {
    let mut key = p256("a");
    key[member] = json!(encoded(number));

    key
}

fn with(member: &str, value: Value) -> Value {
    let mut key = rsa("a");
    key[member] = value;

    key
}

fn modulus(bits: usize) -> Vec<u8> {
    vec![0xFF; bits / 8]
}

fn even(mut number: Vec<u8>) -> Vec<u8> {
    *number.last_mut().unwrap() = 0xFE;

    number
}

fn encoded(bytes: &[u8]) -> String {
    use base64::Engine as _;

    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
