//! The end-to-end harness: the real app, keychain, browser and emulator, each test with a set of its own.
//!
//! A [`Desk`](desk::Desk) is what a person sits at: a home folder, a screen, a session bus, a keychain and a default
//! browser. [`App`](app::App) and [`Browser`](browser::Browser) stand on it and are driven through WebDriver, and
//! [`deeds`] are what people do with them.
//!
//! **Invariant:** everything of the app that is clicked, filled in or read is named in [`words`], and nowhere else.
//! **Invariant:** whatever is started at a desk is gone when the desk is, even if the test was killed.

#[cfg(target_os = "linux")]
pub mod app;
#[cfg(target_os = "linux")]
pub mod browser;
#[cfg(target_os = "linux")]
pub mod canary;
#[cfg(target_os = "linux")]
pub mod deeds;
#[cfg(target_os = "linux")]
pub mod desk;
#[cfg(target_os = "linux")]
pub mod emulator;
#[cfg(target_os = "linux")]
pub mod journey;
#[cfg(target_os = "linux")]
pub mod page;
#[cfg(target_os = "linux")]
pub mod process;
#[cfg(target_os = "linux")]
pub mod programs;
#[cfg(target_os = "linux")]
pub mod say;
#[cfg(target_os = "linux")]
pub mod tour;
#[cfg(target_os = "linux")]
pub mod wait;
#[cfg(target_os = "linux")]
pub mod web_driver;
#[cfg(target_os = "linux")]
pub mod windowless;
#[cfg(target_os = "linux")]
pub mod words;
