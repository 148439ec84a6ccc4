//! What a provider says about itself (OpenID Connect Discovery, RFC 8414), believed only as far
//! as its own origin.

use serde::Deserialize;
use url::Url;

use crate::base_url::{BaseUrl, is_secure};
use crate::http::{CallError, Http, NoProblem, Request};
use crate::id_token::Algorithm;
use crate::json;

/// Caps the document; real ones have 2 to 5 KiB.
pub const METADATA_CAP: usize = 256 * 1024;

/// Caps a list in the document; real ones have fewer than twenty items.
const LONGEST_LIST: usize = 64;

/// A provider's own description, checked.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The name that ID tokens must carry.
    pub issuer: String,
    /// The page that the browser opens.
    pub authorization_endpoint: Url,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: Url,
    /// Where the signing keys are.
    pub jwks_uri: Url,
    /// Where the profile of the person is.
    pub userinfo_endpoint: Option<Url>,
    /// Where a refresh token is given back.
    pub revocation_endpoint: Option<Url>,
    /// The page that ends the browser's session.
    pub end_session_endpoint: Option<Url>,
    /// Whether callbacks always name the issuer (RFC 9207).
    pub iss_parameter_supported: bool,
    /// Whether PKCE with S256 is announced; it is used in any case.
    pub is_pkce_announced: bool,
    /// Which algorithms, of those we verify, sign the provider's ID tokens.
    pub algorithms: Vec<Algorithm>,
}

/// Where endpoints may be.
#[derive(Clone, Copy, Debug)]
pub enum OriginRule<'a> {
    /// At the issuer's origin only.
    SameAsIssuer,
    /// At the issuer's origin, or at one of those that the connection lists.
    OrListed(&'a [BaseUrl]),
}

/// Why a provider's description is not taken.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// It could not be fetched.
    #[error("the provider's description could not be fetched")]
    Call(#[source] CallError<NoProblem>),
    /// It is larger than any description.
    #[error("the provider's description is too large")]
    TooLarge,
    /// It lacks a member, or one has the wrong type.
    #[error("the provider's description has another shape at {path}")]
    Shape {
        /// Names and indexes, never values.
        path: String,
    },
    /// It describes another issuer.
    #[error("the description is of another issuer")]
    Issuer,
    /// An endpoint is at a place where nothing of this provider may be.
    #[error("the endpoint {name} is not at the provider")]
    Endpoint {
        /// The member that names it.
        name: &'static str,
    },
    /// The provider excludes PKCE with S256.
    #[error("the provider does not do PKCE with S256")]
    Pkce,
    /// The provider signs ID tokens only with algorithms that anybody could forge, or none we know.
    #[error("the provider does not sign ID tokens with a usable algorithm")]
    Algorithm,
}

impl Metadata {
    /// Fetches and checks the description of an issuer, whose exact name the caller knows.
    pub async fn fetch(
        http: &Http,
        base: &BaseUrl,
        issuer: &str,
        rule: OriginRule<'_>,
    ) -> Result<Self, DiscoveryError> {
        let url = base.join(&[".well-known", "openid-configuration"]);
        let answer = http
            .call(Request::get(url).cap(METADATA_CAP))
            .await
            .map_err(refused)?;
        answer.require_json().map_err(DiscoveryError::Call)?;
        let metadata = Self::parse(answer.bytes(), issuer, rule)?;

        Ok(metadata)
    }

    /// Checks a description against the issuer that it was asked from.
    pub fn parse(bytes: &[u8], issuer: &str, rule: OriginRule<'_>) -> Result<Self, DiscoveryError> {
        if bytes.len() > METADATA_CAP {
            return Err(DiscoveryError::TooLarge);
        }
        let raw: RawMetadata = json::read(bytes)
            .map_err(|error: json::ShapeError| DiscoveryError::Shape { path: error.path })?;
        if raw.issuer != issuer {
            return Err(DiscoveryError::Issuer);
        }
        let home = Url::parse(issuer).map_err(|_| DiscoveryError::Issuer)?;
        let endpoint = |name, text: String| endpoint(name, &text, &home, rule);
        let optional = |name, text: Option<String>| text.map(|t| endpoint(name, t)).transpose();
        raw.check_response_types()?;

        Ok(Self {
            is_pkce_announced: raw.is_pkce_announced()?,
            algorithms: raw.algorithms()?,
            issuer: raw.issuer,
            authorization_endpoint: endpoint("authorization_endpoint", raw.authorization_endpoint)?,
            token_endpoint: endpoint("token_endpoint", raw.token_endpoint)?,
            jwks_uri: endpoint("jwks_uri", raw.jwks_uri)?,
            userinfo_endpoint: optional("userinfo_endpoint", raw.userinfo_endpoint)?,
            revocation_endpoint: optional("revocation_endpoint", raw.revocation_endpoint)?,
            end_session_endpoint: optional("end_session_endpoint", raw.end_session_endpoint)?,
            iss_parameter_supported: raw.authorization_response_iss_parameter_supported,
        })
    }
}

#[derive(Deserialize)]
struct RawMetadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    response_types_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl RawMetadata {
    fn check_response_types(&self) -> Result<(), DiscoveryError> {
        match &self.response_types_supported {
            Some(types) if is_short(types) && types.iter().any(|t| t == "code") => Ok(()),
            Some(_) => Err(shape(".response_types_supported")),
            None => Ok(()),
        }
    }

    fn is_pkce_announced(&self) -> Result<bool, DiscoveryError> {
        match &self.code_challenge_methods_supported {
            Some(methods) if !is_short(methods) => Err(shape(".code_challenge_methods_supported")),
            Some(methods) if methods.iter().any(|method| method == "S256") => Ok(true),
            Some(_) => Err(DiscoveryError::Pkce),
            None => Ok(false),
        }
    }

    fn algorithms(&self) -> Result<Vec<Algorithm>, DiscoveryError> {
        // Not stated: RS256 is the one that every provider must offer.
        let Some(names) = &self.id_token_signing_alg_values_supported else {
            return Ok(vec![Algorithm::Rs256]);
        };
        if !is_short(names) {
            return Err(shape(".id_token_signing_alg_values_supported"));
        }
        let known: Vec<_> = names
            .iter()
            .filter_map(|name| Algorithm::from_name(name))
            .collect();
        if known.is_empty() {
            return Err(DiscoveryError::Algorithm);
        }

        Ok(known)
    }
}

fn is_short(list: &[String]) -> bool {
    list.len() <= LONGEST_LIST
}

fn shape(path: &str) -> DiscoveryError {
    DiscoveryError::Shape {
        path: path.to_owned(),
    }
}

fn refused(error: CallError<NoProblem>) -> DiscoveryError {
    if error.is_too_large() {
        return DiscoveryError::TooLarge;
    }

    DiscoveryError::Call(error)
}

fn endpoint(
    name: &'static str,
    text: &str,
    home: &Url,
    rule: OriginRule<'_>,
) -> Result<Url, DiscoveryError> {
    let fault = DiscoveryError::Endpoint { name };
    let Some(url) = plain_url(text) else {
        return Err(fault);
    };
    let listed = match rule {
        OriginRule::SameAsIssuer => &[][..],
        OriginRule::OrListed(listed) => listed,
    };
    let origin = url.origin();
    let is_at_home = origin == home.origin()
        || listed
            .iter()
            .any(|l| l.origin() == origin.ascii_serialization());
    if !is_at_home || !is_secure(&url) {
        return Err(fault);
    }

    Ok(url)
}

/// Reads an address without anything that a browser or a shell could take for something else.
fn plain_url(text: &str) -> Option<Url> {
    let is_plain = |b: u8| b.is_ascii_graphic() && !b"\"'<>\\^`{|}#".contains(&b);
    if !text.bytes().all(is_plain) || !has_whole_escapes(text) {
        return None;
    }
    let url = Url::parse(text).ok()?;
    let has_user_info = !url.username().is_empty() || url.password().is_some();

    if has_user_info { None } else { Some(url) }
}

fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests;
