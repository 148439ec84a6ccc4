//! The harness itself: what the other journeys stand on holds without the app.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use tests::{
    browser::{Browser, SCHEME},
    desk::{Desk, Keychain},
    emulator::Emulator,
    wait::{self, PATIENCE},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

#[tokio::test]
async fn a_link_goes_from_the_browser_through_the_system_to_its_handler() -> Result<()> {
    let desk = Desk::set_up(Keychain::Absent).await?;
    let received = register_handler(&desk).await?;
    let link = format!("{SCHEME}://demo/callback?code=abc&state=x%20y");
    let server = redirecting_to(&link).await?;
    let browser = Browser::open(&desk, &[&server]).await?;

    // Chromium stays where it was, so it has no page to report.
    browser
        .page()
        .client()
        .goto(&server)
        .await
        .context("opening the redirect")?;

    let handed_over = wait::until("the handler to be started", PATIENCE, async || {
        Ok(fs::read_to_string(&received)
            .ok()
            .filter(|text| text.ends_with('\n')))
    })
    .await?;
    ensure!(
        handed_over.trim() == link,
        "the link arrived as {handed_over:?}"
    );
    ensure!(desk.opened_links() == [link], "it went through xdg-open");
    Ok(())
}

#[tokio::test]
async fn somebody_signs_in_at_the_provider_and_the_link_brings_a_code() -> Result<()> {
    let mut desk = Desk::set_up(Keychain::Absent).await?;
    let received = register_handler(&desk).await?;
    let emulator = Emulator::start(&mut desk).await?;
    let provider = emulator.auth0_address()?;
    let browser = Browser::open(&desk, &[provider]).await?;
    let ada = emulator.person(0)?;

    browser
        .go_to(&format!(
            "{provider}/authorize?response_type=code&client_id={}&scope=openid&state=of-ours&nonce=once\
             &redirect_uri={SCHEME}%3A%2F%2Fdemo-auth0%2Fcallback&code_challenge_method=S256\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            emulator.auth0_client_id()?
        ))
        .await?;
    browser.sign_in(&ada.email, &ada.password).await?;

    let link = wait::until("the link", PATIENCE, async || {
        Ok(fs::read_to_string(&received)
            .ok()
            .filter(|text| text.ends_with('\n')))
    })
    .await?;
    ensure!(
        link.contains("code=") && link.contains("state=of-ours"),
        "the link arrived as {link:?}"
    );
    Ok(())
}

#[tokio::test]
async fn web_addresses_go_to_the_default_browser_of_the_desk() -> Result<()> {
    let desk = Desk::set_up(Keychain::Absent).await?;

    desk.open_link("http://127.0.0.1:9/authorize?a=1&b=2")
        .await?;

    let opened = wait::until("the browser", PATIENCE, async || {
        Ok(desk.opened_pages().first().cloned())
    })
    .await?;
    ensure!(
        opened == "http://127.0.0.1:9/authorize?a=1&b=2",
        "the address arrived as {opened:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_open_keychain_keeps_what_it_is_given() -> Result<()> {
    let desk = Desk::set_up(Keychain::Unlocked).await?;

    desk.environment()
        .run(
            "sh",
            &[
                "-c",
                "printf canary | secret-tool store --label=test service harness username ada",
            ],
        )
        .await?;

    let found = desk.search_keychain("harness").await?;
    ensure!(
        found.contains("secret = canary"),
        "secret-tool finds {found:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_absent_keychain_is_not_there_and_a_silent_one_does_not_answer() -> Result<()> {
    let absent = Desk::set_up(Keychain::Absent).await?;
    ensure!(
        peek(&absent).await.contains("ServiceUnknown"),
        "nobody answers to the name"
    );

    let silent = Desk::set_up(Keychain::Silent).await?;
    ensure!(
        peek(&silent).await.contains("Timeout"),
        "somebody has the name and says nothing"
    );

    let locked = Desk::set_up(Keychain::Locked).await?;
    ensure!(
        peek(&locked).await.contains("<true>"),
        "the collection says that it is locked"
    );
    Ok(())
}

#[tokio::test]
async fn nothing_is_left_of_a_desk() -> Result<()> {
    let desk = Desk::set_up(Keychain::Unlocked).await?;
    let browser = Browser::open(&desk, &["http://127.0.0.1:9"]).await?;
    desk.environment()
        .run("sh", &["-c", "setsid sleep 1000 > /dev/null 2>&1 &"])
        .await?;
    let (folder, processes) = (desk.root().to_path_buf(), desk.processes());
    ensure!(
        processes.len() >= 8,
        "screen, bus, keychain, browser and what went into the background: {processes:?}"
    );

    drop(desk);

    ensure!(!folder.exists(), "the folder is gone");
    wait::until("everything to be gone", PATIENCE, async || {
        let left = processes
            .iter()
            .filter(|id| PathBuf::from(format!("/proc/{id}/exe")).exists())
            .count();
        Ok((left == 0).then_some(()))
    })
    .await?;
    drop(browser);
    Ok(())
}

/// What the bus says about the lock of the login collection within a second.
async fn peek(desk: &Desk) -> String {
    let arguments = [
        "--session",
        "--timeout=1",
        "--dest=org.freedesktop.secrets",
        "--object-path=/org/freedesktop/secrets/collection/login",
        "--method=org.freedesktop.DBus.Properties.Get",
        "org.freedesktop.Secret.Collection",
        "Locked",
    ];
    let answer = desk
        .environment()
        .run("gdbus", &[&["call"], &arguments[..]].concat())
        .await;

    answer.unwrap_or_else(|error| format!("{error:#}"))
}

/// Registers a script as the app is registered, and returns the file it writes links into.
async fn register_handler(desk: &Desk) -> Result<PathBuf> {
    let (program, received) = (desk.folder("bin/handler"), desk.folder("received"));
    let applications = desk.home().join(".local/share/applications");
    fs::write(
        &program,
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" > '{}'\n",
            received.display()
        ),
    )?;
    fs::write(
        applications.join("handler.desktop"),
        format!(
            "[Desktop Entry]\nType=Application\nName=Handler\nExec=\"{}\" %u\nNoDisplay=true\nMimeType=x-scheme-handler/{SCHEME}\n",
            program.display()
        ),
    )?;
    let environment = desk.environment();
    environment
        .run("chmod", &["+x", &program.to_string_lossy()])
        .await?;
    environment
        .run(
            "update-desktop-database",
            &[&applications.to_string_lossy()],
        )
        .await?;
    environment
        .run(
            "xdg-mime",
            &[
                "default",
                "handler.desktop",
                &format!("x-scheme-handler/{SCHEME}"),
            ],
        )
        .await?;

    Ok(received)
}

/// A server that answers everything with a redirect to a link.
async fn redirecting_to(link: &str) -> Result<String> {
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: {link}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if connection.read(&mut request).await.is_ok() {
                // A browser that went away has been answered as well.
                let _ = connection.write_all(answer.as_bytes()).await;
            }
        }
    });

    Ok(address)
}
