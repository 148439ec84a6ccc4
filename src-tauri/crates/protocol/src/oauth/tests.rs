use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;

use super::*;
use crate::dpop::tests::dpop;
use crate::http::tests::assert_silent;
use crate::http::tests::server::{Reply, Server, answer};
use crate::http::{NoProblem, Request, What};
use crate::secret::IdToken;

/// The errors of a token endpoint (RFC 6749 section 5.2).
#[derive(Debug, PartialEq, Eq)]
struct Refusal(String);

impl Problem for Refusal {
    fn decode(_status: u16, body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;

        Some(Self(body.get("error")?.as_str()?.to_owned()))
    }
}

type Exchange = Result<Tokens, CallError<Refusal>>;

#[test]
fn the_authorization_address_carries_everything_once() {
    let endpoint = Url::parse("https://a.example/authorize?tenant=1").unwrap();
    let client = client_at(&endpoint);
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let verifier = CodeVerifier::from_random([3; 32]);

    let url = client.authorize_url(&AuthorizationRequest {
        redirect_uri: "dev.latchkey.accounts://desk/callback",
        scopes: &["openid", "offline_access"],
        state: &state,
        nonce: &nonce,
        verifier: &verifier,
        extra: &[
            ("audience", "a+b&c"),
            ("state", "planted"),
            ("redirect_uri", "https://evil"),
        ],
    });

    let pairs: Vec<_> = url.query_pairs().into_owned().collect();
    let parameters: HashMap<_, _> = pairs.iter().cloned().collect();
    assert_eq!(pairs.len(), parameters.len());
    assert_eq!(parameters["tenant"], "1");
    assert_eq!(parameters["response_type"], "code");
    assert_eq!(parameters["client_id"], "client-1");
    assert_eq!(
        parameters["redirect_uri"],
        "dev.latchkey.accounts://desk/callback"
    );
    assert_eq!(parameters["scope"], "openid offline_access");
    assert!(state.matches(&parameters["state"]));
    assert!(nonce.matches(&parameters["nonce"]));
    assert_eq!(parameters["code_challenge"], verifier.challenge());
    assert_eq!(parameters["code_challenge_method"], "S256");
    assert_eq!(parameters["audience"], "a+b&c");
    assert!(url.as_str().contains("audience=a%2Bb%26c"));
    assert!(!url.as_str().contains(verifier.expose()));
}

#[tokio::test]
async fn an_exchange_sends_code_and_verifier_and_gets_tokens() {
    let body = r#"{"access_token":"at","token_type":"Bearer","expires_in":600,
        "refresh_token":"rt","id_token":"it","scope":"openid email","extra":{"a":[1]}}"#;
    let headers = "content-type: application/json\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let server = Server::answering(200, headers, body.as_bytes()).await;

    let tokens = exchange(&server).await.unwrap();

    assert_eq!(tokens.access_token.expose(), "at");
    assert_eq!(
        tokens.refresh_token.as_ref().map(|t| t.expose()),
        Some("rt")
    );
    assert_eq!(tokens.id_token.as_ref().map(IdToken::expose), Some("it"));
    assert_eq!(tokens.expires_in.as_secs(), 600);
    assert_eq!(
        tokens.scopes,
        Some(vec!["openid".to_owned(), "email".to_owned()]),
        "TR17"
    );
    assert!(tokens.date.is_some());
    assert!(!format!("{tokens:?}").contains("\"at\""));
    let form = only_form(&server);
    assert_eq!(form["grant_type"], "authorization_code");
    assert_eq!(form["client_id"], "client-1");
    assert_eq!(form["code"], "code-1");
    assert_eq!(form["redirect_uri"], "app://home/callback");
    assert_eq!(
        form["code_verifier"],
        CodeVerifier::from_random([3; 32]).expose()
    );
    assert_eq!(form.len(), 5);
    assert!(!server.seen()[0].contains("authorization:"));
}

#[tokio::test]
async fn a_reply_within_the_rules_is_taken() {
    for (row, members, seconds) in [
        ("TR11", r#""token_type":"bEaReR","expires_in":60"#, 60),
        ("TR13", r#""token_type":"Bearer""#, 300),
        ("TR13", r#""token_type":"Bearer","expires_in":null"#, 300),
        ("TR14", r#""token_type":"Bearer","expires_in":0"#, 0),
        ("TR14", r#""token_type":"Bearer","expires_in":-1"#, 0),
        (
            "TR14",
            r#""token_type":"Bearer","expires_in":1000000000000"#,
            86_400,
        ),
        ("TR23", r#""token_type":"Bearer","error":null"#, 300),
    ] {
        let server = Server::json(200, &format!(r#"{{"access_token":"at",{members}}}"#)).await;
        let tokens = exchange(&server)
            .await
            .unwrap_or_else(|error| panic!("{row} {error:?}"));
        assert_eq!(tokens.expires_in.as_secs(), seconds, "{row}");
        assert!(tokens.refresh_token.is_none(), "TR15");
        assert!(tokens.id_token.is_none(), "TR16");
        assert!(tokens.scopes.is_none());
    }
}

#[tokio::test]
async fn a_reply_that_breaks_a_rule_is_refused_at_the_member() {
    let ok = r#""access_token":"at","token_type":"Bearer""#;
    let with = |more: &str| format!("{{{ok},{more}}}");
    let token = |value: &str| format!(r#"{{"token_type":"Bearer","access_token":{value}}}"#);
    let long = format!("\"{}\"", "a".repeat(16 * 1024 + 1));
    let cases: Vec<(&str, String, &str)> = vec![
        ("TR01", String::new(), "."),
        ("TR03", "[]".into(), "."),
        ("TR03", "7".into(), "."),
        ("TR03", "null".into(), "."),
        ("TR04", "[".repeat(10_000), "."),
        ("TR07", r#"{"token_type":"Bearer"}"#.into(), ".access_token"),
        ("TR07", token("null"), ".access_token"),
        ("TR07", token("7"), ".access_token"),
        ("TR07", token("\"\""), ".access_token"),
        ("TR08", token(r#""CANARY\r\nx: y""#), ".access_token"),
        ("TR08", token("\"ä\""), ".access_token"),
        ("TR08", token("\"a b\""), ".access_token"),
        ("TR08", token(&long), ".access_token"),
        (
            "TR08",
            with(&format!(r#""refresh_token":{long}"#)),
            ".refresh_token",
        ),
        ("TR08", with(r#""refresh_token":"""#), ".refresh_token"),
        (
            "TR08",
            with(r#""refresh_token":["CANARY"]"#),
            ".refresh_token",
        ),
        ("TR08", with(r#""id_token":"""#), ".id_token"),
        ("TR09", r#"{"access_token":"CANARY"}"#.into(), ".token_type"),
        (
            "TR10",
            r#"{"access_token":"CANARY","token_type":"mac"}"#.into(),
            ".token_type",
        ),
        (
            "TR10",
            r#"{"access_token":"CANARY","token_type":"N_A"}"#.into(),
            ".token_type",
        ),
        (
            "TR10",
            r#"{"access_token":"CANARY","token_type":"DPoP"}"#.into(),
            ".token_type",
        ),
        ("TR14", with(r#""expires_in":1e12"#), ".expires_in"),
        ("TR14", with(r#""expires_in":3600.5"#), ".expires_in"),
        ("TR14", with(r#""expires_in":"3600""#), ".expires_in"),
        ("TR17", with(r#""scope":"a\nb""#), ".scope"),
        ("TR17", with(r#""scope":["a"]"#), ".scope"),
        ("TR19", with(r#""access_token":"CANARY""#), "."),
        ("TR19", with(r#""token_type":"Bearer""#), "."),
        ("TR19", with(r#""error":null,"error":null"#), "."),
        ("TR23", with(r#""error":7"#), ".error"),
        ("TR32", r#"{"access_token":"CANARY","#.into(), "."),
        ("TR32", r#"{"access_token":"CANARY" "x"}"#.into(), "."),
    ];

    for (row, body, path) in cases {
        let server = Server::json(200, &body).await;
        let error = exchange(&server).await.unwrap_err();
        assert_silent(&error);
        let CallError::Unexpected(unexpected) = error else {
            panic!("{row} {error:?}")
        };
        let What::Shape { path: found } = unexpected.what else {
            panic!("{row} {unexpected:?}")
        };
        assert_eq!(found, path, "{row}");
    }
}

#[tokio::test]
async fn a_reply_that_is_none_is_refused_before_it_is_read() {
    let json = "content-type: application/json\r\n";
    let tokens = br#"{"access_token":"CANARY","token_type":"Bearer"}"#;
    let endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"1000\r\n", &[b' '; 4096][..], b"\r\n"].concat();
    let cases = [
        (
            "TR02",
            Reply::Whole(answer(200, "content-type: text/html\r\n", tokens)),
            What::NotJson,
        ),
        ("TR05", Reply::Endless(endless, chunk), What::TooLarge),
        (
            "TR06",
            Reply::Whole(answer(200, "content-encoding: gzip\r\n", b"\x1f\x8b")),
            What::Encoding,
        ),
        (
            "TR22",
            Reply::Whole(answer(400, "content-type: text/html\r\n", b"<p>")),
            What::Status,
        ),
        (
            "TR25",
            Reply::Whole(answer(302, "location: https://b.example/\r\n", b"")),
            What::Redirect,
        ),
        (
            "TR26",
            Reply::Whole(answer(307, "location: /again\r\n", b"")),
            What::Redirect,
        ),
        ("TR29", Reply::Whole(answer(502, "", b"")), What::Status),
        (
            "AP08",
            Reply::Whole(answer(201, json, tokens)),
            What::Status,
        ),
    ];

    for (row, reply, what) in cases {
        let server = Server::start(reply).await;
        let error = exchange(&server).await.unwrap_err();
        assert_silent(&error);
        let CallError::Unexpected(unexpected) = error else {
            panic!("{row} {error:?}")
        };
        assert_eq!(unexpected.what, what, "{row}");
        assert_eq!(server.seen().len(), 1, "{row}");
    }
}

#[tokio::test]
async fn an_error_of_the_endpoint_reaches_the_caller_with_its_headers() {
    let headers = "content-type: application/json\r\nretry-after: 5\r\nx-request-id: r-1\r\n";
    for (row, status, code) in [
        ("TR20", 400, "invalid_grant"),
        ("TR21", 401, "invalid_client"),
        ("TR21", 400, "unauthorized_client"),
        ("TR23", 200, "access_denied"),
        ("TR24", 403, "mfa_required"),
        ("TR28", 429, "too_many_requests"),
    ] {
        let body = format!(r#"{{"error":"{code}","mfa_token":"CANARY"}}"#);
        let server = Server::answering(status, headers, body.as_bytes()).await;
        let error = exchange(&server).await.unwrap_err();
        assert_silent(&error);
        assert_eq!(error.problem(), Some(&Refusal(code.to_owned())), "{row}");
        assert_eq!(error.status(), Some(status), "{row}");
        assert_eq!(error.request_id(), Some("r-1"), "{row}");
        assert_eq!(
            error.is_rate_limited().map(|w| w.as_secs()),
            (status == 429).then_some(5)
        );
    }
}

#[tokio::test]
async fn a_code_is_not_sent_again_after_a_lost_answer() {
    let server = Server::start(Reply::Whole(Vec::new())).await;
    let error = exchange(&server).await.unwrap_err();

    assert!(!error.had_no_effect(), "TR30");
    assert_eq!(server.seen().len(), 1, "TR30");
}

#[tokio::test]
async fn a_code_is_sent_once_more_where_nobody_was_there_to_take_it_and_a_refresh_token_is_not() {
    let token = br#"{"access_token":"at","token_type":"Bearer"}"#;
    let reply = answer(200, "content-type: application/json\r\n", token);
    for is_code in [true, false] {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let client = client_at(&Url::parse(&format!("http://{address}/")).unwrap());
        let asked = tokio::spawn(async move {
            if is_code {
                exchange_with(&client).await
            } else {
                let token = RefreshToken::new("rt");
                client.refresh(&http(), &token, None, &[]).await
            }
        });
        // Half of the moment between the two.
        tokio::time::sleep(Duration::from_millis(250)).await;
        let server = Server::at(&address, Reply::Whole(reply.clone())).await;

        let outcome: Exchange = asked.await.unwrap();
        assert_eq!(outcome.is_ok(), is_code, "NT02 {outcome:?}");
        assert_eq!(server.seen().len(), usize::from(is_code), "NT02");
    }
}

#[test]
fn what_the_library_asks_a_reply_for_is_what_it_holds() {
    use oauth2::TokenResponse as _;
    let longest = "r".repeat(16_384);
    let members = r#""access_token":"at","token_type":"Bearer","expires_in":60,"scope":"a b""#;
    let text = format!(r#"{{{members},"refresh_token":"{longest}"}}"#);
    let reply: TokenReply = serde_json::from_str(&text).unwrap();

    assert_eq!(reply.access_token().secret(), "at");
    assert_eq!(reply.expires_in(), Some(Duration::from_secs(60)));
    assert_eq!(reply.refresh_token().unwrap().secret(), &longest);
    assert_eq!(reply.scopes().map(Vec::len), Some(2));
    assert_eq!(format!("{reply:?}"), "TokenReply(..)");
}

#[tokio::test]
async fn a_refresh_sends_the_token_and_what_else_is_asked() {
    let server = Server::json(200, r#"{"access_token":"at","token_type":"Bearer"}"#).await;
    let client = client_at(&server.url);
    let extra = [
        ("audience", "https://api.example/"),
        ("refresh_token", "planted"),
    ];

    let tokens: Exchange = client
        .refresh(&http(), &RefreshToken::new("rt"), Some(&["a", "b"]), &extra)
        .await;

    assert!(tokens.unwrap().refresh_token.is_none());
    let form = only_form(&server);
    assert_eq!(form["grant_type"], "refresh_token");
    assert_eq!(form["refresh_token"], "rt");
    assert_eq!(form["scope"], "a b");
    assert_eq!(form["audience"], "https://api.example/");
    assert_eq!(form["client_id"], "client-1");
    assert_eq!(form.len(), 5);
}

#[tokio::test]
async fn with_a_key_only_a_bound_token_is_taken_and_without_one_only_a_bearer_token() {
    for (has_key, token_type, is_taken) in [
        (true, "DPoP", true),
        (true, "dpop", true),
        (true, "Bearer", false),
        (false, "DPoP", false),
        (false, "Bearer", true),
    ] {
        let body = format!(r#"{{"access_token":"at","token_type":"{token_type}"}}"#);
        let server = Server::json(200, &body).await;
        let client = PublicClient {
            dpop: has_key.then(dpop),
            ..client_at(&server.url)
        };
        let tokens: Exchange = client
            .refresh(&http(), &RefreshToken::new("rt"), None, &[])
            .await;
        let request = Request::get(server.url.clone()).dpop(client.dpop.as_ref());
        let answer: Result<_, CallError<Refusal>> = http().call(request).await;
        let read: Exchange = Tokens::read(&answer.unwrap());

        for result in [tokens, read] {
            let fault = match result {
                Ok(_) => None,
                Err(CallError::Unexpected(answer)) => Some(answer.what),
                Err(error) => panic!("{error}"),
            };
            let expected = (!is_taken).then(|| What::Shape {
                path: ".token_type".to_owned(),
            });
            assert_eq!(fault, expected, "TR12 {has_key} {token_type}");
        }
    }
}

#[tokio::test]
async fn a_key_is_named_at_the_authorization_and_proven_in_every_message() {
    let server = Server::json(200, r#"{"access_token":"at","token_type":"DPoP"}"#).await;
    let dpop = dpop();
    let client = PublicClient {
        dpop: Some(dpop.clone()),
        ..client_at(&server.url)
    };
    let url = client.authorize_url(&AuthorizationRequest {
        redirect_uri: "app://home/callback",
        scopes: &["openid"],
        state: &State::from_random([1; 32]),
        nonce: &Nonce::from_random([2; 32]),
        verifier: &CodeVerifier::from_random([3; 32]),
        extra: &[("dpop_jkt", "planted")],
    });
    let named: Vec<_> = url
        .query_pairs()
        .filter(|(name, _)| name == "dpop_jkt")
        .map(|(_, value)| value.into_owned())
        .collect();
    assert_eq!(named, [dpop.key().thumbprint()]);

    let verifier = CodeVerifier::from_random([3; 32]);
    let code = AuthorizationCode::new("code-1");
    let exchanged: Exchange = client
        .exchange_code(&http(), code, &verifier, "app://home/callback")
        .await;
    let revoked: Result<(), CallError<Refusal>> =
        client.revoke(&http(), &RefreshToken::new("rt")).await;
    assert!(exchanged.is_ok() && revoked.is_ok());
    for request in server.seen() {
        assert!(request.contains("\r\ndpop: ey"), "{request}");
    }
}

#[tokio::test]
async fn a_revocation_is_done_whatever_the_body_says() {
    for body in ["", "OK", "{}"] {
        let server = Server::answering(200, "content-type: text/plain\r\n", body.as_bytes()).await;
        let revoked: Result<(), CallError<Refusal>> = client_at(&server.url)
            .revoke(&http(), &RefreshToken::new("rt"))
            .await;
        assert!(revoked.is_ok(), "{revoked:?}");
        let form = only_form(&server);
        assert_eq!(form["token"], "rt");
        assert_eq!(form["token_type_hint"], "refresh_token");
        assert_eq!(form["client_id"], "client-1");
    }
}

#[tokio::test]
async fn a_refused_revocation_is_an_error() {
    let server = Server::json(401, r#"{"error":"invalid_client"}"#).await;
    let revoked: Result<(), CallError<Refusal>> = client_at(&server.url)
        .revoke(&http(), &RefreshToken::new("rt"))
        .await;

    assert_eq!(
        revoked.unwrap_err().problem(),
        Some(&Refusal("invalid_client".into())),
        "TR21"
    );
}

#[tokio::test]
async fn a_provider_without_revocation_is_not_asked() {
    let server = Server::json(200, "{}").await;
    let mut client = client_at(&server.url);
    client.endpoints.revocation = None;
    let revoked: Result<(), CallError<NoProblem>> =
        client.revoke(&http(), &RefreshToken::new("rt")).await;

    assert!(revoked.unwrap_err().had_no_effect());
    assert!(server.seen().is_empty());
}

#[test]
fn every_message_can_cross_threads() {
    fn assert_send<T: Send>(_: T) {}
    let client = client_at(&Url::parse("https://a.example/").unwrap());
    let (http, token) = (http(), RefreshToken::new("rt"));
    let verifier = CodeVerifier::from_random([3; 32]);

    assert_send(client.refresh::<Refusal>(&http, &token, None, &[]));
    assert_send(client.revoke::<Refusal>(&http, &token));
    let code = AuthorizationCode::new("c");
    assert_send(client.exchange_code::<Refusal>(&http, code, &verifier, "app://x"));
    // A caller that boxes and spawns what borrows from its own arguments.
    let boxed: std::pin::Pin<Box<dyn Future<Output = Exchange> + Send + '_>> = Box::pin(async {
        client
            .refresh(&http, &token, Some(&["a"]), &[("b", "c")])
            .await
    });
    drop(boxed);
}

async fn exchange(server: &Server) -> Exchange {
    exchange_with(&client_at(&server.url)).await
}

async fn exchange_with(client: &PublicClient) -> Exchange {
    let verifier = CodeVerifier::from_random([3; 32]);
    let code = AuthorizationCode::new("code-1");

    client
        .exchange_code(&http(), code, &verifier, "app://home/callback")
        .await
}

fn client_at(endpoint: &Url) -> PublicClient {
    PublicClient {
        client_id: "client-1".into(),
        endpoints: Endpoints {
            authorization: endpoint.clone(),
            token: endpoint.clone(),
            revocation: Some(endpoint.clone()),
        },
        dpop: None,
    }
}

fn http() -> Http {
    Http::new("Test/1").unwrap()
}

fn only_form(server: &Server) -> HashMap<String, String> {
    let seen = server.seen();
    let [request] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    let (_, body) = request.split_once("\r\n\r\n").unwrap();

    url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect()
}
