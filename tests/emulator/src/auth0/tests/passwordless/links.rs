//! Links that sign somebody in.

use std::time::Duration;

use super::*;

const ZOE: &str = "zoe@example.com";

/// What an application asks for, as `authParams`.
fn asked() -> Value {
    json!({
        "response_type": "code", "redirect_uri": CALLBACK, "scope": SCOPE, "state": "the-state",
        "nonce": "the-nonce", "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    })
}

/// Has a link sent and returns it.
async fn link(emulator: &Emulator, params: Value) -> String {
    let body = json!({ "connection": "email", "email": ZOE, "authParams": params });
    let page = start(emulator, &body).await;
    assert_eq!(page.status, 200, "{}", page.body);
    emulator.outbox().pop().unwrap().link.unwrap()
}

#[tokio::test]
async fn a_link_signs_the_visitor_in_and_goes_back_with_a_code() {
    let emulator = Emulator::start().await.unwrap();
    let link = link(&emulator, asked()).await;
    let mut visitor = emulator.visitor();

    let callback = visitor.sign_in(&link, "", "").await.unwrap();
    let again = visitor.get(&link).await.unwrap();

    assert!(callback.starts_with(CALLBACK));
    assert_eq!(parameter(&callback, "state").as_deref(), Some("the-state"));
    let code = parameter(&callback, "code").unwrap();
    let tokens = exchange(&emulator, &code, &[]).await.json();
    let claims = claims(text(&tokens, "id_token"));
    assert_eq!(
        (&claims["email"], &claims["nonce"]),
        (&json!(ZOE), &json!("the-nonce"))
    );
    assert_eq!(again.status, 400, "a link works once");
    let silent = authorize_url(
        &emulator,
        &[("prompt", "none"), ("redirect_uri", "https://web.example/")],
    );
    emulator.allow_callback("https://web.example/");
    let silent = visitor.get(&silent).await.unwrap();
    assert!(parameter(silent.location().unwrap(), "code").is_some());
}

#[tokio::test]
async fn a_link_brings_tokens_to_applications_that_may_have_them_that_way() {
    let emulator = Emulator::start().await.unwrap();
    let mut params = asked();
    params["response_type"] = "token id_token".into();
    let refused = link(&emulator, params.clone()).await;
    let refused = emulator.visitor().get(&refused).await.unwrap();
    assert_eq!(
        parameter(refused.location().unwrap(), "error").as_deref(),
        Some("unsupported_response_type")
    );

    emulator.change(|settings| settings.auth0.grants.push("implicit".to_owned()));
    let link = link(&emulator, params).await;
    let callback = emulator.visitor().sign_in(&link, "", "").await.unwrap();

    let (address, fragment) = callback.split_once('#').unwrap();
    let answer = format!("{address}?{fragment}");
    assert_eq!(parameter(&answer, "token_type").as_deref(), Some("Bearer"));
    assert!(parameter(&answer, "access_token").is_some() && parameter(&answer, "code").is_none());
    let claims = claims(&parameter(&answer, "id_token").unwrap());
    assert_eq!(
        (&claims["email"], &claims["nonce"]),
        (&json!(ZOE), &json!("the-nonce"))
    );
}

#[tokio::test]
async fn what_authorize_refuses_a_link_refuses_without_being_spent() {
    let emulator = Emulator::start().await.unwrap();
    let mut elsewhere = asked();
    elsewhere["redirect_uri"] = "https://evil.example/".into();
    let page = link(&emulator, elsewhere).await;
    let page = emulator.visitor().get(&page).await.unwrap();
    assert_eq!((page.status, page.location()), (403, None));

    let mut bare = asked();
    bare["code_challenge"] = "".into();
    let page = link(&emulator, bare).await;
    let page = emulator.visitor().get(&page).await.unwrap();
    let error = parameter(page.location().unwrap(), "error");
    assert_eq!(error.as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn a_late_link_and_one_with_a_guessed_code_end_on_a_page() {
    let emulator = Emulator::start().await.unwrap();
    let good = link(&emulator, asked()).await;
    let guessed = good.replace("verification_code=", "verification_code=x");
    let page = emulator.visitor().get(&guessed).await.unwrap();
    assert_eq!((page.status, page.location()), (400, None));

    emulator.advance(Duration::from_secs(300));
    let page = emulator.visitor().get(&good).await.unwrap();
    assert_eq!((page.status, page.location()), (400, None));
}

#[tokio::test]
async fn a_code_can_be_looked_at_without_being_spent() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "connection": "email", "email": ZOE, "send": "code" });
    start(&emulator, &body).await;
    let code = emulator.last_code(ZOE).unwrap();
    let verify = async |code: &str| {
        let url = format!("{}/passwordless/verify", emulator.auth0_url());
        let body = json!({ "connection": "email", "email": ZOE, "verification_code": code });
        Visitor::default().post_json(&url, &body).await.unwrap()
    };

    let right = verify(&code).await;
    let wrong = verify("x").await;
    let done = grant(&emulator, "email", ZOE, &code).await;
    let gone = verify(&code).await;

    assert_eq!((right.status, right.body.as_str()), (200, "OK"));
    let text = "Wrong email or verification code.";
    assert_refused(&wrong, 403, "invalid_grant", text);
    assert_eq!(done.status, 200);
    assert_refused(&gone, 403, "invalid_grant", text);
}

#[tokio::test]
async fn a_connection_that_is_off_does_not_exist() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.passwordless = vec!["sms".to_owned()]);
    let body = json!({ "connection": "email", "email": ZOE });

    let page = start(&emulator, &body).await;
    let grant = grant(&emulator, "email", ZOE, "123456").await;
    let odd = json!({ "connection": "sms", "phone_number": "+33600000000", "send": "pigeon" });
    let odd = start(&emulator, &odd).await;

    assert_eq!(
        (page.status, &page.json()["error"]),
        (400, &json!("bad.connection"))
    );
    assert_eq!(
        (grant.status, &grant.json()["error"]),
        (400, &json!("invalid_request"))
    );
    assert_eq!(odd.status, 400);
}
