//! An authority of this test alone, and the certificates that a hostile server would show.

use std::{net::IpAddr, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    SelfSigned,
    Expired,
    NotYetValid,
    OfAnotherName,
    /// Not for servers.
    ForClients,
    /// Signed by an authority that nobody knows.
    OfAnotherAuthority,
}

/// Signs certificates.
pub(crate) struct Authority {
    params: CertificateParams,
    key: KeyPair,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];

        Self {
            params,
            key: KeyPair::generate().unwrap(),
        }
    }

    /// What somebody has to trust.
    pub(crate) fn pem(&self) -> String {
        self.params.self_signed(&self.key).unwrap().pem()
    }

    /// What a server accepts connections with, speaking this of HTTP.
    pub(crate) fn acceptor(&self, certificate: Certificate, protocol: &[u8]) -> TlsAcceptor {
        let name = match certificate {
            Certificate::OfAnotherName => "localhost.example".to_owned(),
            Certificate::Good
            | Certificate::SelfSigned
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::ForClients
            | Certificate::OfAnotherAuthority => IpAddr::from([127, 0, 0, 1]).to_string(),
        };
        let mut leaf = CertificateParams::new([name]).unwrap();
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        match certificate {
            Certificate::Expired => leaf.not_after = date_time_ymd(2001, 1, 1),
            Certificate::NotYetValid => leaf.not_before = date_time_ymd(2100, 1, 1),
            Certificate::ForClients => {
                leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            }
            Certificate::Good
            | Certificate::SelfSigned
            | Certificate::OfAnotherName
            | Certificate::OfAnotherAuthority => {}
        }
        let key = KeyPair::generate().unwrap();
        let signed = match certificate {
            Certificate::SelfSigned => leaf.self_signed(&key),
            Certificate::OfAnotherAuthority => {
                let other = KeyPair::generate().unwrap();
                leaf.signed_by(&key, &Issuer::from_params(&self.params, &other))
            }
            Certificate::Good
            | Certificate::Expired
            | Certificate::NotYetValid
            | Certificate::OfAnotherName
            | Certificate::ForClients => {
                leaf.signed_by(&key, &Issuer::from_params(&self.params, &self.key))
            }
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![signed.unwrap().der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap();
        config.alpn_protocols = vec![protocol.to_vec()];

        TlsAcceptor::from(Arc::new(config))
    }
}
