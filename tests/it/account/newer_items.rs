//! Several tokens of one session: the newest is used, wherever it lies.

use std::time::Duration;

use account::{AccountId, AccountState, EndedReason};
use emulator::{ADA, Fault};
use serde_json::{Value, json};

use crate::support::World;

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// The name and the text of the only item in the vault.
fn item(world: &World) -> (String, String) {
    world.vault.items().into_iter().next().unwrap()
}

fn with(text: &str, generation: u64, token: &str) -> String {
    let mut item: Value = serde_json::from_str(text).unwrap();
    item["generation"] = json!(generation);
    item["refresh_token"] = json!(token);

    item.to_string()
}

/// Somebody is signed in; the vault holds a first token, and another process has exchanged it for a second one.
async fn exchanged_elsewhere() -> (World, AccountId, [String; 2]) {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    let (name, first) = item(&world);
    let other = world.restarted().await;
    world.advance(DAY + DAY);
    other.refresh_profile(&account).await.unwrap();
    let (_, second) = item(&world);
    world.vault.put(&name, &first);
    world.emulator.forget_requests();
    let refused = json!({ "error": "invalid_grant", "error_description": "Unknown or invalid refresh token." });
    world
        .emulator
        .fail_next("/oauth/token", Fault::json(403, &refused));

    (world, account, [first, second])
}

#[tokio::test]
async fn a_token_that_another_process_saved_meanwhile_takes_the_place_of_the_refused_one() {
    let (world, account, [_, second]) = exchanged_elsewhere().await;
    let (name, _) = item(&world);
    world.vault.put_after_read(&name, &second);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.emulator.count("/oauth/token"), 2);
    assert_eq!(world.state_of(&account), AccountState::SignedIn);
}

#[tokio::test]
async fn an_older_token_and_the_same_one_again_are_not_tried() {
    let (world, account, [first, _]) = exchanged_elsewhere().await;
    let (name, _) = item(&world);
    world
        .vault
        .put_after_read(&name, &with(&first, 0, "rt-of-before"));
    world.accounts.refresh_profile(&account).await.unwrap();
    assert_eq!(world.emulator.count("/oauth/token"), 1);
    assert!(matches!(
        world.state_of(&account),
        AccountState::NeedsSignIn(_)
    ));

    let (world, account, [first, _]) = exchanged_elsewhere().await;
    let (name, _) = item(&world);
    let token: Value = serde_json::from_str(&first).unwrap();
    let token = token["refresh_token"].as_str().unwrap();
    world.vault.put_after_read(&name, &with(&first, 9, token));
    world.accounts.refresh_profile(&account).await.unwrap();
    assert_eq!(world.emulator.count("/oauth/token"), 1);
}

#[tokio::test]
async fn what_the_vault_has_is_older_or_newer_than_what_could_not_be_saved() {
    for (generation, is_vaults) in [(1, false), (2, true), (9, true)] {
        let world = World::new().await;
        let account = world.sign_in(&ADA).await;
        let (name, first) = item(&world);
        world.advance(DAY + DAY);
        world.vault.refuse_writes(9);
        world.accounts.refresh_profile(&account).await.unwrap();
        assert_eq!(world.state_of(&account), AccountState::Unsaved);
        world
            .vault
            .put(&name, &with(&first, generation, "rt-elsewhere"));
        world.advance(DAY + DAY);
        world.accounts.refresh_profile(&account).await.unwrap();

        let has_ended = matches!(
            world.state_of(&account),
            AccountState::NeedsSignIn(EndedReason::Rejected)
        );
        assert_eq!(has_ended, is_vaults, "{generation}");
    }
}
