use std::time::Duration;

use super::*;

mod audiences;

const UNKNOWN: &str = "Unknown or invalid refresh token.";

async fn first_token(emulator: &Emulator) -> String {
    text(&tokens(emulator, &[]).await, "refresh_token").to_owned()
}

async fn rotated(emulator: &Emulator, token: &str) -> String {
    let page = refresh(emulator, token, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    text(&page.json(), "refresh_token").to_owned()
}

#[tokio::test]
async fn a_refresh_gives_new_tokens_without_a_nonce() {
    let emulator = Emulator::start().await.unwrap();
    let before = tokens(&emulator, &[]).await;

    let after = refresh(&emulator, text(&before, "refresh_token"), &[])
        .await
        .json();

    assert_ne!(after["refresh_token"], before["refresh_token"]);
    assert_ne!(after["access_token"], before["access_token"]);
    assert_eq!(after["scope"], SCOPE);
    let (old, new) = (
        claims(text(&before, "id_token")),
        claims(text(&after, "id_token")),
    );
    assert_eq!(
        (&new["sub"], &new["aud"], &new["iss"]),
        (&old["sub"], &old["aud"], &old["iss"])
    );
    assert!(new["nonce"].is_null());
}

#[tokio::test]
async fn a_lost_answer_can_be_asked_for_again_inside_the_overlap() {
    let emulator = Emulator::start().await.unwrap();
    let first = first_token(&emulator).await;
    rotated(&emulator, &first).await;
    emulator.advance(Duration::from_secs(50));

    let third = rotated(&emulator, &first).await;
    rotated(&emulator, &third).await;

    assert_eq!(emulator.reuse_detected(), 0);
}

#[tokio::test]
async fn reuse_after_the_overlap_ends_the_whole_family() {
    let emulator = Emulator::start().await.unwrap();
    let first = first_token(&emulator).await;
    let second = rotated(&emulator, &first).await;
    emulator.advance(Duration::from_secs(61));

    let reused = refresh(&emulator, &first, &[]).await;
    let newest = refresh(&emulator, &second, &[]).await;

    assert_refused(&reused, 403, "invalid_grant", UNKNOWN);
    assert_refused(&newest, 403, "invalid_grant", UNKNOWN);
    assert_eq!(emulator.reuse_detected(), 1);
}

#[tokio::test]
async fn only_the_immediately_previous_token_has_an_overlap() {
    let emulator = Emulator::start().await.unwrap();
    let first = first_token(&emulator).await;
    let second = rotated(&emulator, &first).await;
    let third = rotated(&emulator, &second).await;

    let oldest = refresh(&emulator, &first, &[]).await;

    assert_refused(&oldest, 403, "invalid_grant", UNKNOWN);
    assert_refused(
        &refresh(&emulator, &third, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );
}

#[tokio::test]
async fn without_an_overlap_every_second_use_is_reuse() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.rotation_overlap_secs = 0);
    let first = first_token(&emulator).await;
    rotated(&emulator, &first).await;

    assert_refused(
        &refresh(&emulator, &first, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );
}

#[tokio::test]
async fn another_sign_in_of_the_same_person_survives_the_end_of_a_family() {
    let emulator = Emulator::start().await.unwrap();
    let other = first_token(&emulator).await;
    let first = first_token(&emulator).await;
    rotated(&emulator, &first).await;
    emulator.advance(Duration::from_secs(61));
    refresh(&emulator, &first, &[]).await;

    rotated(&emulator, &other).await;
}

#[tokio::test]
async fn without_rotation_no_new_token_comes_and_the_old_one_stays() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.rotation = false);
    let token = first_token(&emulator).await;

    let page = refresh(&emulator, &token, &[]).await;

    assert!(page.json()["refresh_token"].is_null());
    assert_eq!(refresh(&emulator, &token, &[]).await.status, 200);
}

#[tokio::test]
async fn idleness_ends_a_family_and_use_prolongs_it_up_to_the_absolute_end() {
    let emulator = Emulator::start().await.unwrap();
    let day = Duration::from_secs(86_400);
    let idle = first_token(&emulator).await;
    emulator.advance(day * 15);
    assert_refused(
        &refresh(&emulator, &idle, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );

    let mut used = first_token(&emulator).await;
    for _ in 0..2 {
        emulator.advance(day * 14);
        used = rotated(&emulator, &used).await;
    }
    emulator.advance(day * 3);
    assert_refused(
        &refresh(&emulator, &used, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );
}

#[tokio::test]
async fn a_narrower_scope_is_given_and_an_unknown_one_is_dropped() {
    let emulator = Emulator::start().await.unwrap();
    let token = first_token(&emulator).await;

    let page = refresh(
        &emulator,
        &token,
        &[("scope", "openid email write:reports")],
    )
    .await
    .json();

    assert_eq!(page["scope"], "openid email");
    assert!(claims(text(&page, "id_token"))["name"].is_null());
    let next = refresh(&emulator, text(&page, "refresh_token"), &[])
        .await
        .json();
    assert_eq!(next["scope"], SCOPE, "the sign-in still counts");
}

#[tokio::test]
async fn another_audience_is_given_when_the_policy_lists_it_and_costs_nothing_when_not() {
    let emulator = Emulator::start().await.unwrap();
    let audience = format!("{}/me/", emulator.auth0_url());
    let token = first_token(&emulator).await;

    let unknown = refresh(
        &emulator,
        &token,
        &[("audience", "https://nobody.example/")],
    )
    .await;
    let known = refresh(
        &emulator,
        &token,
        &[("audience", &audience), ("scope", "read:me:factors")],
    )
    .await
    .json();

    assert_eq!(
        (unknown.status, &unknown.json()["error"]),
        (403, &json!("access_denied"))
    );
    assert_eq!(known["scope"], "read:me:factors");
    assert_eq!(claims(text(&known, "access_token"))["aud"][0], audience);
}

#[tokio::test]
async fn blocked_and_deleted_people_cannot_refresh() {
    let emulator = Emulator::start().await.unwrap();
    let blocked = first_token(&emulator).await;
    emulator.change_auth0_user(ADA.email, |ada| ada.blocked = true);
    assert_refused(
        &refresh(&emulator, &blocked, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );
    emulator.change_auth0_user(ADA.email, |ada| ada.blocked = false);

    let deleted = first_token(&emulator).await;
    emulator.delete_person(ADA.email);
    assert_refused(
        &refresh(&emulator, &deleted, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );
}

#[tokio::test]
async fn revoking_ends_the_family_whichever_of_its_tokens_is_named() {
    let emulator = Emulator::start().await.unwrap();
    let first = first_token(&emulator).await;
    let second = rotated(&emulator, &first).await;
    let url = format!("{}/oauth/revoke", emulator.auth0_url());
    let revoke = |client_id: &'static str, token: String| {
        let url = url.clone();
        async move {
            Visitor::default()
                .post_form(&url, &[("client_id", client_id), ("token", &token)])
                .await
                .unwrap()
        }
    };

    let answer = revoke(emulator.client_id(), first).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_refused(
        &refresh(&emulator, &second, &[]).await,
        403,
        "invalid_grant",
        UNKNOWN,
    );

    assert_eq!(
        revoke(emulator.client_id(), "made-up".into()).await.status,
        200
    );
    assert_refused(
        &revoke("somebody-else", "x".into()).await,
        401,
        "invalid_client",
        "Unknown client",
    );
    let missing = revoke(emulator.client_id(), String::new()).await;
    assert_refused(
        &missing,
        400,
        "invalid_request",
        "Missing required parameter: token",
    );
}

#[tokio::test]
async fn the_handle_revokes_by_token_and_by_person() {
    let emulator = Emulator::start().await.unwrap();
    let (first, second, third) = (
        first_token(&emulator).await,
        first_token(&emulator).await,
        first_token(&emulator).await,
    );

    assert!(emulator.revoke_token(&first) && !emulator.revoke_token("made-up"));
    assert_eq!(refresh(&emulator, &first, &[]).await.status, 403);
    assert_eq!(emulator.revoke_person(ADA.email), 2);
    assert_eq!(refresh(&emulator, &second, &[]).await.status, 403);
    assert_eq!(refresh(&emulator, &third, &[]).await.status, 403);
}

#[tokio::test]
async fn the_two_hundred_and_first_family_drops_the_first() {
    let emulator = Emulator::start().await.unwrap();
    let settings = emulator.settings().auth0;
    let grant = crate::auth0::grant::Grant {
        client_id: crate::auth0::CLIENT_ID.to_owned(),
        user_id: "auth0|x".into(),
        sid: String::new(),
        scope: Vec::new(),
        audience: None,
        organization: None,
        auth_time: 0,
        mfa_time: None,
    };
    let mut families = crate::auth0::Families::default();

    let tokens: Vec<String> = (0..201).map(|_| families.begin(grant.clone(), 0)).collect();

    assert!(families.exchange(&tokens[0], 0, &settings).is_err());
    assert!(families.exchange(&tokens[1], 0, &settings).is_ok());

    let elsewhere = crate::auth0::grant::Grant {
        client_id: "another".into(),
        ..grant
    };
    families.begin(elsewhere, 0);
    assert!(
        families.exchange(&tokens[2], 0, &settings).is_ok(),
        "another application's tokens are counted apart"
    );
}
