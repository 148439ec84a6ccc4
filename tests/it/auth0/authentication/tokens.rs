use auth0::AuthenticationClient;
use auth0::authentication::{Access, ClientCredentialsGrant, ClientSecret};
use emulator::{ADA, NOOR};
use protocol::{
    http::Http,
    secret::{CodeVerifier, RefreshToken},
};

use super::{REDIRECT, REPORTS, World, refusal, refused, tenant, verifier};

#[tokio::test]
async fn a_code_is_good_once_and_only_with_its_own_verifier_and_address() {
    let world = World::new().await;
    let client = &world.client;

    let stolen = world.code(&ADA).await;
    let foreign = CodeVerifier::from_random([9; 32]);
    let answer = client.exchange_code(stolen, &foreign, REDIRECT).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    let elsewhere = world.code(&ADA).await;
    let answer = client
        .exchange_code(elsewhere, &verifier(), "http://127.0.0.1:17171/callback")
        .await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    let used = world.code(&ADA).await;
    client
        .exchange_code(used.clone(), &verifier(), REDIRECT)
        .await
        .unwrap();
    let answer = client.exchange_code(used, &verifier(), REDIRECT).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn a_refresh_token_rotates_and_an_old_one_takes_the_family_along() {
    let world = World::new().await;
    let client = &world.client;
    world
        .emulator
        .change(|settings| settings.auth0.rotation_overlap_secs = 0);
    let first = world.tokens(&ADA).await.refresh_token.unwrap();
    let second = client
        .refresh_token(&first, Access::default())
        .await
        .unwrap()
        .refresh_token
        .unwrap();

    let answer = client.refresh_token(&first, Access::default()).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
    let answer = client.refresh_token(&second, Access::default()).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn a_revoked_token_is_dead_and_an_unknown_one_is_no_mistake() {
    let world = World::new().await;
    let client = &world.client;
    let token = world.tokens(&ADA).await.refresh_token.unwrap();
    client.revoke_refresh_token(&token).await.unwrap();
    client
        .revoke_refresh_token(&RefreshToken::new("never-seen"))
        .await
        .unwrap();

    let answer = client.refresh_token(&token, Access::default()).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn a_refresh_token_is_good_for_another_audience_and_for_fewer_scopes() {
    let world = World::new().await;
    let client = &world.client;
    let first = world.tokens(&ADA).await.refresh_token.unwrap();
    let reports = Access {
        scopes: &["read:reports", "fly:away"],
        audience: Some(REPORTS),
    };
    let answer = client.refresh_token(&first, reports).await.unwrap();
    assert_eq!(answer.scopes.unwrap(), ["read:reports"]);

    // Without an audience it is that of the sign-in again, whichever was asked for in between.
    let fewer = Access {
        scopes: &["openid"],
        audience: None,
    };
    let second = answer.refresh_token.unwrap();
    let answer = client.refresh_token(&second, fewer).await.unwrap();
    assert_eq!(answer.scopes.as_deref(), Some(&["openid".to_owned()][..]));
    assert!(world.subject(&answer).await.starts_with("auth0|"));

    let unknown = Access {
        audience: Some("https://elsewhere.example/"),
        ..Access::default()
    };
    let third = answer.refresh_token.unwrap();
    let answer = client.refresh_token(&third, unknown).await;
    assert_eq!(refusal(answer), refused(403, "access_denied"));
    client
        .refresh_token(&third, Access::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_policy_that_wants_a_recent_second_factor_is_told_by_its_word() {
    let world = World::new().await;
    let token = world.tokens(&NOOR).await.refresh_token.unwrap();
    world
        .emulator
        .change(|settings| settings.auth0.my_account_default_policy = true);
    let audience = world.client.tenant().my_account_audience();
    let access = Access {
        audience: Some(&audience),
        ..Access::default()
    };

    let answer = world.client.refresh_token(&token, access).await;

    assert_eq!(
        refusal(answer),
        refused(403, "unmet_authentication_requirements")
    );
}

#[tokio::test]
async fn an_application_of_another_type_is_refused_at_every_grant() {
    let world = World::new().await;
    let code = world.code(&ADA).await;
    let token = world.tokens(&ADA).await.refresh_token.unwrap();
    world
        .emulator
        .change(|settings| settings.auth0.native_application = false);

    let answer = world
        .client
        .exchange_code(code, &verifier(), REDIRECT)
        .await;
    assert_eq!(refusal(answer), refused(401, "access_denied"));
    let answer = world.client.refresh_token(&token, Access::default()).await;
    assert_eq!(refusal(answer), refused(401, "access_denied"));
}

#[tokio::test]
async fn a_public_client_gets_no_token_for_itself() {
    let world = World::new().await;
    let secret = ClientSecret::new("none-of-a-public-client");
    let grant = ClientCredentialsGrant {
        client_secret: &secret,
        audience: REPORTS,
        scopes: &["read:reports"],
        organization: None,
    };
    let answer = world.client.client_credentials_grant(&grant).await;
    assert_eq!(refusal(answer), refused(403, "unauthorized_client"));

    // What a server gets, which the emulator has no application for.
    let token = serde_json::json!({
        "access_token": "server", "token_type": "Bearer", "expires_in": 86_400, "scope": "read:reports",
    });
    world
        .emulator
        .fail_next("/oauth/token", emulator::Fault::json(200, &token));
    let tokens = world.client.client_credentials_grant(&grant).await.unwrap();
    assert_eq!(tokens.expires_in.as_secs(), 86_400);
    assert!(tokens.refresh_token.is_none() && tokens.id_token.is_none());
}

#[tokio::test]
async fn a_client_that_the_tenant_does_not_know_is_told_so() {
    let world = World::new().await;
    let stranger = AuthenticationClient::new(
        Http::new("tests").unwrap(),
        tenant(&world.emulator),
        "somebody-else",
    );
    let token = RefreshToken::new("any");

    let answer = stranger.refresh_token(&token, Access::default()).await;
    assert_eq!(refusal(answer), refused(401, "invalid_client"));
    let answer = stranger.revoke_refresh_token(&token).await;
    assert_eq!(refusal(answer), refused(401, "invalid_client"));
    let answer = stranger.request_email_code(ADA.email).await;
    assert_eq!(refusal(answer), refused(401, "invalid_client"));
}
