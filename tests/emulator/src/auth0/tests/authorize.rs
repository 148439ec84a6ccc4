use std::time::Duration;

use super::*;
use crate::{BOB, NOOR};

mod pages;
mod parameters;

/// Opens a request and returns where the browser is sent.
async fn sent_to(emulator: &Emulator, visitor: &mut Visitor, changes: &[(&str, &str)]) -> String {
    let page = visitor
        .get(&authorize_url(emulator, changes))
        .await
        .unwrap();
    assert_eq!(page.status, 302, "{}", page.body);
    page.location().unwrap().to_owned()
}

/// A browser in which Ada has signed in.
async fn adas_browser(emulator: &Emulator) -> Visitor {
    let mut visitor = emulator.visitor();
    visitor
        .sign_in(&authorize_url(emulator, &[]), ADA.email, ADA.password)
        .await
        .unwrap();
    visitor
}

#[tokio::test]
async fn signing_in_returns_to_the_application_with_code_and_state() {
    let emulator = Emulator::start().await.unwrap();
    let url = authorize_url(&emulator, &[]);

    let callback = emulator
        .visitor()
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();

    assert!(
        callback.starts_with(&format!("{CALLBACK}?code=")),
        "{callback}"
    );
    assert_eq!(parameter(&callback, "state").as_deref(), Some("the-state"));
}

#[tokio::test]
async fn a_request_may_come_as_a_form() {
    let emulator = Emulator::start().await.unwrap();
    let url = Url::parse(&authorize_url(&emulator, &[])).unwrap();
    let fields: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();

    let page = Visitor::default()
        .post_form(&format!("{}/authorize", emulator.auth0_url()), &fields)
        .await
        .unwrap();

    assert!(page.location().unwrap().starts_with("/u/login?state="));
}

#[tokio::test]
async fn an_unknown_client_or_callback_is_told_on_a_page_and_not_redirected() {
    let emulator = Emulator::start().await.unwrap();
    let attempts: [&[(&str, &str)]; 6] = [
        &[("client_id", "somebody-else")],
        &[("client_id", "")],
        &[("redirect_uri", "")],
        &[("redirect_uri", "dev.latchkey.accounts://other/callback")],
        &[(
            "redirect_uri",
            "dev.latchkey.accounts://demo-auth0/callback/",
        )],
        &[("redirect_uri", "http://127.0.0.1:17174/callback")],
    ];
    for changes in attempts {
        let page = Visitor::default()
            .get(&authorize_url(&emulator, changes))
            .await
            .unwrap();
        assert!(matches!(page.status, 400 | 403), "{changes:?}");
        assert_eq!(page.location(), None, "{changes:?}");
        assert!(page.body.contains("Something went wrong"));
    }
}

#[tokio::test]
async fn loopback_callbacks_and_those_a_test_allows_are_accepted() {
    let emulator = Emulator::start().await.unwrap();
    emulator.allow_callback("dev.latchkey.accounts://mine/callback");

    for callback in [
        "http://127.0.0.1:17171/callback",
        "dev.latchkey.accounts://mine/callback",
    ] {
        let code = code(&emulator, &ADA, &[("redirect_uri", callback)]).await;
        let page = exchange(&emulator, &code, &[("redirect_uri", callback)]).await;
        assert_eq!(page.status, 200, "{}", page.body);
    }
}

#[tokio::test]
async fn a_faulty_request_goes_back_with_its_error_and_state() {
    let emulator = Emulator::start().await.unwrap();
    let attempts: [(&[(&str, &str)], &str); 12] = [
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "")], "invalid_request"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("code_challenge", "too-short")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("prompt", "dance")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("organization", "org_unknown")], "invalid_request"),
        (&[("connection", "facebook")], "invalid_request"),
        (&[("audience", "https://nobody.example/")], "access_denied"),
    ];
    for (changes, error) in attempts {
        let location = sent_to(&emulator, &mut Visitor::default(), changes).await;
        assert!(location.starts_with(CALLBACK), "{changes:?}");
        assert_eq!(
            parameter(&location, "error").as_deref(),
            Some(error),
            "{changes:?}"
        );
        assert!(parameter(&location, "error_description").is_some());
        assert_eq!(parameter(&location, "state").as_deref(), Some("the-state"));
    }
}

#[tokio::test]
async fn a_repeated_parameter_is_refused_on_a_page() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}&state=again", authorize_url(&emulator, &[]));

    let page = Visitor::default().get(&url).await.unwrap();

    assert_eq!(page.status, 400);
    assert_eq!(page.location(), None);
}

#[tokio::test]
async fn denying_goes_back_with_access_denied_and_ends_the_transaction() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let page = sent_to(&emulator, &mut visitor, &[]).await;

    let callback = visitor.deny(&authorize_url(&emulator, &[])).await.unwrap();

    assert_eq!(
        parameter(&callback, "error").as_deref(),
        Some("access_denied")
    );
    let id = page.split_once("state=").unwrap().1;
    let deny = format!("{}/u/deny?state={id}", emulator.auth0_url());
    assert_eq!(visitor.get(&deny).await.unwrap().status, 302);
    assert_eq!(visitor.get(&deny).await.unwrap().status, 400);
}

#[tokio::test]
async fn prompt_none_never_shows_a_page() {
    let emulator = Emulator::start().await.unwrap();
    let silent = &[("prompt", "none")];
    let mut visitor = emulator.visitor();
    let error = |location: String| parameter(&location, "error").unwrap();

    assert_eq!(
        error(sent_to(&emulator, &mut visitor, silent).await),
        "login_required"
    );
    let mut visitor = adas_browser(&emulator).await;
    assert_eq!(
        error(sent_to(&emulator, &mut visitor, silent).await),
        "interaction_required"
    );
    emulator.change(|settings| settings.auth0.confirm_unverifiable_callbacks = false);
    assert!(parameter(&sent_to(&emulator, &mut visitor, silent).await, "code").is_some());
    emulator.change(|settings| settings.auth0.ask_consent = true);
    assert_eq!(
        error(sent_to(&emulator, &mut visitor, silent).await),
        "consent_required"
    );
    emulator.advance(Duration::from_secs(300));
    let stale = &[("prompt", "none"), ("max_age", "60")];
    assert_eq!(
        error(sent_to(&emulator, &mut visitor, stale).await),
        "login_required"
    );
}

#[tokio::test]
async fn max_age_and_prompt_login_ask_again() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = adas_browser(&emulator).await;
    emulator.advance(Duration::from_secs(61));

    let again = [
        &[("max_age", "60")],
        &[("max_age", "0")],
        &[("prompt", "login")],
    ];
    for changes in again {
        let page = sent_to(&emulator, &mut visitor, changes).await;
        assert!(page.starts_with("/u/login"), "{changes:?}");
    }
    let page = sent_to(&emulator, &mut visitor, &[("max_age", "600")]).await;
    assert!(page.starts_with("/u/confirm"), "{page}");
}

#[tokio::test]
async fn auth_time_is_told_when_max_age_was_asked() {
    let emulator = Emulator::start().await.unwrap();
    let before = emulator.now();

    let with = claims(text(
        &tokens(&emulator, &[("max_age", "3600")]).await,
        "id_token",
    ));
    let without = claims(text(&tokens(&emulator, &[]).await, "id_token"));

    assert!(with["auth_time"].as_u64().unwrap() >= before);
    assert!(without["auth_time"].is_null());
}

#[tokio::test]
async fn an_organization_is_shown_and_put_in_the_tokens_of_its_members_only() {
    let emulator = Emulator::start().await.unwrap();
    let by_name = &[("organization", "Sunrise-Bakery")];
    assert!(opened(&emulator, by_name).await.contains("Sunrise Bakery"));

    let ada = claims(text(
        &tokens(&emulator, &[("organization", "org_Latchkey0Bakery1")]).await,
        "id_token",
    ));
    let url = authorize_url(&emulator, by_name);
    let noor = emulator
        .visitor()
        .sign_in(&url, NOOR.email, NOOR.password)
        .await
        .unwrap();

    assert_eq!(
        (&ada["org_id"], &ada["org_name"]),
        (&json!("org_Latchkey0Bakery1"), &json!("sunrise-bakery"))
    );
    assert_eq!(parameter(&noor, "error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn a_blocked_person_goes_back_unauthorized() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change_auth0_user(BOB.email, |bob| bob.blocked = true);

    let url = authorize_url(&emulator, &[]);
    let callback = emulator
        .visitor()
        .sign_in(&url, BOB.email, BOB.password)
        .await
        .unwrap();

    assert_eq!(
        parameter(&callback, "error").as_deref(),
        Some("unauthorized")
    );
}

#[tokio::test]
async fn a_browser_session_ends_when_nobody_uses_it() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = adas_browser(&emulator).await;

    emulator.advance(Duration::from_secs(259_201));

    assert!(
        sent_to(&emulator, &mut visitor, &[])
            .await
            .starts_with("/u/login")
    );
}

#[tokio::test]
async fn the_answer_may_come_in_the_fragment_or_as_a_form() {
    let emulator = Emulator::start().await.unwrap();
    let url = authorize_url(&emulator, &[("response_mode", "fragment")]);
    let callback = emulator
        .visitor()
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();
    assert!(
        callback.starts_with(&format!("{CALLBACK}#code=")),
        "{callback}"
    );

    let url = authorize_url(
        &emulator,
        &[("response_mode", "form_post"), ("prompt", "none")],
    );
    let page = Visitor::default().get(&url).await.unwrap();
    assert!(
        page.body
            .contains("name=\"error\" value=\"login_required\"")
    );
}

/// The page that a request opens.
async fn opened(emulator: &Emulator, changes: &[(&str, &str)]) -> String {
    let mut visitor = emulator.visitor();
    let page = sent_to(emulator, &mut visitor, changes).await;
    visitor
        .get(&format!("{}{page}", emulator.auth0_url()))
        .await
        .unwrap()
        .body
}
