//! Proofs of possession from outside, by a prover of its own.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

use super::*;
use crate::{SenderConstraint, random};

mod api;
mod grants;
mod refusals;

/// Somebody with a key.
struct Prover {
    pair: EcdsaKeyPair,
}

/// A proof before it is signed: what is wrong with it is up to the test.
struct Draft {
    header: Value,
    claims: Value,
}

impl Prover {
    fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap();
        Self { pair }
    }

    fn jwk(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({
            "kty": "EC",
            "crv": "P-256",
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        })
    }

    fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        let text = format!(
            r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#,
            jwk["x"], jwk["y"]
        );
        hash(&text)
    }

    fn draft(&self, emulator: &Emulator, method: &str, path: &str) -> Draft {
        Draft {
            header: json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk() }),
            claims: json!({
                "jti": random::handle(16),
                "htm": method,
                "htu": format!("{}{path}", emulator.auth0_url()),
                "iat": emulator.now(),
            }),
        }
    }

    fn sign(&self, draft: &Draft) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&draft.header), part(&draft.claims));
        let signature = self
            .pair
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A proof for the token endpoint.
    fn at_token(&self, emulator: &Emulator, nonce: Option<&str>) -> String {
        let mut draft = self.draft(emulator, "POST", "/oauth/token");
        if let Some(nonce) = nonce {
            draft.claims["nonce"] = nonce.into();
        }
        self.sign(&draft)
    }

    /// A proof for an API, beside a token.
    fn beside(&self, emulator: &Emulator, path: &str, token: &str) -> String {
        let mut draft = self.draft(emulator, "GET", path);
        draft.claims["ath"] = hash(token).into();
        self.sign(&draft)
    }

    /// Asks the token endpoint, and again with the nonce it demands.
    async fn ask(&self, emulator: &Emulator, fields: &[(&str, &str)]) -> Page {
        let demand = send(emulator, fields, &self.at_token(emulator, None)).await;
        if demand.json()["error"] != "use_dpop_nonce" {
            return demand;
        }
        let nonce = &demand.headers["dpop-nonce"];
        send(emulator, fields, &self.at_token(emulator, Some(nonce))).await
    }

    /// Signs Ada in and returns the tokens, bound to the key.
    async fn tokens(&self, emulator: &Emulator, changes: &[(&str, &str)]) -> Value {
        let code = code(emulator, &ADA, changes).await;
        let page = self.ask(emulator, &code_fields(&code)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page.json()
    }
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}

fn code_fields(code: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ]
}

fn refresh_fields(token: &str) -> [(&str, &str); 2] {
    [("grant_type", "refresh_token"), ("refresh_token", token)]
}

/// Sends a token request with this proof.
async fn send(emulator: &Emulator, fields: &[(&str, &str)], proof: &str) -> Page {
    let body = Serializer::new(String::new())
        .append_pair("client_id", emulator.client_id())
        .extend_pairs(fields)
        .finish();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("dpop", proof),
    ];
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default()
        .send("POST", &url, &headers, &body)
        .await
        .unwrap()
}

/// Asks an API.
async fn get(emulator: &Emulator, path: &str, authorization: &str, proof: Option<&str>) -> Page {
    let mut headers = vec![("authorization", authorization)];
    headers.extend(proof.map(|proof| ("dpop", proof)));
    let url = format!("{}{path}", emulator.auth0_url());
    Visitor::default()
        .send("GET", &url, &headers, "")
        .await
        .unwrap()
}
