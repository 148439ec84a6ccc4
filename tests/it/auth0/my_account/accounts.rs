use std::{future::poll_fn, time::Duration};

use auth0::my_account::{
    AccessType, AuthSession, AuthorizationParams, Complete, Connect, ConnectCode, ConnectStarted,
    ConnectedAccount, Cursor, MyAccountError, PageRequest, ProblemKind,
};
use emulator::Fault;
use protocol::{
    Url,
    http::{CallError, What},
    secret::{CodeVerifier, State},
};
use serde_json::json;

use super::{REDIRECT, World, refusal};

const CONNECTIONS: &str = "/me/v1/connected-accounts/connections";

fn verifier() -> CodeVerifier {
    CodeVerifier::from_random([3; 32])
}

impl World {
    async fn connect(&self, connection: &str) -> Result<ConnectedAccount, MyAccountError> {
        let (started, code) = self.consent(connection).await;

        self.complete(&started.auth_session, &code).await
    }

    /// Begins, and says yes in the browser.
    async fn consent(&self, connection: &str) -> (ConnectStarted, ConnectCode) {
        let (state, verifier) = (State::from_random([4; 32]), verifier());
        let connect = Connect {
            connection,
            redirect_uri: REDIRECT,
            state: &state,
            verifier: &verifier,
            scopes: &[],
            authorization_params: AuthorizationParams::default(),
        };
        let started = self
            .client
            .connected_accounts()
            .connect(&self.token, &connect)
            .await
            .unwrap();
        let url = started.url().clone();
        let (_, ticket) = url
            .query_pairs()
            .find(|(name, _)| name == "ticket")
            .unwrap();
        let mut visitor = self.emulator.visitor();
        assert_eq!(visitor.get(url.as_str()).await.unwrap().status, 200);
        let mut form = url.clone();
        form.set_query(None);
        let fields = [("ticket", ticket.as_ref()), ("answer", "yes")];
        let page = visitor.post_form(form.as_str(), &fields).await.unwrap();
        let callback = Url::parse(page.location().unwrap()).unwrap();
        let of = |name: &str| {
            let found = callback.query_pairs().find(|(known, _)| known == name);
            found.unwrap().1.into_owned()
        };
        assert!(state.matches(&of("state")));

        (started, ConnectCode::new(of("connect_code")))
    }

    async fn complete(
        &self,
        auth_session: &AuthSession,
        connect_code: &ConnectCode,
    ) -> Result<ConnectedAccount, MyAccountError> {
        let verifier = verifier();
        let complete = Complete {
            auth_session,
            connect_code,
            redirect_uri: REDIRECT,
            verifier: &verifier,
        };

        self.client
            .connected_accounts()
            .complete(&self.token, &complete)
            .await
    }
}

#[tokio::test]
async fn an_account_is_connected_listed_and_disconnected() {
    let world = World::new().await;
    let accounts = world.client.connected_accounts();
    let (started, code) = world.consent("github").await;
    assert_eq!(started.expires_in, Duration::from_secs(300));
    assert!(!format!("{started:?}").contains("ticket"));

    let account = world.complete(&started.auth_session, &code).await.unwrap();
    assert_eq!(account.access_type, AccessType::Offline);
    let spent = world.complete(&started.auth_session, &code).await;
    assert_eq!(refusal(spent), (400, ProblemKind::BadRequest));
    let again = world.connect("github").await;
    assert_eq!(refusal(again), (409, ProblemKind::Conflict));
    let first = PageRequest::default();
    let page = accounts.list(&world.token, &[], &first).await.unwrap();
    assert_eq!(page.items[0].id, account.id);

    accounts.delete(&world.token, &account.id).await.unwrap();
    let page = accounts.list(&world.token, &[], &first).await.unwrap();
    assert!(page.items.is_empty() && page.next.is_none());
}

#[tokio::test]
async fn accounts_can_be_asked_for_by_one_or_several_connections() {
    let world = World::new().await;
    for connection in ["github", "slack", "dropbox"] {
        world.connect(connection).await.unwrap();
    }
    let accounts = world.client.connected_accounts();
    let cases: [&[&str]; 2] = [&["slack"], &["github", "dropbox"]];
    for only in cases {
        let page = accounts
            .list(&world.token, only, &PageRequest::default())
            .await
            .unwrap();
        let names: Vec<&str> = page.items.iter().map(|it| it.connection.as_str()).collect();
        assert_eq!(names, only);
    }

    let mut pages = accounts.pages(&world.token, &["github", "slack"], Some(1));
    let mut names = Vec::new();
    while let Some(page) = pages.next_page().await.unwrap() {
        names.extend(page.items.into_iter().map(|account| account.connection));
    }
    assert_eq!(names, ["github", "slack"]);
}

#[tokio::test]
async fn connections_come_in_pages_by_hand_and_as_a_stream() {
    let world = World::new().await;
    let connections = world.client.connected_accounts().connections();
    let request = PageRequest {
        from: None,
        take: Some(3),
    };
    let first = connections.list(&world.token, &request).await.unwrap();
    let rest = PageRequest {
        from: first.next.clone(),
        take: Some(3),
    };
    let second = connections.list(&world.token, &rest).await.unwrap();
    assert_eq!((first.items.len(), second.items.len()), (3, 1));
    assert_eq!(second.next, None);

    let mut stream = connections.pages(&world.token, Some(3)).into_stream();
    let mut items = Vec::new();
    while let Some(page) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
        items.extend(page.unwrap().items);
    }
    assert_eq!(items, [first.items, second.items].concat());
}

#[tokio::test]
async fn a_list_that_leads_in_circles_ends_with_an_error() {
    let world = World::new().await;
    let connections = world.client.connected_accounts().connections();
    let circle = Fault::json(200, &json!({"connections": [], "next": "same"}));
    world.emulator.fail_times(CONNECTIONS, 9, circle);

    let mut pages = connections.pages(&world.token, None);
    pages.next_page().await.unwrap();
    let error = pages.next_page().await.unwrap_err();

    assert!(is_too_large(&error), "AP04 {error:?}");
    assert_eq!(world.emulator.count(CONNECTIONS), 2);
}

#[tokio::test]
async fn a_list_without_an_end_ends_after_fifty_pages() {
    let world = World::new().await;
    for number in 0..60 {
        let body = json!({"connections": [], "next": format!("https://evil.example/{number}")});
        let page = Fault::json(200, &body);
        world.emulator.fail_next(CONNECTIONS, page);
    }
    let connections = world.client.connected_accounts().connections();
    let mut pages = connections.pages(&world.token, None);
    let error = loop {
        match pages.next_page().await {
            Ok(page) => assert!(page.is_some()),
            Err(error) => break error,
        }
    };

    assert!(is_too_large(&error), "AP04 {error:?}");
    assert_eq!(world.emulator.count(CONNECTIONS), 50, "AP05: only here");
}

#[tokio::test]
async fn a_page_that_failed_can_be_asked_for_again() {
    let world = World::new().await;
    let connections = world.client.connected_accounts().connections();
    let mut pages = connections.pages(&world.token, Some(3));
    let first = pages.next_page().await.unwrap().unwrap();
    assert!(first.next.is_some_and(|cursor| cursor != Cursor::new("")));
    world.emulator.fail_next(CONNECTIONS, Fault::status(401));

    assert!(pages.next_page().await.is_err());
    let second = pages.next_page().await.unwrap().unwrap();

    assert_eq!(second.items.len(), 1);
    assert_eq!(pages.next_page().await.unwrap(), None);
}

#[tokio::test]
async fn a_browser_is_sent_to_no_odd_address() {
    let world = World::new().await;
    let body = json!({
        "auth_session": "s", "connect_uri": "javascript:alert(1)", "connect_params": {"ticket": "t"},
        "expires_in": 300,
    });
    let path = "/me/v1/connected-accounts/connect";
    world.emulator.fail_next(path, Fault::json(201, &body));
    let (state, verifier) = (State::from_random([4; 32]), verifier());
    let connect = Connect {
        connection: "github",
        redirect_uri: REDIRECT,
        state: &state,
        verifier: &verifier,
        scopes: &["repo"],
        authorization_params: AuthorizationParams {
            prompt: Some("consent"),
            max_age: Some(Duration::from_secs(60)),
            ..AuthorizationParams::default()
        },
    };
    let accounts = world.client.connected_accounts();

    let error = accounts.connect(&world.token, &connect).await.unwrap_err();
    assert_eq!(error.status(), Some(201));
    accounts.connect(&world.token, &connect).await.unwrap();
}

fn is_too_large(error: &MyAccountError) -> bool {
    matches!(error, CallError::Unexpected(it) if it.what == What::TooLarge)
}
