use std::io::{self, ErrorKind};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

use crate::{ADA, Emulator};

/// GETs a path of the tenant over TLS, trusting one authority, as a server of this name; answers the whole answer.
async fn get(base_url: &str, path: &str, ca_pem: &str, name: &str) -> io::Result<String> {
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap();
    roots.add(authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let port = Url::parse(base_url).unwrap().port().unwrap();
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let server = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = TlsConnector::from(Arc::new(config))
        .connect(server, stream)
        .await?;
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: {name}:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;

    Ok(answer)
}

const METADATA: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn who_trusts_the_authority_meets_a_tenant_of_the_name_it_was_called_by() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.auth0_tls_url();
    let port = Url::parse(&url).unwrap().port().unwrap();

    for name in ["127.0.0.1", "localhost"] {
        let answer = get(&url, METADATA, emulator.ca_pem(), name).await.unwrap();
        let issuer = format!(r#""issuer":"https://{name}:{port}/""#);
        assert!(answer.contains(&issuer), "{answer}");
    }
    let plain = emulator
        .visitor()
        .get(&format!("http://localhost:{port}{METADATA}"))
        .await
        .unwrap();
    assert_eq!(plain.json()["issuer"], format!("http://localhost:{port}/"));
}

#[tokio::test]
async fn who_comes_through_another_address_of_this_machine_meets_a_tenant_of_that_address() {
    let emulator = Emulator::start().await.unwrap();
    let own = emulator.auth0_url();
    for (host, issuer) in [
        ("127.0.0.1:9", "http://127.0.0.1:9/".to_owned()),
        ("[::1]:9", "http://[::1]:9/".to_owned()),
        ("tenant.example:9", format!("{own}/")),
        ("192.0.2.1:9", format!("{own}/")),
    ] {
        let mut stream = TcpStream::connect(own.trim_start_matches("http://"))
            .await
            .unwrap();
        let request =
            format!("GET {METADATA} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();

        let expected = format!(r#""issuer":"{issuer}""#);
        assert!(answer.contains(&expected), "{answer}");
    }
}

#[tokio::test]
async fn a_wrong_name_and_another_authority_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let another = Emulator::start().await.unwrap();
    let url = emulator.auth0_tls_url();

    for (ca_pem, name) in [
        (emulator.ca_pem(), "example.com"),
        (emulator.ca_pem(), "127.0.0.2"),
        (another.ca_pem(), "localhost"),
    ] {
        let refused = get(&url, METADATA, ca_pem, name).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidData, "{name}: {refused}");
    }
}

#[tokio::test]
async fn both_doors_lead_into_the_same_world() {
    let emulator = Emulator::start().await.unwrap();
    let signed_in = emulator
        .visitor()
        .post_json(
            &format!("{}/oauth/token", emulator.auth0_url()),
            &serde_json::json!({
                "grant_type": "http://auth0.com/oauth/grant-type/password-realm",
                "client_id": emulator.client_id(),
                "username": ADA.email,
                "password": ADA.password,
                "realm": "Username-Password-Authentication",
            }),
        )
        .await
        .unwrap();
    assert_eq!(signed_in.status, 200, "{}", signed_in.body);

    get(
        &emulator.nhost_tls_url(),
        "/healthz",
        emulator.ca_pem(),
        "localhost",
    )
    .await
    .unwrap();
    assert_eq!(emulator.count("/oauth/token"), 1, "asked for over HTTP");
    assert_eq!(emulator.count("/healthz"), 1, "asked for over TLS");
}
