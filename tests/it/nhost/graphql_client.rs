//! What the Auth service keeps and has no endpoint for.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, UNIX_EPOCH},
};

use emulator::{ADA, BOB, Emulator, Fault, NhostSettings, Permission, TablePermissions};
use nhost::{
    AuthClient, ChainFunction, GraphqlClient, GraphqlError, GraphqlProblemKind, Outgoing,
    PageRequest, Pkce, ProfileUpdate, ProviderSignIn, Redirected, RequestOptions, Session,
    SignInProvider, SignUpOptions,
};
use protocol::{
    base_url::BaseUrl,
    http::Http,
    secret::{AccessToken, Secret as _, State},
};
use serde_json::json;

use super::{HOME, authenticator::Authenticator, client, refusal, session, session_of};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

fn clients(emulator: &Emulator) -> (AuthClient, GraphqlClient) {
    let base = format!("{}/graphql", emulator.nhost_url());
    let graphql = GraphqlClient::new(Http::new("tests").unwrap(), BaseUrl::parse(&base).unwrap());

    (client(emulator), graphql)
}

fn id(session: &Session) -> String {
    session.user.as_ref().unwrap().id.clone()
}

fn kind<T: std::fmt::Debug>(answer: Result<T, GraphqlError>) -> GraphqlProblemKind {
    answer.unwrap_err().problem().unwrap().kind
}

async fn added_key(client: &AuthClient, session: &Session) -> Authenticator {
    let options = client
        .add_security_key(&session.access_token)
        .await
        .unwrap();
    let (key, made) = Authenticator::create(&options);
    client
        .verify_add_security_key(&session.access_token, &made, Some("Laptop"))
        .await
        .unwrap();

    key
}

#[tokio::test]
async fn keys_are_listed_renamed_and_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let all = PageRequest::default();
    assert_eq!(graphql.security_keys(token, &user, all).await.unwrap(), []);
    let key = added_key(&client, &session).await;
    let listed = graphql.security_keys(token, &user, all).await.unwrap();
    assert_eq!(listed[0].nickname.as_deref(), Some("Laptop"));

    let row = &listed[0].id;
    let odd = "\"){id}} mutation{";
    assert!(graphql.rename_security_key(token, row, odd).await.unwrap());
    assert!(
        !graphql
            .rename_security_key(token, NOBODY, "x")
            .await
            .unwrap()
    );
    let listed = graphql.security_keys(token, &user, all).await.unwrap();
    assert_eq!(listed[0].nickname.as_deref(), Some(odd));

    assert!(graphql.delete_security_key(token, row).await.unwrap());
    assert!(!graphql.delete_security_key(token, row).await.unwrap());
    assert_eq!(graphql.security_keys(token, &user, all).await.unwrap(), []);
    let options = client.sign_in_webauthn(None).await.unwrap();
    assert_eq!(
        refusal(client.verify_sign_in_webauthn(&key.get(&options)).await).0,
        400
    );
}

#[tokio::test]
async fn sessions_are_listed_by_page_and_ended() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let mut sessions = Vec::new();
    for _ in 0..3 {
        sessions.push(session(&client).await);
        emulator.advance(Duration::from_secs(1));
    }
    let mine = &sessions[2];
    let (token, user) = (&mine.access_token, id(mine));
    client.create_pat(token, UNIX_EPOCH, None).await.unwrap();

    let mut page = Some(PageRequest {
        offset: 0,
        limit: 2,
    });
    let mut listed = Vec::new();
    let mut pages = 0;
    while let Some(asked) = page {
        let rows = graphql.sessions(token, &user, asked).await.unwrap();
        page = asked.after(rows.len());
        listed.extend(rows);
        pages += 1;
    }
    assert_eq!((listed.len(), pages), (3, 2));
    assert_eq!(
        listed[0].id, mine.refresh_token_id,
        "the newest stands first"
    );

    assert!(
        graphql
            .delete_session(token, &sessions[0].refresh_token_id)
            .await
            .unwrap()
    );
    assert_eq!(
        refusal(client.refresh_token(&sessions[0].refresh_token).await).0,
        401
    );
    let ended = graphql
        .delete_other_sessions(token, &user, &mine.refresh_token_id)
        .await
        .unwrap();
    assert_eq!(ended, 1);
    assert_eq!(
        refusal(client.refresh_token(&sessions[1].refresh_token).await).0,
        401
    );
    client.refresh_token(&mine.refresh_token).await.unwrap();
    let all = PageRequest::default();
    let tokens = graphql
        .personal_access_tokens(token, &user, all)
        .await
        .unwrap();
    assert_eq!(tokens.len(), 1, "personal access tokens are no sessions");
}

#[tokio::test]
async fn personal_access_tokens_are_listed_by_name_and_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let name = serde_json::Map::from_iter([("name".to_owned(), "laptop".into())]);
    let end = UNIX_EPOCH + Duration::from_secs(emulator.now() + 3_600);
    let made = client.create_pat(token, end, Some(&name)).await.unwrap();

    let all = PageRequest::default();
    let listed = graphql
        .personal_access_tokens(token, &user, all)
        .await
        .unwrap();
    assert_eq!(
        (listed[0].id.as_str(), listed[0].name()),
        (made.id.as_str(), Some("laptop"))
    );
    assert!(
        graphql
            .delete_personal_access_token(token, &made.id)
            .await
            .unwrap()
    );
    assert_eq!(
        refusal(client.sign_in_pat(&made.personal_access_token).await).0,
        401
    );
}

#[tokio::test]
async fn linked_accounts_are_listed_and_unlinked() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let state = State::from_random([9; 32]);
    let asked = ProviderSignIn {
        options: SignUpOptions {
            redirect_to: Some(HOME),
            ..SignUpOptions::default()
        },
        state: &state,
        verifier: None,
        connect: Some(token),
        connection: None,
        organization: None,
    };
    let address = client.sign_in_provider_url(&SignInProvider::Discord, &asked);
    let url = emulator
        .visitor()
        .choose_at_provider(address.expose(), ADA.email)
        .await
        .unwrap();
    Redirected::parse(&url, HOME, Pkce::NotUsed).unwrap();

    let all = PageRequest::default();
    let listed = graphql.linked_providers(token, &user, all).await.unwrap();
    let discord = listed
        .iter()
        .find(|link| link.provider == SignInProvider::Discord)
        .unwrap();
    assert!(!discord.provider_user_id.is_empty());
    assert!(
        graphql
            .delete_linked_provider(token, &discord.id)
            .await
            .unwrap()
    );
    assert!(
        !graphql
            .delete_linked_provider(token, &discord.id)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn the_profile_is_read_and_changed_and_an_account_is_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let session = session(&client).await;
    let (token, user) = (&session.access_token, id(&session));
    let update = ProfileUpdate {
        display_name: Some("Ada N."),
        avatar_url: None,
        locale: Some("fr"),
    };
    let before = graphql.profile(token, &user).await.unwrap().unwrap();
    assert!(graphql.update_profile(token, &user, &update).await.unwrap());
    let after = graphql.profile(token, &user).await.unwrap().unwrap();
    assert_eq!(
        (after.display_name.as_str(), after.locale.as_str()),
        ("Ada N.", "fr")
    );
    assert_eq!(
        (after.avatar_url, after.metadata),
        (before.avatar_url, before.metadata)
    );

    assert_eq!(graphql.pending_email(token, &user).await.unwrap(), None);
    client
        .change_user_email(token, "new@example.com", None, None)
        .await
        .unwrap();
    let pending = graphql.pending_email(token, &user).await.unwrap();
    assert_eq!(pending.as_deref(), Some("new@example.com"));

    assert!(graphql.delete_user(token, &user).await.unwrap());
    let gone = refusal(client.get_user(token).await);
    assert_eq!(gone, (401, "invalid-email-password".to_owned()));
}

#[tokio::test]
async fn somebody_elses_rows_are_not_there() {
    let emulator = Emulator::start().await.unwrap();
    let (client, graphql) = clients(&emulator);
    let (ada, bob) = (session(&client).await, session_of(&client, &BOB).await);
    let (token, user) = (&bob.access_token, id(&ada));
    let all = PageRequest::default();
    assert_eq!(graphql.sessions(token, &user, all).await.unwrap(), []);
    assert!(graphql.profile(token, &user).await.unwrap().is_none());
    assert!(
        !graphql
            .delete_session(token, &ada.refresh_token_id)
            .await
            .unwrap()
    );
    assert!(!graphql.delete_user(token, &user).await.unwrap());
    client.refresh_token(&ada.refresh_token).await.unwrap();

    let odd = graphql.delete_session(token, "no uuid").await;
    assert_eq!(kind(odd), GraphqlProblemKind::Other);
}

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
