//! Mails, text messages and calls that would have gone out.

use serde::Serialize;
use std::collections::BTreeMap;

/// How a message would have reached its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail.
    Email,
    /// A text message.
    Sms,
    /// A call that reads the text aloud.
    Voice,
}

/// A message, kept instead of sent.
#[derive(Clone, Debug, Serialize)]
pub struct Mail {
    /// `auth0` or `nhost`.
    pub from: &'static str,
    /// How it would have been sent.
    pub channel: Channel,
    /// The address or the number it would have gone to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// What it says, without the link.
    pub text: String,
    /// The link to follow, when it has one.
    pub link: Option<String>,
    /// The code to type, when it has one.
    pub code: Option<String>,
    /// Headers that programs look at, such as `X-Ticket`.
    pub headers: BTreeMap<String, String>,
    /// When it was written, RFC 3339.
    pub sent_at: String,
}
