//! The user and their address.

use emulator::{ADA, BOB, Dialect, Elevation, Emulator};
use nhost::{ErrorCode, RedirectOutcome, TicketType};
use protocol::secret::CodeVerifier;

use super::{HOME, client, grant, needs_elevation, refused, session, session_of, ticket};

#[tokio::test]
async fn an_address_changes_when_the_link_is_opened() {
    for dialect in [Dialect::L0, Dialect::L2] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let session = session_of(&client, &BOB).await;
        let token = &session.access_token;
        let verifier = CodeVerifier::from_random([7; 32]);
        let pkce = client
            .change_user_email(token, "new@example.com", Some(HOME), Some(&verifier))
            .await
            .unwrap();
        let (user, members) = client.get_user(token).await.unwrap();
        assert_eq!(user.email.as_deref(), Some(BOB.email));
        assert!(user.email_verified);
        assert_eq!(members["email"], BOB.email);

        let used = (pkce == nhost::Pkce::Used).then_some(&verifier);
        let home = client
            .verify_ticket(&ticket(&emulator), HOME, used)
            .await
            .unwrap();
        assert_eq!(home.ticket_type, Some(TicketType::EmailConfirmChange));
        client.exchange_code(&grant(home), &verifier).await.unwrap();
        let (user, _) = client.get_user(token).await.unwrap();
        assert_eq!(user.email.as_deref(), Some("new@example.com"));
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_had_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let token = &session.access_token;
    let taken = client.change_user_email(token, BOB.email, None, None).await;
    refused(taken, 409, "email-already-in-use");
    let odd = client
        .change_user_email(token, "not an address", None, None)
        .await;
    refused(odd, 400, "invalid-request");
    let elsewhere = Some("https://elsewhere.example");
    let elsewhere = client.change_user_email(token, "new@example.com", elsewhere, None);
    refused(elsewhere.await, 400, "redirectTo-not-allowed");

    emulator.change(|settings| settings.nhost.elevation = Elevation::Required);
    let change = client.change_user_email(token, "new@example.com", None, None);
    assert!(needs_elevation(change.await));
}

#[tokio::test]
async fn an_address_is_verified_once_more() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let verified = client.send_verification_email(ADA.email, None, None).await;
    refused(verified, 400, "email-already-verified");
    let unknown = client
        .send_verification_email("nobody@example.com", None, None)
        .await;
    refused(unknown, 401, "invalid-email-password");

    client
        .send_verification_email(BOB.email, Some(HOME), None)
        .await
        .unwrap();
    let home = client
        .verify_ticket(&ticket(&emulator), HOME, None)
        .await
        .unwrap();
    assert_eq!(home.ticket_type, Some(TicketType::VerifyEmail));
    let again = client.send_verification_email(BOB.email, None, None).await;
    refused(again, 400, "email-already-verified");
}

#[tokio::test]
async fn a_link_that_leads_elsewhere_is_refused_by_the_project() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client
        .send_verification_email(BOB.email, Some(HOME), None)
        .await
        .unwrap();
    let home = client
        .verify_ticket(&ticket(&emulator), "https://elsewhere.example", None)
        .await
        .unwrap();
    assert!(matches!(
        home.outcome,
        RedirectOutcome::Refused {
            code: ErrorCode::RedirectToNotAllowed,
            ..
        }
    ));
}

#[tokio::test]
async fn somebody_who_was_deleted_or_disabled_reads_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (ada, bob) = (session(&client).await, session_of(&client, &BOB).await);
    emulator.change_nhost_user(ADA.email, |user| user.disabled = true);
    emulator.delete_person(BOB.email);

    refused(
        client.get_user(&ada.access_token).await,
        401,
        "disabled-user",
    );
    refused(
        client.refresh_token(&ada.refresh_token).await,
        401,
        "disabled-user",
    );
    refused(
        client.get_user(&bob.access_token).await,
        401,
        "invalid-email-password",
    );
}
