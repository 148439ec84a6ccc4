//! Our words in those of `webauthn.h`.

use windows_sys::Win32::Networking::WindowsWebServices::{
    WEBAUTHN_AUTHENTICATOR_ATTACHMENT_ANY, WEBAUTHN_AUTHENTICATOR_ATTACHMENT_CROSS_PLATFORM,
    WEBAUTHN_AUTHENTICATOR_ATTACHMENT_PLATFORM, WEBAUTHN_USER_VERIFICATION_REQUIREMENT_DISCOURAGED,
    WEBAUTHN_USER_VERIFICATION_REQUIREMENT_PREFERRED,
    WEBAUTHN_USER_VERIFICATION_REQUIREMENT_REQUIRED,
};

use crate::{Attachment, UserVerification};

/// The versions of the two option structures that a version of the interface understands, as its header lists them. The
/// header's own "current version" would be refused by every older system.
pub(super) fn versions(api: u32) -> (u32, u32) {
    match api {
        0..=2 => (3, 4),
        3 => (4, 5),
        4 | 5 => (5, 6),
        6 => (6, 6),
        7.. => (7, 7),
    }
}

pub(super) fn user_verification(wanted: UserVerification) -> u32 {
    match wanted {
        UserVerification::Required => WEBAUTHN_USER_VERIFICATION_REQUIREMENT_REQUIRED,
        UserVerification::Preferred => WEBAUTHN_USER_VERIFICATION_REQUIREMENT_PREFERRED,
        UserVerification::Discouraged => WEBAUTHN_USER_VERIFICATION_REQUIREMENT_DISCOURAGED,
    }
}

pub(super) fn attachment(wanted: Option<Attachment>) -> u32 {
    match wanted {
        None => WEBAUTHN_AUTHENTICATOR_ATTACHMENT_ANY,
        Some(Attachment::Platform) => WEBAUTHN_AUTHENTICATOR_ATTACHMENT_PLATFORM,
        Some(Attachment::CrossPlatform) => WEBAUTHN_AUTHENTICATOR_ATTACHMENT_CROSS_PLATFORM,
    }
}

/// Which kind answered, by the transport that Windows says it used.
pub(super) fn used(transport: Option<&str>) -> Attachment {
    match transport {
        Some("internal") | None => Attachment::Platform,
        Some(_) => Attachment::CrossPlatform,
    }
}
