use std::time::Duration;

use super::*;
use crate::{BOB, Dialect};

const BACK: &str = "dev.latchkey.accounts://demo-nhost/callback";

fn start(emulator: &Emulator, provider: &str, more: &str) -> String {
    let back = BACK.replace(':', "%3A").replace('/', "%2F");
    format!(
        "{}/signin/provider/{provider}?redirectTo={back}{more}",
        emulator.nhost_url()
    )
}

/// Goes through a provider as this person and returns where it ends.
async fn through(emulator: &Emulator, provider: &str, more: &str, email: &str) -> String {
    let url = start(emulator, provider, more);
    Visitor::default()
        .choose_at_provider(&url, email)
        .await
        .unwrap()
}

async fn session_of(emulator: &Emulator, location: &str) -> Value {
    let token = parameter(location, "refreshToken").unwrap();
    post(emulator, "/token", &json!({ "refreshToken": token }))
        .await
        .json()
}

#[tokio::test]
async fn somebody_comes_back_with_a_refresh_token_and_their_state() {
    let emulator = Emulator::start().await.unwrap();
    let page = Visitor::default()
        .get(&start(&emulator, "github", ""))
        .await
        .unwrap();
    let shown = Visitor::default()
        .get(page.location().unwrap())
        .await
        .unwrap();
    assert!(
        shown.body.contains("<h1>GitHub</h1>") && shown.body.contains("value=\"mei@example.com\"")
    );

    let location = through(&emulator, "github", "&state=abc", "mei@example.com").await;

    assert!(location.starts_with(BACK), "{location}");
    assert_eq!(parameter(&location, "state").unwrap(), "abc");
    let user = session_of(&emulator, &location).await["user"].clone();
    assert_eq!(
        (&user["displayName"], &user["emailVerified"]),
        (&json!("Mei Lindqvist"), &json!(true))
    );
    let again = through(&emulator, "github", "", "mei@example.com").await;
    assert_eq!(
        session_of(&emulator, &again).await["user"]["id"],
        user["id"]
    );
}

#[tokio::test]
async fn the_last_public_server_drops_the_state() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let location = through(&emulator, "github", "&state=abc", ADA.email).await;
    assert_eq!(parameter(&location, "state"), None);
}

#[tokio::test]
async fn an_account_with_the_same_address_is_linked_by_itself() {
    let emulator = Emulator::start().await.unwrap();
    let location = through(&emulator, "google", "", ADA.email).await;
    let id = session_of(&emulator, &location).await["user"]["id"].clone();
    assert_eq!(id, adas_session(&emulator).await["user"]["id"]);
}

#[tokio::test]
async fn apple_comes_back_with_a_form() {
    let emulator = Emulator::start().await.unwrap();
    let location = through(&emulator, "apple", "", ADA.email).await;
    assert!(parameter(&location, "refreshToken").is_some(), "{location}");
    let requests = emulator.requests();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.as_str()),
        ("POST", "/v1/signin/provider/apple/callback")
    );
}

#[tokio::test]
async fn options_are_kept_on_the_way_and_roles_checked_at_its_end() {
    let emulator = Emulator::start().await.unwrap();
    let options = "&displayName=Mei%20L&locale=ja&metadata=%7B%22k%22%3A1%7D&allowedRoles=user&defaultRole=user";
    let location = through(&emulator, "github", options, "mei@example.com").await;
    let user = session_of(&emulator, &location).await["user"].clone();
    assert_eq!(
        (&user["displayName"], &user["locale"]),
        (&json!("Mei L"), &json!("ja"))
    );
    assert_eq!(
        (&user["metadata"], &user["roles"]),
        (&json!({ "k": 1 }), &json!(["user"]))
    );
    let location = through(
        &emulator,
        "gitlab",
        "&allowedRoles=admin",
        "omar@example.com",
    )
    .await;
    assert_eq!(parameter(&location, "error").unwrap(), "role-not-allowed");
}

#[tokio::test]
async fn a_no_ends_at_the_client_url_and_not_in_the_application() {
    let emulator = Emulator::start().await.unwrap();
    let url = start(&emulator, "github", "&state=abc");
    let location = Visitor::default().deny_at_provider(&url).await.unwrap();
    assert!(
        location.starts_with(&emulator.settings().nhost.client_url),
        "{location}"
    );
    assert_eq!(
        parameter(&location, "error").unwrap(),
        "oauth-provider-error"
    );
    assert_eq!(
        parameter(&location, "provider_error").unwrap(),
        "access_denied"
    );
    assert_eq!(parameter(&location, "state").unwrap(), "abc");
}

#[tokio::test]
async fn who_takes_longer_than_a_minute_ends_at_the_client_url_too() {
    let emulator = Emulator::start().await.unwrap();
    let page_url = led_to(&start(&emulator, "github", "")).await;
    emulator.advance(Duration::from_secs(60));
    let state = parameter(&page_url, "state").unwrap();
    let fields = [("state", state.as_str()), ("person", ADA.email)];
    let back = Visitor::default()
        .post_form(&page_url, &fields)
        .await
        .unwrap();
    let location = led_to(back.location().unwrap()).await;
    assert!(location.starts_with(&emulator.settings().nhost.client_url));
    assert_eq!(parameter(&location, "error").unwrap(), "invalid-state");
    // An access token is signed with the same key, and is no state.
    let token = token_of(&emulator, ADA).await;
    let url = format!(
        "{}/signin/provider/github/callback?state={token}&code=x",
        emulator.nhost_url()
    );
    assert_eq!(
        parameter(&led_to(&url).await, "error").unwrap(),
        "invalid-state"
    );
}

#[tokio::test]
async fn a_wrong_code_ends_in_the_application() {
    let emulator = Emulator::start().await.unwrap();
    let page_url = led_to(&start(&emulator, "github", "")).await;
    let state = parameter(&page_url, "state").unwrap();
    let url = format!(
        "{}/signin/provider/github/callback?state={state}&code=wrong",
        emulator.nhost_url()
    );
    let location = led_to(&url).await;
    assert_eq!(
        location,
        format!(
            "{BACK}?error=oauth-token-echange-failed&errorDescription=Failed+to+exchange+token"
        )
    );
}

#[tokio::test]
async fn a_provider_that_does_not_say_who_somebody_is_ends_in_the_application() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.profile_fetch_fails = true);
    let location = through(&emulator, "github", "", ADA.email).await;
    assert!(location.starts_with(BACK));
    assert_eq!(
        parameter(&location, "error").unwrap(),
        "oauth-profile-fetch-failed"
    );
}

#[tokio::test]
async fn unknown_providers_foreign_addresses_and_those_switched_off_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let unknown = Visitor::default()
        .get(&start(&emulator, "myspace", ""))
        .await
        .unwrap();
    let elsewhere = format!(
        "{}/signin/provider/github?redirectTo=https%3A%2F%2Fevil.example",
        emulator.nhost_url()
    );
    let elsewhere = Visitor::default().get(&elsewhere).await.unwrap();
    assert_code(&unknown, 400, "request-validation-error");
    assert_code(&elsewhere, 400, "redirectTo-not-allowed");
    let location = led_to(&start(&emulator, "spotify", "")).await;
    assert_eq!(
        location,
        format!("{BACK}?error=disabled-endpoint&errorDescription=This+endpoint+is+disabled")
    );
    emulator.change(|settings| settings.nhost.signup_disabled = true);
    let location = through(&emulator, "github", "", "mei@example.com").await;
    assert_eq!(parameter(&location, "error").unwrap(), "signup-disabled");
}

#[tokio::test]
async fn an_address_the_provider_has_not_proved_must_be_verified_where_that_is_required() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.verification_required = true);
    assert_eq!(
        through(&emulator, "github", "", "omar@example.com").await,
        BACK
    );
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    assert!(led_to(&link).await.contains("refreshToken="));
    let verified = through(&emulator, "github", "", "mei@example.com").await;
    assert!(parameter(&verified, "refreshToken").is_some());
}

#[tokio::test]
async fn connecting_links_to_whoever_is_signed_in_and_only_once() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, BOB).await;
    let connect = format!("&connect={token}");
    assert_eq!(
        through(&emulator, "github", &connect, "mei@example.com").await,
        BACK
    );
    let location = through(&emulator, "github", "", "mei@example.com").await;
    assert_eq!(
        session_of(&emulator, &location).await["user"]["email"],
        BOB.email
    );

    let again = through(&emulator, "github", &connect, "mei@example.com").await;
    assert_eq!(
        parameter(&again, "error").unwrap(),
        "provider-account-already-linked"
    );
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let again = through(&emulator, "github", &connect, "mei@example.com").await;
    assert_eq!(parameter(&again, "error").unwrap(), "invalid-request");
    let nonsense = through(
        &emulator,
        "google",
        "&connect=abc.def.ghi",
        "mei@example.com",
    )
    .await;
    assert_eq!(parameter(&nonsense, "error").unwrap(), "invalid-request");
}

#[tokio::test]
async fn tokens_of_the_provider_are_read_once_and_refreshed() {
    let emulator = Emulator::start().await.unwrap();
    let location = through(&emulator, "github", "", ADA.email).await;
    let token = text(&session_of(&emulator, &location).await, "accessToken").to_owned();
    let path = "/signin/provider/github/callback/tokens";

    let first = get_as(&emulator, path, &token).await.json();
    let second = get_as(&emulator, path, &token).await.json();

    assert!(
        text(&first, "accessToken").starts_with("github-")
            && first["expiresIn"].as_u64().unwrap() > 3590
    );
    assert_eq!(
        (&second["accessToken"], &second["expiresIn"]),
        (&json!(""), &json!(0))
    );
    let refresh = json!({ "refreshToken": first["refreshToken"] });
    let renewed = post(&emulator, "/token/provider/github", &refresh)
        .await
        .json();
    assert_ne!(renewed["accessToken"], first["accessToken"]);
    let unknown = json!({ "refreshToken": "unknown" });
    for provider in ["github", "twitter"] {
        let page = post(&emulator, &format!("/token/provider/{provider}"), &unknown).await;
        assert_code(&page, 400, "oauth-provider-error");
    }
    assert_code(
        &post(&emulator, "/token/provider/spotify", &unknown).await,
        409,
        "disabled-endpoint",
    );
    assert_code(&get_as(&emulator, path, "abc").await, 401, "unauthorized");
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    assert_eq!(get_as(&emulator, path, &token).await.status, 404);
    assert_eq!(
        post(&emulator, "/token/provider/github", &refresh)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn newer_servers_come_back_with_a_code_and_sign_up_elsewhere() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.nhost.dialect = Dialect::L2;
        settings.nhost.auto_signup_disabled = true;
    });
    let challenge = "&codeChallenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let location = through(&emulator, "github", challenge, ADA.email).await;
    assert_eq!(parameter(&location, "code").unwrap().len(), 43);
    let refused = through(&emulator, "github", "", "mei@example.com").await;
    assert_eq!(parameter(&refused, "error").unwrap(), "signup-disabled");
    let url = start(&emulator, "github", "").replace("/signin/", "/signup/");
    let location = Visitor::default()
        .choose_at_provider(&url, "mei@example.com")
        .await
        .unwrap();
    assert!(parameter(&location, "refreshToken").is_some());
    let short = Visitor::default()
        .get(&start(&emulator, "github", "&codeChallenge=x"))
        .await
        .unwrap();
    assert_code(&short, 400, "request-validation-error");
}
