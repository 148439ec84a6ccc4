//! Calls of the page as a script would make them that has taken it over.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use fantoccini::wd::TimeoutConfiguration;
use serde_json::{Value, json};
use tests::{app::App, desk::Keychain, journey, page::Role, say, words};

/// The file that lists every command with its arguments, made from the contract by the app itself.
const BINDINGS: &str = include_str!("../../../ui/src/lib/bindings.ts");
/// A command that asks nobody.
const QUICK: &str = "about";
/// A command that waits for the keychain.
const SLOW: &str = "check_vault";
/// What Tauri and its plug-ins offer to a page that may call them, one of each, and a command that nobody has.
const FOREIGN: [&str; 16] = [
    "plugin:app|version",
    "plugin:deep-link|get_current",
    "plugin:event|emit",
    "plugin:event|listen",
    "plugin:image|from_path",
    "plugin:menu|new",
    "plugin:opener|open_path",
    "plugin:opener|open_url",
    "plugin:path|resolve_directory",
    "plugin:resources|close",
    "plugin:tray|new",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:window|create",
    "plugin:window-state|save_window_state",
    "no_such_command",
];
/// As many calls as the app lets wait. They give their places up after three seconds, so a slow flood gets more in.
const ROOM: u64 = 64;

/// Thousands of calls, and hundreds of megabytes, on a machine that has other things to do.
const SCRIPT_DEADLINE: Duration = Duration::from_secs(180);

/// Calls everything in a list of `[command, arguments]` and hands back how each went, in its order. `$long` stands for a
/// string of 10 MiB, `$deep` for an object a hundred levels deep.
const CALL_ALL: &str = r#"
const [calls, done] = [arguments[0], arguments[arguments.length - 1]];
const long = "x".repeat(10 * 1024 * 1024);
let deep = 1;
for (let level = 0; level < 100; level++) deep = { deep };
const filled = (given) => Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) =>
  [name, value === "$long" ? long : value === "$deep" ? deep : value]));
const call = ([command, given]) => window.__TAURI_INTERNALS__.invoke(command, filled(given))
  .then((answer) => ({ answer: answer ?? null }), (error) => ({ error: error instanceof Error ? String(error) : error }));
(async () => {
  const went = [];
  for (const one of calls) went.push(await call(one));
  done(went);
})();
"#;

/// Calls one command so many times at once and counts the answers by what they are.
const FLOOD: &str = r#"
const [command, times, done] = [arguments[0], arguments[1], arguments[arguments.length - 1]];
const counted = {};
const count = (how) => (counted[how] = (counted[how] ?? 0) + 1);
Promise.all(Array.from({ length: times }, () => window.__TAURI_INTERNALS__.invoke(command)
  .then(() => count("answered"), (error) => count(error.problem ?? error.code ?? String(error)))))
  .then(() => done(counted));
"#;

/// Makes the page's protocol fail, so that Tauri's script falls back to messages, and calls.
const GO_ROUND: &str = r#"
const done = arguments[arguments.length - 1];
window.fetch = () => Promise.reject(new Error("on purpose"));
window.__TAURI_INTERNALS__.invoke("settings").then((answer) => done({ answer }), (error) => done({ error }));
"#;

#[tokio::test]
async fn every_command_refuses_what_it_does_not_take() -> Result<()> {
    journey::take("wrong-arguments", Keychain::Unlocked, async |journey| {
        journey.open_app().await?;
        let commands = commands();
        ensure!(commands.len() > 80, "the list of commands is whole");

        let calls: Vec<Value> = commands
            .iter()
            .flat_map(|(command, arguments)| wrong(command, arguments))
            .collect();
        let went = call_all(journey.app()?, &calls).await?;

        ensure!(went.len() == calls.len(), "each call is answered");
        for (call, went) in calls.iter().zip(&went) {
            ensure!(
                went["error"] == json!({ "code": "call_refused", "problem": "arguments" }),
                "{call} went like this: {went}"
            );
        }
        say::line(&format!(
            "wrong_calls_refused: {} of {}",
            went.len(),
            calls.len()
        ));
        let fine = call_all(journey.app()?, &[json!([QUICK, {}])]).await?;
        ensure!(fine[0]["answer"].is_object(), "it goes on: {fine:?}");
        let foreign = FOREIGN.map(|command| json!([command, {}]));
        let went = call_all(journey.app()?, &foreign).await?;
        let is_refused = |went: &&Value| went["error"]["problem"] == "not_allowed";
        let allowed: Vec<&Value> = went.iter().filter(|it| !is_refused(it)).collect();
        say::line(&format!(
            "permissions_beyond_our_commands: {} of {}",
            allowed.len(),
            went.len()
        ));
        ensure!(
            allowed.is_empty() && went.len() == FOREIGN.len(),
            "{allowed:?}"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ten_thousand_calls_at_once_are_bounded_and_the_page_goes_on() -> Result<()> {
    journey::take("flood", Keychain::Unlocked, async |journey| {
        journey.open_app().await?;
        // Every call that gets in waits until its deadline.
        journey.desk.hush_keychain().await?;

        let counted = run(journey.app()?, FLOOD, vec![json!(SLOW), json!(10_000)]).await?;

        let number = |how: &str| counted[how].as_u64().unwrap_or_default();
        ensure!(
            number("too_many") >= 10_000 - 16 * ROOM,
            "few got in: {counted}"
        );
        ensure!(
            number("too_many") + number("vault") == 10_000,
            "each was answered in a typed way: {counted}"
        );
        journey.desk.wake_keychain().await?;
        let page = journey.app()?.page();
        page.click(words::TO_SETTINGS).await?;
        page.press(Role::Choice, words::DARK).await?;
        page.wait_for("html[data-theme=dark]").await?;

        // What the door costs: a call that does next to nothing, there and back.
        let begun = Instant::now();
        let calls = vec![json!([QUICK, {}]); 500];
        call_all(journey.app()?, &calls).await?;
        let each = begun.elapsed().as_micros() / 500;
        say::line(&format!("call_through_the_door_micros: {each}"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_call_that_goes_round_the_door_is_refused() -> Result<()> {
    journey::take("round-the-door", Keychain::Unlocked, async |journey| {
        journey.open_app().await?;

        let went = run(journey.app()?, GO_ROUND, Vec::new()).await?;

        ensure!(
            went["error"] == json!({ "code": "call_refused", "problem": "not_allowed" }),
            "it went like this: {went}"
        );
        Ok(())
    })
    .await
}

/// Every command, with the names of its arguments.
fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    BINDINGS
        .split("__TAURI_INVOKE")
        .filter_map(|rest| {
            let (command, rest) = rest.split_once("(\"")?.1.split_once('"')?;
            let given = rest.strip_prefix(", { ").and_then(|it| it.split_once(" }"));
            let names = given.map_or_else(Vec::new, |(names, _)| names.split(", ").collect());
            Some((command, names))
        })
        .collect()
}

/// What no command takes, for this one.
fn wrong(command: &str, arguments: &[&str]) -> Vec<Value> {
    let all = |value: Value| -> Value {
        let fields = arguments
            .iter()
            .map(|name| ((*name).to_owned(), value.clone()));
        json!([command, fields.collect::<serde_json::Map<_, _>>()])
    };
    let mut more = all(json!("x"));
    more[1]["more"] = json!(1);
    let mut polluted = all(json!("x"));
    polluted[1]["constructor"] = json!({ "prototype": 1 });
    if arguments.is_empty() {
        return vec![more, polluted];
    }

    vec![
        json!([command, {}]),
        all(Value::Null),
        all(json!({ "": [] })),
        all(json!("$long")),
        all(json!("$deep")),
        more,
        polluted,
    ]
}

async fn call_all(app: &App, calls: &[Value]) -> Result<Vec<Value>> {
    let went = run(app, CALL_ALL, vec![json!(calls)]).await?;

    went.as_array().cloned().context("a list of answers")
}

async fn run(app: &App, script: &str, arguments: Vec<Value>) -> Result<Value> {
    let client = app.page().client();
    client
        .update_timeouts(TimeoutConfiguration::new(Some(SCRIPT_DEADLINE), None, None))
        .await
        .context("giving scripts time")?;

    client
        .execute_async(script, arguments)
        .await
        .context("running a script in the app")
}
