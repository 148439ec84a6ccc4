//! Passwords.

use emulator::{ADA, Dialect, Elevation, Emulator};
use nhost::{ErrorCode, PasswordProof, RedirectOutcome, Ticket, TicketType};
use protocol::secret::{CodeVerifier, Password};

use super::{HOME, client, grant, refusal, refused, session, ticket};

#[tokio::test]
async fn a_password_is_changed_in_a_session_and_other_sessions_go_on() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (session, other) = (session(&client).await, session(&client).await);
    let proof = PasswordProof::Session(&session.access_token);
    let short = client.change_user_password(proof, &Password::new("short"));
    refused(short.await, 400, "password-too-short");
    let leaked = client.change_user_password(proof, &Password::new("password123"));
    refused(leaked.await, 400, "password-in-hibp-database");
    let long = client.change_user_password(proof, &Password::new("x".repeat(51)));
    refused(long.await, 400, "schema-validation-error");

    let new = Password::new("lantern-Orchid-43");
    client.change_user_password(proof, &new).await.unwrap();
    let old = client.sign_in_email_password(ADA.email, &Password::new(ADA.password));
    refused(old.await, 401, "invalid-email-password");
    client
        .sign_in_email_password(ADA.email, &new)
        .await
        .unwrap();
    client.refresh_token(&other.refresh_token).await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_not_elevated_gets_what_a_malformed_request_gets() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.elevation = Elevation::Required);
    let client = client(&emulator);
    let session = session(&client).await;

    let proof = PasswordProof::Session(&session.access_token);
    let change = client.change_user_password(proof, &Password::new("lantern-Orchid-43"));
    refused(change.await, 400, "invalid-request");
}

#[tokio::test]
async fn a_ticket_from_a_mail_changes_the_password_once() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.elevation = Elevation::Required);
    let client = client(&emulator);
    client
        .send_password_reset_email(ADA.email, Some(HOME), None)
        .await
        .unwrap();
    let ticket = ticket(&emulator);
    let new = Password::new("lantern-Orchid-43");
    client
        .change_user_password(PasswordProof::Ticket(&ticket), &new)
        .await
        .unwrap();
    client
        .sign_in_email_password(ADA.email, &new)
        .await
        .unwrap();

    let again = client.change_user_password(PasswordProof::Ticket(&ticket), &new);
    refused(again.await, 401, "invalid-ticket");
    let other = Ticket::new("verifyEmail:0");
    let other = client.change_user_password(PasswordProof::Ticket(&other), &new);
    refused(other.await, 400, "schema-validation-error");
}

#[tokio::test]
async fn a_reset_tells_nobody_who_has_an_account() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client
        .send_password_reset_email("nobody@example.com", Some(HOME), None)
        .await
        .unwrap();
    assert!(emulator.outbox().is_empty());

    let elsewhere = Some("https://elsewhere.example");
    let elsewhere = client.send_password_reset_email(ADA.email, elsewhere, None);
    refused(elsewhere.await, 400, "redirectTo-not-allowed");
}

#[tokio::test]
async fn a_link_to_reset_signs_in_and_uses_the_ticket_up() {
    for dialect in [Dialect::L1, Dialect::L2] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let verifier = CodeVerifier::from_random([7; 32]);
        let pkce = client
            .send_password_reset_email(ADA.email, Some(HOME), Some(&verifier))
            .await
            .unwrap();
        let used = (pkce == nhost::Pkce::Used).then_some(&verifier);
        let ticket = ticket(&emulator);
        let home = client.verify_ticket(&ticket, HOME, used).await.unwrap();
        assert_eq!(home.ticket_type, Some(TicketType::PasswordReset));
        let session = client.exchange_code(&grant(home), &verifier).await.unwrap();

        let new = Password::new("lantern-Orchid-43");
        let spent = client.change_user_password(PasswordProof::Ticket(&ticket), &new);
        refused(spent.await, 401, "invalid-ticket");
        let proof = PasswordProof::Session(&session.access_token);
        client.change_user_password(proof, &new).await.unwrap();
    }
}

#[tokio::test]
async fn a_link_of_somebody_who_was_disabled_comes_home_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client
        .send_password_reset_email(ADA.email, Some(HOME), None)
        .await
        .unwrap();
    emulator.change_nhost_user(ADA.email, |user| user.disabled = true);
    let home = client
        .verify_ticket(&ticket(&emulator), HOME, None)
        .await
        .unwrap();
    assert!(matches!(
        home.outcome,
        RedirectOutcome::Refused {
            code: ErrorCode::DisabledUser,
            ..
        }
    ));
}

#[tokio::test]
async fn a_project_that_conceals_errors_says_one_thing_only() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.conceal_errors = true);
    let client = client(&emulator);
    let wrong = client
        .sign_in_email_password(ADA.email, &Password::new("wrong-password"))
        .await;
    assert_eq!(refusal(wrong), (400, "invalid-request".to_owned()));
}
