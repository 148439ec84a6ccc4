//! DJ: what a provider says about itself, and which keys it publishes.

use serde_json::{Value, json};

use super::{
    super::{
        forge::{public, token},
        play::{
            CANARY, ELSEWHERE, HTML, JSON, Play, announced, answer, edit, html, json, with, without,
        },
        row::{
            Row,
            Verdict::{Fine, IdToken, NotThisProvider, Status},
            each, in_turn, misconfigured, own, row,
        },
        stage::Scene::{Keys, Start},
    },
    discovery_course as course,
    token_reply::endless,
};

const TOKEN: &str = "/oauth/token";
const REVOKE: &[&str] = &[TOKEN, "/oauth/revoke"];

/// A description that breaks this rule: no browser opens.
fn breaking(
    id: &'static str,
    what: &'static str,
    plays: impl IntoIterator<Item = Play>,
    rule: &str,
) -> Row {
    // As much of the rule's words as an administrator is told.
    let hint: String = rule.chars().take(64).collect();

    row(id, what, Start, each(plays), misconfigured(&hint))
}

fn endpoint(name: &str) -> String {
    format!("the endpoint {name} is not at the provider")
}

fn shape(path: &str) -> String {
    format!("the provider's description has another shape at {path}")
}

/// A key set for the real token; what cannot be verified is given back.
fn keys(
    id: &'static str,
    what: &'static str,
    plays: impl IntoIterator<Item = Play>,
    hint: &str,
) -> Row {
    let hint: String = hint.chars().take(64).collect();

    row(id, what, Keys, each(plays), misconfigured(&hint)).also(REVOKE)
}

/// Every published key with a member more or another one.
fn every_key(member: &'static str, value: Value) -> Play {
    edit(move |body| {
        for key in body["keys"].as_array_mut().unwrap() {
            key[member] = value.clone();
        }
    })
}

/// The published keys, and this one before them.
fn one_more(key: Value) -> Play {
    edit(move |body| body["keys"].as_array_mut().unwrap().insert(0, key.clone()))
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    const ADDRESSES: [&str; 8] = ["file:///bin/sh", "smb://evil.example/x", "javascript:alert(1)", "com.other:/x", "https://a.example/&calc.exe", "https://%USERPROFILE%/x", "\\\\evil.example\\x", "-flag"];
    const INTERNAL: [&str; 4] = ["http://127.0.0.1:1/x", "http://169.254.169.254/latest", "http://10.0.0.1/x", "https://[::1]/x"];
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
    let long_list = vec!["code"; 100_000];
    let redirect = |status| answer(status, &format!("location: {ELSEWHERE}/.well-known/openid-configuration\r\n"), "");
    let many = json!({"keys": vec![public(); 65]}).to_string();
    let oct = json!({"keys": [{"kty": "oct", "k": "AAAA"}, {"kty": "oct", "k": "AAAA", "alg": "HS256"}]}).to_string();
    let with_members = |members: Value| { let mut key = public(); key.as_object_mut().unwrap().extend(members.as_object().unwrap().clone()); json!({"keys": [key]}).to_string() };
    let only = |members: Value| json(200, with_members(members));

    vec![
        breaking("DJ01", "another issuer", [with("issuer", json!("https://other.example/"))], "the description is of another issuer"),
        breaking("DJ02", "nearly the issuer", [edit(|it| it["issuer"] = json!(it["issuer"].as_str().unwrap().trim_end_matches('/'))), edit(|it| it["issuer"] = json!(format!("{}/", it["issuer"].as_str().unwrap()))), edit(|it| it["issuer"] = json!(it["issuer"].as_str().unwrap().to_uppercase()))], "the description is of another issuer"),
        own("DJ03", "somebody types an issuer that is none", || Box::pin(async { course::typed_issuers() })),
        breaking("DJ04", "a page that no browser should open", ADDRESSES.map(|it| with("authorization_endpoint", json!(it))), &endpoint("authorization_endpoint")),
        breaking("DJ05", "a token endpoint without TLS", [with("token_endpoint", json!("http://tenant.example/oauth/token"))], &endpoint("token_endpoint")),
        breaking("DJ06", "a token endpoint somewhere else", [with("token_endpoint", json!("https://evil.example/oauth/token")), with("token_endpoint", json!(ELSEWHERE))], &endpoint("token_endpoint")),
        breaking("DJ06", "keys somewhere else", [with("jwks_uri", json!("https://evil.example/jwks")), with("jwks_uri", json!(ELSEWHERE))], &endpoint("jwks_uri")),
        breaking("DJ06", "a profile somewhere else", [with("userinfo_endpoint", json!("https://evil.example/userinfo")), with("userinfo_endpoint", json!(ELSEWHERE))], &endpoint("userinfo_endpoint")),
        breaking("DJ07", "keys inside somebody's network", INTERNAL.map(|it| with("jwks_uri", json!(it))), &endpoint("jwks_uri")),
        breaking("DJ07", "a token endpoint inside somebody's network", INTERNAL.map(|it| with("token_endpoint", json!(it))), &endpoint("token_endpoint")),
        breaking("DJ08", "a user or a fragment in an address", [edit(|it| it["token_endpoint"] = json!(it["token_endpoint"].as_str().unwrap().replace("://", "://me@"))), edit(|it| it["token_endpoint"] = json!(format!("{}#x", it["token_endpoint"].as_str().unwrap())))], &endpoint("token_endpoint")),
        row("DJ09", "somebody is sent elsewhere for it", Start, each([redirect(301), redirect(302), redirect(307), redirect(308)]), NotThisProvider),
        row("DJ10", "it is not there", Start, each([html(404), json(404, "{}"), html(200), answer(203, HTML, "x")]), NotThisProvider),
        breaking("DJ10", "it is empty", [json(200, ""), json(200, "{}"), json(200, "[]"), json(200, CANARY), answer(206, JSON, "{")], &shape(".")),
        row("DJ10", "the server fails", Start, each([html(500)]), Status(500)).asks(3),
        own("DJ10", "it is gone, and a session goes on", || Box::pin(course::gone_for_a_session())),
        breaking("DJ11", "without an end, or of 10 MiB", [endless(), announced(10 * 1024 * 1024)], "the provider's description is too large"),
        breaking("DJ12", "it is deep", [json(200, deep)], &shape(".")),
        breaking("DJ12", "a list of 100,000", [edit(move |it| it["response_types_supported"] = json!(long_list))], "the provider's description is too large"),
        breaking("DJ12", "a list of 65", [with("response_types_supported", json!(vec!["code"; 65]))], &shape(".response_types_supported")),
        breaking("DJ12", "a text of 1 MiB", [with("issuer", json!("x".repeat(1024 * 1024)))], "the provider's description is too large"),
        breaking("DJ13", "no page, token endpoint or keys", [without("authorization_endpoint"), without("token_endpoint"), without("jwks_uri"), without("issuer")], &shape(".")),
        breaking("DJ14", "no PKCE that would protect", [with("code_challenge_methods_supported", json!(["plain"])), with("code_challenge_methods_supported", json!([]))], "the provider does not do PKCE with S256"),
        row("DJ15", "nothing said about PKCE", Start, each([without("code_challenge_methods_supported")]), Fine),
        breaking("DJ16", "no code flow", [with("response_types_supported", json!(["token", "id_token"])), with("response_types_supported", json!([]))], &shape(".response_types_supported")),
        breaking("DJ17", "ID tokens that anybody could sign", [with("id_token_signing_alg_values_supported", json!(["none", "HS256"])), with("id_token_signing_alg_values_supported", json!([]))], "the provider does not sign ID tokens with a usable algorithm"),
        breaking("DJ18", "a word where yes or no should be", [with("authorization_response_iss_parameter_supported", json!("yes")), with("authorization_response_iss_parameter_supported", json!(1)), with("authorization_response_iss_parameter_supported", json!(null))], &shape(".authorization_response_iss_parameter_supported")),
        own("DJ19", "it changes while the person is in the browser", || Box::pin(course::changed_meanwhile())),
        row("DJ20", "members that nobody knows", Start, each([with("x", json!({"y": [1]})), with("token_endpoints", json!("https://evil.example/"))]), Fine),
        own("DJ21", "keys at another address each time", || Box::pin(course::moving_keys())),
        keys("DJ22", "no list of keys", [json(200, r#"{"keys":{}}"#), json(200, r#"{"keys":"x"}"#)], "the key set has another shape at .keys"),
        keys("DJ22", "no keys at all", [json(200, "{}"), json(200, "[]"), json(200, "")], "the key set has another shape at ."),
        keys("DJ22", "an empty list of keys", [json(200, r#"{"keys":[]}"#)], "the key set has no usable key"),
        row("DJ22", "a page where keys should be", Keys, each([html(200), html(404)]), NotThisProvider).also(REVOKE),
        row("DJ23", "a key that nobody can read before the right one", Keys, each([one_more(json!({"kty": "RSA"})), one_more(json!(7)), one_more(json!({"kty": "EC", "crv": "P-999"})), one_more(json!({"kty": "RSA", "n": "!", "e": "AQAB"}))]), Fine),
        keys("DJ24", "only shared secrets", [json(200, oct)], "the key set has no usable key"),
        keys("DJ25", "keys for something else", [every_key("use", json!("enc")), every_key("key_ops", json!(["encrypt"])), every_key("alg", json!("RSA-OAEP"))], "the key set has no usable key"),
        keys("DJ26", "keys that could be broken", [every_key("e", json!("AQ")), every_key("e", json!("AA")), every_key("n", json!("AQAB")), every_key("n", json!("")), every_key("n", json!(public()["n"].as_str().unwrap()[..172].to_owned())), edit(|it| {
            for key in it["keys"].as_array_mut().unwrap() {
                let even = key["n"].as_str().unwrap().to_owned();
                key["n"] = json!(format!("{}A", &even[..even.len() - 1]));
            }
        })], "the key set has only weak keys"),
        keys("DJ27", "the private half", [every_key("d", json!(CANARY)), every_key("p", json!(CANARY)), every_key("oth", json!([]))], "the key set has only keys whose private half is published"),
        keys("DJ28", "4 MiB of keys, 65 keys, and no end", [announced(4 * 1024 * 1024), json(200, many), endless()], "the key set is too large"),
        row("DJ29", "two keys of one name", Keys, each([edit(|it| { let first = it["keys"][0].clone(); it["keys"] = json!([first, first]); })]), IdToken("kid-ambiguous")).also(REVOKE),
        own("DJ31", "other keys at the next sign-in", || Box::pin(course::rotated_between())),
        row("DJ32", "other keys a moment before the token", Keys, in_turn([only(json!({"kid": "old"})), Play::Pass]), Fine).asks(2),
        row("DJ23", "a key without a name", Keys, each([only(json!({}))]), Fine).meanwhile(TOKEN, token(|header, _| { header.as_object_mut().unwrap().remove("kid"); })),
        row("DJ25", "a key for another algorithm", Keys, each([only(json!({"alg": "PS256"}))]), IdToken("kid")).asks(2).also(REVOKE).meanwhile(TOKEN, token(|header, _| { header.as_object_mut().unwrap().remove("kid"); })),
    ]
}
