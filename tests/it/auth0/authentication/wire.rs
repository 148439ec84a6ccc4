//! What stands in a request, for what the emulator has no use for or does not tell.

use auth0::{
    AuthenticationClient, RequestOptions, Tenant,
    authentication::{
        Access, Associate, AuthParams, ChallengeRequest, ChallengeType, ClientCredentialsGrant,
        ClientSecret, MfaToken, OobChannel, PasskeyGrant, PasskeyPlace, PasswordGrant,
    },
    my_account::AuthSession,
};
use protocol::{
    base_url::BaseUrl,
    http::Http,
    secret::{Nonce, Password, State},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

const ACCESS: Access<'static> = Access {
    scopes: &["openid", "email"],
    audience: Some("https://api.example/"),
};

/// A request as it was sent: its first line and headers in lower case, and its body.
pub(super) struct Sent {
    pub(super) head: String,
    pub(super) body: Value,
}

impl Sent {
    pub(super) fn has(&self, line: &str) -> bool {
        self.head.lines().any(|it| it == line)
    }
}

/// Makes a call to somebody who notes it down and answers nothing.
pub(super) async fn sent<T>(call: impl AsyncFnOnce(AuthenticationClient) -> T) -> Sent {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let tenant = Tenant::at(BaseUrl::parse(&address).unwrap());
    let client = AuthenticationClient::new(Http::new("tests").unwrap(), tenant, "abc");
    let note = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        let body = loop {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).await.unwrap();
            text.push_str(std::str::from_utf8(&piece[..length]).unwrap());
            let Some((_, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            if let Ok(body) = serde_json::from_str(body) {
                break body;
            }
        };
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).await.unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();

        Sent {
            head: head.to_ascii_lowercase(),
            body,
        }
    };

    tokio::join!(call(client), note).1
}

#[tokio::test]
async fn a_password_is_sent_with_its_realm_and_where_it_comes_from() {
    let password = Password::new("lantern");
    let grant = PasswordGrant {
        realm: Some("users"),
        access: ACCESS,
        forwarded_for: Some("203.0.113.7"),
        ..PasswordGrant::new("ada@example.com", &password)
    };

    let sent = sent(async |client| client.password_grant(&grant).await).await;

    assert!(sent.has("auth0-forwarded-for: 203.0.113.7"));
    assert!(sent.has("post /oauth/token http/1.1"));
    assert_eq!(
        sent.body,
        json!({
            "client_id": "abc", "grant_type": "http://auth0.com/oauth/grant-type/password-realm",
            "username": "ada@example.com", "password": "lantern", "realm": "users",
            "scope": "openid email", "audience": "https://api.example/",
        })
    );
}

#[tokio::test]
async fn options_add_headers_and_query_and_replace_none_of_ours() {
    let options = RequestOptions {
        headers: vec![
            ("x-request-language", "fr".to_owned()),
            ("content-type", "text/plain".to_owned()),
        ],
        query: vec![("trace".to_owned(), "a b".to_owned())],
        ..RequestOptions::default()
    };

    let sent = sent(async |client| client.with(options).request_sms_code("+33612345678").await);
    let sent = sent.await;

    assert!(sent.has("x-request-language: fr"));
    assert!(sent.has("content-type: application/json"));
    assert!(!sent.head.contains("text/plain"));
    assert!(sent.has("post /passwordless/start?trace=a+b http/1.1"));
    assert_eq!(
        sent.body,
        json!({ "client_id": "abc", "connection": "sms", "phone_number": "+33612345678" })
    );
}

#[tokio::test]
async fn a_link_is_asked_for_with_the_parameters_of_its_sign_in() {
    let (state, nonce) = (State::from_random([0; 32]), Nonce::from_random([0; 32]));
    let parameters = AuthParams {
        access: ACCESS,
        redirect_uri: Some("app://callback"),
        response_type: Some("code"),
        state: Some(&state),
        nonce: Some(&nonce),
        further: &[("code_challenge_method", "S256")],
    };

    let sent = sent(async |client| client.request_magic_link("a@b.example", &parameters).await);

    let random = "A".repeat(43);
    assert_eq!(
        sent.await.body,
        json!({
            "client_id": "abc", "connection": "email", "send": "link", "email": "a@b.example",
            "authParams": {
                "scope": "openid email", "audience": "https://api.example/", "redirect_uri": "app://callback",
                "response_type": "code", "state": random, "nonce": random, "code_challenge_method": "S256",
            },
        })
    );
}

#[tokio::test]
async fn a_program_names_its_secret_and_its_organization() {
    let secret = ClientSecret::new("hush");
    let grant = ClientCredentialsGrant {
        client_secret: &secret,
        audience: "https://api.example/",
        scopes: &[],
        organization: Some("org_1"),
    };

    let sent = sent(async |client| client.client_credentials_grant(&grant).await).await;

    assert_eq!(
        sent.body,
        json!({
            "client_id": "abc", "grant_type": "client_credentials", "client_secret": "hush",
            "audience": "https://api.example/", "organization": "org_1",
        })
    );
}

#[tokio::test]
async fn the_answer_of_an_authenticator_stays_an_object() {
    let (auth_session, response) = (
        AuthSession::new("session"),
        json!({ "id": "x", "response": {} }),
    );
    let grant = PasskeyGrant {
        auth_session: &auth_session,
        authn_response: &response,
        place: PasskeyPlace {
            realm: Some("users"),
            organization: Some("org_1"),
        },
        access: ACCESS,
    };

    let sent = sent(async |client| client.passkey_grant(&grant).await).await;

    assert_eq!(
        sent.body,
        json!({
            "client_id": "abc", "grant_type": "urn:okta:params:oauth:grant-type:webauthn",
            "auth_session": "session", "authn_response": response, "realm": "users", "organization": "org_1",
            "scope": "openid email", "audience": "https://api.example/",
        })
    );
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_enrolled_in_the_vendors_words() {
    let token = MfaToken::new("Fe26.2");
    let request = ChallengeRequest {
        challenge_types: &[ChallengeType::Otp, ChallengeType::Oob],
        authenticator_id: None,
        oob_channel: Some(&OobChannel::Sms),
    };
    let challenge = sent(async |client| client.mfa().challenge(&token, request).await).await;
    assert_eq!(
        challenge.body,
        json!({ "client_id": "abc", "mfa_token": "Fe26.2", "challenge_type": "otp oob", "oob_channel": "sms" })
    );

    let what = Associate::Voice("+33612345678");
    let associate = sent(async |client| client.mfa().associate(&token, what).await).await;
    assert!(associate.has("authorization: bearer fe26.2"));
    assert_eq!(
        associate.body,
        json!({
            "client_id": "abc", "authenticator_types": ["oob"], "oob_channels": ["voice"],
            "phone_number": "+33612345678",
        })
    );
}
