use emulator::{ADA, BOB, Dialect, Emulator, Fault, Signing};
use nhost::{RequestOptions, SignOut, SignUp, SignUpOptions};
use protocol::{
    http::CallError,
    secret::{AccessToken, Password, RefreshToken},
};

use super::{client, refusal, session};

#[tokio::test]
async fn the_service_says_that_it_is_well_and_which_version() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client.health_check_get().await.unwrap();
    client.health_check_head().await.unwrap();
    assert!(!client.get_version().await.unwrap().is_empty());

    emulator.fail_next(
        "/v1/healthz",
        Fault::json(200, &serde_json::json!("NOT OK")),
    );
    assert!(client.health_check_get().await.is_err());
    emulator.fail_times("/v1/healthz", 3, Fault::status(500));
    assert!(client.health_check_head().await.is_err());
}

#[tokio::test]
async fn keys_are_there_unless_the_project_signs_with_a_secret() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    assert!(client.get_jwks().await.unwrap().is_some());

    emulator.change(|settings| settings.nhost.signing = Signing::Hs256);
    assert!(client.get_jwks().await.unwrap().is_none());
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_row_stays() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let first = session(&client).await;
    let second = client.refresh_token(&first.refresh_token).await.unwrap();
    assert_eq!(first.refresh_token_id, second.refresh_token_id);

    let answer = client.refresh_token(&first.refresh_token).await;
    assert_eq!(refusal(answer), (401, "invalid-refresh-token".to_owned()));
    client.refresh_token(&second.refresh_token).await.unwrap();
}

#[tokio::test]
async fn a_token_that_is_no_good_reads_the_same_from_old_and_new_servers() {
    for dialect in [Dialect::L0, Dialect::L1] {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.nhost.dialect = dialect);
        let client = client(&emulator);
        let session = session(&client).await;
        emulator.advance(std::time::Duration::from_secs(3_600));

        for token in [session.access_token, AccessToken::new("nonsense")] {
            let Err(CallError::Problem(problem)) = client.get_user(&token).await else {
                panic!("{dialect:?}: taken")
            };
            assert!(
                problem.problem.needs_sign_in,
                "{dialect:?}: {:?}",
                problem.problem
            );
        }
    }
}

#[tokio::test]
async fn one_session_ends_or_all_of_them() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let (one, other, third) = (
        session(&client).await,
        session(&client).await,
        session(&client).await,
    );
    client
        .sign_out(SignOut::Session(&one.refresh_token))
        .await
        .unwrap();
    client
        .sign_out(SignOut::Session(&one.refresh_token))
        .await
        .unwrap();
    let unknown = RefreshToken::new("00000000-0000-4000-8000-000000000000");
    client.sign_out(SignOut::Session(&unknown)).await.unwrap();
    assert_eq!(
        refusal(client.refresh_token(&one.refresh_token).await).0,
        401
    );
    let other = client.refresh_token(&other.refresh_token).await.unwrap();

    client
        .sign_out(SignOut::All(&other.access_token))
        .await
        .unwrap();
    assert_eq!(
        refusal(client.refresh_token(&third.refresh_token).await).0,
        401
    );
}

#[tokio::test]
async fn signing_up_says_what_is_wrong_with_it() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    let named = SignUpOptions {
        display_name: Some("Grace"),
        ..SignUpOptions::default()
    };
    let fine = Password::new("long-enough-9");
    let session = client
        .sign_up_email_password("grace@example.com", &fine, &named, None)
        .await
        .unwrap();
    let SignUp::Session(session) = session else {
        panic!("{session:?}")
    };
    let (user, members) = client.get_user(&session.access_token).await.unwrap();
    assert_eq!(
        (user.display_name.as_str(), members["email"].as_str()),
        ("Grace", Some("grace@example.com"))
    );

    let again = client
        .sign_up_email_password("grace@example.com", &fine, &named, None)
        .await;
    assert_eq!(refusal(again), (409, "email-already-in-use".to_owned()));
    let short = client
        .sign_up_email_password("new@example.com", &Password::new("short"), &named, None)
        .await;
    assert_eq!(refusal(short), (400, "password-too-short".to_owned()));
    let odd = client
        .sign_up_email_password("not an address", &fine, &named, None)
        .await;
    assert_eq!(refusal(odd).0, 400);
}

#[tokio::test]
async fn everything_that_keeps_somebody_from_signing_up_is_told_apart() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.blocked_emails = vec!["mallory@example.com".into()]);
    let client = client(&emulator);
    let fine = SignUpOptions::default();
    let password = Password::new("long-enough-9");
    let with = |options: SignUpOptions<'static>| options;
    let up = |email: &'static str, password: &str, options: SignUpOptions<'static>| {
        let (client, password) = (&client, Password::new(password));
        async move {
            refusal(
                client
                    .sign_up_email_password(email, &password, &options, None)
                    .await,
            )
        }
    };
    let new = "new@example.com";
    let long = "long-enough-9";
    let role = with(SignUpOptions {
        allowed_roles: &["admin"],
        ..fine
    });
    let default = with(SignUpOptions {
        allowed_roles: &["me"],
        default_role: Some("user"),
        ..fine
    });
    let elsewhere = with(SignUpOptions {
        redirect_to: Some("https://elsewhere.example"),
        ..fine
    });
    let named = with(SignUpOptions {
        display_name: Some("a name of far more than thirty-two characters"),
        ..fine
    });
    for (email, password, options, status, code) in [
        (
            "mallory@example.com",
            long,
            fine,
            401,
            "invalid-email-password",
        ),
        (new, "password123", fine, 400, "password-in-hibp-database"),
        (new, long, role, 400, "role-not-allowed"),
        (
            new,
            long,
            default,
            400,
            "default-role-must-be-in-allowed-roles",
        ),
        (new, long, elsewhere, 400, "redirectTo-not-allowed"),
        (new, long, named, 400, "schema-validation-error"),
    ] {
        assert_eq!(
            up(email, password, options).await,
            (status, code.to_owned())
        );
    }

    emulator.change(|settings| settings.nhost.turnstile = true);
    assert_eq!(
        up(new, long, fine).await,
        (403, "turnstile-required".to_owned())
    );
    let passed = RequestOptions {
        headers: vec![("x-cf-turnstile-response", "passed".to_owned())],
        ..RequestOptions::default()
    };
    emulator.change(|settings| settings.nhost.new_users_disabled = true);
    let disabled = client
        .sign_up_email_password(new, &password, &fine, None)
        .with(passed)
        .await;
    assert_eq!(refusal(disabled), (401, "disabled-user".to_owned()));
    emulator.change(|settings| {
        settings.nhost.turnstile = false;
        settings.nhost.signup_disabled = true;
    });
    assert_eq!(
        up(new, long, fine).await,
        (403, "signup-disabled".to_owned())
    );
}

#[tokio::test]
async fn somebody_who_is_not_verified_or_disabled_does_not_sign_in() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.verification_required = true);
    emulator.change_nhost_user(ADA.email, |user| user.disabled = true);
    let client = client(&emulator);
    for (person, code) in [(ADA, "disabled-user"), (BOB, "unverified-user")] {
        let password = Password::new(person.password);
        let answer = client.sign_in_email_password(person.email, &password).await;
        assert_eq!(refusal(answer), (401, code.to_owned()));
    }
}

#[tokio::test]
async fn a_rate_limit_has_neither_a_word_nor_a_time_and_is_left_to_the_caller() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.nhost.rate_limits = true);
    let client = client(&emulator);
    let wrong = Password::new("wrong-password");
    for _ in 0..10 {
        let answer = client.sign_in_email_password(ADA.email, &wrong).await;
        assert_eq!(refusal(answer).0, 401);
    }
    let limited = client
        .sign_in_email_password(ADA.email, &wrong)
        .await
        .unwrap_err();
    assert_eq!((limited.status(), limited.retry_after()), (Some(429), None));
    assert!(limited.is_rate_limited().is_some());
}
