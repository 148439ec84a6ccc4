//! Tokens of social providers, and of whatever a tenant set up an exchange for.

use super::*;
use crate::Connection;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const APPLE: &str = "http://auth0.com/oauth/token-type/apple-authz-code";
const FACEBOOK: &str = "http://auth0.com/oauth/token-type/facebook-info-session-access-token";
const CUSTOM: &str = "https://legacy.example/token";

async fn emulator() -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.auth0.grants.push(GRANT.to_owned());
        settings.auth0.token_exchange_types = vec![CUSTOM.to_owned()];
        for name in ["apple", "facebook"] {
            settings.auth0.connections.push(Connection {
                name: name.to_owned(),
                label: name.to_owned(),
                database: false,
            });
        }
    });
    emulator
}

async fn trade(emulator: &Emulator, kind: &str, token: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("grant_type", GRANT),
        ("client_id", emulator.client_id()),
        ("subject_token", token),
        ("subject_token_type", kind),
        ("scope", "openid profile"),
    ];
    fields.extend(more);
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

#[tokio::test]
async fn a_social_token_signs_in_somebody_who_need_not_be_known() {
    let emulator = emulator().await;
    let profile = [("user_profile", r#"{"name":"Zoe"}"#)];

    let apple = trade(&emulator, APPLE, "zoe@example.com", &[]).await;
    let facebook = trade(&emulator, FACEBOOK, "zoe@example.com", &profile).await;
    let again = trade(&emulator, FACEBOOK, "zoe@example.com", &profile).await;

    let sub = |page: &Page| claims(text(&page.json(), "id_token"))["sub"].clone();
    assert!(sub(&apple).as_str().unwrap().starts_with("apple|"));
    assert_eq!(claims(text(&facebook.json(), "id_token"))["name"], "Zoe");
    assert_eq!(sub(&facebook), sub(&again));
}

#[tokio::test]
async fn a_custom_token_signs_in_people_of_the_database_only() {
    let emulator = emulator().await;
    let organization = [("organization", "sunrise-bakery")];

    let known = trade(&emulator, CUSTOM, ADA.email, &organization).await;
    let unknown = trade(&emulator, CUSTOM, "zoe@example.com", &[]).await;

    let claims = claims(text(&known.json(), "id_token"));
    assert_eq!(claims["org_name"], "sunrise-bakery");
    assert_refused(&unknown, 403, "invalid_grant", "Invalid subject_token");
}

#[tokio::test]
async fn what_was_not_set_up_is_refused() {
    let emulator = emulator().await;
    let not_json = [("user_profile", "Zoe")];
    let unknown = [("organization", "org_unknown")];
    for (kind, token, more, status) in [
        ("urn:x", ADA.email, [].as_slice(), 400),
        (FACEBOOK, ADA.email, &[], 400),
        (FACEBOOK, ADA.email, &not_json, 400),
        (CUSTOM, ADA.email, &unknown, 400),
        (APPLE, "not-an-address", &[], 403),
    ] {
        let page = trade(&emulator, kind, token, more).await;
        assert_eq!(page.status, status, "{kind}: {}", page.body);
    }
    let stranger = trade(
        &emulator,
        CUSTOM,
        crate::BOB.email,
        &[("organization", "sunrise-bakery")],
    );
    assert_eq!(stranger.await.json()["error"], "access_denied");
    emulator.change(|settings| settings.auth0.connections.clear());
    assert_eq!(trade(&emulator, APPLE, ADA.email, &[]).await.status, 400);
}
