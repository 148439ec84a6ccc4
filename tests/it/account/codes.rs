use std::time::Duration;

use account::{
    CodeWay, Error, Intent, InvalidReason, Keep, OneTimeCode, Refusal, SignInHere, Step,
    ports::VaultError,
};
use emulator::{ADA, Emulator, Fault};
use serde_json::json;

use crate::support::{AUTH0, NHOST, World, here, id, signed_in};

const EMAIL: &str = "new@example.com";
const NUMBER: &str = "+4917612345678";
const START: &str = "/passwordless/start";
const TOKEN: &str = "/oauth/token";

fn sent(emulator: &Emulator, to: &str) -> OneTimeCode {
    OneTimeCode::new(emulator.last_code(to).unwrap())
}

fn wrong() -> OneTimeCode {
    OneTimeCode::new("wrong-code-1")
}

impl World {
    async fn send(&self, way: CodeWay, to: &str) -> Result<Step, Error> {
        self.accounts
            .send_code(here(), way, to, Intent::SignIn)
            .await
    }

    async fn confirm(&self, code: &OneTimeCode) -> Result<Step, Error> {
        self.accounts.confirm_code(&id(AUTH0), code).await
    }
}

#[tokio::test]
async fn a_code_from_an_email_signs_in() {
    let world = World::new().await;
    let step = world
        .send(CodeWay::Email, " new@example.com ")
        .await
        .unwrap();
    let Step::CodeSent { to, resend_after } = step else {
        panic!("{step:?}")
    };
    assert_eq!((to.as_str(), resend_after.as_secs()), (EMAIL, 30));
    let code = sent(&world.emulator, EMAIL);
    let account = signed_in(world.confirm(&code).await.unwrap());

    let state = world.state();
    assert_eq!(state.accounts[0].id, account);
    assert_eq!(state.accounts[0].email.as_deref(), Some(EMAIL));
    assert_eq!(world.vault.items().len(), 1);
    let reading = world.accounts.factors(&account).await;
    assert!(reading.is_ok(), "it has the app's own permissions");
}

#[tokio::test]
async fn a_code_from_a_text_message_signs_in_however_the_number_was_typed() {
    let world = World::new().await;
    let step = world
        .send(CodeWay::Sms, "+49 (0)176 1234-5678")
        .await
        .unwrap();
    assert!(
        matches!(&step, Step::CodeSent { to, .. } if to == NUMBER),
        "{step:?}"
    );
    let step = world.confirm(&sent(&world.emulator, NUMBER)).await.unwrap();

    signed_in(step);
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_session_with_a_key_of_its_own_begins_with_a_code_too() {
    let world = World::bound().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let step = world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap();

    let account = signed_in(step);
    let item = world.vault.items().into_values().next().unwrap();
    assert!(
        item.contains("dpop_key"),
        "the key is kept with the session"
    );
    world.advance(Duration::from_secs(2 * 86_400));
    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn what_is_no_code_at_any_provider_is_sent_to_none_and_the_right_one_still_counts() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    for typed in ["1".repeat(1_000), "x".repeat(1 << 20), String::new()] {
        let refused = world.confirm(&OneTimeCode::new(typed)).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::WrongCode))),
            "{refused:?}"
        );
    }
    assert_eq!(world.emulator.count(TOKEN), 0);
    signed_in(world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap());
}

#[tokio::test]
async fn a_wrong_code_can_be_tried_again_until_the_provider_has_had_enough() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let right = sent(&world.emulator, EMAIL);
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );
    assert!(!format!("{error} {error:?}").contains("wrong-code-1"));
    signed_in(world.confirm(&right).await.unwrap());

    world.emulator.fail_next(
        TOKEN,
        Fault::json(429, &json!({ "error": "too_many_attempts" })),
    );
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::TooManyAttempts)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_code_that_has_expired_is_none_and_another_one_can_be_sent() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let late = sent(&world.emulator, EMAIL);
    world.advance(Duration::from_secs(301));
    let error = world.confirm(&late).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );

    world.send(CodeWay::Email, EMAIL).await.unwrap();
    signed_in(world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap());
}

#[tokio::test]
async fn a_second_code_is_not_sent_before_the_first_one_can_have_arrived() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world.advance(Duration::from_secs(20));
    let step = world.send(CodeWay::Email, EMAIL).await.unwrap();
    assert!(
        matches!(step, Step::CodeSent { resend_after, .. } if resend_after <= Duration::from_secs(10)),
        "{step:?}"
    );
    assert_eq!(world.emulator.count(START), 1);
    world
        .send(CodeWay::Email, "other@example.com")
        .await
        .unwrap();
    assert_eq!(
        world.emulator.count(START),
        2,
        "elsewhere is another matter"
    );

    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let first = sent(&world.emulator, EMAIL);
    world.advance(Duration::from_secs(31));
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    assert_eq!(world.emulator.count(START), 4);
    let error = world.confirm(&first).await.unwrap_err();
    assert!(
        matches!(error, Error::Refused(Refusal::WrongCode)),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_to_is_told_before_anything_is_sent() {
    let world = World::new().await;
    for (way, to, expected) in [
        (CodeWay::Email, " ", InvalidReason::Empty),
        (CodeWay::Email, "new", InvalidReason::NotAnEmail),
        (CodeWay::Sms, "", InvalidReason::Empty),
        (
            CodeWay::Sms,
            "0176 12345678",
            InvalidReason::NotAPhoneNumber,
        ),
        (
            CodeWay::Sms,
            "new@example.com",
            InvalidReason::NotAPhoneNumber,
        ),
    ] {
        let error = world.send(way, to).await.unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput(it) if it.reason == expected && it.field == "to"),
            "{to:?}: {error:?}"
        );
    }
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn what_the_tenant_refuses_to_send_has_words_of_its_own() {
    for (code, expected) in [
        ("bad.email", Refusal::EmailRefused),
        ("bad.phone_number", Refusal::PhoneNumberRefused),
        ("sms_provider_error", Refusal::PhoneNumberRefused),
        ("bad.connection", Refusal::NotOffered),
    ] {
        let world = World::new().await;
        let body = json!({ "error": code, "error_description": "not shown" });
        world.emulator.fail_next(START, Fault::json(400, &body));
        let error = world.send(CodeWay::Sms, NUMBER).await.unwrap_err();
        assert!(
            matches!(error, Error::Refused(told) if told == expected),
            "{code}: {error:?}"
        );
        let error = world.confirm(&wrong()).await.unwrap_err();
        assert!(matches!(error, Error::NotFound), "{error:?}");
    }
}

#[tokio::test]
async fn a_connection_that_does_not_offer_it_is_not_asked() {
    let world = World::new().await;
    let elsewhere = SignInHere {
        connection: id(NHOST),
        ..here()
    };
    let error = world
        .accounts
        .send_code(elsewhere, CodeWay::Email, EMAIL, Intent::SignIn)
        .await
        .unwrap_err();

    assert!(
        matches!(error, Error::Refused(Refusal::NotOffered)),
        "{error:?}"
    );
    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn an_api_that_is_not_switched_on_is_called_a_matter_of_set_up() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.auth0.my_account = false);
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let error = world
        .confirm(&sent(&world.emulator, EMAIL))
        .await
        .unwrap_err();

    assert!(
        matches!(&error, Error::Misconfigured { hint, .. } if hint == "service_not_found"),
        "{error:?}"
    );
}

#[tokio::test]
async fn somebody_else_is_not_let_in_and_their_session_is_given_back() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let again = SignInHere {
        account: Some(ada),
        ..here()
    };
    world
        .accounts
        .send_code(again, CodeWay::Email, EMAIL, Intent::SignIn)
        .await
        .unwrap();
    let error = world
        .confirm(&sent(&world.emulator, EMAIL))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::WrongAccount { .. }), "{error:?}");
    assert_eq!(world.state().accounts.len(), 1);
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(
        matches!(error, Error::NotFound),
        "the code is spent: {error:?}"
    );
}

#[tokio::test]
async fn the_same_person_signs_in_again_to_the_same_account() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let account = signed_in(world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap());
    let again = SignInHere {
        account: Some(account.clone()),
        ..here()
    };
    world
        .accounts
        .send_code(again, CodeWay::Email, EMAIL, Intent::SignIn)
        .await
        .unwrap();
    let step = world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap();

    assert_eq!(signed_in(step), account);
    world.eventually_revoked(1).await;
}

#[tokio::test]
async fn a_closed_vault_is_told_before_a_code_is_sent_and_before_it_is_spent() {
    let world = World::new().await;
    world.vault.close(VaultError::Locked);
    let error = world.send(CodeWay::Email, EMAIL).await.unwrap_err();
    assert!(matches!(error, Error::Vault(VaultError::Locked)));
    assert_eq!(world.emulator.requests().len(), 0);

    world.vault.open();
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let code = sent(&world.emulator, EMAIL);
    world.vault.close(VaultError::Locked);
    let error = world.confirm(&code).await.unwrap_err();
    assert!(matches!(error, Error::Vault(VaultError::Locked)));
    assert_eq!(world.emulator.count(TOKEN), 0, "the code was spent");

    world.vault.open();
    signed_in(world.confirm(&code).await.unwrap());
}

#[tokio::test]
async fn a_session_that_is_not_to_be_kept_needs_no_vault() {
    let world = World::new().await;
    world.vault.close(VaultError::Unavailable);
    let until_exit = SignInHere {
        keep: Keep::UntilExit,
        ..here()
    };
    world
        .accounts
        .send_code(until_exit, CodeWay::Email, EMAIL, Intent::SignIn)
        .await
        .unwrap();

    signed_in(world.confirm(&sent(&world.emulator, EMAIL)).await.unwrap());
}

#[tokio::test]
async fn a_session_that_cannot_be_saved_in_the_end_is_given_back() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world.vault.refuse_writes(1);
    let error = world
        .confirm(&sent(&world.emulator, EMAIL))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Vault(VaultError::Full)), "{error:?}");
    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
}

#[tokio::test]
async fn an_id_token_that_breaks_a_rule_signs_nobody_in() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world
        .emulator
        .change(|settings| settings.auth0.token_clock_offset_secs = -2 * 86_400);
    let error = world
        .confirm(&sent(&world.emulator, EMAIL))
        .await
        .unwrap_err();

    assert!(
        matches!(error, Error::IdToken { .. } | Error::ClockOff { .. }),
        "{error:?}"
    );
    assert!(world.state().accounts.is_empty());
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
}

#[tokio::test]
async fn it_is_over_after_ten_minutes_when_cancelled_or_when_another_way_is_taken() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world.advance(Duration::from_secs(601));
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "late: {error:?}");

    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world.accounts.cancel_sign_in(&id(AUTH0));
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "cancelled: {error:?}");

    world.send(CodeWay::Email, EMAIL).await.unwrap();
    world.start(None).await;
    let error = world.confirm(&wrong()).await.unwrap_err();
    assert!(matches!(error, Error::NotFound), "superseded: {error:?}");

    world.send(CodeWay::Email, EMAIL).await.unwrap();
    assert!(world.state().sign_ins.is_empty(), "and the other way round");
    assert_eq!(world.emulator.count(TOKEN), 0);
}

#[tokio::test]
async fn signing_out_ends_a_sign_in_as_the_same_account() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let again = SignInHere {
        account: Some(ada.clone()),
        ..here()
    };
    world
        .accounts
        .send_code(again, CodeWay::Email, EMAIL, Intent::SignIn)
        .await
        .unwrap();
    world.accounts.sign_out(&ada).await.unwrap();
    let error = world.confirm(&wrong()).await.unwrap_err();

    assert!(matches!(error, Error::NotFound), "{error:?}");
}

#[tokio::test]
async fn a_sign_in_that_is_cancelled_while_its_code_is_checked_lets_nobody_in() {
    let world = World::new().await;
    world.send(CodeWay::Email, EMAIL).await.unwrap();
    let code = sent(&world.emulator, EMAIL);
    world
        .emulator
        .fail_next(TOKEN, Fault::slow(Duration::from_millis(300)));
    let (answer, ()) = tokio::join!(world.confirm(&code), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        world.accounts.cancel_sign_in(&id(AUTH0));
    });

    let error = answer.unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error:?}");
    assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
}
