//! The Auth0 client against the emulator.

mod authentication_client;
mod my_account;
