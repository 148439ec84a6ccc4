//! Adds an authenticator app: shows its key, takes the code that the app makes of it.
//!
//! ```text
//! cargo run -p auth0 --example enrol_totp -- https://tenant.eu.auth0.com CLIENT_ID
//! ```
//!
//! Without a tenant at hand `cargo run -p emulator` serves one and prints its address and client id.

#[path = "support/session.rs"]
mod session;

use std::error::Error;

use auth0::my_account::{Challenge, NewMethod, Proof, Scope, Verification};
use protocol::secret::{OneTimeCode, Secret as _};
use session::{read_line, say};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let session = session::open(&[Scope::CreateAuthenticationMethods.as_str()]).await?;
    let methods = session.client.authentication_methods();

    let enrollment = methods.create(&session.token, &NewMethod::Totp).await?;
    let Challenge::Totp { barcode_uri, .. } = &enrollment.challenge else {
        return Err("the tenant began something else".into());
    };
    say(&format!("Add to the app: {}", barcode_uri.expose()))?;
    say("The code that it shows:")?;
    let code = OneTimeCode::new(read_line()?);
    let verification = Verification {
        auth_session: &enrollment.auth_session,
        proof: Proof::OneTimeCode(&code),
    };
    let method = methods
        .verify(&session.token, &enrollment.id, &verification)
        .await?;
    say(&format!("added {}", method.id.as_str()))?;

    Ok(())
}
