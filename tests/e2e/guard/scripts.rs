//! Ways out of the window, and ways in for pages that are not ours.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tests::{app::PROGRAM, desk::Keychain, journey, say, words};

/// Nobody is there; whoever asks for it would be refused quickly.
const FOREIGN: &str = "http://127.0.0.1:9";

/// Makes frames of every kind and says what each of them can do.
const FRAMES: &str = r#"
const [foreign, done] = [arguments[0], arguments[arguments.length - 1]];
const heard = [];
addEventListener("message", (event) => typeof event.data === "string" && heard.push(event.data));
const call = `<script>parent.postMessage("ran", "*"); window.__TAURI_INTERNALS__?.invoke("about")
  .then(() => parent.postMessage("called", "*"))<\/script>`;
const made = { foreign: { src: foreign }, text: { srcdoc: call }, opaque: { srcdoc: call, sandbox: "allow-scripts" },
  data: { src: "data:text/html," + encodeURIComponent(call) }, script: { src: "javascript:parent.postMessage('ran','*')" },
  blank: {}, ours: { src: location.origin + "/index.html" } };
const frames = Object.entries(made).map(([name, given]) => {
  const frame = Object.assign(document.createElement("iframe"), { name });
  for (const [key, value] of Object.entries(given)) frame.setAttribute(key, value);
  document.body.append(frame);
  return frame;
});
setTimeout(async () => {
  const report = { heard };
  for (const frame of frames) {
    let inside = "closed";
    try { inside = typeof frame.contentWindow.__TAURI_INTERNALS__; } catch { }
    report[frame.name] = inside;
  }
  // The one frame that can be entered has to call by itself, without the key that only the page's own script has.
  const blank = frames.find((one) => one.name === "blank").contentWindow;
  report.called = await blank.fetch("ipc://localhost/about", { method: "POST", body: "{}",
    headers: { "Content-Type": "application/json", "Tauri-Callback": "1", "Tauri-Error": "2" } })
    .then((answer) => answer.json(), (error) => String(error));
  report.guessed = await blank.fetch("ipc://localhost/about", { method: "POST", body: "{}",
    headers: { "Content-Type": "application/json", "Tauri-Callback": "1", "Tauri-Error": "2", "Tauri-Invoke-Key": "guessed" } })
    .then((answer) => answer.json(), (error) => String(error));
  frames.forEach((frame) => frame.remove());
  done(report);
}, 1500);
"#;

/// Tries to leave the page in every way a script has, one after the other.
const LEAVE: &str = r#"
const [foreign, done] = [arguments[0], arguments[arguments.length - 1]];
const link = (target) => { const a = Object.assign(document.createElement("a"), { href: foreign, target });
  document.body.append(a); a.click(); a.remove(); };
const form = (method, target) => { const one = Object.assign(document.createElement("form"), { action: foreign, method, target });
  document.body.append(one); one.submit(); one.remove(); };
const refresh = () => { const meta = document.createElement("meta");
  meta.httpEquiv = "refresh"; meta.content = "0;url=" + foreign; document.head.append(meta); };
const ways = [() => window.open(foreign), () => window.open(foreign, "_self"), () => window.open("about:blank"), () => link("_blank"), () => link(""),
  () => form("post", ""), () => form("get", "_blank"), refresh, () => location.assign(foreign),
  () => location.assign("http://tauri.evil.example/"), () => location.assign("http://app.evil.example/"),
  () => location.assign("file:///etc/passwd"), () => location.assign("data:text/html,x"), () => location.assign("ipc://localhost/about")];
(async () => {
  let opened = 0;
  for (const way of ways) {
    try { const other = way(); if (other && other !== window) opened++; } catch { }
    await new Promise((later) => setTimeout(later, 150));
  }
  done({ opened, tried: ways.length, place: location.origin });
})();
"#;

/// Drops things on the window, and says what the page made of it.
const DROP: &str = r#"
const carried = (fill) => { const data = new DataTransfer(); fill(data); return data; };
const file = carried((data) => data.items.add(new File(["x"], "evil.html", { type: "text/html" })));
const address = carried((data) => data.setData("text/uri-list", "http://127.0.0.1:9/"));
return [file, address].flatMap((dataTransfer) => ["dragover", "drop"].map((kind) => {
  const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}));
"#;

/// Asks the protocol of the page for things that are not of the page.
const PATHS: &str = r#"
const done = arguments[arguments.length - 1];
const origin = "tauri://localhost";
const paths = ["/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2fetc%2fpasswd",
  "/file:///etc/passwd", "/assets/..%5c..%5csecret", "/%00", "/" + "x".repeat(1024 * 1024)];
const load = (path) => new Promise((over) => {
  const image = new Image();
  image.onload = () => over("loaded");
  image.onerror = () => over("refused");
  image.src = origin + path;
});
Promise.all(paths.map(load)).then(done);
"#;

#[tokio::test]
async fn a_script_in_the_window_gets_nowhere() -> Result<()> {
    journey::take(
        "script-in-the-window",
        Keychain::Unlocked,
        async |journey| {
            journey.open_app().await?;
            let page = journey.app()?.page();
            let run = async |script: &str| -> Result<Value> {
                let went = page
                    .client()
                    .execute_async(script, vec![json!(FOREIGN)])
                    .await;
                went.context("running a script in the app")
            };

            let frames = run(FRAMES).await?;
            ensure!(
                frames["heard"] == json!([]),
                "no frame runs a script: {frames}"
            );
            for kind in ["foreign", "text", "opaque", "data", "script", "ours"] {
                let inside = &frames[kind];
                ensure!(
                    inside == "closed" || inside == "undefined",
                    "{kind} can call: {frames}"
                );
            }
            ensure!(
                frames["blank"] == "undefined",
                "an empty frame can call: {frames}"
            );
            for how in ["called", "guessed"] {
                let is_data = frames[how].get("version").is_some();
                ensure!(
                    !is_data && !frames[how].is_null(),
                    "without the key: {frames}"
                );
            }
            say::line(&format!("frames: {frames}"));

            let left = run(LEAVE).await?;
            ensure!(
                left["opened"] == 0 && left["place"] == "tauri://localhost",
                "{left}"
            );
            ensure!(
                journey.desk.opened_pages().is_empty(),
                "no browser was opened"
            );

            let dropped = page.run(DROP, Vec::new()).await?;
            ensure!(
                dropped == json!([true, true, true, true]),
                "what is dropped: {dropped}"
            );

            let paths = run(PATHS).await?;
            let all = paths.as_array().context("a list")?;
            ensure!(all.iter().all(|it| it == "refused"), "{paths}");
            let typed = [
                "%2e%2e/%2e%2e/etc/passwd",
                "/etc/passwd",
                "..%2f..%2fetc%2fpasswd",
            ];
            for path in typed {
                page.client()
                    .goto(&format!("tauri://localhost/{path}"))
                    .await
                    .context("opening a path")?;
                let text = page.text().await?;
                ensure!(
                    !text.contains("root:"),
                    "a file of the system is shown for {path}"
                );
            }

            page.client()
                .goto("tauri://localhost/")
                .await
                .context("opening the page again")?;
            page.wait_for(words::WELCOME).await?;
            ensure!(
                journey.desk.processes_of(PROGRAM)?.len() == 1,
                "the app runs"
            );
            ensure!(
                journey.desk.windows_named("Latchkey").await?.len() == 1,
                "in one window"
            );
            // All but the messages that the frames sent are ways of their own.
            let framed = frames.as_object().context("a report")?.len() - 1;
            let tried = left["tried"].as_u64().context("a number")?;
            let all = u64::try_from(framed + all.len() + typed.len() + 4)? + tried;
            say::line(&format!("window_escapes_blocked: {all} of {all}"));
            Ok(())
        },
    )
    .await
}
