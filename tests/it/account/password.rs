use account::{
    Error, InvalidReason, Keep, Password, PasswordSignIn, PasswordSignUp, Refusal, Step,
};
use emulator::{ADA, BOB, Fault};

use crate::support::{AUTH0, NHOST, World, id, password};

fn new_person(email: &str, password: &str) -> PasswordSignUp {
    PasswordSignUp {
        connection: id(NHOST),
        email: email.to_owned(),
        password: Password::new(password),
        display_name: Some("New Person".to_owned()),
        keep: Keep::Vault,
    }
}

#[tokio::test]
async fn the_right_password_signs_in_and_the_wrong_one_is_told() {
    let world = World::new().await;
    let wrong = PasswordSignIn {
        password: Password::new("wrong"),
        ..password(&ADA)
    };
    let error = world
        .accounts
        .sign_in_with_password(wrong)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongEmailOrPassword)),
        "{error:?}"
    );

    world.sign_in_nhost(&ADA).await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn an_account_of_another_connection_is_nobody_to_sign_in_again_as() {
    let world = World::new().await;
    let elsewhere = world.sign_in(&ADA).await;
    let request = PasswordSignIn {
        account: Some(elsewhere),
        ..password(&ADA)
    };
    let error = world.accounts.sign_in_with_password(request).await;

    assert!(matches!(error, Err(Error::NotFound)), "{error:?}");
    assert_eq!(world.emulator.count("/v1/signin/email-password"), 0);
}

#[tokio::test]
async fn spaces_around_the_address_are_taken_away_and_nonsense_is_not_sent() {
    let world = World::new().await;
    let spaced = PasswordSignIn {
        email: format!("  {}\n", ADA.email),
        ..password(&ADA)
    };
    world.accounts.sign_in_with_password(spaced).await.unwrap();

    world.emulator.forget_requests();
    for (email, expected) in [
        ("", InvalidReason::Empty),
        ("ada", InvalidReason::NotAnEmail),
        ("ada@", InvalidReason::NotAnEmail),
        ("a da@example.com", InvalidReason::NotAnEmail),
    ] {
        let request = PasswordSignIn {
            email: email.to_owned(),
            ..password(&ADA)
        };
        let error = world
            .accounts
            .sign_in_with_password(request)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput(it) if it.reason == expected),
            "{email:?}: {error:?}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn documented_refusals_have_words_of_their_own() {
    let refused =
        |error: &str| serde_json::json!({ "status": 401, "message": "not shown", "error": error });
    for (code, status, expected) in [
        ("unverified-user", 401, Refusal::EmailNotVerified),
        ("disabled-user", 401, Refusal::AccountDisabled),
        ("invalid-request", 400, Refusal::WrongEmailOrPassword),
    ] {
        let world = World::new().await;
        world.emulator.fail_next(
            "/v1/signin/email-password",
            Fault::json(status, &refused(code)),
        );
        let error = world
            .accounts
            .sign_in_with_password(password(&ADA))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Refused(told) if told == expected),
            "{code}: {error:?}"
        );
    }
}

#[tokio::test]
async fn an_account_is_created_and_signed_in() {
    let world = World::new().await;
    let outcome = world
        .accounts
        .sign_up_with_password(new_person("new@example.com", "a-long-pass-1"))
        .await
        .unwrap();

    assert!(matches!(outcome, Step::SignedIn { .. }), "{outcome:?}");
    assert_eq!(
        world.state().accounts[0].name.as_deref(),
        Some("New Person")
    );
}

#[tokio::test]
async fn an_address_that_has_to_be_verified_first_is_told() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.nhost.verification_required = true);
    let outcome = world
        .accounts
        .sign_up_with_password(new_person("new@example.com", "a-long-pass-1"))
        .await
        .unwrap();

    assert!(matches!(outcome, Step::MailSent), "{outcome:?}");
    assert!(world.state().accounts.is_empty());
    assert_eq!(world.emulator.outbox().len(), 1);
}

#[tokio::test]
async fn what_the_project_refuses_is_told() {
    let world = World::new().await;
    for (request, expected) in [
        (new_person(ADA.email, "a-long-pass-1"), Refusal::EmailTaken),
        (
            new_person("new@example.com", "short"),
            Refusal::PasswordTooShort,
        ),
    ] {
        let error = world
            .accounts
            .sign_up_with_password(request)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Refused(told) if told == expected),
            "{error:?}"
        );
    }
    world
        .emulator
        .change(|settings| settings.nhost.signup_disabled = true);
    let error = world
        .accounts
        .sign_up_with_password(new_person("new@example.com", "a-long-pass-1"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::SignUpClosed)),
        "{error:?}"
    );
}

#[tokio::test]
async fn signing_in_again_as_somebody_else_is_refused() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let request = PasswordSignIn {
        account: Some(ada),
        ..password(&BOB)
    };
    let error = world
        .accounts
        .sign_in_with_password(request)
        .await
        .unwrap_err();

    assert!(matches!(error, Error::WrongAccount { .. }), "{error:?}");
    assert_eq!(world.state().accounts.len(), 1);
    assert_eq!(
        world.emulator.count("/v1/signout"),
        1,
        "the unwanted session was left open"
    );
}

#[tokio::test]
async fn a_password_never_goes_to_a_provider_that_wants_the_browser() {
    let world = World::new().await;
    let request = PasswordSignIn {
        connection: id(AUTH0),
        ..password(&ADA)
    };
    let error = world
        .accounts
        .sign_in_with_password(request)
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Misconfigured { .. }));
    assert_eq!(world.emulator.requests().len(), 0);
}
