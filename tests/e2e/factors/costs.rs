//! What something costs at the provider, by the provider's own count.

use anyhow::{Context as _, Result};
use serde_json::Value;
use tests::emulator::Emulator;

/// Below this lies the My Account API, whose requests are few.
const MY_ACCOUNT: &str = "/me/v1/";

/// Requests to the My Account API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Costs {
    pub(super) reads: usize,
    pub(super) writes: usize,
}

impl Costs {
    /// What there was until now.
    pub(super) async fn begin(emulator: &Emulator) -> Result<Self> {
        let requests = emulator.ask("/requests").await?;
        let mut costs = Self::default();
        for request in requests.as_array().context("a log is a list")? {
            let word = |name| {
                request
                    .get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            if word("path").starts_with(MY_ACCOUNT) {
                match word("method") {
                    "GET" => costs.reads += 1,
                    _ => costs.writes += 1,
                }
            }
        }

        Ok(costs)
    }

    /// What came since then.
    pub(super) async fn so_far(self, emulator: &Emulator) -> Result<Self> {
        let now = Self::begin(emulator).await?;

        Ok(Self {
            reads: now.reads - self.reads,
            writes: now.writes - self.writes,
        })
    }
}
