//! The OpenID Foundation's modules for relying parties, as far as they are about an app like ours: each a test of the
//! module's name, played by the whole app without its window, with an emulated provider on the other side and somebody
//! between them who does what the module's provider does. The foundation's own suite needs a server of its own.

mod basic;
mod config;
mod fapi2;
mod logout;
mod other;
mod refresh;

use std::{fs, path::Path};

use account::ProfileReading;
use tests::say;

use crate::hostile::{
    play::Play,
    row::Verdict,
    server::Asked,
    stage::{Scene, Stage},
};

const TOKEN: &str = "/oauth/token";
const USERINFO: &str = "/userinfo";

/// The browser is back, and this comes for the code.
async fn after_code(play: Play) -> (Stage, Verdict) {
    let stage = Stage::prepared(Scene::SignIn).await;
    stage.server.set_trap(TOKEN, &[play]);
    let verdict = stage.finish().await.verdict;

    (stage, verdict)
}

/// Somebody is signed in, asks for their profile and gets it.
async fn accepts(play: Play) {
    let (stage, verdict) = after_code(play).await;
    assert_eq!(verdict, Verdict::Fine);
    let reading = profile(&stage).await;
    assert!(reading.error.is_none(), "{reading:?}");
    assert_eq!(asked(&stage, USERINFO).len(), 1);
}

/// Nobody is signed in, by this rule, and the tokens are not used.
async fn rejects(play: Play, rule: &'static str) {
    let (stage, verdict) = after_code(play).await;
    assert_eq!(verdict, Verdict::IdToken(rule));
    assert!(stage.world.state().accounts.is_empty());
    assert!(stage.world.vault.items().is_empty());
    assert_eq!(asked(&stage, USERINFO).len(), 0);
}

async fn profile(stage: &Stage) -> ProfileReading {
    let account = stage.world.state().accounts[0].id.clone();

    stage
        .world
        .accounts
        .refresh_profile(&account)
        .await
        .unwrap()
}

fn asked(stage: &Stage, path: &str) -> Vec<Asked> {
    let asked = stage.server.asked();

    asked.into_iter().filter(|it| it.path == path).collect()
}

/// The modules that apply, in the words of the suite: its basic, config and refresh-token plans, what else of its plans
/// for clients is about a native app, and the tests of FAPI 2 that any relying party should pass.
const MODULES: [&str; 43] = [
    "oidcc-client-test",
    "oidcc-client-test-invalid-iss",
    "oidcc-client-test-missing-sub",
    "oidcc-client-test-invalid-aud",
    "oidcc-client-test-missing-iat",
    "oidcc-client-test-kid-absent-single-jwks",
    "oidcc-client-test-kid-absent-multiple-jwks",
    "oidcc-client-test-idtoken-sig-rs256",
    "oidcc-client-test-idtoken-sig-none",
    "oidcc-client-test-invalid-sig-rs256",
    "oidcc-client-test-userinfo-invalid-sub",
    "oidcc-client-test-nonce-invalid",
    "oidcc-client-test-scope-userinfo-claims",
    "oidcc-client-test-discovery-openid-config",
    "oidcc-client-test-discovery-jwks-uri-keys",
    "oidcc-client-test-discovery-issuer-mismatch",
    "oidcc-client-test-signing-key-rotation",
    "oidcc-client-test-signing-key-rotation-just-before-signing",
    "oidcc-client-test-refresh-token",
    "oidcc-client-test-refresh-token-invalid-issuer",
    "oidcc-client-test-refresh-token-invalid-sub",
    "oidcc-client-test-missing-aud",
    "oidcc-client-test-userinfo-bearer-header",
    "oidcc-client-test-nonce-unless-code-flow",
    "oidcc-client-test-invalid-athash",
    "oidcc-client-test-invalid-sig-hs256",
    "oidcc-client-test-invalid-sig-es256",
    "oidcc-client-test-rp-init-logout",
    "oidcc-client-test-rp-init-logout-other-state",
    "oidcc-client-test-rp-init-logout-no-state",
    "fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-state-fails",
    "fapi2-security-profile-final-client-test-ensure-authorization-response-with-invalid-missing-state-fails",
    "fapi2-security-profile-final-client-test-invalid-authorization-response-iss",
    "fapi2-security-profile-final-client-test-remove-authorization-response-iss",
    "fapi2-security-profile-final-client-test-invalid-alternate-alg",
    "fapi2-security-profile-final-client-test-invalid-expired-exp",
    "fapi2-security-profile-final-client-test-invalid-missing-exp",
    "fapi2-security-profile-final-client-test-invalid-missing-iss",
    "fapi2-security-profile-final-client-test-invalid-missing-nonce",
    "fapi2-security-profile-final-client-test-invalid-secondary-aud",
    "fapi2-security-profile-final-client-test-valid-aud-as-array",
    "fapi2-security-profile-final-client-test-token-type-case-insensitivity",
    "fapi2-security-profile-final-client-test-token-endpoint-response-without-expires_in",
];

/// Those that do not apply, and why.
const NOT_APPLICABLE: [(&str, &str); 11] = [
    ("client-secret-basic", "a public client has no secret"),
    (
        "userinfo-bearer-body",
        "another way than the header, which is never gone",
    ),
    (
        "invalid-chash, missing-chash, missing-athash",
        "of flows whose tokens come through the browser",
    ),
    (
        "form-post-error",
        "an app is no web server that could be posted to",
    ),
    (
        "userinfo-signed",
        "is asked for by nobody; such an answer is refused (UI03)",
    ),
    (
        "aggregated-claims, distributed-claims",
        "claims elsewhere are never fetched (UI07)",
    ),
    (
        "mtls-endpoint-aliases",
        "there are no certificates of clients",
    ),
    (
        "discovery-webfinger-acct, -url",
        "the issuer is a setting of the connection",
    ),
    (
        "dynamic-registration, request-uri-*",
        "clients are registered by their administrators, and pass no request by address",
    ),
    ("3rd-party-init-login", "a website could begin sign-ins"),
    (
        "rp-backchannel-*, rp-frontchannel-*, session-management",
        "need a web server or frames",
    ),
];

#[test]
fn every_module_that_applies_has_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/rp_modules");
    let files = fs::read_dir(folder).unwrap();
    let text: String = files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let is_there =
        |module: &&&str| text.contains(&format!("async fn {}()", module.replace('-', "_")));
    let there = MODULES.iter().filter(is_there).count();
    say::line(&format!("rp_modules: {there} of {}", MODULES.len()));
    for (module, why) in NOT_APPLICABLE {
        say::line(&format!("not applicable: {module}, {why}"));
    }

    let missing: Vec<_> = MODULES.iter().filter(|it| !is_there(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(text.matches("#[tokio::test]").count(), MODULES.len());
}
