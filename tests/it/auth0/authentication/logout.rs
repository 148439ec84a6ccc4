use auth0::{
    AuthenticationClient, Tenant,
    authentication::{Logout, OidcLogout},
};
use emulator::ADA;
use protocol::{
    base_url::BaseUrl,
    http::Http,
    secret::{IdToken, State},
};

use super::{REDIRECT, World};

fn client() -> AuthenticationClient {
    let tenant = Tenant::at(BaseUrl::parse("https://acme.eu.auth0.com").unwrap());

    AuthenticationClient::new(Http::new("tests").unwrap(), tenant, "abc")
}

#[test]
fn an_address_to_sign_out_at_says_where_to_go_then() {
    let url = client().logout_url(Logout {
        return_to: Some("https://example.com/?a=b"),
        federated: false,
    });
    assert_eq!(
        url.as_str(),
        "https://acme.eu.auth0.com/v2/logout?client_id=abc&returnTo=https%3A%2F%2Fexample.com%2F%3Fa%3Db"
    );

    let url = client().logout_url(Logout {
        return_to: None,
        federated: true,
    });
    assert_eq!(
        url.as_str(),
        "https://acme.eu.auth0.com/v2/logout?client_id=abc&federated"
    );
}

#[test]
fn an_address_by_the_rules_of_openid_connect_has_every_parameter() {
    let (token, state) = (IdToken::new("a.b.c"), State::from_random([0; 32]));
    let url = client().oidc_logout_url(&OidcLogout {
        id_token_hint: Some(&token),
        logout_hint: Some("session"),
        post_logout_redirect_uri: Some("app://out"),
        state: Some(&state),
        federated: true,
        ui_locales: &["fr-CA", "fr"],
    });
    let state = "A".repeat(43);
    assert_eq!(
        url.as_str(),
        format!(
            "https://acme.eu.auth0.com/oidc/logout?client_id=abc&id_token_hint=a.b.c&logout_hint=session\
             &post_logout_redirect_uri=app%3A%2F%2Fout&state={state}&ui_locales=fr-CA+fr&federated"
        )
    );

    let bare = client().oidc_logout_url(&OidcLogout::default());
    assert_eq!(
        bare.as_str(),
        "https://acme.eu.auth0.com/oidc/logout?client_id=abc"
    );
}

#[tokio::test]
async fn the_tenant_sends_the_browser_back_to_where_it_may_go() {
    let world = World::new().await;
    let id_token = world.tokens(&ADA).await.id_token.unwrap();
    let state = State::from_random([1; 32]);
    let back = Some(REDIRECT);
    let plain = world.client.logout_url(Logout {
        return_to: back,
        federated: true,
    });
    let by_token = world.client.oidc_logout_url(&OidcLogout {
        id_token_hint: Some(&id_token),
        post_logout_redirect_uri: back,
        state: Some(&state),
        ..OidcLogout::default()
    });
    for url in [plain, by_token] {
        let page = world.emulator.visitor().get(url.as_str()).await.unwrap();
        let location = page.location().unwrap();
        assert!(location.starts_with(REDIRECT), "{location}");
    }

    let elsewhere = world.client.logout_url(Logout {
        return_to: Some("https://evil.example/"),
        federated: false,
    });
    let page = world.emulator.visitor().get(elsewhere.as_str()).await;
    assert_eq!(page.unwrap().status, 400);
    let asks = world.client.oidc_logout_url(&OidcLogout::default());
    let page = world.emulator.visitor().get(asks.as_str()).await.unwrap();
    assert!(page.body.contains("Sign out?"));
}
