//! What a library that nobody here wrote says of our proofs.

use jsonwebtoken::{
    Algorithm, DecodingKey, Validation, decode, decode_header,
    jwk::{AlgorithmParameters, EllipticCurve},
};
use protocol::{
    Request, Url,
    http::{CallError, Http, NoProblem},
    secret::AccessToken,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::dpop;

/// Sends one call to a listener and returns the proof it carried, and the address.
async fn proof_of(request: impl FnOnce(Url) -> Request) -> (String, Url) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/me?a=b", listener.local_addr().unwrap());
    let url = Url::parse(&url).unwrap();
    let heard = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut text = String::new();
        let mut piece = [0; 4096];
        while !text.contains("\r\n\r\n") {
            let length = socket.read(&mut piece).await.unwrap();
            text.push_str(str::from_utf8(&piece[..length]).unwrap());
        }
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        socket.write_all(answer).await.unwrap();
        text
    });
    let call = Http::new("tests").unwrap();
    let answer: Result<_, CallError<NoProblem>> = call.call(request(url.clone())).await;
    answer.unwrap();
    let head = heard.await.unwrap();
    let proof = head.lines().find_map(|line| line.strip_prefix("dpop: "));

    (proof.unwrap().to_owned(), url)
}

#[tokio::test]
async fn our_proofs_are_sound_in_the_eyes_of_another_library() {
    let dpop = dpop();
    let token = AccessToken::new("token-1");
    let (proof, url) = proof_of(|url| Request::get(url).bearer(&token).dpop(&dpop)).await;

    let header = decode_header(&proof).unwrap();
    assert_eq!(header.typ.as_deref(), Some("dpop+jwt"));
    assert_eq!(header.alg, Algorithm::ES256);
    let jwk = header.jwk.unwrap();
    let AlgorithmParameters::EllipticCurve(key) = &jwk.algorithm else {
        panic!("{:?}", jwk.algorithm)
    };
    assert_eq!(key.curve, EllipticCurve::P256);

    let mut rules = Validation::new(Algorithm::ES256);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    let read = decode::<Value>(&proof, &DecodingKey::from_jwk(&jwk).unwrap(), &rules);
    let claims = read.unwrap().claims;
    assert_eq!(claims["htm"], "GET");
    let bare = url.as_str().trim_end_matches("?a=b");
    assert_eq!(claims["htu"], bare);

    let (message, signature) = proof.rsplit_once('.').unwrap();
    let forged = format!("{message}x.{signature}");
    let read = decode::<Value>(&forged, &DecodingKey::from_jwk(&jwk).unwrap(), &rules);
    assert!(read.is_err());
}
