//! The pages a person sees on the way.

use super::*;

#[tokio::test]
async fn a_wrong_password_stays_on_the_page_and_ten_lock_the_account() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let page = sent_to(&emulator, &mut visitor, &[]).await;
    let id = page.split_once("state=").unwrap().1;
    let url = format!("{}/u/login", emulator.auth0_url());
    for _ in 0..10 {
        let fields = [
            ("state", id),
            ("username", BOB.email),
            ("password", "wrong"),
        ];
        let answer = visitor.post_form(&url, &fields).await.unwrap();
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("Wrong email or password."));
    }

    let fields = [
        ("state", id),
        ("username", BOB.email),
        ("password", BOB.password),
    ];
    let answer = visitor.post_form(&url, &fields).await.unwrap();

    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("has been blocked"));
}

#[tokio::test]
async fn the_page_fills_in_the_hint_and_escapes_it() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let page = sent_to(
        &emulator,
        &mut visitor,
        &[("login_hint", "a\"><script>@example.com")],
    )
    .await;

    let html = visitor
        .get(&format!("{}{page}", emulator.auth0_url()))
        .await
        .unwrap()
        .body;

    assert!(html.contains("value=\"a&quot;&gt;&lt;script&gt;@example.com\""));
    assert!(!html.contains("<script>"));
}

#[tokio::test]
async fn the_connection_decides_what_the_page_offers() {
    let emulator = Emulator::start().await.unwrap();
    let google = &[("connection", "google-oauth2")];
    let html = opened(&emulator, google).await;
    assert!(html.contains("Mei Lindqvist") && !html.contains("type=\"password\""));
    let html = opened(
        &emulator,
        &[("connection", "Username-Password-Authentication")],
    )
    .await;
    assert!(!html.contains("Continue with Google") && html.contains("type=\"password\""));
}

#[tokio::test]
async fn another_identity_provider_can_be_signed_in_with() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let page = sent_to(&emulator, &mut visitor, &[("connection", "google-oauth2")]).await;
    let id = page.split_once("state=").unwrap().1;
    let url = format!("{}/u/connection", emulator.auth0_url());
    let mei = "google-oauth2|108204268033311374519";

    let answer = visitor
        .post_form(&url, &[("state", id), ("user", mei)])
        .await
        .unwrap();

    let code = parameter(answer.location().unwrap(), "code").unwrap();
    let tokens = exchange(&emulator, &code, &[]).await.json();
    assert_eq!(claims(text(&tokens, "id_token"))["sub"], mei);
}

#[tokio::test]
async fn nobody_with_a_password_can_come_in_without_it() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let page = sent_to(&emulator, &mut visitor, &[]).await;
    let id = page.split_once("state=").unwrap().1;
    let url = format!("{}/u/connection", emulator.auth0_url());

    let fields = [("state", id), ("user", "auth0|6710a1f0c3b2d4e5f6a7b801")];
    let answer = visitor.post_form(&url, &fields).await.unwrap();

    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn a_second_sign_in_asks_to_confirm_before_it_goes_to_an_unverifiable_callback() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = adas_browser(&emulator).await;

    let page = sent_to(&emulator, &mut visitor, &[]).await;
    assert!(page.starts_with("/u/confirm?state="), "{page}");
    let html = visitor
        .get(&format!("{}{page}", emulator.auth0_url()))
        .await
        .unwrap()
        .body;
    assert!(html.contains(ADA.email));

    emulator.change(|settings| settings.auth0.confirm_unverifiable_callbacks = false);
    let location = sent_to(&emulator, &mut visitor, &[]).await;
    assert!(parameter(&location, "code").is_some(), "{location}");
}

#[tokio::test]
async fn a_confirmation_belongs_to_the_browser_it_was_shown_in() {
    let emulator = Emulator::start().await.unwrap();
    let mut ada = adas_browser(&emulator).await;
    let page = sent_to(&emulator, &mut ada, &[]).await;
    let id = page.split_once("state=").unwrap().1;
    let mut bob = emulator.visitor();
    bob.sign_in(&authorize_url(&emulator, &[]), BOB.email, BOB.password)
        .await
        .unwrap();

    let answer = bob
        .post_form(
            &format!("{}/u/confirm", emulator.auth0_url()),
            &[("state", id)],
        )
        .await
        .unwrap();

    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn select_account_offers_the_present_person_and_another() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = adas_browser(&emulator).await;
    let url = authorize_url(&emulator, &[("prompt", "select_account")]);

    let page = sent_to(&emulator, &mut visitor, &[("prompt", "select_account")]).await;
    let html = visitor
        .get(&format!("{}{page}", emulator.auth0_url()))
        .await
        .unwrap()
        .body;
    let callback = visitor.sign_in(&url, "", "").await.unwrap();

    assert!(html.contains(ADA.email) && html.contains("Use another account"));
    assert!(parameter(&callback, "code").is_some());
}

#[tokio::test]
async fn a_hint_to_sign_up_matters_only_to_somebody_who_is_not_signed_in() {
    let emulator = Emulator::start().await.unwrap();
    let hint = &[("screen_hint", "signup")];
    let mut visitor = adas_browser(&emulator).await;

    let known = sent_to(&emulator, &mut visitor, hint).await;
    let unknown = sent_to(&emulator, &mut emulator.visitor(), hint).await;

    assert!(known.starts_with("/u/confirm"), "{known}");
    assert!(unknown.starts_with("/u/signup"), "{unknown}");
}

#[tokio::test]
async fn consent_is_asked_once_or_whenever_the_request_says_so() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.ask_consent = true);
    let mut visitor = emulator.visitor();
    let callback = visitor
        .sign_in(&authorize_url(&emulator, &[]), ADA.email, ADA.password)
        .await
        .unwrap();
    assert!(parameter(&callback, "code").is_some());
    assert!(
        emulator
            .requests()
            .iter()
            .any(|request| request.path == "/u/consent" && request.method == "POST")
    );

    assert!(
        sent_to(&emulator, &mut visitor, &[])
            .await
            .starts_with("/u/confirm")
    );
    assert!(
        sent_to(&emulator, &mut visitor, &[("prompt", "consent")])
            .await
            .starts_with("/u/consent")
    );
}
