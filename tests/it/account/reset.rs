use account::{ConnectionDraft, DraftSettings, Error, InvalidReason, PasskeyDraft, RedirectWay};
use emulator::{ADA, Fault};

use crate::support::{AUTH0, NHOST, World, id};

#[tokio::test]
async fn both_providers_send_the_mail_and_tell_nobody_who_has_an_account() {
    let world = World::new().await;
    for (connection, path) in [
        (AUTH0, "/dbconnections/change_password"),
        (NHOST, "/v1/user/password/reset"),
    ] {
        for email in [ADA.email, "nobody@example.com"] {
            world
                .accounts
                .request_password_reset(&id(connection), email)
                .await
                .unwrap();
        }
        assert_eq!(world.emulator.count(path), 2);
    }
    let to = world.emulator.outbox().into_iter().map(|mail| mail.to);

    assert_eq!(to.collect::<Vec<_>>(), [ADA.email, ADA.email]);
}

#[tokio::test]
async fn an_address_that_is_none_is_not_sent() {
    let world = World::new().await;
    for connection in [AUTH0, NHOST] {
        let error = world
            .accounts
            .request_password_reset(&id(connection), "ada")
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::InvalidInput(it) if it.reason == InvalidReason::NotAnEmail),
            "{error:?}"
        );
    }

    assert_eq!(world.emulator.requests().len(), 0);
}

#[tokio::test]
async fn a_provider_that_wants_fewer_questions_is_told_as_that() {
    let world = World::new().await;
    let busy = Fault::too_many_requests("17");
    world
        .emulator
        .fail_next("/dbconnections/change_password", busy);
    let error = world
        .accounts
        .request_password_reset(&id(AUTH0), ADA.email)
        .await
        .unwrap_err();

    assert!(
        matches!(error, Error::RateLimited { retry_after } if retry_after.as_secs() == 17),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_mail_is_asked_for_at_the_database_of_the_connection() {
    let world = World::new().await;
    let elsewhere = ConnectionDraft {
        name: "Staff".to_owned(),
        settings: DraftSettings::Auth0At {
            base_url: world.emulator.auth0_url().replace("127.0.0.1", "localhost"),
            client_id: world.emulator.client_id().to_owned(),
        },
        redirect: RedirectWay::Scheme,
        dpop: false,
        also: Vec::new(),
        providers: Vec::new(),
        database: Some("Staff".to_owned()),
        passkeys: PasskeyDraft::default(),
    };
    let staff = world.accounts.add_connection(&elsewhere).unwrap().id;
    let error = world
        .accounts
        .request_password_reset(&staff, ADA.email)
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Misconfigured { .. }), "{error:?}");
    assert!(world.emulator.outbox().is_empty());
}
