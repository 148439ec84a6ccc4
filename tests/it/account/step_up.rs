use std::time::Duration;

use account::{
    AccountId, AccountState, Error, Keep, ProfileReading, Purpose, SignInPhase, StartSignIn,
    StepUpReason, Url,
};
use emulator::{ADA, BOB, Fault, NOOR, Person};
use serde_json::json;

use crate::support::{World, request};

const MULTI_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// Longer than an access token of the tenant lives.
const A_DAY: Duration = Duration::from_secs(86_400);

fn step_up(account: &AccountId, reason: StepUpReason) -> StartSignIn {
    StartSignIn {
        purpose: Purpose::StepUp(reason),
        ..request(Some(account.clone()))
    }
}

impl World {
    async fn start_step_up(&self, account: &AccountId, reason: StepUpReason) -> Url {
        self.accounts
            .start_sign_in(step_up(account, reason))
            .await
            .unwrap();

        Url::parse(&self.browser.last()).unwrap()
    }

    /// Signs in with a second factor, where one is asked for.
    async fn prove(&self, url: &Url, person: &Person) {
        let code = self.emulator.totp_code(person.email).unwrap_or_default();
        let callback = self
            .visitor()
            .sign_in_with_code(url.as_str(), person.email, person.password, &code)
            .await
            .unwrap();
        self.accounts.finish_sign_in(callback.into()).unwrap();
        self.settled().await;
    }

    async fn step_up(&self, account: &AccountId, person: &Person, reason: StepUpReason) {
        let url = self.start_step_up(account, reason).await;
        self.prove(&url, person).await;
        let state = self.state();
        assert!(state.sign_ins.is_empty(), "{:?}", state.sign_ins);
    }

    fn stepped_up_secs(&self, account: &AccountId) -> Option<u32> {
        let state = self.state();
        let shown = state.accounts.iter().find(|it| it.id == *account);

        shown.unwrap().stepped_up_secs
    }

    async fn profile_error(&self, account: &AccountId) -> Option<Error> {
        let ProfileReading { error, .. } = self.accounts.refresh_profile(account).await.unwrap();

        error
    }

    /// Makes the provider take no access token, and no refresh without a second factor.
    fn demand_second_factor(&self) {
        self.emulator.fail_next("/userinfo", Fault::status(401));
        self.emulator.fail_next(
            "/oauth/token",
            Fault::json(403, &json!({ "error": "mfa_required", "mfa_token": "t" })),
        );
    }
}

fn of(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The same address without a parameter: what a browser asks for if somebody has been at the link.
fn without(url: &Url, name: &str) -> Url {
    let rest: Vec<_> = url
        .query_pairs()
        .into_owned()
        .filter(|(key, _)| key != name)
        .collect();
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(rest);

    url
}

#[tokio::test]
async fn a_second_factor_is_asked_for_in_the_vendors_words() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    let url = world
        .start_step_up(&noor, StepUpReason::RecentSecondFactor)
        .await;

    assert_eq!(of(&url, "max_age").as_deref(), Some("0"));
    assert_eq!(of(&url, "acr_values").as_deref(), Some(MULTI_FACTOR));
    assert_eq!(of(&url, "login_hint").as_deref(), Some(NOOR.email));
    assert_eq!(of(&url, "prompt"), None);
    let status = world.state().sign_ins[0].clone();
    assert_eq!(status.account, Some(noor));
}

#[tokio::test]
async fn a_missing_permission_is_asked_for_with_every_scope() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let url = world
        .start_step_up(&ada, StepUpReason::MissingPermission)
        .await;

    assert_eq!(of(&url, "prompt").as_deref(), Some("consent"));
    assert_eq!(of(&url, "max_age").as_deref(), Some("0"));
    assert_eq!(of(&url, "acr_values"), None);
    let scopes = of(&url, "scope").unwrap();
    for scope in ["openid", "read:me:factors", "delete:me:connected_accounts"] {
        assert!(scopes.split(' ').any(|it| it == scope), "{scope}");
    }
}

#[tokio::test]
async fn a_refresh_that_wants_a_second_factor_is_answered_by_a_step_up() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.auth0.my_account_default_policy = true);
    world.start(None).await;
    let url = Url::parse(&world.browser.last()).unwrap();
    world.prove(&url, &NOOR).await;
    let noor = world.state().accounts[0].id.clone();
    assert_eq!(world.stepped_up_secs(&noor), None);
    world.advance(A_DAY);

    assert!(matches!(
        world.profile_error(&noor).await,
        Some(Error::StepUpRequired(StepUpReason::RecentSecondFactor))
    ));
    assert_eq!(world.state_of(&noor), AccountState::SignedIn);

    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;
    let proven = world.stepped_up_secs(&noor).unwrap();
    assert!(u64::from(proven).abs_diff(world.emulator.now()) < 60);
    assert!(world.profile_error(&noor).await.is_none());
}

#[tokio::test]
async fn the_session_of_a_step_up_replaces_the_old_one() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    let before = world.vault.items();
    world.emulator.forget_requests();
    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;

    assert_eq!(world.state().accounts.len(), 1);
    assert_ne!(world.vault.items(), before);
    world.eventually_revoked(1).await;
}

#[tokio::test]
async fn a_step_up_keeps_the_session_where_it_was() {
    let world = World::new().await;
    let until_exit = StartSignIn {
        keep: Keep::UntilExit,
        ..request(None)
    };
    world.accounts.start_sign_in(until_exit).await.unwrap();
    let callback = world.come_back(&NOOR).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    let noor = world.state().accounts[0].id.clone();
    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;

    assert_eq!(world.state().accounts[0].keep, Keep::UntilExit);
    assert!(world.vault.items().is_empty());
}

#[tokio::test]
async fn a_demand_right_after_its_proof_is_no_second_question() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;

    world.demand_second_factor();
    assert!(matches!(
        world.profile_error(&noor).await,
        Some(Error::StepUpDidNotHelp(StepUpReason::RecentSecondFactor))
    ));

    // After a while the same demand is a new question.
    world.advance(Duration::from_secs(301));
    world.demand_second_factor();
    assert!(matches!(
        world.profile_error(&noor).await,
        Some(Error::StepUpRequired(StepUpReason::RecentSecondFactor))
    ));
}

#[tokio::test]
async fn a_second_step_up_takes_along_what_the_first_one_proved() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;
    let url = world
        .start_step_up(&noor, StepUpReason::MissingPermission)
        .await;
    assert_eq!(of(&url, "acr_values").as_deref(), Some(MULTI_FACTOR));
    world.prove(&url, &NOOR).await;
    let url = world
        .start_step_up(&noor, StepUpReason::RecentSecondFactor)
        .await;
    assert_eq!(of(&url, "prompt"), None);
    world.prove(&url, &NOOR).await;

    // Neither demand can send the person round in circles.
    world.demand_second_factor();
    assert!(matches!(
        world.profile_error(&noor).await,
        Some(Error::StepUpDidNotHelp(StepUpReason::RecentSecondFactor))
    ));
    world.emulator.fail_next(
        "/me/v1/connected-accounts/accounts",
        Fault::json(403, &json!({ "title": "Insufficient Scope" })),
    );
    assert!(matches!(
        world.accounts.connected_accounts(&noor).await,
        Err(Error::StepUpDidNotHelp(StepUpReason::MissingPermission))
    ));
}

#[tokio::test]
async fn an_ordinary_sign_in_proves_nothing() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    world
        .step_up(&noor, &NOOR, StepUpReason::RecentSecondFactor)
        .await;
    world.sign_in(&NOOR).await;

    assert_eq!(world.stepped_up_secs(&noor), None);
}

#[tokio::test]
async fn a_provider_that_did_not_ask_for_a_second_factor_did_not_help() {
    let world = World::new().await;
    let bob = world.sign_in(&BOB).await;
    let before = world.vault.items();
    world.emulator.forget_requests();
    // Bob has no second factor: the tenant lets him through without.
    let url = world
        .start_step_up(&bob, StepUpReason::RecentSecondFactor)
        .await;
    world.prove(&url, &BOB).await;

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::StepUpDidNotHelp(StepUpReason::RecentSecondFactor))
    ));
    // The old session stays, and nobody keeps the new one.
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.stepped_up_secs(&bob), None);
    world.eventually_revoked(1).await;
    assert!(world.profile_error(&bob).await.is_none());
}

#[tokio::test]
async fn an_older_sign_in_is_no_proof() {
    for (max_age, rule) in [(None, "auth_time"), (Some("100000"), "auth_time")] {
        let world = World::new().await;
        let noor = world.sign_in(&NOOR).await;
        let mut browser = world.visitor();
        let first = Url::parse(&world.start(Some(noor.clone())).await).unwrap();
        browser
            .sign_in(first.as_str(), NOOR.email, NOOR.password)
            .await
            .unwrap();
        world.advance(Duration::from_secs(600));

        // Somebody has taken the demand for freshness out of the link.
        let url = world
            .start_step_up(&noor, StepUpReason::MissingPermission)
            .await;
        let mut url = without(&url, "max_age");
        if let Some(age) = max_age {
            url.query_pairs_mut().append_pair("max_age", age);
        }
        let callback = browser
            .sign_in(url.as_str(), NOOR.email, NOOR.password)
            .await
            .unwrap();
        world.emulator.forget_requests();
        world.accounts.finish_sign_in(callback.into()).unwrap();
        world.settled().await;

        let SignInPhase::Failed(Error::IdToken { rule: broken }) = world.phase() else {
            panic!("{:?}", world.phase())
        };
        assert_eq!(broken, rule);
        assert_eq!(world.stepped_up_secs(&noor), None);
        world.eventually_revoked(1).await;
    }
}

#[tokio::test]
async fn somebody_who_takes_their_time_has_signed_in_all_the_same() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    let url = world
        .start_step_up(&noor, StepUpReason::RecentSecondFactor)
        .await;
    let code = world.emulator.totp_code(NOOR.email).unwrap();
    let callback = world
        .visitor()
        .sign_in_with_code(url.as_str(), NOOR.email, NOOR.password, &code)
        .await
        .unwrap();
    world.advance(Duration::from_secs(400));
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert!(world.state().sign_ins.is_empty(), "{:?}", world.phase());
    assert!(world.stepped_up_secs(&noor).is_some());
}

#[tokio::test]
async fn somebody_else_cannot_give_the_proof() {
    let world = World::new().await;
    let noor = world.sign_in(&NOOR).await;
    let before = world.vault.items();
    world
        .start_step_up(&noor, StepUpReason::MissingPermission)
        .await;
    let callback = world.come_back(&BOB).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert!(matches!(world.phase(), SignInPhase::WrongAccount { .. }));
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.stepped_up_secs(&noor), None);
}

#[tokio::test]
async fn a_step_up_without_its_account_or_outside_a_browser_does_not_begin() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let nobody = StartSignIn {
        account: None,
        ..step_up(&ada, StepUpReason::RecentSecondFactor)
    };
    let refused = world.accounts.start_sign_in(nobody).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");

    let key = step_up(&ada, StepUpReason::Elevation);
    let refused = world.accounts.start_sign_in(key).await;
    assert!(
        matches!(refused, Err(Error::Misconfigured { .. })),
        "{refused:?}"
    );
    assert_eq!(world.browser.count(), 1);
}
