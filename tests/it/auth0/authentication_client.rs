use auth0::{AuthenticationClient, Authorize, Prompt, ScreenHint, Tenant};
use emulator::{ADA, Emulator, Fault};
use protocol::{
    base_url::BaseUrl,
    callback::{Callback, RedirectTarget, Returned},
    http::{CallError, Http},
    oauth::Tokens,
    secret::{AccessToken, AuthorizationCode, CodeVerifier, Nonce, RefreshToken, State},
};

const REDIRECT: &str = "dev.latchkey.accounts://demo-auth0/callback";
const SCOPES: [&str; 5] = ["openid", "profile", "email", "phone", "offline_access"];

fn client(emulator: &Emulator) -> AuthenticationClient {
    let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());

    AuthenticationClient::new(Http::new("tests").unwrap(), tenant, emulator.client_id())
}

fn parameters() -> Authorize<'static> {
    Authorize {
        redirect_uri: REDIRECT,
        scopes: &SCOPES,
        audience: None,
        login_hint: None,
        prompt: None,
        screen_hint: None,
        connection: None,
        organization: None,
        max_age: None,
        acr_values: None,
    }
}

fn verifier() -> CodeVerifier {
    CodeVerifier::from_random([7; 32])
}

/// Signs Ada in; answers the code of the callback.
async fn code(emulator: &Emulator, client: &AuthenticationClient) -> AuthorizationCode {
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let url = client.authorize_url(&parameters(), &state, &nonce, &verifier());
    let callback = emulator
        .visitor()
        .sign_in(url.as_str(), ADA.email, ADA.password)
        .await
        .unwrap();
    let target = RedirectTarget::Scheme {
        scheme: "dev.latchkey.accounts".to_owned(),
        host: "demo-auth0".to_owned(),
        path: "/callback".to_owned(),
    };
    let callback = Callback::parse(callback, &target).unwrap();
    assert!(callback.answers(&state));
    let Returned::Code { code } = callback.outcome else {
        panic!("no code")
    };

    code
}

async fn tokens(emulator: &Emulator, client: &AuthenticationClient) -> Tokens {
    let code = code(emulator, client).await;

    client
        .exchange_code(code, &verifier(), REDIRECT)
        .await
        .unwrap()
}

fn refusal<T: std::fmt::Debug>(
    answer: Result<T, CallError<auth0::AuthenticationProblem>>,
) -> (u16, String) {
    match answer {
        Err(CallError::Problem(problem)) => {
            (problem.status, problem.problem.code.as_str().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_is_good_once_and_only_with_its_own_verifier_and_address() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);

    let stolen = code(&emulator, &client).await;
    let foreign = CodeVerifier::from_random([9; 32]);
    let answer = client.exchange_code(stolen, &foreign, REDIRECT).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));

    let elsewhere = code(&emulator, &client).await;
    let answer = client
        .exchange_code(elsewhere, &verifier(), "http://127.0.0.1:17171/callback")
        .await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));

    let used = code(&emulator, &client).await;
    client
        .exchange_code(used.clone(), &verifier(), REDIRECT)
        .await
        .unwrap();
    let answer = client.exchange_code(used, &verifier(), REDIRECT).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn a_refresh_token_rotates_and_an_old_one_takes_the_family_along() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.rotation_overlap_secs = 0);
    let client = client(&emulator);
    let first = tokens(&emulator, &client).await.refresh_token.unwrap();
    let second = client
        .refresh_token(&first)
        .await
        .unwrap()
        .refresh_token
        .unwrap();

    let answer = client.refresh_token(&first).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
    let answer = client.refresh_token(&second).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn a_revoked_token_is_dead_and_an_unknown_one_is_no_mistake() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let token = tokens(&emulator, &client).await.refresh_token.unwrap();
    client.revoke_refresh_token(&token).await.unwrap();
    client
        .revoke_refresh_token(&RefreshToken::new("never-seen"))
        .await
        .unwrap();

    let answer = client.refresh_token(&token).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn the_profile_holds_what_the_scopes_allow() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let tokens = tokens(&emulator, &client).await;
    let info = client.get_profile(&tokens.access_token).await.unwrap();
    assert!(info.subject.starts_with("auth0|"));
    assert_eq!(info.claims["email"], ADA.email);

    let refused = client
        .get_profile(&AccessToken::new("nonsense"))
        .await
        .unwrap_err();
    assert_eq!(refused.status(), Some(401));
}

#[tokio::test]
async fn metadata_names_the_keys_and_both_are_checked() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let metadata = client.discover().await.unwrap();
    assert_eq!(metadata.issuer, format!("{}/", emulator.auth0_url()));
    client.get_jwks(&metadata).await.unwrap();

    emulator.fail_next("/.well-known/openid-configuration", Fault::html());
    assert!(client.discover().await.is_err());
    let other = serde_json::json!({ "issuer": "https://evil.example/" });
    emulator.fail_next(
        "/.well-known/openid-configuration",
        Fault::json(200, &other),
    );
    assert!(client.discover().await.is_err());
}

#[test]
fn every_parameter_is_sent_under_its_own_name() {
    let tenant = Tenant::at(BaseUrl::parse("https://acme.eu.auth0.com").unwrap());
    let client = AuthenticationClient::new(Http::new("tests").unwrap(), tenant, "abc");
    let all = Authorize {
        audience: Some("https://acme.eu.auth0.com/me/"),
        login_hint: Some("ada+test@example.com"),
        prompt: Some(Prompt::SelectAccount),
        screen_hint: Some(ScreenHint::SignUp),
        connection: Some("google-oauth2"),
        organization: Some("org_1"),
        max_age: Some(std::time::Duration::from_secs(900)),
        ..parameters()
    };
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let url = client.authorize_url(&all, &state, &nonce, &verifier());
    let of = |name: &str| {
        let mut values = url
            .query_pairs()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned());
        let first = values.next();
        assert!(values.next().is_none(), "{name} is sent twice");
        first
    };

    for (name, value) in [
        ("audience", "https://acme.eu.auth0.com/me/"),
        ("login_hint", "ada+test@example.com"),
        ("prompt", "select_account"),
        ("screen_hint", "signup"),
        ("connection", "google-oauth2"),
        ("organization", "org_1"),
        ("max_age", "900"),
        ("client_id", "abc"),
        ("redirect_uri", REDIRECT),
        ("scope", "openid profile email phone offline_access"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(of(name).as_deref(), Some(value), "{name}");
    }
    assert!(
        url.query().unwrap().contains("ada%2Btest"),
        "a plus sign would arrive as a space"
    );
    assert_eq!(
        client.logout_url(Some("https://example.com/?a=b")).as_str(),
        "https://acme.eu.auth0.com/v2/logout?client_id=abc&returnTo=https%3A%2F%2Fexample.com%2F%3Fa%3Db"
    );
}
