//! RF: what a token endpoint says to a refresh token, and a revocation endpoint to a sign-out.

use std::sync::Arc;

use account::AccountState;
use serde_json::json as value;

use super::super::{
    forge::{claim, without_claim},
    nots::{check, in_time},
    play::{CANARY, JSON, Play, answer, html, json, with, without},
    row::{
        Findings,
        Leaves::{NoSession, SameToken},
        OFFLINE, QUICK, Row,
        Verdict::{self, Fine, IdToken, NotRevoked, RateLimited, SignedOut, Status},
        each, in_turn, misconfigured, odd, own, row, shape,
    },
    stage::{
        Scene::{self, NhostRefresh, Refresh, SignOut},
        Stage,
    },
};

fn refusal(status: u16, code: &str) -> Play {
    json(
        status,
        value!({"error": code, "error_description": CANARY}).to_string(),
    )
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let tokens = |refresh: &str| json(200, value!({
        "access_token": CANARY, "token_type": "Bearer", "expires_in": 60, "refresh_token": refresh,
    }).to_string());
    let later = |status| answer(status, &format!("{JSON}retry-after: 1\r\n"), "{}");

    vec![
        own("RF01", "a new refresh token is in the vault before the access token is used", || Box::pin(saved_first())),
        row("RF02", "no new refresh token", Refresh, each([without("refresh_token")]), Fine).leaves(SameToken),
        row("RF03", "an empty refresh token", Refresh, each([tokens("")]), shape(".refresh_token")).asks(3),
        own("RF04", "refused, and another process has saved a newer token", || Box::pin(overtaken())),
        row("RF05", "refused, and the vault has this very token", Refresh, each([refusal(400, "invalid_grant"), refusal(403, "invalid_grant")]), SignedOut).leaves(NoSession),
        row("RF06", "the request is not understood", Refresh, each([refusal(400, "invalid_request")]), misconfigured("invalid_request")),
        row("RF06", "the client is not known", Refresh, each([refusal(401, "invalid_client")]), misconfigured("invalid_client")),
        row("RF06", "the client may not", Refresh, each([refusal(400, "unsupported_grant_type")]), misconfigured("unsupported_grant_type")),
        row("RF07", "a page of a proxy: 401", Refresh, each([html(401)]), Status(401)),
        row("RF07", "a page of a proxy: 403", Refresh, each([html(403)]), Status(403)),
        row("RF08", "the server fails for ever", Refresh, each([html(500), json(500, "{}")]), Status(500)).asks(3),
        row("RF08", "the connection ends for ever", Refresh, each([Play::Close, Play::Reset]), OFFLINE).asks(3),
        row("RF08", "the connection ends once", Refresh, in_turn([Play::Close, Play::Pass]), Fine).asks(2),
        row("RF08", "silence, then an answer", Refresh, in_turn([Play::Hold(Vec::new()), Play::Pass]), Fine).asks(2).within(22),
        row("RF09", "too many requests", Refresh, each([answer(429, "retry-after: 7\r\n", "")]), RateLimited(7)),
        own("RF09", "too many requests, and twenty who wait", || Box::pin(crowd())),
        row("RF10", "a success that cannot be read", Refresh, each([json(200, r#"{"token_type":"Bearer"}"#)]), shape(".access_token")).asks(3),
        row("RF10", "a success that is no JSON", Refresh, each([json(200, CANARY)]), shape(".")).asks(3),
        row("RF11", "an ID token of another issuer", Refresh, each([claim("iss", value!("https://other.example/"))]), IdToken("iss")).also(&["/oauth/revoke"]).leaves(NoSession),
        row("RF12", "an ID token of somebody else", Refresh, each([claim("sub", value!("auth0|somebody"))]), IdToken("sub-changed")).also(&["/oauth/revoke"]).leaves(NoSession),
        row("RF13", "an ID token for another client", Refresh, each([claim("aud", value!("other"))]), IdToken("aud")).also(&["/oauth/revoke"]).leaves(NoSession),
        row("RF14", "an ID token with another nonce", Refresh, each([claim("nonce", value!(CANARY))]), IdToken("nonce")).also(&["/oauth/revoke"]).leaves(NoSession),
        row("RF14", "an ID token without a nonce", Refresh, each([without_claim("nonce")]), Fine),
        row("RF15", "a newer time of authentication", Refresh, each([claim("auth_time", value!(4_000_000_000_u64))]), Fine),
        row("RF16", "no ID token", Refresh, each([without("id_token")]), Fine),
        row("RF17", "fewer scopes", Refresh, each([with("scope", value!("openid"))]), Fine),
        own("RF19", "the vault does not take the new token", || Box::pin(unsaved())),
        row("RF20", "all as it should be", Refresh, each([Play::Pass]), Fine),
        row("RF20", "all as it should be, at Nhost", NhostRefresh, each([Play::Pass]), Fine),
        row("RF05", "refused by Nhost", NhostRefresh, each([json(401, r#"{"error":"invalid-refresh-token","message":"x","status":401}"#)]), SignedOut).leaves(NoSession),
        own("RF21", "sign-out while a refresh is under way", || Box::pin(signed_out_meanwhile())),
        row("RF22", "the revocation is heard", SignOut, each([json(200, ""), Play::Pass]), Fine).leaves(NoSession),
        row("RF22", "the revocation is refused", SignOut, each([refusal(400, "unsupported_token_type"), html(502)]), NotRevoked).leaves(NoSession),
        row("RF22", "the revocation is to come later", SignOut, each([later(503)]), NotRevoked).asks(2).leaves(NoSession),
        row("RF22", "the revocation is heard the second time", SignOut, in_turn([later(503), Play::Pass]), Fine).asks(2).leaves(NoSession),
        row("RF22", "the revocation is not answered", SignOut, each([Play::Close, Play::Reset]), NotRevoked).asks(2).leaves(NoSession),
        row("RF22", "the revocation is met with silence", SignOut, each([Play::Hold(Vec::new())]), NotRevoked).within(20).leaves(NoSession),
        row("RF07", "a captive network instead of the token endpoint", Refresh, each([html(200)]), odd("NotJson")).asks(3),
    ]
}

/// When the access token is first used, what is in the vault is not what was there before.
async fn saved_first() -> Findings {
    let scene = Scene::Refresh;
    let stage = Stage::prepared(scene).await;
    let before = stage.world.vault.items();
    let vault = Arc::clone(&stage.world.vault);
    let is_saved = Arc::new(std::sync::Mutex::new(None));
    let seen = Arc::clone(&is_saved);
    let look = Play::Edit(Arc::new(move |_| {
        *seen.lock().unwrap() = Some(vault.items() != before)
    }));
    stage.server.set_trap("/userinfo", &[look]);
    let outcome = stage.act(scene).await;
    let mut findings = Findings::new();
    check(&mut findings, outcome.verdict == Fine, || {
        format!("{:?}", outcome.verdict)
    });
    let is_saved = *is_saved.lock().unwrap();
    check(&mut findings, is_saved == Some(true), || {
        "the access token was used first".to_owned()
    });

    findings
}

/// While the provider refuses our token, another process saves the one that it got.
async fn overtaken() -> Findings {
    let scene = Scene::Refresh;
    let stage = Stage::prepared(scene).await;
    let old = stage.world.vault.items();
    let other = stage.world.restarted().await;
    other.refresh_profile(stage.account()).await.unwrap();
    let newer = stage.world.vault.items();
    let put = |items: &std::collections::BTreeMap<String, String>| {
        for (name, item) in items {
            stage.world.vault.put(name, item);
        }
    };
    put(&old);
    let vault = Arc::clone(&stage.world.vault);
    let refuse = Play::Edit(Arc::new(move |reply| {
        for (name, item) in &newer {
            vault.put(name, item);
        }
        reply.head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json".to_owned();
        reply.body = br#"{"error":"invalid_grant"}"#.to_vec();
    }));
    // The real answer to a spent token would end the family: it is asked something harmless instead.
    stage.server.set_trap(scene.place(), &[refuse, Play::Pass]);
    stage
        .world
        .emulator
        .change(|settings| settings.auth0.rotation_overlap_secs = 7 * 24 * 3_600);
    let outcome = stage.act(scene).await;
    let mut findings = Findings::new();
    check(&mut findings, outcome.verdict == Fine, || {
        format!("{:?}", outcome.verdict)
    });
    let asked = stage
        .server
        .asked()
        .iter()
        .filter(|it| it.path == scene.place())
        .count();
    check(&mut findings, asked == 2, || {
        format!("N3: {asked} requests instead of 2")
    });
    let state = stage.world.state_of(stage.account());
    check(&mut findings, state == AccountState::SignedIn, || {
        format!("{state:?}")
    });

    findings
}

/// Whoever waits gets the same answer, and nobody asks again.
async fn crowd() -> Findings {
    let scene = Scene::Refresh;
    let stage = Stage::prepared(scene).await;
    let limited = answer(429, "retry-after: 7\r\n", "");
    stage.server.set_trap(scene.place(), &[limited]);
    let mut callers = Vec::new();
    for _ in 0..20 {
        let (accounts, account) = (stage.world.accounts.clone(), stage.account().clone());
        callers.push(tokio::spawn(async move {
            accounts.refresh_profile(&account).await
        }));
    }
    let mut findings = Findings::new();
    for caller in callers {
        let reading = match in_time(QUICK, caller).await {
            Ok(reading) => reading.unwrap().unwrap(),
            Err(stuck) => return vec![stuck],
        };
        let verdict = reading.error.as_ref().map(Verdict::of);
        let is_same = matches!(verdict, Some(RateLimited(1..=7)));
        check(&mut findings, is_same, || format!("{verdict:?}"));
    }
    let asked = stage.server.asked().len();
    check(&mut findings, asked == 1, || {
        format!("N3: {asked} requests instead of 1")
    });

    findings
}

/// The session goes on from memory, says so, and is saved as soon as the vault takes it.
async fn unsaved() -> Findings {
    let scene = Scene::Refresh;
    let stage = Stage::prepared(scene).await;
    let before = stage.world.vault.items();
    stage.world.vault.refuse_writes(1);
    let outcome = stage.act(scene).await;
    let mut findings = Findings::new();
    check(&mut findings, outcome.verdict == Fine, || {
        format!("{:?}", outcome.verdict)
    });
    let state = stage.world.state_of(stage.account());
    check(&mut findings, state == AccountState::Unsaved, || {
        format!("{state:?}")
    });
    stage.world.accounts.check_vault().await.unwrap();
    let state = stage.world.state_of(stage.account());
    check(&mut findings, state == AccountState::SignedIn, || {
        format!("{state:?}")
    });
    check(&mut findings, stage.world.vault.items() != before, || {
        "the new token was never saved".to_owned()
    });

    findings
}

/// What the refresh brings is given back, and nothing of it stays.
async fn signed_out_meanwhile() -> Findings {
    let scene = Scene::Refresh;
    let stage = Stage::prepared(scene).await;
    let slow = Play::Edit(Arc::new(|_| {
        std::thread::sleep(std::time::Duration::from_millis(300))
    }));
    stage.server.set_trap(scene.place(), &[slow]);
    let (accounts, account) = (stage.world.accounts.clone(), stage.account().clone());
    let reading = tokio::spawn(async move { accounts.refresh_profile(&account).await });
    while stage.server.asked().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let signed_out = stage
        .world
        .accounts
        .sign_out(stage.account())
        .await
        .unwrap();
    let mut findings = Findings::new();
    let _read = reading.await.unwrap();
    check(&mut findings, signed_out.revoked, || {
        "it was not revoked".to_owned()
    });
    check(&mut findings, stage.world.vault.items().is_empty(), || {
        "N2: something was saved after the sign-out".to_owned()
    });
    check(
        &mut findings,
        stage.world.state().accounts.is_empty(),
        || "the account is still there".to_owned(),
    );
    // Nobody can go on with what the refresh brought.
    let alive = stage.world.emulator.revoke_person(emulator::ADA.email);
    check(&mut findings, alive == 0, || {
        format!("{alive} sessions are left at the provider")
    });

    findings
}
