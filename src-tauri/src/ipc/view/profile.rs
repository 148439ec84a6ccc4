//! A profile, as the page sees it.

use account::{Picture, ProfileEdit, ProfileReading};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::error::CommandError;

/// Who an account is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(in crate::ipc) struct ProfileView {
    account: String,
    /// When it was read, in seconds since 1970.
    as_of_secs: u32,
    /// Why it could not be read anew, if it could not.
    error: Option<CommandError>,
    name: Option<String>,
    email: Option<String>,
    email_verified: Option<bool>,
    /// The address that takes the place of the present one when the link in its mail is opened.
    pending_email: Option<String>,
    /// There is no way to sign in again: signing out ends the account.
    is_anonymous: bool,
    phone: Option<String>,
    phone_verified: Option<bool>,
    username: Option<String>,
    /// BCP 47.
    locale: Option<String>,
    roles: Vec<String>,
    /// RFC 3339.
    created_at: Option<String>,
    /// RFC 3339.
    updated_at: Option<String>,
    /// The provider's own name for the person.
    subject: String,
    /// Everything the provider told, in its own words: text as it is, anything else as compact JSON.
    claims: Vec<ClaimView>,
}

/// Asks for changes of a profile; null leaves something as it is.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::ipc) struct ProfileEditRequest {
    display_name: Option<String>,
    /// An https address; empty for no picture.
    avatar_url: Option<String>,
    /// Two or three letters.
    locale: Option<String>,
}

/// One member of what the provider told.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
struct ClaimView {
    name: String,
    value: String,
}

impl ProfileView {
    pub(in crate::ipc) fn of(account: String, reading: ProfileReading) -> Self {
        let ProfileReading { profile, error } = reading;
        let claims = profile.claims.into_iter().map(|claim| ClaimView {
            name: claim.name,
            value: claim.value,
        });

        Self {
            account,
            as_of_secs: profile.as_of_secs,
            error: error.map(CommandError::from),
            name: profile.name,
            email: profile.email,
            email_verified: profile.email_verified,
            pending_email: profile.pending_email,
            is_anonymous: profile.is_anonymous,
            phone: profile.phone,
            phone_verified: profile.phone_verified,
            username: profile.username,
            locale: profile.locale,
            roles: profile.roles,
            created_at: profile.created_at,
            updated_at: profile.updated_at,
            subject: profile.subject,
            claims: claims.collect(),
        }
    }
}

impl From<ProfileEditRequest> for ProfileEdit {
    fn from(request: ProfileEditRequest) -> Self {
        Self {
            display_name: request.display_name,
            avatar_url: request.avatar_url,
            locale: request.locale,
        }
    }
}

/// A picture in the form in which the page may show it: it cannot fetch one.
pub(in crate::ipc) fn picture_url(picture: &Picture) -> String {
    format!(
        "data:{};base64,{}",
        picture.media_type,
        BASE64_STANDARD.encode(&picture.bytes)
    )
}
