//! The Nhost clients against the emulator.

mod auth_client;
mod manners;
mod recorded;

use emulator::Emulator;
use nhost::AuthClient;
use protocol::{base_url::BaseUrl, http::Http};

fn client(emulator: &Emulator) -> AuthClient {
    AuthClient::new(
        Http::new("tests").unwrap(),
        BaseUrl::parse(&emulator.nhost_url()).unwrap(),
    )
}
