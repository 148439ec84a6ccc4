//! The emulator as a process of a desk.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    desk::Desk,
    process::Process,
    programs,
    wait::{self, PATIENCE},
};

/// The connection to the Auth0 side.
pub const DEMO_AUTH0: &str = "Demo Auth0";
/// The connection to the Nhost side.
pub const DEMO_NHOST: &str = "Demo Nhost";

/// The file of connections at a desk.
const PRESET: &str = "connections.toml";
/// Further settings of the connections, Auth0's and Nhost's.
const PLAIN: [&str; 2] = ["", "also = [\"email_code\", \"access_token\"]\n"];
/// The emulator's passkeys are for this computer.
const WITH_PASSKEYS: &str = r#"passkey_domain = "localhost"
also = ["passkey", "sign_up_passkey"]
"#;

/// Somebody who can sign in at both connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What people call them.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// A running emulator.
#[derive(Debug)]
pub struct Emulator {
    process: Process,
    hello: Value,
}

impl Emulator {
    /// Starts it, and presets its connections at the desk.
    ///
    /// # Errors
    /// It is not built or does not start.
    pub async fn start(desk: &mut Desk) -> Result<Self> {
        let arguments = [
            "--auth0",
            "127.0.0.1:0",
            "--nhost",
            "127.0.0.1:0",
            "--until-stdin-closes",
        ];
        let mut process = desk
            .environment()
            .start(programs::ours("emulator")?, &arguments)?;
        let hello = process.line(|line| serde_json::from_str(line).ok()).await?;
        let emulator = Self { process, hello };

        emulator.write_preset(desk, PLAIN)?;
        desk.set("LATCHKEY_CONFIG", desk.folder(PRESET));

        Ok(emulator)
    }

    /// Lets people sign in and up with passkeys at both connections, when the app is opened the next time.
    ///
    /// # Errors
    /// The desk cannot be changed.
    pub fn offer_passkeys(&self, desk: &Desk) -> Result<()> {
        self.write_preset(desk, [WITH_PASSKEYS; 2])
    }

    /// Where the Auth0 side listens.
    ///
    /// # Errors
    /// It did not say.
    pub fn auth0_address(&self) -> Result<&str> {
        self.said("/auth0/base_url")
    }

    /// The client that is registered there.
    ///
    /// # Errors
    /// It did not say.
    pub fn auth0_client_id(&self) -> Result<&str> {
        self.said("/auth0/client_id")
    }

    /// Where the Nhost side's Auth service listens.
    ///
    /// # Errors
    /// It did not say.
    pub fn nhost_address(&self) -> Result<&str> {
        self.said("/nhost/base_url")
    }

    /// The same without its path, as a browser names a place.
    ///
    /// # Errors
    /// It did not say.
    pub fn nhost_origin(&self) -> Result<&str> {
        Ok(self.nhost_address()?.trim_end_matches("/v1"))
    }

    /// The people in it, at least three.
    ///
    /// # Errors
    /// It did not say.
    pub fn person(&self, number: usize) -> Result<Person> {
        let said = |name: &str| {
            self.said(&format!("/people/{number}/{name}"))
                .map(str::to_owned)
        };

        Ok(Person {
            name: said("name")?,
            email: said("email")?,
            password: said("password")?,
        })
    }

    /// Ends it, so that nobody answers any more.
    ///
    /// # Errors
    /// It cannot be ended.
    pub async fn kill(&mut self) -> Result<()> {
        self.process.kill().await
    }

    /// Tells it something at its control address, which documents itself there.
    ///
    /// # Errors
    /// It refuses, or does not answer.
    pub async fn tell(&self, method: &str, path: &str, body: &Value) -> Result<()> {
        self.call(method, path, &body.to_string()).await.map(drop)
    }

    /// Asks it something at its control address.
    ///
    /// # Errors
    /// It refuses, or does not answer in JSON.
    pub async fn ask(&self, path: &str) -> Result<Value> {
        let answer = self.call("GET", path, "").await?;

        serde_json::from_str(&answer).with_context(|| format!("reading the answer to {path}"))
    }

    /// Waits for the newest message to an address or a number, and answers the code in it.
    ///
    /// # Errors
    /// There is none.
    pub async fn sent_code(&self, to: &str) -> Result<String> {
        self.sent(to, "code").await
    }

    /// Waits for the newest message to an address, and answers the link in it.
    ///
    /// # Errors
    /// There is none.
    pub async fn sent_link(&self, to: &str) -> Result<String> {
        self.sent(to, "link").await
    }

    /// Asks the Nhost side's Auth service, as another program of somebody would.
    ///
    /// # Errors
    /// It refuses, or does not answer in JSON.
    pub async fn ask_nhost(&self, path: &str, body: &Value) -> Result<Value> {
        let address = self.nhost_address()?.trim_start_matches("http://");
        let (host, prefix) = address.split_once('/').unwrap_or((address, ""));
        let path = format!("/{prefix}{path}");
        let answer = call(host, "POST", &path, &body.to_string()).await?;

        serde_json::from_str(&answer).with_context(|| format!("reading the answer to {path}"))
    }

    async fn sent(&self, to: &str, what: &str) -> Result<String> {
        wait::until(&format!("a message to {to}"), PATIENCE, async || {
            let outbox = self.ask("/outbox.json").await?;
            let messages = outbox.as_array().context("an outbox is a list")?;
            let newest = messages
                .iter()
                .filter(|message| message.get("to").and_then(Value::as_str) == Some(to))
                .filter_map(|message| Some((message.get("sent_at")?.as_str()?, message)))
                .max_by_key(|(sent_at, _)| sent_at.to_owned());

            Ok(newest
                .and_then(|(_, message)| message.get(what)?.as_str())
                .map(str::to_owned))
        })
        .await
    }

    async fn call(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let host = self
            .said("/control_url")?
            .trim_start_matches("http://")
            .trim_end_matches('/');

        call(host, method, path, body).await
    }

    /// Writes the connections, each with further settings.
    fn write_preset(&self, desk: &Desk, [at_auth0, at_nhost]: [&str; 2]) -> Result<()> {
        let preset = format!(
            r#"[[connections]]
id = "demo-auth0"
name = "{DEMO_AUTH0}"
provider = "auth0"
client_id = "{}"
base_url = "{}"
{at_auth0}
[[connections]]
id = "demo-nhost"
name = "{DEMO_NHOST}"
provider = "nhost"
base_url = "{nhost}"
graphql_url = "{nhost}/graphql"
{at_nhost}"#,
            self.auth0_client_id()?,
            self.auth0_address()?,
            nhost = self.nhost_address()?
        );

        let file = desk.folder(PRESET);
        fs::write(&file, preset).context("writing the preset connections")?;
        // Whatever this machine usually gives: the app refuses a file that others may write.
        fs::set_permissions(&file, Permissions::from_mode(0o600))
            .context("keeping the preset connections to their person")
    }

    fn said(&self, pointer: &str) -> Result<&str> {
        self.hello
            .pointer(pointer)
            .and_then(Value::as_str)
            .with_context(|| format!("the emulator did not say {pointer}"))
    }
}

/// One request over a connection of its own; answers the body of what is no refusal.
async fn call(host: &str, method: &str, path: &str, body: &str) -> Result<String> {
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );

    let mut connection = TcpStream::connect(host)
        .await
        .context("calling the emulator")?;
    connection
        .write_all(request.as_bytes())
        .await
        .context("calling the emulator")?;
    let mut answer = String::new();
    connection
        .read_to_string(&mut answer)
        .await
        .context("listening to the emulator")?;
    ensure!(
        answer.starts_with("HTTP/1.1 2"),
        "the emulator refuses {method} {path}: {answer}"
    );

    Ok(answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default())
}
