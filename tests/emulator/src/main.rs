//! The emulator as a program: prints one JSON line when it is ready and runs until it is told to stop.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use emulator::{Addresses, Emulator};
use tokio::io::AsyncReadExt as _;

const USAGE: &str = "usage: emulator [--auth0 ADDRESS:PORT] [--nhost ADDRESS:PORT] [--control ADDRESS:PORT] \
    [--ca-file PATH] [--until-stdin-closes]\nPort 0 lets the system choose, and is the default. Every address speaks \
    HTTP and TLS; the authority to trust for TLS is printed, and written to PATH.";

/// A command line that makes no sense.
const MISUSED: u8 = 2;

#[derive(Debug, Default)]
struct Options {
    addresses: Addresses,
    ca_file: Option<PathBuf>,
    until_stdin_closes: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = match read_options(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            say(&mut io::stdout(), USAGE);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            say(&mut io::stderr(), &format!("emulator: {problem}\n{USAGE}"));
            return ExitCode::from(MISUSED);
        }
    };
    let emulator = match Emulator::start_at(options.addresses).await {
        Ok(emulator) => emulator,
        Err(error) => {
            say(
                &mut io::stderr(),
                &format!("emulator: cannot listen: {error}"),
            );
            return ExitCode::FAILURE;
        }
    };
    if let Some(file) = options.ca_file {
        // Before the line that says ready: whoever reads that finds the file.
        if let Err(error) = std::fs::write(&file, emulator.ca_pem()) {
            let file = file.display();
            say(
                &mut io::stderr(),
                &format!("emulator: cannot write {file}: {error}"),
            );
            return ExitCode::FAILURE;
        }
    }
    say(
        &mut io::stdout(),
        &serde_json::json!(emulator.ready()).to_string(),
    );
    tokio::select! {
        () = told_to_stop() => {}
        () = stdin_closes(), if options.until_stdin_closes => {}
    }
    drop(emulator);
    // Reading standard input cannot be called off, so the runtime would wait for it for ever.
    std::process::exit(0)
}

fn read_options(arguments: impl Iterator<Item = OsString>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let (flag, attached) = match argument.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        match flag.as_str() {
            "--help" | "-h" => return Ok(None),
            "--until-stdin-closes" if attached.is_none() => options.until_stdin_closes = true,
            "--auth0" | "--nhost" | "--control" | "--ca-file" => {
                let value = attached.or_else(|| arguments.next());
                options.set(&flag, value)?;
            }
            _ => return Err(format!("unknown option {flag}")),
        }
    }
    Ok(Some(options))
}

impl Options {
    fn set(&mut self, flag: &str, value: Option<String>) -> Result<(), String> {
        if flag == "--ca-file" {
            self.ca_file = Some(value.ok_or("--ca-file needs a PATH")?.into());
            return Ok(());
        }
        let target = match flag {
            "--auth0" => &mut self.addresses.auth0,
            "--nhost" => &mut self.addresses.nhost,
            _ => &mut self.addresses.control,
        };
        let value = value.ok_or_else(|| format!("{flag} needs ADDRESS:PORT"))?;
        *target = loopback(&value)
            .ok_or_else(|| format!("{flag} needs a loopback ADDRESS:PORT, not {value}"))?;
        Ok(())
    }
}

/// Known keys and passwords must not be reachable from elsewhere.
fn loopback(value: &str) -> Option<SocketAddr> {
    value
        .parse()
        .ok()
        .filter(|address: &SocketAddr| address.ip().is_loopback())
}

fn say(stream: &mut impl io::Write, text: &str) {
    // Nobody listens any more: there is nobody to tell that either.
    let _unheard = writeln!(stream, "{text}").and_then(|()| stream.flush());
}

async fn stdin_closes() {
    let mut stdin = tokio::io::stdin();
    let mut ignored = [0; 256];
    while stdin.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};

    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    let _pressed = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<Options>, String> {
        read_options(arguments.iter().map(OsString::from))
    }

    #[test]
    fn addresses_are_read_beside_or_attached_to_their_option() {
        let options = read(&[
            "--auth0",
            "127.0.0.1:4001",
            "--nhost=[::1]:0",
            "--ca-file=ca.pem",
            "--until-stdin-closes",
        ])
        .unwrap()
        .unwrap();

        assert_eq!(options.addresses.auth0.port(), 4001);
        assert!(options.addresses.nhost.is_ipv6() && options.until_stdin_closes);
        assert_eq!(options.ca_file, Some("ca.pem".into()));
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        assert_eq!(read(&["--what"]).unwrap_err(), "unknown option --what");
        assert_eq!(
            read(&["--auth0"]).unwrap_err(),
            "--auth0 needs ADDRESS:PORT"
        );
        assert_eq!(read(&["--ca-file"]).unwrap_err(), "--ca-file needs a PATH");
        assert!(
            read(&["--auth0", "localhost"])
                .unwrap_err()
                .contains("not localhost")
        );
        assert!(
            read(&["--control", "0.0.0.0:80"])
                .unwrap_err()
                .contains("loopback")
        );
    }
}
