//! A security key without hardware: the firmware of real ones in memory, touched by a finger that does as it is told.
//!
//! [`boot`] runs it for a caller that has its own way of talking to it. [`Card`] puts it on a virtual reader, where
//! whatever speaks PC/SC finds it.
//!
//! **Invariant:** nothing here knows what the key is used for; only tests depend on it.
#![cfg(target_os = "linux")]

mod boot;
mod card;
pub mod reader;

pub use boot::{Finger, Firmware, MAX_MESSAGE, Shape, boot};
pub use card::{Card, Command, Leaving};
