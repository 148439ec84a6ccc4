//! What a key signs, judged by libraries that services are built with: SimpleWebAuthn, and go-webauthn, which is
//! Nhost's. They ask with options of their own making.
//!
//! They lie in `tests/vendor` and need Node. Where they are not installed, these tests say so and do nothing, unless
//! [`REQUIRED`] is set: `cargo xtask test` installs them and sets it.

use std::{
    env,
    io::{BufRead as _, BufReader, Lines, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

use super::{key::VirtualKey, person::Person, relying_party::PIN};
use crate::{Authenticator, CreationOptions, RelyingParty, RequestOptions, client_data};

const REQUIRED: &str = "LATCHKEY_VENDOR_CLIENTS_REQUIRED";
const DOMAIN: &str = "tenant.example.com";

#[tokio::test(flavor = "multi_thread")]
async fn simplewebauthn_takes_what_a_key_signs_and_nothing_spoilt() {
    judged_by("simplewebauthn").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn go_webauthn_takes_what_a_key_signs_and_nothing_spoilt() {
    judged_by("go-webauthn").await;
}

async fn judged_by(library: &str) {
    let Some(mut judge) = Judge::start(library) else {
        return;
    };
    let key = VirtualKey::touched();
    key.set_pin().await;

    let spoilt = make(&key, &judge.ok("creation", json!([]))).await;
    let refusal = judge.call("register", json!([signed_elsewhere(spoilt)]));
    assert!(refusal["error"].is_object(), "{refusal}");
    let made = make(&key, &judge.ok("creation", json!([]))).await;
    let told = judge.ok("register", json!([made]));
    let is_on_key = told["credentialDeviceType"] == "singleDevice";
    assert!(library != "simplewebauthn" || is_on_key, "{told}");

    let spoilt = used(&key, &judge.ok("request", json!([]))).await;
    let refusal = judge.call("authenticate", json!([with_another_signature(spoilt)]));
    assert!(refusal["error"].is_object(), "{refusal}");
    let answer = used(&key, &judge.ok("request", json!([]))).await;
    judge.ok("authenticate", json!([answer]));
}

async fn make(key: &VirtualKey, options: &Value) -> Value {
    let options = CreationOptions::parse(options, &party()).unwrap();
    let (interaction, _) = Person::typing(&[PIN]).sits_down();

    key.alone()
        .create(&options, interaction)
        .await
        .unwrap()
        .to_json()
}

async fn used(key: &VirtualKey, options: &Value) -> Value {
    let options = RequestOptions::parse(options, &party()).unwrap();
    let (interaction, _) = Person::typing(&[PIN]).sits_down();

    key.alone()
        .get(&options, interaction)
        .await
        .unwrap()
        .to_json()
}

fn party() -> RelyingParty {
    RelyingParty::of_domain(DOMAIN).unwrap()
}

/// The same answer as a page of another origin would have got it.
fn signed_elsewhere(mut answer: Value) -> Value {
    let data = answer["response"]["clientDataJSON"].as_str().unwrap();
    let data = String::from_utf8(client_data::decode(data).unwrap()).unwrap();
    let data = data.replace(DOMAIN, "tenant.example.net");
    answer["response"]["clientDataJSON"] = json!(client_data::encode(data.as_bytes()));

    answer
}

/// The same answer with the last byte of its signature changed.
fn with_another_signature(mut answer: Value) -> Value {
    let signature = answer["response"]["signature"].as_str().unwrap();
    let mut signature = client_data::decode(signature).unwrap();
    *signature.last_mut().unwrap() ^= 1;
    answer["response"]["signature"] = json!(client_data::encode(&signature));

    answer
}

/// A relying party in a process of its own, driven by lines of JSON. It ends with this value.
struct Judge {
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Judge {
    /// `None`, with the reason printed, where there can be none.
    #[expect(clippy::print_stderr, reason = "a test that skips has to say so")]
    fn start(library: &str) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vendor");
        let settings = json!({
            "library": library,
            "rpID": DOMAIN,
            "origin": format!("https://{DOMAIN}"),
        });
        let process = Command::new("node")
            .arg("relying-party.js")
            .arg(settings.to_string())
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        // npm writes this file last.
        let is_installed = folder.join("node_modules/.package-lock.json").is_file();
        let Some(mut process) = process.ok().filter(|_| is_installed) else {
            assert!(env::var_os(REQUIRED).is_none(), "{library} is missing");
            eprintln!("skipped: with Node, `npm ci` in tests/vendor installs {library}");
            return None;
        };

        let (input, output) = (process.stdin.take()?, process.stdout.take()?);

        Some(Self {
            process,
            input,
            output: BufReader::new(output).lines(),
        })
    }

    fn call(&mut self, call: &str, arguments: Value) -> Value {
        let line = json!({ "call": call, "arguments": arguments });
        writeln!(self.input, "{line}").unwrap();
        let answer = self
            .output
            .next()
            .unwrap_or_else(|| panic!("{call}: it ended"));

        serde_json::from_str(&answer.unwrap()).unwrap()
    }

    /// Makes a call that has to succeed.
    fn ok(&mut self, call: &str, arguments: Value) -> Value {
        let mut answer = self.call(call, arguments);
        assert!(answer["error"].is_null(), "{call}: {answer}");

        answer["ok"].take()
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
