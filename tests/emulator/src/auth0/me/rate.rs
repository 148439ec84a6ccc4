//! How often My Account may be called: per tenant and second, per person and minute.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, Method as Verb, StatusCode, header};

use super::endpoint::Endpoint;
use super::problem::Problem;
use crate::settings::RatePlan;
use crate::store::Store;

const SECOND: u64 = 1;
const MINUTE: u64 = 60;

/// What is counted apart from the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Read,
    Write,
    Filtered,
    /// Early access counted everything together.
    Any,
}

/// The buckets that were begun, with the start of their window and what is used of them.
#[derive(Debug, Default)]
pub(crate) struct Buckets(HashMap<(Option<String>, Class), (u64, u64)>);

/// What the limits say about one request.
pub(super) struct Verdict {
    limit: u64,
    remaining: u64,
    resets_at: u64,
    refused: Option<Refused>,
}

struct Refused {
    of_tenant: bool,
    wait_secs: u64,
}

impl Class {
    pub(super) fn of(endpoint: Option<&Endpoint>, verb: &Verb, by_type: bool) -> Self {
        if verb != Verb::GET {
            return Self::Write;
        }
        match endpoint {
            Some(endpoint) if by_type || endpoint.is_narrowed() => Self::Filtered,
            Some(_) => Self::Read,
            None => Self::Read,
        }
    }
}

impl Verdict {
    pub(super) fn refusal(&self) -> Option<Problem> {
        let refused = self.refused.as_ref()?;
        let problem = Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            1,
            "Too Many Requests",
            "Global limit has been reached",
        );
        let problem = problem.with_header("retry-after", &refused.wait_secs.to_string());
        Some(if refused.of_tenant {
            problem.with_header("x-auth0-error-kind", "global-rate-limit")
        } else {
            problem
        })
    }

    pub(super) fn describe(&self, headers: &mut HeaderMap) {
        headers.insert("x-ratelimit-limit", self.limit.into());
        headers.insert("x-ratelimit-remaining", self.remaining.into());
        headers.insert("x-ratelimit-reset", self.resets_at.into());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Counts a request against the tenant and, when it is known whose it is, against the person.
pub(super) fn count(store: &mut Store, user_id: Option<&str>, class: Class) -> Verdict {
    let plan = store.settings.auth0.my_account_api.rate_plan;
    let now = store.now().seconds();
    let class = if plan == RatePlan::Flat25 {
        Class::Any
    } else {
        class
    };
    let tenant = store.auth0.buckets.look((None, class), SECOND, now);
    let tenant_limit = tenant_limit(plan, class);
    let of_user = user_id.and_then(|user_id| {
        let key = (Some(user_id.to_owned()), class);
        Some((
            user_limit(plan, class)?,
            store.auth0.buckets.look(key, MINUTE, now),
        ))
    });

    let tenant_is_full = tenant.1 >= tenant_limit;
    let user_is_full = of_user.is_some_and(|(limit, (_, used))| used >= limit);
    let counted = u64::from(!tenant_is_full && !user_is_full);
    store.auth0.buckets.add((None, class), counted);
    if let Some(user_id) = user_id.filter(|_| of_user.is_some()) {
        store
            .auth0
            .buckets
            .add((Some(user_id.to_owned()), class), counted);
    }

    let tightest = match of_user {
        Some((limit, (start, used))) if !tenant_is_full => (limit, used, start + MINUTE),
        Some(_) | None => (tenant_limit, tenant.1, tenant.0 + SECOND),
    };
    let (limit, used, resets_at) = tightest;
    let is_full = tenant_is_full || user_is_full;
    Verdict {
        limit,
        remaining: limit.saturating_sub(used + counted),
        resets_at,
        refused: is_full.then(|| Refused {
            of_tenant: tenant_is_full,
            wait_secs: resets_at.saturating_sub(now).max(1),
        }),
    }
}

impl Buckets {
    /// The start of the present window and what is used of it.
    fn look(&mut self, key: (Option<String>, Class), window: u64, now: u64) -> (u64, u64) {
        let bucket = self.0.entry(key).or_insert((now, 0));
        if now >= bucket.0.saturating_add(window) || now < bucket.0 {
            *bucket = (now, 0);
        }
        *bucket
    }

    fn add(&mut self, key: (Option<String>, Class), counted: u64) {
        if let Some(bucket) = self.0.get_mut(&key) {
            bucket.1 += counted;
        }
    }
}

fn tenant_limit(plan: RatePlan, class: Class) -> u64 {
    let [read, write, filtered] = match plan {
        RatePlan::Generous => [1_000, 1_000, 1_000],
        RatePlan::Enterprise => [25, 25, 100],
        RatePlan::Professional => [5, 5, 20],
        RatePlan::Free => [2, 2, 5],
        RatePlan::Flat25 => [25, 25, 25],
    };
    of_class(class, [read, write, filtered])
}

fn user_limit(plan: RatePlan, class: Class) -> Option<u64> {
    let limits = match plan {
        RatePlan::Generous => [10_000, 10_000, 10_000],
        RatePlan::Enterprise => [5, 5, 20],
        RatePlan::Professional => [5, 5, 10],
        RatePlan::Free => [2, 2, 5],
        RatePlan::Flat25 => return None,
    };
    Some(of_class(class, limits))
}

fn of_class(class: Class, [read, write, filtered]: [u64; 3]) -> u64 {
    match class {
        Class::Read | Class::Any => read,
        Class::Write => write,
        Class::Filtered => filtered,
    }
}
