//! `cargo xtask fuzz`: looks for inputs that nobody thought of.
//!
//! Needs the nightly compiler, which `rustup toolchain install nightly` brings. The committed corpora are only read; what
//! is found on the way stays in `target/fuzz`, and an input that breaks something in `target/fuzz/TARGET/found`.

use std::{fs, path::Path};

use crate::{
    failure::Failure,
    program::Program,
    say,
    set_up::{self, Purpose},
    tools::CargoTool,
    workspace,
};

const FUZZ: CargoTool = CargoTool {
    name: "fuzz",
    version: "0.13.2",
};
const PROGRAMS: &str = "tests/fuzz/libfuzzer";
const CORPORA: &str = "tests/fuzz/corpus";

/// Gives each target so many seconds, one after the other.
pub(crate) fn run(seconds: &str, only: Option<&str>) -> Result<(), Failure> {
    if !seconds.parse::<u32>().is_ok_and(|seconds| seconds > 0) {
        return Err(Failure::new(format!(
            "`{seconds}` is not a number of seconds"
        )));
    }
    set_up::prepare(Purpose::Test)?;
    FUZZ.ensure()?;

    let targets = targets()?;
    if let Some(name) = only
        && !targets.iter().any(|target| target == name)
    {
        return Err(Failure::new(format!(
            "there is no target `{name}`; there are {}",
            targets.join(", ")
        )));
    }
    for target in targets
        .iter()
        .filter(|it| only.is_none_or(|name| name == *it))
    {
        say::heading(&format!("{target} for {seconds} s"));
        fuzz(target, seconds)?;
    }

    Ok(())
}

fn targets() -> Result<Vec<String>, Failure> {
    let folders = fs::read_dir(workspace::root().join(CORPORA))
        .map_err(Failure::while_doing(format!("reading {CORPORA}")))?;
    let mut names: Vec<String> = folders
        .filter_map(|folder| folder.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();

    Ok(names)
}

fn fuzz(target: &str, seconds: &str) -> Result<(), Failure> {
    let folder = workspace::target().join("fuzz").join(target);
    let (grown, found) = (folder.join("corpus"), folder.join("found"));
    for folder in [&grown, &found] {
        fs::create_dir_all(folder).map_err(Failure::while_doing("making a folder"))?;
    }
    let committed = workspace::root().join(CORPORA).join(target);

    // Safe code needs no sanitizer, and is several times as fast without one.
    Program::new("cargo")
        .args(["+nightly", "fuzz", "run", "--fuzz-dir", PROGRAMS])
        .args(["--sanitizer", "none", "--target-dir"])
        .args([
            workspace::target().join("libfuzzer").as_path(),
            Path::new(target),
        ])
        .args([&grown, &committed])
        .args([
            "--",
            "-print_final_stats=1",
            "-timeout=10",
            "-rss_limit_mb=2048",
        ])
        .args([
            format!("-max_total_time={seconds}"),
            format!("-artifact_prefix={}/", found.display()),
        ])
        .run()
}
