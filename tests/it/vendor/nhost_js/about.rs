use emulator::{Emulator, Signing};
use serde_json::{Value, json};

use super::Project;
use crate::vendor::outcome::Expected::Answer;

/// What the service says about itself.
pub(super) async fn rows(project: &mut Project) {
    let nothing = async |_: &Emulator| json!({ "given": [] });
    project
        .both("healthCheckGet", nothing, Answer("OK".into()))
        .await;
    project
        .both("healthCheckHead", nothing, Answer(Value::Null))
        .await;
    project.both("getVersion", nothing, Answer(json!({}))).await;
    project.both("getJWKs", nothing, Answer(json!({}))).await;
    let shared_secret = async |emulator: &Emulator| {
        emulator.change(|settings| settings.nhost.signing = Signing::Hs256);
        nothing(emulator).await
    };
    let no_keys = Answer(json!({ "keys": Value::Null }));
    project.both("getJWKs", shared_secret, no_keys).await;

    // Ours is looked at where its own kind of function is: `tests/it/nhost/manners.rs`.
    let seen = Answer(json!({ "seen": ["GET /v1/version"] }));
    project.vendor("pushChainFunction", nothing, seen).await;
}
