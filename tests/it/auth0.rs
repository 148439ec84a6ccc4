//! The Auth0 client against the emulator.

mod authentication_client;
mod dpop;
mod my_account;
