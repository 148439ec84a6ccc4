use std::time::Duration;

use account::{
    AccountId, AccountState, CallbackProblem, EndedReason, EnrolmentProof, Errand, Error, Intent,
    Keep, KeepBy, NewFactor, Password, PasswordSignIn, PasswordSignUp, Refusal, SignInHere,
    SignInPhase, Step, ports::VaultError,
};
use emulator::{ADA, BOB, Dialect, Person};

use crate::support::{AUTH0, NHOST, NHOST_WAYS, World, id, signed_in};

const NEW: &str = "new@example.com";
const SECRET: &str = "a-brand-new-pass-9";

fn here() -> SignInHere {
    SignInHere {
        connection: id(NHOST_WAYS),
        account: None,
        keep: Keep::Vault,
    }
}

/// Somebody new has signed up where an address must be verified first, and the mail with its link is sent.
async fn unverified_at(connection: &str, dialect: Dialect) -> World {
    let world = World::new().await;
    at(&world, dialect);
    world
        .emulator
        .change(|settings| settings.nhost.verification_required = true);
    let step = world
        .accounts
        .sign_up_with_password(newcomer_at(connection))
        .await;
    assert!(matches!(step, Ok(Step::MailSent)), "{step:?}");

    world
}

fn newcomer_at(connection: &str) -> PasswordSignUp {
    PasswordSignUp {
        connection: id(connection),
        email: NEW.to_owned(),
        password: Password::new(SECRET),
        display_name: None,
        keep: Keep::Vault,
    }
}

fn at(world: &World, dialect: Dialect) {
    world
        .emulator
        .change(|settings| settings.nhost.dialect = dialect);
}

async fn magic(world: &World, email: &str) {
    let sent = world
        .accounts
        .send_mail_link(here(), email, Intent::SignIn)
        .await;
    assert!(matches!(sent, Ok(Step::MailSent)), "{sent:?}");
}

fn link(world: &World) -> String {
    world.emulator.outbox().pop().unwrap().link.unwrap()
}

/// Opens the newest mail's link in a browser; answers where that ends.
async fn opened(world: &World) -> String {
    let page = world.visitor().get(&link(world)).await.unwrap();

    page.location().unwrap().to_owned()
}

async fn home(world: &World, address: String) {
    world.accounts.finish_sign_in(address.into()).unwrap();
    world.settled().await;
}

async fn eventually(world: &World, is_so: impl Fn(&account::State) -> bool) {
    let mut state = world.accounts.state();
    let waited = tokio::time::timeout(Duration::from_secs(5), state.wait_for(|it| is_so(it)));
    waited.await.unwrap().unwrap();
}

fn email_of(state: &account::State, account: &AccountId) -> Option<String> {
    let mut accounts = state.accounts.iter();

    accounts.find(|it| it.id == *account)?.email.clone()
}

#[tokio::test]
async fn a_link_that_was_asked_for_signs_in_when_it_is_opened() {
    for (dialect, proof) in [
        (Dialect::L0, "refreshToken="),
        (Dialect::L1, "refreshToken="),
        (Dialect::L2, "code="),
    ] {
        let world = World::new().await;
        at(&world, dialect);
        magic(&world, ADA.email).await;
        assert!(
            world.state().sign_ins.is_empty(),
            "nobody is in a browser yet"
        );
        let address = opened(&world).await;
        assert!(address.contains(proof), "{address}");
        home(&world, address.clone()).await;
        let state = world.state();
        assert!(state.sign_ins.is_empty(), "{:?}", state.sign_ins);
        assert_eq!(state.accounts[0].email.as_deref(), Some(ADA.email));

        let again = world.accounts.finish_sign_in(address.into());
        assert!(again.is_err());
        assert_eq!(world.state().accounts.len(), 1);
    }
}

#[tokio::test]
async fn a_link_that_nobody_asked_for_changes_nothing() {
    let world = World::new().await;
    magic(&world, ADA.email).await;
    let address = opened(&world).await;
    // As another start of the app, or somebody else's app, finds it.
    let other = World::new().await;
    let refused = other.accounts.finish_sign_in(address.clone().into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    let restarted = world.restarted().await;
    let refused = restarted.finish_sign_in(address.clone().into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    // That of another connection neither.
    let elsewhere = address.replace(NHOST_WAYS, NHOST);
    let refused = world.accounts.finish_sign_in(elsewhere.into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    assert!(world.state().accounts.is_empty() && other.state().accounts.is_empty());

    home(&world, address).await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn whoever_has_no_session_for_want_of_a_verified_address_gets_the_mail_again() {
    for dialect in [Dialect::L0, Dialect::L1, Dialect::L2] {
        let world = unverified_at(NHOST_WAYS, dialect).await;
        let first = link(&world);
        let newcomer = PasswordSignIn {
            connection: id(NHOST_WAYS),
            account: None,
            email: NEW.to_owned(),
            password: Password::new(SECRET),
            keep: Keep::Vault,
        };
        let refused = world.accounts.sign_in_with_password(newcomer).await;
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::EmailNotVerified))),
            "{refused:?}"
        );

        let again = world
            .accounts
            .send_verification_mail(here(), " NEW@example.com ")
            .await;
        assert!(matches!(again, Ok(Step::MailSent)), "{again:?}");
        assert_ne!(link(&world), first);
        home(&world, opened(&world).await).await;
        assert_eq!(world.state().accounts[0].email.as_deref(), Some(NEW));

        let known = world.accounts.send_verification_mail(here(), NEW).await;
        assert!(
            matches!(known, Err(Error::Refused(Refusal::AlreadyVerified))),
            "{known:?}"
        );
    }
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_again_says_why() {
    let world = World::new().await;
    let send = |here, email| world.accounts.send_verification_mail(here, email);
    let refused = send(here(), "nobody@example.com").await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::EmailRefused))),
        "{refused:?}"
    );
    let nonsense = send(here(), "nonsense").await;
    assert!(matches!(nonsense, Err(Error::InvalidInput(it)) if it.field == "email"));
    let elsewhere = SignInHere {
        connection: id(AUTH0),
        ..here()
    };
    let refused = send(elsewhere, NEW).await;
    assert!(
        matches!(refused, Err(Error::Refused(Refusal::NotOffered))),
        "{refused:?}"
    );
    assert!(world.emulator.outbox().is_empty());
}

#[tokio::test]
async fn a_spent_or_late_link_says_so() {
    let world = World::new().await;
    magic(&world, ADA.email).await;
    // A scanner of mails opens it first.
    opened(&world).await;
    let spent = opened(&world).await;
    assert!(spent.contains("error=invalid-ticket"), "{spent}");
    home(&world, spent).await;
    let state = world.state();
    assert_eq!(state.sign_ins[0].purpose, Errand::MailLink);
    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::Expired))
    ));

    magic(&world, ADA.email).await;
    let late = opened(&world).await;
    world.clock.advance(Duration::from_secs(3_601));
    let refused = world.accounts.finish_sign_in(late.into());
    assert_eq!(refused, Err(CallbackProblem::Expired));
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn a_newer_link_supersedes_and_a_cancelled_one_is_not_waited_for() {
    let world = World::new().await;
    magic(&world, ADA.email).await;
    let early = opened(&world).await;
    magic(&world, BOB.email).await;
    let refused = world.accounts.finish_sign_in(early.into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    let late = opened(&world).await;
    world.accounts.cancel_sign_in(&id(NHOST_WAYS));
    let refused = world.accounts.finish_sign_in(late.into());

    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn a_link_of_somebody_else_does_not_take_the_place_of_an_account() {
    let world = World::new().await;
    magic(&world, ADA.email).await;
    home(&world, opened(&world).await).await;
    let ada = world.state().accounts[0].id.clone();
    let again = SignInHere {
        account: Some(ada),
        ..here()
    };
    let sent = world
        .accounts
        .send_mail_link(again, BOB.email, Intent::SignIn)
        .await;
    sent.unwrap();
    home(&world, opened(&world).await).await;

    assert!(matches!(
        world.phase(),
        SignInPhase::WrongAccount { came_back_as, .. } if came_back_as == BOB.email
    ));
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_project_that_does_not_allow_our_address_still_sends_a_link_to_paste() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.nhost.allowed_redirects.clear());
    magic(&world, ADA.email).await;
    assert!(!link(&world).contains("dev.latchkey.accounts"));
    let pasted = world
        .accounts
        .paste_mail_link(here(), link(&world).into())
        .await;

    signed_in(pasted.unwrap());
}

#[tokio::test]
async fn a_pasted_link_is_not_waited_for_any_more() {
    let world = World::new().await;
    at(&world, Dialect::L2);
    magic(&world, ADA.email).await;
    let pasted = world
        .accounts
        .paste_mail_link(here(), link(&world).into())
        .await;
    signed_in(pasted.unwrap());
    let late = opened(&world).await;
    let refused = world.accounts.finish_sign_in(late.into());

    assert_eq!(refused, Err(CallbackProblem::NothingPending));
}

#[tokio::test]
async fn a_closed_vault_keeps_a_link_until_it_opens() {
    let world = World::new().await;
    magic(&world, ADA.email).await;
    let address = opened(&world).await;
    world.vault.close(VaultError::Locked);
    home(&world, address).await;
    assert!(matches!(world.phase(), SignInPhase::VaultClosed(_)));
    assert_eq!(world.emulator.count("/v1/token"), 0);
    world.vault.open();
    let resumed = world
        .accounts
        .resume_sign_in(&id(NHOST_WAYS), Keep::Vault)
        .await;
    resumed.unwrap();

    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_new_account_is_signed_in_by_the_link_that_verifies_its_address() {
    for dialect in [Dialect::L1, Dialect::L2] {
        let world = unverified_at(NHOST, dialect).await;
        home(&world, opened(&world).await).await;

        assert_eq!(world.state().accounts[0].email.as_deref(), Some(NEW));
    }
}

#[tokio::test]
async fn nobody_becomes_somebody_by_opening_the_link() {
    let world = World::new().await;
    let step = world
        .accounts
        .sign_in_anonymously(&id(NHOST_WAYS), Keep::UntilExit)
        .await;
    let nobody = signed_in(step.unwrap());
    let kept = world
        .accounts
        .keep_account(&nobody, NEW, &KeepBy::MailLink)
        .await;
    assert!(matches!(kept, Ok(Step::MailSent)), "{kept:?}");
    assert!(matches!(
        world.state_of(&nobody),
        AccountState::NeedsSignIn(EndedReason::Rejected)
    ));
    home(&world, opened(&world).await).await;

    assert_eq!(world.state_of(&nobody), AccountState::SignedIn);
    assert_eq!(world.state().accounts[0].keep, Keep::UntilExit);
}

#[tokio::test]
async fn what_a_server_can_do_is_asked_once_a_day() {
    let world = World::new().await;
    for (later_secs, expected) in [(0, 1), (24 * 3_600 - 60, 1), (61, 2)] {
        world.advance(Duration::from_secs(later_secs));
        magic(&world, ADA.email).await;
        assert_eq!(world.emulator.count("/v1/token/exchange"), expected);
    }
}

#[tokio::test]
async fn a_new_address_is_seen_when_its_link_was_opened_and_the_session_stays() {
    for dialect in [Dialect::L1, Dialect::L2] {
        let world = World::new().await;
        at(&world, dialect);
        let ada = world.sign_in_nhost(&ADA).await;
        let before = world.vault.items();
        world.accounts.change_email(&ada, NEW).await.unwrap();
        let address = opened(&world).await;
        world.accounts.finish_sign_in(address.into()).unwrap();
        eventually(&world, |state| {
            email_of(state, &ada).as_deref() == Some(NEW)
        })
        .await;

        assert!(world.state().sign_ins.is_empty());
        assert_eq!(world.vault.items(), before);
        // The further session that an older server made of it has ended.
        let ended = world.emulator.count("/v1/signout");
        assert_eq!(ended, usize::from(dialect == Dialect::L1));
        // Once to ask what the server can do: the code is left to end by itself.
        assert_eq!(world.emulator.count("/v1/token/exchange"), 1);
    }
}

#[tokio::test]
async fn a_verified_address_is_seen_and_a_spent_link_is_told() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world
        .emulator
        .change_nhost_user(ADA.email, |user| user.email_verified = false);
    world.accounts.refresh_profile(&ada).await.unwrap();
    world.accounts.resend_verification(&ada).await.unwrap();
    let address = opened(&world).await;
    world.accounts.finish_sign_in(address.into()).unwrap();
    let verified = async {
        loop {
            let profile = world.accounts.profile(&ada).await.unwrap().profile;
            if profile.email_verified == Some(true) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), verified)
        .await
        .unwrap();

    world.accounts.change_email(&ada, NEW).await.unwrap();
    opened(&world).await;
    let spent = opened(&world).await;
    home(&world, spent).await;
    let state = world.state();
    assert_eq!(state.sign_ins[0].account.as_ref(), Some(&ada));
    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::Expired))
    ));
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_after_its_link_was_opened() {
    for dialect in [Dialect::L1, Dialect::L2] {
        let world = World::new().await;
        at(&world, dialect);
        world
            .accounts
            .request_password_reset(&id(NHOST), BOB.email)
            .await
            .unwrap();
        home(&world, opened(&world).await).await;
        let SignInPhase::ChoosePassword(bob) = world.phase() else {
            panic!("{:?}", world.phase())
        };
        let enrolment = world
            .accounts
            .start_enrolment(&bob, &NewFactor::Password)
            .await
            .unwrap();
        world
            .accounts
            .confirm_enrolment(
                &bob,
                &enrolment.id,
                &EnrolmentProof::NewPassword(Password::new(SECRET)),
            )
            .await
            .unwrap();
        world.accounts.cancel_sign_in(&id(NHOST));
        assert!(world.state().sign_ins.is_empty());

        let again = world
            .sign_in_nhost(&Person {
                password: SECRET,
                ..BOB
            })
            .await;
        assert_eq!(again, bob);
    }
}
