//! What a project does not permit, and what is no answer at all.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use emulator::{Emulator, Fault, NhostSettings, Permission, TablePermissions};
use nhost::{
    ChainFunction, GraphqlClient, GraphqlError, GraphqlProblemKind, Outgoing, PageRequest,
    ProfileUpdate, RequestOptions,
};
use protocol::{base_url::BaseUrl, http::Http, secret::AccessToken};
use serde_json::json;

use super::{
    client,
    graphql_client::{clients, id, kind},
    session,
};

#[tokio::test]
async fn what_a_project_does_not_permit_is_a_kind_of_its_own_everywhere() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let row = &session.refresh_token_id;
    let all = PageRequest::default();
    let update = ProfileUpdate::default();
    for (permission, expected) in [
        (Permission::Denied, GraphqlProblemKind::NotPermitted),
        (Permission::Elevated, GraphqlProblemKind::NeedsElevation),
    ] {
        emulator.change(|settings| permit(&mut settings.nhost, permission));
        let kinds = [
            kind(graphql.security_keys(token, &user, all).await),
            kind(graphql.rename_security_key(token, row, "x").await),
            kind(graphql.delete_security_key(token, row).await),
            kind(graphql.sessions(token, &user, all).await),
            kind(graphql.delete_session(token, row).await),
            kind(graphql.delete_other_sessions(token, &user, row).await),
            kind(graphql.personal_access_tokens(token, &user, all).await),
            kind(graphql.delete_personal_access_token(token, row).await),
            kind(graphql.linked_providers(token, &user, all).await),
            kind(graphql.delete_linked_provider(token, row).await),
            kind(graphql.profile(token, &user).await),
            kind(graphql.pending_email(token, &user).await),
            kind(graphql.update_profile(token, &user, &update).await),
            kind(graphql.delete_user(token, &user).await),
        ];
        assert_eq!(kinds, [expected; 14]);
    }
}

fn permit(settings: &mut NhostSettings, permission: Permission) {
    let tables = [
        &mut settings.graphql.security_keys,
        &mut settings.graphql.refresh_tokens,
        &mut settings.graphql.user_providers,
        &mut settings.graphql.users,
    ];
    for table in tables {
        *table = TablePermissions {
            select: permission,
            update: permission,
            delete: permission,
            hidden_columns: Vec::new(),
        };
    }
}

#[tokio::test]
async fn a_column_that_is_hidden_is_not_permitted_either() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    emulator.change(|settings| {
        settings.nhost.graphql.users.hidden_columns = vec!["newEmail".into()];
    });

    let hidden = graphql.pending_email(token, &user).await;
    assert_eq!(kind(hidden), GraphqlProblemKind::NotPermitted);
    assert!(graphql.profile(token, &user).await.unwrap().is_some());
}

#[tokio::test]
async fn a_token_that_is_over_and_a_role_that_is_not_ones_own_are_told_apart() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let user = id(&session);
    let admin = RequestOptions {
        headers: vec![("x-hasura-role", "admin".to_owned())],
        ..RequestOptions::default()
    };
    let other_role = graphql
        .profile(&session.access_token, &user)
        .with(admin)
        .await;
    assert_eq!(kind(other_role), GraphqlProblemKind::NotPermitted);

    emulator.advance(Duration::from_secs(3_600));
    for token in [&session.access_token, &AccessToken::new("nonsense")] {
        let over = graphql.profile(token, &user).await;
        assert_eq!(kind(over), GraphqlProblemKind::NeedsSignIn);
    }
}

#[tokio::test]
async fn the_address_is_asked_as_it_is_and_the_hook_sees_nothing_but_it() {
    struct Paths(Mutex<Vec<String>>);
    impl ChainFunction for Paths {
        fn request(&self, request: &Outgoing<'_>) -> Vec<(&'static str, String)> {
            self.0.lock().unwrap().push(request.path.to_owned());

            Vec::new()
        }
    }

    let emulator = Emulator::start().await.unwrap();
    let session = session(&client(&emulator)).await;
    let paths = Arc::new(Paths(Mutex::default()));
    // As Nhost hosts it, and as Hasura stands alone.
    for base in [
        emulator.nhost_url(),
        format!("{}/graphql", emulator.nhost_url()),
    ] {
        let base = BaseUrl::parse(&base).unwrap();
        let mut graphql = GraphqlClient::new(Http::new("tests").unwrap(), base);
        graphql.push_chain_function(paths.clone());
        let profile = graphql.profile(&session.access_token, &id(&session)).await;
        assert!(profile.unwrap().is_some());
    }
    assert_eq!(*paths.0.lock().unwrap(), ["/v1", "/v1/graphql"]);
}

#[tokio::test]
async fn a_mutation_is_not_repeated_and_a_query_is() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let path = "/v1/graphql";
    emulator.fail_next(path, Fault::status(502));
    graphql.profile(token, &user).await.unwrap();
    assert_eq!(emulator.count(path), 2);

    emulator.forget_requests();
    emulator.fail_next(path, Fault::status(502));
    assert!(graphql.delete_user(token, &user).await.is_err());
    assert_eq!(emulator.count(path), 1);
}

#[tokio::test]
async fn an_answer_without_data_is_none() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    for body in [
        json!({}),
        json!({"data": null}),
        json!({"data": {}}),
        json!({"data": {"user": {"displayName": 7}}}),
        json!([]),
    ] {
        emulator.fail_next("/v1/graphql", Fault::json(200, &body));
        let answer = graphql.profile(&session.access_token, &id(&session)).await;
        assert!(matches!(answer, Err(GraphqlError::Unexpected(_))), "{body}");
    }
}
