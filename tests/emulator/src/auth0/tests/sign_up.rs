use super::*;

const STRONG: &str = "fresh-Clover-55";

#[tokio::test]
async fn a_new_person_signs_up_and_verifies_their_address_from_the_outbox() {
    let emulator = Emulator::start().await.unwrap();
    let mut visitor = emulator.visitor();
    let answer = sign_up(&emulator, &mut visitor, "Zoe@Example.com", STRONG).await;
    let code = parameter(answer.location().unwrap(), "code").unwrap();
    let before = claims(text(
        &exchange(&emulator, &code, &[]).await.json(),
        "id_token",
    ));

    let mail = emulator.outbox().pop().unwrap();
    let page = visitor.get(mail.link.as_deref().unwrap()).await.unwrap();

    assert_eq!(
        (&before["email"], &before["email_verified"]),
        (&json!("zoe@example.com"), &json!(false))
    );
    assert_eq!((mail.to.as_str(), page.status), ("zoe@example.com", 200));
    let zoe = Person {
        name: "Zoe",
        email: "zoe@example.com",
        password: STRONG,
    };
    let again = super::code(&emulator, &zoe, &[]).await;
    let after = claims(text(
        &exchange(&emulator, &again, &[]).await.json(),
        "id_token",
    ));
    assert_eq!(
        (&after["email_verified"], &after["sub"]),
        (&json!(true), &before["sub"])
    );
}

#[tokio::test]
async fn weak_passwords_and_taken_addresses_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for (email, password) in [
        ("zoe@example.com", "short-1"),
        ("zoe@example.com", "onlyletters"),
        ("zoe@example.com", "Password123"),
        ("clover@example.com", STRONG),
        (ADA.email, STRONG),
        ("zoe", STRONG),
    ] {
        let answer = sign_up(&emulator, &mut emulator.visitor(), email, password).await;
        assert_eq!(answer.status, 400, "{email} {password}");
    }
    assert!(emulator.outbox().is_empty());
}

#[tokio::test]
async fn a_tenant_without_sign_up_shows_the_sign_in_page() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.sign_up = false);

    let page = Visitor::default()
        .get(&authorize_url(&emulator, &[("screen_hint", "signup")]))
        .await
        .unwrap();

    assert!(page.location().unwrap().starts_with("/u/login"));
}

async fn sign_up(emulator: &Emulator, visitor: &mut Visitor, email: &str, password: &str) -> Page {
    let page = visitor
        .get(&authorize_url(emulator, &[("screen_hint", "signup")]))
        .await
        .unwrap();
    let id = page
        .location()
        .unwrap()
        .strip_prefix("/u/signup?state=")
        .unwrap()
        .to_owned();
    let fields = [
        ("state", id.as_str()),
        ("name", "Zoe"),
        ("email", email),
        ("password", password),
    ];
    visitor
        .post_form(&format!("{}/u/signup", emulator.auth0_url()), &fields)
        .await
        .unwrap()
}
