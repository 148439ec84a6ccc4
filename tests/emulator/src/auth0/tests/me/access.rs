use std::time::Duration;

use super::*;

#[tokio::test]
async fn missing_foreign_and_expired_tokens_are_refused_with_a_problem() {
    let emulator = Emulator::start().await.unwrap();
    let foreign = text(&tokens(&emulator, &[]).await, "access_token").to_owned();
    let own = Caller::new(&emulator, &ADA).await;
    for token in ["", "made-up", &foreign] {
        let caller = Caller {
            emulator: &emulator,
            token: token.to_owned(),
        };
        let page = caller.get("factors").await;
        assert_problem(&page, 401, "Invalid Token");
        assert!(page.headers["www-authenticate"].contains("invalid_token"));
    }

    emulator.advance(Duration::from_secs(86_400));
    assert_problem(&own.get("factors").await, 401, "Invalid Token");
}

#[tokio::test]
async fn every_endpoint_wants_its_own_scope() {
    let emulator = Emulator::start().await.unwrap();
    let token = my_account_token(&emulator, &ADA, "read:me:factors").await;
    let caller = Caller {
        emulator: &emulator,
        token,
    };

    assert_eq!(caller.get("factors").await.status, 200);
    for (method, path) in [
        ("GET", "authentication-methods"),
        ("POST", "authentication-methods"),
        ("PATCH", "authentication-methods/x"),
        ("DELETE", "authentication-methods/x"),
        ("POST", "authentication-methods/x/verify"),
        ("POST", "connected-accounts/connect"),
        ("GET", "connected-accounts/accounts"),
        ("DELETE", "connected-accounts/accounts/cac_x"),
    ] {
        let page = caller.send(method, path, &json!({})).await;
        assert_problem(&page, 403, "Insufficient Scope");
    }
    assert_problem(&caller.get("friends").await, 404, "Not Found");
}

#[tokio::test]
async fn factors_are_what_the_tenant_offers() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    emulator.change(|settings| settings.auth0.my_account_api.factors.truncate(1));

    let page = caller.get("factors").await;

    assert_eq!(
        page.json(),
        json!({ "factors": [{ "type": "password", "usage": ["primary"] }] })
    );
    let refused = caller
        .post("authentication-methods", &json!({ "type": "totp" }))
        .await;
    assert_invalid(&refused, "/type");
}

#[tokio::test]
async fn bodies_are_json_objects_without_surprises() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;

    let surprise = json!({ "type": "totp", "nickname": "x" });
    assert_invalid(
        &caller.post("authentication-methods", &surprise).await,
        "/nickname",
    );
    assert_invalid(&caller.post("authentication-methods", &json!([])).await, "");
    assert_invalid(
        &caller
            .post("authentication-methods", &json!({ "type": 7 }))
            .await,
        "/type",
    );
    let url = format!("{}/me/v1/authentication-methods", emulator.auth0_url());
    let authorization = format!("Bearer {}", caller.token);
    let form = Visitor::default()
        .send(
            "POST",
            &url,
            &[("authorization", &authorization)],
            "type=totp",
        )
        .await
        .unwrap();
    assert_problem(&form, 415, "Unsupported Media Type");
}

#[tokio::test]
async fn a_switch_makes_every_success_a_plain_200() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.my_account_api.plain_200 = true);
    let caller = Caller::new(&emulator, &ADA).await;
    let phone = path_to(&caller.list().await, "phone");

    let begun = caller
        .post("authentication-methods", &json!({ "type": "totp" }))
        .await;
    let removed = caller.delete(&phone).await;

    assert_eq!((begun.status, removed.status), (200, 200));
    assert!(begun.location().is_some());
}
