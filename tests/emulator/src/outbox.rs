//! Mails that would have been sent.

use serde::Serialize;
use std::collections::BTreeMap;

/// A mail, kept instead of sent.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// `auth0` or `nhost`.
    pub from: &'static str,
    /// The address it would have gone to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// What it says, without the link.
    pub text: String,
    /// The link to follow, when it has one.
    pub link: Option<String>,
    /// Headers that programs look at, such as `X-Ticket`.
    pub headers: BTreeMap<String, String>,
    /// When it was written, RFC 3339.
    pub sent_at: String,
}
