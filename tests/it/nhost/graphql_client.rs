//! What the Auth service keeps and has no endpoint for.

use std::time::{Duration, UNIX_EPOCH};

use emulator::{ADA, BOB, Emulator};
use nhost::{
    AuthClient, GraphqlClient, GraphqlError, GraphqlProblemKind, PageRequest, Pkce, ProfileUpdate,
    ProviderSignIn, Redirected, Session, SignInProvider, SignUpOptions,
};
use protocol::{
    base_url::BaseUrl,
    http::Http,
    secret::{Secret as _, State},
};

use super::{HOME, authenticator::Authenticator, client, refusal, session, session_of};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

pub(super) fn clients(emulator: &Emulator) -> (AuthClient, GraphqlClient) {
    let base = format!("{}/graphql", emulator.nhost_url());
    let graphql = GraphqlClient::new(Http::new("tests").unwrap(), BaseUrl::parse(&base).unwrap());

    (client(emulator), graphql)
}

pub(super) fn id(session: &Session) -> String {
    session.user.as_ref().unwrap().id.clone()
}

pub(super) fn kind<T: std::fmt::Debug>(answer: Result<T, GraphqlError>) -> GraphqlProblemKind {
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
