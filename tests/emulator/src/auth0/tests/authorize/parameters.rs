//! Parameters that change what comes back, or who comes in.

use super::*;

const ORGANIZATION: &str = "org_Latchkey0Bakery1";

#[tokio::test]
async fn tokens_come_in_the_fragment_to_applications_with_the_implicit_grant() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.grants.push("implicit".to_owned()));
    let sign_in = async |response_type: &str| {
        let url = authorize_url(&emulator, &[("response_type", response_type)]);
        let mut visitor = emulator.visitor();
        let callback = visitor
            .sign_in(&url, ADA.email, ADA.password)
            .await
            .unwrap();
        callback.replacen('#', "?", 1)
    };

    let both = sign_in("id_token token").await;
    let hybrid = sign_in("code id_token").await;

    assert!(parameter(&both, "access_token").is_some() && parameter(&both, "code").is_none());
    assert_eq!(parameter(&both, "expires_in").as_deref(), Some("86400"));
    assert!(parameter(&hybrid, "code").is_some() && parameter(&hybrid, "access_token").is_none());
    let claims = claims(&parameter(&hybrid, "id_token").unwrap());
    assert_eq!(claims["nonce"], "the-nonce");
    for (changes, error) in [
        (
            [("response_type", "token token"), ("nonce", "n")],
            "unsupported_response_type",
        ),
        (
            [("response_type", "id_token"), ("nonce", "")],
            "invalid_request",
        ),
        (
            [("response_type", "token"), ("response_mode", "query")],
            "invalid_request",
        ),
    ] {
        let location = sent_to(&emulator, &mut Visitor::default(), &changes).await;
        let location = location.replacen('#', "?", 1);
        assert_eq!(
            parameter(&location, "error").as_deref(),
            Some(error),
            "{changes:?}"
        );
    }
}

#[tokio::test]
async fn an_application_without_the_code_grant_gets_no_code() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.grants.clear());

    let location = sent_to(&emulator, &mut Visitor::default(), &[]).await;

    assert_eq!(
        parameter(&location, "error").as_deref(),
        Some("unauthorized_client")
    );
}

#[tokio::test]
async fn the_audience_may_be_called_resource() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.resource_parameter = true);
    let reports = "https://api.latchkey.example/";
    let changes = [
        ("resource", reports),
        ("audience", "https://nobody.example/"),
    ];

    let tokens = tokens(&emulator, &changes).await;

    assert_eq!(claims(text(&tokens, "access_token"))["aud"][0], reports);
}

#[tokio::test]
async fn an_invitation_makes_the_one_it_was_sent_to_a_member_once() {
    let emulator = Emulator::start().await.unwrap();
    assert!(emulator.invite(BOB.email, "nowhere").is_none());
    let ticket = emulator.invite(BOB.email, ORGANIZATION).unwrap();
    let changes = [
        ("invitation", ticket.as_str()),
        ("organization", ORGANIZATION),
        ("organization_name", "sunrise-bakery"),
    ];
    let url = authorize_url(&emulator, &changes);
    let come_as = async |person: &Person| {
        let mut visitor = emulator.visitor();
        visitor
            .sign_in(&url, person.email, person.password)
            .await
            .unwrap()
    };

    let somebody_else = come_as(&ADA).await;
    let invited = come_as(&BOB).await;
    let spent = sent_to(&emulator, &mut Visitor::default(), &changes).await;
    let elsewhere = [("invitation", ticket.as_str())];
    let elsewhere = sent_to(&emulator, &mut Visitor::default(), &elsewhere).await;

    let error = |callback: &str| parameter(callback, "error");
    assert_eq!(error(&somebody_else).as_deref(), Some("access_denied"));
    let code = parameter(&invited, "code").unwrap();
    let tokens = exchange(&emulator, &code, &[]).await.json();
    assert_eq!(claims(text(&tokens, "id_token"))["org_id"], ORGANIZATION);
    assert_eq!(error(&spent).as_deref(), Some("invalid_request"));
    assert_eq!(error(&elsewhere).as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn the_hint_decides_the_first_page_and_custom_parameters_decide_nothing() {
    let emulator = Emulator::start().await.unwrap();
    for (changes, page) in [
        (
            [("screen_hint", "reset-password"), ("ext-a", "b")],
            "/u/reset-password/request",
        ),
        (
            [("screen_hint", "login"), ("ui_locales", "de fr")],
            "/u/login",
        ),
        (
            [("screen_hint", "dance"), ("connection_scope", "x")],
            "/u/login",
        ),
    ] {
        let location = sent_to(&emulator, &mut Visitor::default(), &changes).await;
        assert!(location.starts_with(page), "{location}");
    }
}

#[tokio::test]
async fn an_api_that_insists_on_consent_asks_for_each_scope_once() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.apis[0].skip_consent = false);
    let mut visitor = adas_browser(&emulator).await;
    let asked = |scope| {
        authorize_url(
            &emulator,
            &[
                ("audience", "https://api.latchkey.example/"),
                ("scope", scope),
            ],
        )
    };
    let silently = |scope| format!("{}&prompt=none", asked(scope));
    emulator.change(|settings| settings.auth0.confirm_unverifiable_callbacks = false);

    let before = visitor.get(&silently("openid read:reports")).await.unwrap();
    let url = asked("openid read:reports");
    visitor
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();
    let after = visitor.get(&silently("openid read:reports")).await.unwrap();
    let more = visitor
        .get(&silently("openid write:reports"))
        .await
        .unwrap();

    let error = |page: &Page| parameter(page.location().unwrap(), "error");
    assert_eq!(error(&before).as_deref(), Some("consent_required"));
    assert_eq!(error(&after), None);
    assert_eq!(error(&more).as_deref(), Some("consent_required"));
}

#[tokio::test]
async fn a_tenant_whose_clock_is_ahead_dates_its_tokens_in_the_future() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.token_clock_offset_secs = 600);

    let tokens = tokens(&emulator, &[("audience", "https://api.latchkey.example/")]).await;

    for token in ["id_token", "access_token"] {
        let iat = claims(text(&tokens, token))["iat"].as_u64().unwrap();
        assert!(iat >= emulator.now() + 590, "{token}");
    }
}
