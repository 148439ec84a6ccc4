//! What the service asks of an authenticator.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What a new credential has to be like
/// ([vendor](https://docs.nhost.io/reference/javascript/nhost-js/auth#publickeycredentialcreationoptions)), as the
/// service wrote it; unknown members included.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct PublicKeyCredentialCreationOptions(Map<String, Value>);

/// Which credential has to answer
/// ([vendor](https://docs.nhost.io/reference/javascript/nhost-js/auth#publickeycredentialrequestoptions)), as the
/// service wrote it; unknown members included.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct PublicKeyCredentialRequestOptions(Map<String, Value>);

impl PublicKeyCredentialCreationOptions {
    /// The options as JSON, for an authenticator.
    pub fn as_json(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The challenge, base64url.
    pub fn challenge(&self) -> &str {
        text(&self.0, &["challenge"]).unwrap_or_default()
    }

    /// The domain that the credential will belong to: the project's, not the app's.
    pub fn rp_id(&self) -> &str {
        text(&self.0, &["rp", "id"]).unwrap_or_default()
    }

    /// The user handle for the authenticator: `user.id` decoded from base64url, see the module. Empty where that is
    /// not base64url.
    pub fn user_handle(&self) -> Vec<u8> {
        let id = text(&self.0, &["user", "id"]).unwrap_or_default();

        URL_SAFE_NO_PAD
            .decode(id.trim_end_matches('='))
            .unwrap_or_default()
    }

    /// The ids of the keys that the user has already, base64url.
    pub fn exclude_credentials(&self) -> impl Iterator<Item = &str> {
        ids(&self.0, "excludeCredentials")
    }

    /// How long the person may take.
    pub fn timeout(&self) -> Option<Duration> {
        timeout(&self.0)
    }
}

impl PublicKeyCredentialRequestOptions {
    /// The options as JSON, for an authenticator.
    pub fn as_json(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The challenge, base64url.
    pub fn challenge(&self) -> &str {
        text(&self.0, &["challenge"]).unwrap_or_default()
    }

    /// The domain that the credential belongs to.
    pub fn rp_id(&self) -> Option<&str> {
        text(&self.0, &["rpId"])
    }

    /// The ids of the keys that may answer, base64url; none where any may that knows who it belongs to.
    pub fn allow_credentials(&self) -> impl Iterator<Item = &str> {
        ids(&self.0, "allowCredentials")
    }

    /// How long the person may take.
    pub fn timeout(&self) -> Option<Duration> {
        timeout(&self.0)
    }
}

impl TryFrom<Map<String, Value>> for PublicKeyCredentialCreationOptions {
    type Error = &'static str;

    fn try_from(members: Map<String, Value>) -> Result<Self, Self::Error> {
        let needed: [&[&str]; 3] = [&["challenge"], &["rp", "id"], &["user", "id"]];
        if needed.iter().any(|path| text(&members, path).is_none()) {
            return Err("not the options of a new credential");
        }

        Ok(Self(members))
    }
}

impl TryFrom<Map<String, Value>> for PublicKeyCredentialRequestOptions {
    type Error = &'static str;

    fn try_from(members: Map<String, Value>) -> Result<Self, Self::Error> {
        text(&members, &["challenge"]).ok_or("not the options of an assertion")?;

        Ok(Self(members))
    }
}

fn text<'a>(members: &'a Map<String, Value>, path: &[&str]) -> Option<&'a str> {
    let (first, rest) = path.split_first()?;
    let value = rest
        .iter()
        .try_fold(members.get(*first)?, |value, name| value.get(name))?;

    value.as_str().filter(|text| !text.is_empty())
}

fn ids<'a>(members: &'a Map<String, Value>, name: &str) -> impl Iterator<Item = &'a str> {
    let list = members.get(name).and_then(Value::as_array);

    list.into_iter()
        .flatten()
        .filter_map(|descriptor| descriptor.get("id")?.as_str())
}

fn timeout(members: &Map<String, Value>) -> Option<Duration> {
    members.get("timeout")?.as_u64().map(Duration::from_millis)
}
