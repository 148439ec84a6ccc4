//! The emulator as a child of this program.

use std::{
    fmt::Write as _,
    io::{BufRead as _, BufReader},
    net::{Ipv4Addr, TcpListener},
    process::{Child, Stdio},
};

use serde_json::Value;

use crate::{failure::Failure, program::Program, workspace};

/// Where the demo's providers are, outside the ranges from which systems hand out ports by themselves.
const PORTS: [u16; 2] = [17_181, 17_182];

/// What the emulator says when it is ready.
pub(super) struct Hello {
    pub(super) auth0_base_url: String,
    pub(super) auth0_client_id: String,
    pub(super) nhost_base_url: String,
    pub(super) outbox_url: String,
    pub(super) people: Vec<Demonstrator>,
}

/// A person that exists in the emulator.
pub(super) struct Demonstrator {
    name: String,
    email: String,
    password: String,
}

/// A running emulator. It ends with this value, and also when this program is killed: then its standard input closes.
pub(super) struct Emulator {
    child: Child,
    hello: Hello,
}

impl Emulator {
    /// Starts at the same addresses each time where they are free: an account of an earlier demo is then the same
    /// account, and its item in the keychain is replaced instead of joined by another.
    pub(super) fn start() -> Result<Self, Failure> {
        let [auth0, nhost] = PORTS.map(|port| format!("127.0.0.1:{}", free_or_any(port)));
        let mut child = Program::new(workspace::built("emulator"))
            .args(["--auth0", &auth0, "--nhost", &nhost, "--until-stdin-closes"])
            .into_command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(Failure::while_doing("starting the emulator"))?;

        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output)
                .read_line(&mut line)
                .map_err(Failure::while_doing("listening to the emulator"))?;
        }
        let Some(hello) = Hello::read(&line) else {
            return Err(Failure::new(format!(
                "the emulator did not say where it listens, but: {line:?}"
            )));
        };

        Ok(Self { child, hello })
    }

    pub(super) fn hello(&self) -> &Hello {
        &self.hello
    }
}

/// This port if nobody has it, otherwise one that the system chooses.
fn free_or_any(port: u16) -> u16 {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(_) => port,
        Err(_) => 0,
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It is going away either way; there is nobody left to tell.
        let _ = self.child.wait();
    }
}

impl Hello {
    fn read(line: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(line).ok()?;
        let text = |pointer: &str| json.pointer(pointer)?.as_str().map(str::to_owned);

        Some(Self {
            auth0_base_url: text("/auth0/base_url")?,
            auth0_client_id: text("/auth0/client_id")?,
            nhost_base_url: text("/nhost/base_url")?,
            outbox_url: text("/outbox_url")?,
            people: json
                .get("people")?
                .as_array()?
                .iter()
                .filter_map(Demonstrator::read)
                .collect(),
        })
    }

    /// Who there is to sign in as, and where their mails arrive.
    pub(super) fn in_words(&self) -> String {
        let mut words = String::from("\nPeople to sign in as, at both connections:\n");
        for person in &self.people {
            // Writing into a string cannot fail.
            let _ = writeln!(
                words,
                "  {:<20} {:<28} {}",
                person.name, person.email, person.password
            );
        }
        let _ = writeln!(words, "Their mails arrive at {}\n", self.outbox_url);
        words
    }
}

impl Demonstrator {
    fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name)?.as_str().map(str::to_owned);

        Some(Self {
            name: text("name")?,
            email: text("email")?,
            password: text("password")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_emulator_is_understood() {
        let hello = Hello::read(
            r#"{"auth0":{"base_url":"http://127.0.0.1:1","client_id":"c"},"nhost":{"base_url":"http://127.0.0.1:2"},
                "people":[{"name":"Ada","email":"ada@example.com","password":"p"}],
                "outbox_url":"http://127.0.0.1:3","control_url":"http://127.0.0.1:4"}"#,
        )
        .expect("a complete line");

        assert_eq!(hello.auth0_client_id, "c");
        assert!(
            hello.in_words().contains("ada@example.com"),
            "people are named by their e-mail address"
        );
    }

    #[test]
    fn an_incomplete_line_is_refused() {
        assert!(
            Hello::read(r#"{"auth0":{}}"#).is_none(),
            "nothing can be shown without addresses"
        );
    }
}
