//! `otpauth://totp/…`: the Key URI format that authenticator apps read from QR codes.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use protocol::{display_text::DisplayText, secret_type};

use crate::totp::{Algorithm, KeyError, SharedKey, Totp};

secret_type! {
    /// An `otpauth:` address; it holds the shared secret.
    OtpauthAddress
}

/// Why an address cannot be used. Holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Longer than any authenticator app would take.
    #[error("the address is too long")]
    TooLong,
    /// Not an `otpauth:` address.
    #[error("not an otpauth address")]
    Scheme,
    /// An export of another authenticator app (`otpauth-migration:`): several accounts, not one to set up.
    #[error("an export of another authenticator app")]
    Migration,
    /// Codes that count uses instead of time (`hotp`, RFC 4226).
    #[error("codes that count, not codes of the time")]
    Hotp,
    /// A kind of codes that is not known.
    #[error("an unknown kind of codes")]
    Kind,
    /// Control characters, or bytes that are no text.
    #[error("the address is malformed")]
    Malformed,
    /// A parameter stands there twice, so that two readers could read two things.
    #[error("the parameter {0} stands there twice")]
    Duplicate(&'static str),
    /// The secret cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Neither 6, 7 nor 8 digits.
    #[error("the number of digits cannot be used")]
    Digits,
    /// Outside 15 to 300 seconds.
    #[error("the period cannot be used")]
    Period,
    /// Neither SHA1, SHA256 nor SHA512.
    #[error("the algorithm is unknown")]
    Algorithm,
}

/// Far more than a QR code holds (2,953 bytes, ISO/IEC 18004), so that what is wrong can be said precisely.
const ADDRESS_BYTES: usize = 64 * 1024;
/// Longer names do not fit a screen (security row OT11).
const NAME_CHARACTERS: usize = 128;
/// Shorter windows cannot be typed, longer ones are no one-time codes (security row OT08).
const PERIODS: std::ops::RangeInclusive<u32> = 15..=300;
/// RFC 4226 §5.3: at least 6; no app shows more than 8.
const DIGITS: std::ops::RangeInclusive<u8> = 6..=8;

/// What an address may hold as it is (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@');

pub(super) fn parse(address: &str) -> Result<Totp, AddressError> {
    if address.len() > ADDRESS_BYTES {
        return Err(AddressError::TooLong);
    }
    let address = address.trim();
    if address.chars().any(char::is_control) {
        return Err(AddressError::Malformed);
    }
    let (scheme, rest) = address.split_once("://").ok_or(AddressError::Scheme)?;
    if scheme.eq_ignore_ascii_case("otpauth-migration") {
        return Err(AddressError::Migration);
    }
    if !scheme.eq_ignore_ascii_case("otpauth") {
        return Err(AddressError::Scheme);
    }
    // Nobody defines a fragment, so nothing in it counts.
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    if kind.eq_ignore_ascii_case("hotp") {
        return Err(AddressError::Hotp);
    }
    if !kind.eq_ignore_ascii_case("totp") {
        return Err(AddressError::Kind);
    }

    let parameters = Parameters::read(query)?;
    let (label_issuer, account) = names(&decoded(label)?);
    Ok(Totp {
        key: SharedKey::parse(&parameters.secret.unwrap_or_default())?,
        algorithm: algorithm(parameters.algorithm.as_deref())?,
        digits: digits(parameters.digits.as_deref())?,
        period_secs: period(parameters.period.as_deref())?,
        issuer: parameters.issuer.and_then(|issuer| name(&issuer)),
        label_issuer,
        account,
    })
}

/// The parameters that are known; others may stand there and mean nothing here.
#[derive(Default)]
struct Parameters<'a> {
    secret: Option<Cow<'a, str>>,
    issuer: Option<Cow<'a, str>>,
    algorithm: Option<Cow<'a, str>>,
    digits: Option<Cow<'a, str>>,
    period: Option<Cow<'a, str>>,
}

impl<'a> Parameters<'a> {
    fn read(query: &'a str) -> Result<Self, AddressError> {
        let mut parameters = Self::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (place, name) = match name.to_ascii_lowercase().as_str() {
                "secret" => (&mut parameters.secret, "secret"),
                "issuer" => (&mut parameters.issuer, "issuer"),
                "algorithm" => (&mut parameters.algorithm, "algorithm"),
                "digits" => (&mut parameters.digits, "digits"),
                "period" => (&mut parameters.period, "period"),
                _ => continue,
            };
            // Forms write a space as a plus sign, and so do several makers of these addresses.
            let value = Cow::Owned(decoded(&value.replace('+', "%20"))?);
            if place.replace(value).is_some() {
                return Err(AddressError::Duplicate(name));
            }
        }

        Ok(parameters)
    }
}

/// Decodes once: what is still encoded afterwards was meant that way.
fn decoded(text: &str) -> Result<String, AddressError> {
    percent_decode_str(text)
        .decode_utf8()
        .map(Cow::into_owned)
        .map_err(|_| AddressError::Malformed)
}

/// Splits a label at its first colon into issuer and account.
fn names(label: &str) -> (Option<String>, Option<String>) {
    match label.split_once(':') {
        Some((issuer, account)) => (name(issuer), name(account)),
        None => (None, name(label)),
    }
}

/// A name to show: plain text without what moves, hides or turns text, and not longer than a line.
pub(super) fn name(text: &str) -> Option<String> {
    let clean = DisplayText::clean(text, text.len());
    let name = clean.as_str().trim();
    let end = name.char_indices().nth(NAME_CHARACTERS);
    // A cut may leave a space at the end.
    let name = name[..end.map_or(name.len(), |(end, _)| end)].trim_end();

    (!name.is_empty()).then(|| name.to_owned())
}

fn algorithm(text: Option<&str>) -> Result<Algorithm, AddressError> {
    match text.map(str::to_ascii_uppercase).as_deref() {
        None | Some("SHA1") => Ok(Algorithm::Sha1),
        Some("SHA256") => Ok(Algorithm::Sha256),
        Some("SHA512") => Ok(Algorithm::Sha512),
        Some(_) => Err(AddressError::Algorithm),
    }
}

fn digits(text: Option<&str>) -> Result<u8, AddressError> {
    let Some(text) = text else {
        return Ok(Totp::DIGITS);
    };

    number(text)
        .and_then(|number| u8::try_from(number).ok())
        .filter(|number| DIGITS.contains(number))
        .ok_or(AddressError::Digits)
}

fn period(text: Option<&str>) -> Result<u32, AddressError> {
    let Some(text) = text else {
        return Ok(Totp::PERIOD_SECS);
    };

    number(text)
        .filter(|number| PERIODS.contains(number))
        .ok_or(AddressError::Period)
}

/// A number in plain digits: `u32::from_str` would take a plus sign.
fn number(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());

    is_plain.then(|| text.parse().ok()).flatten()
}

/// Writes every parameter out, because apps differ in what they take for granted. A colon would end the issuer in
/// the label, so the format allows none in it.
pub(super) fn written(totp: &Totp) -> OtpauthAddress {
    let encoded = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
    let name = totp.account().unwrap_or_default();
    let account = encoded(name);
    let (label, issuer) = match totp
        .issuer()
        .map(|issuer| encoded(&issuer.replace(':', "")))
    {
        Some(issuer) => (format!("{issuer}:{account}"), format!("&issuer={issuer}")),
        // Its part before the colon would be taken for the issuer.
        None if name.contains(':') => (format!(":{account}"), String::new()),
        None => (account, String::new()),
    };
    let algorithm = match totp.algorithm {
        Algorithm::Sha1 => "SHA1",
        Algorithm::Sha256 => "SHA256",
        Algorithm::Sha512 => "SHA512",
    };

    OtpauthAddress::new(format!(
        "otpauth://totp/{label}?secret={}{issuer}&algorithm={algorithm}&digits={}&period={}",
        totp.key.text(),
        totp.digits,
        totp.period_secs,
    ))
}
