//! CB: rows that are about more than one address.

use std::time::Duration;

use account::{
    CallbackProblem as Problem, ConnectionDraft, DraftSettings, Error, Keep, NoticeContent,
    RedirectWay, Refusal, SignInPhase, StartSignIn, ports::VaultError,
};
use emulator::{ADA, BOB};

use super::super::{
    nots::check,
    row::{Findings, Verdict},
    stage::{Outcome, Scene, Stage},
};
use crate::support::{AUTH0, id, request};

const HOME: &str = "dev.latchkey.accounts://demo-auth0/callback";
const TOKEN: &str = "/oauth/token";

/// A moment after the last in which a callback is taken.
const TOO_LATE: Duration = Duration::from_secs(600);

/// A sign-in waits, and nothing has been asked since.
async fn waiting() -> Stage {
    let stage = Stage::prepared(Scene::SignIn).await;
    stage.server.set_trap(TOKEN, &[]);

    stage
}

fn bring(stage: &Stage, address: &str) -> Result<(), Problem> {
    let address = address.to_owned();

    stage.world.accounts.finish_sign_in(address.into())
}

async fn ends_well(stage: &Stage, address: &str, findings: &mut Findings) {
    let outcome = match bring(stage, address) {
        Ok(()) => stage.ended().await,
        refused => Outcome::of_callback(refused),
    };
    check(findings, outcome.verdict == Verdict::Fine, || {
        format!("N6: the sign-in ends with {:?}", outcome.verdict)
    });
}

fn expect<T: PartialEq + std::fmt::Debug>(findings: &mut Findings, what: T, wanted: T) {
    check(findings, what == wanted, || {
        format!("{what:?} instead of {wanted:?}")
    });
}

fn asked(stage: &Stage) -> usize {
    let asked = stage.server.asked();

    asked.iter().filter(|it| it.path == TOKEN).count()
}

pub(super) async fn nobody_waits() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    stage.world.accounts.cancel_sign_in(&id(AUTH0));
    let callback = stage.callback.clone().unwrap();
    expect(
        &mut findings,
        bring(&stage, &callback),
        Err(Problem::NothingPending),
    );
    stage.world.accounts.receive_link(callback.into());
    expect(&mut findings, stage.server.asked().len(), 0);
    expect(&mut findings, stage.world.state().sign_ins.len(), 0);

    findings
}

pub(super) async fn earlier_attempts() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let cancelled = stage.callback.clone().unwrap();
    stage.world.accounts.cancel_sign_in(&id(AUTH0));
    stage.world.start(None).await;
    let superseded = stage.world.come_back(&BOB).await;
    stage.world.start(None).await;
    let newest = stage.world.come_back(&ADA).await;
    stage.server.set_trap(TOKEN, &[]);
    for late in [cancelled, superseded] {
        expect(
            &mut findings,
            bring(&stage, &late),
            Err(Problem::UnknownState),
        );
    }
    expect(&mut findings, stage.server.asked().len(), 0);
    ends_well(&stage, &newest, &mut findings).await;

    findings
}

/// PKCE binds a code to its own sign-in: the provider refuses it to the other one, and only that one is over.
pub(super) async fn mixed_up() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let home = "dev.latchkey.accounts://second/callback";
    stage.world.emulator.allow_callback(home);
    let draft = ConnectionDraft {
        passkeys: account::PasskeyDraft::default(),
        providers: Vec::new(),
        name: "Second".to_owned(),
        settings: DraftSettings::Auth0At {
            base_url: stage.world.emulator.auth0_url(),
            client_id: stage.world.emulator.client_id().to_owned(),
        },
        redirect: RedirectWay::Scheme,
        dpop: false,
        also: Vec::new(),
        database: None,
    };
    let second = stage.world.accounts.add_connection(&draft).unwrap().id;
    let start = StartSignIn {
        connection: second.clone(),
        ..request(None)
    };
    stage.world.accounts.start_sign_in(start).await.unwrap();
    let other = stage.world.come_back(&BOB).await;
    let code_of = |address: &str| {
        let code = address.split("code=").nth(1).unwrap();
        code.split('&').next().unwrap().to_owned()
    };
    let first = stage.callback.clone().unwrap();
    let mixed = first.replace(&code_of(&first), &code_of(&other));
    expect(&mut findings, bring(&stage, &mixed), Ok(()));
    stage.world.settled().await;
    let phases = stage.world.state().sign_ins;
    let phase = |connection: &account::ConnectionId| {
        let of = phases.iter().find(|it| it.connection == *connection);
        of.map(|it| format!("{:?}", it.phase))
    };
    let refused = SignInPhase::Failed(Error::Refused(Refusal::Expired));
    expect(
        &mut findings,
        phase(&id(AUTH0)),
        Some(format!("{refused:?}")),
    );
    let waits = format!("{:?}", SignInPhase::Waiting);
    expect(&mut findings, phase(&second), Some(waits));
    expect(&mut findings, stage.world.vault.items().len(), 0);

    findings
}

pub(super) async fn too_late() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let callback = stage.callback.clone().unwrap();
    stage.world.clock.advance(TOO_LATE);
    expect(
        &mut findings,
        bring(&stage, &callback),
        Err(Problem::Expired),
    );
    expect(
        &mut findings,
        bring(&stage, &callback),
        Err(Problem::NothingPending),
    );
    expect(&mut findings, asked(&stage), 0);

    findings
}

pub(super) async fn twice_at_once() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let callback = stage.callback.clone().unwrap();
    let bring = || {
        let (accounts, callback) = (stage.world.accounts.clone(), callback.clone());
        let runtime = tokio::runtime::Handle::current();
        std::thread::spawn(move || {
            let _entered = runtime.enter();
            accounts.finish_sign_in(callback.into())
        })
    };
    let both = [bring(), bring()].map(|it| it.join().unwrap());
    let outcome = stage.ended().await;
    expect(&mut findings, outcome.verdict, Verdict::Fine);
    let taken = both.iter().filter(|it| it.is_ok()).count();
    expect(&mut findings, taken, 1);
    expect(
        &mut findings,
        both.contains(&Err(Problem::NothingPending)),
        true,
    );
    expect(&mut findings, asked(&stage), 1);

    findings
}

pub(super) async fn once_more() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let callback = stage.callback.clone().unwrap();
    ends_well(&stage, &callback, &mut findings).await;
    expect(
        &mut findings,
        bring(&stage, &callback),
        Err(Problem::NothingPending),
    );
    expect(&mut findings, asked(&stage), 1);
    let account = stage.world.state().accounts[0].id.clone();
    let reading = stage.world.accounts.refresh_profile(&account).await;
    expect(
        &mut findings,
        reading.is_ok_and(|it| it.error.is_none()),
        true,
    );

    findings
}

/// The code is good once: it is not spent while nothing that comes for it could be kept.
pub(super) async fn locked_vault() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let callback = stage.callback.clone().unwrap();
    stage.world.vault.close(VaultError::Locked);
    expect(&mut findings, bring(&stage, &callback), Ok(()));
    stage.world.settled().await;
    let is_parked = matches!(
        stage.world.phase(),
        SignInPhase::VaultClosed(VaultError::Locked)
    );
    expect(&mut findings, is_parked, true);
    expect(&mut findings, asked(&stage), 0);
    stage.world.vault.open();
    let accounts = &stage.world.accounts;
    let resumed = accounts.resume_sign_in(&id(AUTH0), Keep::Vault).await;
    expect(&mut findings, resumed.is_ok(), true);
    expect(&mut findings, stage.ended().await.verdict, Verdict::Fine);
    expect(&mut findings, asked(&stage), 1);

    findings
}

/// Another start of the app knows nothing of the sign-in that waited in the one before.
pub(super) async fn cold_start() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let accounts = stage.world.restarted().await;
    accounts.receive_link(stage.callback.clone().unwrap().into());
    let state = accounts.state().borrow().clone();
    let told: Vec<_> = state.notices.into_iter().map(|it| it.content).collect();
    expect(
        &mut findings,
        told,
        vec![NoticeContent::CallbackIgnored(Problem::NothingPending)],
    );
    expect(&mut findings, stage.server.asked().len(), 0);
    expect(&mut findings, state.accounts.len(), 0);

    findings
}

pub(super) async fn flood() -> Findings {
    const LINKS: u32 = 1_000;
    const CORE_SECOND: Duration = Duration::from_secs(1);
    let mut findings = Findings::new();
    let stage = waiting().await;
    let before = on_this_thread();
    for number in 0..LINKS {
        let link = format!("{HOME}?code=x&state={number}");
        stage.world.accounts.receive_link(link.into());
    }
    if let (Some(before), Some(after)) = (before, on_this_thread()) {
        let took = after - before;
        check(&mut findings, took < CORE_SECOND, || {
            format!("N5: {} ms of a core", took.as_millis())
        });
    }
    expect(&mut findings, stage.world.state().notices.len(), 1);
    expect(&mut findings, stage.server.asked().len(), 0);
    ends_well(&stage, &stage.callback.clone().unwrap(), &mut findings).await;

    findings
}

/// How long this thread has been at work, where the system tells (`/proc/*/schedstat`).
fn on_this_thread() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;

    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

pub(super) async fn taken_ports() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let opened = stage.world.browser.count();
    let loopback = StartSignIn {
        redirect: Some(RedirectWay::Loopback),
        ..request(None)
    };
    let started = stage.world.accounts.start_sign_in(loopback).await;
    let is_told = matches!(started, Err(Error::LoopbackBusy));
    expect(&mut findings, is_told, true);
    expect(&mut findings, stage.world.browser.count(), opened);

    findings
}

pub(super) async fn nobody_comes() -> Findings {
    let mut findings = too_late().await;
    let stage = waiting().await;
    stage.world.accounts.cancel_sign_in(&id(AUTH0));
    expect(&mut findings, stage.world.state().sign_ins.len(), 0);
    let callback = stage.callback.clone().unwrap();
    expect(
        &mut findings,
        bring(&stage, &callback),
        Err(Problem::NothingPending),
    );

    findings
}

pub(super) async fn superseded() -> Findings {
    let mut findings = Findings::new();
    let stage = waiting().await;
    let first = stage.callback.clone().unwrap();
    stage.world.start(None).await;
    let second = stage.world.come_back(&ADA).await;
    expect(&mut findings, stage.world.state().sign_ins.len(), 1);
    expect(
        &mut findings,
        bring(&stage, &first),
        Err(Problem::UnknownState),
    );
    ends_well(&stage, &second, &mut findings).await;

    findings
}
