use super::*;

const FEDERATED: &str =
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
const REQUESTED: &str = "http://auth0.com/oauth/token-type/federated-connection-access-token";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// Connects Ada's Google account and returns the token she did it with.
async fn connected(emulator: &Emulator) -> String {
    let scope = "create:me:connected_accounts";
    let token = my_account_token(emulator, &ADA, scope).await;
    let authorization = format!("Bearer {token}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let api = format!("{}/me/v1/connected-accounts", emulator.auth0_url());
    let mut visitor = Visitor::default();
    let body = json!({ "connection": "google-oauth2", "redirect_uri": CALLBACK });
    let begun = visitor
        .send(
            "POST",
            &format!("{api}/connect"),
            &headers,
            &body.to_string(),
        )
        .await
        .unwrap()
        .json();
    let page = text(&begun, "connect_uri");
    let ticket = text(&begun["connect_params"], "ticket");
    let answer = [("ticket", ticket), ("answer", "yes")];
    let back = visitor.post_form(page, &answer).await.unwrap();
    let code = parameter(back.location().unwrap(), "connect_code").unwrap();
    let body = json!({
        "auth_session": begun["auth_session"], "connect_code": code, "redirect_uri": CALLBACK,
    });
    let done = visitor
        .send(
            "POST",
            &format!("{api}/complete"),
            &headers,
            &body.to_string(),
        )
        .await
        .unwrap();
    assert_eq!(done.status, 201, "{}", done.body);
    token
}

#[tokio::test]
async fn the_providers_token_of_a_connected_account_is_handed_out() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[FEDERATED]);
    let token = connected(&emulator).await;
    let fields = |connection| {
        [
            ("subject_token", token.as_str()),
            ("subject_token_type", ACCESS_TOKEN),
            ("requested_token_type", REQUESTED),
            ("connection", connection),
        ]
    };

    let page = known
        .token(&emulator, FEDERATED, &fields("google-oauth2"))
        .await;
    let missing = known.token(&emulator, FEDERATED, &fields("github")).await;

    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.json()["issued_token_type"], REQUESTED);
    assert!(page.json()["access_token"].is_string() && page.json()["refresh_token"].is_null());
    assert_eq!(
        (missing.status, &missing.json()["error"]),
        (401, &json!("federated_connection_refresh_token_not_found"))
    );
}

#[tokio::test]
async fn wrong_kinds_of_tokens_strangers_and_native_applications_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[FEDERATED]);
    let fields = [
        ("subject_token", "made-up"),
        ("subject_token_type", ACCESS_TOKEN),
        ("requested_token_type", REQUESTED),
        ("connection", "google-oauth2"),
    ];
    let with = |name: &'static str, value: &'static str| {
        fields.map(|(known, old)| (known, if known == name { value } else { old }))
    };

    let unknown = known.token(&emulator, FEDERATED, &fields).await;
    let kind = with("subject_token_type", "urn:x");
    let kind = known.token(&emulator, FEDERATED, &kind).await;
    let wish = with("requested_token_type", "urn:x");
    let wish = known.token(&emulator, FEDERATED, &wish).await;
    emulator.change(|settings| settings.auth0.grants.push(FEDERATED.to_owned()));
    let native = exchange(&emulator, "x", &[("grant_type", FEDERATED)]).await;

    assert_refused(&unknown, 403, "invalid_grant", "Invalid subject_token");
    assert_eq!((kind.status, wish.status), (400, 400));
    assert_refused(
        &native,
        401,
        "invalid_client",
        "Client authentication is required",
    );
}

#[tokio::test]
async fn a_refresh_token_that_was_rotated_away_is_no_subject() {
    let emulator = Emulator::start().await.unwrap();
    let grants = ["authorization_code", "refresh_token", FEDERATED];
    let known = confidential(&emulator, &grants);
    connected(&emulator).await;
    emulator.change(|settings| settings.auth0.rotation_overlap_secs = 0);
    let changes = [("client_id", known.id), ("redirect_uri", WEB_CALLBACK)];
    let code = code(&emulator, &ADA, &changes).await;
    let fields = [
        ("code", code.as_str()),
        ("redirect_uri", WEB_CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let tokens = known
        .token(&emulator, "authorization_code", &fields)
        .await
        .json();
    let token = text(&tokens, "refresh_token");
    let trade = async || {
        let fields = [
            ("subject_token", token),
            (
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:refresh_token",
            ),
            ("requested_token_type", REQUESTED),
            ("connection", "google-oauth2"),
        ];
        known.token(&emulator, FEDERATED, &fields).await
    };

    let before = trade().await;
    known
        .token(&emulator, "refresh_token", &[("refresh_token", token)])
        .await;
    let after = trade().await;

    assert_eq!(before.status, 200, "{}", before.body);
    assert_refused(&after, 403, "invalid_grant", "Invalid subject_token");
}
