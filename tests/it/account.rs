//! Journeys through the app without its window.

mod callback;
mod codes;
mod connected_accounts;
mod connections;
mod device;
mod dpop;
mod factors;
mod nhost_elevation;
mod nhost_factors;
mod nhost_linked;
mod nhost_profile;
mod nhost_providers;
mod nhost_refresh;
mod nhost_sessions;
mod nhost_tokens;
mod nhost_ways;
mod password;
mod profile;
mod refresh;
mod reset;
mod restart;
mod second_step;
mod sign_in;
mod sign_out;
mod step_up;
mod vault;
