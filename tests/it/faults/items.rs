//! What may stand in the vault and in the files instead of what was written there.

use std::time::Duration;

use account::{AccountState, EndedReason, Error, NoticeContent, ports::VaultError};
use emulator::{ADA, BOB};

use crate::support::World;

#[tokio::test]
async fn an_item_that_is_no_session_of_this_account_is_left_as_it_is() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let items = world.vault.items();
    let (name, ours) = items.iter().next().unwrap();
    let large = format!("{{\"v\":1,\"x\":\"{}\"}}", "a".repeat(1 << 20));
    for item in [
        "",
        "\0\0\0\0",
        "{",
        "not ours",
        "{\"v\":1}",
        "[1]",
        &ours[..ours.len() / 2],
        &large,
        &ours.replace("\"v\":1", "\"v\":99"),
        &ours.replace("auth0|", "auth0|another-"),
        &ours.replace("\"iss\":\"http", "\"iss\":\"https"),
    ] {
        assert_ne!(item, ours, "the item is to be another one");
        world.vault.put(name, item);
        let accounts = world.restarted().await;
        let state = accounts.state().borrow().accounts[0].state;
        let word = &item[..item.len().min(40)];
        assert_eq!(
            state,
            AccountState::NeedsSignIn(EndedReason::ItemCorrupt),
            "{word}"
        );
        assert!(accounts.profile(&ada).await.is_ok(), "{word}");
        assert_eq!(world.vault.items()[name], *item, "{word}");
    }
}

#[tokio::test]
async fn a_vault_that_locks_during_a_session_leaves_it_in_memory() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.vault.close(VaultError::Locked);
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn no_name_in_the_vault_or_of_a_file_says_who_somebody_is() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    world.sign_in_nhost(&BOB).await;
    world.accounts.refresh_factors(&ada).await.unwrap();
    let subject = world.accounts.profile(&ada).await.unwrap().profile.subject;

    for name in world.vault.items().into_keys().chain(world.records.names()) {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_:".contains(letter);
        assert!(name.len() < 64 && name.chars().all(is_plain), "{name}");
        assert!(!name.contains(&subject) && !name.contains('@'), "{name}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_put_aside_whatever_is_in_it() {
    let nested = "[".repeat(100_000);
    let twice = r#"{"version":1,"version":1,"accounts":[],"connections":[]}"#;
    let mut utf_16 = String::from("{\0\"\0v\0");
    utf_16.insert(0, '\u{feff}');
    for document in ["accounts", "connections"] {
        for text in [
            "",
            "\0\0\0\0",
            "{",
            "null",
            &nested,
            twice,
            &utf_16,
            "\u{feff}{}",
        ] {
            let world = World::new().await;
            world.records.put(document, text);
            let accounts = world.restarted().await;
            let notices = accounts.state().borrow().notices.clone();
            let path = format!("memory/{document}");
            let word = &text[..text.len().min(20)];
            assert_eq!(
                notices[0].content,
                NoticeContent::FilesCorrupt { path },
                "{word:?}"
            );
            let aside = format!("{document}.corrupt-1");
            assert!(world.records.names().contains(&aside), "{word:?}");
        }
    }
}

#[test]
fn secrets_go_to_the_keychain_as_bytes() {
    let adapter = include_str!("../../../src-tauri/src/vault.rs");

    // A text would take twice the room on Windows.
    assert!(adapter.contains(".set_secret(") && !adapter.contains("password("));
}

/// The item of the one who is signed in, and the same with another generation.
fn with_generation(item: &str, generation: u64) -> String {
    let mut item: serde_json::Value = serde_json::from_str(item).unwrap();
    item["generation"] = generation.into();

    item.to_string()
}

#[tokio::test]
async fn of_two_items_the_newer_is_used_and_the_other_goes_once_it_is_saved() {
    for is_newer_first in [true, false] {
        let world = World::new().await;
        let ada = world.sign_in(&ADA).await;
        let (name, first) = world.vault.items().pop_first().unwrap();
        world.advance(Duration::from_secs(86_400));
        world.accounts.refresh_profile(&ada).await.unwrap();
        let newer = world.vault.items()[&name].clone();
        // A spent token: sent, it would end the session.
        let older = with_generation(&first, 0);
        let (one, other) = if is_newer_first {
            (&newer, &older)
        } else {
            (&older, &newer)
        };
        world.vault.put(&name, one);
        world.vault.put_second(&name, other);

        let accounts = world.restarted().await;
        assert_eq!(
            accounts.state().borrow().accounts[0].state,
            AccountState::SignedIn
        );
        assert_eq!(world.vault.seconds().len(), 1, "nothing was saved yet");
        world.advance(Duration::from_secs(86_400));
        world.vault.refuse_writes(1);
        let reading = accounts.refresh_profile(&ada).await.unwrap();
        assert!(reading.error.is_none(), "{:?}", reading.error);
        assert_eq!(world.vault.seconds().len(), 1, "it was not saved yet");

        accounts.check_vault().await.unwrap();
        assert!(world.vault.seconds().is_empty(), "the other one goes");
        assert_ne!(world.vault.items()[&name], *newer);
        assert_eq!(world.emulator.reuse_detected(), 0);
    }
}

#[tokio::test]
async fn beside_an_item_of_a_newer_version_an_older_one_is_not_used() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let (name, ours) = world.vault.items().pop_first().unwrap();
    let newer = ours.replace("\"v\":1", "\"v\":99");
    world.vault.put_second(&name, &newer);
    let accounts = world.restarted().await;
    world.emulator.forget_requests();
    world.advance(Duration::from_secs(86_400));
    let _ = accounts.refresh_profile(&ada).await;

    assert_eq!(world.emulator.count("/oauth/token"), 0);
    assert_eq!(world.vault.items()[&name], ours);
    assert_eq!(world.vault.seconds()[&name], newer);
}

#[tokio::test]
async fn a_lock_that_somebody_else_holds_for_too_long_keeps_the_tokens() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let before = world.vault.items();
    world.emulator.forget_requests();
    world.advance(Duration::from_secs(86_400));
    world.lock.be_stuck(true);
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();

    assert!(
        matches!(reading.error, Some(Error::Busy)),
        "{:?}",
        reading.error
    );
    assert_eq!(world.emulator.count("/oauth/token"), 0);
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
    world.lock.be_stuck(false);
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}
