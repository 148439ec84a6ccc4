use super::*;
use crate::NOOR;

#[tokio::test]
async fn methods_are_shown_with_what_only_the_person_knows() {
    let emulator = Emulator::start().await.unwrap();

    let methods = look(&emulator, "auth0/users/noor@example.com/methods").await;

    let code = |member: &str| {
        let members = methods.as_array().unwrap().iter();
        members
            .filter_map(|method| method[member].as_str())
            .next()
            .map(str::to_owned)
    };
    assert_eq!(code("recovery_code"), emulator.recovery_code(NOOR.email));
    assert_eq!(code("present_code").unwrap().len(), 6);
}

#[tokio::test]
async fn notifications_are_answered_once() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_enrolment = true);
    let origin = emulator.auth0_url();
    let fields = [
        (
            "grant_type",
            "http://auth0.com/oauth/grant-type/password-realm",
        ),
        ("client_id", emulator.client_id()),
        ("realm", "Username-Password-Authentication"),
        ("username", BOB.email),
        ("password", BOB.password),
    ];
    let token = emulator
        .visitor()
        .post_form(&format!("{origin}/oauth/token"), &fields)
        .await
        .unwrap();
    let authorization = format!("Bearer {}", token.json()["mfa_token"].as_str().unwrap());
    let body = json!({ "authenticator_types": ["oob"], "oob_channels": ["auth0"] }).to_string();
    let headers = [("authorization", authorization.as_str())];
    emulator
        .visitor()
        .send("POST", &format!("{origin}/mfa/associate"), &headers, &body)
        .await
        .unwrap();

    let waiting = look(&emulator, "auth0/pushes").await;
    let answer = json!({ "email": BOB.email, "answer": "approve" });
    let first = act(&emulator, "POST", "auth0/pushes", &answer).await.json();
    let second = act(&emulator, "POST", "auth0/pushes", &answer).await.json();

    assert_eq!(waiting[0]["decision"], "pending");
    assert_eq!(
        (&first["answered"], &second["answered"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(
        look(&emulator, "auth0/pushes").await[0]["decision"],
        "approved"
    );
}
