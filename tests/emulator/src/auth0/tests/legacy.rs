use super::*;

const CONNECTION: &str = "Username-Password-Authentication";

async fn post(emulator: &Emulator, path: &str, body: &Value) -> Page {
    let mut body = body.clone();
    body["client_id"] = emulator.client_id().into();
    let url = format!("{}{path}", emulator.auth0_url());
    Visitor::default().post_json(&url, &body).await.unwrap()
}

#[tokio::test]
async fn people_sign_up_without_a_page() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({
        "email": "Zoe@example.com", "password": "fresh-Clover-55", "connection": CONNECTION,
        "user_metadata": { "team": "Lyon" },
    });

    let page = post(&emulator, "/dbconnections/signup", &body).await;
    let again = post(&emulator, "/dbconnections/signup", &body).await;

    assert_eq!(
        (page.status, &page.json()["email_verified"]),
        (200, &json!(false))
    );
    assert!(page.json()["_id"].is_string() && emulator.outbox().len() == 1);
    assert_eq!(
        (again.status, &again.json()["code"]),
        (400, &json!("invalid_signup"))
    );
    for (password, name) in [
        ("short", "PasswordStrengthError"),
        ("Password123", "PasswordDictionaryError"),
        ("about-Yvonne-77", "PasswordNoUserInfoError"),
    ] {
        let body = json!({ "email": "yvonne@example.com", "password": password, "connection": CONNECTION });
        let page = post(&emulator, "/dbconnections/signup", &body).await;
        assert_eq!((page.status, &page.json()["name"]), (400, &json!(name)));
        assert_eq!(page.json()["code"], "invalid_password");
    }
}

#[tokio::test]
async fn a_reset_mail_is_promised_to_everybody_and_sent_to_those_who_exist() {
    let emulator = Emulator::start().await.unwrap();
    for email in [ADA.email, "nobody@example.com"] {
        let body = json!({ "email": email, "connection": CONNECTION });
        let page = post(&emulator, "/dbconnections/change_password", &body).await;
        assert_eq!(page.status, 200);
        assert!(page.body.starts_with("We've just sent you an email"));
    }
    assert_eq!(emulator.outbox().len(), 1);
}

fn delegation(id_token: &str) -> Value {
    json!({ "id_token": id_token, "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer" })
}

#[tokio::test]
async fn the_old_ways_to_tokens_still_answer() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({
        "username": ADA.email, "password": ADA.password, "connection": CONNECTION,
        "grant_type": "password", "scope": "openid",
    });
    let signed_in = post(&emulator, "/oauth/ro", &body).await.json();
    let id_token = text(&signed_in, "id_token");

    let told = post(&emulator, "/tokeninfo", &json!({ "id_token": id_token }))
        .await
        .json();
    let delegated = post(&emulator, "/delegation", &delegation(id_token)).await;
    let mut both = delegation(id_token);
    both["refresh_token"] = "x".into();
    let social = json!({ "access_token": "mei@example.com", "connection": "google-oauth2" });

    assert_eq!(told["email"], ADA.email);
    assert_eq!(delegated.status, 200);
    assert_eq!(post(&emulator, "/delegation", &both).await.status, 400);
    assert_eq!(
        post(&emulator, "/oauth/access_token", &social).await.status,
        200
    );
    let forged = post(&emulator, "/tokeninfo", &json!({ "id_token": "a.b.c" })).await;
    assert_eq!((forged.status, forged.body.as_str()), (400, "Bad Request"));
    let wrong = json!({ "username": ADA.email, "password": "x", "connection": CONNECTION });
    let wrong = post(&emulator, "/oauth/ro", &wrong).await;
    assert_eq!(
        (wrong.status, &wrong.json()["error"]),
        (401, &json!("invalid_user_password"))
    );
}

#[tokio::test]
async fn a_tenant_of_today_does_not_have_the_old_endpoints() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.legacy_endpoints = false);

    for path in ["/oauth/ro", "/oauth/access_token", "/delegation"] {
        let page = post(&emulator, path, &json!({})).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (403, &json!("unauthorized_client")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn delegation_is_strict_about_its_words_and_counts_ten_a_minute() {
    let emulator = Emulator::start().await.unwrap();
    let tokens = tokens(&emulator, &[]).await;
    let body = delegation(text(&tokens, "id_token"));
    let mut odd = body.clone();
    odd["api_type"] = "pigeon".into();
    let mut bare = body.clone();
    bare["grant_type"] = "password".into();
    for wrong in [odd, bare] {
        assert_eq!(post(&emulator, "/delegation", &wrong).await.status, 400);
    }

    for _ in 0..10 {
        assert_eq!(post(&emulator, "/delegation", &body).await.status, 200);
    }
    let many = post(&emulator, "/delegation", &body).await;
    emulator.advance(std::time::Duration::from_secs(6));
    let later = post(&emulator, "/delegation", &body).await;

    assert_eq!((many.status, later.status), (429, 200));
}

#[tokio::test]
async fn a_reset_is_asked_for_by_address_user_name_or_number() {
    let emulator = Emulator::start().await.unwrap();
    for (name, value) in [
        ("email", "Noor@example.com"),
        ("username", "noor.haddad"),
        ("phone_number", "+33612345678"),
    ] {
        let body = json!({ name: value, "connection": CONNECTION });
        assert_eq!(
            post(&emulator, "/dbconnections/change_password", &body)
                .await
                .status,
            200
        );
    }
    let mails = emulator.outbox();
    assert!(mails.len() == 3 && mails.iter().all(|mail| mail.to == "noor@example.com"));
    for body in [
        json!({ "connection": CONNECTION }),
        json!({ "email": ADA.email, "connection": "google-oauth2" }),
        json!({ "email": ADA.email, "connection": CONNECTION, "organization": "org_unknown" }),
    ] {
        let page = post(&emulator, "/dbconnections/change_password", &body).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (400, &json!("invalid_request"))
        );
    }
}
