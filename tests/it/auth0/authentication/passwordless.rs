use auth0::authentication::{Access, AuthParams};
use emulator::{Fault, NOOR};
use protocol::secret::{Nonce, OneTimeCode, State};
use serde_json::json;

use super::{REDIRECT, World, refusal, refused};

const PHONE: &str = "+33612345678";
const OPENID: Access<'static> = Access {
    scopes: &["openid", "email", "phone"],
    audience: None,
};

fn sent(world: &World, to: &str) -> OneTimeCode {
    OneTimeCode::new(world.emulator.last_code(to).unwrap())
}

#[tokio::test]
async fn a_code_by_mail_signs_in_once() {
    let world = World::new().await;
    let client = &world.client;
    client.request_email_code(NOOR.email).await.unwrap();
    let code = sent(&world, NOOR.email);

    let wrong = OneTimeCode::new("000000x");
    let answer = client.verify_email_code(NOOR.email, &wrong, OPENID).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
    let tokens = client
        .verify_email_code(NOOR.email, &code, OPENID)
        .await
        .unwrap();
    assert!(world.subject(&tokens).await.starts_with("email|"));
    let answer = client.verify_email_code(NOOR.email, &code, OPENID).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn a_code_by_text_message_signs_in_and_expires() {
    let world = World::new().await;
    let client = &world.client;
    client.request_sms_code(PHONE).await.unwrap();
    let code = sent(&world, PHONE);
    let tokens = client.verify_sms_code(PHONE, &code, OPENID).await.unwrap();
    assert!(world.subject(&tokens).await.starts_with("sms|"));

    client.request_sms_code(PHONE).await.unwrap();
    let late = sent(&world, PHONE);
    world.emulator.advance(std::time::Duration::from_secs(301));
    let answer = client.verify_sms_code(PHONE, &late, OPENID).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn a_link_is_sent_with_the_parameters_of_its_sign_in() {
    let world = World::new().await;
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let parameters = AuthParams {
        access: OPENID,
        redirect_uri: Some(REDIRECT),
        response_type: Some("code"),
        state: Some(&state),
        nonce: Some(&nonce),
        further: &[("code_challenge_method", "S256")],
    };

    world
        .client
        .request_magic_link(NOOR.email, &parameters)
        .await
        .unwrap();

    let mail = world.emulator.outbox().pop().unwrap();
    assert_eq!(mail.to, NOOR.email);
    assert!(mail.link.is_some() && mail.code.is_none());
}

#[tokio::test]
async fn what_cannot_be_sent_to_is_refused_by_name() {
    let world = World::new().await;
    let client = &world.client;
    let answer = client.request_email_code("nobody").await;
    assert_eq!(refusal(answer), refused(400, "bad.email"));
    let answer = client.request_sms_code("0612345678").await;
    assert_eq!(refusal(answer), refused(400, "bad.phone_number"));

    for word in ["bad.connection", "sms_provider_error"] {
        let body = json!({ "error": word, "error_description": "The message was not sent." });
        world
            .emulator
            .fail_next("/passwordless/start", Fault::json(400, &body));
        let answer = client.request_sms_code(PHONE).await;
        assert_eq!(refusal(answer), refused(400, word));
    }
}

#[tokio::test]
async fn an_empty_answer_is_enough_and_a_page_is_not() {
    let world = World::new().await;
    world
        .emulator
        .fail_next("/passwordless/start", Fault::status(200));
    world.client.request_sms_code(PHONE).await.unwrap();

    let page = Fault::status(200)
        .with_header("content-type", "text/html")
        .with_body("<h1>Welcome to our network</h1>");
    world.emulator.fail_next("/passwordless/start", page);
    let error = world.client.request_sms_code(PHONE).await.unwrap_err();
    assert!(error.problem().is_none());
}
