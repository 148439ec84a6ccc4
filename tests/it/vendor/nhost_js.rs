//! `@nhost/nhost-js`, in the version of the reference and in the newest one, each with a server of its time.

use emulator::{Dialect, Emulator};
use serde_json::{Value, json};

use super::{
    World,
    ours::{Ours, nhost_auth, nhost_graphql},
    outcome::{Expected, Outcome},
    rows,
};

mod about;
mod given;
mod graphql;
mod handling;
mod mails;
mod mfa;
mod password;
mod passwordless;
mod provider;
mod session;
mod user;
mod webauthn;

/// The names under which `tests/vendor/package.json` installs them, and whom they speak with.
const CLIENTS: [(&str, Dialect); 2] = [
    ("@nhost/nhost-js", Dialect::L1),
    ("nhost-js-newest", Dialect::L2),
];

const NEWCOMER: &str = "mira@example.com";
const PASSWORD: &str = "window-Saffron-61";
/// Where a browser comes back to; the emulator's project allows it.
const HOME: &str = "dev.latchkey.accounts://demo/callback";
pub(super) const IN_2030: &str = "2030-01-01T00:00:00Z";

/// What only the newest client has, for a server that hands identities on to applications of others: the emulator's
/// project does not, and neither has our client a use for it.
const OF_AN_OAUTH2_SERVER: [&str; 12] = [
    "getOAuthAuthorizationServer",
    "getOpenIDConfiguration",
    "oauth2AuthorizeURL",
    "oauth2AuthorizePostURL",
    "oauth2Introspect",
    "oauth2Jwks",
    "oauth2LoginGet",
    "oauth2LoginPost",
    "oauth2Revoke",
    "oauth2Token",
    "oauth2UserinfoGet",
    "oauth2UserinfoPost",
];

/// Methods without a row that is refused: they send nothing, or to a server that always has an answer.
const NEVER_REFUSED: [&str; 8] = [
    "getJWKs",
    "getVersion",
    "healthCheckGet",
    "healthCheckHead",
    "pushChainFunction",
    "signInProviderURL",
    "signUpProviderURL",
    "verifyTicketURL",
];

/// What the two put in different words, and why.
const IN_OTHER_WORDS: [(&str, &str); 1] = [(
    "signUpEmailPassword",
    "an address that is none is refused without a body, which our client knows the meaning of",
)];

/// An emulator, one of the vendor's clients and ours.
struct Project {
    world: World,
    dialect: Dialect,
}

impl Project {
    async fn start(package: &str, dialect: Dialect) -> Option<Self> {
        let world = World::start("nhost-js.js", |emulator| {
            let project = emulator.nhost_url();
            json!({
                "package": package,
                "authUrl": project,
                "graphqlUrl": format!("{project}/graphql"),
            })
        })
        .await?;

        Some(Self { world, dialect })
    }

    fn is_newest(&self) -> bool {
        self.dialect == Dialect::L2
    }

    /// What this generation of servers calls an address that somebody has.
    fn taken(&self) -> &'static str {
        if self.is_newest() {
            "user-already-exists"
        } else {
            "email-already-in-use"
        }
    }

    /// Makes a call with both clients, and expects the same of them.
    async fn both(
        &mut self,
        call: &str,
        given: impl AsyncFn(&Emulator) -> Value,
        expected: Expected,
    ) {
        let given = on(self.dialect, given);
        let ours = async |ours: &Ours, asked: &Value| nhost_auth::call(ours, call, asked).await;
        self.world.both(call, given, ours, expected).await;
    }

    /// Makes a call with the vendor's client, for our client has none such, or says the same in another way.
    async fn vendor(
        &mut self,
        call: &str,
        given: impl AsyncFn(&Emulator) -> Value,
        expected: Expected,
    ) -> Outcome {
        let given = on(self.dialect, given);

        self.world.vendor(call, given, expected).await
    }

    /// Makes a call of [`IN_OTHER_WORDS`].
    async fn each(
        &mut self,
        call: &str,
        given: impl AsyncFn(&Emulator) -> Value,
        theirs: Expected,
        ours: Expected,
    ) {
        assert!(IN_OTHER_WORDS.iter().any(|(name, _)| *name == call));
        let given = on(self.dialect, given);
        self.world.vendor(call, &given, theirs).await;
        self.world.emulator.reset();
        let asked = given(&self.world.emulator).await;
        let outcome = nhost_auth::call(&Ours::new(&self.world.emulator), call, &asked[0]).await;
        ours.check(&outcome, call, "our client");
    }

    /// Makes a call over GraphQL: `field` names what our client does, `document` is what the vendor's sends.
    async fn both_over_graphql(
        &mut self,
        field: &str,
        document: &str,
        given: impl AsyncFn(&Emulator) -> (String, Value),
        expected: Expected,
    ) {
        let given = on(self.dialect, async |emulator: &Emulator| {
            let (token, variables) = given(emulator).await;
            json!({ "as": token, "given": [{ "query": document, "variables": variables }] })
        });
        let ours = async |ours: &Ours, asked: &Value| nhost_graphql::call(ours, field, asked).await;
        self.world.both("graphql", given, ours, expected).await;
    }
}

/// What is given, on a server of this generation.
fn on(
    dialect: Dialect,
    given: impl AsyncFn(&Emulator) -> Value,
) -> impl AsyncFn(&Emulator) -> Value {
    async move |emulator: &Emulator| {
        emulator.change(|settings| settings.nhost.dialect = dialect);
        json!([given(emulator).await])
    }
}

#[tokio::test]
async fn every_method_of_the_client_of_the_reference_does_what_ours_does() {
    every_method(CLIENTS[0]).await;
}

#[tokio::test]
async fn every_method_of_the_newest_client_does_what_ours_does() {
    every_method(CLIENTS[1]).await;
}

async fn every_method((package, dialect): (&str, Dialect)) {
    let Some(mut project) = Project::start(package, dialect).await else {
        return;
    };
    rows::begin();
    password::rows(&mut project).await;
    passwordless::rows(&mut project).await;
    session::rows(&mut project).await;
    user::rows(&mut project).await;
    mails::rows(&mut project).await;
    mfa::rows(&mut project).await;
    webauthn::rows(&mut project).await;
    provider::rows(&mut project).await;
    about::rows(&mut project).await;

    let methods = project.world.vendor.ok("methods", json!([])).await;
    let methods = methods.as_array().unwrap();
    assert!(methods.len() > 40, "{methods:?}");
    let methods = methods
        .iter()
        .filter_map(Value::as_str)
        .filter(|name| !OF_AN_OAUTH2_SERVER.contains(name));
    let mut missing = rows::missing(methods);
    missing
        .retain(|(name, end)| *end == rows::End::Well || !NEVER_REFUSED.contains(&name.as_str()));
    assert!(missing.is_empty(), "{package}: no row for {missing:?}");
}
