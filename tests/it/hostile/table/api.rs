//! AP: what the APIs behind a session say.

use account::{FactorId, FactorKind, Refusal, StepUpReason};
use auth0::{
    MyAccountClient, Tenant,
    my_account::{MyAccountError, NewMethod},
};
use protocol::{
    base_url::BaseUrl,
    http::{CallError, Http, What},
    secret::AccessToken,
};
use serde_json::{Value, json as value};

use super::{
    super::{
        nots::{check, in_time},
        play::{CANARY, ELSEWHERE, JSON, Play, answer, edit, html, json, spoil},
        row::{
            Findings,
            Leaves::{AsToldByTheProvider, Renewed},
            OFFLINE, QUICK, Row,
            Verdict::{
                Fine, NotFound, RateLimited, Refused, SecondFactor, SignedOut, Status, StepUp,
            },
            each, in_turn, misconfigured, odd, own, row, shape,
        },
        stage::{
            Scene::{
                self, AddFactor, AddRecoveryCode, Factors, NhostSignIn, NhostUser, OneFactor,
                Profile, Remove, Rename,
            },
            Stage,
        },
    },
    token_reply::endless,
};

const METHODS: &str = "/me/v1/authentication-methods";
const ELSEWHERE_PLACE: &str = "location: {elsewhere}/me/v1/authentication-methods/a";
const CONNECTIONS: &str = "/me/v1/connected-accounts/connections";

/// RFC 9457, as the My Account API has it.
fn problem(status: u16, title: &str) -> Play {
    let body = value!({
        "type": format!("https://auth0.com/api-errors/A0E-{status}-0001"), "title": title, "status": status,
        "detail": CANARY, "validation_errors": null,
    });

    answer(
        status,
        "content-type: application/problem+json\r\n",
        body.to_string(),
    )
}

/// The real list with something done to its first factor.
fn first(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Play {
    edit(move |body| change(&mut body["authentication_methods"][0]))
}

fn first_with(member: &'static str, to: Value) -> Play {
    first(move |method| method[member] = to.clone())
}

fn first_without(member: &'static str) -> Play {
    first(move |method| {
        method.as_object_mut().unwrap().remove(member);
    })
}

fn with_location(line: &'static str) -> Play {
    spoil(move |reply| {
        let kept = reply
            .head
            .lines()
            .filter(|it| !it.to_ascii_lowercase().starts_with("location:"));
        reply.head = kept
            .chain([line])
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("\r\n");
    })
}

fn nhost(status: u16, error: &str) -> Play {
    json(
        status,
        value!({"error": error, "message": CANARY, "status": status}).to_string(),
    )
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    let many = value!({"authentication_methods": vec![value!({"id": "a", "type": "totp"}); 100_000]}).to_string();
    let trace = format!("{CANARY} at main.rs:1\n").repeat(20_000);
    let past = format!("{JSON}date: Sun, 06 Nov 1994 08:49:37 GMT\r\nx-ratelimit-reset: 784111700\r\n");
    let disagreeing = problem(404, "Not Found");
    let Play::Raw(disagreeing) = disagreeing else { unreachable!("a problem is an answer") };
    let disagreeing = String::from_utf8_lossy(&disagreeing).replace("\"status\":404", "\"status\":200").into_bytes();

    let mut rows = vec![
        row("AP01", "a factor without its id or type", Factors, each([first_without("id"), first_without("type")]), shape(".authentication_methods[0]")),
        own("AP02", "a type and members that nobody knows yet", || Box::pin(unknown_kind())),
        row("AP03", "a number where a text should be", Factors, each([first_with("id", value!(5)), first_with("type", value!([CANARY]))]), shape(".authentication_methods[0]")),
        row("AP04", "a list of 100,000, and one without an end", Factors, each([json(200, many), endless()]), odd("TooLarge")),
        own("AP04", "pages without an end, and pages that lead in circles", || Box::pin(endless_pages())),
        own("AP05", "a next page on another host", || Box::pin(page_elsewhere())),
        own("AP06", "an id that would leave its place in an address", || Box::pin(climbing_id())),
        row("AP06", "an id of 257 characters", Factors, each([first_with("id", value!("x".repeat(257)))]), shape(".authentication_methods[0]")),
        row("AP07", "an enrolment whose place is missing or elsewhere, but which says its id", AddFactor, each([with_location(""), with_location(ELSEWHERE_PLACE)]), Fine),
        own("AP07", "an enrolment whose only id is its place, which is missing or elsewhere", || Box::pin(no_place())),
        row("AP08", "nothing where a list should be", Factors, each([answer(204, "", ""), json(200, "")]), shape(".")),
        row("AP08", "a page where nothing should be", Remove, each([html(200)]), odd("NotJson")).asks(2),
        row("AP09", "the access token is refused once", Profile, in_turn([json(401, r#"{"error":"invalid_token"}"#), Play::Pass]), Fine).asks(2).also(&["/oauth/token"]),
        row("AP10", "the access token is refused for ever", Profile, each([json(401, r#"{"error":"invalid_token"}"#), html(401)]), misconfigured("access_token_not_accepted")).asks(2).also(&["/oauth/token"]).leaves(Renewed),
        row("AP11", "a scope is missing", AddFactor, each([problem(403, "Insufficient Scope")]), StepUp(StepUpReason::MissingPermission)),
        row("AP12", "a recent second factor is wanted", AddFactor, each([problem(403, "Unmet authentication requirements"), problem(401, "mfa_required")]), StepUp(StepUpReason::RecentSecondFactor)),
        row("AP12", "Nhost wants more than an anonymous account", NhostSignIn, each([nhost(403, "forbidden-anonymous")]), Refused(Refusal::AccessDenied)),
        row("AP13", "one factor that was removed elsewhere", OneFactor, each([problem(404, "Not Found"), html(404)]), NotFound).leaves(AsToldByTheProvider),
        row("AP13", "removing what was removed elsewhere", Remove, each([problem(404, "Not Found")]), Fine),
        row("AP14", "the provider does not let go of it", Remove, each([problem(409, "Conflict")]), Refused(Refusal::NotRemovable)),
        row("AP15", "too many reads", Factors, each([answer(429, "retry-after: 30\r\n", "")]), RateLimited(30)),
        row("AP15", "too many reads, until a moment that has passed", Factors, each([answer(429, &past, "{}")]), RateLimited(1)).asks(3),
        row("AP15", "too many reads, and nothing said", Factors, each([answer(429, "", "")]), RateLimited(10)).asks(2).within(16),
        row("AP15", "too many writes", AddFactor, each([answer(429, "retry-after: 30\r\n", ""), answer(429, "retry-after: 30\r\n", CANARY)]), RateLimited(30)),
        row("AP15", "too many writes, and nothing said", AddFactor, each([answer(429, "", "")]), RateLimited(10)),
        row("AP16", "a read fails for ever", Factors, each([html(500), answer(500, "", "")]), Status(500)).asks(3),
        row("AP16", "a read fails twice", Factors, in_turn([html(502), html(503), Play::Pass]), Fine).asks(3),
        row("AP17", "a change is carried out and its answer is lost", Rename, in_turn([Play::Lost, Play::Pass]), Fine).asks(2),
        row("AP17", "a removal is carried out and its answer is lost", Remove, in_turn([Play::Lost, Play::Pass]), Fine).asks(2),
        row("AP17", "a change fails: looked at, and not repeated", Rename, in_turn([html(500), Play::Pass]), Status(500)).asks(2),
        row("AP17", "a beginning fails: not repeated", AddFactor, each([html(500)]), Status(500)),
        row("AP17", "a beginning whose answer is lost: not repeated", AddFactor, each([Play::Lost, Play::Reset]), OFFLINE),
        row("AP18", "an answer about another factor", OneFactor, each([edit(|body| body["id"] = value!("totp|dev_other"))]), shape(".id")),
        row("AP18", "an answer about another factor, to a change", Rename, each([edit(|body| body["id"] = value!("totp|dev_other"))]), shape(".id")).asks(2),
        row("AP19", "a stack trace in an error", AddFactor, each([problem(500, &trace)]), odd("A0E-500-0001")),
        row("AP19", "an error of more than 1 MiB", AddFactor, each([problem(400, &CANARY.repeat(100_000))]), Refused(Refusal::NotOffered)),
        row("AP20", "a problem that says 200", OneFactor, each([Play::Raw(disagreeing)]), NotFound).leaves(AsToldByTheProvider),
        row("AP21", "a recovery code", AddRecoveryCode, each([edit(|body| body["recovery_code"] = value!(CANARY))]), Fine),
        row("AP22", "no session, but a ticket for a second factor", NhostSignIn, each([json(200, value!({"session": null, "mfa": {"ticket": format!("mfaTotp:{CANARY}")}}).to_string())]), SecondFactor),
        row("AP22", "neither session nor ticket", NhostSignIn, each([json(200, r#"{"session":null,"mfa":null}"#), json(200, "{}")]), shape("session")),
        row("AP22", "a session without a refresh token", NhostSignIn, each([edit(|body| {
            body["session"].as_object_mut().unwrap().remove("refreshToken");
        })]), shape(".session")),
        row("AP23", "a session of somebody else than it says", NhostUser, each([edit(|body| body["id"] = value!("00000000-0000-4000-8000-000000000000"))]), odd("sub")).also(&["/v1/signout"]),
        row("AP25", "moments that do not exist", Factors, each([first_with("created_at", value!("2016-12-31T23:59:60Z")), first_with("created_at", value!("2026-02-30T25:61:00")), first_with("created_at", value!("99999-01-01T00:00:00Z"))]), Fine),
        own("AP26", "a name with HTML, control and bidi characters", || Box::pin(odd_name())),
        row("AP27", "the access token in an error", AddFactor, each([Play::Echo(400)]), Refused(Refusal::NotOffered)),
        row("AP27", "the access token in an error", Profile, each([Play::Echo(400)]), misconfigured("invalid_request")),
    ];
    rows.extend(nhost_codes());

    rows
}

/// The words that mean something to a person; any other is kept for support.
const MEANINGS: [(&str, Refusal); 14] = [
    ("invalid-email-password", Refusal::WrongEmailOrPassword),
    ("invalid-request", Refusal::WrongEmailOrPassword),
    ("unverified-user", Refusal::EmailNotVerified),
    ("disabled-user", Refusal::AccountDisabled),
    ("signup-disabled", Refusal::SignUpClosed),
    ("email-already-in-use", Refusal::EmailTaken),
    ("password-too-short", Refusal::PasswordTooShort),
    ("password-in-hibp-database", Refusal::PasswordLeaked),
    ("invalid-refresh-token", Refusal::Expired),
    ("invalid-ticket", Refusal::Expired),
    ("forbidden-anonymous", Refusal::AccessDenied),
    ("email-already-verified", Refusal::AlreadyVerified),
    ("invalid-totp", Refusal::WrongCode),
    ("totp-already-active", Refusal::AuthenticatorActive),
];

const CODES: [&str; 31] = [
    "default-role-must-be-in-allowed-roles",
    "disabled-endpoint",
    "disabled-user",
    "email-already-in-use",
    "email-already-verified",
    "forbidden-anonymous",
    "internal-server-error",
    "invalid-email-password",
    "invalid-request",
    "locale-not-allowed",
    "password-too-short",
    "password-in-hibp-database",
    "redirectTo-not-allowed",
    "role-not-allowed",
    "signup-disabled",
    "unverified-user",
    "user-not-anonymous",
    "invalid-pat",
    "invalid-refresh-token",
    "invalid-ticket",
    "disabled-mfa-totp",
    "no-totp-secret",
    "invalid-totp",
    "mfa-type-not-found",
    "totp-already-active",
    "invalid-state",
    "oauth-token-echange-failed",
    "oauth-profile-fetch-failed",
    "oauth-provider-error",
    "invalid-otp",
    "cannot-send-sms",
];

fn nhost_codes() -> Vec<Row> {
    let known = CODES.map(|code| {
        let meaning = MEANINGS.iter().find(|(known, _)| *known == code);
        let verdict = meaning.map_or(misconfigured(code), |(_, refusal)| Refused(*refusal));

        row(
            "AP24",
            "one of Nhost's error codes",
            NhostSignIn,
            each([nhost(400, code)]),
            verdict,
        )
    });
    let long = "new-".repeat(40);
    let unknown = row(
        "AP24",
        "a code that nobody knows",
        NhostSignIn,
        each([nhost(400, &long)]),
        misconfigured(&long[..64]),
    );
    let conflict = row(
        "AP14",
        "there is an authenticator app already",
        NhostSignIn,
        each([nhost(400, "totp-already-active")]),
        Refused(Refusal::AuthenticatorActive),
    );
    let unauthorized = row(
        "AP24",
        "no session",
        NhostSignIn,
        each([nhost(401, "unauthorized")]),
        SignedOut,
    );

    known
        .into_iter()
        .chain([unknown, conflict, unauthorized])
        .collect()
}

/// Shown as what it is called, with all that is known of it.
async fn unknown_kind() -> Findings {
    let stage = Stage::prepared(Factors).await;
    let odd = first(|method| {
        method["type"] = value!("iris-scan");
        method["eyes"] = value!(["left", {"colour": 7}]);
    });
    stage.server.set_trap(METHODS, &[odd]);
    let reading = stage.world.accounts.refresh_factors(stage.account()).await;
    let mut findings = Findings::new();
    let is_shown = reading.as_ref().is_ok_and(|reading| {
        let other = FactorKind::Other("iris-scan".to_owned());
        reading.error.is_none() && reading.factors.iter().any(|it| it.kind == other)
    });
    check(&mut findings, is_shown, || format!("{reading:?}"));

    findings
}

/// Text and nothing else, on one line and in one direction.
async fn odd_name() -> Findings {
    let stage = Stage::prepared(Scene::Rename).await;
    let name = "<img src=x onerror=alert(1)>\u{202e}a\u{0}\r\nb\u{1b}[31m";
    let odd = edit(move |body| {
        for method in body["authentication_methods"].as_array_mut().unwrap() {
            method["name"] = value!(name);
        }
    });
    stage.server.set_trap(METHODS, &[odd]);
    let reading = stage
        .world
        .accounts
        .refresh_factors(stage.account())
        .await
        .unwrap();
    let mut findings = Findings::new();
    let names: Vec<_> = reading
        .factors
        .iter()
        .filter_map(|it| it.name.as_deref())
        .collect();
    check(&mut findings, !names.is_empty(), || {
        "no factor has a name".to_owned()
    });
    for name in names {
        let is_clean = !name.chars().any(|it| it.is_control() || it == '\u{202e}');
        check(&mut findings, is_clean && name.contains("<img"), || {
            format!("{name:?}")
        });
    }

    findings
}

/// One segment of the address, whatever is in it.
async fn climbing_id() -> Findings {
    let mut findings = Findings::new();
    for (id, segment) in [
        ("../../oauth/token", "..%2F..%2Foauth%2Ftoken"),
        ("a%2f..%2fb", "a%252f..%252fb"),
        ("a?b#c", "a%3Fb%23c"),
    ] {
        let stage = Stage::prepared(Factors).await;
        stage
            .server
            .set_trap(METHODS, &[first_with("id", value!(id)), Play::Pass]);
        let accounts = &stage.world.accounts;
        accounts.refresh_factors(stage.account()).await.unwrap();
        let id = FactorId::new(id.to_owned());
        let _refused = accounts.remove_factor(stage.account(), &id, None).await;
        let asked = stage.server.asked();
        let last = asked.last().map(|it| it.path.clone()).unwrap_or_default();
        check(
            &mut findings,
            last == format!("{METHODS}/{segment}"),
            || last.clone(),
        );
    }

    findings
}

/// A passkey is told nowhere else.
async fn no_place() -> Findings {
    let mut findings = Findings::new();
    let new = NewMethod::Passkey {
        connection: None,
        identity_user_id: None,
    };
    for line in ["", "location: ", ELSEWHERE_PLACE] {
        let (stage, client, token) = listing(&[]).await;
        stage.server.set_trap(METHODS, &[with_location(line)]);
        let started = client.authentication_methods().create(&token, &new).await;
        let place = What::Shape {
            path: "Location".to_owned(),
        };
        let is_refused = matches!(&started, Err(CallError::Unexpected(it)) if it.what == place);
        check(&mut findings, is_refused, || format!("{line}: {started:?}"));
        check(&mut findings, stage.server.sent_elsewhere() == 0, || {
            "N3: somebody else was asked".to_owned()
        });
    }

    findings
}

/// The client that the app will list connections with, and a token that it used.
async fn listing(plays: &[Play]) -> (Stage, MyAccountClient, AccessToken) {
    let stage = Stage::prepared(Factors).await;
    stage.server.set_trap(CONNECTIONS, plays);
    stage
        .world
        .accounts
        .refresh_factors(stage.account())
        .await
        .unwrap();
    let asked = stage.server.asked();
    let token = asked
        .iter()
        .find_map(|it| it.authorization.clone())
        .unwrap();
    let token = AccessToken::new(token.split_once(' ').unwrap().1);
    let base = BaseUrl::parse(&stage.server.origin()).unwrap();
    let client = MyAccountClient::new(Http::new("tests").unwrap(), Tenant::at(base));
    stage.server.set_trap(CONNECTIONS, plays);

    (stage, client, token)
}

async fn last_page(client: &MyAccountClient, token: &AccessToken) -> Result<(), MyAccountError> {
    let accounts = client.connected_accounts();
    let connections = accounts.connections();
    let mut pages = connections.pages(token, None);
    while pages.next_page().await?.is_some() {}

    Ok(())
}

async fn endless_pages() -> Findings {
    let mut findings = Findings::new();
    let circle = json(200, r#"{"connections":[],"next":"same"}"#);
    let numbers =
        (0..60).map(|number| json(200, format!("{{\"connections\":[],\"next\":\"{number}\"}}")));
    for (plays, pages) in [(vec![circle], 2), (numbers.collect(), 50)] {
        let (stage, client, token) = listing(&plays).await;
        let end = match in_time(QUICK, last_page(&client, &token)).await {
            Ok(end) => end,
            Err(stuck) => return vec![stuck],
        };
        let is_too_large =
            matches!(&end, Err(CallError::Unexpected(it)) if it.what == What::TooLarge);
        check(&mut findings, is_too_large, || format!("{end:?}"));
        let asked = stage.server.asked().len();
        check(&mut findings, asked == pages, || {
            format!("N3: {asked} pages instead of {pages}")
        });
    }

    findings
}

/// A cursor is no address: it goes back to where it came from, and nowhere else.
async fn page_elsewhere() -> Findings {
    let elsewhere = edit(|body| body["next"] = value!(format!("{ELSEWHERE}/next")));
    let last = json(200, r#"{"connections":[]}"#);
    let (stage, client, token) = listing(&[elsewhere, last]).await;
    let end = last_page(&client, &token).await;
    let mut findings = Findings::new();
    check(&mut findings, end.is_ok(), || format!("{end:?}"));
    check(&mut findings, stage.server.sent_elsewhere() == 0, || {
        "N3: somebody else was asked".to_owned()
    });
    check(&mut findings, stage.server.asked().len() == 2, || {
        "N3: the page was asked for somewhere else".to_owned()
    });

    findings
}
