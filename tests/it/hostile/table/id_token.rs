//! ID: what stands in the ID token that comes for a code.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use serde_json::{Value, json};

use super::{
    super::{
        forge::{
            claim, header, message, moment, opened, payload, public, signed, text, token,
            unsigned_header, without_claim,
        },
        play::{Play, announced, with},
        row::{
            Row,
            Verdict::{Fine, IdToken},
            each, odd, own, row, shape,
        },
        stage::Scene::{Keys, SignIn},
    },
    id_token_course as course,
};

const TOKEN: &str = "/oauth/token";
const DAY: i64 = 24 * 3_600;
const YEARS: i64 = 10 * 365 * DAY;

/// Tokens that break this rule: nobody is signed in, and what came with them is given back.
fn breaking(
    id: &'static str,
    what: &'static str,
    plays: impl IntoIterator<Item = Play>,
    rule: &'static str,
) -> Row {
    row(id, what, SignIn, each(plays), IdToken(rule)).also(&["/oauth/revoke"])
}

/// The same, where the app looks for the key once more.
fn keyless(
    id: &'static str,
    what: &'static str,
    plays: impl IntoIterator<Item = Play>,
) -> Vec<Row> {
    let row = |play| {
        row(id, what, Keys, each([Play::Pass]), IdToken("kid"))
            .asks(2)
            .also(&["/oauth/revoke"])
            .meanwhile(TOKEN, play)
    };

    plays.into_iter().map(row).collect()
}

fn fine(id: &'static str, what: &'static str, plays: impl IntoIterator<Item = Play>) -> Row {
    row(id, what, SignIn, each(plays), Fine)
}

/// The host of the issuer in other letters, or anything else about its text.
fn issuer(change: fn(&str) -> String) -> Play {
    token(move |_, claims| claims["iss"] = json!(change(claims["iss"].as_str().unwrap())))
}

fn audience(change: fn(&str) -> Value) -> Play {
    token(move |_, claims| claims["aud"] = change(claims["aud"].as_str().unwrap()))
}

/// A member twice, the second time with what the app wants to see.
fn twice(member: &'static str) -> Play {
    payload(move |text| {
        let claims: Value = serde_json::from_str(&text).unwrap();
        let value = claims.get(member).unwrap_or(&Value::Null);
        text.replacen('{', &format!("{{\"{member}\":{value},"), 1)
    })
}

/// Signed with a secret that everybody knows.
fn symmetric(secret: impl Fn(&Value) -> Vec<u8> + Send + Sync + 'static) -> Play {
    text(move |token| {
        let [mut header, claims] = opened(&token);
        header["alg"] = json!("HS256");
        let message = message(&header, &claims.to_string());
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret(&claims));
        let tag = hmac::sign(&key, message.as_bytes());
        format!("{message}.{}", BASE64.encode(tag))
    })
}

/// Signed on a curve, by a key that nobody knows.
fn on_a_curve() -> Play {
    let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let pair = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, pair.as_ref(), &random).unwrap();
    text(move |token| {
        let [mut header, claims] = opened(&token);
        header["alg"] = json!("ES256");
        let message = message(&header, &claims.to_string());
        let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64.encode(signature))
    })
}

fn with_signature(change: fn(&mut Vec<u8>)) -> Play {
    text(move |token| {
        let (message, signature) = token.rsplit_once('.').unwrap();
        let mut bytes = BASE64.decode(signature).unwrap();
        change(&mut bytes);
        format!("{message}.{}", BASE64.encode(bytes))
    })
}

fn without_header(name: &'static str) -> Play {
    token(move |header, _| {
        header.as_object_mut().unwrap().remove(name);
    })
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let other_key = json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"});
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    let one_key = || with("keys", json!([public()]));
    let half = |text: &str| BASE64.encode(&ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref()[..16]);

    let mut rows = vec![
        fine("ID01", "a sound token", [Play::Pass, token(|_, _| {})]),
        breaking("ID02", "another issuer", [claim("iss", json!("https://other.example/"))], "iss"),
        breaking("ID03", "nearly the issuer", [issuer(|it| it.trim_end_matches('/').to_owned()), issuer(|it| it.to_uppercase()), issuer(|it| format!("{it}/")), issuer(|it| format!(" {it}"))], "iss"),
        breaking("ID04", "no issuer", [without_claim("iss"), claim("iss", Value::Null)], "iss"),
        breaking("ID05", "no subject", [without_claim("sub"), claim("sub", Value::Null), claim("sub", json!(7))], "shape"),
        breaking("ID06", "an empty subject", [claim("sub", json!(""))], "sub"),
        breaking("ID07", "a subject that is too long, or no ASCII", [claim("sub", json!("a".repeat(256))), claim("sub", json!("a".repeat(4_096))), claim("sub", json!("pérson")), claim("sub", json!("a\nb"))], "sub"),
        breaking("ID08", "for another client", [claim("aud", json!("other")), audience(|it| json!(it.to_uppercase())), audience(|it| json!(format!("{it} ")))], "aud"),
        breaking("ID09", "for nobody", [without_claim("aud"), claim("aud", Value::Null)], "shape"),
        breaking("ID10", "for an empty list", [claim("aud", json!([]))], "aud"),
        fine("ID11", "for a list of us", [audience(|it| json!([it]))]),
        breaking("ID12", "for us and another", [audience(|it| json!([it, "other"])), audience(|it| json!(["other", it])), audience(|it| json!([it, it]))], "aud"),
        breaking("ID13", "given to another client", [claim("azp", json!("other")), claim("azp", json!(""))], "azp"),
        breaking("ID14", "no time of issue", [without_claim("iat"), claim("iat", Value::Null)], "shape"),
        breaking("ID15", "issued long ago", [moment("iat", -YEARS), moment("iat", -700), claim("iat", json!(0))], "iat"),
        breaking("ID16", "issued in the future", [moment("iat", YEARS), moment("iat", 180)], "iat"),
        breaking("ID17", "no end", [without_claim("exp")], "shape"),
        breaking("ID18", "over for six minutes", [moment("exp", -360), claim("exp", json!(0))], "exp"),
        fine("ID19", "over for half a minute, and clocks differ", [moment("exp", -20)]),
        breaking("ID20", "an end that is no moment", [payload(|it| it.replacen("\"exp\":", "\"exp\":1e300,\"x\":", 1)), claim("exp", json!(-1)), claim("exp", json!("1800000000")), claim("exp", json!(1.5)), claim("exp", Value::Null), claim("exp", json!(u64::MAX))], "shape"),
        own("ID21", "an end in the year 9999", || Box::pin(course::far_end())),
        breaking("ID22", "not valid before tomorrow", [moment("nbf", DAY)], "nbf"),
        breaking("ID23", "not valid before a text", [claim("nbf", json!("1"))], "shape"),
        breaking("ID24", "another nonce", [claim("nonce", json!("canary-7f3a")), claim("nonce", json!(""))], "nonce"),
        breaking("ID25", "no nonce", [without_claim("nonce"), claim("nonce", Value::Null)], "nonce"),
        own("ID26", "the nonce of an earlier sign-in", || Box::pin(course::earlier_nonce())),
        breaking("ID27", "not signed", [text(|it| { let [header, claims] = opened(&it); message(&with_alg(header, "none"), &claims.to_string()) + "." }), unsigned_header("alg", json!("none"))], "alg"),
        breaking("ID28", "not signed, in other letters", [unsigned_header("alg", json!("NoNe")), unsigned_header("alg", json!("none ")), unsigned_header("alg", json!("")), header("alg", json!("rs256"))], "alg"),
        breaking("ID29", "signed with what everybody knows", [symmetric(|claims| claims["aud"].as_str().unwrap().into()), symmetric(|_| public()["n"].as_str().unwrap().into()), symmetric(|_| public().to_string().into())], "alg"),
        breaking("ID30", "another algorithm than is expected", [header("alg", json!("RS512")), header("alg", json!("RS384")), header("alg", json!("ES256")), header("alg", json!("EdDSA"))], "alg"),
        breaking("ID31", "one bit of the signature", [with_signature(|bytes| bytes[100] ^= 1), with_signature(Vec::clear), with_signature(|bytes| bytes.fill(0)), with_signature(|bytes| bytes.push(0))], "signature"),
        breaking("ID32", "signed on a curve", [on_a_curve()], "alg"),
        breaking("ID33", "changed after it was signed", [text(|it| { let [header, mut claims] = opened(&it); claims["sub"] = json!("auth0|somebody"); format!("{}.{}", message(&header, &claims.to_string()), it.rsplit('.').next().unwrap()) })], "signature"),
        row("ID34", "no name of a key, where there is one", Keys, each([one_key()]), Fine).meanwhile(TOKEN, without_header("kid")),
        breaking("ID35", "no name of a key, where there are several", [without_header("kid")], "kid-ambiguous"),
        breaking("ID37", "the name of a key that is none", [header("kid", json!(7)), header("kid", json!(["a"])), header("kid", Value::Null)], "form"),
        row("ID37", "the name of a key of 1 MiB", SignIn, each([header("kid", json!("k".repeat(1024 * 1024)))]), odd("TooLarge")),
        own("ID38", "a key that the token brings along, or says where it is", || Box::pin(course::keys_elsewhere())),
        fine("ID38", "a certificate that the token brings along", [header("x5c", json!(["MIIB"])), header("x5t", json!("AAAA"))]),
        breaking("ID39", "something that has to be understood", [header("crit", json!(["exp"])), header("crit", json!([])), header("crit", json!({})), header("b64", json!(false)), header("b64", json!(true))], "crit"),
        breaking("ID40", "a token of another kind", [header("typ", json!("at+jwt")), header("typ", json!("logout+jwt")), header("typ", json!("dpop+jwt")), header("typ", json!("application/jwt"))], "typ"),
        breaking("ID41", "the hash of another access token", [claim("at_hash", json!(half("other"))), claim("at_hash", json!("")), claim("at_hash", json!("AAAA"))], "at_hash"),
        own("ID42", "the access token in its place", || Box::pin(course::access_token())),
        breaking("ID43", "a member twice", [twice("sub"), twice("iss"), twice("nonce"), twice("aud"), twice("exp"), twice("email")], "shape"),
        breaking("ID44", "encrypted", [text(|it| format!("{it}.AAAA.AAAA"))], "form"),
        breaking("ID45", "not three parts of base64url", [text(|it| it.rsplit_once('.').unwrap().0.to_owned()), text(|it| it + ".AAAA"), text(|_| "..".to_owned()), text(|_| "...".to_owned()), text(|it| it + "="), text(|it| it + "=="), text(|it| it.replacen('.', "+/.", 1)), text(|it| it.replacen('.', ".=", 1))], "form"),
        row("ID45", "nothing, or with blanks", SignIn, each([text(|_| String::new()), text(|it| it + "\n"), text(|it| format!(" {it}"))]), shape(".id_token")),
        row("ID46", "a token of 8 MiB", SignIn, each([announced(8 * 1024 * 1024)]), odd("TooLarge")),
        row("ID46", "a token of 17 KiB", SignIn, each([text(|it| it + &"A".repeat(17 * 1024))]), shape(".id_token")),
        breaking("ID47", "a claim that is deep", [payload(move |it| it.replacen('{', &format!("{{\"x\":{deep},"), 1))], "form"),
        own("ID48", "older or weaker than was asked for", || Box::pin(course::weak_proof())),
        own("ID49", "no time of the proof that was asked for", || Box::pin(course::undated_proof())),
        own("ID50", "somebody else than was waited for", || Box::pin(course::somebody_else())),
        own("ID51", "the same subject at another issuer", || Box::pin(course::same_subject())),
        own("ID52", "claims that are no text to show", || Box::pin(course::odd_claims())),
        own("ID53", "no organization, or another than was asked for", || Box::pin(async { course::organization() })),
    ];
    rows.extend(keyless("ID36", "a key that is not there, nor a moment later", [header("kid", json!("unknown"))]));
    rows.extend(keyless("ID37", "the name of a key that wants to be a path, or a question", [header("kid", json!("../../x")), header("kid", json!("' OR 1=1 --")), header("kid", json!("k".repeat(8 * 1024)))]));
    rows.push(breaking("ID38", "signed by the key that it brings along", [text(move |it| { let [mut header, claims] = opened(&it); header["jwk"] = other_key.clone(); let signed = signed(&header, claims.to_string()); let (message, _) = signed.rsplit_once('.').unwrap(); format!("{message}.AQAB") })], "signature"));

    rows
}

fn with_alg(mut header: Value, alg: &str) -> Value {
    header["alg"] = json!(alg);

    header
}
