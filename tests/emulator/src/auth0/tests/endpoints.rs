//! Every endpoint of the two APIs is there, and answers no other method.

use super::*;

/// The paths of the vendor's APIs and the methods each of them knows.
const ENDPOINTS: [(&str, &[&str]); 44] = [
    ("/authorize", &["GET", "POST"]),
    ("/oauth/token", &["POST"]),
    ("/oauth/revoke", &["POST"]),
    ("/oauth/device/code", &["POST"]),
    ("/oauth/par", &["POST"]),
    ("/oauth/ro", &["POST"]),
    ("/oauth/access_token", &["POST"]),
    ("/bc-authorize", &["POST"]),
    ("/oidc/register", &["POST"]),
    ("/oidc/logout", &["GET", "POST"]),
    ("/v2/logout", &["GET"]),
    ("/userinfo", &["GET", "POST"]),
    ("/dbconnections/signup", &["POST"]),
    ("/dbconnections/change_password", &["POST"]),
    ("/passwordless/start", &["POST"]),
    ("/passwordless/verify", &["GET", "POST"]),
    ("/passwordless/verify_redirect", &["GET", "POST"]),
    ("/otp/challenge", &["POST"]),
    ("/delegation", &["POST"]),
    ("/tokeninfo", &["POST"]),
    ("/users/auth0%7C1/impersonate", &["POST"]),
    ("/passkey/challenge", &["POST"]),
    ("/passkey/register", &["POST"]),
    ("/mfa/challenge", &["POST"]),
    ("/mfa/associate", &["POST"]),
    ("/mfa/authenticators", &["GET"]),
    ("/mfa/authenticators/totp%7Cdev_1", &["DELETE"]),
    ("/.well-known/openid-configuration", &["GET"]),
    ("/.well-known/jwks.json", &["GET"]),
    ("/me/v1/factors", &["GET"]),
    ("/me/v1/authentication-methods", &["GET", "POST"]),
    (
        "/me/v1/authentication-methods/totp%7Cdev_1",
        &["GET", "PATCH", "DELETE"],
    ),
    (
        "/me/v1/authentication-methods/totp%7Cdev_1/verify",
        &["POST"],
    ),
    ("/me/v1/connected-accounts/connect", &["POST"]),
    ("/me/v1/connected-accounts/complete", &["POST"]),
    ("/me/v1/connected-accounts/accounts", &["GET"]),
    ("/me/v1/connected-accounts/accounts/cac_1", &["DELETE"]),
    ("/me/v1/connected-accounts/connections", &["GET"]),
    ("/me/v1/consents", &["GET"]),
    ("/me/v1/consents/cns_1", &["GET"]),
    ("/me/v1/organizations", &["GET"]),
    // The pages that links in mails lead to.
    ("/u/reset-password", &["GET", "POST"]),
    ("/u/unblock", &["GET"]),
    ("/activate", &["GET", "POST"]),
];

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// A token for the API of the path, with the scopes every endpoint needs.
async fn my_account_bearer(emulator: &Emulator) -> String {
    let announced = ["read:me:consents", "read:me:organizations"].map(str::to_owned);
    emulator.change(|settings| settings.auth0.my_account_scopes.extend(announced));
    let scopes = emulator.settings().auth0.my_account_scopes.join(" ");
    my_account_token(emulator, &ADA, &scopes).await
}

/// Whether the answer is the one for a path, or a method, that nobody knows.
fn is_unknown(page: &Page) -> bool {
    let body = page.json();
    page.status == 404 && (body["message"] == "Not Found" || body["detail"] == "Resource not found")
}

#[tokio::test]
async fn every_endpoint_answers_its_own_methods_and_no_other() {
    let emulator = Emulator::start().await.unwrap();
    let token = my_account_bearer(&emulator).await;
    for (path, known) in ENDPOINTS {
        for method in METHODS {
            let url = format!("{}{path}", emulator.auth0_url());
            let authorization = format!("Bearer {token}");
            let headers = [
                ("authorization", authorization.as_str()),
                ("content-type", "application/json"),
            ];
            let page = Visitor::default()
                .send(method, &url, &headers, "{}")
                .await
                .unwrap();

            let expected = !known.contains(&method);
            assert_eq!(
                is_unknown(&page),
                expected,
                "{method} {path}: {}",
                page.body
            );
            assert!(page.status < 500, "{method} {path}: {}", page.body);
        }
    }
}

#[tokio::test]
async fn a_path_nobody_knows_is_not_found() {
    let emulator = Emulator::start().await.unwrap();
    let url = format!("{}/oauth/tokens", emulator.auth0_url());

    let page = Visitor::default().get(&url).await.unwrap();

    assert!(is_unknown(&page));
    assert_eq!(page.json()["statusCode"], 404);
}

/// Every `grant_type` of the token endpoint, and what it asks for first.
const GRANTS: [(&str, &str); 14] = [
    ("authorization_code", "code"),
    ("refresh_token", "refresh_token"),
    ("password", "username"),
    ("http://auth0.com/oauth/grant-type/password-realm", "realm"),
    ("client_credentials", "audience"),
    (
        "urn:ietf:params:oauth:grant-type:device_code",
        "device_code",
    ),
    (
        "http://auth0.com/oauth/grant-type/passwordless/otp",
        "realm",
    ),
    ("http://auth0.com/oauth/grant-type/mfa-otp", "mfa_token"),
    ("http://auth0.com/oauth/grant-type/mfa-oob", "mfa_token"),
    (
        "http://auth0.com/oauth/grant-type/mfa-recovery-code",
        "mfa_token",
    ),
    ("urn:okta:params:oauth:grant-type:webauthn", "auth_session"),
    (
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token",
    ),
    (
        "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
        "subject_token",
    ),
    ("urn:openid:params:grant-type:ciba", "auth_req_id"),
];

#[tokio::test]
async fn every_grant_says_what_it_needs_and_belongs_to_those_who_were_given_it() {
    let emulator = Emulator::start().await.unwrap();
    let application = applications::confidential(&emulator, &GRANTS.map(|(grant, _)| grant));
    for (grant, needs) in GRANTS {
        let page = application.token(&emulator, grant, &[]).await;
        let description = format!("Missing required parameter: {needs}");
        assert_refused(&page, 400, "invalid_request", &description);

        emulator.change(|settings| settings.auth0.grants.clear());
        let refused = exchange(&emulator, "x", &[("grant_type", grant)]).await;
        let description = format!("Grant type '{grant}' not allowed for the client.");
        assert_refused(&refused, 403, "unauthorized_client", &description);
    }
}
