//! Addresses that come in while a sign-in waits for its own, by every way on which one can come.

use std::{fmt, time::Duration};

use account::CallbackProblem;

use super::{
    log::Log,
    nots::{Left, check, leaks, now, panics, requests, secrets},
    row::{Fate, Findings, Row, Verdict},
    stage::{Outcome, Scene, Stage},
};
use crate::support::{AUTH0, id};

/// What reading an address that changes nothing may take. The machine may be busy: the best of a few counts.
const READING: Duration = Duration::from_millis(5);

/// What wiping it afterwards may take: a development build does that byte by byte, on a machine that may be busy.
const WIPING_A_BYTE: Duration = Duration::from_nanos(100);

/// How often an address that changes nothing is brought.
const TIMES: usize = 3;

/// An address in which words in braces stand for what is in the one that is waited for:
///
/// - `{base}` what comes before its query,
/// - `{code}`, `{state}` its parameters, `{STATE}` and `{state-1}` its state in capitals and without its end,
/// - `{iss}` the issuer, encoded; `{ISS}` and `{iss-1}` as with the state.
#[derive(Clone)]
pub(crate) struct Address(String);

pub(crate) fn address(template: impl Into<String>) -> Address {
    Address(template.into())
}

impl Address {
    pub(crate) fn filled(&self, home: &str, issuer: &str) -> String {
        let (base, query) = home.split_once('?').unwrap();
        let parameter = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(known, _)| *known == name).unwrap().1
        };
        let (code, state) = (parameter("code"), parameter("state"));

        self.0
            .replace("{base}", base)
            .replace("{code}", code)
            .replace("{STATE}", &swapped(state))
            .replace("{state-1}", &state[..state.len() - 1])
            .replace("{state}", state)
            .replace("{ISS}", &encoded(&swapped(issuer)))
            .replace("{iss-1}", &encoded(issuer.trim_end_matches('/')))
            .replace("{iss}", &encoded(issuer))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.0.chars().take(120).collect();
        write!(f, "{start:?}")
    }
}

/// Every letter in its other case.
fn swapped(text: &str) -> String {
    text.chars()
        .map(|letter| match letter.is_ascii_lowercase() {
            true => letter.to_ascii_uppercase(),
            false => letter.to_ascii_lowercase(),
        })
        .collect()
}

pub(crate) fn encoded(text: &str) -> String {
    text.replace('%', "%25")
        .replace(':', "%3A")
        .replace('/', "%2F")
}

/// Plays one input of a row, and looks at everything that must not have happened.
pub(crate) async fn play(
    row: &Row,
    scene: Scene,
    address: &Address,
    fate: Fate,
    log: &Log,
) -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(scene).await;
    let issuer = format!("{}/", stage.server.origin());
    let comes = address.filled(stage.callback.as_deref().unwrap(), &issuer);
    stage.server.set_trap(scene.place(), &[]);
    let before = Left::behind(&stage);
    let (panicked, opened) = (panics(), stage.world.browser.count());

    let outcome = match fate {
        Fate::Kept => brought(&stage, &comes, &mut findings),
        Fate::Consumed => finished(&stage, comes.clone()).await,
    };
    let after = Left::behind(&stage);

    check(&mut findings, outcome.verdict.is_as(&row.verdict), || {
        format!("{:?} instead of {:?}", outcome.verdict, row.verdict)
    });
    findings.extend(before.compared(&after, row));
    findings.extend(requests(&stage, row, scene));
    check(&mut findings, stage.world.browser.count() == opened, || {
        "N3: something was opened".to_owned()
    });
    check(
        &mut findings,
        stage.world.state().notices.len() <= 1,
        || "more than one notice".to_owned(),
    );
    let secrets = secrets(&stage, &[&before, &after]);
    let said = outcome.said + &log.text() + &format!("{:?}", stage.world.state());
    findings.extend(leaks(&secrets, &(said + &after.records_text())));
    let is_plain = !log
        .text()
        .contains(|it: char| (it.is_control() && it != '\n') || it == '\u{202e}');
    check(&mut findings, is_plain, || {
        "the log is not plain".to_owned()
    });
    findings.extend(afterwards(&stage, scene, fate).await);
    check(&mut findings, panics() == panicked, || {
        "N1: something panicked".to_owned()
    });

    findings
}

/// Brings what changes nothing, by every way and more than once.
fn brought(stage: &Stage, comes: &str, findings: &mut Findings) -> Outcome {
    let accounts = &stage.world.accounts;
    let mut best = Duration::MAX;
    let mut told = Ok(());
    for _ in 0..TIMES {
        let copy = comes.to_owned();
        let started = now();
        told = accounts.finish_sign_in(copy.into());
        best = best.min(started.elapsed());
    }
    let length = u32::try_from(comes.len()).unwrap();
    check(findings, best <= READING + WIPING_A_BYTE * length, || {
        format!("N5: it took {} µs", best.as_micros())
    });
    accounts.receive_link(comes.to_owned().into());
    let pasted = accounts.paste_callback(&id(AUTH0), comes.to_owned().into());
    check(findings, pasted.is_err(), || {
        "pasted, it is taken".to_owned()
    });

    Outcome::of_callback(told)
}

async fn finished(stage: &Stage, comes: String) -> Outcome {
    match stage.world.accounts.finish_sign_in(comes.into()) {
        Ok(()) => stage.ended().await,
        refused => Outcome::of_callback(refused),
    }
}

/// N6: the address that is waited for is still good, or good for nothing any more.
async fn afterwards(stage: &Stage, scene: Scene, fate: Fate) -> Findings {
    let mut findings = Findings::new();
    let home = stage.callback.clone().unwrap();
    match fate {
        Fate::Kept => {
            let verdict = finished(stage, home).await.verdict;
            check(&mut findings, verdict == Verdict::Fine, || {
                format!("N6: the sign-in did not survive: {verdict:?}")
            });
        }
        Fate::Consumed => {
            let again = stage.world.accounts.finish_sign_in(home.into());
            let is_over = again == Err(CallbackProblem::NothingPending);
            check(&mut findings, is_over, || {
                format!("N6: the sign-in is not over: {again:?}")
            });
        }
    }
    let recovered = stage.recover(scene).await;
    check(&mut findings, recovered == Verdict::Fine, || {
        format!("N1: afterwards it is stuck with {recovered:?}")
    });

    findings
}
