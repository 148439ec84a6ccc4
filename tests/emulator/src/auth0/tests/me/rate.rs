use std::time::Duration;

use super::*;
use crate::RatePlan;

fn plan(emulator: &Emulator, plan: RatePlan) {
    emulator.change(|settings| settings.auth0.my_account_api.rate_plan = plan);
}

#[tokio::test]
async fn every_answer_tells_what_is_left() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &ADA).await;

    let page = caller.get("factors").await;

    assert_eq!(page.headers["x-ratelimit-limit"], "10000");
    assert_eq!(page.headers["x-ratelimit-remaining"], "9999");
    assert!(page.headers["x-ratelimit-reset"].parse::<u64>().unwrap() > emulator.now());
}

#[tokio::test]
async fn a_person_has_so_many_a_minute_and_narrowed_reads_count_apart() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &ADA).await;
    plan(&emulator, RatePlan::Free);

    assert_eq!(caller.get("factors").await.status, 200);
    assert_eq!(caller.get("factors").await.status, 200);
    emulator.advance(Duration::from_secs(2));
    let full = caller.get("factors").await;
    let narrowed = caller.get("authentication-methods?type=phone").await;
    emulator.advance(Duration::from_secs(60));

    assert_problem(&full, 429, "Too Many Requests");
    assert!(full.headers["retry-after"].parse::<u64>().unwrap() <= 60);
    assert!(!full.headers.contains_key("x-auth0-error-kind"));
    assert_eq!(narrowed.status, 200);
    assert_eq!(caller.get("factors").await.status, 200);
}

#[tokio::test]
async fn the_tenant_has_so_many_a_second_and_says_when_that_was_it() {
    let emulator = Emulator::start().await.unwrap();
    let callers = [
        Caller::new(&emulator, &ADA).await,
        Caller::new(&emulator, &BOB).await,
    ];
    plan(&emulator, RatePlan::Free);
    // Requests of one test may fall into two seconds of the running clock; three rounds cannot.
    let mut refused = None;
    for _ in 0..3 {
        emulator.advance(Duration::from_secs(61));
        for caller in [&callers[0], &callers[0], &callers[1]] {
            let page = caller.get("factors").await;
            if page.status == 429 {
                refused = Some(page);
            }
        }
        if refused.is_some() {
            break;
        }
    }

    let refused = refused.unwrap();
    assert_eq!(refused.headers["x-auth0-error-kind"], "global-rate-limit");
    assert_eq!(refused.headers["retry-after"], "1");
}

#[tokio::test]
async fn early_access_counts_everything_together() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &ADA).await;
    plan(&emulator, RatePlan::Flat25);

    let page = caller.get("factors").await;

    assert_eq!(page.headers["x-ratelimit-limit"], "25");
}
