//! Endpoints that the vendor has announced.

use super::*;

/// Somebody whose application may call them.
async fn caller<'a>(emulator: &'a Emulator, person: &Person) -> Caller<'a> {
    let scopes = ["read:me:consents", "read:me:organizations"];
    emulator.change(|settings| {
        settings.auth0.my_account_scopes = scopes.map(str::to_owned).to_vec();
    });
    let token = my_account_token(emulator, person, &scopes.join(" ")).await;
    Caller { emulator, token }
}

#[tokio::test]
async fn people_see_the_organizations_they_belong_to() {
    let emulator = Emulator::start().await.unwrap();
    let ada = caller(&emulator, &ADA).await.get("organizations").await;
    let bob = caller(&emulator, &crate::BOB)
        .await
        .get("organizations")
        .await;

    assert_eq!(ada.json()["organizations"][0]["name"], "sunrise-bakery");
    assert_eq!(bob.json()["organizations"], json!([]));
}

#[tokio::test]
async fn a_list_of_organizations_comes_in_pieces_of_at_most_a_hundred() {
    let emulator = Emulator::start().await.unwrap();
    for number in 0..60 {
        let organization = crate::Organization {
            id: format!("org_{number}"),
            name: format!("team-{number}"),
            display_name: format!("Team {number}"),
        };
        let id = organization.id.clone();
        emulator.change(|settings| settings.auth0.organizations.push(organization));
        emulator.change_auth0_user(ADA.email, |user| user.organizations.push(id));
    }
    let caller = caller(&emulator, &ADA).await;

    let first = caller.get("organizations").await.json();
    let from = text(&first, "next");
    let second = caller
        .get(&format!("organizations?from={from}"))
        .await
        .json();
    let whole = caller.get("organizations?take=100").await.json();

    let count = |page: &Value| page["organizations"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&second), count(&whole)), (50, 11, 61));
    assert!(second["next"].is_null());
    for take in ["0", "101", "x"] {
        let page = caller.get(&format!("organizations?take={take}")).await;
        assert_problem(&page, 400, "Validation Error");
    }
}

#[tokio::test]
async fn people_see_what_they_allowed_and_nobody_elses_consent() {
    let emulator = Emulator::start().await.unwrap();
    let url = authorize_url(
        &emulator,
        &[("prompt", "consent"), ("scope", "openid email")],
    );
    let mut visitor = emulator.visitor();
    visitor
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();
    let ada = caller(&emulator, &ADA).await;
    let bob = caller(&emulator, &crate::BOB).await;

    let list = ada.get("consents").await.json();
    let consent = &list["consents"][0];
    let path = format!("consents/{}", text(consent, "id"));

    assert_eq!(consent["client"]["client_id"], emulator.client_id());
    assert_eq!(consent["scopes"], json!(["openid", "email"]));
    assert_eq!(&ada.get(&path).await.json(), consent);
    assert_problem(&bob.get(&path).await, 404, "Not Found");
    assert_eq!(bob.get("consents").await.json()["consents"], json!([]));
}
