//! An authenticator app's secret while it is set up: read from an address, shown, and its codes checked here.
//!
//! A code is checked on this machine before a write is spent on it; the provider has the last word all the same.
//!
//! **Invariant:** everything that arrives here is hostile, and no error or `Debug` holds a part of the secret.

mod address;
mod attempts;
mod comparison;
mod key;
mod typed;
mod verdict;

pub use address::{AddressError, OtpauthAddress};
pub use attempts::Attempts;
pub use comparison::Comparison;
pub use key::{KeyError, SharedKey};
pub use typed::typed_code;
pub use verdict::{CodeProblem, RightCode};

use ring::hmac;

/// What signs the time (RFC 6238 §1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-1: what everybody uses.
    Sha1,
    /// HMAC with SHA-256.
    Sha256,
    /// HMAC with SHA-512.
    Sha512,
}

/// A remark about a secret that works but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The secret has fewer than 128 bits, against RFC 4226 §4 R6; the provider chose it.
    ShortKey {
        /// How many bits it has.
        bits: u32,
    },
    /// The address names two issuers.
    TwoIssuers {
        /// The one before the colon of the label.
        label: String,
        /// The one of the parameter.
        parameter: String,
    },
    /// The address is of an issuer that was not expected.
    OtherIssuer(String),
    /// The address is of an account that was not expected.
    OtherAccount(String),
}

/// A time-based one-time password generator (RFC 6238) with the names that an authenticator app shows.
#[derive(Clone, Debug)]
pub struct Totp {
    key: SharedKey,
    algorithm: Algorithm,
    digits: u8,
    period_secs: u32,
    issuer: Option<String>,
    label_issuer: Option<String>,
    account: Option<String>,
}

/// The time at the provider: what this computer's clock says and how far that is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderTime {
    /// Seconds since 1970 by this computer's clock.
    pub local_secs: u64,
    /// What has to be added to arrive at the provider's clock; 0 where that is unknown.
    pub correction_secs: i64,
}

impl ProviderTime {
    /// The time by this computer's clock alone.
    pub fn uncorrected(local_secs: u64) -> Self {
        Self {
            local_secs,
            correction_secs: 0,
        }
    }

    /// Compares an answer's `Date` header with this computer's clock at the moment when it arrived.
    pub fn correction_of(date_secs: u64, arrived_local_secs: u64) -> i64 {
        let difference = i128::from(date_secs) - i128::from(arrived_local_secs);

        i64::try_from(difference).unwrap_or(0)
    }

    /// Seconds since 1970 at the provider.
    pub fn seconds(self) -> u64 {
        self.local_secs.saturating_add_signed(self.correction_secs)
    }
}

impl Totp {
    /// What nearly every authenticator app can do: SHA-1, six digits, thirty seconds.
    const DIGITS: u8 = 6;
    const PERIOD_SECS: u32 = 30;
    /// A remark is made about keys with fewer bits (RFC 4226 §4 R6).
    const GOOD_KEY_BITS: u32 = 128;

    /// Makes a generator of the usual kind out of a provider's bare key, as Nhost sends it.
    ///
    /// The names are cleaned and cut like those of an address.
    ///
    /// # Errors
    /// Why the key cannot be used.
    pub fn from_key(text: &str, issuer: &str, account: &str) -> Result<Self, KeyError> {
        let issuer = address::name(issuer);

        Ok(Self {
            key: SharedKey::parse(text)?,
            algorithm: Algorithm::Sha1,
            digits: Self::DIGITS,
            period_secs: Self::PERIOD_SECS,
            label_issuer: issuer.clone(),
            issuer,
            account: address::name(account),
        })
    }

    /// Reads an `otpauth://totp/…` address (the Key URI format of authenticator apps).
    ///
    /// # Errors
    /// Which part cannot be used; never the part itself.
    pub fn parse(address: &str) -> Result<Self, AddressError> {
        address::parse(address)
    }

    /// The secret, to show to the person whose it is.
    pub fn key(&self) -> &SharedKey {
        &self.key
    }

    /// What signs the time.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// How many digits a code has: 6 to 8.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// For how many seconds a code is good: 15 to 300.
    pub fn period_secs(&self) -> u32 {
        self.period_secs
    }

    /// Who issued it: the parameter, or what stands before the colon of the label. At most 128 characters of
    /// plain text.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref().or(self.label_issuer.as_deref())
    }

    /// Whose it is. At most 128 characters of plain text.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// What should be looked at before the secret is used.
    pub fn remarks(&self) -> Vec<Remark> {
        let bits = self.key.bits();
        let short = (bits < Self::GOOD_KEY_BITS).then_some(Remark::ShortKey { bits });
        let two = match (&self.label_issuer, &self.issuer) {
            (Some(label), Some(parameter)) if label != parameter => Some(Remark::TwoIssuers {
                label: label.clone(),
                parameter: parameter.clone(),
            }),
            (Some(_) | None, Some(_) | None) => None,
        };

        short.into_iter().chain(two).collect()
    }

    /// Whether this is for whom it should be: names that are there and not among the expected ones are remarked
    /// upon. An empty list expects nothing.
    pub fn remarks_against(&self, issuers: &[&str], accounts: &[&str]) -> Vec<Remark> {
        let is_other = |name: &str, expected: &[&str]| {
            let is_same = |other: &&str| other.trim().eq_ignore_ascii_case(name);
            !expected.is_empty() && !expected.iter().any(is_same)
        };
        let issuer = self.issuer().filter(|name| is_other(name, issuers));
        let account = self.account().filter(|name| is_other(name, accounts));

        let mut remarks = self.remarks();
        remarks.extend(issuer.map(|name| Remark::OtherIssuer(name.to_owned())));
        remarks.extend(account.map(|name| Remark::OtherAccount(name.to_owned())));
        remarks
    }

    /// The address to draw as a QR code or to hand to an authenticator app on this computer; it holds the secret.
    pub fn address(&self) -> OtpauthAddress {
        address::written(self)
    }

    /// For how many more seconds the code of this moment is good: at least 1.
    pub fn seconds_left(&self, time: ProviderTime) -> u32 {
        let period = u64::from(self.period_secs);
        let left = period - time.seconds() % period;

        u32::try_from(left).unwrap_or(self.period_secs)
    }

    /// The number of the window that a moment lies in (RFC 6238 §4.2, `T`).
    fn counter(&self, time: ProviderTime) -> u64 {
        time.seconds() / u64::from(self.period_secs)
    }

    /// The code of a window as a number (RFC 4226 §5.3).
    fn code(&self, counter: u64) -> u32 {
        let algorithm = match self.algorithm {
            Algorithm::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Algorithm::Sha256 => hmac::HMAC_SHA256,
            Algorithm::Sha512 => hmac::HMAC_SHA512,
        };
        let key = hmac::Key::new(algorithm, &self.key.bytes());
        let tag = hmac::sign(&key, &counter.to_be_bytes());
        let tag = tag.as_ref();

        let offset = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
        let number = tag
            .iter()
            .skip(offset)
            .take(4)
            .fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
        (number & 0x7fff_ffff) % 10u32.pow(u32::from(self.digits))
    }
}

#[cfg(test)]
mod tests;
