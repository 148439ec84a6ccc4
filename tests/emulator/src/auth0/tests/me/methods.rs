use super::*;
use crate::NOOR;

fn kinds(methods: &[Value]) -> Vec<&str> {
    methods.iter().map(|method| text(method, "type")).collect()
}

#[tokio::test]
async fn the_demo_people_have_different_methods() {
    let emulator = Emulator::start().await.unwrap();

    let noor = Caller::new(&emulator, &NOOR).await.list().await;

    assert_eq!(
        kinds(&noor),
        ["password", "totp", "recovery-code", "passkey"]
    );
    assert_eq!(
        kinds(&emulator.authentication_methods(ADA.email)),
        ["password", "phone"]
    );
    assert_eq!(
        kinds(&emulator.authentication_methods(BOB.email)),
        ["password"]
    );
    let passkey = &noor[3];
    assert!(passkey["confirmed"].is_null() && passkey["aaguid"].is_string());
    assert_eq!(passkey["credential_device_type"], "multi_device");
}

#[tokio::test]
async fn a_list_is_narrowed_by_type_and_one_is_read_by_its_encoded_id() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &NOOR).await;

    let narrowed = caller.get("authentication-methods?type=totp").await.json();
    let unknown = caller.get("authentication-methods?type=magic").await;
    let one = caller
        .get("authentication-methods/totp%7Cdev_NoorTotp00000001")
        .await;
    let encoded_twice = caller
        .get("authentication-methods/totp%257Cdev_NoorTotp00000001")
        .await;

    assert_eq!(
        narrowed["authentication_methods"].as_array().unwrap().len(),
        1
    );
    assert_problem(&unknown, 400, "Validation Error");
    assert_eq!(
        (one.status, &one.json()["name"]),
        (200, &json!("Authenticator on my phone"))
    );
    assert_problem(&encoded_twice, 404, "Not Found");
}

#[tokio::test]
async fn names_and_the_way_to_reach_a_phone_can_be_changed() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &ADA).await;
    let methods = caller.list().await;
    let (phone, password) = (path_to(&methods, "phone"), path_to(&methods, "password"));

    let change = json!({ "name": "Work", "preferred_authentication_method": "voice" });
    let changed = caller.send("PATCH", &phone, &change).await;

    assert_eq!(changed.status, 200);
    assert_eq!(changed.json()["name"], "Work");
    assert_eq!(changed.json()["preferred_authentication_method"], "voice");
    assert_eq!(caller.send("PATCH", &phone, &json!({})).await.status, 200);
    let refused = caller
        .send("PATCH", &password, &json!({ "name": "Work" }))
        .await;
    assert_invalid(&refused, "/name");
    let wrong = json!({ "preferred_authentication_method": "pigeon" });
    assert_invalid(
        &caller.send("PATCH", &phone, &wrong).await,
        "/preferred_authentication_method",
    );
}

#[tokio::test]
async fn a_method_is_removed_unless_it_is_the_last_required_one() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &NOOR).await;
    let methods = caller.list().await;

    let totp = path_to(&methods, "totp");
    let removed = caller.delete(&totp).await;
    let again = caller.delete(&totp).await;
    let password = caller.delete(&path_to(&methods, "password")).await;
    emulator.change(|settings| {
        settings.auth0.my_account_api.required_kinds = vec!["recovery-code".into()];
    });
    let required = caller.delete(&path_to(&methods, "recovery-code")).await;

    assert_eq!((removed.status, removed.body.as_str()), (204, ""));
    assert_problem(&again, 404, "Not Found");
    assert_problem(&password, 409, "Conflict");
    assert_problem(&required, 409, "Conflict");
}

#[tokio::test]
async fn a_security_key_can_be_read_and_removed_and_not_enrolled() {
    let emulator = Emulator::start().await.unwrap();
    assert!(emulator.add_security_key(BOB.email));
    let caller = Caller::new(&emulator, &BOB).await;
    let key = path_to(&caller.list().await, "webauthn-roaming");

    assert!(caller.get(&key).await.json()["key_id"].is_string());
    let refused = caller
        .post(
            "authentication-methods",
            &json!({ "type": "webauthn-roaming" }),
        )
        .await;
    assert_invalid(&refused, "/type");
    assert_eq!(caller.delete(&key).await.status, 204);
}

#[tokio::test]
async fn nobody_sees_somebody_elses_methods() {
    let emulator = Emulator::start().await.unwrap();
    let noor = Caller::new(&emulator, &NOOR).await;
    let bob = Caller::new(&emulator, &BOB).await;
    let path = path_to(&noor.list().await, "totp");

    assert_problem(&bob.get(&path).await, 404, "Not Found");
    assert_problem(&bob.delete(&path).await, 404, "Not Found");
    assert_eq!(noor.get(&path).await.status, 200);
}
