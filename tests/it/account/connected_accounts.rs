use std::time::Duration;

use account::{
    AccountId, CallbackProblem, Connectable, ConnectedAccount, Errand, Error, Listing, NoneReason,
    Purpose, RedirectWay, Refusal, SignInPhase, StartConnecting, StartSignIn, StepUpReason, Tier,
    Url,
};
use emulator::{ADA, Fault};
use serde_json::json;

use crate::support::{AUTH0, World, id, request};

const ACCOUNTS: &str = "/me/v1/connected-accounts/accounts";
const CONNECTIONS: &str = "/me/v1/connected-accounts/connections";
const CONNECT: &str = "/me/v1/connected-accounts/connect";
const COMPLETE: &str = "/me/v1/connected-accounts/complete";

fn connecting(account: &AccountId, name: &str) -> StartConnecting {
    StartConnecting {
        account: account.clone(),
        name: name.to_owned(),
        redirect: None,
    }
}

fn names(listing: &Listing<ConnectedAccount>) -> Vec<&str> {
    let items = listing.items.iter();

    items.map(|account| account.connection.as_str()).collect()
}

fn problem(status: u16, title: &str) -> Fault {
    let kind = format!("https://auth0.com/api-errors/A0E-{status}-0001");

    Fault::json(
        status,
        &json!({ "type": kind, "status": status, "title": title, "detail": title }),
    )
}

impl World {
    async fn start_connecting(&self, account: &AccountId, name: &str) -> String {
        self.accounts
            .start_connecting(connecting(account, name))
            .await
            .unwrap();

        self.browser.last()
    }

    /// What a person does on the page of the other provider; answers where the browser is sent.
    async fn answer(&self, address: &str, answer: &str) -> String {
        let url = Url::parse(address).unwrap();
        let (_, ticket) = url
            .query_pairs()
            .find(|(name, _)| name == "ticket")
            .unwrap();
        let mut visitor = self.visitor();
        let page = visitor.get(address).await.unwrap();
        assert_eq!(page.status, 200, "{}", page.body);
        let action = address.split('?').next().unwrap();
        let fields = [("ticket", &*ticket), ("answer", answer)];
        let page = visitor.post_form(action, &fields).await.unwrap();

        page.location().unwrap().to_owned()
    }

    async fn connect(&self, account: &AccountId, name: &str) {
        let address = self.start_connecting(account, name).await;
        let callback = self.answer(&address, "yes").await;
        self.accounts.finish_sign_in(callback.into()).unwrap();
        self.settled().await;
    }

    async fn connected(&self, account: &AccountId) -> Listing<ConnectedAccount> {
        self.accounts.connected_accounts(account).await.unwrap()
    }

    async fn connectables(&self, account: &AccountId) -> Vec<Connectable> {
        let listing = self.accounts.connectable_accounts(account).await.unwrap();

        listing.items
    }

    fn connected_changes(&self, account: &AccountId) -> u32 {
        let state = self.state();
        let shown = state.accounts.iter().find(|it| it.id == *account);

        shown.unwrap().connected_changes
    }

    /// Waits for what is read behind.
    async fn eventually_changed(&self, account: &AccountId, before: u32) {
        let is_changed = |state: &account::State| {
            let mut accounts = state.accounts.iter();
            accounts.any(|it| it.id == *account && it.connected_changes > before)
        };
        let mut state = self.accounts.state();
        let waiting = state.wait_for(is_changed);
        let in_time = tokio::time::timeout(Duration::from_secs(5), waiting).await;
        assert!(in_time.is_ok(), "nothing was read");
    }
}

#[tokio::test]
async fn a_person_connects_an_account_elsewhere() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let github = world.connectables(&ada).await;
    let github = github.iter().find(|it| it.name == "github").unwrap();
    assert_eq!(github.strategy, "github");
    assert!(names(&world.connected(&ada).await).is_empty());

    let address = world.start_connecting(&ada, &github.name).await;
    let base = format!(
        "{}/connected-accounts/connect?ticket=",
        world.emulator.auth0_url()
    );
    assert!(address.starts_with(&base), "{address}");
    let status = world.state().sign_ins[0].clone();
    assert_eq!(status.account.as_ref(), Some(&ada));
    let purpose = Errand::Connect {
        name: "github".to_owned(),
    };
    assert_eq!(status.purpose, purpose);
    assert_eq!(world.accounts.sign_in_link(&id(AUTH0)).unwrap(), address);

    let callback = world.answer(&address, "yes").await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert!(world.state().sign_ins.is_empty(), "{:?}", world.phase());
    let connected = world.connected(&ada).await;
    assert_eq!(names(&connected), ["github"]);
    assert_eq!(connected.items[0].scopes, github.scopes);
    let created = connected.items[0].created_secs.unwrap();
    assert!(u64::from(created).abs_diff(world.emulator.now()) < 60);
    // The list was read once; what was connected was added to it.
    assert_eq!(world.emulator.count(ACCOUNTS), 1);
}

#[tokio::test]
async fn the_address_of_the_last_page_can_be_pasted() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "slack").await;
    world.accounts.open_browser_again(&id(AUTH0)).await.unwrap();
    assert_eq!(world.browser.last(), address);
    let callback = world.answer(&address, "yes").await;
    let pasted = world.accounts.paste_callback(&id(AUTH0), callback.into());
    assert_eq!(pasted, Ok(()));
    world.settled().await;

    assert_eq!(names(&world.connected(&ada).await), ["slack"]);
}

#[tokio::test]
async fn without_a_browser_the_link_of_a_connecting_can_be_copied() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.browser.uninstall();
    let refused = world.accounts.start_connecting(connecting(&ada, "slack"));
    assert!(matches!(refused.await, Err(Error::BrowserNotOpened)));

    let link = world.accounts.sign_in_link(&id(AUTH0)).unwrap();
    let callback = world.answer(&link, "yes").await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(names(&world.connected(&ada).await), ["slack"]);
}

#[tokio::test]
async fn taken_ports_are_told_before_the_provider_is_asked() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let request = StartConnecting {
        redirect: Some(RedirectWay::Loopback),
        ..connecting(&ada, "slack")
    };
    let refused = world.accounts.start_connecting(request).await;

    assert!(matches!(refused, Err(Error::LoopbackBusy)));
    assert_eq!(world.emulator.count(CONNECT), 0);
}

#[tokio::test]
async fn saying_no_elsewhere_ends_it_in_words() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "no").await;
    world.accounts.finish_sign_in(callback.into()).unwrap();

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::AccessDenied))
    ));
    assert_eq!(world.emulator.count(COMPLETE), 0);
    world.accounts.cancel_sign_in(&id(AUTH0));
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn what_is_connected_already_is_told() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.connect(&ada, "github").await;
    world.connect(&ada, "github").await;

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::AlreadyAdded))
    ));
    assert_eq!(names(&world.connected(&ada).await), ["github"]);
}

#[tokio::test]
async fn a_name_that_the_tenant_does_not_know_is_a_matter_of_set_up() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let refused = world
        .accounts
        .start_connecting(connecting(&ada, "nobody"))
        .await;

    let Err(Error::Misconfigured { hint, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(hint, "A0E-400-0001");
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn it_ends_when_the_providers_time_is_over() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let status = world.state().sign_ins[0].clone();
    assert_eq!(status.expires_secs() - status.started_secs(), 300);
    let callback = world.answer(&address, "yes").await;
    world.clock.advance(Duration::from_secs(301));

    assert_eq!(
        world.accounts.finish_sign_in(callback.into()),
        Err(CallbackProblem::Expired)
    );
    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Callback(CallbackProblem::Expired))
    ));
    assert_eq!(world.emulator.count(COMPLETE), 0);
}

#[tokio::test]
async fn a_code_that_the_provider_no_longer_takes_has_expired() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "yes").await;
    world.emulator.advance(Duration::from_secs(301));
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::Expired))
    ));
}

#[tokio::test]
async fn cancelling_frees_at_once_and_a_late_return_connects_nothing() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "yes").await;
    world.accounts.cancel_sign_in(&id(AUTH0));

    assert_eq!(
        world.accounts.finish_sign_in(callback.into()),
        Err(CallbackProblem::NothingPending)
    );
    assert!(world.state().sign_ins.is_empty());
    assert_eq!(world.emulator.count(COMPLETE), 0);
}

#[tokio::test]
async fn a_sign_out_ends_what_the_person_is_in_the_browser_for() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "yes").await;
    world.accounts.sign_out(&ada).await.unwrap();

    assert!(world.state().sign_ins.is_empty());
    assert_eq!(
        world.accounts.finish_sign_in(callback.into()),
        Err(CallbackProblem::NothingPending)
    );
}

#[tokio::test]
async fn of_two_errands_at_one_connection_the_newer_one_counts() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;

    let address = world.start_connecting(&ada, "github").await;
    let early = world.answer(&address, "yes").await;
    world.start(Some(ada.clone())).await;
    assert_eq!(
        world.state().sign_ins[0].purpose,
        Errand::SignIn(Purpose::SignIn)
    );
    let early = world.accounts.finish_sign_in(early.into());
    assert_eq!(early, Err(CallbackProblem::UnknownState));

    let early = world.come_back(&ADA).await;
    let address = world.start_connecting(&ada, "slack").await;
    let early = world.accounts.finish_sign_in(early.into());
    assert_eq!(early, Err(CallbackProblem::UnknownState));

    let callback = world.answer(&address, "yes").await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(names(&world.connected(&ada).await), ["slack"]);
}

/// Whatever comes, the errand that waits still works afterwards and nothing is connected before.
#[tokio::test]
async fn what_is_not_its_callback_changes_nothing() {
    use CallbackProblem::*;
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "yes").await;
    let state = callback.split("state=").nth(1).unwrap();
    let state = state.split('&').next().unwrap();
    let ours = "dev.latchkey.accounts://demo-auth0/callback";

    for (query, expected) in [
        ("connect_code=x&state=wrong".to_owned(), UnknownState),
        ("code=x&state=wrong".to_owned(), UnknownState),
        ("error=access_denied&state=wrong".to_owned(), UnknownState),
        ("connect_code=x".to_owned(), NoState),
        (format!("state={state}"), NoCode),
        (
            format!("connect_code=x&connect_code=y&state={state}"),
            RepeatedParameter,
        ),
        (
            format!("connect_code=x&state={state}#access_token=t"),
            TokenInAddress,
        ),
    ] {
        let refused = world
            .accounts
            .finish_sign_in(format!("{ours}?{query}").into());
        assert_eq!(refused, Err(expected), "{query}");
    }
    assert!(matches!(world.phase(), SignInPhase::Waiting));
    assert_eq!(world.emulator.count(COMPLETE), 0);

    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(names(&world.connected(&ada).await), ["github"]);
}

/// Its own state proves whose it is, and two answers are none.
#[tokio::test]
async fn an_answer_that_contradicts_itself_ends_its_errand() {
    for more in ["code=y", "error=y"] {
        let world = World::new().await;
        let ada = world.sign_in(&ADA).await;
        let address = world.start_connecting(&ada, "github").await;
        let callback = world.answer(&address, "yes").await;
        let (base, query) = callback.split_once('?').unwrap();
        let both = format!("{base}?{more}&{query}");

        world.accounts.finish_sign_in(both.into()).unwrap();

        assert!(matches!(
            world.phase(),
            SignInPhase::Failed(Error::Callback(CallbackProblem::NoCode))
        ));
        assert_eq!(world.emulator.count(COMPLETE), 0);
        let late = world.accounts.finish_sign_in(callback.into());
        assert_eq!(late, Err(CallbackProblem::NothingPending));
    }
}

#[tokio::test]
async fn an_answer_of_the_wrong_kind_is_redeemed_nowhere() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    let ours = "dev.latchkey.accounts://demo-auth0/callback";
    let state_of = |callback: &str| callback.split("state=").nth(1).unwrap().to_owned();

    let address = world.start_connecting(&ada, "github").await;
    let callback = world.answer(&address, "yes").await;
    let wrong = format!("{ours}?code=x&state={}", state_of(&callback));
    world.accounts.finish_sign_in(wrong.into()).unwrap();
    world.settled().await;
    let failed = |phase| {
        matches!(
            phase,
            SignInPhase::Failed(Error::Callback(CallbackProblem::NoCode))
        )
    };
    assert!(failed(world.phase()), "{:?}", world.phase());

    let address = Url::parse(&world.start(Some(ada)).await).unwrap();
    let (_, state) = address
        .query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap();
    let wrong = format!("{ours}?connect_code=x&state={state}");
    world.accounts.finish_sign_in(wrong.into()).unwrap();
    world.settled().await;
    assert!(failed(world.phase()), "{:?}", world.phase());

    assert_eq!(world.emulator.count(COMPLETE), 0);
    assert_eq!(world.emulator.count("/oauth/token"), 0);
}

#[tokio::test]
async fn lists_are_read_once_and_anew_behind_when_they_are_old() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    for _ in 0..3 {
        world.connected(&ada).await;
        world.connectables(&ada).await;
    }
    assert_eq!(world.emulator.count(ACCOUNTS), 1);
    assert_eq!(world.emulator.count(CONNECTIONS), 1);

    world.advance(Duration::from_secs(61));
    let before = world.connected_changes(&ada);
    let at_once = world.connected(&ada).await;
    assert!(at_once.error.is_none());
    world.eventually_changed(&ada, before).await;
    assert_eq!(world.emulator.count(ACCOUNTS), 2);
    assert!(world.connected(&ada).await.as_of_secs > at_once.as_of_secs);
    world.connectables(&ada).await;
    assert_eq!(world.emulator.count(CONNECTIONS), 1);
}

#[tokio::test]
async fn everybody_who_asks_at_once_is_answered_by_one_reading() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let asked = [(); 4].map(|()| world.accounts.refresh_connected_accounts(&ada));
    let [one, two, three, four] = asked;
    let (one, two, three, four) = tokio::join!(one, two, three, four);
    for listing in [one, two, three, four] {
        assert!(listing.unwrap().error.is_none());
    }

    assert_eq!(world.emulator.count(ACCOUNTS), 1);
}

#[tokio::test]
async fn a_list_of_several_pages_is_followed_to_its_end() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        let known = &mut settings.auth0.my_account_api.vault_connections;
        let first = known[0].clone();
        *known = (0..45)
            .map(|number| {
                let mut one = first.clone();
                one.name = format!("connection-{number}");
                one
            })
            .collect();
    });
    let ada = world.sign_in(&ADA).await;

    assert_eq!(world.connectables(&ada).await.len(), 45);
    assert_eq!(world.emulator.count(CONNECTIONS), 3);
}

#[tokio::test]
async fn too_many_questions_are_told_with_the_time_to_wait() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let busy = || Fault::too_many_requests("40");
    world.emulator.fail_next(ACCOUNTS, busy());
    let refused = world.accounts.connected_accounts(&ada).await.unwrap_err();
    let forty = |error: &Error| matches!(error, Error::RateLimited { retry_after } if retry_after.as_secs() == 40);
    assert!(forty(&refused), "{refused:?}");
    world.advance(Duration::from_secs(40));

    world.connect(&ada, "github").await;
    world
        .accounts
        .refresh_connected_accounts(&ada)
        .await
        .unwrap();
    world.emulator.fail_next(ACCOUNTS, busy());
    let old = world
        .accounts
        .refresh_connected_accounts(&ada)
        .await
        .unwrap();
    assert_eq!(names(&old), ["github"]);
    assert!(forty(old.error.as_ref().unwrap()));

    world.emulator.fail_next(CONNECT, busy());
    let refused = world.accounts.start_connecting(connecting(&ada, "slack"));
    assert!(forty(&refused.await.unwrap_err()));
}

#[tokio::test]
async fn a_token_that_is_not_taken_is_renewed_once() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    world.emulator.fail_next(CONNECT, Fault::status(401));
    world.connect(&ada, "github").await;

    assert_eq!(names(&world.connected(&ada).await), ["github"]);
    assert_eq!(world.emulator.count("/oauth/token"), 1);

    world.emulator.fail_times(ACCOUNTS, 2, Fault::status(401));
    let listing = world
        .accounts
        .refresh_connected_accounts(&ada)
        .await
        .unwrap();
    let Some(Error::Misconfigured { hint, .. }) = listing.error else {
        panic!("{:?}", listing.error)
    };
    assert_eq!(hint, "access_token_not_accepted");
    assert_eq!(world.emulator.count("/oauth/token"), 2);
}

#[tokio::test]
async fn a_missing_permission_is_asked_for_once_and_then_it_works() {
    let world = World::new().await;
    // The browser asked for less than the app did.
    world.start(None).await;
    let mut url = Url::parse(&world.browser.last()).unwrap();
    let rest: Vec<_> = url
        .query_pairs()
        .into_owned()
        .filter(|(key, _)| key != "scope")
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(rest)
        .append_pair("scope", "openid email offline_access");
    let callback = world
        .visitor()
        .sign_in(url.as_str(), ADA.email, ADA.password)
        .await
        .unwrap();
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    let ada = world.state().accounts[0].id.clone();

    let refused = world.accounts.connected_accounts(&ada).await.unwrap_err();
    let reason = StepUpReason::MissingPermission;
    assert!(
        matches!(refused, Error::StepUpRequired(it) if it == reason),
        "{refused:?}"
    );
    let refused = world
        .accounts
        .start_connecting(connecting(&ada, "github"))
        .await;
    assert!(matches!(refused, Err(Error::StepUpRequired(it)) if it == reason));

    let step_up = StartSignIn {
        purpose: Purpose::StepUp(reason),
        ..request(Some(ada.clone()))
    };
    world.accounts.start_sign_in(step_up).await.unwrap();
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    world.connect(&ada, "github").await;
    assert_eq!(names(&world.connected(&ada).await), ["github"]);

    // A provider that goes on demanding it was not helped by it.
    world
        .emulator
        .fail_next(CONNECT, problem(403, "Insufficient Scope"));
    let refused = world
        .accounts
        .start_connecting(connecting(&ada, "slack"))
        .await;
    assert!(matches!(refused, Err(Error::StepUpDidNotHelp(it)) if it == reason));
}

#[tokio::test]
async fn a_second_factor_that_is_demanded_at_the_end_is_told_as_a_step_up() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world
        .emulator
        .fail_next(COMPLETE, problem(403, "unmet_authentication_requirements"));
    world.connect(&ada, "github").await;

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::StepUpRequired(StepUpReason::RecentSecondFactor))
    ));
}

#[tokio::test]
async fn disconnecting_takes_it_off_the_list_without_reading_it_again() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.connect(&ada, "github").await;
    world.connect(&ada, "slack").await;
    let connected = world.connected(&ada).await;
    assert_eq!(names(&connected), ["github", "slack"]);
    let before = world.connected_changes(&ada);
    let github = &connected.items[0].id;
    world
        .accounts
        .disconnect_account(&ada, github)
        .await
        .unwrap();

    assert_eq!(names(&world.connected(&ada).await), ["slack"]);
    assert!(world.connected_changes(&ada) > before);
    assert_eq!(world.emulator.count(ACCOUNTS), 1);

    // Gone already, perhaps from elsewhere.
    let again = world.accounts.disconnect_account(&ada, github).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    let listing = world
        .accounts
        .refresh_connected_accounts(&ada)
        .await
        .unwrap();
    assert_eq!(names(&listing), ["slack"]);
}

#[tokio::test]
async fn a_refused_disconnecting_changes_nothing() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.connect(&ada, "github").await;
    let github = world.connected(&ada).await.items[0].id.clone();
    let path = format!("{ACCOUNTS}/{}", github.as_str());

    for (fault, expected) in [
        (problem(409, "Conflict"), "Refused(NotRemovable)"),
        (problem(403, "Forbidden"), "Refused(AccessDenied)"),
        (
            problem(403, "Insufficient Scope"),
            "StepUpRequired(MissingPermission)",
        ),
        (
            problem(401, "mfa_required"),
            "StepUpRequired(RecentSecondFactor)",
        ),
        (
            Fault::too_many_requests("40"),
            "RateLimited { retry_after: 40s }",
        ),
    ] {
        world.emulator.fail_next(&path, fault);
        let refused = world.accounts.disconnect_account(&ada, &github).await;
        assert_eq!(format!("{:?}", refused.unwrap_err()), expected);
    }
    assert_eq!(names(&world.connected(&ada).await), ["github"]);
}

#[tokio::test]
async fn after_a_lost_answer_the_list_is_read_anew() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.connect(&ada, "github").await;
    let github = world.connected(&ada).await.items[0].id.clone();
    let path = format!("{ACCOUNTS}/{}", github.as_str());
    world.emulator.fail_next(&path, Fault::drop_after_commit());
    let lost = world.accounts.disconnect_account(&ada, &github).await;
    assert!(matches!(lost, Err(Error::Unreachable { .. })), "{lost:?}");

    let before = world.connected_changes(&ada);
    assert_eq!(names(&world.connected(&ada).await), ["github"]);
    world.eventually_changed(&ada, before).await;
    assert!(names(&world.connected(&ada).await).is_empty());
}

#[tokio::test]
async fn a_provider_without_such_accounts_says_so() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    let listing = world.accounts.connected_accounts(&ada).await.unwrap();
    assert_eq!(listing.tier, Tier::None(NoneReason::NotOffered));
    assert!(listing.items.is_empty() && listing.error.is_none());
    let refused = world.accounts.start_connecting(connecting(&ada, "github"));
    assert!(matches!(
        refused.await,
        Err(Error::Unavailable(NoneReason::NotOffered))
    ));
}
