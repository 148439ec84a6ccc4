use std::time::Duration;

use super::*;
use crate::NOOR;

async fn userinfo(emulator: &Emulator, method: &str, authorization: &str) -> Page {
    let url = format!("{}/userinfo", emulator.auth0_url());
    Visitor::default()
        .send(method, &url, &[("authorization", authorization)], "")
        .await
        .unwrap()
}

#[tokio::test]
async fn both_methods_answer_the_claims_of_the_scopes() {
    let emulator = Emulator::start().await.unwrap();
    let code = code(&emulator, &NOOR, &[]).await;
    let tokens = exchange(&emulator, &code, &[]).await.json();
    let authorization = format!("Bearer {}", text(&tokens, "access_token"));

    for method in ["GET", "POST"] {
        let claims = userinfo(&emulator, method, &authorization).await.json();
        assert_eq!(
            (&claims["name"], &claims["email"]),
            (&json!(NOOR.name), &json!(NOOR.email))
        );
        assert_eq!(
            (&claims["phone_number"], &claims["preferred_username"]),
            (&json!("+33612345678"), &json!("noor.haddad"))
        );
        assert!(claims["updated_at"].is_string() && claims["iss"].is_null());
    }
}

#[tokio::test]
async fn pictures_are_served_to_everybody() {
    let emulator = Emulator::start().await.unwrap();
    let claims = claims(text(&tokens(&emulator, &[]).await, "id_token"));

    let picture = Visitor::default()
        .get(text(&claims, "picture"))
        .await
        .unwrap();

    assert_eq!(
        (picture.status, picture.headers["content-type"].as_str()),
        (200, "image/png")
    );
}

#[tokio::test]
async fn missing_foreign_and_expired_tokens_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let tokens_ = tokens(&emulator, &[]).await;
    let access_token = text(&tokens_, "access_token");
    let without_openid = tokens(&emulator, &[("scope", "profile")]).await;
    let attempts = [
        String::new(),
        "Bearer".to_owned(),
        "Bearer made-up".to_owned(),
        format!("Basic {access_token}"),
        format!("Bearer {}", text(&tokens_, "id_token")),
        format!("Bearer {}", text(&without_openid, "access_token")),
    ];
    for authorization in attempts {
        let page = userinfo(&emulator, "GET", &authorization).await;
        assert_eq!(
            (page.status, page.body.as_str()),
            (401, "Unauthorized"),
            "{authorization}"
        );
        assert!(page.headers["www-authenticate"].contains("invalid_token"));
    }

    emulator.advance(Duration::from_secs(86_400));
    assert_eq!(
        userinfo(&emulator, "GET", &format!("Bearer {access_token}"))
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn a_limit_is_told_in_headers_and_refuses_with_a_time_to_wait() {
    let emulator = Emulator::start().await.unwrap();
    emulator.limit("/userinfo", 1, Duration::from_secs(60));
    let authorization = format!(
        "Bearer {}",
        text(&tokens(&emulator, &[]).await, "access_token")
    );

    let first = userinfo(&emulator, "GET", &authorization).await;
    let second = userinfo(&emulator, "GET", &authorization).await;

    assert_eq!(
        (first.status, first.headers["x-ratelimit-limit"].as_str()),
        (200, "1")
    );
    assert_eq!(
        (
            second.status,
            second.headers["x-ratelimit-remaining"].as_str()
        ),
        (429, "0")
    );
    assert!(second.headers["retry-after"].parse::<u64>().unwrap() <= 60);
    assert!(second.headers["x-ratelimit-reset"].parse::<u64>().unwrap() > emulator.now());
    emulator.advance(Duration::from_secs(60));
    assert_eq!(userinfo(&emulator, "GET", &authorization).await.status, 200);
}
