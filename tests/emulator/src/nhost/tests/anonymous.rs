use super::*;

async fn nobody(emulator: &Emulator) -> Value {
    let page = post(emulator, "/signin/anonymous", &json!({})).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()["session"].clone()
}

#[tokio::test]
async fn one_may_sign_in_without_saying_who_one_is() {
    let emulator = Emulator::start().await.unwrap();
    let body = json!({ "displayName": "Anon", "locale": "de", "metadata": { "a": 1 } });

    let session = post(&emulator, "/signin/anonymous", &body).await.json()["session"].clone();

    let user = &session["user"];
    assert_eq!(
        (&user["isAnonymous"], &user["roles"]),
        (&json!(true), &json!(["anonymous"]))
    );
    assert_eq!(
        (&user["locale"], &user["metadata"]),
        (&json!("de"), &json!({ "a": 1 }))
    );
    assert_eq!((user.get("email"), &user["avatarUrl"]), (None, &json!("")));
    let claims = Unverified::parse(text(&session, "accessToken"))
        .unwrap()
        .claims;
    assert_eq!(
        claims["https://hasura.io/jwt/claims"]["x-hasura-user-is-anonymous"],
        "true"
    );
    let page = get_as(&emulator, "/user", text(&session, "accessToken")).await;
    assert_refused(
        &page,
        403,
        "forbidden-anonymous",
        "Forbidden, user is anonymous.",
    );
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    assert_eq!(
        post(&emulator, "/token", &refresh).await.json()["user"]["isAnonymous"],
        true
    );
}

#[tokio::test]
async fn where_addresses_must_be_verified_nobody_anonymous_can_refresh() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.verification_required = true);
    let session = nobody(&emulator).await;
    let page = post(
        &emulator,
        "/token",
        &json!({ "refreshToken": session["refreshToken"] }),
    )
    .await;
    assert_code(&page, 401, "unverified-user");
}

#[tokio::test]
async fn it_can_be_switched_off_and_is_off_where_nobody_new_is_let_in() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.anonymous_users_enabled = false);
    assert_code(
        &post(&emulator, "/signin/anonymous", &json!({})).await,
        409,
        "disabled-endpoint",
    );
    emulator.change(|settings| settings.nhost.signup_disabled = true);
    assert_code(
        &post(&emulator, "/signin/anonymous", &json!({})).await,
        403,
        "signup-disabled",
    );
}

#[tokio::test]
async fn an_address_and_a_password_make_somebody_of_them_in_the_same_session() {
    let emulator = Emulator::start().await.unwrap();
    let session = nobody(&emulator).await;
    let token = text(&session, "accessToken");
    let body = |email: &str| json!({ "signInMethod": "email-password", "email": email, "password": "lantern-Orchid-43" });

    let bare = json!({ "signInMethod": "email-password", "email": "zoe@example.com" });
    let path = "/user/deanonymize";
    assert_code(
        &post_as(&emulator, path, token, &bare).await,
        400,
        "invalid-request",
    );
    assert_code(
        &post_as(&emulator, path, token, &body(ADA.email)).await,
        409,
        "email-already-in-use",
    );
    assert_ok(&post_as(&emulator, path, token, &body("zoe@example.com")).await);
    let again = post_as(&emulator, path, token, &body("yan@example.com")).await;
    assert_refused(
        &again,
        400,
        "user-not-anonymous",
        "Logged in user is not anonymous",
    );

    let refresh = json!({ "refreshToken": session["refreshToken"] });
    let user = post(&emulator, "/token", &refresh).await.json()["user"].clone();
    assert_eq!(
        (&user["isAnonymous"], &user["email"]),
        (&json!(false), &json!("zoe@example.com"))
    );
    assert_eq!(
        (&user["id"], &user["roles"]),
        (&session["user"]["id"], &json!(["me", "user"]))
    );
    assert_eq!(
        sign_in(&emulator, "zoe@example.com", "lantern-Orchid-43")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn an_address_that_must_be_proved_first_ends_their_sessions() {
    let emulator = Emulator::start().await.unwrap();
    let session = nobody(&emulator).await;
    let body = json!({ "signInMethod": "passwordless", "email": "zoe@example.com" });
    assert_ok(
        &post_as(
            &emulator,
            "/user/deanonymize",
            text(&session, "accessToken"),
            &body,
        )
        .await,
    );
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    assert_code(
        &post(&emulator, "/token", &refresh).await,
        401,
        "invalid-refresh-token",
    );
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    assert!(led_to(&link).await.contains("refreshToken="));

    emulator.change(|settings| settings.nhost.verification_required = true);
    let session = nobody(&emulator).await;
    let body = json!({ "signInMethod": "email-password", "email": "yan@example.com", "password": "lantern-Orchid-43" });
    assert_ok(
        &post_as(
            &emulator,
            "/user/deanonymize",
            text(&session, "accessToken"),
            &body,
        )
        .await,
    );
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    assert_code(
        &post(&emulator, "/token", &refresh).await,
        401,
        "invalid-refresh-token",
    );
    assert_eq!(
        emulator.outbox().pop().unwrap().headers["X-Email-Template"],
        "email-verify"
    );
}
