//! N5: what has no end, or no measure, does not fill the memory. Measured in a process of its own, one row after the
//! other, because every other test would be in the way.

use std::process::Command;

use tests::say;

use super::{
    log::Log,
    row::{How, Row},
    stage::{Scene, Stage},
    table,
};

/// How much more memory a row may take than a sign-in that goes well.
const GROWTH_KIB: usize = 4 * 1024;

/// The rows with much in them.
const LARGE: [&str; 8] = [
    "TR05", "TR06", "AP04", "NT12", "CB02", "ID46", "DJ11", "DJ28",
];

#[test]
fn what_has_no_end_does_not_fill_the_memory() {
    if !cfg!(target_os = "linux") {
        say::line("skipped: this system does not tell how much memory a process took at most");
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "hostile::memory::in_a_process_of_its_own"])
        .args(["--ignored", "--nocapture", "--test-threads=1"])
        .env("LATCHKEY_TEST_MEMORY", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();

    assert!(output.status.success(), "{said}\n{told}");
    assert!(
        said.contains("1 passed"),
        "the child played nothing:\n{said}"
    );
    let figures = said
        .lines()
        .filter(|line| line.contains("KiB") || line.contains("_kib: "));
    for line in figures {
        say::line(line);
    }
}

#[test]
#[ignore = "another test starts it, in a process where nothing else runs"]
fn in_a_process_of_its_own() {
    if std::env::var_os("LATCHKEY_TEST_MEMORY").is_none() {
        return;
    }
    // Whatever is set up once is set up now.
    for _ in 0..3 {
        play_one(|| async {
            let stage = Stage::prepared(Scene::SignIn).await;
            stage.act(Scene::SignIn).await;
            let stage = Stage::prepared(Scene::Factors).await;
            stage.act(Scene::Factors).await;
        });
    }
    let before = Memory::mark();
    drop(std::hint::black_box(vec![1_u8; 2 * GROWTH_KIB * 1024]));
    assert!(
        Memory::most() > before + GROWTH_KIB,
        "this measure measures nothing"
    );

    let mut played = Vec::new();
    let rows = table::rows();
    for row in rows.iter().filter(|row| LARGE.contains(&row.id)) {
        if let How::Address(scene, inputs, _) = &row.how {
            for address in inputs {
                let grown = play_one(|| async {
                    let stage = Stage::prepared(*scene).await;
                    let comes = address.filled(stage.callback.as_deref().unwrap(), "");
                    let before = Memory::mark();
                    let _refused = stage.world.accounts.finish_sign_in(comes.into());
                    Memory::most().saturating_sub(before)
                });
                played.push((row, grown));
            }
        }
        let How::Trap(scene, inputs) = &row.how else {
            continue;
        };
        for plays in inputs.iter().filter(|_| row.within == super::QUICK) {
            let grown = play_one(|| async {
                let stage = Stage::prepared(*scene).await;
                stage.server.set_trap(scene.place(), plays);
                for (place, play) in &row.meanwhile {
                    stage.server.add_trap(place, std::slice::from_ref(play));
                }
                let before = Memory::mark();
                stage.act(*scene).await;
                Memory::most().saturating_sub(before)
            });
            played.push((row, grown));
        }
    }

    for (row, grown) in &played {
        say::line(&in_words(row, *grown));
    }
    let most = played.iter().map(|(_, grown)| *grown).max();
    say::line(&format!(
        "endless_answer_kib: {} of {GROWTH_KIB}",
        most.unwrap()
    ));
    let wrong = played.iter().filter(|(_, grown)| *grown >= GROWTH_KIB);
    let wrong: Vec<String> = wrong.map(|(row, grown)| in_words(row, *grown)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn in_words(row: &Row, grown: usize) -> String {
    format!("{} {}: {grown} KiB", row.id, row.what)
}

fn play_one<T, F: Future<Output = T>>(play: impl FnOnce() -> F) -> T {
    let (_log, _listening) = Log::listen();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();

    runtime.block_on(play())
}

/// What the system says about this process, in KiB (proc(5)).
struct Memory;

impl Memory {
    /// How much is taken now; from here on the most is counted anew.
    fn mark() -> usize {
        // 5 resets the high-water mark.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();

        Self::line("VmRSS:")
    }

    fn most() -> usize {
        Self::line("VmHWM:")
    }

    fn line(name: &str) -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();

        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}
