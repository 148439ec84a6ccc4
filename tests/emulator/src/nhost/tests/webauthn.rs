use std::time::Duration;

use super::*;
use crate::BOB;
use crate::webauthn::authenticator::Authenticator;

/// Adds a key to somebody and returns what the project says.
pub(super) async fn add(emulator: &Emulator, token: &str, key: &Authenticator) -> Page {
    let options = post_as(emulator, "/user/webauthn/add", token, &json!({})).await;
    assert_eq!(options.status, 200, "{}", options.body);
    let body = json!({ "credential": key.create(&options.json()), "nickname": "Laptop" });
    post_as(emulator, "/user/webauthn/verify", token, &body).await
}

fn another(id: &[u8]) -> Authenticator {
    Authenticator {
        id: id.to_vec(),
        ..Authenticator::new()
    }
}

async fn ada_with(emulator: &Emulator, key: &Authenticator) -> (String, String) {
    let session = adas_session(emulator).await;
    let token = text(&session, "accessToken").to_owned();
    let page = add(emulator, &token, key).await;
    assert_eq!(page.status, 200, "{}", page.body);
    (token, text(&session["user"], "id").to_owned())
}

async fn enter(emulator: &Emulator, credential: &Value) -> Page {
    let body = json!({ "credential": credential });
    post(emulator, "/signin/webauthn/verify", &body).await
}

async fn options(emulator: &Emulator, body: Value) -> Value {
    let page = post(emulator, "/signin/webauthn", &body).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

#[tokio::test]
async fn what_an_authenticator_is_asked_is_as_recorded() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let asked = post_as(
        &emulator,
        "/user/webauthn/add",
        text(&session, "accessToken"),
        &json!({}),
    )
    .await;
    let options = asked.json();
    let algorithms: Vec<i64> = options["pubKeyCredParams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| parameter["alg"].as_i64().unwrap())
        .collect();
    assert_eq!(
        algorithms,
        [-7, -35, -36, -257, -258, -259, -37, -38, -39, -8]
    );
    assert_eq!(options["user"]["id"], session["user"]["id"]);
    assert_eq!(options["user"]["name"], ADA.name);
    assert_eq!(
        (&options["timeout"], &options["attestation"]),
        (&json!(300_000), &json!("indirect"))
    );
    assert!(options.get("excludeCredentials").is_none());
    assert_eq!(text(&options, "challenge").len(), 43);
}

#[tokio::test]
async fn a_key_is_added_excluded_the_next_time_and_signs_in() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let (token, id) = ada_with(&emulator, &key).await;
    assert_eq!(emulator.nhost_security_keys(ADA.email), 1);

    let next = post_as(&emulator, "/user/webauthn/add", &token, &json!({}))
        .await
        .json();
    assert_eq!(next["excludeCredentials"][0]["type"], "public-key");
    let by_email = options(&emulator, json!({ "email": ADA.email })).await;
    assert_eq!(by_email["allowCredentials"], next["excludeCredentials"]);
    let page = enter(&emulator, &key.get(&by_email, &id)).await;
    assert_eq!(page.json()["session"]["user"]["id"], id);
    let discoverable = options(&emulator, json!({})).await;
    assert!(discoverable.get("allowCredentials").is_none());
    let page = enter(&emulator, &key.get(&discoverable, &id)).await;
    assert_eq!(page.json()["session"]["user"]["id"], id);
}

#[tokio::test]
async fn the_handle_must_be_there_and_be_the_id_as_text() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let (_, id) = ada_with(&emulator, &key).await;
    // The UTF-8 of the id: base64url of its 36 characters.
    use base64::Engine as _;
    let utf8 = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&id);

    let discoverable = options(&emulator, json!({})).await;
    let mut without = key.get(&discoverable, &id);
    without["response"]
        .as_object_mut()
        .unwrap()
        .remove("userHandle");
    let page = enter(&emulator, &without).await;
    assert_eq!((page.status, page.body.as_str()), (500, ""));
    assert_code(
        &enter(&emulator, &key.get(&discoverable, &utf8)).await,
        400,
        "invalid-request",
    );
    let by_email = options(&emulator, json!({ "email": ADA.email })).await;
    assert_eq!(
        enter(&emulator, &key.get(&by_email, &utf8)).await.status,
        200
    );
}

#[tokio::test]
async fn an_answer_is_believed_once_in_time_and_whole() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let (_, id) = ada_with(&emulator, &key).await;

    let asked = options(&emulator, json!({})).await;
    let answer = key.get(&asked, &id);
    assert_eq!(enter(&emulator, &answer).await.status, 200);
    assert_code(&enter(&emulator, &answer).await, 400, "invalid-request");

    let asked = options(&emulator, json!({})).await;
    let mut forged = key.get(&asked, &id);
    forged["response"]["signature"] = "MDAw".into();
    assert_code(&enter(&emulator, &forged).await, 400, "invalid-request");
    let stranger = Authenticator::new().get(&asked, &id);
    assert_code(&enter(&emulator, &stranger).await, 400, "invalid-request");
    let mut other_type = key.get(&asked, &id);
    other_type["type"] = "password".into();
    assert_code(&enter(&emulator, &other_type).await, 400, "invalid-request");
    let mut extra = key.get(&asked, &id);
    extra["response"]["attestationObject"] = "x".into();
    assert_code(
        &enter(&emulator, &extra).await,
        400,
        "schema-validation-error",
    );
    emulator.advance(Duration::from_secs(300));
    assert_code(
        &enter(&emulator, &key.get(&asked, &id)).await,
        400,
        "invalid-request",
    );
}

#[tokio::test]
async fn origins_are_compared_whole_and_paths_are_not() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.nhost.webauthn.origins = [
            "https://localhost",
            "tauri://localhost",
            "android:apk-key-hash:xyz",
        ]
        .map(str::to_owned)
        .to_vec();
    });
    let token = token_of(&emulator, ADA).await;
    let origins = [
        ("https://localhost", 200),
        ("https://localhost:8443", 400),
        ("http://localhost", 400),
        ("https://LOCALHOST/path?x=1", 200),
        ("tauri://localhost", 200),
        ("tauri:localhost", 400),
        ("android:apk-key-hash:xyz", 200),
        ("android:apk-key-hash:XYZ", 400),
        ("https://localhost.evil.example", 400),
    ];
    for (number, (origin, status)) in origins.into_iter().enumerate() {
        let key = Authenticator {
            origin,
            ..another(&[u8::try_from(number).unwrap(); 16])
        };
        assert_eq!(
            add(&emulator, &token, &key).await.status,
            status,
            "{origin}"
        );
    }
    let client = emulator.settings().nhost.client_url;
    let key = Authenticator {
        origin: Box::leak(client.into_boxed_str()),
        ..another(b"of the client url")
    };
    assert_eq!(add(&emulator, &token, &key).await.status, 200);
}

#[tokio::test]
async fn nobody_needs_to_be_verified_and_the_relying_party_must_fit() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let without_verification = Authenticator {
        flags: 0x41,
        ..another(b"no verification!")
    };
    let elsewhere = Authenticator {
        rp_id: "evil.example",
        ..another(b"another party!!!")
    };
    let itself = Authenticator {
        attests_itself: true,
        ..another(b"attests itself!!")
    };
    assert_eq!(
        add(&emulator, &token, &without_verification).await.status,
        200
    );
    assert_code(
        &add(&emulator, &token, &elsewhere).await,
        400,
        "invalid-request",
    );
    assert_eq!(add(&emulator, &token, &itself).await.status, 200);
}

#[tokio::test]
async fn a_key_that_is_known_is_more_than_the_project_can_deal_with() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let (token, _) = ada_with(&emulator, &key).await;
    let page = add(&emulator, &token, &key).await;
    assert_refused(&page, 500, "internal-server-error", "Internal server error");
}

#[tokio::test]
async fn a_challenge_is_for_one_person_and_one_purpose() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let (token, id) = ada_with(&emulator, &key).await;
    let bob = token_of(&emulator, BOB).await;
    let fresh = another(b"of somebody else");

    let asked = post_as(&emulator, "/user/webauthn/add", &token, &json!({}))
        .await
        .json();
    let body = json!({ "credential": fresh.create(&asked) });
    let page = post_as(&emulator, "/user/webauthn/verify", &bob, &body).await;
    assert_code(&page, 400, "invalid-request");
    let elevating = post_as(&emulator, "/elevate/webauthn", &token, &json!({}))
        .await
        .json();
    assert_code(
        &enter(&emulator, &key.get(&elevating, &id)).await,
        400,
        "invalid-request",
    );
}

#[tokio::test]
async fn one_can_sign_up_with_nothing_but_a_key() {
    let emulator = Emulator::start().await.unwrap();
    let key = Authenticator::new();
    let body = json!({ "email": "wanda@example.com", "options": { "displayName": "Wanda" } });
    let asked = post(&emulator, "/signup/webauthn", &body).await.json();
    assert_eq!(asked["user"]["name"], "Wanda");
    let answer = json!({ "credential": key.create(&asked), "nickname": "Phone" });
    let page = post(&emulator, "/signup/webauthn/verify", &answer).await;
    let user = page.json()["session"]["user"].clone();
    assert_eq!(
        (&user["id"], &user["displayName"]),
        (&asked["user"]["id"], &json!("Wanda"))
    );

    // A taken address is told only at the end.
    let asked = post(
        &emulator,
        "/signup/webauthn",
        &json!({ "email": ADA.email }),
    )
    .await
    .json();
    let answer = json!({ "credential": another(b"a second key....").create(&asked) });
    let page = post(&emulator, "/signup/webauthn/verify", &answer).await;
    assert_code(&page, 409, "email-already-in-use");
}

#[tokio::test]
async fn where_addresses_must_be_verified_a_key_signs_up_without_a_session() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.verification_required = true);
    let asked = post(
        &emulator,
        "/signup/webauthn",
        &json!({ "email": "wanda@example.com" }),
    )
    .await
    .json();
    let answer = json!({ "credential": Authenticator::new().create(&asked) });
    let page = post(&emulator, "/signup/webauthn/verify", &answer).await;
    assert_eq!((page.status, page.json()), (200, json!({})));
    let refused = post(
        &emulator,
        "/signin/webauthn",
        &json!({ "email": "wanda@example.com" }),
    )
    .await;
    assert_code(&refused, 401, "unverified-user");
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    assert!(led_to(&link).await.contains("type=verifyEmail"));
    let asked = post(
        &emulator,
        "/signin/webauthn",
        &json!({ "email": "wanda@example.com" }),
    )
    .await;
    assert_eq!(asked.status, 200);
}

#[tokio::test]
async fn who_has_no_key_is_unknown_or_finds_it_switched_off_is_told() {
    let emulator = Emulator::start().await.unwrap();
    let ask = |email: &str| json!({ "email": email });
    let path = "/signin/webauthn";
    assert_code(
        &post(&emulator, path, &ask(ADA.email)).await,
        400,
        "invalid-request",
    );
    assert_code(
        &post(&emulator, path, &ask("nobody@example.com")).await,
        401,
        "invalid-email-password",
    );
    emulator.change(|settings| settings.nhost.webauthn.enabled = false);
    let token = token_of(&emulator, ADA).await;
    assert_code(
        &post(&emulator, path, &json!({})).await,
        409,
        "disabled-endpoint",
    );
    assert_code(
        &post(&emulator, "/signup/webauthn", &ask("a@example.com")).await,
        409,
        "disabled-endpoint",
    );
    assert_code(
        &post_as(&emulator, "/user/webauthn/add", &token, &json!({})).await,
        409,
        "disabled-endpoint",
    );
    assert_code(
        &post_as(&emulator, "/elevate/webauthn", &token, &json!({})).await,
        409,
        "disabled-endpoint",
    );
}
