//! Personal access tokens, ID tokens, and whether a token is good.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use emulator::{ADA, BOB, Dialect, Elevation, Emulator};
use nhost::{ErrorCode, IdTokenProvider, PersonalAccessToken, SignOut, SignUpOptions};
use protocol::secret::{AccessToken, IdToken, Nonce, Secret as _};

use super::{client, needs_elevation, refusal, refused, session};

fn in_a_month(emulator: &Emulator) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(emulator.now() + 2_592_000)
}

#[tokio::test]
async fn a_personal_access_token_signs_in_until_it_is_over_or_ended() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let token = &session.access_token;
    let metadata = serde_json::Map::from_iter([("name".to_owned(), "laptop".into())]);
    let made = client
        .create_pat(token, in_a_month(&emulator), Some(&metadata))
        .await
        .unwrap();
    assert_eq!(made.id.len(), 36);
    for _ in 0..2 {
        client
            .sign_in_pat(&made.personal_access_token)
            .await
            .unwrap();
    }
    emulator.change_nhost_user(ADA.email, |user| user.disabled = true);
    let disabled = client.sign_in_pat(&made.personal_access_token).await;
    refused(disabled, 401, "disabled-user");
    emulator.change_nhost_user(ADA.email, |user| user.disabled = false);

    client
        .sign_out(SignOut::PersonalAccessToken(&made.personal_access_token))
        .await
        .unwrap();
    refused(
        client.sign_in_pat(&made.personal_access_token).await,
        401,
        "invalid-pat",
    );

    let dead = client.create_pat(token, UNIX_EPOCH, None).await.unwrap();
    refused(
        client.sign_in_pat(&dead.personal_access_token).await,
        401,
        "invalid-pat",
    );
    let nonsense = PersonalAccessToken::new("nonsense");
    refused(
        client.sign_in_pat(&nonsense).await,
        400,
        "schema-validation-error",
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_personal_access_tokens_too() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let made = client
        .create_pat(&session.access_token, in_a_month(&emulator), None)
        .await
        .unwrap();
    client
        .sign_out(SignOut::All(&session.access_token))
        .await
        .unwrap();
    refused(
        client.sign_in_pat(&made.personal_access_token).await,
        401,
        "invalid-pat",
    );

    let bad = AccessToken::new("nonsense");
    refused(
        client.sign_out(SignOut::All(&bad)).await,
        400,
        "invalid-request",
    );
}

#[tokio::test]
async fn a_token_may_need_elevation_on_every_generation_of_servers() {
    for dialect in [Dialect::L0, Dialect::L1, Dialect::L2] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| {
            settings.nhost.dialect = dialect;
            settings.nhost.elevation = Elevation::Required;
        });
        let client = client(&emulator);
        let session = session(&client).await;
        let made = client
            .create_pat(&session.access_token, UNIX_EPOCH, None)
            .await;
        assert!(needs_elevation(made), "{dialect:?}");
    }
}

#[tokio::test]
async fn a_token_is_good_until_its_time_is_over() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    client.verify_token(&session.access_token).await.unwrap();
    client
        .sign_out(SignOut::Session(&session.refresh_token))
        .await
        .unwrap();
    client.verify_token(&session.access_token).await.unwrap();

    emulator.advance(Duration::from_secs(901));
    let over = client.verify_token(&session.access_token).await;
    assert_eq!(refusal(over), (400, "invalid-request".to_owned()));
}

#[tokio::test]
async fn an_id_token_signs_in_and_links() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let google = IdTokenProvider::Google;
    let options = SignUpOptions::default();
    let nonce = Nonce::from_random([7; 32]);
    let raw = nonce.expose();
    let id_token = |email: &str, nonce: Option<&str>| {
        IdToken::new(emulator.nhost_id_token("google", email, nonce).unwrap())
    };
    let ada = id_token(ADA.email, Some(raw));
    let session = client
        .sign_in_id_token(&google, &ada, Some(&nonce), &options)
        .await
        .unwrap()
        .unwrap();
    let other = Nonce::from_random([8; 32]);
    let wrong = client.sign_in_id_token(&google, &ada, Some(&other), &options);
    refused(wrong.await, 400, "invalid-request");
    let nonsense = IdToken::new("nonsense");
    let wrong = client.sign_in_id_token(&google, &nonsense, None, &options);
    refused(wrong.await, 400, "invalid-request");

    let again = client.link_id_token(&session.access_token, &google, &ada, Some(&nonce));
    refused(again.await, 400, "provider-account-already-linked");
    emulator.change(|settings| settings.nhost.dialect = Dialect::L0);
    let again = client.link_id_token(&session.access_token, &google, &ada, Some(&nonce));
    refused(again.await, 400, "invalid-request");

    let bob = super::session_of(&client, &BOB).await;
    let own = id_token(BOB.email, None);
    client
        .link_id_token(&bob.access_token, &google, &own, None)
        .await
        .unwrap();
    let expired = AccessToken::new("nonsense");
    let nobody = client.link_id_token(&expired, &google, &own, None).await;
    let problem = nobody.unwrap_err();
    let problem = problem.problem().unwrap();
    assert_eq!(problem.code, ErrorCode::Unauthorized);
    assert!(problem.needs_sign_in);
}
