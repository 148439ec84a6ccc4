use std::time::Duration;

use auth0::authentication::{CustomParameters, MULTI_FACTOR};
use auth0::{AuthenticationClient, Authorize, Prompt, ScreenHint, Tenant};
use emulator::ADA;
use protocol::{
    Url,
    base_url::BaseUrl,
    http::Http,
    secret::{Nonce, State},
};

use super::{REDIRECT, REPORTS, World, code_for, parameters, verifier};

fn url(parameters: &Authorize<'_>) -> Url {
    let tenant = Tenant::at(BaseUrl::parse("https://acme.eu.auth0.com").unwrap());
    let client = AuthenticationClient::new(Http::new("tests").unwrap(), tenant, "abc");
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));

    client.authorize_url(parameters, &state, &nonce, &verifier())
}

/// The value of a parameter, which is there at most once.
fn value(url: &Url, name: &str) -> Option<String> {
    let mut values = url.query_pairs().filter(|(key, _)| key == name);
    let first = values.next().map(|(_, value)| value.into_owned());
    assert!(values.next().is_none(), "{name} is sent twice");

    first
}

#[test]
fn every_parameter_is_sent_under_its_own_name() {
    let custom = CustomParameters::default()
        .with("ext-theme", "dark & light")
        .unwrap();
    let url = url(&Authorize {
        audience: Some("https://acme.eu.auth0.com/me/"),
        resource: Some("https://reports.example/"),
        login_hint: Some("ada+test@example.com"),
        prompt: Some(Prompt::SelectAccount),
        screen_hint: Some(ScreenHint::SignUp),
        connection: Some("google-oauth2"),
        connection_scope: Some("calendar.readonly"),
        organization: Some("org_1"),
        invitation: Some("ticket"),
        max_age: Some(Duration::from_secs(900)),
        acr_values: &[MULTI_FACTOR],
        ui_locales: &["fr-CA", "fr"],
        custom: Some(&custom),
        ..parameters()
    });

    for (name, expected) in [
        ("response_type", "code"),
        ("audience", "https://acme.eu.auth0.com/me/"),
        ("resource", "https://reports.example/"),
        ("login_hint", "ada+test@example.com"),
        ("prompt", "select_account"),
        ("screen_hint", "signup"),
        ("connection", "google-oauth2"),
        ("connection_scope", "calendar.readonly"),
        ("organization", "org_1"),
        ("invitation", "ticket"),
        ("max_age", "900"),
        ("acr_values", MULTI_FACTOR),
        ("ui_locales", "fr-CA fr"),
        ("ext-theme", "dark & light"),
        ("client_id", "abc"),
        ("redirect_uri", REDIRECT),
        ("scope", "openid profile email phone offline_access"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(value(&url, name).as_deref(), Some(expected), "{name}");
    }
    assert!(
        url.query().unwrap().contains("ada%2Btest"),
        "a plus sign would arrive as a space"
    );
}

#[test]
fn what_is_not_asked_for_is_not_sent() {
    let url = url(&parameters());
    let mut names: Vec<String> = url.query_pairs().map(|(name, _)| name.into()).collect();
    names.sort();

    assert_eq!(
        names,
        [
            "client_id",
            "code_challenge",
            "code_challenge_method",
            "nonce",
            "redirect_uri",
            "response_type",
            "scope",
            "state"
        ]
    );
}

#[test]
fn every_prompt_and_first_page_has_its_word() {
    for (prompt, word) in [
        (Prompt::None, "none"),
        (Prompt::Login, "login"),
        (Prompt::Consent, "consent"),
        (Prompt::SelectAccount, "select_account"),
    ] {
        let url = url(&Authorize {
            prompt: Some(prompt),
            ..parameters()
        });
        assert_eq!(value(&url, "prompt").as_deref(), Some(word));
    }
    for (hint, word) in [
        (ScreenHint::SignUp, "signup"),
        (ScreenHint::Login, "login"),
        (ScreenHint::ResetPassword, "reset-password"),
    ] {
        let url = url(&Authorize {
            screen_hint: Some(hint),
            ..parameters()
        });
        assert_eq!(value(&url, "screen_hint").as_deref(), Some(word));
    }
}

#[tokio::test]
async fn the_tenant_takes_what_is_asked_for() {
    let world = World::new().await;
    let parameters = Authorize {
        audience: Some(REPORTS),
        ui_locales: &["en"],
        max_age: Some(Duration::from_secs(900)),
        ..Authorize::new(REDIRECT, &["openid", "read:reports"])
    };

    let code = code_for(&world.emulator, &world.client, &ADA, &parameters).await;
    let tokens = world
        .client
        .exchange_code(code, &verifier(), REDIRECT)
        .await;

    let tokens = tokens.unwrap();
    assert!(
        tokens.refresh_token.is_none(),
        "`offline_access` is not asked for"
    );
    assert!(tokens.id_token.is_some());
}
