//! DJ: rows that are about more than one document.

use account::{ConnectionDraft, DraftSettings, RedirectWay};
use emulator::ADA;

use super::super::{
    nots::check,
    play::{Play, html, spoil, with},
    row::{Findings, Verdict},
    stage::{DOCUMENT, JWKS, Outcome, Scene, Stage},
};
use crate::support::{AUTH0, id, request};

fn expect<T: PartialEq + std::fmt::Debug>(findings: &mut Findings, what: T, wanted: T) {
    check(findings, what == wanted, || {
        format!("{what:?} instead of {wanted:?}")
    });
}

fn asked(stage: &Stage, path: &str) -> usize {
    let asked = stage.server.asked();

    asked.iter().filter(|it| it.path == path).count()
}

fn draft(settings: DraftSettings) -> ConnectionDraft {
    ConnectionDraft {
        passkeys: account::PasskeyDraft::default(),
        providers: Vec::new(),
        name: "Typed".to_owned(),
        settings,
        redirect: RedirectWay::Scheme,
        dpop: false,
        also: Vec::new(),
        database: None,
    }
}

/// What is not plainly a host, or an address with TLS, does not become a connection; other scripts are shown as what
/// the network sees.
pub(super) fn typed_issuers() -> Findings {
    let mut findings = Findings::new();
    let client_id = || "client".to_owned();
    for domain in [
        "http://tenant.example",
        "tenant.example/path",
        "tenant.example?x=y",
        "tenant.example#x",
        "me@tenant.example",
        "me:pw@tenant.example",
        "tenant.example.",
        "tenánt.example",
        "аррӏе.example",
        "127.0.0.1",
        "[::1]",
        "2130706433",
        "tenant",
        "tenant..example",
        "tenant.example:443",
        "tenant.example\u{202e}",
        "ten ant.example",
        "",
    ] {
        let typed = draft(DraftSettings::Auth0 {
            domain: domain.to_owned(),
            client_id: client_id(),
        });
        let taken = typed.preset("typed", None);
        check(&mut findings, taken.is_err(), || {
            format!("{domain:?}: {taken:?}")
        });
    }
    for base_url in [
        "http://tenant.example",
        "https://tenant.example?x=y",
        "https://tenant.example#x",
        "https://me@tenant.example",
        "https://me:pw@tenant.example",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "tenant.example",
        "http://127.0.0.1.evil.example",
        "",
    ] {
        let typed = draft(DraftSettings::Auth0At {
            base_url: base_url.to_owned(),
            client_id: client_id(),
        });
        let taken = typed.preset("typed", None);
        check(&mut findings, taken.is_err(), || {
            format!("{base_url:?}: {taken:?}")
        });
    }
    let look_alike = draft(DraftSettings::Auth0At {
        base_url: "https://аррӏе.example".to_owned(),
        client_id: client_id(),
    });
    let host = look_alike.preset("typed", None).map(|it| it.host());
    let is_plain = host.as_ref().is_ok_and(|host| host.starts_with("xn--"));
    check(&mut findings, is_plain || host.is_err(), || {
        format!("{host:?}")
    });

    findings
}

/// A session needs no description of its provider.
pub(super) async fn gone_for_a_session() -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(Scene::Refresh).await;
    stage.server.set_trap(DOCUMENT, &[html(404)]);
    let reading = stage.world.accounts.refresh_profile(stage.account()).await;
    let is_fine = reading.is_ok_and(|it| it.error.is_none());
    expect(&mut findings, is_fine, true);
    let started = stage.world.accounts.start_sign_in(request(None)).await;
    let verdict = Outcome::of(started).verdict;
    expect(&mut findings, verdict, Verdict::NotThisProvider);

    findings
}

/// What was said when the sign-in began counts.
pub(super) async fn changed_meanwhile() -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(Scene::SignIn).await;
    let elsewhere = with("jwks_uri", "/elsewhere".into());
    stage.server.set_trap(DOCUMENT, &[elsewhere]);
    expect(&mut findings, stage.finish().await.verdict, Verdict::Fine);
    expect(&mut findings, asked(&stage, DOCUMENT), 0);
    expect(&mut findings, asked(&stage, JWKS), 1);

    findings
}

/// The keys are where the description says, and nowhere else.
pub(super) async fn moving_keys() -> Findings {
    let mut findings = Findings::new();
    let mut stage = Stage::prepared(Scene::SignIn).await;
    for path in ["/keys-1", "/keys-2"] {
        stage.world.accounts.cancel_sign_in(&id(AUTH0));
        let moved = spoil(move |reply| {
            let text = String::from_utf8_lossy(&reply.body).replace(JWKS, path);
            reply.body = text.into_bytes();
        });
        stage.server.set_trap(DOCUMENT, &[moved]);
        stage.server.add_trap(path, &[Play::At(JWKS)]);
        stage.world.start(None).await;
        stage.callback = Some(stage.world.come_back(&ADA).await);
        expect(&mut findings, stage.finish().await.verdict, Verdict::Fine);
        expect(&mut findings, asked(&stage, path), 1);
        expect(&mut findings, asked(&stage, JWKS), 0);
    }

    findings
}

/// Nothing is remembered of the keys of the time before.
pub(super) async fn rotated_between() -> Findings {
    let mut findings = Findings::new();
    let mut stage = Stage::prepared(Scene::SignIn).await;
    for _ in 0..3 {
        stage.server.set_trap(JWKS, &[]);
        expect(&mut findings, stage.finish().await.verdict, Verdict::Fine);
        expect(&mut findings, asked(&stage, JWKS), 1);
        stage.world.emulator.rotate_keys();
        stage.world.emulator.rotate_keys();
        stage.world.start(None).await;
        stage.callback = Some(stage.world.come_back(&ADA).await);
    }

    findings
}
