//! The authenticator app as second step.

use emulator::{ADA, BOB, Dialect, Elevation, Emulator};
use nhost::{AuthClient, MfaChallenge, MfaChange, Session, SignIn, Ticket};
use protocol::secret::{OneTimeCode, Password, Secret as _};

use super::{client, needs_elevation, refused, session, session_of};

fn code(emulator: &Emulator) -> OneTimeCode {
    OneTimeCode::new(emulator.nhost_totp_code(ADA.email).unwrap())
}

async fn activated(emulator: &Emulator, client: &AuthClient) -> Session {
    let session = session(client).await;
    client.change_user_mfa(&session.access_token).await.unwrap();
    client
        .verify_change_user_mfa(&session.access_token, &code(emulator), MfaChange::Activate)
        .await
        .unwrap();

    session
}

async fn challenge(client: &AuthClient) -> MfaChallenge {
    let password = Password::new(ADA.password);
    let answer = client.sign_in_email_password(ADA.email, &password).await;
    let Ok(SignIn::Mfa(challenge)) = answer else {
        panic!("{answer:?}")
    };

    challenge
}

#[tokio::test]
async fn an_app_is_set_up_asked_for_and_taken_away() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let session = session(&client).await;
    let token = &session.access_token;
    let none = OneTimeCode::new("123456");
    let on = client.verify_change_user_mfa(token, &none, MfaChange::Activate);
    refused(on.await, 400, "no-totp-secret");
    let off = client.verify_change_user_mfa(token, &none, MfaChange::Deactivate);
    refused(off.await, 401, "disabled-mfa-totp");

    let key = client.change_user_mfa(token).await.unwrap();
    assert!(key.image_url.expose().starts_with("data:image/png;base64,"));
    assert_eq!(
        emulator.totp_code_of(key.totp_secret.expose()).as_deref(),
        Some(code(&emulator).expose())
    );
    let on = client.verify_change_user_mfa(token, &none, MfaChange::Activate);
    refused(on.await, 401, "invalid-totp");
    client
        .verify_change_user_mfa(token, &code(&emulator), MfaChange::Activate)
        .await
        .unwrap();
    let (user, _) = client.get_user(token).await.unwrap();
    assert_eq!(user.active_mfa_type.as_deref(), Some("totp"));
    let again = client.verify_change_user_mfa(token, &code(&emulator), MfaChange::Activate);
    refused(again.await, 400, "totp-already-active");

    let signed_in = client
        .verify_sign_in_mfa_totp(&challenge(&client).await, &code(&emulator))
        .await
        .unwrap();
    client
        .verify_change_user_mfa(
            &signed_in.access_token,
            &code(&emulator),
            MfaChange::Deactivate,
        )
        .await
        .unwrap();
    super::session(&client).await;
}

#[tokio::test]
async fn a_wrong_code_burns_the_ticket() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    activated(&emulator, &client).await;
    let burnt = challenge(&client).await;
    let wrong = client.verify_sign_in_mfa_totp(&burnt, &OneTimeCode::new("000000"));
    refused(wrong.await, 401, "invalid-totp");
    let late = client.verify_sign_in_mfa_totp(&burnt, &code(&emulator));
    refused(late.await, 401, "invalid-ticket");

    let unknown = MfaChallenge {
        ticket: Ticket::new("mfaTotp:00000000-0000-4000-8000-000000000000"),
    };
    let unknown = client.verify_sign_in_mfa_totp(&unknown, &code(&emulator));
    refused(unknown.await, 401, "invalid-ticket");
    let malformed = MfaChallenge {
        ticket: Ticket::new("passwordReset:0"),
    };
    let malformed = client.verify_sign_in_mfa_totp(&malformed, &code(&emulator));
    refused(malformed.await, 400, "schema-validation-error");

    emulator.advance(std::time::Duration::from_secs(60));
    let fresh = challenge(&client).await;
    client
        .verify_sign_in_mfa_totp(&fresh, &code(&emulator))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_project_without_second_steps_says_so() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    activated(&emulator, &client).await;
    let open = challenge(&client).await;
    emulator.change(|settings| settings.nhost.mfa_enabled = false);
    let bob = session_of(&client, &BOB).await;

    let key = client.change_user_mfa(&bob.access_token).await;
    refused(key, 409, "disabled-endpoint");
    let step = client
        .verify_sign_in_mfa_totp(&open, &code(&emulator))
        .await;
    refused(step, 409, "disabled-endpoint");
}

#[tokio::test]
async fn newer_servers_want_a_key_made_by_somebody_who_has_proven_themselves() {
    for (dialect, is_wanted) in [(Dialect::L1, false), (Dialect::L2, true)] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| {
            settings.nhost.dialect = dialect;
            settings.nhost.elevation = Elevation::Required;
        });
        let client = client(&emulator);
        let session = session(&client).await;
        let key = client.change_user_mfa(&session.access_token).await;
        assert_eq!(key.is_err(), is_wanted, "{dialect:?}");
        if is_wanted {
            assert!(needs_elevation(key), "{dialect:?}");
        }
    }
}
