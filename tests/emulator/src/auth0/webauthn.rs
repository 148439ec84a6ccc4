//! The tenant's passkeys: what is asked of an authenticator, and what is kept of its answer.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;

use crate::settings::MyAccountSettings;
use crate::webauthn::{BACKED_UP, BACKUP_ELIGIBLE, Doubt, RelyingParty};

/// Algorithms of COSE in the order they are asked for.
const ALGORITHMS: [i128; 3] = [-8, -7, -257];

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
    let knows_origin = |origin: &str| knows_origin(settings, origin);
    let made = relying_party(settings, &knows_origin).register(challenge, answer)?;
    let transports = answer["response"]["transports"].as_array();
    Ok(Credential {
        id: made.id,
        user_handle: user_handle.to_owned(),
        public_key: made.public_key,
        aaguid: as_uuid(&made.aaguid),
        transports: transports
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        backup_eligible: made.flags & BACKUP_ELIGIBLE != 0,
        backed_up: made.flags & BACKED_UP != 0,
        relying_party_id: settings.relying_party_id.clone(),
        sign_count: made.sign_count,
    })
}

/// Checks the answer to request options against the passkey it names.
pub(crate) fn authenticate(
    settings: &MyAccountSettings,
    challenge: &str,
    credential: &mut Credential,
    answer: &Value,
) -> Result<(), Doubt> {
    let handle = &answer["response"]["userHandle"];
    if !handle.is_null() && *handle != credential.user_handle.as_str() {
        return Err("userHandle is not that of the credential");
    }
    let knows_origin = |origin: &str| knows_origin(settings, origin);
    let count = relying_party(settings, &knows_origin).authenticate(
        challenge,
        &credential.public_key,
        answer,
    )?;
    if (count != 0 || credential.sign_count != 0) && count <= credential.sign_count {
        return Err("the counter did not go up");
    }
    credential.sign_count = count;
    Ok(())
}

fn relying_party<'a>(
    settings: &'a MyAccountSettings,
    knows_origin: &'a dyn Fn(&str) -> bool,
) -> RelyingParty<'a> {
    RelyingParty {
        id: &settings.relying_party_id,
        algorithms: &ALGORITHMS,
        user_verification: true,
        frames_of_others: false,
        knows_origin,
    }
}

/// The port is not compared: the demo's listeners are on ports the system chose.
fn knows_origin(settings: &MyAccountSettings, origin: &str) -> bool {
    let origin = without_port(origin);
    settings
        .passkey_origins
        .iter()
        .any(|known| without_port(known) == origin)
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
