//! The picture of a profile, fetched here so that the page never asks a stranger for anything.

use std::{sync::Arc, time::Duration};

use protocol::{
    base_url::BaseUrl,
    http::{CallError, Http, NoProblem, Request},
};

use crate::{account::AccountId, context::Context, error::Error};

/// A picture that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`: what its first bytes say, not what the server says.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Arc<[u8]>,
}

/// A picture larger than this is not a profile picture.
const BYTES: usize = 512 * 1024;
/// A picture that takes longer is not worth waiting for.
const DEADLINE: Duration = Duration::from_secs(10);

/// The picture of an account, or `None` where there is none to show. Asked for once per address.
pub(crate) async fn picture(
    context: &Arc<Context>,
    account: &AccountId,
) -> Result<Option<Picture>, Error> {
    let session = context.session(account)?;
    let (url, known) = {
        let facts = session.facts();
        let url = facts
            .record
            .profile
            .as_ref()
            .and_then(|profile| profile.picture_url.clone());
        let known = facts
            .picture
            .clone()
            .filter(|(known, _)| Some(known) == url.as_ref());
        (url, known)
    };
    let Some(url) = url else { return Ok(None) };
    if let Some((_, picture)) = known {
        return Ok(picture);
    }
    let is_local = context.connection_of(&session)?.base().is_loopback();

    let picture = fetch(&context.http, &url, is_local).await;
    // No answer may be an answer next time; "nothing to show" stays.
    if let Ok(picture) = &picture {
        session.facts().picture = Some((url, picture.clone()));
    }

    Ok(picture.unwrap_or_default())
}

/// Fetches a picture. The outer `Err` means that there was no answer.
async fn fetch(http: &Http, url: &str, is_local: bool) -> Result<Option<Picture>, ()> {
    let Ok(url) = protocol::Url::parse(url) else {
        return Ok(None);
    };
    // A provider elsewhere has no business on this machine.
    let is_fetchable = url.scheme() == "https" || (is_local && is_loopback(&url));
    if !is_fetchable || !url.username().is_empty() || url.password().is_some() {
        return Ok(None);
    }
    let request = Request::get(url).cap(BYTES).deadline(DEADLINE);
    match http.call::<NoProblem>(request).await {
        Ok(answer) => Ok(sniffed(answer.bytes())),
        Err(CallError::Unreachable(_)) => Err(()),
        Err(CallError::Problem(_) | CallError::Unexpected(_)) => Ok(None),
    }
}

fn is_loopback(url: &protocol::Url) -> bool {
    BaseUrl::parse(&url.origin().ascii_serialization()).is_ok_and(|base| base.is_loopback())
}

/// Only formats that every webview decodes, by their first bytes; never SVG, which is a document.
fn sniffed(bytes: &[u8]) -> Option<Picture> {
    let media_type = match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        _ => return None,
    };

    Some(Picture {
        media_type,
        bytes: bytes.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::sniffed;

    #[test]
    fn a_picture_is_what_its_first_bytes_say() {
        let media_type = |bytes: &[u8]| sniffed(bytes).map(|picture| picture.media_type);
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\nrest"), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(
            media_type(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            None
        );
        assert_eq!(media_type(b"<html>"), None);
        assert_eq!(media_type(b""), None);
    }
}
