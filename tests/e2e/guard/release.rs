//! The program that ships, as it comes out of its package. `cargo xtask test` names it once it is built.

use std::{collections::BTreeSet, env, fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use tests::{
    desk::{Desk, Keychain},
    say,
    wait::{self, PATIENCE},
    web_driver,
};
use tokio::{
    net::TcpStream,
    time::{Duration, sleep},
};

/// Where the program lies.
const RELEASED: &str = "LATCHKEY_RELEASED";
/// What opens an inspector, or the menu of one, in a build for development.
const KEYS: [&str; 4] = ["F12", "ctrl+shift+i", "ctrl+u", "ctrl+r"];
/// An inspector opens within a second; it has a process of its own.
const LOOK_AROUND: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_release_cannot_be_driven_inspected_or_made_to_tell_its_keys() -> Result<()> {
    let Some(program) = env::var_os(RELEASED).map(PathBuf::from) else {
        say::line(
            "skipped: there is no program that ships here; the step `bundle` builds and tests it",
        );
        return Ok(());
    };
    let mut desk = Desk::set_up(Keychain::Unlocked).await?;
    let (inspector, web_inspector) = (
        web_driver::free_port().await?,
        web_driver::free_port().await?,
    );
    let keys = desk.folder("keys.log");
    let set = [
        ("TAURI_AUTOMATION", "true".to_owned()),
        ("TAURI_WEBVIEW_AUTOMATION", "true".to_owned()),
        ("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{inspector}")),
        (
            "WEBKIT_INSPECTOR_HTTP_SERVER",
            format!("127.0.0.1:{web_inspector}"),
        ),
        ("SSLKEYLOGFILE", keys.to_string_lossy().into_owned()),
    ];
    let before: BTreeSet<u32> = desk.processes().into_iter().collect();
    for (name, value) in &set {
        desk.set(name, value);
    }
    let mut app = desk.environment().start(&program, &[])?;
    let window = wait::until("the window", PATIENCE, async || {
        Ok(desk.windows_named("Latchkey").await?.pop())
    })
    .await?;
    let ours = || -> Vec<u32> {
        let all = desk.processes().into_iter();
        all.filter(|id| !before.contains(id)).collect()
    };
    wait::until("the process of the page", PATIENCE, async || {
        Ok((drawing(&ours()) == 1).then_some(()))
    })
    .await?;

    for id in ours() {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        let environment = String::from_utf8_lossy(&environment);
        for (name, _) in &set {
            let is_set = environment
                .split('\0')
                .any(|it| it.starts_with(&format!("{name}=")));
            ensure!(!is_set, "{name} is in the environment of {id}");
        }
    }
    for port in [inspector, web_inspector] {
        ensure!(
            TcpStream::connect(("127.0.0.1", port)).await.is_err(),
            "an inspector listens"
        );
    }
    ensure!(
        listening(&ours())?.is_empty(),
        "nothing of it listens: {:?}",
        listening(&ours())?
    );

    for key in KEYS {
        desk.environment()
            .run("xdotool", &["windowfocus", "--sync", &window, "key", key])
            .await?;
    }
    desk.environment()
        .run(
            "xdotool",
            &["mousemove", "--window", &window, "300", "300", "click", "3"],
        )
        .await?;
    sleep(LOOK_AROUND).await;
    ensure!(
        drawing(&ours()) == 1,
        "a second page was opened: an inspector"
    );
    ensure!(
        desk.windows_named("Inspector").await?.is_empty(),
        "an inspector is open"
    );
    ensure!(!keys.exists(), "keys of connections were written down");
    ensure!(app.id().is_ok(), "the app goes on");
    say::line("release_checked: 1");

    app.kill().await
}

/// How many of these processes draw a page.
fn drawing(processes: &[u32]) -> usize {
    let name = |id: &&u32| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();

    processes
        .iter()
        .filter(|id| name(id).starts_with("WebKitWebProces"))
        .count()
}

/// The TCP sockets on which one of these processes listens, by what proc(5) calls their inode.
fn listening(processes: &[u32]) -> Result<BTreeSet<String>> {
    /// The state LISTEN in `/proc/net/tcp`.
    const LISTEN: &str = "0A";

    let mut all = BTreeSet::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = fs::read_to_string(table).context("reading the sockets")?;
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            if fields.get(3) == Some(&LISTEN) {
                all.extend(fields.get(9).map(|inode| format!("socket:[{inode}]")));
            }
        }
    }
    let held = processes
        .iter()
        .filter_map(|id| fs::read_dir(format!("/proc/{id}/fd")).ok())
        .flat_map(|folder| folder.filter_map(Result::ok))
        .filter_map(|entry| fs::read_link(entry.path()).ok())
        .map(|link| link.to_string_lossy().into_owned());

    Ok(held.filter(|socket| all.contains(socket)).collect())
}
