use serde_json::{Value, json};

use super::*;
use crate::http::tests::server::Server;

const ISSUER: &str = "https://a.example/";

#[test]
fn a_plain_description_is_taken() {
    let metadata = parse(&document()).unwrap();

    assert_eq!(metadata.issuer, ISSUER);
    assert_eq!(
        metadata.token_endpoint.as_str(),
        "https://a.example/oauth/token"
    );
    assert_eq!(
        metadata.revocation_endpoint.unwrap().as_str(),
        "https://a.example/oauth/revoke"
    );
    assert_eq!(metadata.algorithms, [Algorithm::Rs256, Algorithm::Ps256]);
    assert!(metadata.userinfo_endpoint.is_none());
    assert!(metadata.is_pkce_announced && !metadata.iss_parameter_supported);
}

#[test]
fn what_may_differ_may_differ() {
    for (row, member, value) in [
        ("DJ15", "code_challenge_methods_supported", Value::Null),
        (
            "DJ14",
            "code_challenge_methods_supported",
            json!(["plain", "S256"]),
        ),
        ("DJ17", "id_token_signing_alg_values_supported", Value::Null),
        (
            "DJ17",
            "id_token_signing_alg_values_supported",
            json!(["none", "HS256", "ES256"]),
        ),
        (
            "DJ18",
            "authorization_response_iss_parameter_supported",
            json!(true),
        ),
        ("DJ20", "something_new", json!({"a": [1, {"b": null}]})),
        (
            "DJ06",
            "userinfo_endpoint",
            json!("https://A.example:443/userinfo"),
        ),
        (
            "DJ04",
            "end_session_endpoint",
            json!("https://a.example/out?a=b%20c&d"),
        ),
    ] {
        assert!(
            parse(&with(member, value.clone())).is_ok(),
            "{row} {member} {value}"
        );
    }
}

#[test]
fn a_description_that_breaks_a_rule_is_refused_with_its_reason() {
    let cases: Vec<(&str, Value, &str)> = vec![
        (
            "DJ01",
            with("issuer", json!("https://b.example/")),
            "Issuer",
        ),
        ("DJ02", with("issuer", json!("https://a.example")), "Issuer"),
        (
            "DJ02",
            with("issuer", json!("https://A.example/")),
            "Issuer",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("file:///a.example/x")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("smb://a.example/x")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("javascript:alert(1)")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("com.other:/x")),
            "Endpoint",
        ),
        (
            "DJ04",
            with(
                "authorization_endpoint",
                json!("https://a.example/%USERPROFILE%"),
            ),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("https://a.example/\"|calc")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("https://a.example/x^y")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("https:\\\\a.example\\x")),
            "Endpoint",
        ),
        (
            "DJ04",
            with("authorization_endpoint", json!("ht\ntps://a.example/x")),
            "Endpoint",
        ),
        (
            "DJ05",
            with("token_endpoint", json!("http://a.example/oauth/token")),
            "Endpoint",
        ),
        (
            "DJ06",
            with("token_endpoint", json!("https://b.example/token")),
            "Endpoint",
        ),
        (
            "DJ06",
            with("jwks_uri", json!("https://a.example:8443/jwks")),
            "Endpoint",
        ),
        (
            "DJ06",
            with("userinfo_endpoint", json!("https://x.a.example/u")),
            "Endpoint",
        ),
        (
            "DJ06",
            with("revocation_endpoint", json!("https://a.example.evil/r")),
            "Endpoint",
        ),
        (
            "DJ06",
            with("token_endpoint", json!("/oauth/token")),
            "Endpoint",
        ),
        (
            "DJ07",
            with("token_endpoint", json!("http://127.0.0.1/token")),
            "Endpoint",
        ),
        (
            "DJ07",
            with("token_endpoint", json!("http://169.254.169.254/x")),
            "Endpoint",
        ),
        (
            "DJ07",
            with("jwks_uri", json!("https://10.0.0.1/jwks")),
            "Endpoint",
        ),
        (
            "DJ08",
            with("token_endpoint", json!("https://u@a.example/token")),
            "Endpoint",
        ),
        (
            "DJ08",
            with("token_endpoint", json!("https://a.example/token#x")),
            "Endpoint",
        ),
        (
            "DJ12",
            with("response_types_supported", json!(vec!["code"; 65])),
            "Shape",
        ),
        ("DJ12", nested(40), "Shape"),
        ("DJ13", without("issuer"), "Shape"),
        ("DJ13", without("authorization_endpoint"), "Shape"),
        ("DJ13", without("token_endpoint"), "Shape"),
        ("DJ13", without("jwks_uri"), "Shape"),
        ("DJ13", json!([]), "Shape"),
        (
            "DJ14",
            with("code_challenge_methods_supported", json!(["plain"])),
            "Pkce",
        ),
        (
            "DJ14",
            with("code_challenge_methods_supported", json!([])),
            "Pkce",
        ),
        (
            "DJ16",
            with(
                "response_types_supported",
                json!(["token", "code id_token"]),
            ),
            "Shape",
        ),
        (
            "DJ17",
            with(
                "id_token_signing_alg_values_supported",
                json!(["none", "HS256"]),
            ),
            "Algorithm",
        ),
        (
            "DJ17",
            with("id_token_signing_alg_values_supported", json!("RS256")),
            "Shape",
        ),
        (
            "DJ18",
            with(
                "authorization_response_iss_parameter_supported",
                json!("yes"),
            ),
            "Shape",
        ),
    ];

    for (row, document, kind) in cases {
        let error = parse(&document).unwrap_err();
        assert!(format!("{error:?}").starts_with(kind), "{row} {error:?}");
    }
}

#[test]
fn a_description_is_not_read_past_its_cap() {
    let read = |bytes: usize| {
        let bare = with("x", json!("")).to_string().len();
        parse(&with("x", json!("a".repeat(bytes - bare))))
    };

    assert!(read(262_144).is_ok(), "DJ11");
    let error = read(262_145).unwrap_err();
    assert!(matches!(error, DiscoveryError::TooLarge), "DJ11 {error:?}");
}

#[test]
fn a_list_may_have_64_members_and_not_one_more() {
    for (member, right) in [
        ("response_types_supported", "code"),
        ("code_challenge_methods_supported", "S256"),
        ("id_token_signing_alg_values_supported", "RS256"),
    ] {
        let read = |count: usize| parse(&with(member, json!(vec![right; count])));
        assert!(read(64).is_ok(), "DJ28 {member}");
        let error = read(65).unwrap_err();
        assert!(
            matches!(&error, DiscoveryError::Shape { path } if *path == format!(".{member}")),
            "DJ28 {error:?}"
        );
    }
}

#[test]
fn a_repeated_member_is_refused() {
    let text = document()
        .to_string()
        .replacen('{', r#"{"issuer":"https://b.example/","#, 1);
    let error = Metadata::parse(text.as_bytes(), ISSUER, OriginRule::SameAsIssuer).unwrap_err();

    assert!(
        matches!(error, DiscoveryError::Shape { .. }),
        "DJ01 {error:?}"
    );
}

#[test]
fn an_origin_that_the_connection_lists_is_taken_over_https_only() {
    let listed = [BaseUrl::parse("https://login.example").unwrap()];
    let rule = OriginRule::OrListed(&listed);
    for (endpoint, is_taken) in [
        ("https://login.example/token", true),
        ("http://login.example/token", false),
        ("https://other.example/token", false),
    ] {
        let text = with("token_endpoint", json!(endpoint)).to_string();
        let parsed = Metadata::parse(text.as_bytes(), ISSUER, rule);
        assert_eq!(parsed.is_ok(), is_taken, "DJ06 {endpoint}");
    }
}

#[tokio::test]
async fn a_description_is_fetched_from_its_place() {
    let server = Server::json(200, "{}").await;
    let base = BaseUrl::parse(server.url.as_str()).unwrap();
    let http = Http::new("Test/1").unwrap();
    let error = Metadata::fetch(&http, &base, server.url.as_str(), OriginRule::SameAsIssuer)
        .await
        .unwrap_err();

    assert!(matches!(error, DiscoveryError::Shape { .. }), "{error:?}");
    assert!(server.seen()[0].starts_with("GET /.well-known/openid-configuration HTTP/1.1\r\n"));
}

#[tokio::test]
async fn a_description_that_does_not_arrive_is_a_failed_call() {
    let json = "content-type: application/json\r\n";
    let large = vec![b' '; METADATA_CAP + 1];
    for (row, status, headers, body, kind) in [
        (
            "DJ09",
            302,
            "location: https://b.example/\r\n",
            &b""[..],
            "Call(Unexpected",
        ),
        ("DJ10", 404, json, b"{}", "Call(Unexpected"),
        ("DJ10", 500, json, b"{}", "Call(Unexpected"),
        (
            "DJ10",
            200,
            "content-type: text/html\r\n",
            b"<p>",
            "Call(Unexpected",
        ),
        ("DJ10", 200, json, b"", "Shape"),
        ("DJ11", 200, json, &large, "TooLarge"),
    ] {
        let server = Server::answering(status, headers, body).await;
        let base = BaseUrl::parse(server.url.as_str()).unwrap();
        let http = Http::new("Test/1").unwrap();
        let fetched =
            Metadata::fetch(&http, &base, server.url.as_str(), OriginRule::SameAsIssuer).await;
        let error = format!("{:?}", fetched.unwrap_err());
        assert!(error.starts_with(kind), "{row} {error}");
    }
}

fn parse(document: &Value) -> Result<Metadata, DiscoveryError> {
    Metadata::parse(
        document.to_string().as_bytes(),
        ISSUER,
        OriginRule::SameAsIssuer,
    )
}

fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://a.example/authorize",
        "token_endpoint": "https://a.example/oauth/token",
        "jwks_uri": "https://a.example/.well-known/jwks.json",
        "revocation_endpoint": "https://a.example/oauth/revoke",
        "response_types_supported": ["code", "token"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
    })
}

fn with(member: &str, value: Value) -> Value {
    let mut document = document();
    document[member] = value;

    document
}

fn without(member: &str) -> Value {
    let mut document = document();
    document.as_object_mut().unwrap().remove(member);

    document
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!(1), |inner, _| json!([inner]))
}
