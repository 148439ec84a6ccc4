//! Journeys through the app without its window.

mod callback;
mod codes;
mod connected_accounts;
mod connections;
mod device;
mod dpop;
mod factors;
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
