//! How an example gets at somebody's account: with a token from standard input, or by a sign-in on another device.

use std::{
    error::Error,
    io::{self, Write as _},
};

use auth0::{
    AuthenticationClient, MyAccountClient, Tenant,
    authentication::{Access, DeviceOutcome},
};
use protocol::{base_url::BaseUrl, http::Http, secret::AccessToken};

/// Somebody whose account it is.
pub(crate) struct Session {
    /// Speaks with the My Account API.
    pub(crate) client: MyAccountClient,
    /// Lets it.
    pub(crate) token: AccessToken,
}

/// Opens a session for the tenant and the client that the command line names. Secrets never stand on it: other
/// programs can read it.
pub(crate) async fn open(scopes: &[&str]) -> Result<Session, Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(|it| it.into_string());
    let (Some(Ok(address)), Some(Ok(client_id)), None) =
        (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("give the address of a tenant and a client id".into());
    };
    let tenant = Tenant::at(BaseUrl::parse(&address)?);
    let http = Http::new("auth0-examples")?;

    say("An access token for the My Account API, or an empty line to sign in on another device:")?;
    let line = read_line()?;
    let token = if line.is_empty() {
        let client = AuthenticationClient::new(http.clone(), tenant.clone(), &client_id);
        sign_in(&client, scopes).await?
    } else {
        AccessToken::new(line)
    };

    Ok(Session {
        client: MyAccountClient::new(http, tenant),
        token,
    })
}

async fn sign_in(
    client: &AuthenticationClient,
    scopes: &[&str],
) -> Result<AccessToken, Box<dyn Error>> {
    let audience = client.tenant().my_account_audience();
    let access = Access {
        scopes,
        audience: Some(&audience),
    };
    let device = client.device_code(access).await?;
    say(&format!(
        "Open {} and type {}",
        device.verification_uri, device.user_code
    ))?;

    match client.device_tokens(&device).await? {
        DeviceOutcome::Tokens(tokens) => Ok(tokens.access_token),
        DeviceOutcome::Denied => Err("the sign-in was denied".into()),
        DeviceOutcome::Expired => Err("nobody signed in in time".into()),
    }
}

/// Prints a line at once.
pub(crate) fn say(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{text}")?;

    output.flush()
}

/// Reads a line, without the white space around it.
pub(crate) fn read_line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;

    Ok(line.trim().to_owned())
}
