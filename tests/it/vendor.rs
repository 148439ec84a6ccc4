//! Clients that nobody here wrote, beside ours: the same calls to the same emulator in the same state, and the same
//! outcome. What a vendor's client makes of the emulator proves the emulator; what ours makes of it next to that
//! proves ours.
//!
//! The vendor's clients lie in `tests/vendor` and need Node. Where they are not installed, these tests say so and do
//! nothing, unless [`script::REQUIRED`] is set: `cargo xtask test` installs them and sets it.

use std::{io::Write as _, time::Duration};

use emulator::Emulator;
use serde_json::{Value, json};

use self::{
    ours::Ours,
    outcome::{Expected, Outcome},
    script::Script,
};

mod auth0_database;
mod auth0_documented;
mod auth0_legacy;
mod auth0_passwordless;
mod auth0_tokens;
mod auth_js_accounts;
mod auth_js_database_codes;
mod auth_js_factors;
mod auth_js_passkeys;
mod auth_js_tokens;
mod dpop_resource;
mod given;
mod my_account;
mod nhost_js;
mod ours;
mod outcome;
mod rows;
mod script;
mod tls;

const CONNECTION: &str = "Username-Password-Authentication";

/// An emulator and one of the vendor's clients.
struct World {
    emulator: Emulator,
    vendor: Script,
}

impl World {
    /// Starts both; nothing where the vendor's clients are not installed and need not be.
    async fn with(script: &str) -> Option<Self> {
        Self::under(script, "127.0.0.1").await
    }

    /// The same, with the tenant called by another name.
    async fn under(script: &str, name: &str) -> Option<Self> {
        Self::start(script, |emulator| {
            let base_url = emulator.auth0_tls_url();
            let (_, port) = base_url.rsplit_once(':').unwrap();
            json!({
                "domain": format!("{name}:{port}"),
                "clientId": emulator.client_id(),
            })
        })
        .await
    }

    async fn start(script: &str, settings: impl FnOnce(&Emulator) -> Value) -> Option<Self> {
        let emulator = Emulator::start().await.unwrap();
        let vendor = Script::start(script, &settings(&emulator), emulator.ca_pem())?;

        Some(Self { emulator, vendor })
    }

    /// Makes a call with the vendor's client, in a world where nothing has happened but what `given` does to have
    /// arguments.
    async fn vendor(
        &mut self,
        call: &str,
        given: impl AsyncFn(&Emulator) -> Value,
        expected: Expected,
    ) -> Outcome {
        self.emulator.reset();
        let arguments = given(&self.emulator).await;
        let outcome = Outcome::of_line(&self.vendor.call(call, &arguments).await);
        expected.check(&outcome, call, "the vendor's client");
        rows::note(call, &expected);

        outcome
    }

    /// Makes a call with the vendor's client and with ours, each in such a world, and expects the same of both.
    async fn both(
        &mut self,
        call: &str,
        given: impl AsyncFn(&Emulator) -> Value,
        ours: impl AsyncFn(&Ours, &Value) -> Outcome,
        expected: Expected,
    ) {
        let theirs = self.vendor(call, &given, expected.clone()).await;

        self.emulator.reset();
        let arguments = given(&self.emulator).await;
        let outcome = ours(&Ours::new(&self.emulator), &arguments[0]).await;
        expected.check(&outcome, call, "our client");
        assert!(
            outcome.agrees_with(&theirs),
            "{call}: ours got {outcome:?}, the vendor's {theirs:?}"
        );
    }
}

/// Tells whoever runs the tests, past the test runner that swallows what passing tests print.
fn say(text: &str) {
    // Nobody listens: then there is nobody to tell.
    let _unheard = writeln!(std::io::stderr(), "{text}");
}

/// A call that takes longer than this hangs: it goes to a process and a server on this machine.
const PATIENCE: Duration = Duration::from_secs(30);
