use account::{
    ConnectionDraft, DraftSettings, Error, Feature, InvalidReason, PasskeyDraft, RedirectWay,
    SignInWay, Tier,
};
use emulator::ADA;

use crate::support::{NHOST, World, id};

fn draft(name: &str, settings: DraftSettings) -> ConnectionDraft {
    ConnectionDraft {
        name: name.to_owned(),
        settings,
        redirect: RedirectWay::Scheme,
        dpop: false,
        also: Vec::new(),
        providers: Vec::new(),
        database: None,
        passkeys: PasskeyDraft::default(),
    }
}

fn nhost_at(base_url: &str) -> DraftSettings {
    DraftSettings::NhostAt {
        base_url: base_url.to_owned(),
        graphql_url: None,
    }
}

fn auth0_at(base_url: &str) -> DraftSettings {
    DraftSettings::Auth0At {
        base_url: base_url.to_owned(),
        client_id: "another".to_owned(),
    }
}

#[tokio::test]
async fn a_provider_says_who_it_is_and_what_will_work() {
    let world = World::new().await;
    let probe = world
        .accounts
        .probe_connection(&draft("", auth0_at(&world.emulator.auth0_url())))
        .await
        .unwrap();
    let of = |feature: Feature| {
        probe
            .features
            .iter()
            .find(|(it, _)| *it == feature)
            .unwrap()
            .1
    };
    assert_eq!(of(Feature::SignInBrowser), Tier::HandOff);
    assert!(matches!(of(Feature::SignInPassword), Tier::None(_)));
    assert_eq!(probe.connection.callback_urls().len(), 4);

    let probe = world
        .accounts
        .probe_connection(&draft("", nhost_at(&world.emulator.nhost_url())))
        .await
        .unwrap();
    assert!(probe.version.is_some());
    assert!(probe.connection.callback_urls().is_empty());
}

#[tokio::test]
async fn somebody_else_answering_is_told_apart_from_nobody() {
    let world = World::new().await;
    let wrong = world
        .accounts
        .probe_connection(&draft("", nhost_at(&world.emulator.auth0_url())))
        .await;
    assert!(
        matches!(wrong, Err(Error::NotThisProvider { .. })),
        "{wrong:?}"
    );
    let wrong = world
        .accounts
        .probe_connection(&draft("", auth0_at(&world.emulator.control_url())))
        .await;
    assert!(
        matches!(wrong, Err(Error::NotThisProvider { .. })),
        "{wrong:?}"
    );

    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let nobody = world
        .accounts
        .probe_connection(&draft("", nhost_at(&format!("http://{free}/v1"))))
        .await;
    assert!(
        matches!(nobody, Err(Error::Unreachable { .. })),
        "{nobody:?}"
    );
}

#[tokio::test]
async fn a_connection_is_kept_over_a_restart_and_removed_with_its_accounts() {
    let world = World::new().await;
    let added = world
        .accounts
        .add_connection(&draft("My shop", auth0_at(&world.emulator.auth0_url())))
        .unwrap();
    assert_eq!(added.id.as_str(), "my-shop");

    let again = world.restarted().await;
    assert_eq!(again.state().borrow().connections.len(), 4);
    again.remove_connection(&added.id).await.unwrap();
    assert_eq!(again.state().borrow().connections.len(), 3);
    assert_eq!(
        world.restarted().await.state().borrow().connections.len(),
        3
    );
}

#[tokio::test]
async fn the_same_provider_twice_is_refused() {
    let world = World::new().await;
    let error = world
        .accounts
        .add_connection(&draft("Again", nhost_at(&world.emulator.nhost_url())))
        .unwrap_err();

    assert!(
        matches!(error, Error::InvalidInput(it) if it.reason == InvalidReason::AlreadyExists),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_preset_connection_cannot_be_removed() {
    let world = World::new().await;
    world.sign_in_nhost(&ADA).await;

    assert!(matches!(
        world.accounts.remove_connection(&id(NHOST)).await,
        Err(Error::Managed)
    ));
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_disk_that_is_full_is_told_and_nothing_half_kept() {
    let world = World::new().await;
    world.records.fail(Some(account::ports::RecordError::Full));
    let error = world
        .accounts
        .add_connection(&draft("x", auth0_at(&world.emulator.auth0_url())))
        .unwrap_err();

    assert!(matches!(error, Error::Files(_)), "{error:?}");
    assert_eq!(world.state().connections.len(), 3);
}

#[tokio::test]
async fn further_ways_and_the_database_are_kept_over_a_restart() {
    let world = World::new().await;
    let further = ConnectionDraft {
        also: vec![
            SignInWay::DeviceCode,
            SignInWay::EmailCode,
            SignInWay::DeviceCode,
        ],
        database: Some("Staff".to_owned()),
        ..draft("Further", auth0_at("https://acme.example"))
    };
    let added = world.accounts.add_connection(&further).unwrap();
    assert_eq!(
        added.ways(),
        [
            SignInWay::Browser,
            SignInWay::DeviceCode,
            SignInWay::EmailCode
        ]
    );

    let state = world.restarted().await.state().borrow().clone();
    let kept = state.connections.iter().find(|it| it.id == added.id);
    assert_eq!(kept, Some(&added));
}

#[tokio::test]
async fn what_a_provider_cannot_do_at_all_is_no_further_way() {
    let world = World::new().await;
    let auth0 = draft("Auth0", auth0_at("https://acme.example"));
    let nhost = draft("Nhost", nhost_at("https://auth.acme.example/v1"));
    let database = |name: &str| Some(name.to_owned());
    for (refused, field, reason) in [
        (
            ConnectionDraft {
                also: vec![SignInWay::Password],
                ..auth0.clone()
            },
            "also",
            InvalidReason::NotOffered,
        ),
        (
            ConnectionDraft {
                also: vec![SignInWay::DeviceCode],
                ..nhost.clone()
            },
            "also",
            InvalidReason::NotOffered,
        ),
        (
            ConnectionDraft {
                database: database("Staff"),
                ..nhost
            },
            "database",
            InvalidReason::NotOffered,
        ),
        (
            ConnectionDraft {
                database: database("Staff & guests"),
                ..auth0.clone()
            },
            "database",
            InvalidReason::BadCharacters,
        ),
        (
            ConnectionDraft {
                database: database(""),
                ..auth0
            },
            "database",
            InvalidReason::Empty,
        ),
    ] {
        let error = world.accounts.add_connection(&refused).unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput(it) if it.field == field && it.reason == reason),
            "{error:?}"
        );
    }
}
