//! The Nhost client against the emulator.

mod auth_client;
