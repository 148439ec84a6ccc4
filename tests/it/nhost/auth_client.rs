use emulator::{ADA, Dialect, Emulator, Fault, Signing};
use nhost::{AuthClient, Session, SignIn, SignOut, SignUp, SignUpOptions};
use protocol::{
    http::CallError,
    secret::{AccessToken, Password, RefreshToken},
};

use super::client;

async fn session(client: &AuthClient) -> Session {
    let answer = client
        .sign_in_email_password(ADA.email, &Password::new(ADA.password))
        .await
        .unwrap();
    let SignIn::Session(session) = answer else {
        panic!("{answer:?}")
    };

    *session
}

fn refusal<T: std::fmt::Debug>(answer: Result<T, CallError<nhost::AuthProblem>>) -> (u16, String) {
    match answer {
        Err(CallError::Problem(problem)) => {
            (problem.status, problem.problem.code.as_str().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_service_says_that_it_is_well_and_which_version() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator);
    client.health_check_get().await.unwrap();
    assert!(!client.get_version().await.unwrap().is_empty());

    emulator.fail_next(
        "/v1/healthz",
        Fault::json(200, &serde_json::json!("NOT OK")),
    );
    assert!(client.health_check_get().await.is_err());
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
