use std::time::Duration;

use account::{
    AccountState, CodeWay, Error, Intent, InvalidReason, Keep, KeepBy, NewAccessToken, OneTimeCode,
    Password, PersonalAccessToken, Refusal, SignInHere, Step,
};
use emulator::{ADA, BOB, Dialect, Fault};

use crate::support::{NHOST, NHOST_WAYS, World, id, signed_in};

const NEW: &str = "new@example.com";
const NUMBER: &str = "+4917612345678";

fn here() -> SignInHere {
    SignInHere {
        connection: id(NHOST_WAYS),
        account: None,
        keep: Keep::Vault,
    }
}

fn link(world: &World) -> String {
    world.emulator.outbox().pop().unwrap().link.unwrap()
}

#[tokio::test]
async fn a_code_by_mail_or_message_signs_in_and_a_wrong_one_can_be_tried_again() {
    let world = World::new().await;
    for (way, to) in [(CodeWay::Email, ADA.email), (CodeWay::Sms, NUMBER)] {
        let sent = world
            .accounts
            .send_code(here(), way, to, Intent::SignIn)
            .await
            .unwrap();
        assert!(matches!(sent, Step::CodeSent { .. }), "{sent:?}");
        let wrong = OneTimeCode::new("000000");
        let refused = world.accounts.confirm_code(&id(NHOST_WAYS), &wrong).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::WrongCode))),
            "{to}: {refused:?}"
        );
        let code = OneTimeCode::new(world.emulator.last_code(to).unwrap());
        let step = world.accounts.confirm_code(&id(NHOST_WAYS), &code).await;
        let account = signed_in(step.unwrap());
        assert_eq!(world.state_of(&account), AccountState::SignedIn);
    }
}

#[tokio::test]
async fn codes_that_the_project_does_not_send_are_told() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings.nhost.otp_email_enabled = false;
        settings.nhost.sms_fails = true;
    });
    for (way, to, refusal) in [
        (CodeWay::Email, ADA.email, Refusal::NotOffered),
        (CodeWay::Sms, NUMBER, Refusal::PhoneNumberRefused),
    ] {
        let refused = world
            .accounts
            .send_code(here(), way, to, Intent::SignIn)
            .await;
        assert!(
            matches!(refused, Err(Error::Refused(told)) if told == refusal),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_personal_access_token_signs_in_until_it_is_revoked() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let new = NewAccessToken {
        name: "x".to_owned(),
        expires_secs: u32::MAX,
    };
    let created = world
        .accounts
        .create_access_token(&ada, &new)
        .await
        .unwrap();
    let with = |token: PersonalAccessToken| {
        let accounts = world.accounts.clone();
        async move { accounts.sign_in_with_access_token(here(), &token).await }
    };
    signed_in(with(created.token.clone()).await.unwrap());
    world
        .accounts
        .revoke_access_token(&ada, &created.entry.id)
        .await
        .unwrap();

    for token in [created.token, PersonalAccessToken::new("nonsense")] {
        let refused = with(token).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::TokenRefused))),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn nobody_signs_in_and_becomes_somebody_with_a_password() {
    let world = World::new().await;
    let step = world
        .accounts
        .sign_in_anonymously(&id(NHOST_WAYS), Keep::Vault)
        .await;
    let nobody = signed_in(step.unwrap());
    let profile = world.accounts.profile(&nobody).await.unwrap().profile;
    assert!(profile.is_anonymous);
    let taken = KeepBy::Password(Password::new("a-brand-new-pass-9"));
    let refused = world
        .accounts
        .keep_account(&nobody, ADA.email, &taken)
        .await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::EmailTaken))));

    let by = KeepBy::Password(Password::new("a-brand-new-pass-9"));
    let kept = world.accounts.keep_account(&nobody, NEW, &by).await;
    assert_eq!(signed_in(kept.unwrap()), nobody);
    let profile = world.accounts.profile(&nobody).await.unwrap().profile;
    assert!(!profile.is_anonymous);
    assert_eq!(profile.email.as_deref(), Some(NEW));
    let again = world.accounts.keep_account(&nobody, NEW, &by).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
}

#[tokio::test]
async fn nobody_becomes_somebody_by_a_link_that_begins_the_next_session() {
    let world = World::new().await;
    let step = world
        .accounts
        .sign_in_anonymously(&id(NHOST_WAYS), Keep::Vault)
        .await;
    let nobody = signed_in(step.unwrap());
    let kept = world
        .accounts
        .keep_account(&nobody, NEW, &KeepBy::MailLink)
        .await;
    assert!(matches!(kept, Ok(Step::MailSent)), "{kept:?}");
    assert!(matches!(
        world.state_of(&nobody),
        AccountState::NeedsSignIn(_)
    ));

    let step = world
        .accounts
        .paste_mail_link(here(), link(&world).into())
        .await;
    assert_eq!(signed_in(step.unwrap()), nobody);
    assert_eq!(world.state_of(&nobody), AccountState::SignedIn);
}

#[tokio::test]
async fn a_link_from_a_mail_is_pasted_once() {
    let world = World::new().await;
    let sent = world
        .accounts
        .send_mail_link(here(), ADA.email, Intent::SignIn)
        .await;
    assert!(matches!(sent, Ok(Step::MailSent)));
    let link = link(&world);
    let step = world
        .accounts
        .paste_mail_link(here(), link.clone().into())
        .await;
    signed_in(step.unwrap());

    let again = world.accounts.paste_mail_link(here(), link.into()).await;
    assert!(
        matches!(again, Err(Error::Refused(Refusal::Expired))),
        "{again:?}"
    );
    for text in ["", "nonsense", "https://example.com/?x=1"] {
        let none = text.to_owned().into();
        let refused = world.accounts.paste_mail_link(here(), none).await;
        assert!(
            matches!(&refused, Err(Error::InvalidInput(it)) if it.field == "link"),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_pasted_link_of_somebody_else_does_not_take_the_place_of_an_account() {
    let world = World::new().await;
    let sent = world
        .accounts
        .send_mail_link(here(), ADA.email, Intent::SignIn)
        .await;
    sent.unwrap();
    let ada = signed_in(
        world
            .accounts
            .paste_mail_link(here(), link(&world).into())
            .await
            .unwrap(),
    );
    let sent = world
        .accounts
        .send_mail_link(here(), BOB.email, Intent::SignIn)
        .await;
    sent.unwrap();
    let again = SignInHere {
        account: Some(ada),
        ..here()
    };
    let refused = world
        .accounts
        .paste_mail_link(again, link(&world).into())
        .await;

    assert!(
        matches!(refused, Err(Error::WrongAccount { .. })),
        "{refused:?}"
    );
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_pasted_link() {
    let world = World::new().await;
    world
        .accounts
        .request_password_reset(&id(NHOST), BOB.email)
        .await
        .unwrap();
    let link = link(&world);
    let spent = world
        .accounts
        .paste_mail_link(here(), link.clone().into())
        .await;
    assert!(
        matches!(&spent, Err(Error::InvalidInput(it)) if it.reason == InvalidReason::OtherLink),
        "{spent:?}"
    );
    let new = Password::new("a-brand-new-pass-9");
    world
        .accounts
        .reset_password(&id(NHOST), link.clone().into(), &new)
        .await
        .unwrap();
    world
        .sign_in_nhost(&emulator::Person {
            password: "a-brand-new-pass-9",
            ..BOB
        })
        .await;

    let again = world
        .accounts
        .reset_password(&id(NHOST), link.into(), &new)
        .await;
    assert!(
        matches!(again, Err(Error::Refused(Refusal::Expired))),
        "{again:?}"
    );
}

#[tokio::test]
async fn a_connection_that_does_not_offer_a_way_is_not_asked() {
    let world = World::new().await;
    let elsewhere = SignInHere {
        connection: id(NHOST),
        ..here()
    };
    let at_nhost = elsewhere.clone();
    let token = PersonalAccessToken::new("x");
    let answers = [
        world
            .accounts
            .sign_in_with_access_token(elsewhere, &token)
            .await,
        world
            .accounts
            .sign_in_anonymously(&id(NHOST), Keep::Vault)
            .await,
        world
            .accounts
            .send_mail_link(at_nhost, ADA.email, Intent::SignIn)
            .await,
    ];
    for refused in answers {
        assert!(matches!(refused, Err(Error::Refused(Refusal::NotOffered))));
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn somebody_new_signs_up_with_what_is_sent_where_only_that_door_is_open() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings.nhost.dialect = Dialect::L2;
        settings.nhost.auto_signup_disabled = true;
    });
    for (way, to, path) in [
        (CodeWay::Email, NEW, "/v1/signup/otp/email"),
        (CodeWay::Sms, NUMBER, "/v1/signup/passwordless/sms"),
    ] {
        let refused = world
            .accounts
            .send_code(here(), way, to, Intent::SignIn)
            .await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::SignUpClosed))),
            "{refused:?}"
        );
        let sent = world
            .accounts
            .send_code(here(), way, to, Intent::SignUp)
            .await;
        assert!(matches!(sent, Ok(Step::CodeSent { .. })), "{sent:?}");
        assert_eq!(world.emulator.count(path), 1);
        let code = OneTimeCode::new(world.emulator.last_code(to).unwrap());
        let step = world.accounts.confirm_code(&id(NHOST_WAYS), &code).await;
        signed_in(step.unwrap());
    }
    let other = "other@example.com";
    let sent = world
        .accounts
        .send_mail_link(here(), other, Intent::SignUp)
        .await;
    assert!(matches!(sent, Ok(Step::MailSent)), "{sent:?}");
    assert_eq!(world.emulator.count("/v1/signup/passwordless/email"), 1);
    let pasted = world
        .accounts
        .paste_mail_link(here(), link(&world).into())
        .await;
    signed_in(pasted.unwrap());

    assert_eq!(world.state().accounts.len(), 3);
}

#[tokio::test]
async fn a_server_without_a_door_for_new_people_lets_them_in_on_the_other() {
    for dialect in [Dialect::L0, Dialect::L1] {
        let world = World::new().await;
        world
            .emulator
            .change(|settings| settings.nhost.dialect = dialect);
        let sent = world
            .accounts
            .send_code(here(), CodeWay::Email, NEW, Intent::SignUp)
            .await;
        assert!(matches!(sent, Ok(Step::CodeSent { .. })), "{sent:?}");
        assert_eq!(world.emulator.count("/v1/signin/otp/email"), 1);
        let sent = world
            .accounts
            .send_mail_link(here(), NEW, Intent::SignUp)
            .await;
        assert!(matches!(sent, Ok(Step::MailSent)), "{sent:?}");
    }
}

#[tokio::test]
async fn what_a_sign_up_is_refused_for_is_told_in_every_shape() {
    let word = |status, word: &str| {
        let body = serde_json::json!({"status": status, "message": "x", "error": word});
        Fault::json(status, &body)
    };
    for (shape, expected) in [
        (word(403, "signup-disabled"), Some(Refusal::SignUpClosed)),
        (word(409, "email-already-in-use"), Some(Refusal::EmailTaken)),
        (word(409, "user-already-exists"), Some(Refusal::EmailTaken)),
        (word(409, "disabled-endpoint"), Some(Refusal::NotOffered)),
        (word(401, "disabled-user"), Some(Refusal::AccountDisabled)),
        (Fault::status(400), Some(Refusal::AccessDenied)),
        (Fault::status(429), None),
        (
            Fault::json(
                400,
                &serde_json::json!({"error": "error in openapi3filter.RequestError: email"}),
            ),
            None,
        ),
        (
            Fault::json(
                400,
                &serde_json::json!({"error": "schema-validation-error", "reason": "email"}),
            ),
            None,
        ),
        (
            Fault::json(
                400,
                &serde_json::json!({"msg": "Query argument x is required"}),
            ),
            None,
        ),
        (
            Fault::status(302).with_header("location", "https://elsewhere.example/"),
            None,
        ),
    ] {
        let world = World::new().await;
        world
            .emulator
            .change(|settings| settings.nhost.dialect = Dialect::L2);
        for (path, is_link) in [
            ("/v1/signup/otp/email", false),
            ("/v1/signup/passwordless/email", true),
        ] {
            // The link is asked for once more without a challenge, should the server not know what that is.
            world.emulator.fail_times(path, 2, shape.clone());
            let refused = match is_link {
                true => {
                    world
                        .accounts
                        .send_mail_link(here(), NEW, Intent::SignUp)
                        .await
                }
                false => {
                    let email = CodeWay::Email;
                    world
                        .accounts
                        .send_code(here(), email, NEW, Intent::SignUp)
                        .await
                }
            };
            match (expected, &refused) {
                (Some(expected), Err(Error::Refused(told))) => assert_eq!(*told, expected),
                (None, Err(Error::RateLimited { retry_after })) => {
                    assert_eq!(*retry_after, Duration::from_secs(30));
                }
                (None, Err(Error::Misconfigured { .. } | Error::ProviderFailed { .. })) => {}
                (_, told) => panic!("{path} {shape:?}: {told:?}"),
            }
            world.emulator.clear_faults();
        }
        assert!(world.emulator.outbox().is_empty());
    }
}
