//! Signing in with what is sent, or as nobody.

use std::time::Duration;

use emulator::{ADA, Dialect, Emulator};
use nhost::{Deanonymize, Pkce, SignIn, SignUpOptions, with_state};
use protocol::secret::{CodeVerifier, OneTimeCode, Password, State};

use super::{HOME, client, code, grant, refusal, refused, session, ticket};

const NOTHING: SignUpOptions<'static> = SignUpOptions {
    allowed_roles: &[],
    default_role: None,
    display_name: None,
    locale: None,
    metadata: None,
    redirect_to: None,
};

#[tokio::test]
async fn a_code_from_a_mail_signs_in_and_up_and_a_wrong_guess_does_not_burn_it() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    for email in [ADA.email, "grace@example.com"] {
        client.sign_in_otp_email(email, &NOTHING).await.unwrap();
        let wrong = client
            .verify_sign_in_otp_email(email, &OneTimeCode::new("nonsense"))
            .await;
        refused(wrong, 401, "invalid-ticket");
        let session = client
            .verify_sign_in_otp_email(email, &code(&emulator))
            .await
            .unwrap();
        assert_eq!(session.user.unwrap().email.as_deref(), Some(email));
    }

    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    client.sign_in_otp_email(ADA.email, &NOTHING).await.unwrap();
    let wrong = client
        .verify_sign_in_otp_email(ADA.email, &OneTimeCode::new("nonsense"))
        .await;
    refused(wrong, 400, "invalid-otp");
    emulator.advance(Duration::from_secs(3_601));
    let late = client
        .verify_sign_in_otp_email(ADA.email, &code(&emulator))
        .await;
    refused(late, 400, "invalid-otp");
}

#[tokio::test]
async fn what_a_project_does_not_offer_is_said() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    emulator.change(|settings| settings.nhost.signup_disabled = true);
    let new = "new@example.com";
    refused(
        client.sign_in_otp_email(new, &NOTHING).await,
        403,
        "signup-disabled",
    );
    refused(
        client.sign_in_passwordless_email(new, &NOTHING, None).await,
        403,
        "signup-disabled",
    );
    refused(
        client.sign_in_passwordless_sms("+4930123", &NOTHING).await,
        403,
        "signup-disabled",
    );
    refused(
        client.sign_in_anonymous(None, None, None).await,
        403,
        "signup-disabled",
    );

    emulator.change(|settings| {
        settings.nhost.signup_disabled = false;
        settings.nhost.otp_email_enabled = false;
        settings.nhost.email_passwordless_enabled = false;
        settings.nhost.sms_passwordless_enabled = false;
        settings.nhost.anonymous_users_enabled = false;
    });
    let disabled = "disabled-endpoint";
    let any = OneTimeCode::new("123456");
    refused(
        client.sign_in_otp_email(ADA.email, &NOTHING).await,
        409,
        disabled,
    );
    refused(
        client.verify_sign_in_otp_email(ADA.email, &any).await,
        409,
        disabled,
    );
    refused(
        client
            .sign_in_passwordless_email(ADA.email, &NOTHING, None)
            .await,
        409,
        disabled,
    );
    refused(
        client.sign_in_passwordless_sms("+4930123", &NOTHING).await,
        409,
        disabled,
    );
    refused(
        client
            .verify_sign_in_passwordless_sms("+4930123", &any)
            .await,
        409,
        disabled,
    );
    refused(
        client.sign_in_anonymous(None, None, None).await,
        409,
        disabled,
    );
}

#[tokio::test]
async fn a_link_or_a_code_is_not_sent_to_everybody() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    emulator.change_nhost_user(ADA.email, |user| user.disabled = true);
    emulator.change(|settings| settings.nhost.blocked_emails = vec!["bob@example.com".into()]);
    let elsewhere = SignUpOptions {
        redirect_to: Some("https://elsewhere.example"),
        ..NOTHING
    };
    let role = SignUpOptions {
        allowed_roles: &["admin"],
        ..NOTHING
    };
    let default = SignUpOptions {
        allowed_roles: &["me"],
        default_role: Some("user"),
        ..NOTHING
    };
    for (email, options, status, code) in [
        (ADA.email, &NOTHING, 401, "disabled-user"),
        ("bob@example.com", &NOTHING, 401, "invalid-email-password"),
        ("new@example.com", &elsewhere, 400, "redirectTo-not-allowed"),
        ("new@example.com", &role, 400, "role-not-allowed"),
        (
            "new@example.com",
            &default,
            400,
            "default-role-must-be-in-allowed-roles",
        ),
    ] {
        refused(client.sign_in_otp_email(email, options).await, status, code);
        let link = client.sign_in_passwordless_email(email, options, None);
        refused(link.await, status, code);
    }
}

#[tokio::test]
async fn a_link_from_a_mail_signs_in_with_a_code_or_with_what_older_servers_send() {
    for (dialect, expected) in [
        (Dialect::L0, Pkce::NotUsed),
        (Dialect::L1, Pkce::NotUsed),
        (Dialect::L2, Pkce::Used),
    ] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let verifier = CodeVerifier::from_random([7; 32]);
        let state = State::from_random([9; 32]);
        let home = with_state(HOME, &state);
        let options = SignUpOptions {
            redirect_to: Some(&home),
            ..NOTHING
        };
        let pkce = client
            .sign_in_passwordless_email(ADA.email, &options, Some(&verifier))
            .await
            .unwrap();
        assert_eq!(pkce, expected, "{dialect:?}");

        let used = (pkce == Pkce::Used).then_some(&verifier);
        let ticket = ticket(&emulator);
        let home_again = client.verify_ticket(&ticket, &home, used).await.unwrap();
        assert!(home_again.answers(&state), "{dialect:?}");
        assert_eq!(
            home_again.ticket_type,
            Some(nhost::TicketType::PasswordlessEmail)
        );
        let grant = grant(home_again);
        let session = client.exchange_code(&grant, &verifier).await.unwrap();
        client.get_user(&session.access_token).await.unwrap();

        // Whatever stood in the address is dead now, and so is the ticket.
        assert!(
            client.exchange_code(&grant, &verifier).await.is_err(),
            "{dialect:?}"
        );
        let again = client.verify_ticket(&ticket, &home, used).await.unwrap();
        assert!(
            matches!(
                again.outcome,
                nhost::RedirectOutcome::Refused {
                    code: nhost::ErrorCode::InvalidTicket,
                    ..
                }
            ),
            "{dialect:?}"
        );
    }
}

#[tokio::test]
async fn a_code_is_good_for_its_verifier_alone() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    let client = client(&emulator);
    assert!(client.features().await.unwrap().code_exchange);
    let (verifier, other) = (
        CodeVerifier::from_random([7; 32]),
        CodeVerifier::from_random([8; 32]),
    );
    let pkce = client
        .sign_in_passwordless_email(ADA.email, &NOTHING, Some(&verifier))
        .await;
    assert_eq!(pkce.unwrap(), Pkce::Used);
    let ticket = ticket(&emulator);
    let home = client.verify_ticket(&ticket, HOME, Some(&verifier)).await;
    let grant = grant(home.unwrap());

    refused(
        client.exchange_code(&grant, &other).await,
        400,
        "invalid-request",
    );
    refused(
        client.exchange_code(&grant, &verifier).await,
        400,
        "invalid-request",
    );
}

#[tokio::test]
async fn a_code_from_a_text_message_signs_in() {
    for (dialect, wrong_code) in [
        (Dialect::L0, "invalid-request"),
        (Dialect::L1, "invalid-otp"),
    ] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let number = "+4930123456";
        client
            .sign_in_passwordless_sms(number, &NOTHING)
            .await
            .unwrap();
        let wrong = client
            .verify_sign_in_passwordless_sms(number, &OneTimeCode::new("nonsense"))
            .await;
        refused(wrong, 400, wrong_code);
        let answer = client
            .verify_sign_in_passwordless_sms(number, &code(&emulator))
            .await
            .unwrap();
        let SignIn::Session(session) = answer else {
            panic!("{answer:?}")
        };
        let (user, _) = client.get_user(&session.access_token).await.unwrap();
        assert_eq!(user.phone_number.as_deref(), Some(number));

        emulator.change(|settings| settings.nhost.sms_fails = true);
        refused(
            client.sign_in_passwordless_sms(number, &NOTHING).await,
            400,
            "cannot-send-sms",
        );
    }
}

#[tokio::test]
async fn nobody_becomes_somebody() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let metadata = serde_json::Map::from_iter([("k".to_owned(), "v".into())]);
    let nobody = client
        .sign_in_anonymous(Some("Nobody"), Some("de"), Some(&metadata))
        .await
        .unwrap();
    let user = nobody.user.as_ref().unwrap();
    assert_eq!(
        (user.display_name.as_str(), user.locale.as_str()),
        ("Nobody", "de")
    );
    refused(
        client.get_user(&nobody.access_token).await,
        403,
        "forbidden-anonymous",
    );

    let password = Password::new("long-enough-9");
    let with = Deanonymize::EmailPassword(&password);
    let token = &nobody.access_token;
    let become_ = |email: &'static str, method| {
        let client = &client;
        async move {
            client
                .deanonymize_user(token, email, method, &NOTHING, None)
                .await
        }
    };
    let short = Password::new("short");
    refused(
        become_("new@example.com", Deanonymize::EmailPassword(&short)).await,
        400,
        "password-too-short",
    );
    let leaked = Password::new("password123");
    refused(
        become_("new@example.com", Deanonymize::EmailPassword(&leaked)).await,
        400,
        "password-in-hibp-database",
    );
    refused(become_(ADA.email, with).await, 409, "email-already-in-use");
    emulator.change(|settings| settings.nhost.dialect = Dialect::L2);
    refused(become_(ADA.email, with).await, 409, "user-already-exists");
    become_("new@example.com", with).await.unwrap();
    refused(
        become_("newer@example.com", with).await,
        400,
        "user-not-anonymous",
    );

    // With a password the session goes on, and knows after a refresh.
    let session = client.refresh_token(&nobody.refresh_token).await.unwrap();
    let (user, _) = client.get_user(&session.access_token).await.unwrap();
    assert_eq!(user.email.as_deref(), Some("new@example.com"));
    assert!(!user.is_anonymous);
}

#[tokio::test]
async fn a_link_for_nobody_ends_the_session_until_it_is_opened() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let nobody = client.sign_in_anonymous(None, None, None).await.unwrap();
    client
        .deanonymize_user(
            &nobody.access_token,
            "new@example.com",
            Deanonymize::Passwordless,
            &NOTHING,
            None,
        )
        .await
        .unwrap();
    assert_eq!(
        refusal(client.refresh_token(&nobody.refresh_token).await).0,
        401
    );
    let home = client.verify_ticket(&ticket(&emulator), HOME, None).await;
    let verifier = CodeVerifier::from_random([7; 32]);
    client
        .exchange_code(&grant(home.unwrap()), &verifier)
        .await
        .unwrap();

    let somebody = session(&client).await;
    let again = client
        .deanonymize_user(
            &somebody.access_token,
            "x@example.com",
            Deanonymize::Passwordless,
            &NOTHING,
            None,
        )
        .await;
    refused(again, 400, "user-not-anonymous");
}
