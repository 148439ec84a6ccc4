use std::time::Duration;

use super::*;

async fn create(emulator: &Emulator, token: &str, body: &Value) -> Value {
    let page = post_as(emulator, "/pat", token, body).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()
}

async fn enter(emulator: &Emulator, pat: &Value) -> Page {
    let body = json!({ "personalAccessToken": pat["personalAccessToken"] });
    post(emulator, "/signin/pat", &body).await
}

fn in_a_month() -> Value {
    json!({ "expiresAt": "2126-12-21T01:40:34Z", "metadata": { "name": "my-pat" } })
}

#[tokio::test]
async fn a_token_signs_in_as_often_as_one_likes_past_the_second_factor() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let pat = create(&emulator, &token, &in_a_month()).await;
    emulator.change_nhost_user(ADA.email, |ada| ada.totp_active = true);

    let first = enter(&emulator, &pat).await.json()["session"].clone();
    let second = enter(&emulator, &pat).await.json()["session"].clone();

    assert_ne!(first["refreshTokenId"], second["refreshTokenId"]);
    assert_ne!(first["refreshTokenId"], pat["id"]);
    let refresh = json!({ "refreshToken": pat["personalAccessToken"] });
    assert_code(
        &post(&emulator, "/token", &refresh).await,
        401,
        "invalid-refresh-token",
    );
    let swapped = json!({ "personalAccessToken": first["refreshToken"] });
    assert_code(
        &post(&emulator, "/signin/pat", &swapped).await,
        401,
        "invalid-pat",
    );
}

#[tokio::test]
async fn a_time_that_is_over_makes_a_dead_token() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let past = create(
        &emulator,
        &token,
        &json!({ "expiresAt": "2020-01-01T00:00:00Z" }),
    )
    .await;
    assert_refused(
        &enter(&emulator, &past).await,
        401,
        "invalid-pat",
        "Invalid or expired personal access token",
    );

    let later = emulator.now() + 3600;
    let later = crate::clock::Instant::at(later).to_rfc3339(0);
    let soon = create(&emulator, &token, &json!({ "expiresAt": later })).await;
    assert_eq!(enter(&emulator, &soon).await.status, 200);
    emulator.advance(Duration::from_secs(3600));
    assert_code(&enter(&emulator, &soon).await, 401, "invalid-pat");
}

#[tokio::test]
async fn a_token_ends_by_signing_it_out_or_everything() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let one = create(&emulator, &token, &in_a_month()).await;
    let other = create(&emulator, &token, &in_a_month()).await;

    let body = json!({ "refreshToken": one["personalAccessToken"] });
    assert_ok(&post(&emulator, "/signout", &body).await);
    assert_code(&enter(&emulator, &one).await, 401, "invalid-pat");
    assert_eq!(enter(&emulator, &other).await.status, 200);
    assert_ok(&post_as(&emulator, "/signout", &token, &json!({ "all": true })).await);
    assert_code(&enter(&emulator, &other).await, 401, "invalid-pat");
}

#[tokio::test]
async fn nonsense_is_refused_as_recorded() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let page = post_as(
        &emulator,
        "/pat",
        &token,
        &json!({ "expiresAt": "tomorrow" }),
    )
    .await;
    let reason = page.json()["reason"].clone();
    let expected = "doesn't match schema #/components/schemas/CreatePATRequest: Error at \"/expiresAt\": string doesn't match the format \"date-time\"";
    assert!(reason.as_str().unwrap().starts_with(expected), "{reason}");
    let bare = post(&emulator, "/pat", &in_a_month()).await;
    assert_code(&bare, 401, "unauthorized");
    emulator.change_nhost_user(ADA.email, |ada| ada.disabled = true);
    assert_code(
        &post_as(&emulator, "/pat", &token, &in_a_month()).await,
        401,
        "disabled-user",
    );
}
