//! Lists what a person has to sign in with, and what they may add.
//!
//! ```text
//! cargo run -p auth0 --example list_factors -- https://tenant.eu.auth0.com CLIENT_ID
//! ```
//!
//! Without a tenant at hand `cargo run -p emulator` serves one and prints its address and client id.

#[path = "support/session.rs"]
mod session;

use std::error::Error;

use auth0::my_account::Scope;
use session::say;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let scopes = [Scope::ReadFactors, Scope::ReadAuthenticationMethods].map(Scope::as_str);
    let session = session::open(&scopes).await?;

    let methods = session.client.authentication_methods();
    for method in methods.list(&session.token, None).await? {
        let name = method.name().map(|name| name.as_str()).unwrap_or_default();
        say(format!("has {} {name}", method.kind().as_str()).trim_end())?;
    }
    for factor in session.client.factors().list(&session.token).await? {
        say(&format!("may add {}", factor.kind.as_str()))?;
    }

    Ok(())
}
