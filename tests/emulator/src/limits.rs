//! Rate limits, off until somebody sets one.

use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::path::matches_path;

/// At most `count` requests in `window_secs` for paths that match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// A path, or the beginning of one followed by `*`.
    pub path: String,
    /// How many requests a window holds.
    pub count: u64,
    /// How long a window is.
    pub window_secs: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Limits {
    buckets: Vec<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    limit: Limit,
    window_start: u64,
    used: u64,
}

/// What the limit says about one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) allowed: bool,
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    pub(crate) resets_at: u64,
    pub(crate) retry_after_secs: u64,
}

impl Limits {
    pub(crate) fn set(&mut self, limit: Limit) {
        self.buckets
            .retain(|bucket| bucket.limit.path != limit.path);
        self.buckets.push(Bucket {
            limit,
            window_start: 0,
            used: 0,
        });
    }

    pub(crate) fn clear(&mut self) {
        self.buckets.clear();
    }

    pub(crate) fn all(&self) -> Vec<Limit> {
        self.buckets
            .iter()
            .map(|bucket| bucket.limit.clone())
            .collect()
    }

    /// Counts the request against the first limit that matches its path.
    pub(crate) fn count(&mut self, path: &str, now: Instant) -> Option<Verdict> {
        let bucket = self
            .buckets
            .iter_mut()
            .find(|bucket| matches_path(&bucket.limit.path, path))?;
        let now = now.seconds();
        if now >= bucket.window_start.saturating_add(bucket.limit.window_secs) {
            bucket.window_start = now;
            bucket.used = 0;
        }
        let allowed = bucket.used < bucket.limit.count;
        bucket.used += u64::from(allowed);
        let resets_at = bucket.window_start.saturating_add(bucket.limit.window_secs);
        Some(Verdict {
            allowed,
            limit: bucket.limit.count,
            remaining: bucket.limit.count - bucket.used,
            resets_at,
            retry_after_secs: resets_at.saturating_sub(now).max(1),
        })
    }
}
