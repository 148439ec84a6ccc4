use std::time::Duration;

use super::*;

fn wish(connection: &str) -> Value {
    json!({
        "connection": connection,
        "redirect_uri": CALLBACK,
        "state": "the-state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    })
}

/// Begins and answers the page as a person would; returns the callback and the session.
async fn walk(caller: &Caller<'_>, connection: &str, answer: &str) -> (String, Value) {
    let begun = caller
        .post("connected-accounts/connect", &wish(connection))
        .await;
    assert_eq!(begun.status, 201, "{}", begun.body);
    let begun = begun.json();
    let uri = text(&begun, "connect_uri");
    let ticket = text(&begun["connect_params"], "ticket");
    let mut visitor = Visitor::default();
    let page = visitor
        .get(&format!("{uri}?ticket={ticket}"))
        .await
        .unwrap();
    assert!(page.status == 200 && page.body.contains(connection));
    let fields = [("ticket", ticket), ("answer", answer)];
    let answer = visitor.post_form(uri, &fields).await.unwrap();
    (answer.location().unwrap().to_owned(), begun)
}

async fn complete(caller: &Caller<'_>, callback: &str, begun: &Value) -> Page {
    let body = json!({
        "auth_session": begun["auth_session"],
        "connect_code": parameter(callback, "connect_code"),
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    });
    caller.post("connected-accounts/complete", &body).await
}

async fn connect(caller: &Caller<'_>, connection: &str) -> Page {
    let (callback, begun) = walk(caller, connection, "yes").await;
    complete(caller, &callback, &begun).await
}

async fn names(caller: &Caller<'_>, query: &str) -> Vec<String> {
    let body = caller
        .get(&format!("connected-accounts/accounts{query}"))
        .await
        .json();
    let accounts = body["accounts"].as_array().unwrap();
    accounts
        .iter()
        .map(|account| text(account, "connection").to_owned())
        .collect()
}

#[tokio::test]
async fn an_account_is_connected_through_the_browser_and_removed() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    let (callback, begun) = walk(&caller, "github", "yes").await;
    assert_eq!(parameter(&callback, "state").unwrap(), "the-state");
    assert_eq!(begun["expires_in"], 300);

    let connected = complete(&caller, &callback, &begun).await;
    let spent = complete(&caller, &callback, &begun).await;
    let account = connected.json();
    let path = format!("connected-accounts/accounts/{}", text(&account, "id"));
    let removed = caller.delete(&path).await;

    assert_eq!(
        (connected.status, &account["access_type"]),
        (201, &json!("offline"))
    );
    assert_problem(&spent, 400, "Bad Request");
    assert_eq!(removed.status, 204);
    assert!(names(&caller, "").await.is_empty());
    assert_problem(
        &caller.delete("connected-accounts/accounts/mine").await,
        400,
        "Bad Request",
    );
}

#[tokio::test]
async fn denying_and_coming_late_lead_nowhere() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;

    let (denied, _) = walk(&caller, "github", "no").await;
    let (callback, begun) = walk(&caller, "github", "yes").await;
    emulator.advance(Duration::from_secs(300));
    let late = complete(&caller, &callback, &begun).await;

    assert_eq!(parameter(&denied, "error").unwrap(), "access_denied");
    assert_problem(&late, 400, "Bad Request");
}

#[tokio::test]
async fn a_connection_is_connected_once() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    connect(&caller, "slack").await;

    assert_problem(&connect(&caller, "slack").await, 409, "Conflict");
}

#[tokio::test]
async fn the_filter_is_understood_in_three_spellings() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    for connection in ["github", "slack", "dropbox"] {
        connect(&caller, connection).await;
    }

    assert_eq!(names(&caller, "?connection=slack").await, ["slack"]);
    let both = ["github", "dropbox"];
    assert_eq!(
        names(&caller, "?connection=github&connection=dropbox").await,
        both
    );
    assert_eq!(
        names(&caller, "?connection=%5B%22github%22%2C%22dropbox%22%5D").await,
        both
    );
}

#[tokio::test]
async fn pages_follow_each_other_until_there_is_no_next() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;

    let first = caller
        .get("connected-accounts/connections?take=3")
        .await
        .json();
    let next = text(&first, "next");
    let second = caller
        .get(&format!(
            "connected-accounts/connections?take=3&from={next}"
        ))
        .await
        .json();

    assert_eq!(first["connections"].as_array().unwrap().len(), 3);
    assert_eq!(second["connections"][0]["name"], "dropbox");
    assert!(second["next"].is_null());
    for wrong in ["take=0", "take=21", "take=many", "from=x"] {
        let page = caller
            .get(&format!("connected-accounts/connections?{wrong}"))
            .await;
        assert_problem(&page, 400, "Validation Error");
    }
}

#[tokio::test]
async fn odd_wishes_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let caller = Caller::new(&emulator, &BOB).await;
    for (name, value, pointer) in [
        (
            "redirect_uri",
            json!("https://elsewhere.example/"),
            "/redirect_uri",
        ),
        (
            "code_challenge_method",
            json!("plain"),
            "/code_challenge_method",
        ),
        ("scopes", json!([]), "/scopes"),
        (
            "authorization_params",
            json!({ "prompt": "please" }),
            "/authorization_params/prompt",
        ),
        (
            "authorization_params",
            json!({ "color": "red" }),
            "/authorization_params/color",
        ),
        ("color", json!("red"), "/color"),
    ] {
        let mut body = wish("github");
        body[name] = value;
        assert_invalid(
            &caller.post("connected-accounts/connect", &body).await,
            pointer,
        );
    }
    let unknown = caller
        .post("connected-accounts/connect", &wish("nobody"))
        .await;
    assert_problem(&unknown, 400, "Bad Request");
}
