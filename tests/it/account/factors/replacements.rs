//! A new factor in the place of an old one, without a gap.

use account::{
    EnrolmentChallenge, EnrolmentProof, FactorId, FactorKind, FactorsReading, NewFactor,
    OneTimeCode, Secret as _,
};
use emulator::BOB;

use super::{added, find};
use crate::support::World;

#[tokio::test]
async fn what_is_being_replaced_is_remembered_over_a_crash_at_every_step() {
    let (world, bob) = World::bob().await;
    let old = find(&world.enrolled(&bob, &BOB).await, &FactorKind::Totp)
        .id
        .clone();
    let started = world
        .accounts
        .start_replacement(&bob, &NewFactor::Totp, &old)
        .await
        .unwrap();
    let pairs = |reading: &FactorsReading| -> Vec<(FactorId, FactorId)> {
        let pair = |it: &account::Replacement| (it.old.clone(), it.new.clone());
        reading.replacements.iter().map(pair).collect()
    };
    assert_eq!(pairs(&started.factors), [(old.clone(), started.id.clone())]);

    // The key is gone with the app, so the person begins again where they were.
    let after = world.restarted().await;
    let listed = after.refresh_factors(&bob).await.unwrap();
    assert_eq!(pairs(&listed), [(old.clone(), started.id.clone())]);
    let again = after
        .start_replacement(&bob, &NewFactor::Totp, &started.id)
        .await
        .unwrap();
    assert_eq!(pairs(&again.factors), [(old.clone(), again.id.clone())]);
    let code = OneTimeCode::new(code_of(&again.challenge, &world));
    let confirmed = after
        .confirm_enrolment(&bob, &again.id, &EnrolmentProof::Code(code))
        .await
        .unwrap();
    let new = pairs(&added(confirmed)).pop().unwrap().1;

    // It counts, and the old one is still there: so it is after one more crash.
    let after = world.restarted().await;
    let listed = after.refresh_factors(&bob).await.unwrap();
    assert_eq!(pairs(&listed), [(old.clone(), new.clone())]);
    let left = after.remove_factor(&bob, &old, None).await.unwrap();
    assert_eq!(pairs(&left), []);
    assert!(
        left.factors
            .iter()
            .any(|it| it.id == new && it.is_confirmed)
    );
}

#[tokio::test]
async fn what_was_to_be_replaced_can_stay_and_what_is_not_there_is_not_replaced() {
    let (world, bob) = World::bob().await;
    let old = find(&world.enrolled(&bob, &BOB).await, &FactorKind::Totp)
        .id
        .clone();
    let nothing = FactorId::new("totp|dev_nothing".to_owned());
    let started = world
        .accounts
        .start_replacement(&bob, &NewFactor::Totp, &nothing)
        .await
        .unwrap();
    assert_eq!(started.factors.replacements, []);
    let started = world
        .accounts
        .start_replacement(&bob, &NewFactor::Totp, &old)
        .await
        .unwrap();
    assert_eq!(started.factors.replacements.len(), 1);

    let kept = world.accounts.keep_replaced(&bob, &old).unwrap();
    assert_eq!(kept.replacements, []);
    assert!(kept.factors.iter().any(|it| it.id == old));
}

#[tokio::test]
async fn giving_up_a_replacement_leaves_the_old_factor_and_forgets_what_was_meant() {
    let (world, bob) = World::bob().await;
    let old = find(&world.enrolled(&bob, &BOB).await, &FactorKind::Totp)
        .id
        .clone();
    let started = world
        .accounts
        .start_replacement(&bob, &NewFactor::Totp, &old)
        .await
        .unwrap();
    let left = world
        .accounts
        .discard_enrolment(&bob, &started.id)
        .await
        .unwrap();

    assert_eq!(left.replacements, []);
    assert!(left.factors.iter().any(|it| it.id == old));
}

/// What an app with this key shows, by a library that is not ours.
fn code_of(challenge: &EnrolmentChallenge, world: &World) -> String {
    let EnrolmentChallenge::Totp(totp) = challenge else {
        panic!("{challenge:?}");
    };
    let app = totp_rs::Totp::from_url(totp.address().expose()).unwrap();

    app.generate(world.emulator.now()).to_string()
}
