use account::{
    CallbackProblem, Error, NoticeContent, Purpose, RedirectWay, Refusal, SignInPhase, StartSignIn,
};
use emulator::{ADA, BOB, Fault};
use std::time::Duration;

use crate::support::{AUTH0, World, id, request};

#[tokio::test]
async fn a_person_signs_in_and_is_shown() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;

    let state = world.state();
    let shown = state.accounts.iter().find(|it| it.id == account).unwrap();
    assert_eq!(shown.name.as_deref(), Some(ADA.name));
    assert_eq!(shown.initials, "AN");
    assert_eq!(world.vault.items().len(), 1);
}

#[tokio::test]
async fn the_request_asks_for_everything_the_app_needs() {
    let world = World::new().await;
    let url = account::Url::parse(&world.start(None).await).unwrap();
    let of = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };

    assert_eq!(
        of("redirect_uri").as_deref(),
        Some("dev.latchkey.accounts://demo-auth0/callback")
    );
    assert_eq!(of("response_type").as_deref(), Some("code"));
    assert_eq!(of("code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(
        of("audience"),
        Some(format!("{}/me/", world.emulator.auth0_url()))
    );
    for scope in [
        "openid",
        "offline_access",
        "read:me:authentication_methods",
        "create:me:connected_accounts",
    ] {
        assert!(
            of("scope").unwrap().split(' ').any(|it| it == scope),
            "{scope}"
        );
    }
    for (name, length) in [("state", 43), ("nonce", 43), ("code_challenge", 43)] {
        assert_eq!(of(name).unwrap().len(), length, "{name}");
    }
    assert_eq!((of("prompt"), of("screen_hint")), (None, None));

    let sign_up = StartSignIn {
        purpose: Purpose::SignUp,
        ..request(None)
    };
    world.accounts.start_sign_in(sign_up).await.unwrap();
    assert!(world.browser.last().contains("screen_hint=signup"));
}

#[tokio::test]
async fn a_second_account_at_the_same_connection_is_asked_for_by_choice() {
    let world = World::new().await;
    world.sign_in(&ADA).await;
    assert!(world.start(None).await.contains("prompt=select_account"));

    let callback = world.come_back(&BOB).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert_eq!(world.state().accounts.len(), 2);
}

#[tokio::test]
async fn the_same_person_again_is_the_same_account_with_a_new_session() {
    let world = World::new().await;
    let first = world.sign_in(&ADA).await;
    let item = world.vault.items();
    let again = world.sign_in(&ADA).await;

    assert_eq!(first, again);
    assert_eq!(world.state().accounts.len(), 1);
    let items = world.vault.items();
    assert_ne!(item, items);
    assert!(
        items
            .values()
            .all(|item| item.contains(r#""generation":2"#)),
        "{items:?}"
    );
}

#[tokio::test]
async fn a_later_request_supersedes_the_earlier_one() {
    let world = World::new().await;
    world.start(None).await;
    let early = world.come_back(&ADA).await;
    world.start(None).await;

    let refused = world.accounts.finish_sign_in(early.into());
    assert_eq!(refused, Err(CallbackProblem::UnknownState));

    let late = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(late.into()).unwrap();
    world.settled().await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn denying_at_the_provider_ends_the_attempt_in_words() {
    let world = World::new().await;
    let url = world.start(None).await;
    let callback = world.visitor().deny(&url).await.unwrap();
    world.accounts.finish_sign_in(callback.into()).unwrap();

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Refused(Refusal::AccessDenied))
    ));
    assert_eq!(world.emulator.count("/oauth/token"), 0);
    world.accounts.cancel_sign_in(&id(AUTH0));
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn somebody_else_coming_back_is_told_and_their_session_ended() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let before = world.vault.items();
    world.start(Some(ada.clone())).await;
    let callback = world.come_back(&BOB).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    let SignInPhase::WrongAccount {
        expected,
        came_back_as,
    } = world.phase()
    else {
        panic!("{:?}", world.phase())
    };
    assert_eq!(
        (expected.as_str(), came_back_as.as_str()),
        (ADA.email, BOB.email)
    );
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.emulator.count("/oauth/revoke"), 1);
    // The next try does not let the browser decide alone.
    assert!(world.start(Some(ada)).await.contains("prompt=login"));
}

#[tokio::test]
async fn an_attempt_is_over_after_ten_minutes() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.clock.advance(Duration::from_secs(601));

    assert_eq!(
        world.accounts.finish_sign_in(callback.into()),
        Err(CallbackProblem::Expired)
    );
    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Callback(CallbackProblem::Expired))
    ));
    assert_eq!(world.emulator.count("/oauth/token"), 0);
}

#[tokio::test]
async fn cancelling_frees_at_once_and_a_late_return_changes_nothing() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.accounts.cancel_sign_in(&id(AUTH0));
    world.accounts.receive_link(callback.into());

    let state = world.state();
    assert!(state.sign_ins.is_empty() && state.accounts.is_empty());
    assert_eq!(
        state.notices[0].content,
        NoticeContent::CallbackIgnored(CallbackProblem::NothingPending)
    );
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_told_before_the_browser_opens() {
    let world = World::new().await;
    world.emulator.fail_times(
        "/.well-known/openid-configuration",
        5,
        Fault::drop_before_commit(),
    );
    let error = world
        .accounts
        .start_sign_in(request(None))
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(world.browser.count(), 0);
}

#[tokio::test]
async fn the_code_is_sent_once_even_when_the_answer_is_lost() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world
        .emulator
        .fail_next("/oauth/token", Fault::drop_after_commit());
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    assert!(
        matches!(
            world.phase(),
            SignInPhase::Failed(Error::Unreachable { .. })
        ),
        "{:?}",
        world.phase()
    );
    assert_eq!(world.emulator.count("/oauth/token"), 1);
    assert!(world.vault.items().is_empty());
}

#[tokio::test]
async fn keys_that_changed_a_moment_ago_are_fetched_anew() {
    const KEYS: &str = "/.well-known/jwks.json";
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    let address = format!("{}{KEYS}", world.emulator.auth0_url());
    let old = world.visitor().get(&address).await.unwrap().json();
    // The set names the next key already: only the one after it is news.
    world.emulator.rotate_keys();
    world.emulator.rotate_keys();
    world.emulator.forget_requests();
    // Somebody on the way still has those of before.
    world.emulator.fail_next(KEYS, Fault::json(200, &old));
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(world.emulator.count(KEYS), 2);

    assert_eq!(
        world.state().accounts.len(),
        1,
        "{:?}",
        world.state().sign_ins
    );
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_in_seconds() {
    let world = World::new().await;
    world.clock.set_wall_ahead(Duration::from_secs(3_600));
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    let SignInPhase::Failed(Error::ClockOff { seconds }) = world.phase() else {
        panic!("{:?}", world.phase())
    };
    assert!((3_590..=3_610).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn without_a_browser_the_link_can_be_copied() {
    let world = World::new().await;
    world.browser.uninstall();
    let error = world
        .accounts
        .start_sign_in(request(None))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::BrowserNotOpened));

    let link = world.accounts.sign_in_link(&id(AUTH0)).unwrap();
    let callback = world
        .visitor()
        .sign_in(&link, ADA.email, ADA.password)
        .await
        .unwrap();
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn taken_loopback_ports_are_told_before_the_browser_opens() {
    let world = World::new().await;
    let request = account::StartSignIn {
        redirect: Some(RedirectWay::Loopback),
        ..request(None)
    };
    let error = world.accounts.start_sign_in(request).await.unwrap_err();

    assert!(matches!(error, Error::LoopbackBusy));
    assert_eq!(world.browser.count(), 0);
}

#[tokio::test]
async fn an_api_that_is_not_switched_on_is_called_a_matter_of_set_up() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.auth0.my_account = false);
    let url = world.start(None).await;
    let callback = world
        .visitor()
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();
    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;

    let SignInPhase::Failed(Error::Misconfigured { hint, .. }) = world.phase() else {
        panic!("{:?}", world.phase())
    };
    assert_eq!(hint, "service_not_found");
}
