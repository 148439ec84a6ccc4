//! The key of an authenticator app, with the names that belong to it.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use nhost::{TotpImage, TotpSecret};
use protocol::secret::Secret as _;

use crate::{
    error::Error,
    qr,
    totp::{SharedKey, Totp},
};

/// A picture of the service has some 2 KB; a larger one is not looked into.
const LONGEST: usize = 64 * 1024;

/// The key as the service drew it, for only there it says what it calls itself; where that cannot be read, the bare
/// key with these names.
///
/// # Errors
/// When the key is none.
pub(super) async fn totp(
    image: TotpImage,
    secret: &TotpSecret,
    (issuer, account): (&str, Option<&str>),
) -> Result<Totp, Error> {
    let unusable = |_| Error::Misconfigured {
        hint: "totp_secret".to_owned(),
        request_id: None,
    };
    let key = SharedKey::parse(secret.expose()).map_err(unusable)?;
    // A picture takes a moment to look through, and one made to hurt takes longer.
    let drawn = tokio::task::spawn_blocking(move || drawn(&image)).await;

    match drawn.ok().flatten() {
        Some(totp) if totp.key().text() == key.text() => Ok(totp),
        Some(_) | None => {
            Totp::from_key(secret.expose(), issuer, account.unwrap_or_default()).map_err(unusable)
        }
    }
}

fn drawn(image: &TotpImage) -> Option<Totp> {
    let text = image.expose().strip_prefix("data:image/png;base64,")?;
    if text.len() > LONGEST {
        return None;
    }
    let picture = BASE64_STANDARD.decode(text).ok()?;
    let codes = qr::read(&picture).ok()?;

    codes
        .iter()
        .find_map(|code| Totp::parse(code.expose()).ok())
}
