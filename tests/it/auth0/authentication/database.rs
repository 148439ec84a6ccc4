use auth0::authentication::{PasswordGrant, PasswordRefusalName, SignUp};
use emulator::{ADA, Fault};
use protocol::secret::Password;
use serde_json::json;

use super::{DATABASE, World, refusal, refused};

const SIGN_UP: &str = "/dbconnections/signup";
const CHANGE: &str = "/dbconnections/change_password";
const GRACE: &str = "grace@example.com";

#[tokio::test]
async fn a_new_user_can_sign_in() {
    let world = World::new().await;
    let password = Password::new("cobol-Lighthouse-59");
    let user = SignUp {
        username: Some("grace.h"),
        given_name: Some("Grace"),
        family_name: Some("Hopper"),
        name: Some("Grace Hopper"),
        nickname: Some("amazing"),
        picture: Some("https://example.com/grace.png"),
        phone_number: Some("+12125550123"),
        user_metadata: &[("team", "compilers")],
        ..SignUp::new(GRACE, &password, DATABASE)
    };

    let signed_up = world.client.sign_up(&user).await.unwrap();

    assert_eq!(signed_up.email, GRACE);
    assert_eq!(signed_up.username.as_deref(), Some("grace.h"));
    assert!(!signed_up.is_email_verified);
    assert_eq!(signed_up.members["user_metadata"]["team"], "compilers");
    let grant = PasswordGrant {
        realm: Some(DATABASE),
        access: auth0::authentication::Access {
            scopes: &["openid"],
            audience: None,
        },
        ..PasswordGrant::new(GRACE, &password)
    };
    let tokens = world.client.password_grant(&grant).await.unwrap();
    let subject = world.subject(&tokens).await;
    assert_eq!(subject, format!("auth0|{}", signed_up.id));
}

#[tokio::test]
async fn the_id_is_found_under_each_of_its_names() {
    let world = World::new().await;
    let password = Password::new("cobol-Lighthouse-59");
    let user = SignUp::new(GRACE, &password, DATABASE);
    for name in ["_id", "user_id", "id"] {
        let body = json!({ name: "6710", "email": GRACE, "email_verified": true });
        world.emulator.fail_next(SIGN_UP, Fault::json(200, &body));

        let signed_up = world.client.sign_up(&user).await.unwrap();

        assert_eq!(
            (&*signed_up.id, signed_up.is_email_verified),
            ("6710", true)
        );
    }
    world
        .emulator
        .fail_next(SIGN_UP, Fault::json(200, &json!({ "email": GRACE })));
    assert!(world.client.sign_up(&user).await.is_err());
}

#[tokio::test]
async fn a_weak_password_is_refused_by_the_name_of_its_weakness() {
    let world = World::new().await;
    for (password, name) in [
        ("short", PasswordRefusalName::Strength),
        ("P@ssw0rd", PasswordRefusalName::Dictionary),
        ("grace-Example-59", PasswordRefusalName::NoUserInfo),
    ] {
        let password = Password::new(password);
        let user = SignUp::new(GRACE, &password, DATABASE);

        let error = world.client.sign_up(&user).await.unwrap_err();

        let problem = error.problem().unwrap();
        assert_eq!(problem.code.as_str(), "invalid_password");
        assert_eq!(problem.details.password.as_ref().unwrap().name, name);
    }
}

#[tokio::test]
async fn somebody_who_is_there_and_a_closed_door_look_alike() {
    let world = World::new().await;
    let password = Password::new("cobol-Lighthouse-59");
    let answer = world
        .client
        .sign_up(&SignUp::new(ADA.email, &password, DATABASE))
        .await;
    assert_eq!(refusal(answer), refused(400, "invalid_signup"));

    world
        .emulator
        .change(|settings| settings.auth0.sign_up = false);
    let user = SignUp::new(GRACE, &password, DATABASE);
    let answer = world.client.sign_up(&user).await;
    assert_eq!(refusal(answer), refused(400, "invalid_signup"));

    for (status, word) in [(400, "user_exists"), (409, "username_exists")] {
        let body = json!({
            "name": "BadRequestError", "code": word, "description": "There is one.", "statusCode": status,
        });
        world
            .emulator
            .fail_next(SIGN_UP, Fault::json(status, &body));
        let answer = world.client.sign_up(&user).await;
        assert_eq!(refusal(answer), refused(status, word));
    }
}

#[tokio::test]
async fn a_mail_about_a_new_password_is_promised_to_anybody_and_sent_to_users() {
    let world = World::new().await;
    let client = &world.client;
    let known = client
        .request_change_password_email(ADA.email, DATABASE, None)
        .await
        .unwrap();
    let unknown = client
        .request_change_password_email(GRACE, DATABASE, Some("org_1"))
        .await
        .unwrap();
    assert!(known.as_str().starts_with("We've just sent you an email"));
    assert_eq!(known, unknown);
    assert_eq!(world.emulator.outbox().len(), 1);

    let password = Password::new("cobol-Lighthouse-59");
    let answer = client.change_password(ADA.email, &password, DATABASE).await;
    assert_eq!(answer.unwrap(), known);
    assert_eq!(world.emulator.outbox().len(), 2);

    let answer = client
        .request_change_password_email(ADA.email, "elsewhere", None)
        .await;
    assert_eq!(refusal(answer), refused(400, "invalid_request"));
}

#[tokio::test]
async fn the_sentence_may_have_any_media_type_but_is_no_page() {
    let world = World::new().await;
    let says = |kind, text: &str| {
        Fault::status(200)
            .with_header("content-type", kind)
            .with_body(text)
    };
    let ask = || {
        world
            .client
            .request_change_password_email(ADA.email, DATABASE, None)
    };
    for (kind, text) in [
        ("text/html; charset=utf-8", "We've sent it."),
        ("application/json", "\"We've sent it.\""),
    ] {
        world.emulator.fail_next(CHANGE, says(kind, text));
        assert_eq!(ask().await.unwrap().as_str(), "We've sent it.");
    }

    let page = says("text/html", "<h1>Welcome to our network</h1>");
    world.emulator.fail_next(CHANGE, page);
    assert!(ask().await.is_err());
}
