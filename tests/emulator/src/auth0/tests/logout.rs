use super::*;

/// A browser in which Ada has signed in, and her ID token.
async fn signed_in(emulator: &Emulator) -> (Visitor, String) {
    let mut visitor = emulator.visitor();
    let url = authorize_url(emulator, &[]);
    let callback = visitor
        .sign_in(&url, ADA.email, ADA.password)
        .await
        .unwrap();
    let tokens = exchange(emulator, &parameter(&callback, "code").unwrap(), &[])
        .await
        .json();
    (visitor, text(&tokens, "id_token").to_owned())
}

async fn is_signed_in(emulator: &Emulator, visitor: &mut Visitor) -> bool {
    let page = visitor.get(&authorize_url(emulator, &[])).await.unwrap();
    page.location().unwrap().starts_with("/u/confirm")
}

fn url(emulator: &Emulator, path: &str, parameters: &[(&str, &str)]) -> String {
    let query = Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    format!("{}{path}?{query}", emulator.auth0_url())
}

#[tokio::test]
async fn v2_logout_ends_the_browser_session_and_returns_to_a_listed_address() {
    let emulator = Emulator::start().await.unwrap();
    let (mut visitor, _) = signed_in(&emulator).await;
    assert!(is_signed_in(&emulator, &mut visitor).await);

    let parameters = [("client_id", emulator.client_id()), ("returnTo", CALLBACK)];
    let page = visitor
        .get(&url(&emulator, "/v2/logout", &parameters))
        .await
        .unwrap();

    assert_eq!((page.status, page.location()), (302, Some(CALLBACK)));
    assert!(!is_signed_in(&emulator, &mut visitor).await);
}

#[tokio::test]
async fn v2_logout_without_an_address_says_ok_and_refuses_unlisted_ones() {
    let emulator = Emulator::start().await.unwrap();
    let (mut visitor, _) = signed_in(&emulator).await;
    let unlisted = [
        ("client_id", emulator.client_id()),
        ("returnTo", "https://elsewhere.example/"),
    ];
    assert_eq!(
        visitor
            .get(&url(&emulator, "/v2/logout", &unlisted))
            .await
            .unwrap()
            .status,
        400
    );
    let only_of_the_client = [("returnTo", CALLBACK)];
    assert_eq!(
        visitor
            .get(&url(&emulator, "/v2/logout", &only_of_the_client))
            .await
            .unwrap()
            .status,
        400
    );
    assert!(is_signed_in(&emulator, &mut visitor).await);

    let page = visitor
        .get(&url(&emulator, "/v2/logout", &[]))
        .await
        .unwrap();

    assert_eq!((page.status, page.body.as_str()), (200, "OK"));
    assert!(!is_signed_in(&emulator, &mut visitor).await);
}

#[tokio::test]
async fn oidc_logout_with_a_hint_returns_with_the_state() {
    let emulator = Emulator::start().await.unwrap();
    let (mut visitor, id_token) = signed_in(&emulator).await;
    let parameters = [
        ("id_token_hint", id_token.as_str()),
        ("post_logout_redirect_uri", CALLBACK),
        ("state", "bye"),
    ];

    let page = visitor
        .get(&url(&emulator, "/oidc/logout", &parameters))
        .await
        .unwrap();

    assert_eq!(
        page.location(),
        Some(format!("{CALLBACK}?state=bye").as_str())
    );
    assert!(!is_signed_in(&emulator, &mut visitor).await);
}

#[tokio::test]
async fn oidc_logout_without_a_hint_asks_first() {
    let emulator = Emulator::start().await.unwrap();
    let (mut visitor, _) = signed_in(&emulator).await;
    let parameters = [
        ("client_id", emulator.client_id()),
        ("post_logout_redirect_uri", CALLBACK),
    ];

    let asked = visitor
        .get(&url(&emulator, "/oidc/logout", &parameters))
        .await
        .unwrap();
    assert_eq!(asked.status, 200);
    assert!(asked.body.contains("Sign out?") && is_signed_in(&emulator, &mut visitor).await);

    let fields: Vec<_> = parameters
        .into_iter()
        .chain([("confirmed", "yes")])
        .collect();
    let page = visitor
        .post_form(&format!("{}/oidc/logout", emulator.auth0_url()), &fields)
        .await
        .unwrap();
    assert_eq!(page.location(), Some(CALLBACK));
    assert!(!is_signed_in(&emulator, &mut visitor).await);
}

#[tokio::test]
async fn oidc_logout_refuses_forged_hints_and_unlisted_addresses() {
    let emulator = Emulator::start().await.unwrap();
    let (mut visitor, id_token) = signed_in(&emulator).await;
    let unlisted = [
        ("id_token_hint", id_token.as_str()),
        ("post_logout_redirect_uri", "https://elsewhere.example/"),
    ];
    let forged = [("id_token_hint", &id_token[..id_token.len() - 4])];

    for parameters in [&unlisted[..], &forged[..]] {
        let page = visitor
            .get(&url(&emulator, "/oidc/logout", parameters))
            .await
            .unwrap();
        assert_eq!(page.status, 400);
    }
    assert!(is_signed_in(&emulator, &mut visitor).await);
}
