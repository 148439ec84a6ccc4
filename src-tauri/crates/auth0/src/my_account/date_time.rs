//! Points in time as the API writes them (RFC 3339).

use std::time::SystemTime;

use protocol::date_time;
use serde::{Deserialize, Deserializer};

/// Reads a date for a screen: one that is missing or is none must not cost a person the whole list.
pub(super) fn lenient<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SystemTime>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;

    Ok(text.as_deref().and_then(date_time::parse))
}
