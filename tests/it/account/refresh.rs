use std::{
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use account::{AccountState, EndedReason, Error, ports::Clock as _};
use emulator::{ADA, Fault};

use crate::support::{MovedClock, World};

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// Token requests after the sign-in: refreshes.
fn refreshes(world: &World) -> usize {
    world.emulator.count("/oauth/token")
}

/// Whether the journal says that a token is under way.
fn is_noted_as_sent(world: &World) -> bool {
    let names = world.records.names();

    names.iter().any(|name| name.starts_with("refresh-"))
}

#[tokio::test]
async fn a_token_is_used_until_it_ends_and_then_renewed_once_for_everybody() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    world.accounts.refresh_profile(&account).await.unwrap();
    assert_eq!(refreshes(&world), 0);

    world.advance(DAY + DAY);
    let mut callers = Vec::new();
    for _ in 0..100 {
        let (accounts, account) = (world.accounts.clone(), account.clone());
        callers.push(tokio::spawn(async move {
            accounts.refresh_profile(&account).await
        }));
    }
    for caller in callers {
        assert!(caller.await.unwrap().unwrap().error.is_none());
    }

    assert_eq!(refreshes(&world), 1);
    let read = world.emulator.count("/userinfo");
    assert!(
        read < 10,
        "whoever waits takes what the one before has read: {read}"
    );
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_before_its_end_and_a_short_one_after_half_its_life() {
    for (lives_secs, used_secs, renewed_secs) in [(3_600, 3_500, 3_545), (60, 15, 35)] {
        let world = World::new().await;
        world
            .emulator
            .change(|settings| settings.auth0.access_token_secs = lives_secs);
        let account = world.sign_in(&ADA).await;
        world.emulator.forget_requests();
        for (later_secs, expected) in [(used_secs, 0), (renewed_secs - used_secs, 1)] {
            world.advance(Duration::from_secs(later_secs));
            world.accounts.refresh_profile(&account).await.unwrap();
            assert_eq!(refreshes(&world), expected, "{lives_secs}");
        }
    }
}

#[tokio::test]
async fn a_token_has_ended_when_one_of_the_two_clocks_says_so() {
    for pass in [MovedClock::set_wall_ahead, MovedClock::pass_unseen] {
        let world = World::new().await;
        let account = world.sign_in(&ADA).await;
        world.emulator.forget_requests();
        pass(&world.clock, DAY + DAY);
        world.accounts.refresh_profile(&account).await.unwrap();

        assert_eq!(refreshes(&world), 1);
    }
}

#[tokio::test]
async fn the_new_refresh_token_is_in_the_vault_before_the_access_token_is_used() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    let before = world.vault.items();
    world.advance(DAY + DAY);
    world.accounts.refresh_profile(&account).await.unwrap();

    let after = world.vault.items();
    assert_ne!(before, after);
    assert!(
        after.values().next().unwrap().contains(r#""generation":2"#),
        "the count of exchanges"
    );
    assert!(!is_noted_as_sent(&world), "the journal is cleared");
}

#[tokio::test]
async fn a_token_that_the_provider_no_longer_accepts_is_renewed_once_and_the_call_repeated() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.emulator.forget_requests();
    // Only the provider's clock: the app still believes in its token.
    world.emulator.advance(DAY + DAY);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(
        (refreshes(&world), world.emulator.count("/userinfo")),
        (1, 2)
    );
}

#[tokio::test]
async fn a_network_that_fails_ends_no_session() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world
        .emulator
        .fail_times("/oauth/token", 3, Fault::drop_before_commit());
    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(
        matches!(reading.error, Some(Error::Unreachable { .. })),
        "{:?}",
        reading.error
    );
    assert_eq!(world.state_of(&account), AccountState::SignedIn);

    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn a_token_that_was_turned_away_is_not_said_to_be_lost() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world
        .emulator
        .fail_next("/oauth/token", Fault::too_many_requests("30"));
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    let is_limited = matches!(reading.error, Some(Error::RateLimited { .. }));
    assert!(is_limited, "{:?}", reading.error);
    assert!(!is_noted_as_sent(&world));
}

#[tokio::test]
async fn a_proxy_page_or_a_crash_ends_no_session() {
    for fault in [
        Fault::html(),
        Fault::status(500),
        Fault::malformed_json(),
        Fault::status(401),
    ] {
        let world = World::new().await;
        let account = world.sign_in(&ADA).await;
        world.advance(DAY + DAY);
        world.emulator.fail_times("/oauth/token", 3, fault.clone());
        let reading = world.accounts.refresh_profile(&account).await.unwrap();

        assert!(reading.error.is_some(), "{fault:?}");
        assert_eq!(
            world.state_of(&account),
            AccountState::SignedIn,
            "{fault:?}"
        );
        assert_eq!(world.vault.items().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn an_answer_lost_inside_the_overlap_costs_nothing() {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.auth0.rotation_overlap_secs = 60);
    let account = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world
        .emulator
        .fail_next("/oauth/token", Fault::drop_after_commit());
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.state_of(&account), AccountState::SignedIn);
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn a_withdrawn_session_ends_with_its_reason_and_stays_in_the_list() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.emulator.revoke_person(ADA.email);
    world.advance(DAY + DAY);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(matches!(reading.error, Some(Error::SignedOut)));
    assert_eq!(reading.profile.name.as_deref(), Some(ADA.name));
    assert_eq!(
        world.state_of(&account),
        AccountState::NeedsSignIn(EndedReason::Rejected)
    );
    assert!(world.vault.items().is_empty());

    let before = refreshes(&world);
    let _ = world.accounts.refresh_profile(&account).await;
    assert_eq!(refreshes(&world), before, "a dead session asks nobody");
}

#[tokio::test]
async fn a_lost_answer_without_overlap_is_told_apart_from_a_withdrawal() {
    let world = World::new().await;
    let account = world.sign_in_nhost(&ADA).await;
    world.advance(DAY);
    world
        .emulator
        .fail_next("/v1/token", Fault::drop_after_commit());
    let _ = world.accounts.refresh_profile(&account).await;

    assert_eq!(
        world.state_of(&account),
        AccountState::NeedsSignIn(EndedReason::RotationLost)
    );
}

#[tokio::test]
async fn what_another_process_saved_is_taken_instead_of_giving_up() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    let other = world.restarted().await;
    world.advance(DAY + DAY);
    other.refresh_profile(&account).await.unwrap();
    let reading = world.accounts.refresh_profile(&account).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
    assert_eq!(world.emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn a_full_vault_keeps_the_session_and_saves_it_later() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world.vault.refuse_writes(2);
    let reading = world.accounts.refresh_profile(&account).await.unwrap();
    assert!(reading.error.is_none());
    assert_eq!(world.state_of(&account), AccountState::Unsaved);

    let mut state = world.accounts.state();
    let saved = state.wait_for(|state| state.accounts[0].state == AccountState::SignedIn);
    assert!(
        tokio::time::timeout(Duration::from_secs(10), saved)
            .await
            .is_ok(),
        "it was never saved"
    );
    assert!(
        world
            .vault
            .items()
            .values()
            .next()
            .unwrap()
            .contains(r#""generation":2"#)
    );
}

#[tokio::test]
async fn looking_at_the_vault_saves_what_could_not_be_saved() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    world.advance(DAY + DAY);
    world.vault.refuse_writes(1);
    world.accounts.refresh_profile(&account).await.unwrap();
    assert_eq!(world.state_of(&account), AccountState::Unsaved);

    world.accounts.check_vault().await.unwrap();
    assert_eq!(world.state_of(&account), AccountState::SignedIn);
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_stop_the_refresh() {
    let world = World::new().await;
    let account = world.sign_in(&ADA).await;
    let before = world.vault.items();
    world.advance(DAY + DAY);
    world
        .emulator
        .fail_next("/oauth/token", Fault::slow(Duration::from_millis(200)));
    let call = world.accounts.refresh_profile(&account);
    let _ = tokio::time::timeout(Duration::from_millis(50), call).await;

    let vault = Arc::clone(&world.vault);
    let saved = async {
        while vault.items() == before {
            tokio::task::yield_now().await;
        }
    };
    assert!(
        tokio::time::timeout(Duration::from_secs(5), saved)
            .await
            .is_ok(),
        "nothing was saved"
    );
}

/// A token reply whose ID token says this; nobody looks at its signature.
fn renewed(claims: &serde_json::Value) -> Fault {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = serde_json::json!({ "alg": "RS256", "typ": "JWT", "kid": "any" });
    let body = serde_json::json!({
        "access_token": "at-of-somebody",
        "refresh_token": "rt-of-somebody",
        "token_type": "Bearer",
        "expires_in": 600,
        "id_token": format!("{}.{}.c2ln", part(&header), part(claims)),
    });

    Fault::json(200, &body)
}

#[tokio::test]
async fn a_renewal_about_somebody_else_stops_the_session() {
    for (row, member, value) in [
        ("RF11", "iss", "https://evil.example/"),
        ("RF12", "sub", "auth0|somebody-else"),
        ("RF13", "aud", "another-app"),
    ] {
        let world = World::new().await;
        let ada = world.sign_in(&ADA).await;
        let seconds = world.emulator.now() + 86_400;
        let mut claims = serde_json::json!({
            "iss": format!("{}/", world.emulator.auth0_url()),
            "sub": world.accounts.profile(&ada).await.unwrap().profile.subject,
            "aud": world.emulator.client_id(),
            "iat": seconds,
            "exp": seconds + 600,
        });
        claims[member] = value.into();
        world.advance(Duration::from_secs(86_400));
        world.emulator.fail_next("/oauth/token", renewed(&claims));
        let refused = world.accounts.refresh_profile(&ada).await.unwrap().error;

        assert!(
            matches!(refused, Some(Error::IdToken { .. })),
            "{row} {refused:?}"
        );
        assert_eq!(
            world.state_of(&ada),
            AccountState::NeedsSignIn(EndedReason::WrongIdentity),
            "{row}"
        );
        assert!(world.vault.items().is_empty(), "{row}");
    }
}

#[tokio::test]
async fn a_renewal_without_an_id_token_or_with_odd_times_is_one() {
    let world = World::new().await;
    let ada = world.sign_in(&ADA).await;
    let subject = world.accounts.profile(&ada).await.unwrap().profile.subject;
    let claims = serde_json::json!({
        "iss": format!("{}/", world.emulator.auth0_url()),
        "sub": subject,
        "aud": world.emulator.client_id(),
        "iat": 1,
        "exp": 2,
    });
    world.advance(Duration::from_secs(86_400));
    world.emulator.fail_next("/oauth/token", renewed(&claims));
    // The token of this answer is none of the emulator's: only that it was taken counts.
    let _ = world.accounts.refresh_profile(&ada).await;

    assert_ne!(
        world.state_of(&ada),
        AccountState::NeedsSignIn(EndedReason::WrongIdentity)
    );
}

#[tokio::test]
async fn without_a_refresh_token_a_session_is_short_and_says_so() {
    let world = World::new().await;
    let identifier = format!("{}/me/", world.emulator.auth0_url());
    world.emulator.change(|settings| {
        settings.auth0.apis.push(emulator::Api {
            identifier,
            scopes: Vec::new(),
            offline_access: false,
            skip_consent: true,
        });
    });
    let ada = world.sign_in(&ADA).await;
    let status = world.state().accounts[0].clone();
    let now = world.clock.now().duration_since(UNIX_EPOCH).unwrap();
    let left = u64::from(status.ends_secs.unwrap()) - now.as_secs();
    assert!((86_000..=86_400).contains(&left), "TR15 {left}");
    assert!(world.vault.items().is_empty());
    world.accounts.refresh_profile(&ada).await.unwrap();

    world.advance(Duration::from_secs(86_400));
    let _ = world.accounts.refresh_profile(&ada).await;
    assert_eq!(
        world.state_of(&ada),
        AccountState::NeedsSignIn(EndedReason::NotRenewable)
    );
}
