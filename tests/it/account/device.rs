use std::time::Duration;

use account::{
    AccountId, DevicePrompt, Errand, Error, Refusal, SignInHere, SignInPhase, State,
    ports::VaultError, qr::QrCode,
};
use emulator::{ADA, BOB, Fault, Person};

use crate::support::{AUTH0, NHOST, World, here, id};

const CODE: &str = "/oauth/device/code";

impl World {
    /// One whose tenant lets a device ask every second.
    fn quick(world: Self) -> Self {
        world
            .emulator
            .change(|settings| settings.auth0.device_interval_secs = 1);

        world
    }

    async fn show(&self, account: Option<AccountId>) -> DevicePrompt {
        let request = SignInHere { account, ..here() };

        self.accounts.start_device_sign_in(request).await.unwrap()
    }

    /// Somebody opens the address on another device and answers.
    async fn enter(&self, prompt: &DevicePrompt, person: &Person, answer: &str) {
        let form = [
            ("user_code", prompt.user_code.as_str()),
            ("username", person.email),
            ("password", person.password),
            ("answer", answer),
        ];
        let page = self
            .visitor()
            .post_form(prompt.address.as_str(), &form)
            .await;
        assert_eq!(page.unwrap().status, 200);
    }

    async fn until(&self, is_so: impl Fn(&State) -> bool) -> State {
        let mut state = self.accounts.state();
        let wait = state.wait_for(is_so);
        let in_time = tokio::time::timeout(Duration::from_secs(20), wait).await;

        in_time.unwrap().unwrap().clone()
    }

    async fn ended(&self) -> SignInPhase {
        let is_over =
            |phase: &SignInPhase| !matches!(phase, SignInPhase::Waiting | SignInPhase::Checking);
        let state = self
            .until(|state| state.sign_ins.iter().any(|it| is_over(&it.phase)))
            .await;

        state.sign_ins[0].phase.clone()
    }
}

#[tokio::test]
async fn a_person_signs_in_on_another_device() {
    let world = World::quick(World::new().await);
    let prompt = world.show(None).await;
    let complete = prompt.complete_address.as_ref().unwrap().as_str();
    assert!(complete.ends_with(&prompt.user_code));
    assert!(QrCode::of(complete).is_ok());
    let status = &world.state().sign_ins[0];
    assert_eq!(status.purpose, Errand::OnDevice(prompt.clone()));
    assert!(matches!(status.phase, SignInPhase::Waiting));
    assert_eq!(
        status.expires_secs() - status.started_secs(),
        900,
        "as long as the code lives"
    );

    world.enter(&prompt, &ADA, "yes").await;
    let state = world.until(|state| state.sign_ins.is_empty()).await;
    assert_eq!(state.accounts[0].email.as_deref(), Some(ADA.email));
    assert_eq!(world.vault.items().len(), 1);
}

#[tokio::test]
async fn a_session_with_a_key_of_its_own_begins_there_too() {
    let world = World::quick(World::bound().await);
    let prompt = world.show(None).await;
    world.enter(&prompt, &ADA, "yes").await;
    let state = world.until(|state| state.sign_ins.is_empty()).await;
    assert!(
        world
            .vault
            .items()
            .values()
            .all(|item| item.contains("dpop_key"))
    );

    let account = &state.accounts[0].id;
    let reading = world.accounts.refresh_profile(account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn a_no_ends_it_in_words() {
    let world = World::quick(World::new().await);
    let prompt = world.show(None).await;
    world.enter(&prompt, &ADA, "no").await;
    let phase = world.ended().await;

    assert!(
        matches!(
            phase,
            SignInPhase::Failed(Error::Refused(Refusal::AccessDenied))
        ),
        "{phase:?}"
    );
    world.accounts.cancel_sign_in(&id(AUTH0));
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn a_code_that_nobody_entered_in_time_is_told() {
    let world = World::quick(World::new().await);
    world.show(None).await;
    world.advance(Duration::from_secs(901));
    let phase = world.ended().await;

    assert!(
        matches!(phase, SignInPhase::Failed(Error::Refused(Refusal::Expired))),
        "{phase:?}"
    );
}

#[tokio::test]
async fn somebody_else_is_not_let_in_and_their_session_is_given_back() {
    let world = World::quick(World::new().await);
    let ada = world.sign_in(&ADA).await;
    let prompt = world.show(Some(ada)).await;
    world.enter(&prompt, &BOB, "yes").await;
    let phase = world.ended().await;

    assert!(
        matches!(phase, SignInPhase::WrongAccount { .. }),
        "{phase:?}"
    );
    assert_eq!(world.state().accounts.len(), 1);
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
}

#[tokio::test]
async fn cancelling_stops_the_questions_and_a_late_yes_changes_nothing() {
    let world = World::quick(World::new().await);
    let prompt = world.show(None).await;
    world.accounts.cancel_sign_in(&id(AUTH0));
    world.enter(&prompt, &ADA, "yes").await;
    world.emulator.forget_requests();
    tokio::time::sleep(Duration::from_millis(1_500)).await;

    assert_eq!(world.emulator.count("/oauth/token"), 0);
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn a_newer_sign_in_supersedes_it_and_it_can_be_opened_here() {
    let world = World::quick(World::new().await);
    let prompt = world.show(None).await;
    let connection = id(AUTH0);
    world
        .accounts
        .open_browser_again(&connection)
        .await
        .unwrap();
    assert_eq!(
        world.browser.last(),
        prompt.complete_address.unwrap().as_str()
    );

    let newer = world.show(None).await;
    assert_ne!(newer.user_code, prompt.user_code);
    assert_eq!(world.state().sign_ins.len(), 1);
    world.start(None).await;
    assert!(matches!(
        world.state().sign_ins[0].purpose,
        Errand::SignIn(_)
    ));
}

#[tokio::test]
async fn a_callback_has_nothing_to_do_with_it() {
    let world = World::quick(World::new().await);
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.show(None).await;
    assert!(world.accounts.finish_sign_in(callback.into()).is_err());

    assert!(matches!(world.phase(), SignInPhase::Waiting));
}

#[tokio::test]
async fn nothing_is_asked_for_what_cannot_be_kept_or_is_not_offered() {
    let world = World::new().await;
    world.vault.close(VaultError::Locked);
    let error = world.accounts.start_device_sign_in(here()).await;
    assert!(matches!(error, Err(Error::Vault(VaultError::Locked))));
    let elsewhere = SignInHere {
        connection: id(NHOST),
        ..here()
    };
    let error = world.accounts.start_device_sign_in(elsewhere).await;
    assert!(matches!(error, Err(Error::Refused(Refusal::NotOffered))));

    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_tenant_without_this_grant_is_called_a_matter_of_set_up() {
    let world = World::new().await;
    let body = serde_json::json!({ "error": "unauthorized_client" });
    world.emulator.fail_next(CODE, Fault::json(403, &body));
    let error = world.accounts.start_device_sign_in(here()).await;

    assert!(
        matches!(&error, Err(Error::Misconfigured { hint, .. }) if hint == "unauthorized_client"),
        "{error:?}"
    );
    assert!(world.state().sign_ins.is_empty());
}
