//! What an authenticator answered, checked against what it was asked, in the form that servers take.

mod authenticator_data;
mod cbor;

use serde_json::{Value, json};

use authenticator_data::AuthenticatorData;
#[cfg(any(target_os = "macos", test))]
pub(crate) use cbor::authenticator_data_of;

use crate::{
    Attachment, CreationOptions, Error, Mismatch, RequestOptions, UserVerification,
    client_data::{self, Ceremony, encode},
    options::CREDENTIAL_ID_BYTES,
};

/// No signature of a known algorithm is longer; RSA-4096 needs an eighth of it.
const MAX_SIGNATURE: usize = 4096;
/// WebAuthn Level 3 §5.4.3.
const MAX_USER_HANDLE: usize = 64;

/// Whether it can be read.
pub(crate) fn is_authenticator_data(bytes: &[u8]) -> bool {
    AuthenticatorData::parse(bytes).is_ok()
}

/// What a back-end brings home from a registration.
pub(crate) struct NewCredential {
    /// The authenticator data alone: the attestation beside it is dropped.
    pub(crate) authenticator_data: Vec<u8>,
    /// The client data, when the operating system made it; ours otherwise.
    pub(crate) client_data: Option<Vec<u8>>,
    pub(crate) transports: Vec<&'static str>,
    pub(crate) attachment: Attachment,
    /// Whether it is discoverable, where the authenticator told.
    pub(crate) resident_key: Option<bool>,
}

/// What a back-end brings home from an assertion.
pub(crate) struct Signature {
    /// May be left out by a key that was asked for exactly one (CTAP 2.1 §6.2.2).
    pub(crate) credential_id: Option<Vec<u8>>,
    pub(crate) authenticator_data: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) user_handle: Option<Vec<u8>>,
    pub(crate) client_data: Option<Vec<u8>>,
    pub(crate) attachment: Attachment,
}

/// A new passkey, as the server wants to hear of it.
#[derive(Clone, Debug)]
pub struct Registration {
    credential_id: Vec<u8>,
    json: Value,
}

/// The proof that a passkey was used, as the server wants to hear of it.
#[derive(Clone, Debug)]
pub struct Assertion {
    credential_id: Vec<u8>,
    json: Value,
}

impl Registration {
    /// Checks a new credential against the options it was made for (WebAuthn Level 3 §5.1.3, §7.1).
    pub(crate) fn check(options: &CreationOptions, made: NewCredential) -> Result<Self, Error> {
        let expected = client_data::json(
            Ceremony::Create,
            &options.challenge,
            options.relying_party.origin(),
        );
        let client_data = same_client_data(expected, made.client_data)?;
        let data = AuthenticatorData::parse(&made.authenticator_data)?;
        verified(
            &data,
            options.relying_party.id_hash(),
            options.user_verification,
        )?;
        let credential = data
            .credential
            .ok_or(Error::Answer(Mismatch::AuthenticatorData))?;
        if !options.algorithms.contains(&credential.algorithm) {
            return Err(Error::Answer(Mismatch::Algorithm));
        }

        let mut results = json!({});
        if let Some(resident_key) = made.resident_key.filter(|_| options.credential_properties) {
            results["credProps"] = json!({ "rk": resident_key });
        }
        let id = encode(credential.id);
        let json = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": attachment(made.attachment),
            "clientExtensionResults": results,
            "response": {
                "clientDataJSON": encode(&client_data),
                "attestationObject": encode(&cbor::without_attestation(&made.authenticator_data)),
                "transports": made.transports,
            },
        });

        Ok(Self {
            credential_id: credential.id.to_vec(),
            json,
        })
    }

    /// The new passkey's credential identifier.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id
    }

    /// `RegistrationResponseJSON` (WebAuthn Level 3 §5.1.8), to be sent on unchanged.
    ///
    /// Without `authenticatorData`, `publicKey` and `publicKeyAlgorithm`: they only repeat what the attestation object
    /// holds, no verifier may trust the copies, and there are servers that refuse members they do not list.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.json.clone()
    }
}

impl Assertion {
    /// Checks an assertion against the options it was made for (WebAuthn Level 3 §5.1.4, §7.2).
    pub(crate) fn check(options: &RequestOptions, signed: Signature) -> Result<Self, Error> {
        let expected = client_data::json(
            Ceremony::Get,
            &options.challenge,
            options.relying_party.origin(),
        );
        let client_data = same_client_data(expected, signed.client_data)?;
        let data = AuthenticatorData::parse(&signed.authenticator_data)?;
        verified(
            &data,
            options.relying_party.id_hash(),
            options.user_verification,
        )?;
        let credential_id = asked_for(options, signed.credential_id)?;
        let handle_fits = signed
            .user_handle
            .as_ref()
            .is_none_or(|it| it.len() <= MAX_USER_HANDLE);
        if !handle_fits || !(1..=MAX_SIGNATURE).contains(&signed.signature.len()) {
            return Err(Error::Answer(Mismatch::Encoding));
        }

        let mut response = json!({
            "clientDataJSON": encode(&client_data),
            "authenticatorData": encode(&signed.authenticator_data),
            "signature": encode(&signed.signature),
        });
        if let Some(handle) = signed.user_handle {
            response["userHandle"] = json!(encode(&handle));
        }
        let id = encode(&credential_id);
        let json = json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": attachment(signed.attachment),
            "clientExtensionResults": {},
            "response": response,
        });

        Ok(Self {
            credential_id,
            json,
        })
    }

    /// The credential identifier of the passkey that was used.
    #[must_use]
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id
    }

    /// `AuthenticationResponseJSON` (WebAuthn Level 3 §5.1.8), to be sent on unchanged.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.json.clone()
    }
}

/// An operating system may add members to its client data; type, challenge, origin and `crossOrigin` must be ours.
fn same_client_data(expected: Vec<u8>, made: Option<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let Some(made) = made else {
        return Ok(expected);
    };
    let mismatch = |_| Error::Answer(Mismatch::ClientData);
    let ours: Value = serde_json::from_slice(&expected).map_err(mismatch)?;
    let theirs: Value = serde_json::from_slice(&made).map_err(mismatch)?;
    let is_same = ["type", "challenge", "origin"]
        .iter()
        .all(|member| ours[member] == theirs[member])
        && theirs["crossOrigin"] != json!(true);

    is_same
        .then_some(made)
        .ok_or(Error::Answer(Mismatch::ClientData))
}

fn verified(
    data: &AuthenticatorData<'_>,
    id_hash: [u8; 32],
    verification: UserVerification,
) -> Result<(), Error> {
    let is_enough = data.is_verified || verification != UserVerification::Required;

    (data.id_hash == id_hash && data.is_present && is_enough)
        .then_some(())
        .ok_or(Error::Answer(Mismatch::AuthenticatorData))
}

fn asked_for(options: &RequestOptions, answered: Option<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let id = match (answered, options.allow.as_slice()) {
        (Some(id), _) => id,
        (None, [only]) => only.id.clone(),
        (None, _) => return Err(Error::Answer(Mismatch::CredentialId)),
    };
    let is_listed = options.allow.is_empty() || options.allow.iter().any(|it| it.id == id);

    (is_listed && CREDENTIAL_ID_BYTES.contains(&id.len()))
        .then_some(id)
        .ok_or(Error::Answer(Mismatch::CredentialId))
}

fn attachment(attachment: Attachment) -> &'static str {
    match attachment {
        Attachment::Platform => "platform",
        Attachment::CrossPlatform => "cross-platform",
    }
}

#[cfg(test)]
mod tests;
