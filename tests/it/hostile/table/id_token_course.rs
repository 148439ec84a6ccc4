//! ID: rows that are about more than one token.

use std::time::{Duration, UNIX_EPOCH};

use account::{AccountId, AccountState, Purpose, SignInPhase, StartSignIn, StepUpReason};
use emulator::{ADA, BOB, NOOR};
use protocol::{
    id_token::{Algorithm, Expected, verify},
    jwks::KeySet,
    secret::IdToken,
};
use serde_json::{Value, json};

use super::super::{
    forge::{claim, header, public, signed, token, without_claim},
    nots::check,
    play::{Play, edit},
    row::{Findings, Verdict},
    stage::{Outcome, Scene, Stage},
};
use crate::support::{AUTH0, id, request};

const TOKEN: &str = "/oauth/token";
const REVOKE: &str = "/oauth/revoke";

/// The browser is back, and this comes for the code.
async fn ends_with(stage: &Stage, play: Play) -> Verdict {
    stage.server.set_trap(TOKEN, &[play]);

    stage.finish().await.verdict
}

fn asked(stage: &Stage, path: &str) -> usize {
    let asked = stage.server.asked();

    asked.iter().filter(|it| it.path == path).count()
}

fn expect<T: PartialEq + std::fmt::Debug>(findings: &mut Findings, what: T, wanted: T) {
    check(findings, what == wanted, || {
        format!("{what:?} instead of {wanted:?}")
    });
}

/// The session lasts as long as the reply says, whatever stands in the token.
pub(super) async fn far_end() -> Findings {
    const LAST_SECOND: u64 = 253_402_300_799;
    let mut findings = Findings::new();
    let stage = Stage::prepared(Scene::SignIn).await;
    let far = claim("exp", json!(LAST_SECOND));
    expect(&mut findings, ends_with(&stage, far).await, Verdict::Fine);
    stage.server.set_trap(TOKEN, &[]);
    stage.world.advance(Duration::from_secs(2 * 24 * 3_600));
    let account = stage.world.state().accounts[0].id.clone();
    let reading = stage.world.accounts.refresh_profile(&account).await;
    expect(
        &mut findings,
        reading.is_ok_and(|it| it.error.is_none()),
        true,
    );
    expect(&mut findings, asked(&stage, TOKEN), 1);

    findings
}

pub(super) async fn earlier_nonce() -> Findings {
    let mut findings = Findings::new();
    let mut stage = Stage::prepared(Scene::SignIn).await;
    let address = stage.world.browser.last();
    let nonce = address.split("nonce=").nth(1).unwrap();
    let nonce = nonce.split('&').next().unwrap().to_owned();
    stage.world.start(None).await;
    stage.callback = Some(stage.world.come_back(&ADA).await);
    let verdict = ends_with(&stage, claim("nonce", json!(nonce))).await;
    expect(&mut findings, verdict, Verdict::IdToken("nonce"));

    findings
}

/// By its type where it has one (RFC 9068), and else by whom it is for.
pub(super) async fn access_token() -> Findings {
    let mut findings = Findings::new();
    for (is_typed, rules) in [(true, &["typ"][..]), (false, &["aud", "shape"])] {
        let stage = Stage::prepared(Scene::SignIn).await;
        stage
            .world
            .emulator
            .change(|settings| settings.auth0.rfc9068_profile = is_typed);
        let mixed_up = edit(|body| body["id_token"] = body["access_token"].clone());
        let verdict = ends_with(&stage, mixed_up).await;
        let is_refused = rules.iter().any(|rule| verdict == Verdict::IdToken(rule));
        check(&mut findings, is_refused, || format!("{verdict:?}"));
    }

    findings
}

/// Somebody is signed in and has just come home from proving more.
async fn proving() -> (Stage, AccountId) {
    let mut stage = Stage::prepared(Scene::SignIn).await;
    stage.world.accounts.cancel_sign_in(&id(AUTH0));
    let account = stage.world.sign_in(&NOOR).await;
    let step_up = StartSignIn {
        purpose: Purpose::StepUp(StepUpReason::RecentSecondFactor),
        ..request(Some(account.clone()))
    };
    stage.world.accounts.start_sign_in(step_up).await.unwrap();
    let (address, emulator) = (stage.world.browser.last(), &stage.world.emulator);
    let code = emulator.totp_code(NOOR.email).unwrap();
    let mut visitor = emulator.visitor();
    let callback = visitor.sign_in_with_code(&address, NOOR.email, NOOR.password, &code);
    stage.callback = Some(callback.await.unwrap());

    (stage, account)
}

/// The session is as before, and the one that came is given back.
async fn unproven(play: Play, wanted: &[Verdict]) -> Findings {
    let mut findings = Findings::new();
    let (stage, account) = proving().await;
    let before = stage.world.vault.items();
    let verdict = ends_with(&stage, play).await;
    check(&mut findings, wanted.contains(&verdict), || {
        format!("{verdict:?} instead of {wanted:?}")
    });
    expect(&mut findings, stage.world.vault.items(), before);
    let state = stage.world.state_of(&account);
    expect(&mut findings, state, AccountState::SignedIn);
    expect(&mut findings, asked(&stage, REVOKE), 1);

    findings
}

pub(super) async fn weak_proof() -> Findings {
    let old = token(|_, claims| {
        let issued = claims["iat"].as_u64().unwrap();
        claims["auth_time"] = json!(issued - 3_600);
    });
    let did_not_help = account::Error::StepUpDidNotHelp(StepUpReason::RecentSecondFactor);
    let weak = [Verdict::of(&did_not_help)];
    let mut findings = unproven(old, &[Verdict::IdToken("auth_time")]).await;
    findings.extend(unproven(claim("amr", json!(["pwd"])), &weak).await);
    findings.extend(unproven(claim("amr", json!("mfa")), &weak).await);

    findings
}

pub(super) async fn undated_proof() -> Findings {
    unproven(without_claim("auth_time"), &[Verdict::IdToken("auth_time")]).await
}

pub(super) async fn somebody_else() -> Findings {
    let mut findings = Findings::new();
    let mut stage = Stage::prepared(Scene::Profile).await;
    let account = stage.account().clone();
    let before = stage.world.vault.items();
    for person in [&ADA, &BOB] {
        stage.world.start(Some(account.clone())).await;
        stage.callback = Some(stage.world.come_back(person).await);
        let _other = ends_with(&stage, claim("sub", json!("auth0|somebody"))).await;
        let phase = stage.world.phase();
        let is_told = matches!(phase, SignInPhase::WrongAccount { .. });
        check(&mut findings, is_told, || format!("{phase:?}"));
        expect(&mut findings, stage.world.vault.items(), before.clone());
        expect(&mut findings, asked(&stage, REVOKE), 1);
        stage.world.accounts.cancel_sign_in(&id(AUTH0));
    }
    let reading = stage.world.accounts.refresh_profile(&account).await;
    expect(
        &mut findings,
        reading.is_ok_and(|it| it.error.is_none()),
        true,
    );

    findings
}

/// A subject means something only together with who speaks of it.
pub(super) async fn same_subject() -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(Scene::SignIn).await;
    let nhost = stage.world.sign_in_nhost(&ADA).await;
    let reading = stage.world.accounts.profile(&nhost).await.unwrap();
    let same = claim("sub", json!(reading.profile.subject));
    expect(&mut findings, ends_with(&stage, same).await, Verdict::Fine);
    let accounts = stage.world.state().accounts;
    expect(&mut findings, accounts.len(), 2);
    check(&mut findings, accounts[0].id != accounts[1].id, || {
        "one account for both".to_owned()
    });
    expect(&mut findings, stage.world.vault.items().len(), 2);

    findings
}

pub(super) async fn odd_claims() -> Findings {
    const LONGEST: usize = 256;
    let mut findings = Findings::new();
    for picture in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let stage = Stage::prepared(Scene::SignIn).await;
        let odd = token(move |_, claims| {
            let name = format!(
                "<img src=x onerror=alert(1)>\u{202e}\r\n{}",
                "n".repeat(4_000)
            );
            claims["name"] = json!(name);
            claims["email"] = json!(format!("{}@x.example", "e".repeat(4_000)));
            claims["picture"] = json!(picture);
        });
        expect(&mut findings, ends_with(&stage, odd).await, Verdict::Fine);
        let status = stage.world.state().accounts[0].clone();
        let name = status.name.unwrap_or_default();
        let is_plain = |text: &str| {
            text.len() <= LONGEST && !text.contains(|it: char| it.is_control() || it == '\u{202e}')
        };
        let is_shown = name.starts_with("<img src=x onerror=alert(1)>n") && is_plain(&name);
        check(&mut findings, is_shown, || format!("{name:?}"));
        let email = status.email.unwrap_or_default();
        check(&mut findings, is_plain(&email), || format!("{email:?}"));
        let shown = stage.world.accounts.picture(&status.id).await;
        check(&mut findings, matches!(shown, Ok(None)), || {
            "the picture was shown".to_owned()
        });
    }

    findings
}

/// Where the tokens point to is never looked at.
pub(super) async fn keys_elsewhere() -> Findings {
    let mut findings = Findings::new();
    for member in ["jku", "x5u", "jwk"] {
        let stage = Stage::prepared(Scene::SignIn).await;
        let place = format!("{}/keys", stage.server.elsewhere());
        let value = match member {
            "jwk" => json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"}),
            _ => json!(place),
        };
        let Outcome { verdict, .. } = {
            stage.server.set_trap(TOKEN, &[header(member, value)]);
            stage.finish().await
        };
        expect(&mut findings, verdict, Verdict::Fine);
        expect(&mut findings, stage.server.sent_elsewhere(), 0);
    }

    findings
}

/// The app asks for no organization; whoever does with the same rules is told when the answer is another.
pub(super) fn organization() -> Findings {
    const NOW: u64 = 1_800_000_000;
    const ISSUER: &str = "https://tenant.example/";
    let keys = json!({"keys": [public()]}).to_string();
    let keys = KeySet::parse(keys.as_bytes()).unwrap();
    let rule = |organization: &str, member: &str, value: Value| {
        let mut claims = json!({
            "iss": ISSUER, "sub": "auth0|1", "aud": "client", "iat": NOW, "exp": NOW + 60,
        });
        claims[member] = value;
        let header = json!({"alg": "RS256", "typ": "JWT"});
        let token = IdToken::new(signed(&header, claims.to_string()));
        let expected = Expected {
            organization: Some(organization),
            ..Expected::new(ISSUER, "client", &[Algorithm::Rs256])
        };
        let now = UNIX_EPOCH + Duration::from_secs(NOW);

        verify(&token, &keys, &expected, now)
            .err()
            .map(|it| it.rule())
    };
    let mut findings = Findings::new();
    for (asked, member, value, wanted) in [
        ("org_1", "org_id", json!("org_1"), None),
        ("Bakery", "org_name", json!("bakery"), None),
        ("org_1", "org_id", json!("org_2"), Some("org")),
        ("org_1", "org_id", json!("ORG_1"), Some("org")),
        ("org_1", "org_name", json!("org_1"), Some("org")),
        ("org_1", "name", json!("x"), Some("org")),
        ("Bakery", "org_id", json!("bakery"), Some("org")),
        ("Bakery", "org_name", json!("bakery-2"), Some("org")),
        ("org_1", "org_id", json!(["org_1"]), Some("shape")),
    ] {
        expect(&mut findings, rule(asked, member, value), wanted);
    }

    findings
}
