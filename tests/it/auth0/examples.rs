//! The examples of the client, as programs against the emulator.

use std::process::Stdio;

use auth0::my_account::Scope;
use emulator::{BOB, Emulator};
use protocol::secret::Secret as _;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::my_account::token;

/// An example that runs; it ends with the test.
struct Example {
    program: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Example {
    fn start(program: &str, emulator: &Emulator) -> Self {
        let mut program = Command::new(program)
            .args([&*emulator.auth0_url(), emulator.client_id()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();

        Self {
            input: program.stdin.take().unwrap(),
            output: BufReader::new(program.stdout.take().unwrap()).lines(),
            program,
        }
    }

    async fn types(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    /// Reads on to the line with this beginning, and returns the rest of it.
    async fn says(&mut self, beginning: &str) -> String {
        while let Some(line) = self.output.next_line().await.unwrap() {
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.to_owned();
            }
        }

        panic!("it ended without saying {beginning:?}")
    }

    async fn ends_well(mut self) {
        assert!(self.program.wait().await.unwrap().success());
    }
}

#[tokio::test]
async fn listing_signs_in_on_another_device_and_tells_what_there_is() {
    let emulator = Emulator::start().await.unwrap();
    let mut example = Example::start(env!("CARGO_BIN_EXE_list_factors"), &emulator);

    example.types("").await;
    let asked = example.says("Open ").await;
    let (page, code) = asked.split_once(" and type ").unwrap();
    let form = [
        ("user_code", code),
        ("username", BOB.email),
        ("password", BOB.password),
    ];
    let answer = emulator.visitor().post_form(page, &form).await.unwrap();
    assert_eq!(answer.status, 200);

    assert_eq!(example.says("has ").await, "password");
    assert_eq!(example.says("may add t").await, "otp");
    example.ends_well().await;
}

#[tokio::test]
async fn enrolling_takes_a_token_and_the_code_of_the_app() {
    let emulator = Emulator::start().await.unwrap();
    let token = token(
        &emulator,
        &BOB,
        &[Scope::CreateAuthenticationMethods.as_str()],
    )
    .await;
    let mut example = Example::start(env!("CARGO_BIN_EXE_enrol_totp"), &emulator);

    example.types(token.expose()).await;
    let uri = example.says("Add to the app: ").await;
    assert!(uri.starts_with("otpauth://totp/"), "{uri}");
    example.types(&emulator.totp_code(BOB.email).unwrap()).await;

    assert!(example.says("added ").await.starts_with("totp|dev_"));
    example.ends_well().await;
    let methods = emulator.authentication_methods(BOB.email);
    assert!(
        methods
            .iter()
            .any(|it| it["type"] == "totp" && it["confirmed"] == true)
    );
}

#[tokio::test]
async fn a_token_that_is_none_ends_in_an_error() {
    let emulator = Emulator::start().await.unwrap();
    let mut example = Example::start(env!("CARGO_BIN_EXE_list_factors"), &emulator);

    example.types("nonsense").await;

    assert!(!example.program.wait().await.unwrap().success());
}

#[tokio::test]
async fn a_token_has_no_place_among_the_arguments() {
    let output = Command::new(env!("CARGO_BIN_EXE_enrol_totp"))
        .args(["http://127.0.0.1:1", "client", "a-token"])
        .output()
        .await
        .unwrap();

    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "nothing is asked for");
}
