//! Every answer that was recorded from a real server, read by the client. Skipped where the recording is not there.

use std::{collections::BTreeMap, path::Path};

use emulator::{Emulator, Fault};
use nhost::{AuthError, Pkce, Redirected};
use serde_json::Value;

use super::{calls::ask, client};

/// Answers that no call of the client can bring: paths outside of it, and its own forms of a path.
const NOT_OURS: [&str; 3] = [
    "unprefixed-healthz",
    "wrong-method-token-get",
    "openid-configuration-absent",
];

/// Codes that the server may say; every recorded refusal has one of them, or is one of a known shape.
fn is_known(error: &AuthError) -> bool {
    let is_other = |code: &nhost::ErrorCode| matches!(code, nhost::ErrorCode::Other(_));

    match error.problem() {
        Some(problem) => !is_other(&problem.code) || error.status() == Some(500),
        None => false,
    }
}

#[tokio::test]
#[expect(
    clippy::print_stdout,
    reason = "whoever reads the log should know what was read"
)]
async fn every_recorded_answer_of_a_real_server_is_understood() {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/contracts/nhost-recorded.json");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: there is no recording beside the project");
        return;
    };
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (mut asked, mut passed_over) = (0, Vec::new());
    for record in recorded["records"].as_array().unwrap() {
        let name = record["name"].as_str().unwrap();
        let Some(path) = record["request"]["path"].as_str() else {
            continue; // A note, not an answer.
        };
        if NOT_OURS.contains(&name) {
            continue;
        }
        let path = path.split('?').next().unwrap();
        let path = path.strip_prefix("/v1").unwrap_or(path);
        let answer = &record["response"];
        let status = u16::try_from(answer["status"].as_u64().unwrap()).unwrap();
        if path.starts_with("/signin/provider/") && !path.ends_with("/tokens") {
            browser_came_home(name, answer["headers"]["location"].as_str());
            continue;
        }
        emulator.fail_next(&format!("/v1{path}"), fault(status, answer));
        let Some(outcome) = ask(&client, path).await else {
            passed_over.push(format!("{name} {path}"));
            emulator.clear_faults();
            continue;
        };
        asked += 1;
        match outcome {
            Ok(()) => assert!(status < 400, "{name}: {status} was taken"),
            Err(error) => {
                assert!(
                    status >= 400,
                    "{name}: {status} was not understood: {error}"
                );
                assert_eq!(error.status(), Some(status), "{name}: {error}");
                assert!(is_known(&error), "{name}: {error:?}");
                let problem = error.problem().unwrap();
                let text = answer["body"]["error"].as_str().unwrap_or_default();
                let elevation = text.ends_with("elevated-claim-required");
                let security = text.contains("SecurityRequirementsError");
                assert_eq!(problem.needs_elevation, elevation, "{name}");
                assert_eq!(problem.needs_sign_in, security && !elevation, "{name}");
            }
        }
    }

    assert!(passed_over.is_empty(), "nobody asks for {passed_over:#?}");
    println!("{asked} recorded answers were read");
    assert!(asked > 150, "{asked} answers are not the whole recording");
}

fn fault(status: u16, answer: &Value) -> Fault {
    let headers: BTreeMap<String, String> = ["content-type", "location"]
        .into_iter()
        .filter_map(|name| {
            Some((
                name.to_owned(),
                answer["headers"][name].as_str()?.to_owned(),
            ))
        })
        .collect();
    let body = match (&answer["body"], answer["body"]["__text__"].as_str()) {
        (_, Some(text)) => text.to_owned(),
        (Value::Null, None) => String::new(),
        (value, None) => value.to_string(),
    };

    Fault::Answer {
        status,
        body,
        headers,
        after_commit: false,
    }
}

/// The addresses of providers are opened by a browser; what it is sent home with is for the client to read.
fn browser_came_home(name: &str, location: Option<&str>) {
    let home = "myapp://auth/callback";
    let Some(location) = location.filter(|location| location.starts_with(home)) else {
        return;
    };
    let home = Redirected::parse(location, home, Pkce::NotUsed);
    assert!(home.is_ok(), "{name}: {home:?}");
}
