//! What the process was started with, looked at before anything else runs.

use std::{
    ffi::{OsStr, OsString},
    io::Write as _,
    process::{Command, ExitCode},
};

use account::CALLBACK_SCHEME;
use zeroize::Zeroizing;

/// Longer arguments are no callback; the parser draws its own line later.
pub(crate) const LINK_BYTES: usize = 64 * 1024;

/// Variables that hand control of the webview, or the keys of its connections, to whoever set them. A release
/// build does not run with them.
const CONTROLLING: [&str; 7] = [
    "TAURI_AUTOMATION",
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "SSLKEYLOGFILE",
];

/// Closes the process to other programs of the same person when it is 1.
#[cfg(target_os = "linux")]
const HARDENED: &str = "LATCHKEY_HARDENED";

/// Sees to it that a crash leaves no picture of the memory behind, of this process or of one that it starts: there are
/// tokens in it.
#[cfg(unix)]
fn leave_no_core_file() {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // Lowering a limit is always allowed; where it is not, the app is no worse than others.
    let _ = setrlimit(Resource::Core, none);
}

/// Keeps other programs of the same person from attaching to this one and reading its memory, for those who ask for it.
/// Not by default: portals of the desktop look into the programs that they serve, and then serve them no more.
#[cfg(target_os = "linux")]
fn close_to_others() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};

    // It is refused by no system on which it exists.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

/// How the process goes on.
pub(crate) enum Start {
    /// As the app, perhaps with a link that it was started by.
    App { link: Option<Zeroizing<String>> },
    /// Not at all.
    Over(ExitCode),
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Plain,
    Link(String),
    /// A link among other things, or bytes that are no text: the app starts as if there were none of it.
    Unusable,
    Version,
    Help,
    Unknown,
}

impl Start {
    pub(crate) fn of_process() -> Self {
        #[cfg(unix)]
        leave_no_core_file();
        #[cfg(target_os = "linux")]
        if std::env::var_os(HARDENED).is_some_and(|value| value == "1") {
            close_to_others();
        }
        let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
        let is_controlled = !cfg!(debug_assertions)
            && CONTROLLING
                .iter()
                .any(|name| std::env::var_os(name).is_some());

        match wish(&arguments) {
            Wish::Unusable => again(&[]),
            Wish::Plain | Wish::Link(_) if is_controlled => again(&arguments),
            Wish::Plain => Self::App { link: None },
            Wish::Link(link) => Self::App {
                link: Some(Zeroizing::new(link)),
            },
            Wish::Version => say(
                &format!("Latchkey {}", env!("CARGO_PKG_VERSION")),
                ExitCode::SUCCESS,
            ),
            Wish::Help => say(HELP, ExitCode::SUCCESS),
            Wish::Unknown => say(HELP, ExitCode::from(2)),
        }
    }
}

const HELP: &str = "\
Usage: latchkey [LINK]

Opens the window. A LINK is what the system hands over when a browser comes back
from a sign-in; nobody types it.

  --help       shows this
  --version    shows the version

Settings by environment:
  LATCHKEY_CONFIG     file with connections for this machine (TOML)
  LATCHKEY_DATA_DIR   folder for the app's own files
  LATCHKEY_HARDENED   1: no other program attaches (Linux; some portals then fail)
  LATCHKEY_LOG        error, warn, info (default), debug or trace";

/// Whether an argument is an address of our scheme, whatever else it is.
pub(crate) fn is_link(argument: &[u8]) -> bool {
    argument.len() > CALLBACK_SCHEME.len()
        && argument[..CALLBACK_SCHEME.len()].eq_ignore_ascii_case(CALLBACK_SCHEME.as_bytes())
        && argument[CALLBACK_SCHEME.len()] == b':'
}

pub(crate) fn wish(arguments: &[OsString]) -> Wish {
    let is_ours = |argument: &OsString| is_link(argument.as_encoded_bytes());

    match arguments {
        [] => Wish::Plain,
        [one] if is_ours(one) => match one.to_str() {
            Some(link) if link.len() <= LINK_BYTES => Wish::Link(link.to_owned()),
            _ => Wish::Unusable,
        },
        [one] if one == OsStr::new("--version") => Wish::Version,
        [one] if one == OsStr::new("--help") => Wish::Help,
        many if many.iter().any(|it| is_ours(it) || it.to_str().is_none()) => Wish::Unusable,
        [one] if one.is_empty() => Wish::Unusable,
        _ => Wish::Unknown,
    }
}

/// Starts the same program anew with these arguments and a clean environment. A process cannot safely take
/// variables away from itself once libraries may have read them.
fn again(arguments: &[OsString]) -> Start {
    let Ok(program) = std::env::current_exe() else {
        return Start::Over(ExitCode::FAILURE);
    };
    let mut command = Command::new(program);
    command.args(arguments);
    if !cfg!(debug_assertions) {
        for name in CONTROLLING {
            command.env_remove(name);
        }
    }

    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        // Comes back only when it failed.
        let error = command.exec();
        say(
            &format!("latchkey: could not start: {}", error.kind()),
            ExitCode::FAILURE,
        )
    }
    #[cfg(not(unix))]
    {
        match command.spawn() {
            Ok(_) => Start::Over(ExitCode::SUCCESS),
            Err(error) => say(
                &format!("latchkey: could not start: {}", error.kind()),
                ExitCode::FAILURE,
            ),
        }
    }
}

fn say(text: &str, code: ExitCode) -> Start {
    // Where nobody listens, nothing is said.
    let _ = writeln!(std::io::stderr(), "{text}");

    Start::Over(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish_of(arguments: &[&str]) -> Wish {
        wish(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_link_counts_only_when_it_stands_alone() {
        let link = "dev.latchkey.accounts://demo/callback?code=a&state=b";
        assert_eq!(wish_of(&[link]), Wish::Link(link.to_owned()));
        assert_eq!(
            wish_of(&[&link.to_uppercase()]),
            Wish::Link(link.to_uppercase())
        );
        assert_eq!(wish_of(&["--config", "/tmp/x", link]), Wish::Unusable);
        assert_eq!(wish_of(&[link, "--version"]), Wish::Unusable);
        // A quote gets nowhere: arguments are never joined.
        let quoted = "dev.latchkey.accounts:\"%20--version";
        assert_eq!(wish_of(&[quoted]), Wish::Link(quoted.to_owned()));
        assert_eq!(wish_of(&[quoted, "--version"]), Wish::Unusable);
        assert_eq!(wish_of(&[link, link]), Wish::Unusable);
        assert_eq!(
            wish_of(&[&format!("{link}{}", "x".repeat(LINK_BYTES))]),
            Wish::Unusable
        );
    }

    #[test]
    fn what_only_looks_like_our_scheme_is_not_a_link() {
        assert_eq!(
            wish_of(&["dev.latchkey.accounts2://demo/callback"]),
            Wish::Unknown
        );
        assert_eq!(wish_of(&["dev.latchkey.accounts"]), Wish::Unknown);
        assert_eq!(wish_of(&["https://example.com"]), Wish::Unknown);
    }

    #[test]
    fn nothing_and_flags_are_told_apart() {
        assert_eq!(wish_of(&[]), Wish::Plain);
        assert_eq!(wish_of(&[""]), Wish::Unusable);
        assert_eq!(wish_of(&["--version"]), Wish::Version);
        assert_eq!(wish_of(&["--token", "secret"]), Wish::Unknown);
    }

    /// The kernel lets the person's other programs, debuggers too, attach only to what is dumpable (prctl(2)).
    #[cfg(target_os = "linux")]
    #[test]
    fn nobody_attaches_to_a_hardened_app() {
        use rustix::process::{DumpableBehavior, dumpable_behavior, set_dumpable_behavior};
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::Dumpable);

        close_to_others();

        let hardened = dumpable_behavior().unwrap();
        set_dumpable_behavior(DumpableBehavior::Dumpable).unwrap();
        assert_eq!(hardened, DumpableBehavior::NotDumpable);
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        use std::os::unix::ffi::OsStringExt as _;
        assert_eq!(
            wish(&[OsString::from_vec(vec![0xff, 0xfe])]),
            Wish::Unusable
        );
    }
}
