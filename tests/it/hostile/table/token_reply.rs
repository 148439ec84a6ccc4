//! TR: what a token endpoint says to a code.

use std::time::Duration;

use account::Refusal;
use serde_json::{Value, json as value};

use super::super::{
    nots::{check, in_time},
    play::{
        CANARY, ELSEWHERE, HTML, JSON, Play, answer, edit, html, json, spoil, whole, with,
        with_headers, without,
    },
    row::{
        Findings, OFFLINE, QUICK, Row,
        Verdict::{self, Fine, IdToken, RateLimited, Refused, Status},
        each, misconfigured, odd, own, row, shape,
    },
    stage::{
        Scene::{self, BoundSignIn, SignIn},
        Stage,
    },
};

/// RFC 6749 §5.2.
fn refusal(status: u16, code: &str) -> Play {
    json(
        status,
        value!({"error": code, "error_description": CANARY}).to_string(),
    )
}

/// RFC 9449 §8.
fn nonce(nonce: &str) -> Play {
    answer(
        400,
        &format!("{JSON}dpop-nonce: {nonce}\r\n"),
        r#"{"error":"use_dpop_nonce"}"#,
    )
}

fn redirect(status: u16, to: &str) -> Play {
    answer(status, &format!("location: {to}\r\n"), "")
}

fn too_many(headers: &str) -> Play {
    let headers = format!("{JSON}{headers}");

    answer(429, &headers, r#"{"error":"too_many_requests"}"#)
}

fn token(text: impl Into<Value>) -> Play {
    with("access_token", text.into())
}

/// 16 KiB at a time, without an end.
pub(super) fn endless() -> Play {
    let piece = [b"4000\r\n".to_vec(), vec![b' '; 0x4000], b"\r\n".to_vec()].concat();

    Play::Drip {
        first: whole(
            &format!("HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\n"),
            "",
        ),
        piece,
        pause: Duration::ZERO,
    }
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let long = "x".repeat(16 * 1024 + 1);
    let huge = format!("HTTP/1.1 200 OK\r\n{JSON}content-length: 10737418240\r\n");
    let cut = format!("{{\"access_token\":\"{CANARY}");
    let bytes = format!("{{\"access_token\":{:?}}}", CANARY.as_bytes());
    let twice = spoil(|reply| {
        let text = String::from_utf8_lossy(&reply.body).replacen('{', &format!("{{\"access_token\":\"{CANARY}\","), 1);
        reply.body = text.into_bytes();
    });
    let at = |offset: &str| too_many(&format!("date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: {offset}\r\n"));

    vec![
        row("TR01", "an empty success", SignIn, each([json(200, "")]), shape(".")),
        row("TR02", "a page instead of tokens", SignIn, each([html(200)]), odd("NotJson")),
        row("TR03", "JSON that is no object", SignIn, each([json(200, "[]"), json(200, "5"), json(200, "null")]), shape(".")),
        row("TR04", "ten thousand arrays in one another", SignIn, each([json(200, deep)]), shape(".")),
        row("TR05", "an answer without an end, or of 10 GiB", SignIn, each([endless(), Play::Hold(whole(&huge, ""))]), odd("TooLarge")),
        row("TR06", "an answer that says it is compressed", SignIn, each([
            answer(200, &format!("{JSON}content-encoding: gzip\r\n"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
            answer(200, &format!("{JSON}content-encoding: br\r\n"), "{}"),
        ]), odd("Encoding")),
        row("TR07", "no access token, or none that is one", SignIn, each([without("access_token"), token(Value::Null), token("")]), shape(".access_token")),
        row("TR07", "an access token that is a number", SignIn, each([token(5)]), shape(".access_token")),
        row("TR08", "an access token that is two headers, is not ASCII, has a blank, is over 16 KiB", SignIn, each([
            token(format!("{CANARY}\r\nX: y")), token(format!("{CANARY}ä")), token(format!("{CANARY} b")), token(long),
        ]), shape(".access_token")),
        row("TR09", "no token type", SignIn, each([without("token_type")]), misconfigured("token_type")),
        row("TR10", "a token type that was not asked for", SignIn, each([with("token_type", value!("mac")), with("token_type", value!("N_A")), with("token_type", value!("DPoP"))]), misconfigured("token_type")),
        row("TR11", "bearer in another case", SignIn, each([with("token_type", value!("bEaReR"))]), Fine),
        row("TR12", "a proof of a key was sent, and the token is not bound to it", BoundSignIn, each([with("token_type", value!("Bearer"))]), misconfigured("token_type")).asks(2),
        row("TR13", "no lifetime", SignIn, each([without("expires_in")]), Fine),
        row("TR14", "a lifetime of nothing, below, and of 30,000 years", SignIn, each([with("expires_in", value!(0)), with("expires_in", value!(-1)), with("expires_in", value!(1_000_000_000_000_u64))]), Fine),
        row("TR14", "a lifetime that is no whole number", SignIn, each([with("expires_in", value!(1.5)), with("expires_in", value!("3600")), with("expires_in", value!([]))]), shape(".expires_in")),
        row("TR15", "no refresh token", SignIn, each([without("refresh_token")]), Fine),
        row("TR16", "no ID token", SignIn, each([without("id_token")]), IdToken("missing")).also(&["/oauth/revoke"]),
        row("TR17", "fewer scopes than asked", SignIn, each([with("scope", value!("openid profile"))]), Fine),
        row("TR18", "more scopes than asked", SignIn, each([edit(|body| body["scope"] = value!(format!("{} admin:all", body["scope"].as_str().unwrap_or_default())))]), Fine),
        row("TR19", "a member twice", SignIn, each([twice]), shape(".")),
        row("TR20", "the code is not good", SignIn, each([refusal(400, "invalid_grant")]), Refused(Refusal::Expired)),
        row("TR21", "the client is not known", SignIn, each([refusal(401, "invalid_client")]), misconfigured("invalid_client")),
        row("TR21", "the client may not", SignIn, each([refusal(400, "unauthorized_client"), refusal(403, "unauthorized_client")]), misconfigured("unauthorized_client")),
        row("TR22", "a page with status 400", SignIn, each([html(400)]), Status(400)),
        row("TR23", "a success with an error in it", SignIn, each([
            json(200, value!({"error": "invalid_grant", "access_token": CANARY, "token_type": "Bearer"}).to_string()),
            with("error", value!("invalid_grant")),
        ]), Refused(Refusal::Expired)),
        row("TR24", "a second factor is wanted", SignIn, each([
            json(403, value!({"error": "mfa_required", "error_description": "x", "mfa_token": CANARY}).to_string()),
        ]), Refused(Refusal::LoginRequired)),
        row("TR25", "a redirect to another host", SignIn, each([redirect(301, ELSEWHERE), redirect(302, ELSEWHERE), redirect(303, ELSEWHERE)]), odd("Redirect")),
        row("TR26", "a redirect that would send the code there", SignIn, each([redirect(307, ELSEWHERE), redirect(308, ELSEWHERE)]), odd("Redirect")),
        row("TR28", "too many requests: one second, a date, a date that has passed", SignIn, each([too_many("retry-after: 1\r\n"), at("Sun, 06 Nov 1994 08:49:38 GMT"), at("Sun, 06 Nov 1994 08:00:00 GMT"), too_many("retry-after: -5\r\n")]), RateLimited(1)),
        row("TR28", "too many requests: in half a minute", SignIn, each([at("Sun, 06 Nov 1994 08:50:07 GMT"), too_many("retry-after: 30\r\n")]), RateLimited(30)),
        row("TR28", "too many requests: ten years, and more than any number", SignIn, each([too_many("retry-after: 315360000\r\n"), too_many("retry-after: 99999999999999999999999\r\n")]), RateLimited(300)),
        row("TR28", "too many requests: a word, nothing", SignIn, each([too_many("retry-after: soon\r\n"), too_many(""), html(429)]), RateLimited(10)),
        row("TR29", "the server fails: 500", SignIn, each([html(500), json(500, "{}"), answer(500, "", "")]), Status(500)),
        row("TR29", "the server fails: 502", SignIn, each([html(502)]), Status(502)),
        row("TR29", "the server fails: 503", SignIn, each([answer(503, HTML, CANARY), answer(503, "retry-after: 1\r\n", "")]), Status(503)),
        row("TR30", "the answer is lost, before and after the deed", SignIn, each([Play::Close, Play::Reset, Play::Lost, Play::Raw(b"HTTP/1.1 200".to_vec())]), OFFLINE),
        own("TR31", "nobody listens when the code is to be exchanged", || Box::pin(refused())),
        own("TR31", "nobody listens for a moment", || Box::pin(refused_once())),
        row("TR32", "broken JSON with a secret in it, also as a list of bytes", SignIn, each([json(200, cut)]), shape(".access_token")),
        row("TR32", "a token as a list of bytes", SignIn, each([json(200, bytes)]), shape(".access_token")),
        row("TR34", "another nonce is wanted for ever", BoundSignIn, each([nonce("n-1")]), misconfigured("use_dpop_nonce")).asks(2),
        row("TR34", "another nonce is wanted once", BoundSignIn, each([Play::Pass]), Fine).asks(2),
        row("TR34", "a nonce is wanted where no key is used", SignIn, each([nonce("n-1")]), misconfigured("use_dpop_nonce")),
        row("TR35", "a nonce of 100 KiB, or that is none", BoundSignIn, each([nonce(&"n".repeat(100 * 1024)), nonce("a b"), nonce("a\tb"), nonce("\u{e4}"), nonce("")]), misconfigured("use_dpop_nonce")),
        row("TR33", "a cookie", SignIn, each([with_headers("set-cookie: session=canary-7f3a; Path=/\r\nset-cookie: b=canary-7f3a")]), Fine),
    ]
}

/// Nothing was written, so that nothing is lost: one more attempt, and the sign-in can still be finished.
async fn refused() -> Findings {
    let scene = Scene::SignIn;
    let stage = Stage::prepared(scene).await;
    stage.server.leave().await;
    let outcome = match in_time(QUICK, stage.finish()).await {
        Ok(outcome) => outcome,
        Err(stuck) => return vec![stuck],
    };
    stage.server.be_there(true);
    let mut findings = Findings::new();
    check(&mut findings, outcome.verdict == OFFLINE, || {
        format!("{:?}", outcome.verdict)
    });
    let again = stage
        .world
        .accounts
        .finish_sign_in(stage.callback.clone().unwrap().into());
    check(&mut findings, again.is_ok(), || {
        format!("N6: the sign-in is gone: {again:?}")
    });
    let recovered = stage.recover(scene).await;
    check(&mut findings, recovered == Verdict::Fine, || {
        format!("N1: afterwards it is stuck with {recovered:?}")
    });

    findings
}

/// Somebody listens again before the second attempt.
async fn refused_once() -> Findings {
    let stage = Stage::prepared(Scene::SignIn).await;
    stage.server.leave().await;
    let back = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        stage.server.be_there(true);
    };
    let (outcome, ()) = tokio::join!(stage.finish(), back);
    let mut findings = Findings::new();
    check(&mut findings, outcome.verdict == Fine, || outcome.said);

    findings
}
