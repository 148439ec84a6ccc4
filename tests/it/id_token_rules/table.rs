//! The rows of the table of hostile inputs that are about one ID token, as cases.

use fuzz::id_token::{
    ACCESS_TOKEN, CLIENT, Case, ISSUER, NOW, SUBJECT, Wanted,
    keyring::{encoded, rsa_b},
};
use serde_json::{Value, json};

use crate::hostile::{
    forge::{public, signed},
    play::{Play, Reply},
    row::{How, Verdict},
    stage::Scene,
    table::id_token::rows,
};

const NONCE: [u8; 32] = [7; 32];

/// Each input of each row that changes a real token or the keys, with whether it is still sound.
pub(super) fn cases() -> Vec<(String, Case, bool)> {
    let mut cases = Vec::new();
    for row in rows() {
        let How::Trap(scene, inputs) = &row.how else {
            continue;
        };
        let is_sound = row.verdict == Verdict::Fine;
        for (number, plays) in inputs.iter().enumerate() {
            let (of_token, of_keys) = match (scene, row.meanwhile.first()) {
                (Scene::Keys, Some((_, play))) => (play, plays.first()),
                _ => (&plays[0], None),
            };
            let Some(reply) = done_to(of_token, token_reply()) else {
                continue;
            };
            let keys = of_keys.and_then(|play| done_to(play, key_set()));
            let case = Case {
                token: reply["id_token"].as_str().unwrap_or_default().to_owned(),
                keys: keys.unwrap_or_else(key_set).to_string(),
                wanted: wanted(),
            };
            cases.push((
                format!("{} {} [{number}]", row.id, row.what),
                case,
                is_sound,
            ));
        }
    }

    cases
}

fn done_to(play: &Play, body: Value) -> Option<Value> {
    let mut reply = Reply {
        head: String::new(),
        body: body.to_string().into_bytes(),
    };
    match play {
        Play::Edit(edit) => edit(&mut reply),
        Play::Pass => {}
        Play::At(_)
        | Play::Raw(_)
        | Play::GoOn(_)
        | Play::Hold(_)
        | Play::Drip { .. }
        | Play::Echo(_)
        | Play::Lost
        | Play::Close
        | Play::Reset => return None,
    }

    serde_json::from_slice(&reply.body).ok()
}

fn token_reply() -> Value {
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": "a"});
    let claims = json!({
        "iss": ISSUER, "sub": SUBJECT, "aud": CLIENT, "iat": NOW, "exp": NOW + 3_600, "nonce": encoded(NONCE),
        "email": "ada@x.example",
    });

    json!({"id_token": signed(&header, claims.to_string()), "access_token": ACCESS_TOKEN})
}

/// The tenant's, of which the second is published ahead.
fn key_set() -> Value {
    let (mut first, mut second) = (public(), rsa_b());
    first["kid"] = json!("a");
    second["kid"] = json!("b");

    json!({"keys": [first, second]})
}

fn wanted() -> Wanted {
    Wanted {
        algorithms: vec!["RS256", "PS256"],
        nonce: Some(NONCE),
        max_age: None,
        subject: None,
        organization: None,
        access_token: Some(ACCESS_TOKEN),
    }
}
