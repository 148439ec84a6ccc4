use super::*;

#[tokio::test]
async fn two_keys_are_published_and_the_first_signs() {
    let emulator = Emulator::start().await.unwrap();

    let keys = keys(&emulator).await;
    let tokens = tokens(&emulator, &[]).await;

    assert_eq!(keys.len(), 2);
    assert_eq!(kid(&tokens), keys[0]["kid"]);
    for key in &keys {
        assert_eq!(
            (&key["kty"], &key["alg"], &key["use"]),
            (&json!("RSA"), &json!("RS256"), &json!("sig"))
        );
        assert!(key["x5c"][0].is_string() && key["x5t"].is_string());
    }
}

#[tokio::test]
async fn a_rotation_makes_the_next_key_the_current_one() {
    let emulator = Emulator::start().await.unwrap();
    let before = keys(&emulator).await;

    emulator.rotate_keys();

    let after = keys(&emulator).await;
    assert_eq!(after[0]["kid"], before[1]["kid"]);
    assert_ne!(after[1]["kid"], before[0]["kid"]);
    assert_eq!(kid(&tokens(&emulator, &[]).await), after[0]["kid"]);
}

#[tokio::test]
async fn id_tokens_are_signed_by_the_key_they_name() {
    let emulator = Emulator::start().await.unwrap();
    let tokens = tokens(&emulator, &[]).await;
    let ring = crate::keys::Ring::auth0();

    let token = Unverified::parse(text(&tokens, "id_token")).unwrap();

    assert!(token.is_signed_by(ring.current()));
    assert!(!token.is_signed_by(ring.published()[1]));
}

async fn keys(emulator: &Emulator) -> Vec<Value> {
    let url = format!("{}/.well-known/jwks.json", emulator.auth0_url());
    Visitor::default().get(&url).await.unwrap().json()["keys"]
        .as_array()
        .unwrap()
        .clone()
}

fn kid(tokens: &Value) -> Value {
    Unverified::parse(text(tokens, "id_token")).unwrap().header["kid"].clone()
}
