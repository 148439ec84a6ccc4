//! Ceremonies with a security key that is firmware of real ones without its hardware, judged by a relying party that
//! nobody here wrote.

mod cancelling;
#[cfg(feature = "nfc")]
mod card;
mod key;
mod managing;
mod person;
mod phone;
mod pins;
mod relying_party;
mod second_opinions;
mod signing_in;
