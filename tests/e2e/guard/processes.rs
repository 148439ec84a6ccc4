//! Processes that end, hang, or are told that nobody looks any more.

use std::{
    fs,
    net::TcpStream,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use tests::{
    app::{App, PROGRAM, SERVICE},
    browser::SCHEME,
    deeds,
    desk::{Desk, Keychain},
    emulator::DEMO_AUTH0,
    journey,
    page::Role,
    programs,
    wait::{self, PATIENCE},
    words,
};

/// As much of the name of WebKit's process as the kernel keeps.
const WEB_PROCESS: &str = "WebKitWebProces";
/// How long a second start waits for the first.
const FROZEN_DEADLINE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_page_whose_process_is_killed_comes_back_with_the_session() -> Result<()> {
    journey::take("page-killed", Keychain::Unlocked, async |journey| {
        let ada = journey.emulator.person(0)?;
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &ada).await?;
        let kept = journey.desk.kept_secrets(SERVICE).await?;
        journey
            .app()?
            .page()
            .run("location.reload()", Vec::new())
            .await?;
        deeds::see_profile(journey.app()?, &ada).await?;

        // A driver takes the end of the page for that of the app, so from here on somebody types.
        journey.kill_app().await?;
        let desk = &journey.desk;
        let mut app = desk.environment().start(programs::ours(PROGRAM)?, &[])?;
        press_until(desk, "ctrl+2", words::PROFILE_TITLE).await?;
        let drawing = web_processes(desk);
        ensure!(
            drawing.len() == 1,
            "one process draws the page: {drawing:?}"
        );
        desk.kill(&drawing).await?;
        let next = wait::until("another process of the page", PATIENCE, async || {
            let now = web_processes(desk);
            Ok((now.len() == 1 && now != drawing).then_some(now))
        })
        .await?;
        // The sections of an account can be reached only where there is one.
        for (key, title) in [
            ("ctrl+comma", words::SETTINGS_TITLE),
            ("ctrl+2", words::PROFILE_TITLE),
        ] {
            press_until(desk, key, title).await?;
        }
        ensure!(web_processes(desk) == next, "it stays");
        ensure!(
            desk.processes_of(PROGRAM)? == [app.id()?],
            "the app was not started anew"
        );
        ensure!(
            journey.desk.kept_secrets(SERVICE).await? == kept,
            "the session is as it was"
        );
        app.kill().await
    })
    .await
}

#[tokio::test]
async fn closing_the_window_during_a_sign_in_leaves_nothing_that_listens() -> Result<()> {
    journey::take(
        "closed-during-sign-in",
        Keychain::Unlocked,
        async |journey| {
            journey.desk.lose_links()?;
            journey.open_app().await?;
            journey.begin_in_browser(DEMO_AUTH0).await?;
            let page = journey.app()?.page();
            page.wait_for(words::NOTHING_HAPPENED).await?;
            page.press(Role::Button, words::COME_BACK_LOCALLY).await?;
            let address = journey.browser.asked_for(&journey.desk).await?;
            let port = address
                .split("127.0.0.1%3A")
                .nth(1)
                .and_then(|rest| rest.get(..5));
            let place = format!("127.0.0.1:{}", port.context("a port in the address")?);
            ensure!(
                TcpStream::connect(&place).is_ok(),
                "the sign-in listens at {place}"
            );

            // Somebody has to pass the wish to close on to the window.
            let _manager = journey.desk.environment().start("openbox", &[])?;
            wait::until("the app to end", PATIENCE, async || {
                let windows = journey.desk.windows_named("Latchkey").await?;
                if let Some(window) = windows.first() {
                    let keys = ["windowfocus", window, "key", "alt+F4"];
                    // It may be gone before it has the focus.
                    let _ = journey.desk.environment().run("xdotool", &keys).await;
                }
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(journey.desk.processes_of(PROGRAM)?.is_empty().then_some(()))
            })
            .await?;
            ensure!(
                TcpStream::connect(&place).is_err(),
                "nobody listens at {place}"
            );
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_second_start_does_not_wait_for_a_first_that_hangs() -> Result<()> {
    journey::take("first-hangs", Keychain::Unlocked, async |journey| {
        journey.open_app().await?;
        journey.app()?.page().wait_for(words::WELCOME).await?;
        let first = journey.desk.processes_of(PROGRAM)?;
        let [first] = first[..] else {
            anyhow::bail!("one app runs: {first:?}");
        };
        journey.desk.signal("STOP", first).await?;

        let begun = Instant::now();
        let link = format!("{SCHEME}://demo-auth0/callback?code=abc&state=of-the-first");
        let second = App::open_by(&journey.desk, &[&link]).await?;
        second
            .page()
            .wait_for_text_in(words::NOTICES, words::LINK_IGNORED)
            .await?;

        ensure!(
            begun.elapsed() >= FROZEN_DEADLINE,
            "the first was given its time"
        );
        ensure!(
            journey.desk.processes_of(PROGRAM)?.len() == 2,
            "each has a window"
        );
        ensure!(
            App::output(&journey.desk)?.contains("does not answer"),
            "the log says why"
        );
        journey.desk.signal("CONT", first).await?;
        journey.app()?.page().wait_for(words::WELCOME).await
    })
    .await
}

#[tokio::test]
async fn a_locked_screen_covers_what_was_on_it() -> Result<()> {
    journey::take("screen-locked", Keychain::Unlocked, async |journey| {
        let bob = journey.emulator.person(1)?;
        // The private bus is that of the system, too.
        let bus = format!("unix:path={}", journey.desk.folder("run/bus").display());
        journey.desk.set("DBUS_SYSTEM_BUS_ADDRESS", bus);
        journey.open_app().await?;
        journey.sign_in_with_browser(DEMO_AUTH0, &bob).await?;
        deeds::open_methods(journey.app()?).await?;
        deeds::begin_to_add(journey.app()?, words::AUTHENTICATOR_APP).await?;
        let page = journey.app()?.page();
        page.wait_for(words::QR).await?;

        for (path, signal, says) in [
            (
                "/org/freedesktop/ScreenSaver",
                "org.freedesktop.ScreenSaver.ActiveChanged",
                Some("true"),
            ),
            (
                "/org/freedesktop/login1/session/_31",
                "org.freedesktop.login1.Session.Lock",
                None,
            ),
            (
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager.PrepareForSleep",
                Some("true"),
            ),
        ] {
            let mut arguments = vec![
                "emit",
                "--session",
                "--object-path",
                path,
                "--signal",
                signal,
            ];
            arguments.extend(says);
            journey.desk.environment().run("gdbus", &arguments).await?;
            wait::until("the code to be covered", PATIENCE, async || {
                Ok((!page.shows(words::QR).await?).then_some(()))
            })
            .await
            .with_context(|| signal.to_owned())?;
            page.press(Role::Button, words::SHOW_AGAIN).await?;
            page.wait_for(words::QR).await?;
        }
        Ok(())
    })
    .await
}

/// Presses a key in the window of the app until its frame says which screen it led to.
async fn press_until(desk: &Desk, key: &str, title: &str) -> Result<()> {
    wait::until(title, PATIENCE, async || {
        let windows = desk.windows_named("Latchkey").await?;
        // A page that is about to come back has no name for a moment.
        let Some(window) = windows.first() else {
            return Ok(None);
        };
        let keys = ["windowfocus", "--sync", window, "key", key];
        // The window may have gone while it was looked for.
        let _ = desk.environment().run("xdotool", &keys).await;
        // The page shows it a moment later.
        tokio::time::sleep(Duration::from_millis(300)).await;

        Ok((!desk.windows_named(title).await?.is_empty()).then_some(()))
    })
    .await
}

/// The processes that draw pages of the app.
fn web_processes(desk: &Desk) -> Vec<u32> {
    let name = |id: &u32| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default();

    desk.processes()
        .into_iter()
        .filter(|id| name(id).trim() == WEB_PROCESS)
        .collect()
}
