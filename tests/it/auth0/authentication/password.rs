use auth0::{
    ErrorCode,
    authentication::{Access, MfaFactorType, PasswordGrant},
};
use emulator::{ADA, BOB, Fault, NOOR, Person};
use protocol::{oauth::Tokens, secret::Password};
use serde_json::json;

use super::{DATABASE, REPORTS, World, refusal, refused};

async fn sign_in(
    world: &World,
    person: &Person,
    password: &str,
) -> Result<Tokens, auth0::AuthenticationError> {
    let password = Password::new(password);
    let grant = PasswordGrant {
        realm: Some(DATABASE),
        access: Access {
            scopes: &["openid", "offline_access"],
            audience: None,
        },
        forwarded_for: Some("203.0.113.7"),
        ..PasswordGrant::new(person.email, &password)
    };

    world.client.password_grant(&grant).await
}

#[tokio::test]
async fn a_password_signs_in_at_its_realm() {
    let world = World::new().await;

    let tokens = sign_in(&world, &ADA, ADA.password).await.unwrap();

    assert!(tokens.refresh_token.is_some() && tokens.id_token.is_some());
    assert!(world.subject(&tokens).await.starts_with("auth0|"));
}

#[tokio::test]
async fn a_wrong_password_an_unknown_user_and_a_blocked_one_are_refused() {
    let world = World::new().await;
    let answer = sign_in(&world, &ADA, "wrong").await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    world
        .emulator
        .change_auth0_user(BOB.email, |bob| bob.blocked = true);
    let answer = sign_in(&world, &BOB, BOB.password).await;
    assert_eq!(refusal(answer), refused(403, "unauthorized"));

    let mut last = None;
    for _ in 0..12 {
        last = Some(refusal(sign_in(&world, &ADA, "wrong").await));
    }
    assert_eq!(last, Some(refused(429, "too_many_attempts")));
}

#[tokio::test]
async fn without_a_realm_it_is_another_grant_which_the_tenant_may_not_give() {
    let world = World::new().await;
    let password = Password::new(ADA.password);
    let grant = PasswordGrant::new(ADA.email, &password);
    let answer = world.client.password_grant(&grant).await;
    assert_eq!(refusal(answer), refused(403, "unauthorized_client"));

    world
        .emulator
        .change(|settings| settings.auth0.grants.push("password".to_owned()));
    world.client.password_grant(&grant).await.unwrap();
}

#[tokio::test]
async fn an_unknown_audience_and_an_unknown_realm_are_refused() {
    let world = World::new().await;
    let password = Password::new(ADA.password);
    let at = |realm, audience| PasswordGrant {
        realm: Some(realm),
        access: Access {
            scopes: &["read:reports"],
            audience: Some(audience),
        },
        ..PasswordGrant::new(ADA.email, &password)
    };
    let client = &world.client;

    let answer = client
        .password_grant(&at(DATABASE, "https://elsewhere.example/"))
        .await;
    assert_eq!(refusal(answer), refused(403, "access_denied"));
    let answer = client.password_grant(&at("elsewhere", REPORTS)).await;
    assert_eq!(refusal(answer), refused(400, "invalid_request"));
    let tokens = client.password_grant(&at(DATABASE, REPORTS)).await.unwrap();
    assert_eq!(tokens.scopes.unwrap(), ["read:reports"]);
}

#[tokio::test]
async fn a_leaked_password_has_a_word_of_its_own() {
    let world = World::new().await;
    let leaked =
        json!({ "error": "password_leaked", "error_description": "This login has been blocked." });
    world
        .emulator
        .fail_next("/oauth/token", Fault::json(401, &leaked));

    let answer = sign_in(&world, &ADA, ADA.password).await;

    assert_eq!(
        refusal(answer),
        refused(401, ErrorCode::PasswordLeaked.as_str())
    );
}

#[tokio::test]
async fn a_second_factor_is_asked_for_with_what_the_person_has_or_may_enrol() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings.auth0.require_second_factor = true;
        settings.auth0.require_enrolment = true;
    });

    let error = sign_in(&world, &NOOR, NOOR.password).await.unwrap_err();
    let problem = error.problem().unwrap();
    assert_eq!(problem.code, ErrorCode::MfaRequired);
    let mfa = problem.details.mfa.as_ref().unwrap();
    assert_eq!(
        mfa.challenge,
        [MfaFactorType::Otp, MfaFactorType::RecoveryCode]
    );
    assert!(mfa.enroll.is_empty());

    let error = sign_in(&world, &BOB, BOB.password).await.unwrap_err();
    let mfa = error.problem().unwrap().details.mfa.as_ref().unwrap();
    assert!(mfa.challenge.is_empty());
    assert!(mfa.enroll.contains(&MfaFactorType::Phone));
    assert!(!format!("{error:?}").contains("Fe26"), "a token is printed");
}
