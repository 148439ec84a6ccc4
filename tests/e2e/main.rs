//! Journeys through the real app, one test each. They say what a person does and sees.
#![cfg(target_os = "linux")]

mod bench;
mod endurance;
mod factors;
mod faults;
mod guard;
mod harness;
mod keychain;
mod kills;
mod links;
mod nhost_home;
mod numbers;
mod passkeys;
mod secrets;
mod sign_in;
mod trouble;
