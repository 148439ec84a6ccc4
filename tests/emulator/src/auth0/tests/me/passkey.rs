use super::*;
use crate::webauthn::authenticator::Authenticator;

/// Begins, lets the authenticator answer, and verifies.
async fn add(caller: &Caller<'_>, authenticator: &Authenticator) -> Page {
    let (verify, begun) = caller.enrol(&json!({ "type": "passkey" })).await;
    assert!(verify.contains("passkey%7Cnew") && begun["id"].is_null());
    let answer = authenticator.create(&begun["authn_params_public_key"]);
    let body = json!({ "auth_session": begun["auth_session"], "authn_response": answer });
    caller.post(&verify, &body).await
}

#[tokio::test]
async fn a_passkey_is_kept_with_its_public_key() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;

    let page = add(&caller, &Authenticator::new()).await;

    let method = page.json();
    assert_eq!(page.status, 201, "{}", page.body);
    assert_eq!(method["relying_party_id"], "localhost");
    assert_eq!(method["credential_device_type"], "single_device");
    assert!(text(&method, "id").starts_with("passkey|dev_"));
    let (_, begun) = caller.enrol(&json!({ "type": "passkey" })).await;
    assert_eq!(
        begun["authn_params_public_key"]["excludeCredentials"][0]["id"],
        method["key_id"]
    );
    let again = add(&caller, &Authenticator::new()).await;
    assert_invalid(&again, "/authn_response/id");
}

#[tokio::test]
async fn an_authenticator_that_attests_itself_is_checked() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;

    let page = add(
        &caller,
        &Authenticator {
            attests_itself: true,
            ..Authenticator::new()
        },
    )
    .await;

    assert_eq!(page.status, 201, "{}", page.body);
}

#[tokio::test]
async fn answers_of_another_origin_party_or_person_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let new = Authenticator::new;
    for authenticator in [
        Authenticator {
            origin: "https://localhost.example",
            ..new()
        },
        Authenticator {
            rp_id: "example.com",
            ..new()
        },
        Authenticator {
            flags: 0x44,
            ..new()
        },
        Authenticator {
            flags: 0x41,
            ..new()
        },
        Authenticator {
            flags: 0x05,
            ..new()
        },
        Authenticator {
            flags: 0x55,
            ..new()
        },
    ] {
        assert_invalid(&add(&caller, &authenticator).await, "/authn_response");
    }
    let ported = Authenticator {
        origin: "http://localhost:1420",
        ..new()
    };
    assert_eq!(add(&caller, &ported).await.status, 201);
}

#[tokio::test]
async fn a_challenge_is_answered_once_well_or_badly() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let authenticator = Authenticator::new();
    let (verify, begun) = caller.enrol(&json!({ "type": "passkey" })).await;
    let (_, other) = caller.enrol(&json!({ "type": "passkey" })).await;
    let body = |options: &Value| {
        let answer = authenticator.create(&options["authn_params_public_key"]);
        json!({ "auth_session": begun["auth_session"], "authn_response": answer })
    };

    assert_invalid(
        &caller.post(&verify, &body(&other)).await,
        "/authn_response",
    );
    assert_problem(
        &caller.post(&verify, &body(&begun)).await,
        400,
        "Bad Request",
    );
}

#[tokio::test]
async fn there_is_room_for_only_so_many() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.my_account_api.most_passkeys = 1);
    let caller = Caller::new(&emulator, &BOB).await;
    add(&caller, &Authenticator::new()).await;

    let full = caller
        .post("authentication-methods", &json!({ "type": "passkey" }))
        .await;

    assert_problem(&full, 400, "Bad Request");
}
