//! macOS: the system's passkeys for the domains that this build was signed for, and security keys on USB for any.

mod controller;
mod failure;
mod managing;
mod service;
mod system_passkeys;
mod usb;

use std::sync::Arc;

use crate::{Authenticator, System};

pub(crate) fn authenticators(system: &System) -> Vec<Arc<dyn Authenticator>> {
    vec![
        Arc::new(system_passkeys::SystemPasskeys::new(system)),
        Arc::new(usb::UsbKeys),
    ]
}
