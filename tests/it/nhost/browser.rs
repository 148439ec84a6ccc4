//! Signing in with a provider in the browser, and linking an account.

use emulator::{ADA, Dialect, Emulator};
use nhost::{
    AuthClient, BrowserAddress, ErrorCode, Pkce, ProviderRefreshToken, ProviderSignIn,
    RedirectOutcome, Redirected, ReturnedGrant, SignInProvider, SignUpOptions,
};
use protocol::secret::{CodeVerifier, Secret as _, State};

use super::{HOME, client, grant, refused, session, ticket};

fn request<'a>(state: &'a State) -> ProviderSignIn<'a> {
    ProviderSignIn {
        options: SignUpOptions {
            redirect_to: Some(HOME),
            ..SignUpOptions::default()
        },
        state,
        verifier: None,
        connect: None,
        connection: None,
        organization: None,
    }
}

async fn came_home(emulator: &Emulator, address: &BrowserAddress) -> String {
    emulator
        .visitor()
        .choose_at_provider(address.expose(), ADA.email)
        .await
        .unwrap()
}

async fn user_of(client: &AuthClient, grant: &ReturnedGrant, verifier: &CodeVerifier) -> String {
    let session = client.exchange_code(grant, verifier).await.unwrap();
    let (user, _) = client.get_user(&session.access_token).await.unwrap();

    user.email.unwrap()
}

#[tokio::test]
async fn a_provider_signs_in_on_every_generation_of_servers() {
    for dialect in [Dialect::L0, Dialect::L1, Dialect::L2] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let (state, verifier) = (
            State::from_random([9; 32]),
            CodeVerifier::from_random([7; 32]),
        );
        let pkce = match client.features().await.unwrap().code_exchange {
            true => Pkce::Used,
            false => Pkce::NotUsed,
        };
        assert_eq!(pkce == Pkce::Used, dialect == Dialect::L2);
        let asked = ProviderSignIn {
            verifier: (pkce == Pkce::Used).then_some(&verifier),
            ..request(&state)
        };
        let address = client.sign_in_provider_url(&SignInProvider::Github, &asked);
        assert_eq!(format!("{address:?}"), "BrowserAddress(..)");

        let url = came_home(&emulator, &address).await;
        let home = Redirected::parse(&url, HOME, pkce).unwrap();
        assert!(home.answers(&state), "{dialect:?}");
        let grant = grant(home);
        let is_code = matches!(grant, ReturnedGrant::Code(_));
        assert_eq!(is_code, pkce == Pkce::Used, "{dialect:?}");
        assert_eq!(user_of(&client, &grant, &verifier).await, ADA.email);
    }
}

#[tokio::test]
async fn an_account_is_linked_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let state = State::from_random([9; 32]);
    let asked = ProviderSignIn {
        connect: Some(&session.access_token),
        ..request(&state)
    };
    for dialect in [Dialect::L1, Dialect::L0] {
        let address = client.sign_in_provider_url(&SignInProvider::Discord, &asked);
        let url = came_home(&emulator, &address).await;
        let home = Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();
        assert!(home.answers(&state));
        if dialect == Dialect::L1 {
            assert!(matches!(home.outcome, RedirectOutcome::Nothing), "{home:?}");
        }
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let address = client.sign_in_provider_url(&SignInProvider::Discord, &asked);
        let url = came_home(&emulator, &address).await;
        let home = Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();
        let expected = match dialect {
            Dialect::L0 => ErrorCode::InvalidRequest,
            Dialect::L1 | Dialect::L2 => ErrorCode::ProviderAccountAlreadyLinked,
        };
        let RedirectOutcome::Refused { code, .. } = home.outcome else {
            panic!("{home:?}")
        };
        assert_eq!(code, expected);
    }
}

#[tokio::test]
async fn what_goes_wrong_on_the_way_comes_home_or_does_not() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let state = State::from_random([9; 32]);

    // Known and switched off: comes home.
    let address = client.sign_in_provider_url(&SignInProvider::Strava, &request(&state));
    let url = came_home(&emulator, &address).await;
    let home = Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();
    assert!(home.answers(&state));
    assert!(matches!(
        home.outcome,
        RedirectOutcome::Refused {
            code: ErrorCode::DisabledEndpoint,
            ..
        }
    ));

    // Denied: ends on the project's own page.
    let address = client.sign_in_provider_url(&SignInProvider::Github, &request(&state));
    let denied = emulator
        .visitor()
        .deny_at_provider(address.expose())
        .await
        .unwrap();
    assert!(Redirected::parse(&denied, HOME, Pkce::NotUsed).is_err());
    let page = &denied.clone();
    let page = page.split('?').next().unwrap();
    let denied = Redirected::parse(&denied, page, Pkce::NotUsed).unwrap();
    let RedirectOutcome::Refused {
        code,
        provider_error,
    } = denied.outcome
    else {
        panic!("{denied:?}")
    };
    assert_eq!(code, ErrorCode::OauthProviderError);
    assert_eq!(provider_error.as_deref(), Some("access_denied"));

    // Too late: ends there, too.
    let address = client.sign_in_provider_url(&SignInProvider::Github, &request(&state));
    let mut visitor = emulator.visitor();
    let there = visitor.get(address.expose()).await.unwrap();
    let there = protocol::Url::parse(there.location().unwrap()).unwrap();
    let (_, sealed) = there
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap();
    let back = format!(
        "{}/signin/provider/github/callback?code=x&state={sealed}",
        client.base()
    );
    let at_once = visitor.get(&back).await.unwrap();
    let home = Redirected::parse(at_once.location().unwrap(), HOME, Pkce::NotUsed).unwrap();
    assert!(matches!(
        home.outcome,
        RedirectOutcome::Refused {
            code: ErrorCode::OauthTokenExchangeFailed,
            ..
        }
    ));
    emulator.advance(std::time::Duration::from_secs(61));
    let late = visitor.get(&back).await.unwrap();
    let late = Redirected::parse(late.location().unwrap(), page, Pkce::NotUsed).unwrap();
    assert!(matches!(
        late.outcome,
        RedirectOutcome::Refused {
            code: ErrorCode::InvalidState,
            ..
        }
    ));

    // Not allowed to come home: a page with status 400.
    let elsewhere = ProviderSignIn {
        options: SignUpOptions {
            redirect_to: Some("https://elsewhere.example"),
            ..SignUpOptions::default()
        },
        ..request(&state)
    };
    let address = client.sign_in_provider_url(&SignInProvider::Github, &elsewhere);
    let page = emulator.visitor().get(address.expose()).await.unwrap();
    assert_eq!(
        (page.status, page.json()["error"].as_str()),
        (400, Some("redirectTo-not-allowed"))
    );
}

#[tokio::test]
async fn what_a_new_user_says_about_themselves_reaches_the_server() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    emulator.delete_person(ADA.email);
    let (state, verifier) = (
        State::from_random([9; 32]),
        CodeVerifier::from_random([7; 32]),
    );
    let metadata = serde_json::Map::from_iter([("k".to_owned(), "v & w".into())]);
    let asked = ProviderSignIn {
        options: SignUpOptions {
            allowed_roles: &["me", "user"],
            default_role: Some("me"),
            display_name: Some("A. da"),
            locale: Some("de"),
            metadata: Some(&metadata),
            redirect_to: Some(HOME),
        },
        ..request(&state)
    };
    let address = client.sign_in_provider_url(&SignInProvider::Github, &asked);
    let url = came_home(&emulator, &address).await;
    let home = Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();
    let session = client.exchange_code(&grant(home), &verifier).await.unwrap();
    let (user, _) = client.get_user(&session.access_token).await.unwrap();
    assert_eq!(
        (
            user.display_name.as_str(),
            user.locale.as_str(),
            user.default_role.as_str()
        ),
        ("A. da", "de", "me")
    );
    assert_eq!(user.metadata, Some(metadata));
}

#[tokio::test]
async fn tokens_of_a_provider_are_handed_out_once_and_refreshed() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (state, verifier) = (
        State::from_random([9; 32]),
        CodeVerifier::from_random([7; 32]),
    );
    let github = SignInProvider::Github;
    let address = client.sign_in_provider_url(&github, &request(&state));
    let url = came_home(&emulator, &address).await;
    let home = Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();
    let session = client.exchange_code(&grant(home), &verifier).await.unwrap();
    let token = &session.access_token;
    let tokens = client.get_provider_tokens(token, &github).await.unwrap();
    assert!(tokens.access_token.is_some() && tokens.expires_in > 0);
    let again = client.get_provider_tokens(token, &github).await.unwrap();
    assert!(again.access_token.is_none() && again.refresh_token.is_none());

    let refresh = tokens.refresh_token.unwrap();
    let fresh = client
        .refresh_provider_token(&github, &refresh)
        .await
        .unwrap();
    assert!(fresh.access_token.is_some());
    let nonsense = ProviderRefreshToken::new("nonsense");
    let wrong = client.refresh_provider_token(&github, &nonsense).await;
    refused(wrong, 400, "oauth-provider-error");
    let twitter = client.refresh_provider_token(&SignInProvider::Twitter, &refresh);
    refused(twitter.await, 400, "oauth-provider-error");
    let strava = client.refresh_provider_token(&SignInProvider::Strava, &refresh);
    refused(strava.await, 409, "disabled-endpoint");

    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let absent = client.get_provider_tokens(token, &github).await;
    refused(absent, 404, "endpoint-not-found");
    let absent = client.refresh_provider_token(&github, &refresh).await;
    refused(absent, 404, "endpoint-not-found");
}

#[tokio::test]
async fn a_link_from_a_mail_is_opened_in_a_browser_as_well() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    let client = client(&emulator);
    let verifier = CodeVerifier::from_random([7; 32]);
    client
        .sign_in_passwordless_email(ADA.email, &SignUpOptions::default(), Some(&verifier))
        .await
        .unwrap();
    let address = client.verify_ticket_url(&ticket(&emulator), HOME, Some(&verifier));
    let page = emulator.visitor().get(address.expose()).await.unwrap();
    let home = Redirected::parse(page.location().unwrap(), HOME, Pkce::Used).unwrap();
    assert_eq!(user_of(&client, &grant(home), &verifier).await, ADA.email);
}
