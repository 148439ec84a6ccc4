//! Passkeys, and the elevation they give.

use std::time::{Duration, UNIX_EPOCH};

use emulator::{ADA, BOB, Elevation, Emulator};
use nhost::{AuthClient, Session, SignUp, SignUpOptions};

use super::{
    authenticator::Authenticator, client, needs_elevation, refusal, refused, session, session_of,
};

async fn added(client: &AuthClient, session: &Session) -> Authenticator {
    let options = client
        .add_security_key(&session.access_token)
        .await
        .unwrap();
    let (key, made) = Authenticator::create(&options);
    let row = client
        .verify_add_security_key(&session.access_token, &made, Some("Laptop"))
        .await
        .unwrap();
    assert_eq!(
        (row.id.len(), row.nickname.as_deref()),
        (36, Some("Laptop"))
    );

    key
}

#[tokio::test]
async fn a_key_is_added_and_signs_in_with_and_without_an_address() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let none = client.sign_in_webauthn(Some(ADA.email)).await;
    refused(none, 400, "invalid-request");
    let nobody = client.sign_in_webauthn(Some("nobody@example.com")).await;
    refused(nobody, 401, "invalid-email-password");
    let key = added(&client, &session).await;
    let again = client
        .add_security_key(&session.access_token)
        .await
        .unwrap();
    assert!(again.exclude_credentials().eq([key.id()]));

    for email in [Some(ADA.email), None] {
        let options = client.sign_in_webauthn(email).await.unwrap();
        assert_eq!(
            options.allow_credentials().count(),
            usize::from(email.is_some())
        );
        let signed_in = client
            .verify_sign_in_webauthn(&key.get(&options))
            .await
            .unwrap();
        let (user, _) = client.get_user(&signed_in.access_token).await.unwrap();
        assert_eq!(user.email.as_deref(), Some(ADA.email));
    }

    let options = client.sign_in_webauthn(None).await.unwrap();
    let crashed = client
        .verify_sign_in_webauthn(&key.get_without_handle(&options))
        .await;
    assert_eq!(refusal(crashed), (500, String::new()));
    let options = client.sign_in_webauthn(None).await.unwrap();
    let utf8 = key
        .get_without_handle(&options)
        .with_user_handle(session.user.unwrap().id.as_bytes());
    refused(
        client.verify_sign_in_webauthn(&utf8).await,
        400,
        "invalid-request",
    );
}

#[tokio::test]
async fn a_key_is_good_for_the_one_who_asked_in_time_and_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (ada, bob) = (session(&client).await, session_of(&client, &BOB).await);
    let options = client.add_security_key(&ada.access_token).await.unwrap();
    let (_, made) = Authenticator::create(&options);
    let other = client.verify_add_security_key(&bob.access_token, &made, None);
    refused(other.await, 400, "invalid-request");

    let options = client.add_security_key(&ada.access_token).await.unwrap();
    let (key, made) = Authenticator::create(&options);
    client
        .verify_add_security_key(&ada.access_token, &made, None)
        .await
        .unwrap();
    let again = client.verify_add_security_key(&ada.access_token, &made, None);
    refused(again.await, 400, "invalid-request");
    let options = client.add_security_key(&ada.access_token).await.unwrap();
    let twice = client.verify_add_security_key(&ada.access_token, &key.attest(&options), None);
    refused(twice.await, 500, "internal-server-error");

    let options = client.sign_in_webauthn(None).await.unwrap();
    emulator.advance(Duration::from_secs(301));
    let late = client.verify_sign_in_webauthn(&key.get(&options)).await;
    refused(late, 400, "invalid-request");
}

#[tokio::test]
async fn somebody_new_signs_up_with_a_key() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let named = SignUpOptions {
        display_name: Some("Grace"),
        ..SignUpOptions::default()
    };
    let options = client
        .sign_up_webauthn("grace@example.com", &named)
        .await
        .unwrap();
    let (key, made) = Authenticator::create(&options);
    let answer = client
        .verify_sign_up_webauthn(&made, Some("Phone"), None)
        .await;
    let Ok(SignUp::Session(session)) = answer else {
        panic!("{answer:?}")
    };
    let (user, _) = client.get_user(&session.access_token).await.unwrap();
    assert_eq!(user.display_name, "Grace");
    let options = client.sign_in_webauthn(None).await.unwrap();
    client
        .verify_sign_in_webauthn(&key.get(&options))
        .await
        .unwrap();

    // Whether somebody has an address is told at the end only.
    let options = client.sign_up_webauthn(ADA.email, &named).await.unwrap();
    let (_, made) = Authenticator::create(&options);
    let taken = client.verify_sign_up_webauthn(&made, None, None).await;
    refused(taken, 409, "email-already-in-use");

    emulator.change(|settings| settings.nhost.verification_required = true);
    let options = client
        .sign_up_webauthn("new@example.com", &named)
        .await
        .unwrap();
    let (_, made) = Authenticator::create(&options);
    let answer = client.verify_sign_up_webauthn(&made, None, None).await;
    assert!(matches!(answer, Ok(SignUp::MailSent(_))), "{answer:?}");

    emulator.change(|settings| settings.nhost.signup_disabled = true);
    let closed = client.sign_up_webauthn("newer@example.com", &named).await;
    refused(closed, 403, "signup-disabled");
}

#[tokio::test]
async fn a_project_without_keys_says_so() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    emulator.change(|settings| settings.nhost.webauthn.enabled = false);
    let disabled = "disabled-endpoint";
    refused(client.sign_in_webauthn(None).await, 409, disabled);
    refused(
        client.add_security_key(&session.access_token).await,
        409,
        disabled,
    );
    refused(
        client.elevate_webauthn(&session.access_token).await,
        409,
        disabled,
    );
    let up = client.sign_up_webauthn("new@example.com", &SignUpOptions::default());
    refused(up.await, 409, disabled);
}

#[tokio::test]
async fn an_elevation_is_a_new_session_and_ends_with_a_refresh() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let token = &session.access_token;
    refused(client.elevate_webauthn(token).await, 400, "invalid-request");
    let key = added(&client, &session).await;
    emulator.change(|settings| settings.nhost.elevation = Elevation::Recommended);
    assert!(needs_elevation(
        client.create_pat(token, UNIX_EPOCH, None).await
    ));
    assert!(needs_elevation(client.add_security_key(token).await));

    let options = client.elevate_webauthn(token).await.unwrap();
    let elevated = client
        .verify_elevate_webauthn(token, &key.get_without_handle(&options))
        .await
        .unwrap();
    assert_ne!(elevated.refresh_token_id, session.refresh_token_id);
    client
        .create_pat(&elevated.access_token, UNIX_EPOCH, None)
        .await
        .unwrap();
    client.refresh_token(&session.refresh_token).await.unwrap();

    let refreshed = client.refresh_token(&elevated.refresh_token).await.unwrap();
    let over = client.create_pat(&refreshed.access_token, UNIX_EPOCH, None);
    assert!(needs_elevation(over.await));
    let spent = client
        .verify_elevate_webauthn(token, &key.get(&options))
        .await;
    refused(spent, 400, "invalid-request");
}
