//! The dance of RFC 9449 sections 8 and 9: a demand for a nonce is met once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::dpop::tests::dpop;

const DEMAND: &str = r#"{"error":"use_dpop_nonce","error_description":"say it"}"#;
const CHALLENGE: &str = "www-authenticate: DPoP error=\"use_dpop_nonce\"\r\n";

/// A refusal of a token endpoint with these headers.
fn demand(headers: &str) -> Vec<u8> {
    let headers = format!("content-type: application/json\r\n{headers}");

    answer(400, &headers, DEMAND.as_bytes())
}

fn fine(headers: &str) -> Vec<u8> {
    answer(
        200,
        &format!("content-type: application/json\r\n{headers}"),
        b"{}",
    )
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let prefix = format!("{name}: ");

    request.lines().find_map(|line| line.strip_prefix(&prefix))
}

fn claims(request: &str) -> Value {
    let proof = header(request, "dpop").unwrap();
    let part = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1).unwrap());

    serde_json::from_slice(&part.unwrap()).unwrap()
}

fn post(server: &Server) -> Request {
    Request::post(server.url.clone()).json(JsonBody::new().text("code", "c-1"))
}

fn is_nonce_error(result: &Result<Answer>) -> bool {
    matches!(result, Err(CallError::Unexpected(it)) if it.what == What::DpopNonce)
}

#[tokio::test]
async fn a_demand_is_met_once_with_the_nonce_and_a_fresh_proof() {
    let server = Server::in_turn(vec![demand("dpop-nonce: n-1\r\n"), fine("")]).await;
    let dpop = dpop();
    let answer: Result<Answer> = send(post(&server).dpop(&dpop)).await;
    assert!(answer.is_ok(), "{answer:?}");

    let seen = server.seen();
    let [first, second] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    let (before, after) = (claims(first), claims(second));
    assert_eq!(before.get("nonce"), None);
    assert_eq!(after["nonce"], "n-1");
    assert_ne!(before["jti"], after["jti"]);
    assert!(second.ends_with("{\"code\":\"c-1\"}"));

    let _: Result<Answer> = send(post(&server).dpop(&dpop)).await;
    assert_eq!(
        claims(&server.seen()[2])["nonce"],
        "n-1",
        "it is remembered"
    );
}

#[tokio::test]
async fn an_api_demands_it_in_its_challenge_and_the_token_is_named_in_each_proof() {
    let refusal = answer(401, &format!("{CHALLENGE}dpop-nonce: n-1\r\n"), b"");
    let server = Server::in_turn(vec![refusal, fine("")]).await;
    let request = Request::get(server.url.join("me?a=b").unwrap())
        .bearer(&AccessToken::new("token-1"))
        .dpop(&dpop());
    let answer: Result<Answer> = send(request).await;
    assert!(answer.is_ok(), "{answer:?}");

    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        assert_eq!(header(request, "authorization"), Some("DPoP token-1"));
        let claims = claims(request);
        assert_eq!(claims["htm"], "GET");
        assert_eq!(claims["htu"], format!("{}me", server.url));
        assert_eq!(claims["ath"].as_str().map(str::len), Some(43));
    }
    assert_eq!(claims(&seen[1])["nonce"], "n-1");
}

#[tokio::test]
async fn a_demand_for_ever_is_met_once_and_then_an_error_of_its_own() {
    let challenge = answer(401, &format!("{CHALLENGE}dpop-nonce: n-1\r\n"), b"");
    for refusal in [demand("dpop-nonce: n-1\r\n"), challenge] {
        let server = Server::start(Reply::Whole(refusal)).await;
        let result: Result<Answer> = send(post(&server).dpop(&dpop())).await;

        assert!(is_nonce_error(&result), "TR34 {result:?}");
        assert_eq!(server.seen().len(), 2, "TR34");
    }
}

#[tokio::test]
async fn a_demand_without_a_nonce_that_can_be_used_is_not_met() {
    let huge = format!("dpop-nonce: {}\r\n", "n".repeat(100 * 1024));
    for headers in [
        "",
        huge.as_str(),
        "dpop-nonce: a b\r\n",
        "dpop-nonce: a\"b\r\n",
        "dpop-nonce: a\r\ndpop-nonce: b\r\n",
    ] {
        let server = Server::start(Reply::Whole(demand(headers))).await;
        let dpop = dpop();
        let result: Result<Answer> = send(post(&server).dpop(&dpop)).await;

        assert!(is_nonce_error(&result), "TR35 {result:?}");
        let _: Result<Answer> = send(post(&server).dpop(&dpop)).await;
        let seen = server.seen();
        assert_eq!(seen.len(), 2, "TR35: nothing was repeated");
        assert_eq!(claims(&seen[1]).get("nonce"), None, "TR35: it is ignored");
    }
}

#[tokio::test]
async fn any_answer_may_bring_a_newer_nonce() {
    let turns = vec![
        fine("dpop-nonce: n-1\r\n"),
        answer(500, "dpop-nonce: n-2\r\n", b""),
        fine("dpop-nonce: bad one\r\n"),
        fine(""),
    ];
    let server = Server::in_turn(turns).await;
    let dpop = dpop();
    for _ in 0..4 {
        let _: Result<Answer> = send(post(&server).dpop(&dpop)).await;
    }

    let nonces: Vec<Value> = server
        .seen()
        .iter()
        .map(|request| claims(request)["nonce"].clone())
        .collect();
    assert_eq!(
        nonces,
        [Value::Null, json!("n-1"), json!("n-2"), json!("n-2")]
    );
}

#[tokio::test]
async fn a_proof_refused_for_a_wrong_clock_is_made_anew_once() {
    let refusal = r#"{"error":"invalid_dpop_proof"}"#;
    let dated = "content-type: application/json\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let refused = answer(400, dated, refusal.as_bytes());
    let turns = vec![
        refused.clone(),
        demand("dpop-nonce: n-1\r\n"),
        refused.clone(),
    ];
    let server = Server::in_turn(turns).await;
    let result: Result<Answer> = send(post(&server).dpop(&dpop())).await;
    assert_eq!(result.unwrap_err().status(), Some(400));

    let seen = server.seen();
    assert_eq!(seen.len(), 3, "each reason for another attempt counts once");
    assert_eq!(claims(&seen[1])["iat"], 784_111_777);
    assert_eq!(claims(&seen[2])["nonce"], "n-1");

    let server = Server::start(Reply::Whole(answer(
        400,
        "content-type: application/json\r\n",
        refusal.as_bytes(),
    )))
    .await;
    let result: Result<Answer> = send(post(&server).dpop(&dpop())).await;
    assert!(result.is_err());
    assert_eq!(server.seen().len(), 1, "no news, no further attempt");
}

#[tokio::test]
async fn without_a_key_there_is_no_proof_and_no_dance() {
    let server = Server::start(Reply::Whole(demand("dpop-nonce: n-1\r\n"))).await;
    let request = post(&server)
        .bearer(&AccessToken::new("token-1"))
        .dpop(None);
    let result: Result<Answer> = send(request).await;

    assert_eq!(result.unwrap_err().status(), Some(400));
    let seen = server.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(header(&seen[0], "dpop"), None);
    assert_eq!(header(&seen[0], "authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn one_deadline_bounds_both_attempts() {
    let server = Server::start(Reply::First(
        demand("dpop-nonce: n-1\r\n"),
        Duration::from_millis(300),
    ))
    .await;
    let started = tokio::time::Instant::now();
    let deadline = Duration::from_millis(500);
    let result: Result<Answer> = send(post(&server).dpop(&dpop()).deadline(deadline)).await;

    assert!(
        matches!(&result, Err(CallError::Unreachable(it)) if it.kind == UnreachableKind::TimedOut),
        "{result:?}"
    );
    assert!(started.elapsed() < Duration::from_millis(790));
    assert_eq!(server.seen().len(), 2);
}
