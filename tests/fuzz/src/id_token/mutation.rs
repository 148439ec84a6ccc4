//! A sound case with a few things changed by chance.

use serde_json::{Map, Value, json};

use super::{
    ACCESS_TOKEN, CLIENT, Case, ISSUER, NOW, SUBJECT, Wanted,
    chance::Chance,
    keyring::{Signer, encoded, p256, rsa_a, rsa_b, signed},
};

const NONCE: [u8; 32] = [7; 32];
const OTHER_NONCE: [u8; 32] = [9; 32];

/// What is changed most: the names of all claims and header members that mean something, and one that does not.
const CLAIMS: [&str; 13] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "iat",
    "exp",
    "nbf",
    "auth_time",
    "nonce",
    "at_hash",
    "org_id",
    "org_name",
    "x",
];
const MEMBERS: [&str; 10] = [
    "alg", "typ", "kid", "crit", "b64", "jwk", "jku", "x5u", "cty", "x",
];

/// A case before it is put together.
struct Draft {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signer: Signer,
    keys: Vec<Value>,
    wanted: Wanted,
}

/// Up to three changes, here and there.
///
/// # Panics
/// Never: what it is made of is known.
pub fn mutated(chance: &mut Chance) -> Case {
    let mut draft = sound(chance);
    let count = chance.below(4);
    let mut of_text = Vec::new();
    for _ in 0..count {
        match chance.below(12) {
            0..=4 => change(chance, &mut draft.claims, &CLAIMS),
            5 | 6 => change(chance, &mut draft.header, &MEMBERS),
            7 => draft.signer = *chance.one_of(&SIGNERS),
            8 | 9 => change_keys(chance, &mut draft.keys),
            10 => change_wanted(chance, &mut draft.wanted),
            _ => of_text.push(chance.below(10)),
        }
    }
    let header = written(chance, &draft.header, of_text.contains(&0));
    let payload = written(chance, &draft.claims, of_text.contains(&1));
    let mut token = signed(draft.signer, &header, &payload);
    if of_text.iter().any(|kind| *kind > 4) {
        spoil(chance, &mut token);
    }

    Case {
        token,
        keys: json!({"keys": draft.keys}).to_string(),
        wanted: draft.wanted,
    }
}

const SIGNERS: [Signer; 6] = [
    Signer::RsaA,
    Signer::RsaAPss,
    Signer::RsaB,
    Signer::P256,
    Signer::Known,
    Signer::Nobody,
];

/// Nothing is wrong with it, in one of three algorithms.
fn sound(chance: &mut Chance) -> Draft {
    let (algorithm, kid, signer) = *chance.one_of(&[
        ("RS256", "a", Signer::RsaA),
        ("RS256", "b", Signer::RsaB),
        ("PS256", "a-pss", Signer::RsaAPss),
        ("ES256", "p", Signer::P256),
    ]);
    let header = json!({"alg": algorithm, "typ": "JWT", "kid": kid});
    let hash = ring::digest::digest(&ring::digest::SHA256, ACCESS_TOKEN.as_bytes());
    let claims = json!({
        "iss": ISSUER, "sub": SUBJECT, "aud": CLIENT, "iat": NOW, "exp": NOW + 3_600, "auth_time": NOW - 5,
        "nonce": encoded(NONCE), "at_hash": encoded(&hash.as_ref()[..16]), "org_id": "org_1", "org_name": "bakery",
        "email": "ada@x.example",
    });
    let named = |mut key: Value, kid: &str, algorithm: &str| {
        key["kid"] = json!(kid);
        key["alg"] = json!(algorithm);
        key["use"] = json!("sig");
        key
    };

    Draft {
        header: header.as_object().unwrap().clone(),
        claims: claims.as_object().unwrap().clone(),
        signer,
        keys: vec![
            named(rsa_a(), "a", "RS256"),
            named(rsa_b(), "b", "RS256"),
            named(rsa_a(), "a-pss", "PS256"),
            named(p256(), "p", "ES256"),
        ],
        wanted: Wanted {
            algorithms: vec!["RS256", "PS256", "ES256"],
            nonce: Some(NONCE),
            max_age: None,
            subject: None,
            organization: None,
            access_token: Some(ACCESS_TOKEN),
        },
    }
}

fn change(chance: &mut Chance, members: &mut Map<String, Value>, names: &[&str]) {
    let name = *chance.one_of(names);
    if chance.once_in(5) {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value(chance));
    }
}

fn value(chance: &mut Chance) -> Value {
    let near = |distance: i64| json!(i64::try_from(NOW).unwrap() + distance);
    let nested = |depth: usize| {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        serde_json::from_str(&text).unwrap()
    };
    match chance.below(10) {
        0..=3 => {
            let distances = [
                0,
                1,
                -1,
                59,
                60,
                61,
                -59,
                -60,
                -61,
                -599,
                -600,
                -601,
                3_600,
                -3_600,
                315_360_000,
                -315_360_000,
            ];
            near(*chance.one_of(&distances))
        }
        4 => {
            let numbers = [
                json!(0),
                json!(-1),
                json!(1.5),
                json!(1_800_000_000.0),
                json!(1e300),
                json!(u64::MAX),
                json!(253_402_300_799_u64),
                json!(253_402_300_800_u64),
            ];
            chance.one_of(&numbers).clone()
        }
        5 | 6 => {
            let texts = [
                "",
                "RS256",
                "rs256",
                "PS256",
                "ES256",
                "HS256",
                "none",
                "None",
                "JWT",
                "jwt",
                "at+jwt",
                "a",
                "b",
                "a-pss",
                "p",
                "unknown",
                ISSUER,
                "https://tenant.example",
                "https://TENANT.example/",
                CLIENT,
                "client-2",
                SUBJECT,
                "auth0|b",
                "pérson",
                "a\nb",
                " ",
                "org_1",
                "org_2",
                "bakery",
                "Bakery",
                "1800000000",
            ];
            json!(chance.one_of(&texts))
        }
        7 => {
            let lists = [
                json!([]),
                json!([CLIENT]),
                json!([CLIENT, "client-2"]),
                json!([CLIENT, CLIENT]),
                json!([[CLIENT]]),
                json!([CLIENT, 7]),
                json!({"a": 1}),
                json!({}),
            ];
            chance.one_of(&lists).clone()
        }
        8 => {
            let nonces = [encoded(NONCE), encoded(OTHER_NONCE), encoded(NONCE) + "A"];
            let long = ["x".repeat(255), "x".repeat(256), "x".repeat(17_000)];
            json!(chance.one_of(&[nonces, long].concat()))
        }
        _ => {
            let others = [
                Value::Null,
                json!(true),
                json!(false),
                nested(30),
                nested(31),
                nested(32),
            ];
            chance.one_of(&others).clone()
        }
    }
}

fn change_keys(chance: &mut Chance, keys: &mut Vec<Value>) {
    let at = chance.below(keys.len().max(1));
    if keys.is_empty() || chance.once_in(6) {
        let more = [
            json!(7),
            json!({}),
            json!({"kty": "oct", "k": "AAAA"}),
            json!({"kty": "RSA", "kid": "a"}),
            rsa_a(),
            p256(),
            keys.first().cloned().unwrap_or_default(),
        ];
        keys.insert(at, chance.one_of(&more).clone());
        return;
    }
    if chance.once_in(5) {
        keys.remove(at);
        return;
    }
    if chance.once_in(8) {
        keys.truncate(1);
        return;
    }
    let weak = rsa_a()["n"].as_str().unwrap()[..172].to_owned();
    let even = rsa_a()["n"].as_str().unwrap()[..340].to_owned() + "AA";
    let padded = encoded([&[0, 0][..], &[1, 0, 1]].concat());
    let changes = [
        ("use", json!("enc")),
        ("use", Value::Null),
        ("key_ops", json!(["verify"])),
        ("key_ops", json!(["encrypt"])),
        ("key_ops", json!("verify")),
        ("key_ops", json!(["verify", 7])),
        ("alg", json!("RS256")),
        ("alg", json!("PS256")),
        ("alg", json!("HS256")),
        ("alg", Value::Null),
        ("kid", json!("a")),
        ("kid", json!(7)),
        ("kid", Value::Null),
        ("d", json!("AAAA")),
        ("d", Value::Null),
        ("oth", json!([])),
        ("n", json!(weak)),
        ("n", json!(even)),
        ("n", json!("!")),
        ("n", json!("")),
        ("e", json!("AQ")),
        ("e", json!("Aw")),
        ("e", json!("AA")),
        ("e", json!("AQABAQAB")),
        ("e", json!(padded)),
        ("crv", json!("P-384")),
        ("x", json!("AAAA")),
        ("x", json!(7)),
        ("kty", json!("EC")),
        ("kty", json!("RSA")),
        ("x5c", json!(["AAAA"])),
    ];
    let (name, value) = chance.one_of(&changes).clone();
    if let Some(key) = keys[at].as_object_mut() {
        key.insert(name.to_owned(), value);
    }
}

fn change_wanted(chance: &mut Chance, wanted: &mut Wanted) {
    match chance.below(7) {
        0 => wanted.nonce = None,
        1 => wanted.nonce = Some(OTHER_NONCE),
        2 => wanted.max_age = Some(*chance.one_of(&[0, 60, 3_600])),
        3 => wanted.subject = Some(*chance.one_of(&[SUBJECT, "auth0|b"])),
        4 => {
            wanted.organization = Some(*chance.one_of(&["org_1", "org_2", "Bakery", "bakery", "b"]))
        }
        5 => wanted.access_token = *chance.one_of(&[None, Some("another")]),
        _ => {
            wanted.algorithms = chance
                .one_of(&[vec!["RS256"], vec!["ES256"], vec![]])
                .clone()
        }
    }
}

/// As text, in which a name may stand twice or what surrounds it is odd.
fn written(chance: &mut Chance, members: &Map<String, Value>, is_odd: bool) -> Vec<u8> {
    let text = Value::Object(members.clone()).to_string();
    if !is_odd {
        return text.into_bytes();
    }
    let names: Vec<&String> = members.keys().collect();
    let name = chance.one_of(&names);
    let value = &members[*name];
    let escaped = format!("\\u{:04x}{}", u32::from(name.as_bytes()[0]), &name[1..]);
    let odd = [
        text.replacen('{', &format!("{{\"{name}\":{value},"), 1),
        text.replacen('{', &format!("{{\"{escaped}\":{value},"), 1),
        text.replacen(&format!("\"{name}\":"), &format!("\"{escaped}\":"), 1),
        format!("\u{feff}{text}"),
        format!(" \n{text}\t"),
        format!("{text}{text}"),
        format!("{text}\0"),
        format!("[{text}]"),
        text.replacen('{', "{\"x\":\"\\ud800\",", 1),
        text.replacen('{', "{\"x\":1e400,", 1),
        text.replacen('{', "{\"x\":01,", 1),
        text.replacen('}', ",}", 1),
    ];

    chance.one_of(&odd).clone().into_bytes()
}

/// Changes what has been signed already.
fn spoil(chance: &mut Chance, token: &mut String) {
    let at = chance.below(token.len());
    let letter = *chance.one_of(&['A', 'B', '-', '_', '.', '=', '+', '/', ' ', '\n', 'é']);
    match chance.below(7) {
        0 => token.insert(at, letter),
        1 => drop(token.remove(at)),
        2 => token.replace_range(at..=at, &letter.to_string()),
        3 => token.push(letter),
        4 => token.push_str(".AAAA"),
        // The last letter of 256 bytes carries bits that mean nothing.
        5 => {
            let last = token.pop().unwrap_or('A');
            token.push(if last == 'B' { 'C' } else { 'B' });
        }
        _ => token.truncate(at),
    }
}
