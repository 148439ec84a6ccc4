//! What a relying party checks when a passkey is made and when it is used.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::{digest, signature};
use serde_json::{Value, json};
use url::Url;

use crate::cbor::Cbor;
use crate::settings::MyAccountSettings;

/// Algorithms of COSE in the order they are asked for.
const ALGORITHMS: [i128; 3] = [-8, -7, -257];

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const HAS_CREDENTIAL: u8 = 0x40;

/// How long a person may take, in milliseconds.
const TIMEOUT_MILLIS: u64 = 60_000;

/// A passkey as the tenant keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Credential {
    pub(crate) id: String,
    pub(crate) user_handle: String,
    public_key: Vec<u8>,
    aaguid: String,
    transports: Vec<String>,
    backup_eligible: bool,
    backed_up: bool,
    relying_party_id: String,
    sign_count: u32,
}

/// Why an answer of an authenticator is not believed.
pub(crate) type Doubt = &'static str;

impl Credential {
    /// A passkey of the demo people, made elsewhere: nothing here can sign for it.
    pub(crate) fn seeded(relying_party_id: &str, user_handle: &str) -> Self {
        Self {
            id: URL_SAFE_NO_PAD.encode("seeded-passkey-of-the-emulator"),
            user_handle: user_handle.to_owned(),
            public_key: vec![0xa0],
            aaguid: "fbfc3007-154e-4ecc-8c0b-6e020557d7bd".into(),
            transports: vec!["internal".into(), "hybrid".into()],
            backup_eligible: true,
            backed_up: true,
            relying_party_id: relying_party_id.to_owned(),
            sign_count: 0,
        }
    }

    /// Tells the members of the API's object, one by one.
    pub(crate) fn describe(&self, tell: &mut impl FnMut(&str, Value)) {
        let device_type = if self.backup_eligible {
            "multi_device"
        } else {
            "single_device"
        };
        tell("key_id", self.id.clone().into());
        tell("public_key", STANDARD.encode(&self.public_key).into());
        tell("user_handle", self.user_handle.clone().into());
        tell("credential_device_type", device_type.into());
        tell("credential_backed_up", self.backed_up.into());
        tell("transports", json!(self.transports));
        tell("aaguid", self.aaguid.clone().into());
        tell("relying_party_id", self.relying_party_id.clone().into());
    }
}

/// What an authenticator is asked to make.
pub(crate) fn creation_options(
    settings: &MyAccountSettings,
    challenge: &str,
    user: [&str; 3],
    exclude: &[&Credential],
) -> Value {
    let [handle, name, display_name] = user;
    let excluded: Vec<Value> = exclude
        .iter()
        .map(
            |known| json!({ "id": known.id, "type": "public-key", "transports": known.transports }),
        )
        .collect();
    let parameters = ALGORITHMS
        .map(|alg| json!({ "type": "public-key", "alg": i64::try_from(alg).unwrap_or_default() }));
    json!({
        "challenge": challenge,
        "timeout": TIMEOUT_MILLIS,
        "rp": { "id": settings.relying_party_id, "name": super::client::TENANT_NAME },
        "user": { "id": handle, "name": name, "displayName": display_name },
        "pubKeyCredParams": parameters,
        "authenticatorSelection": { "residentKey": "required", "userVerification": "preferred" },
        "excludeCredentials": excluded,
    })
}

/// What an authenticator is asked to sign.
pub(crate) fn request_options(settings: &MyAccountSettings, challenge: &str) -> Value {
    json!({
        "challenge": challenge,
        "timeout": TIMEOUT_MILLIS,
        "rpId": settings.relying_party_id,
        "userVerification": "preferred",
    })
}

/// Checks the answer to creation options and returns the passkey in it.
pub(crate) fn register(
    settings: &MyAccountSettings,
    challenge: &str,
    user_handle: &str,
    answer: &Value,
) -> Result<Credential, Doubt> {
    let response = &answer["response"];
    let client_data = client_data(settings, "webauthn.create", challenge, response)?;
    let attestation =
        binary(&response["attestationObject"]).ok_or("attestationObject is not base64url")?;
    let (attestation, _) = Cbor::read(&attestation).ok_or("attestationObject is not CBOR")?;
    let auth_data = attestation
        .get("authData")
        .and_then(Cbor::bytes)
        .ok_or("authData is missing")?;
    let flags = authenticator_flags(settings, auth_data)?;
    if flags & HAS_CREDENTIAL == 0 {
        return Err("authData has no credential");
    }
    let attested = auth_data.get(37..).ok_or("authData is too short")?;
    let (aaguid, rest) = attested
        .split_at_checked(16)
        .ok_or("authData is too short")?;
    let (length, rest) = rest.split_at_checked(2).ok_or("authData is too short")?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    let (id, rest) = rest
        .split_at_checked(length)
        .ok_or("authData is too short")?;
    let (key, after) = Cbor::read(rest).ok_or("the public key is not CBOR")?;
    let public_key = rest[..rest.len() - after.len()].to_vec();
    let id = URL_SAFE_NO_PAD.encode(id);
    if answer["id"] != id.as_str() || answer["rawId"] != id.as_str() {
        return Err("id is not that of the credential");
    }
    let algorithm = key
        .at(3)
        .and_then(Cbor::integer)
        .ok_or("the public key has no algorithm")?;
    if !ALGORITHMS.contains(&algorithm) {
        return Err("the algorithm was not asked for");
    }
    let statement = attestation.get("attStmt").ok_or("attStmt is missing")?;
    match attestation.get("fmt").and_then(Cbor::text) {
        Some("none") if *statement == Cbor::Map(Vec::new()) => {}
        Some("packed") if statement.get("x5c").is_none() => {
            let signature = statement
                .get("sig")
                .and_then(Cbor::bytes)
                .ok_or("sig is missing")?;
            if statement.at_name_is("alg", algorithm) {
                verify(&key, auth_data, &client_data, signature)?;
            } else {
                return Err("alg is not that of the credential");
            }
        }
        _ => return Err("the attestation format is not supported"),
    }
    let transports = response["transports"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    Ok(Credential {
        id,
        user_handle: user_handle.to_owned(),
        public_key,
        aaguid: as_uuid(aaguid),
        transports: transports
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        backup_eligible: flags & BACKUP_ELIGIBLE != 0,
        backed_up: flags & BACKED_UP != 0,
        relying_party_id: settings.relying_party_id.clone(),
        sign_count: sign_count(auth_data),
    })
}

/// Checks the answer to request options against the passkey it names.
pub(crate) fn authenticate(
    settings: &MyAccountSettings,
    challenge: &str,
    credential: &mut Credential,
    answer: &Value,
) -> Result<(), Doubt> {
    let response = &answer["response"];
    let client_data = client_data(settings, "webauthn.get", challenge, response)?;
    let auth_data =
        binary(&response["authenticatorData"]).ok_or("authenticatorData is not base64url")?;
    authenticator_flags(settings, &auth_data)?;
    let handle = &response["userHandle"];
    if !handle.is_null() && *handle != credential.user_handle.as_str() {
        return Err("userHandle is not that of the credential");
    }
    let signature = binary(&response["signature"]).ok_or("signature is not base64url")?;
    let (key, _) = Cbor::read(&credential.public_key).ok_or("the public key is not CBOR")?;
    verify(&key, &auth_data, &client_data, &signature)?;
    let count = sign_count(&auth_data);
    if (count != 0 || credential.sign_count != 0) && count <= credential.sign_count {
        return Err("the counter did not go up");
    }
    credential.sign_count = count;
    Ok(())
}

impl Cbor {
    fn at_name_is(&self, name: &str, number: i128) -> bool {
        self.get(name).and_then(Cbor::integer) == Some(number)
    }
}

/// The client data as it was hashed, its contents checked.
fn client_data(
    settings: &MyAccountSettings,
    expected_type: &str,
    challenge: &str,
    response: &Value,
) -> Result<Vec<u8>, Doubt> {
    let bytes = binary(&response["clientDataJSON"]).ok_or("clientDataJSON is not base64url")?;
    let data: Value = serde_json::from_slice(&bytes).map_err(|_| "clientDataJSON is not JSON")?;
    if data["type"] != expected_type {
        return Err("clientDataJSON has another type");
    }
    if data["challenge"] != challenge {
        return Err("clientDataJSON has another challenge");
    }
    let origin = without_port(data["origin"].as_str().unwrap_or_default());
    if !settings
        .passkey_origins
        .iter()
        .any(|known| without_port(known) == origin)
    {
        return Err("clientDataJSON has an unknown origin");
    }
    if data["crossOrigin"] == true {
        return Err("clientDataJSON is of another site's frame");
    }
    Ok(bytes)
}

fn authenticator_flags(settings: &MyAccountSettings, auth_data: &[u8]) -> Result<u8, Doubt> {
    let hash = digest::digest(&digest::SHA256, settings.relying_party_id.as_bytes());
    if auth_data.get(..32) != Some(hash.as_ref()) {
        return Err("rpIdHash is not that of the relying party");
    }
    let flags = *auth_data.get(32).ok_or("authData is too short")?;
    if auth_data.len() < 37 {
        return Err("authData is too short");
    }
    if flags & USER_PRESENT == 0 {
        return Err("nobody was present");
    }
    if flags & USER_VERIFIED == 0 {
        return Err("nobody was verified");
    }
    if flags & BACKED_UP != 0 && flags & BACKUP_ELIGIBLE == 0 {
        return Err("the backup flags contradict each other");
    }
    Ok(flags)
}

fn sign_count(auth_data: &[u8]) -> u32 {
    let digits = auth_data.get(33..37).unwrap_or_default();
    digits
        .iter()
        .fold(0, |count, byte| count << 8 | u32::from(*byte))
}

fn verify(key: &Cbor, auth_data: &[u8], client_data: &[u8], signed: &[u8]) -> Result<(), Doubt> {
    let hash = digest::digest(&digest::SHA256, client_data);
    let message = [auth_data, hash.as_ref()].concat();
    let part = |name| key.at(name).and_then(Cbor::bytes).unwrap_or_default();
    let verified = match key.at(3).and_then(Cbor::integer) {
        Some(-7) => {
            let point = [&[4][..], part(-2), part(-3)].concat();
            signature::UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point)
                .verify(&message, signed)
        }
        Some(-8) => signature::UnparsedPublicKey::new(&signature::ED25519, part(-2))
            .verify(&message, signed),
        Some(-257) => signature::RsaPublicKeyComponents {
            n: part(-1),
            e: part(-2),
        }
        .verify(&signature::RSA_PKCS1_2048_8192_SHA256, &message, signed),
        _ => return Err("the algorithm is not supported"),
    };
    verified.map_err(|_| "the signature is not that of the credential")
}

fn binary(value: &Value) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(value.as_str()?).ok()
}

fn without_port(origin: &str) -> String {
    match Url::parse(origin) {
        Ok(url) => format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default()),
        Err(_) => origin.to_owned(),
    }
}

fn as_uuid(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
