use account::CallbackProblem;
use emulator::{ADA, BOB};

use crate::support::{AUTH0, NHOST, World, id};

/// Whatever comes, the sign-in that waits still works afterwards and nothing is stored before.
#[tokio::test]
async fn what_is_not_the_callback_of_the_pending_sign_in_changes_nothing() {
    use CallbackProblem::*;
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    let state = callback
        .split("state=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let ours = "dev.latchkey.accounts://demo-auth0/callback";

    for (address, expected) in [
        (String::new(), NotAnAddress),
        ("nonsense".to_owned(), NotAnAddress),
        (
            format!("{ours}?code=x&state={}", "y".repeat(9_000)),
            TooLarge,
        ),
        (
            format!("https://evil.example/callback?code=x&state={state}"),
            NotOurs,
        ),
        (
            format!("other.app://demo-auth0/callback?code=x&state={state}"),
            NotOurs,
        ),
        (
            format!("dev.latchkey.accounts://nobody/callback?code=x&state={state}"),
            UnknownConnection,
        ),
        (
            format!("dev.latchkey.accounts://demo-auth0/elsewhere?code=x&state={state}"),
            NotOurs,
        ),
        (
            format!("{ours}?code=x&code=y&state={state}"),
            RepeatedParameter,
        ),
        (
            format!("{ours}?code=x&state={state}&st%61te=z"),
            RepeatedParameter,
        ),
        (format!("{ours}?code=x"), NoState),
        (format!("{ours}?state={state}"), NoCode),
        (format!("{ours}?code=x&state=wrong"), UnknownState),
        (
            format!("{ours}?code=x&state={}", &state[..42]),
            UnknownState,
        ),
        (
            format!("{ours}?error=access_denied&state=wrong"),
            UnknownState,
        ),
        (
            format!("{ours}?access_token=x&state={state}"),
            TokenInAddress,
        ),
        (
            format!("{ours}?refreshToken=x&state={state}"),
            TokenInAddress,
        ),
        (
            format!("dev.latchkey.accounts://demo-nhost/callback?code=x&state={state}"),
            NothingPending,
        ),
        (
            format!("http://127.0.0.1:17171/callback?code=x&state={state}"),
            NothingPending,
        ),
    ] {
        let refused = world.accounts.finish_sign_in(address.clone().into());
        assert_eq!(refused, Err(expected), "{address}");
    }
    assert_eq!(world.emulator.count("/oauth/token"), 0);
    assert!(world.vault.items().is_empty());

    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn the_same_callback_twice_is_one_request() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    world
        .accounts
        .finish_sign_in(callback.clone().into())
        .unwrap();
    let second = world.accounts.finish_sign_in(callback.clone().into());
    world.settled().await;
    let third = world.accounts.finish_sign_in(callback.into());

    assert_eq!(
        (second, third),
        (
            Err(CallbackProblem::NothingPending),
            Err(CallbackProblem::NothingPending)
        )
    );
    assert_eq!(world.emulator.count("/oauth/token"), 1);
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_callback_of_another_request_cannot_be_slipped_in() {
    let world = World::new().await;
    world.start(None).await;
    let foreign = world.come_back(&BOB).await;
    world.start(None).await;

    assert_eq!(
        world.accounts.finish_sign_in(foreign.into()),
        Err(CallbackProblem::UnknownState)
    );
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn a_flood_of_links_leaves_the_sign_in_and_a_handful_of_notices() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    for number in 0..1_000 {
        let link = format!("dev.latchkey.accounts://demo-auth0/callback?code=x&state={number}");
        world.accounts.receive_link(link.into());
    }
    assert_eq!(world.state().notices.len(), 1);

    world.accounts.finish_sign_in(callback.into()).unwrap();
    world.settled().await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_pasted_address_belongs_to_the_sign_in_it_is_brought_to() {
    let world = World::new().await;
    world.start(None).await;
    let callback = world.come_back(&ADA).await;
    let elsewhere = world
        .accounts
        .paste_callback(&id(NHOST), callback.clone().into());
    assert_eq!(elsewhere, Err(CallbackProblem::NotOurs));

    world
        .accounts
        .paste_callback(&id(AUTH0), callback.into())
        .unwrap();
    world.settled().await;
    assert_eq!(world.state().accounts.len(), 1);
}
