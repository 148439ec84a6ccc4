//! A certificate for this machine's own names, from an authority that lives as long as the emulator: whoever wants to
//! speak TLS with it has to be told of the authority, and nobody trusts it longer than that.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use crate::doors::NAME;

#[cfg(test)]
mod tests;

/// What a TLS connection begins with (RFC 8446 §5.1, `handshake`), and no HTTP request does.
pub(crate) const FIRST_BYTE: u8 = 22;

/// The authority's certificate and what its one leaf accepts connections with.
pub(crate) struct Tls {
    pub(crate) ca_pem: String,
    pub(crate) acceptor: TlsAcceptor,
}

impl Tls {
    /// Makes an authority and a certificate for `127.0.0.1` and `localhost`; forgets the authority's key.
    pub(crate) fn new() -> io::Result<Self> {
        let authority_key = KeyPair::generate().map_err(io::Error::other)?;
        let authority = authority();
        let ca_pem = authority
            .self_signed(&authority_key)
            .map_err(io::Error::other)?
            .pem();
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = leaf()?
            .signed_by(&key, &Issuer::new(authority, &authority_key))
            .map_err(io::Error::other)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .map_err(io::Error::other)?;
        Ok(Self {
            ca_pem,
            acceptor: TlsAcceptor::from(Arc::new(config)),
        })
    }
}

fn authority() -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority
        .distinguished_name
        .push(DnType::CommonName, "Latchkey emulator, of this start only");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority
}

fn leaf() -> io::Result<CertificateParams> {
    let names = [IpAddr::V4(Ipv4Addr::LOCALHOST).to_string(), NAME.to_owned()];
    let mut leaf = CertificateParams::new(names).map_err(io::Error::other)?;
    leaf.distinguished_name.push(DnType::CommonName, NAME);
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    Ok(leaf)
}
