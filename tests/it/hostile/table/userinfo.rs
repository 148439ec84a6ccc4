//! UI: what is said about somebody who is signed in.

use serde_json::{Value, json};

use super::super::{
    nots::check,
    play::{CANARY, ELSEWHERE, HTML, Play, answer, edit, with, without},
    row::{
        Findings,
        Leaves::Renewed,
        Row,
        Verdict::{Fine, Status},
        each, in_turn, misconfigured, odd, own, row, shape,
    },
    stage::{Scene, Scene::Profile, Stage},
};

/// RFC 6750 §3.
fn refusal(status: u16, code: &str, more: &str) -> Play {
    answer(
        status,
        &format!("www-authenticate: Bearer error=\"{code}\"{more}\r\n"),
        "",
    )
}

fn jwt(text: &'static str) -> Play {
    answer(200, "content-type: application/jwt\r\n", text)
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhdXRoMHwxIn0.";
    let scopes = format!(", scope=\"{}\"", "read:all ".repeat(200));
    let elsewhere = json!({"_claim_names": {"address": "a"}, "_claim_sources": {"a": {"endpoint": ELSEWHERE, "access_token": CANARY}}});

    vec![
        row("UI01", "somebody else", Profile, each([with("sub", json!("auth0|somebody")), edit(|it| it["sub"] = json!(it["sub"].as_str().unwrap().to_uppercase()))]), odd("sub")),
        row("UI02", "nobody", Profile, each([without("sub"), with("sub", Value::Null), with("sub", json!("")), with("sub", json!(7))]), shape(".sub")),
        row("UI03", "a token that is not signed, or wrongly", Profile, each([jwt(unsigned), jwt("a.b.c")]), odd("NotJson")),
        row("UI04", "a page", Profile, each([answer(200, HTML, r#"{"sub":"auth0|1"}"#)]), odd("NotJson")),
        row("UI05", "the token is not good, once", Profile, in_turn([refusal(401, "invalid_token", ""), Play::Pass]), Fine).asks(2).also(&["/oauth/token"]),
        row("UI05", "the token is never good", Profile, each([refusal(401, "invalid_token", "")]), misconfigured("access_token_not_accepted")).asks(2).also(&["/oauth/token"]).leaves(Renewed),
        row("UI06", "the token is not good for this", Profile, each([refusal(403, "insufficient_scope", ""), refusal(403, "insufficient_scope", &scopes)]), Status(403)),
        row("UI07", "claims that are to be fetched elsewhere", Profile, each([edit(move |it| it.as_object_mut().unwrap().extend(elsewhere.as_object().unwrap().clone()))]), Fine),
        row("UI08", "the token is in its header, and nowhere else", Profile, each([Play::Pass]), Fine),
        own("UI09", "every claim of the usual scopes", || Box::pin(usual_claims())),
    ]
}

/// OpenID Connect Core §5.4.
async fn usual_claims() -> Findings {
    let mut findings = Findings::new();
    let stage = Stage::prepared(Scene::Profile).await;
    let told = json!({
        "name": "Ada L.", "preferred_username": "ada", "locale": "en-GB", "updated_at": "2026-01-02T03:04:05Z",
        "email": "ada@x.example", "email_verified": true, "phone_number": "+4930123456", "phone_number_verified": false,
        "address": {"formatted": "1 Street\nTown", "country": "GB"}, "zoneinfo": "Europe/London", "birthdate": "1815-12-10",
    });
    let members = told.clone();
    let play = edit(move |it| {
        let members = members.as_object().unwrap().clone();
        it.as_object_mut().unwrap().extend(members);
    });
    stage.server.set_trap(Profile.place(), &[play]);
    let reading = stage.world.accounts.refresh_profile(stage.account()).await;
    let profile = reading.unwrap().profile;
    let words = [
        (&profile.name, "Ada L."),
        (&profile.username, "ada"),
        (&profile.locale, "en-GB"),
        (&profile.updated_at, "2026-01-02T03:04:05Z"),
        (&profile.email, "ada@x.example"),
        (&profile.phone, "+4930123456"),
    ];
    for (is, wanted) in words {
        check(&mut findings, is.as_deref() == Some(wanted), || {
            format!("{is:?} instead of {wanted}")
        });
    }
    let flags = (profile.email_verified, profile.phone_verified);
    check(&mut findings, flags == (Some(true), Some(false)), || {
        format!("{flags:?}")
    });
    for name in told.as_object().unwrap().keys() {
        let is_there = profile.claims.iter().any(|it| it.name == *name);
        check(&mut findings, is_there, || format!("{name} is missing"));
    }

    findings
}
