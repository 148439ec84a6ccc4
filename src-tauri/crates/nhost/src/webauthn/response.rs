//! What an authenticator answers.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

/// The service refuses every member that is not one of these.
const OUTER: [&str; 6] = [
    "authenticatorAttachment",
    "clientExtensionResults",
    "id",
    "rawId",
    "response",
    "type",
];
const OF_CREATION: [&str; 6] = [
    "attestationObject",
    "authenticatorData",
    "clientDataJSON",
    "publicKey",
    "publicKeyAlgorithm",
    "transports",
];
const OF_ASSERTION: [&str; 4] = [
    "authenticatorData",
    "clientDataJSON",
    "signature",
    "userHandle",
];
/// Results of other extensions stay here: those of `prf` are secret keys.
const EXTENSIONS: [&str; 3] = ["appid", "credProps", "hmacCreateSecret"];

/// A new credential
/// ([vendor](https://docs.nhost.io/reference/javascript/nhost-js/auth#credentialcreationresponse)).
#[derive(Clone, PartialEq)]
pub struct CredentialCreationResponse(Value);

/// Proof that somebody holds a credential
/// ([vendor](https://docs.nhost.io/reference/javascript/nhost-js/auth#credentialassertionresponse)).
#[derive(Clone, PartialEq)]
pub struct CredentialAssertionResponse(Value);

/// The JSON is not what an authenticator answers: a member that is needed is missing or is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an answer of an authenticator: {member} is missing")]
pub struct CredentialError {
    /// The member.
    pub member: &'static str,
}

impl CredentialCreationResponse {
    /// Takes the JSON form of a new credential (`toJSON()` of a browser's `PublicKeyCredential`). Members that the
    /// service would refuse are left out.
    ///
    /// # Errors
    /// When a member is missing that the service needs.
    pub fn from_json(credential: Value) -> Result<Self, CredentialError> {
        read(
            credential,
            &OF_CREATION,
            &["clientDataJSON", "attestationObject"],
        )
        .map(Self)
    }

    /// The JSON form.
    pub fn as_json(&self) -> &Value {
        &self.0
    }
}

impl CredentialAssertionResponse {
    /// Takes the JSON form of an assertion (`toJSON()` of a browser's `PublicKeyCredential`). Members that the
    /// service would refuse are left out.
    ///
    /// # Errors
    /// When a member is missing that the service needs. A missing `userHandle` is no error: see
    /// [`Self::has_user_handle`].
    pub fn from_json(credential: Value) -> Result<Self, CredentialError> {
        read(
            credential,
            &OF_ASSERTION,
            &["clientDataJSON", "authenticatorData", "signature"],
        )
        .map(Self)
    }

    /// The JSON form.
    pub fn as_json(&self) -> &Value {
        &self.0
    }

    /// Tells whether the authenticator said whose credential it is; a sign-in needs that, an elevation does not.
    pub fn has_user_handle(&self) -> bool {
        self.0["response"]["userHandle"].is_string()
    }

    /// Puts in whose credential it is, where the authenticator did not say it.
    #[must_use]
    pub fn with_user_handle(mut self, handle: &[u8]) -> Self {
        if !self.has_user_handle()
            && let Some(response) = self.0["response"].as_object_mut()
        {
            let handle = URL_SAFE_NO_PAD.encode(handle);
            response.insert("userHandle".to_owned(), Value::from(handle));
        }

        self
    }
}

/// An answer says who somebody is and is good for one sign-in.
impl fmt::Debug for CredentialCreationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialCreationResponse(..)")
    }
}

impl fmt::Debug for CredentialAssertionResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialAssertionResponse(..)")
    }
}

fn read(
    credential: Value,
    known: &[&str],
    needed: &[&'static str],
) -> Result<Value, CredentialError> {
    let mut outer = kept(credential, &OUTER).ok_or(CredentialError { member: "id" })?;
    check(&outer, &["id", "rawId"])?;
    outer.insert("type".to_owned(), Value::from("public-key"));
    let response = outer.remove("response").unwrap_or_default();
    let response = kept(response, known).ok_or(CredentialError { member: "response" })?;
    check(&response, needed)?;
    outer.insert("response".to_owned(), Value::Object(response));
    if let Some(results) = outer.remove("clientExtensionResults") {
        let results = kept(results, &EXTENSIONS).unwrap_or_default();
        outer.insert("clientExtensionResults".to_owned(), Value::Object(results));
    }

    Ok(Value::Object(outer))
}

/// The members with these names; null says nothing.
fn kept(value: Value, names: &[&str]) -> Option<Map<String, Value>> {
    let Value::Object(mut members) = value else {
        return None;
    };
    members.retain(|name, value| names.contains(&name.as_str()) && !value.is_null());

    Some(members)
}

fn check(members: &Map<String, Value>, needed: &[&'static str]) -> Result<(), CredentialError> {
    let is_text = |name| members.get(name).is_some_and(Value::is_string);
    match needed.iter().copied().find(|name| !is_text(*name)) {
        Some(member) => Err(CredentialError { member }),
        None => Ok(()),
    }
}
