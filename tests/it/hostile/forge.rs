//! ID tokens with something wrong about them, signed by the emulated tenant's own key all the same: it is committed,
//! and worth nothing anywhere else.

use std::sync::LazyLock;

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64},
};
use ring::{
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

use super::play::{Play, edit};

/// The key with which the tenant signs until it changes its keys.
static KEY: LazyLock<RsaKeyPair> = LazyLock::new(|| {
    let pem = include_str!("../../emulator/src/keys/auth0-1.key.pem");
    let lines = pem
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"));
    let body: String = lines
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .collect();

    RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(body).unwrap()).unwrap()
});

/// The real token with header and claims changed, signed again.
pub(crate) fn token(change: impl Fn(&mut Value, &mut Value) + Send + Sync + 'static) -> Play {
    text(move |token| {
        let [mut header, mut claims] = opened(&token);
        change(&mut header, &mut claims);
        signed(&header, claims.to_string())
    })
}

/// The real token with its claims changed as text, signed again.
pub(crate) fn payload(change: impl Fn(String) -> String + Send + Sync + 'static) -> Play {
    text(move |token| {
        let [header, claims] = opened(&token);
        signed(&header, change(claims.to_string()))
    })
}

/// Something else instead of the real token.
pub(crate) fn text(change: impl Fn(String) -> String + Send + Sync + 'static) -> Play {
    edit(move |body| {
        let real = body["id_token"].as_str().unwrap_or_default().to_owned();
        body["id_token"] = json!(change(real));
    })
}

pub(crate) fn claim(name: &'static str, to: Value) -> Play {
    token(move |_, claims| claims[name] = to.clone())
}

pub(crate) fn without_claim(name: &'static str) -> Play {
    token(move |_, claims| {
        claims.as_object_mut().unwrap().remove(name);
    })
}

/// A claim that is a moment, so many seconds from when the token was issued.
pub(crate) fn moment(name: &'static str, seconds: i64) -> Play {
    token(move |_, claims| {
        let issued = claims["iat"].as_i64().unwrap();
        claims[name] = json!(issued + seconds);
    })
}

pub(crate) fn header(name: &'static str, to: Value) -> Play {
    token(move |header, _| header[name] = to.clone())
}

/// The same without signing again.
pub(crate) fn unsigned_header(name: &'static str, to: Value) -> Play {
    text(move |token| {
        let [mut header, claims] = opened(&token);
        header[name] = to.clone();
        let signature = token.rsplit('.').next().unwrap();
        format!("{}.{signature}", message(&header, &claims.to_string()))
    })
}

/// Header and claims of a token.
pub(crate) fn opened(token: &str) -> [Value; 2] {
    let mut parts = token.split('.');

    [(); 2].map(|()| {
        let part = BASE64.decode(parts.next().unwrap()).unwrap();
        serde_json::from_slice(&part).unwrap()
    })
}

pub(crate) fn message(header: &Value, payload: &str) -> String {
    format!(
        "{}.{}",
        BASE64.encode(header.to_string()),
        BASE64.encode(payload)
    )
}

pub(crate) fn signed(header: &Value, payload: impl AsRef<str>) -> String {
    let message = message(header, payload.as_ref());
    let mut signature = vec![0; KEY.public().modulus_len()];
    KEY.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        message.as_bytes(),
        &mut signature,
    )
    .unwrap();

    format!("{message}.{}", BASE64.encode(signature))
}

/// The public half of the key in its simplest form.
pub(crate) fn public() -> Value {
    let public = ring::rsa::PublicKeyComponents::<Vec<u8>>::from(KEY.public());

    json!({"kty": "RSA", "n": BASE64.encode(public.n), "e": BASE64.encode(public.e)})
}
