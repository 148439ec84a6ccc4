use auth0::authentication::{Delegation, DelegationToken, Impersonation, SignIn};
use emulator::{ADA, Fault};
use protocol::secret::{AccessToken, IdToken, Password, RefreshToken};
use serde_json::json;

use super::{DATABASE, World, refusal, refused, wire::sent};

#[tokio::test]
async fn a_password_and_the_code_of_a_text_message_sign_in_at_ro() {
    let world = World::new().await;
    let client = &world.client;
    let password = Password::new(ADA.password);
    let tokens = client
        .sign_in(&SignIn::new(ADA.email, &password, DATABASE))
        .await
        .unwrap();
    assert!(world.subject(&tokens).await.starts_with("auth0|"));

    let phone = "+33612345678";
    client.request_sms_code(phone).await.unwrap();
    let code = Password::new(world.emulator.last_code(phone).unwrap());
    let sign_in = SignIn {
        scopes: &["openid", "phone"],
        device: Some("tests"),
        id_token: tokens.id_token.as_ref(),
        ..SignIn::new(phone, &code, "sms")
    };
    let tokens = client.sign_in(&sign_in).await.unwrap();
    assert!(world.subject(&tokens).await.starts_with("sms|"));
}

#[tokio::test]
async fn ro_has_its_own_words_for_its_refusals() {
    let world = World::new().await;
    let wrong = Password::new("wrong");
    let sign_in = SignIn::new(ADA.email, &wrong, DATABASE);
    let answer = world.client.sign_in(&sign_in).await;
    assert_eq!(refusal(answer), refused(401, "invalid_user_password"));

    for word in [
        "password_leaked",
        "requires_verification",
        "a0.mfa_invalid_code",
        "a0.mfa_registration_required",
    ] {
        let body =
            json!({ "code": word, "description": "No.", "name": "Error", "statusCode": 401 });
        world
            .emulator
            .fail_next("/oauth/ro", Fault::json(401, &body));
        let answer = world.client.sign_in(&sign_in).await;
        assert_eq!(refusal(answer), refused(401, word));
    }
}

#[tokio::test]
async fn a_token_of_another_provider_signs_in() {
    let world = World::new().await;
    let sign_in = async |token: &str| {
        let token = AccessToken::new(token);
        world
            .client
            .social_sign_in(&token, "google-oauth2", &["email"])
            .await
    };
    // The emulator takes the address for the token.
    let tokens = sign_in("mei@example.com").await.unwrap();
    assert!(world.subject(&tokens).await.starts_with("google-oauth2|"));

    let answer = sign_in("nobody@example.com").await;
    assert_eq!(refusal(answer), refused(401, "invalid_request"));
}

#[tokio::test]
async fn either_token_of_a_session_is_delegated() {
    let world = World::new().await;
    let tokens = world.tokens(&ADA).await;
    let (id_token, refresh_token) = (tokens.id_token.unwrap(), tokens.refresh_token.unwrap());
    let delegate = |token| Delegation {
        token,
        target: world.client.client_id(),
        api_type: "app",
        scopes: &["openid"],
    };
    for token in [
        DelegationToken::IdToken(&id_token),
        DelegationToken::RefreshToken(&refresh_token),
    ] {
        let delegated = world.client.get_delegation_token(&delegate(token)).await;
        assert!(delegated.unwrap().id_token.is_some());
    }

    let unknown = RefreshToken::new("never-seen");
    let answer = world
        .client
        .get_delegation_token(&delegate(DelegationToken::RefreshToken(&unknown)))
        .await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    let body = json!({ "Credentials": { "AccessKeyId": "AKIA", "SecretAccessKey": "hush" } });
    world
        .emulator
        .fail_next("/delegation", Fault::json(200, &body));
    let delegated = world
        .client
        .get_delegation_token(&delegate(DelegationToken::IdToken(&id_token)))
        .await
        .unwrap();
    assert!(!format!("{delegated:?}").contains("hush"));
    assert_eq!(delegated.credentials.unwrap().0["AccessKeyId"], "AKIA");
}

#[tokio::test]
async fn an_id_token_tells_who_it_is_about() {
    let world = World::new().await;
    let id_token = world.tokens(&ADA).await.id_token.unwrap();

    let info = world.client.get_info(&id_token).await.unwrap();

    assert!(info.subject.starts_with("auth0|"));
    assert_eq!(info.claims["email"], ADA.email);
    let error = world.client.get_info(&IdToken::new("nonsense")).await;
    assert_eq!(error.unwrap_err().status(), Some(400));
}

#[tokio::test]
async fn an_impersonation_is_an_address_and_nothing_else() {
    let world = World::new().await;
    let token = AccessToken::new("of-the-management-api");
    let of = |user_id| Impersonation {
        user_id,
        token: &token,
        protocol: "oauth2",
        impersonator_id: "auth0|admin",
        client_id: world.client.client_id(),
        additional_parameters: &[("response_type", "code")],
    };
    let ada = "auth0|6710a1f0c3b2d4e5f6a7b801";
    let url = world.client.impersonate(&of(ada)).await.unwrap();
    assert_eq!(format!("{url:?}"), "ImpersonationUrl(..)");

    let answer = world.client.impersonate(&of("auth0|nobody")).await;
    assert_eq!(answer.unwrap_err().status(), Some(404));
    let page = Fault::status(200).with_body("<h1>Gone</h1>");
    world.emulator.fail_next("/users/*", page);
    assert!(world.client.impersonate(&of(ada)).await.is_err());
}

#[tokio::test]
async fn legacy_requests_have_the_shape_of_the_reference() {
    let (password, id_token) = (Password::new("lantern"), IdToken::new("a.b.c"));
    let sign_in = SignIn {
        device: Some("desk"),
        ..SignIn::new("ada", &password, "users")
    };
    let ro = sent(async |client| client.sign_in(&sign_in).await).await;
    assert_eq!(
        ro.body,
        json!({
            "client_id": "abc", "grant_type": "password", "username": "ada", "password": "lantern",
            "connection": "users", "scope": "openid", "device": "desk",
        })
    );

    let delegation = Delegation {
        token: DelegationToken::IdToken(&id_token),
        target: "other",
        api_type: "aws",
        scopes: &[],
    };
    let delegation = sent(async |client| client.get_delegation_token(&delegation).await).await;
    assert_eq!(
        delegation.body,
        json!({
            "client_id": "abc", "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "id_token": "a.b.c", "target": "other", "api_type": "aws",
        })
    );

    let impersonation = Impersonation {
        user_id: "auth0|1/2",
        token: &AccessToken::new("management"),
        protocol: "oauth2",
        impersonator_id: "auth0|3",
        client_id: "other",
        additional_parameters: &[("response_type", "code")],
    };
    let sent = sent(async |client| client.impersonate(&impersonation).await).await;
    assert!(
        sent.has("post /users/auth0%7c1%2f2/impersonate http/1.1"),
        "{}",
        sent.head
    );
    assert_eq!(
        sent.body,
        json!({
            "protocol": "oauth2", "impersonator_id": "auth0|3", "client_id": "other",
            "additionalParameters": { "response_type": "code" },
        })
    );
}
