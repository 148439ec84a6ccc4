//! The system's proxy. It is read from the environment, once: so whoever asks through one is a process of its own.

use std::process::Command;

use super::*;

/// Starts one of the tests below behind a proxy.
async fn passes(name: &'static str, proxy: Url) {
    let run = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("http::tests::proxy::{name}")])
            .args(["--ignored"])
            .env("HTTP_PROXY", proxy.as_str())
            .env("HTTPS_PROXY", proxy.as_str())
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
    });
    let run = run.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&run.stdout);

    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn what_is_on_this_machine_is_asked_without_one() {
    let proxy = Server::answering(403, "", b"").await;
    passes("asks_this_machine", proxy.url.clone()).await;

    assert!(proxy.seen().is_empty());
}

#[tokio::test]
async fn one_that_refuses_is_told_from_one_that_wants_a_password() {
    for (status, name) in [(403, "is_refused"), (407, "is_asked_for_a_password")] {
        let proxy = Server::answering(status, "", b"").await;
        passes(name, proxy.url.clone()).await;

        assert!(proxy.seen()[0].starts_with("CONNECT provider.example:443"));
    }
}

#[tokio::test]
#[ignore = "another test starts it, behind a proxy"]
async fn asks_this_machine() {
    let server = Server::json(200, "{}").await;

    assert_eq!(read(Request::get(server.url)).await.unwrap(), json!({}));
}

#[tokio::test]
#[ignore = "another test starts it, behind a proxy"]
async fn is_refused() {
    assert_eq!(kind_behind_a_proxy().await, UnreachableKind::Proxy);
}

#[tokio::test]
#[ignore = "another test starts it, behind a proxy"]
async fn is_asked_for_a_password() {
    assert_eq!(
        kind_behind_a_proxy().await,
        UnreachableKind::ProxyAuthentication
    );
}

async fn kind_behind_a_proxy() -> UnreachableKind {
    let url = Url::parse("https://provider.example/").unwrap();
    let Err(CallError::Unreachable(unreachable)) = read(Request::get(url)).await else {
        panic!("the proxy let it through")
    };

    unreachable.kind
}
