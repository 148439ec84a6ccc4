use std::time::Duration;

use super::*;
use crate::{BOB, NOOR, Signing};

const DEAD: (u16, &str, &str) = (
    401,
    "invalid-refresh-token",
    "Invalid or expired refresh token",
);

async fn refresh(emulator: &Emulator, token: &str) -> Page {
    post(emulator, "/token", &json!({ "refreshToken": token })).await
}

fn assert_dead(page: &Page) {
    assert_refused(page, DEAD.0, DEAD.1, DEAD.2);
}

#[tokio::test]
async fn signing_in_answers_a_session_whose_token_carries_the_claims() {
    let emulator = Emulator::start().await.unwrap();

    let session = adas_session(&emulator).await;
    let token = Unverified::parse(text(&session, "accessToken")).unwrap();

    assert!(token.is_signed_by(&crate::keys::Key::nhost()));
    let claims = &token.claims;
    let hasura = &claims["https://hasura.io/jwt/claims"];
    assert_eq!(session["accessTokenExpiresIn"], 900);
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        900
    );
    assert_eq!(
        (&claims["iss"], &claims["sub"]),
        (&json!("hasura-auth"), &session["user"]["id"])
    );
    assert_eq!(
        hasura["x-hasura-allowed-roles"],
        json!(["user", "me", "editor"])
    );
    assert_eq!(hasura["x-hasura-user-is-anonymous"], "false");
}

#[tokio::test]
async fn the_person_is_shown_with_every_member_and_what_is_unknown_is_left_out() {
    let emulator = Emulator::start().await.unwrap();
    let noor = sign_in(&emulator, NOOR.email, NOOR.password).await.json()["session"].clone();

    let user = get_user(&emulator, &format!("Bearer {}", text(&noor, "accessToken")))
        .await
        .json();

    assert_eq!(user, noor["user"]);
    let expected = json!({
        "activeMfaType": null,
        "avatarUrl": text(&user, "avatarUrl"),
        "createdAt": "2024-03-11T09:24:51.318109Z",
        "defaultRole": "user",
        "displayName": "Noor Haddad",
        "email": "noor@example.com",
        "emailVerified": true,
        "id": "711c80c7-2078-43a5-9477-9b845e4c3903",
        "isAnonymous": false,
        "locale": "fr",
        "metadata": { "team": "Lyon", "newsletter": true },
        "phoneNumber": "+33612345678",
        "phoneNumberVerified": true,
        "roles": ["user", "me"],
    });
    assert_eq!(user, expected);
    assert!(
        adas_session(&emulator).await["user"]
            .get("phoneNumber")
            .is_none()
    );
}

#[tokio::test]
async fn the_address_is_not_case_sensitive_and_the_password_is() {
    let emulator = Emulator::start().await.unwrap();

    let upper = sign_in(&emulator, "ADA@EXAMPLE.COM", ADA.password).await;
    let wrong = sign_in(&emulator, ADA.email, &ADA.password.to_uppercase()).await;
    let nobody = sign_in(&emulator, "nobody@example.com", ADA.password).await;

    assert_eq!(upper.status, 200);
    assert_refused(
        &wrong,
        401,
        "invalid-email-password",
        "Incorrect email or password",
    );
    assert_refused(
        &nobody,
        401,
        "invalid-email-password",
        "Incorrect email or password",
    );
}

#[tokio::test]
async fn a_second_factor_turns_the_answer_into_a_ticket() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change_nhost_user(ADA.email, |ada| ada.totp_active = true);

    let answer = sign_in(&emulator, ADA.email, ADA.password).await.json();

    assert!(text(&answer["mfa"], "ticket").starts_with("mfaTotp:"));
    assert!(answer.get("session").is_none());
}

#[tokio::test]
async fn a_refresh_answers_a_bare_session_in_the_same_row() {
    let emulator = Emulator::start().await.unwrap();
    let before = adas_session(&emulator).await;

    let after = refresh(&emulator, text(&before, "refreshToken"))
        .await
        .json();

    assert_eq!(after["refreshTokenId"], before["refreshTokenId"]);
    assert_ne!(after["refreshToken"], before["refreshToken"]);
    assert_eq!(after["user"], before["user"]);
}

#[tokio::test]
async fn the_old_token_is_dead_at_once_and_the_new_one_survives_its_use() {
    let emulator = Emulator::start().await.unwrap();
    let old = adas_session(&emulator).await;
    let new = refresh(&emulator, text(&old, "refreshToken")).await.json();

    assert_dead(&refresh(&emulator, text(&old, "refreshToken")).await);
    assert_eq!(
        refresh(&emulator, text(&new, "refreshToken")).await.status,
        200
    );
}

#[tokio::test]
async fn five_refreshes_at_once_have_one_winner() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "refreshToken");

    let answers = tokio::join!(
        refresh(&emulator, token),
        refresh(&emulator, token),
        refresh(&emulator, token),
        refresh(&emulator, token),
        refresh(&emulator, token)
    );

    let mut statuses =
        [answers.0, answers.1, answers.2, answers.3, answers.4].map(|page| page.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401]);
}

#[tokio::test]
async fn a_refresh_token_slides_and_ends_when_nobody_uses_it() {
    let emulator = Emulator::start().await.unwrap();
    let day = Duration::from_secs(86_400);
    let mut session = adas_session(&emulator).await;
    for _ in 0..3 {
        emulator.advance(day * 29);
        session = refresh(&emulator, text(&session, "refreshToken"))
            .await
            .json();
    }

    emulator.advance(day * 30);

    assert_dead(&refresh(&emulator, text(&session, "refreshToken")).await);
}

#[tokio::test]
async fn a_refresh_ignores_an_expired_bearer() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    emulator.advance(Duration::from_secs(900));
    let body = json!({ "refreshToken": session["refreshToken"] });

    let page = post_as(&emulator, "/token", text(&session, "accessToken"), &body).await;

    assert_eq!(page.status, 200);
}

#[tokio::test]
async fn signing_out_ends_the_row_and_the_access_token_lives_on() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let body = json!({ "refreshToken": session["refreshToken"] });

    let first = post(&emulator, "/signout", &body).await;
    let again = post(&emulator, "/signout", &body).await;

    assert_eq!((first.status, first.body.as_str()), (200, "\"OK\""));
    assert_eq!(again.status, 200);
    assert_dead(&refresh(&emulator, text(&session, "refreshToken")).await);
    let authorization = format!("Bearer {}", text(&session, "accessToken"));
    assert_eq!(get_user(&emulator, &authorization).await.status, 200);
}

#[tokio::test]
async fn signing_out_everywhere_needs_a_good_bearer() {
    let emulator = Emulator::start().await.unwrap();
    let (one, other) = (adas_session(&emulator).await, adas_session(&emulator).await);
    let bob = sign_in(&emulator, BOB.email, BOB.password).await.json()["session"].clone();
    let all = json!({ "all": true });

    let without = post(&emulator, "/signout", &all).await;
    let page = post_as(&emulator, "/signout", text(&one, "accessToken"), &all).await;
    emulator.advance(Duration::from_secs(900));
    let expired = post_as(&emulator, "/signout", text(&one, "accessToken"), &all).await;

    assert_refused(
        &without,
        400,
        "invalid-request",
        "The request payload is incorrect",
    );
    assert_refused(
        &expired,
        400,
        "invalid-request",
        "The request payload is incorrect",
    );
    assert_eq!(page.status, 200);
    assert_dead(&refresh(&emulator, text(&one, "refreshToken")).await);
    assert_dead(&refresh(&emulator, text(&other, "refreshToken")).await);
    assert_eq!(
        refresh(&emulator, text(&bob, "refreshToken")).await.status,
        200
    );
}

#[tokio::test]
async fn signing_out_of_nothing_is_refused_and_unknown_members_are_not() {
    let emulator = Emulator::start().await.unwrap();

    let empty = post(&emulator, "/signout", &json!({})).await;
    let more = post(
        &emulator,
        "/signout",
        &json!({ "refreshToken": "x", "foo": 1 }),
    )
    .await;

    assert_refused(
        &empty,
        400,
        "invalid-request",
        "The request payload is incorrect",
    );
    assert_eq!(more.status, 200);
}

#[tokio::test]
async fn a_token_can_be_verified_from_the_body_or_the_header() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "accessToken");

    let by_body = post(
        &emulator,
        "/token/verify",
        &json!({ "token": format!("Bearer {token}") }),
    )
    .await;
    let by_header = post_as(&emulator, "/token/verify", token, &json!({})).await;
    let junk = post(&emulator, "/token/verify", &json!({ "token": "junk" })).await;
    emulator.advance(Duration::from_secs(900));
    let expired = post(&emulator, "/token/verify", &json!({ "token": token })).await;

    assert_eq!(
        (by_body.body.as_str(), by_header.body.as_str()),
        ("\"OK\"", "\"OK\"")
    );
    assert_refused(
        &junk,
        400,
        "invalid-request",
        "The request payload is incorrect",
    );
    assert_refused(
        &expired,
        400,
        "invalid-request",
        "The request payload is incorrect",
    );
}

#[tokio::test]
async fn a_project_with_a_shared_secret_publishes_no_keys_and_still_works() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/.well-known/jwks.json", emulator.nhost_url());
    assert_eq!(
        Visitor::default().get(&url).await.unwrap().json()["keys"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    emulator.change(|settings| settings.nhost.signing = Signing::Hs256);

    let session = adas_session(&emulator).await;

    assert_eq!(
        Visitor::default().get(&url).await.unwrap().json(),
        json!({ "keys": null })
    );
    assert_eq!(
        Unverified::parse(text(&session, "accessToken"))
            .unwrap()
            .header["alg"],
        "HS256"
    );
    let authorization = format!("Bearer {}", text(&session, "accessToken"));
    assert_eq!(get_user(&emulator, &authorization).await.status, 200);
    emulator.change(|settings| settings.nhost.signing = Signing::Rs256);
    assert_eq!(get_user(&emulator, &authorization).await.status, 401);
}
