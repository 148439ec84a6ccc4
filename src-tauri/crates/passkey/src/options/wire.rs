//! The JSON forms themselves. Members that we do not use are not read; `null` stands for absent.

use serde::Deserialize;
use serde_json::Value;

/// WebAuthn Level 3 §5.1.8.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Creation {
    pub(super) rp: Option<RelyingParty>,
    pub(super) user: User,
    pub(super) challenge: String,
    pub(super) pub_key_cred_params: Option<Vec<Parameters>>,
    pub(super) timeout: Option<Value>,
    pub(super) exclude_credentials: Option<Vec<Descriptor>>,
    pub(super) authenticator_selection: Option<Selection>,
    pub(super) extensions: Option<Extensions>,
}

/// WebAuthn Level 3 §5.1.9.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request {
    pub(super) challenge: String,
    pub(super) timeout: Option<Value>,
    pub(super) rp_id: Option<String>,
    pub(super) allow_credentials: Option<Vec<Descriptor>>,
    pub(super) user_verification: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct RelyingParty {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) display_name: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Parameters {
    pub(super) r#type: String,
    pub(super) alg: i64,
}

#[derive(Deserialize)]
pub(super) struct Descriptor {
    pub(super) r#type: String,
    pub(super) id: String,
    pub(super) transports: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Selection {
    pub(super) authenticator_attachment: Option<String>,
    pub(super) resident_key: Option<String>,
    pub(super) require_resident_key: Option<bool>,
    pub(super) user_verification: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extensions {
    pub(super) cred_props: Option<bool>,
}
