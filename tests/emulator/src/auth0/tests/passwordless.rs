use super::*;

mod links;

async fn start(emulator: &Emulator, body: &Value) -> Page {
    let mut body = body.clone();
    body["client_id"] = emulator.client_id().into();
    let url = format!("{}/passwordless/start", emulator.auth0_url());
    Visitor::default().post_json(&url, &body).await.unwrap()
}

async fn grant(emulator: &Emulator, realm: &str, username: &str, otp: &str) -> Page {
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let fields = [
        (
            "grant_type",
            "http://auth0.com/oauth/grant-type/passwordless/otp",
        ),
        ("client_id", emulator.client_id()),
        ("realm", realm),
        ("username", username),
        ("otp", otp),
        ("scope", "openid email"),
    ];
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

#[tokio::test]
async fn a_code_signs_in_once_by_mail_and_by_text_message() {
    let emulator = Emulator::start().await.unwrap();
    for (realm, member, to) in [
        ("email", "email", "zoe@example.com"),
        ("sms", "phone_number", "+33600000000"),
    ] {
        let begun = start(
            &emulator,
            &json!({ "connection": realm, member: to, "send": "code", "authParams": {} }),
        )
        .await;
        assert_eq!((begun.status, &begun.json()[member]), (200, &json!(to)));
        let code = emulator.last_code(to).unwrap();

        let wrong = grant(&emulator, realm, to, "x").await;
        let done = grant(&emulator, realm, to, &code).await;
        let spent = grant(&emulator, realm, to, &code).await;

        assert_eq!(wrong.json()["error"], "invalid_grant");
        assert!(
            claims(text(&done.json(), "id_token"))["sub"]
                .as_str()
                .unwrap()
                .starts_with(realm)
        );
        assert_eq!(spent.status, 403);
    }
}

#[tokio::test]
async fn a_link_is_sent_unless_a_code_is_asked_for_and_oddities_are_named() {
    let emulator = Emulator::start().await.unwrap();
    start(
        &emulator,
        &json!({ "connection": "email", "email": "zoe@example.com" }),
    )
    .await;

    let mail = emulator.outbox().pop().unwrap();
    assert!(mail.link.is_some() && mail.code.is_none());
    for (body, error) in [
        (json!({ "connection": "pigeon" }), "bad.connection"),
        (
            json!({ "connection": "email", "email": "zoe" }),
            "bad.email",
        ),
        (
            json!({ "connection": "sms", "phone_number": "0600" }),
            "bad.phone_number",
        ),
    ] {
        let page = start(&emulator, &body).await;
        assert_eq!((page.status, &page.json()["error"]), (400, &json!(error)));
    }
}
