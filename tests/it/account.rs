//! Journeys through the app without its window.

mod callback;
mod connections;
mod dpop;
mod password;
mod profile;
mod refresh;
mod restart;
mod sign_in;
mod sign_out;
mod vault;
