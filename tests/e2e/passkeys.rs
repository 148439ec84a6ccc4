//! Passkeys from the page to a key: a card that lies on a virtual reader, across `pcscd`.
//!
//! The journeys skip, and say why, where there can be no reader.

mod auth0;
mod nhost;
mod reader;
mod sheet;
mod trouble;
