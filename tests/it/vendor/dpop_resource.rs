//! Tokens that are bound to a key, in the eyes of an API that nobody here wrote: `oauth4webapi` is handed what our
//! client really sent, and checks it with the metadata and the keys of the tenant.

use std::time::SystemTime;

use auth0::{AuthenticationClient, Authorize, Tenant, authentication::Access};
use emulator::{ADA, Emulator};
use protocol::{
    Request, Url,
    base_url::BaseUrl,
    dpop::{Dpop, DpopKey},
    http::{CallError, Http, NoProblem},
    secret::{AccessToken, AuthorizationCode, CodeVerifier, Nonce, State},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::{given::REDIRECT, script::Script};

const AUDIENCE: &str = "https://api.latchkey.example/";
const VERIFIER: [u8; 32] = [7; 32];

#[expect(
    clippy::disallowed_methods,
    reason = "the emulator starts at the real time too, and the other library goes by it"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// A tenant, an API that checks what it is sent, and Ada, signed in for that API with a key.
struct Journey {
    emulator: Emulator,
    resource: Script,
    client: AuthenticationClient,
    dpop: Dpop,
    /// Where the API is.
    listener: TcpListener,
}

impl Journey {
    async fn start() -> Option<Self> {
        let emulator = Emulator::start().await.unwrap();
        emulator.change(|settings| settings.auth0.rfc9068_profile = true);
        let settings = json!({ "issuer": format!("{}/", emulator.auth0_url()) });
        let resource = Script::start("oauth4webapi.js", &settings, emulator.ca_pem())?;
        let dpop = Dpop::new(DpopKey::generate().unwrap(), now);
        let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());
        let http = Http::new("tests").unwrap();
        let client = AuthenticationClient::new(http, tenant, emulator.client_id());

        Some(Self {
            emulator,
            resource,
            client: client.with_dpop(dpop.clone()),
            dpop,
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
        })
    }

    async fn token(&self) -> AccessToken {
        let parameters = Authorize {
            audience: Some(AUDIENCE),
            ..Authorize::new(REDIRECT, &["openid", "offline_access"])
        };
        let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
        let verifier = CodeVerifier::from_random(VERIFIER);
        let url = self
            .client
            .authorize_url(&parameters, &state, &nonce, &verifier);
        let mut visitor = self.emulator.visitor();
        let home = visitor.sign_in(url.as_str(), ADA.email, ADA.password).await;
        let home = Url::parse(&home.unwrap()).unwrap();
        let code = home.query_pairs().find(|(name, _)| name == "code").unwrap();
        let code = AuthorizationCode::new(code.1);
        let tokens = self.client.exchange_code(code, &verifier, REDIRECT).await;
        let refresh = tokens.unwrap().refresh_token.unwrap();
        // What is bound stays bound over a refresh.
        let tokens = self.client.refresh_token(&refresh, Access::default()).await;

        tokens.unwrap().access_token
    }

    /// What our client sends to an API with this token.
    async fn sent(&self, token: &AccessToken, request: impl FnOnce(Url) -> Request) -> Value {
        let address = self.listener.local_addr().unwrap();
        let url = Url::parse(&format!("http://{address}/reports?year=2026")).unwrap();
        let request = request(url.clone()).bearer(token).dpop(&self.dpop);
        let http = Http::new("tests").unwrap();
        let (answer, head) = tokio::join!(http.call(request), one_request(&self.listener));
        let answer: Result<_, CallError<NoProblem>> = answer;
        answer.unwrap();
        let (method, _) = head.split_once(' ').unwrap();
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(": "));
            let found = lines.find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.unwrap().1
        };

        json!({
            "method": method,
            "url": url.as_str(),
            "headers": { "authorization": header("authorization"), "dpop": header("dpop") },
        })
    }

    async fn check(&mut self, sent: &Value, audience: &str) -> Value {
        self.resource.call("check", &json!([sent, audience])).await
    }
}

/// Hears one request and is content with it; answers its head.
async fn one_request(listener: &TcpListener) -> String {
    let (mut socket, _) = listener.accept().await.unwrap();
    let mut head = String::new();
    let mut piece = [0; 4096];
    while !head.contains("\r\n\r\n") {
        let length = socket.read(&mut piece).await.unwrap();
        head.push_str(str::from_utf8(&piece[..length]).unwrap());
    }
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    socket.write_all(answer).await.unwrap();

    head
}

#[tokio::test]
async fn an_api_of_somebody_elses_takes_what_our_client_sends() {
    let Some(mut journey) = Journey::start().await else {
        return;
    };
    let token = journey.token().await;
    for request in [Request::get, Request::post] {
        let sent = journey.sent(&token, request).await;
        let claims = journey.check(&sent, AUDIENCE).await;
        let thumbprint = journey.dpop.key().thumbprint();
        assert_eq!(claims["ok"]["cnf"]["jkt"], *thumbprint, "{claims}");
        assert_eq!(claims["ok"]["client_id"], journey.emulator.client_id());
    }
}

/// Each part of what is sent matters: without this, the test above would prove little.
#[tokio::test]
async fn what_is_taken_from_one_request_is_of_no_use_in_another() {
    let Some(mut journey) = Journey::start().await else {
        return;
    };
    let (token, other) = (journey.token().await, journey.token().await);
    let sent = journey.sent(&token, Request::get).await;
    let of_another_token = journey.sent(&other, Request::get).await;
    journey.dpop = Dpop::new(DpopKey::generate().unwrap(), now);
    let with_another_key = journey.sent(&token, Request::get).await;

    let changed = |name: &str, value: Value| {
        let mut changed = sent.clone();
        changed[name] = value;
        changed
    };
    let mut foreign_proof = sent.clone();
    foreign_proof["headers"]["dpop"] = of_another_token["headers"]["dpop"].clone();
    let mut without_proof = sent.clone();
    without_proof["headers"]
        .as_object_mut()
        .unwrap()
        .remove("dpop");
    let mut as_bearer = sent.clone();
    let bearer = sent["headers"]["authorization"].as_str().unwrap();
    as_bearer["headers"]["authorization"] = bearer.replace("DPoP ", "Bearer ").into();
    for (changed, audience, code) in [
        (changed("method", "POST".into()), AUDIENCE, "htm"),
        (changed("url", "http://127.0.0.1/x".into()), AUDIENCE, "htu"),
        (foreign_proof, AUDIENCE, "ath"),
        (with_another_key, AUDIENCE, "cnf.jkt"),
        (sent.clone(), "https://nowhere.example/", "aud"),
        (without_proof, AUDIENCE, "OAUTH_INVALID_RESPONSE"),
        (as_bearer, AUDIENCE, "OAUTH_INVALID_RESPONSE"),
    ] {
        let answer = journey.check(&changed, audience).await;
        assert_eq!(answer["error"]["code"], code, "{answer}");
    }
}
