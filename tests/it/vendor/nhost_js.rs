//! `@nhost/nhost-js`, in the version of the reference and in the newest one.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::script::Script;

/// The names under which `tests/vendor/package.json` installs them.
const PACKAGES: [&str; 2] = ["@nhost/nhost-js", "nhost-js-newest"];

const NEWCOMER: &str = "mira@example.com";
const PASSWORD: &str = "window-Saffron-61";

fn start(emulator: &Emulator, package: &str) -> Option<Script> {
    let settings = json!({ "package": package, "authUrl": emulator.nhost_url() });

    Script::start("nhost-js.js", &settings, emulator.ca_pem())
}

#[tokio::test]
async fn somebody_signs_up_in_refreshes_and_signs_out() {
    for package in PACKAGES {
        let emulator = Emulator::start().await.unwrap();
        let Some(mut vendor) = start(&emulator, package) else {
            return;
        };
        let newcomer = json!([{ "email": NEWCOMER, "password": PASSWORD }]);
        let answer = vendor.ok("auth.signUpEmailPassword", newcomer).await;
        assert_eq!(answer["status"], 200, "{package}: {answer}");

        let ada = json!([{ "email": ADA.email, "password": ADA.password }]);
        let answer = vendor.ok("auth.signInEmailPassword", ada).await;
        let session = &answer["body"]["session"];
        assert_eq!(session["user"]["email"], ADA.email, "{package}: {answer}");

        let user = vendor.ok("auth.getUser", json!([])).await;
        assert_eq!(user["body"]["displayName"], ADA.name, "{package}");

        let token = json!([{ "refreshToken": session["refreshToken"] }]);
        let answer = vendor.ok("auth.refreshToken", token).await;
        let token = answer["body"]["refreshToken"].clone();
        assert!(token.is_string(), "{package}: {answer}");

        let refreshed = json!([{ "refreshToken": token }]);
        vendor.ok("auth.signOut", refreshed.clone()).await;
        let answer = vendor.call("auth.refreshToken", &refreshed).await;
        assert_refused(&answer, 401, "invalid-refresh-token");
    }
}

#[tokio::test]
async fn a_wrong_password_and_a_taken_address_are_refused() {
    for package in PACKAGES {
        let emulator = Emulator::start().await.unwrap();
        let Some(mut vendor) = start(&emulator, package) else {
            return;
        };
        let wrong = json!([{ "email": ADA.email, "password": "lantern" }]);
        let answer = vendor.call("auth.signInEmailPassword", &wrong).await;
        assert_refused(&answer, 401, "invalid-email-password");

        let taken = json!([{ "email": ADA.email, "password": PASSWORD }]);
        let answer = vendor.call("auth.signUpEmailPassword", &taken).await;
        assert_refused(&answer, 409, "email-already-in-use");
    }
}

fn assert_refused(answer: &Value, status: u16, code: &str) {
    let error = &answer["error"];
    assert_eq!(error["status"], status, "{answer}");
    assert_eq!(error["code"], code, "{answer}");
}
