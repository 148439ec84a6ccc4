use super::*;

const PASSWORD: &str = "Str0ngPassw#ord-94|%";

async fn sign_up(emulator: &Emulator, body: Value) -> Page {
    let mut whole = json!({ "email": "zoe@example.com", "password": PASSWORD });
    whole
        .as_object_mut()
        .unwrap()
        .extend(body.as_object().unwrap().clone());
    post(emulator, "/signup/email-password", &whole).await
}

#[tokio::test]
async fn a_new_person_is_signed_in_with_what_they_chose() {
    let emulator = Emulator::start().await.unwrap();
    let options = json!({
        "displayName": "Zoé A", "locale": "de", "metadata": { "k": "v" }, "allowedRoles": ["user", "me"],
        "defaultRole": "me", "redirectTo": "dev.latchkey.accounts://demo-nhost/verified",
    });

    let user = sign_up(
        &emulator,
        json!({ "email": "Zoe@Example.com", "options": options }),
    )
    .await
    .json()["session"]["user"]
        .clone();

    assert_eq!(
        (&user["email"], &user["displayName"]),
        (&json!("zoe@example.com"), &json!("Zoé A"))
    );
    assert_eq!(
        (&user["locale"], &user["metadata"]),
        (&json!("de"), &json!({ "k": "v" }))
    );
    assert_eq!(
        (&user["roles"], &user["defaultRole"]),
        (&json!(["user", "me"]), &json!("me"))
    );
    assert_eq!(
        (&user["emailVerified"], &user["isAnonymous"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(
        sign_in(&emulator, "zoe@example.com", PASSWORD).await.status,
        200
    );
}

#[tokio::test]
async fn the_name_is_the_address_and_the_language_the_projects_unless_told() {
    let emulator = Emulator::start().await.unwrap();

    let user = sign_up(&emulator, json!({ "options": { "locale": "xx" } }))
        .await
        .json()["session"]["user"]
        .clone();

    assert_eq!(
        (&user["displayName"], &user["locale"]),
        (&json!("zoe@example.com"), &json!("en"))
    );
    assert_eq!(
        (&user["metadata"], &user["roles"]),
        (&Value::Null, &json!(["me", "user"]))
    );
}

#[tokio::test]
async fn taken_addresses_short_passwords_and_foreign_roles_are_refused() {
    let emulator = Emulator::start().await.unwrap();

    let taken = sign_up(&emulator, json!({ "email": "ADA@example.com" })).await;
    let short = sign_up(&emulator, json!({ "password": "12345678" })).await;
    let role = sign_up(
        &emulator,
        json!({ "options": { "allowedRoles": ["admin"] } }),
    )
    .await;
    let default = sign_up(
        &emulator,
        json!({ "options": { "allowedRoles": ["me"], "defaultRole": "user" } }),
    )
    .await;
    let redirect = sign_up(
        &emulator,
        json!({ "options": { "redirectTo": "https://evil.example" } }),
    )
    .await;
    emulator.change(|settings| settings.nhost.signup_disabled = true);
    let disabled = sign_up(&emulator, json!({})).await;

    assert_refused(&taken, 409, "email-already-in-use", "Email already in use");
    assert_refused(&short, 400, "password-too-short", "Password is too short");
    assert_refused(&role, 400, "role-not-allowed", "Role not allowed");
    assert_eq!(
        (default.status, &default.json()["error"]),
        (400, &json!("default-role-must-be-in-allowed-roles"))
    );
    assert_eq!(
        (redirect.status, &redirect.json()["error"]),
        (400, &json!("redirectTo-not-allowed"))
    );
    assert_refused(&disabled, 403, "signup-disabled", "Sign up is disabled.");
}

#[tokio::test]
async fn new_people_start_disabled_where_the_project_says_so() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.new_users_disabled = true);

    let page = sign_up(&emulator, json!({})).await;

    assert_refused(&page, 401, "disabled-user", "User is disabled");
    assert_eq!(
        sign_in(&emulator, "zoe@example.com", PASSWORD).await.json()["error"],
        "disabled-user"
    );
}

#[tokio::test]
async fn where_verification_is_required_no_session_comes_and_a_mail_does() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.verification_required = true);

    let page = sign_up(&emulator, json!({})).await;
    let mail = emulator.outbox().pop().unwrap();
    let before = sign_in(&emulator, "zoe@example.com", PASSWORD).await;
    let followed = Visitor::default()
        .get(mail.link.as_deref().unwrap())
        .await
        .unwrap();
    let after = sign_in(&emulator, "zoe@example.com", PASSWORD).await;

    assert_eq!((page.status, page.json()), (200, json!({})));
    assert_refused(&before, 401, "unverified-user", "User is not verified.");
    assert_eq!((followed.status, after.status), (302, 200));
    assert_eq!(mail.headers["X-Email-Template"], "email-verify");
}
