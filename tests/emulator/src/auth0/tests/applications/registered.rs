use super::*;

async fn register(emulator: &Emulator, body: &Value) -> Page {
    let url = format!("{}/oidc/register", emulator.auth0_url());
    Visitor::default().post_json(&url, body).await.unwrap()
}

#[tokio::test]
async fn nobody_registers_an_application_unless_the_tenant_lets_them() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "client_name": "Guest", "redirect_uris": [WEB_CALLBACK] });

    let closed = register(&emulator, &body).await;
    emulator.change(|settings| settings.auth0.dynamic_registration = true);
    let open = register(&emulator, &body).await;

    assert_eq!(
        (closed.status, &closed.json()["error"]),
        (403, &json!("access_denied"))
    );
    assert_eq!(open.status, 201, "{}", open.body);
    assert!(open.json()["client_secret"].is_string());
}

#[tokio::test]
async fn a_registration_needs_a_name_and_somewhere_to_return_to() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dynamic_registration = true);
    for (body, error) in [
        (json!([]), "invalid_client_metadata"),
        (
            json!({ "redirect_uris": [WEB_CALLBACK] }),
            "invalid_client_metadata",
        ),
        (json!({ "client_name": "Guest" }), "invalid_redirect_uri"),
        (
            json!({ "client_name": "Guest", "redirect_uris": [1] }),
            "invalid_redirect_uri",
        ),
    ] {
        let page = register(&emulator, &body).await;
        assert_eq!((page.status, &page.json()["error"]), (400, &json!(error)));
    }
}

/// Somebody else's application asks for every scope, and is told no silently.
#[tokio::test]
async fn a_guest_asks_for_consent_and_gets_no_other_audience_with_a_refresh() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dynamic_registration = true);
    let body = json!({ "client_name": "Guest", "redirect_uris": [WEB_CALLBACK] });
    let guest = register(&emulator, &body).await.json();
    let changes = [
        ("client_id", text(&guest, "client_id")),
        ("redirect_uri", WEB_CALLBACK),
    ];
    let url = authorize_url(&emulator, &changes);
    let mut visitor = emulator.visitor();
    visitor
        .sign_in(&authorize_url(&emulator, &[]), ADA.email, ADA.password)
        .await
        .unwrap();

    let silent = format!("{url}&prompt=none");
    let asked = visitor.get(&silent).await.unwrap();
    let callback = visitor.sign_in(&url, "", "").await.unwrap();
    let now = visitor.get(&silent).await.unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", text(&guest, "client_id")),
        ("client_secret", text(&guest, "client_secret")),
        ("code", &parameter(&callback, "code").unwrap()),
        ("redirect_uri", WEB_CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let token = format!("{}/oauth/token", emulator.auth0_url());
    let tokens = visitor.post_form(&token, &fields).await.unwrap().json();
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", text(&guest, "client_id")),
        ("client_secret", text(&guest, "client_secret")),
        ("refresh_token", text(&tokens, "refresh_token")),
        ("audience", REPORTS),
    ];
    let other = visitor.post_form(&token, &fields).await.unwrap();

    let error = |page: &Page| parameter(page.location().unwrap(), "error");
    assert_eq!(error(&asked).as_deref(), Some("consent_required"));
    assert_eq!(error(&now), None);
    assert_eq!(
        (other.status, &other.json()["error"]),
        (403, &json!("access_denied"))
    );
}
