//! What no row may do, whatever comes in: the six nots.

use std::{
    collections::BTreeMap,
    panic,
    sync::{
        Once,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use account::CallbackProblem;
use serde_json::Value;

use super::{
    log::Log,
    play::{CANARY, Play},
    row::{Findings, Leaves, Row, Verdict},
    server::Asked,
    stage::{Scene, Stage},
};

/// A session's journal: a digest of the token that was sent last, for the case that no answer comes.
const JOURNAL: &str = "refresh-";

/// Panics of the product and of what it is built from, on any thread.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// Counts panics from now on, except those of the tests themselves.
pub(crate) fn watch_for_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_of_a_test = info
                .location()
                .is_some_and(|place| place.file().starts_with("tests/"));
            if !is_of_a_test {
                PANICS.fetch_add(1, Ordering::SeqCst);
            }
            usual(info);
        }));
    });
}

/// How many there were.
pub(crate) fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}

/// Plays one input of a row, and looks at everything that must not have happened.
pub(crate) async fn play(row: &Row, scene: Scene, plays: &[Play], log: &Log) -> Findings {
    let mut findings = Findings::new();
    let mut stage = Stage::prepared(scene).await;
    stage.server.set_trap(scene.place(), plays);
    for (place, play) in &row.meanwhile {
        stage.server.add_trap(place, std::slice::from_ref(play));
    }
    let before = Left::behind(&stage);
    let panicked = panics();
    let started = now();

    let acted = tokio::time::timeout(row.within * 2, stage.act(scene)).await;
    let took = started.elapsed();
    let Ok(outcome) = acted else {
        return vec![format!("it is stuck after {} s", took.as_secs())];
    };
    let after = Left::behind(&stage);

    check(&mut findings, outcome.verdict.is_as(&row.verdict), || {
        format!("{:?} instead of {:?}", outcome.verdict, row.verdict)
    });
    check(&mut findings, took <= row.within, || {
        format!("N5: it took {} ms", took.as_millis())
    });
    findings.extend(before.compared(&after, row));
    findings.extend(requests(&stage, row, scene));
    if scene.comes_home() {
        findings.extend(used_up(&stage));
    }
    let recovered = stage.recover(scene).await;
    check(&mut findings, recovered == Verdict::Fine, || {
        format!("N1: afterwards it is stuck with {recovered:?}")
    });
    check(&mut findings, panics() == panicked, || {
        "N1: something panicked".to_owned()
    });
    let secrets = secrets(&stage, &[&before, &after]);
    let said = outcome.said + &log.text() + &format!("{:?}", stage.world.state());
    findings.extend(leaks(&secrets, &(said + &after.records_text())));
    stage.account = None;

    findings
}

pub(crate) fn check(findings: &mut Findings, holds: bool, why_not: impl FnOnce() -> String) {
    if !holds {
        findings.push(why_not());
    }
}

/// What is in the vault and in the files.
pub(crate) struct Left {
    vault: BTreeMap<String, String>,
    records: String,
}

impl Left {
    pub(crate) fn behind(stage: &Stage) -> Self {
        Self {
            vault: stage.world.vault.items(),
            records: stage.world.records.text(),
        }
    }

    pub(crate) fn records_text(&self) -> String {
        self.records.clone()
    }

    /// N2: every byte as before, unless the row says otherwise.
    pub(crate) fn compared(&self, after: &Self, row: &Row) -> Findings {
        let mut findings = Findings::new();
        match row.leaves {
            Leaves::AsBefore if row.verdict == Verdict::Fine => {}
            Leaves::AsBefore => {
                check(&mut findings, self.vault == after.vault, || {
                    "N2: the vault is not as before".to_owned()
                });
                check(&mut findings, self.files() == after.files(), || {
                    "N2: the files are not as before".to_owned()
                });
            }
            Leaves::AsToldByTheProvider => check(&mut findings, self.vault == after.vault, || {
                "N2: the vault is not as before".to_owned()
            }),
            Leaves::Renewed => check(&mut findings, self.vault.len() == after.vault.len(), || {
                "N2: the session is gone".to_owned()
            }),
            Leaves::NoSession => check(&mut findings, after.vault.is_empty(), || {
                "N2: the vault still has the session".to_owned()
            }),
            Leaves::SameToken => check(&mut findings, self.tokens() == after.tokens(), || {
                "N2: the vault has another token".to_owned()
            }),
        }

        findings
    }

    fn files(&self) -> Vec<&str> {
        let lines = self.records.lines();

        lines.filter(|line| !line.starts_with(JOURNAL)).collect()
    }

    fn tokens(&self) -> Vec<String> {
        let items = self.vault.values();
        let tokens = items.filter_map(|item| {
            let item: Value = serde_json::from_str(item).ok()?;
            Some(item["refresh_token"].as_str()?.to_owned())
        });

        tokens.collect()
    }
}

/// N3: no request that the row does not name, and none to anybody else.
pub(crate) fn requests(stage: &Stage, row: &Row, scene: Scene) -> Findings {
    let mut findings = Findings::new();
    let asked = stage.server.asked();
    let is_at_place = |path: &str| path.starts_with(scene.place());
    let at_place = asked.iter().filter(|it| is_at_place(&it.path)).count();
    check(&mut findings, at_place == row.asks, || {
        format!("N3: {at_place} requests instead of {}", row.asks)
    });
    let also = scene
        .also(row.verdict == Verdict::Fine)
        .iter()
        .chain(row.also);
    let also: Vec<_> = also.copied().collect();
    for other in asked.iter().filter(|it| !is_at_place(&it.path)) {
        let is_named = also.iter().any(|place| other.path.starts_with(place));
        check(&mut findings, is_named, || {
            format!("N3: {} {} was asked", other.method, other.path)
        });
    }
    check(&mut findings, stage.server.sent_elsewhere() == 0, || {
        "N3: somebody else was asked".to_owned()
    });
    check(&mut findings, asked.iter().all(|it| !it.has_cookie), || {
        "N3: a cookie was sent".to_owned()
    });
    for bearer in asked.iter().filter_map(|it| it.authorization.as_deref()) {
        let token = bearer.split_once(' ').map_or(bearer, |(_, token)| token);
        let is_elsewhere = |it: &Asked| it.path.contains(token) || it.body.contains(token);
        check(&mut findings, !asked.iter().any(is_elsewhere), || {
            "N3: a token of a header was sent outside it".to_owned()
        });
    }

    findings
}

/// N6: what was authenticated by its own state is used up: the same address is worth nothing the second time.
fn used_up(stage: &Stage) -> Findings {
    let callback = stage.callback.clone().unwrap();
    let again = stage.world.accounts.finish_sign_in(callback.into());
    let mut findings = Findings::new();
    check(
        &mut findings,
        again == Err(CallbackProblem::NothingPending),
        || format!("N6: the callback is good for {again:?} once more"),
    );

    findings
}

/// Everything that may stand nowhere but in vault and memory.
pub(crate) fn secrets(stage: &Stage, left: &[&Left]) -> Vec<String> {
    let mut secrets = vec![CANARY.to_owned()];
    secrets.extend(left.iter().flat_map(|left| left.tokens()));
    let asked = stage.server.asked();
    let tokens = asked
        .iter()
        .filter_map(|it| it.authorization.as_deref()?.split_once(' '));
    secrets.extend(tokens.map(|(_, token)| token.to_owned()));
    let addresses = [stage.callback.clone()];
    for (_, query) in addresses
        .iter()
        .flatten()
        .filter_map(|it| it.split_once('?'))
    {
        let parameters = query.split('&').filter_map(|pair| pair.split_once('='));
        secrets.extend(
            parameters
                .filter(|(name, _)| matches!(*name, "code" | "state"))
                .map(|(_, value)| value.to_owned()),
        );
    }

    secrets
}

/// N4: no secret in what was said, neither as text nor as a list of its bytes.
pub(crate) fn leaks(secrets: &[String], said: &str) -> Findings {
    let mut findings = Findings::new();
    for secret in secrets {
        let bytes: Vec<String> = secret
            .bytes()
            .take(12)
            .map(|byte| byte.to_string())
            .collect();
        let is_said = said.contains(secret.as_str()) || said.contains(&bytes.join(", "));
        check(&mut findings, !is_said, || {
            format!("N4: {} … was said", secret.get(..6).unwrap_or_default())
        });
    }

    findings
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long something really takes is what is tested"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// For rows that are played in their own way.
pub(crate) async fn in_time<T>(
    limit: Duration,
    deed: impl Future<Output = T>,
) -> Result<T, String> {
    tokio::time::timeout(limit, deed)
        .await
        .map_err(|_| format!("N5: it is stuck after {} s", limit.as_secs()))
}

#[test]
fn a_secret_is_found_as_text_and_as_a_list_of_its_bytes() {
    let secrets = [CANARY.to_owned()];
    assert_eq!(leaks(&secrets, "Error { path: \".\" }").len(), 0);
    for said in [
        format!("got {CANARY}"),
        format!("{:?}", CANARY.as_bytes()),
        format!("{:?}", format!("x{CANARY}y")),
    ] {
        assert_eq!(leaks(&secrets, &said).len(), 1, "{said}");
    }
}
