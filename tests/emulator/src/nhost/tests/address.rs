use super::*;
use crate::BOB;

#[tokio::test]
async fn the_old_address_stays_until_the_link_in_the_new_one_is_followed() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, BOB).await;
    let body = json!({ "newEmail": "Robert@Example.com" });

    assert_ok(&post_as(&emulator, "/user/email/change", &token, &body).await);

    let mail = emulator.outbox().pop().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.headers["X-Email-Template"].as_str()),
        ("robert@example.com", "email-confirm-change")
    );
    let user = get_as(&emulator, "/user", &token).await.json();
    assert_eq!(
        (&user["email"], &user["emailVerified"]),
        (&json!(BOB.email), &json!(true))
    );
    let location = led_to(&mail.link.unwrap()).await;
    assert_eq!(parameter(&location, "type").unwrap(), "emailConfirmChange");
    let user = get_as(&emulator, "/user", &token).await.json();
    assert_eq!(user["email"], "robert@example.com");
    assert_eq!(
        sign_in(&emulator, "robert@example.com", BOB.password)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_address_that_is_taken_is_refused_also_when_it_was_taken_meanwhile() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, BOB).await;
    let change = |email: &str| json!({ "newEmail": email });
    let taken = post_as(&emulator, "/user/email/change", &token, &change(ADA.email)).await;
    assert_code(&taken, 409, "email-already-in-use");

    post_as(
        &emulator,
        "/user/email/change",
        &token,
        &change("zoe@example.com"),
    )
    .await;
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    emulator.change_nhost_user(ADA.email, |ada| ada.email = Some("zoe@example.com".into()));
    let location = led_to(&link).await;
    assert_eq!(
        parameter(&location, "error").unwrap(),
        "email-already-in-use"
    );
}

#[tokio::test]
async fn it_needs_a_token_an_address_and_somewhere_to_lead() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, BOB).await;
    let path = "/user/email/change";
    let bare = post(&emulator, path, &json!({ "newEmail": "a@example.com" })).await;
    let nonsense = post_as(&emulator, path, &token, &json!({ "newEmail": "nope" })).await;
    let elsewhere =
        json!({ "newEmail": "a@example.com", "options": { "redirectTo": "https://evil.example" } });
    let elsewhere = post_as(&emulator, path, &token, &elsewhere).await;
    assert_code(&bare, 401, "unauthorized");
    assert_eq!((nonsense.status, nonsense.body.as_str()), (400, ""));
    assert_code(&elsewhere, 400, "redirectTo-not-allowed");
}
