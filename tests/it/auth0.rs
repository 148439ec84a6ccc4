//! The Auth0 client against the emulator.

mod authentication;
mod dpop;
mod examples;
mod my_account;
