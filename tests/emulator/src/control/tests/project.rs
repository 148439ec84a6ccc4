use super::*;
use crate::NOOR;

#[tokio::test]
async fn what_somebody_has_at_the_project_is_shown_with_what_only_they_would_know() {
    let emulator = Emulator::start().await.unwrap();
    let sign_in = format!("{}/signin/email-password", emulator.nhost_url());
    let body = json!({ "email": NOOR.email, "password": NOOR.password });
    let answer = Visitor::default().post_json(&sign_in, &body).await.unwrap();
    let session = answer.json()["session"].clone();
    let authorization = format!("Bearer {}", session["accessToken"].as_str().unwrap());
    let generate = format!("{}/mfa/totp/generate", emulator.nhost_url());
    let headers = [("authorization", authorization.as_str())];
    Visitor::default()
        .send("GET", &generate, &headers, "")
        .await
        .unwrap();

    let account = look(&emulator, "nhost/users/noor@example.com/account").await;

    let tokens = account["refresh_tokens"].as_array().unwrap();
    assert_eq!(tokens.last().unwrap()["id"], session["refreshTokenId"]);
    assert_eq!(tokens[0]["type"], "pat");
    assert_eq!(
        account["security_keys"][0]["nickname"],
        "Key on my key ring"
    );
    assert_eq!(account["providers"][0]["provider"], "github");
    assert_eq!(
        account["present_code"].as_str(),
        emulator.nhost_totp_code(NOOR.email).as_deref()
    );
    let nobody = act(
        &emulator,
        "GET",
        "nhost/users/nobody@example.com/account",
        &Value::Null,
    );
    assert_eq!(nobody.await.status, 404);
}

#[tokio::test]
async fn an_id_token_is_signed_for_those_who_have_an_account() {
    let emulator = Emulator::start().await.unwrap();
    let body = |provider: &str, email: &str| json!({ "provider": provider, "email": email });
    let signed = act(
        &emulator,
        "POST",
        "nhost/id-tokens",
        &body("google", "mei@example.com"),
    )
    .await;
    let unknown = act(
        &emulator,
        "POST",
        "nhost/id-tokens",
        &body("google", "x@example.com"),
    )
    .await;
    let other = act(
        &emulator,
        "POST",
        "nhost/id-tokens",
        &body("github", "mei@example.com"),
    )
    .await;
    assert_eq!(signed.status, 200);
    assert_eq!((unknown.status, other.status), (400, 400));
    let enter = json!({ "provider": "google", "idToken": signed.json()["id_token"] });
    let url = format!("{}/signin/idtoken", emulator.nhost_url());
    let page = Visitor::default().post_json(&url, &enter).await.unwrap();
    assert_eq!(page.json()["session"]["user"]["email"], "mei@example.com");
}

#[tokio::test]
async fn switches_of_the_project_are_changed_by_name() {
    let emulator = Emulator::start().await.unwrap();
    let change = json!({ "nhost": {
        "dialect": "l2", "elevation": "recommended", "providers": [],
        "graphql": { "security_keys": { "delete": "elevated" }, "users": { "select": "denied" } },
    } });
    assert_eq!(
        act(&emulator, "PATCH", "settings", &change).await.status,
        200
    );
    let settings = emulator.settings().nhost;
    assert_eq!(settings.dialect, crate::Dialect::L2);
    assert_eq!(settings.elevation, crate::Elevation::Recommended);
    assert!(settings.providers.is_empty());
    assert_eq!(
        settings.graphql.security_keys.delete,
        crate::Permission::Elevated
    );
    assert_eq!(
        settings.graphql.security_keys.select,
        crate::Permission::Granted
    );
    let wrong = json!({ "nhost": { "graphql": { "sessions": {} } } });
    assert_eq!(
        act(&emulator, "PATCH", "settings", &wrong).await.status,
        400
    );
}

#[tokio::test]
async fn a_code_that_was_sent_is_read_in_the_browser() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/signin/passwordless/sms", emulator.nhost_url());
    let body = json!({ "phoneNumber": "+33612345678" });
    Visitor::default().post_json(&url, &body).await.unwrap();
    let page = Visitor::default()
        .get(&emulator.outbox_url())
        .await
        .unwrap();
    let code = emulator.last_code("+33612345678").unwrap();
    assert!(page.body.contains("Text message") && page.body.contains(&code));
}
