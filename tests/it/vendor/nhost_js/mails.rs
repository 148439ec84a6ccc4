use emulator::{ADA, BOB, Emulator};
use nhost::Ticket;
use protocol::{
    Url,
    secret::{CodeVerifier, Secret as _},
};
use serde_json::json;

use super::{
    HOME, Project,
    given::{asked, in_link, in_query, post},
};
use crate::vendor::{
    ours::Ours,
    outcome::Expected::{Answer, Refusal, Text, Tokens},
};

const VERIFIER: [u8; 32] = [7; 32];

/// Mails with links, and where these lead.
pub(super) async fn rows(project: &mut Project) {
    let call = "sendVerificationEmail";
    let about = |email: &str| asked(json!({ "email": email }));
    project
        .both(call, about(BOB.email), Answer("OK".into()))
        .await;
    let verified = Refusal(400, "email-already-verified");
    project.both(call, about(ADA.email), verified).await;
    let unknown = Refusal(401, "invalid-email-password");
    project
        .both(call, about("nobody@example.com"), unknown)
        .await;

    ticket_url(project).await;
    if project.is_newest() {
        exchange(project).await;
    } else {
        redirected_token(project).await;
    }
}

/// Both make the same address of a ticket.
async fn ticket_url(project: &mut Project) {
    let call = "verifyTicketURL";
    let ticket = "passwordlessEmail:00000000-0000-4000-8000-000000000000";
    let given = json!({ "ticket": ticket, "redirectTo": HOME });
    let arguments = async |_: &Emulator| json!({ "given": [given] });
    let theirs = project.vendor(call, arguments, Text).await.text();
    let ours = Ours::new(&project.world.emulator).auth;
    let ours = ours.verify_ticket_url(&Ticket::new(ticket), HOME, None);

    assert_eq!(parts(&theirs), parts(ours.expose()));
}

/// A server of the reference puts a refresh token into the address that a browser comes back to.
async fn redirected_token(project: &mut Project) {
    let followed = async |emulator: &Emulator| {
        let home = follow(emulator, None).await;
        json!({ "given": [{ "refreshToken": in_query(&home, "refreshToken") }] })
    };
    project
        .both("refreshToken", followed, Tokens(ADA.email))
        .await;
}

/// A newer one a code, which is good for who holds the verifier.
async fn exchange(project: &mut Project) {
    let call = "tokenExchange";
    let with = |verifier: [u8; 32]| {
        async move |emulator: &Emulator| {
            let challenge = CodeVerifier::from_random(VERIFIER).challenge();
            let home = follow(emulator, Some(&challenge)).await;
            json!({ "given": [{
                "code": in_query(&home, "code"),
                "codeVerifier": CodeVerifier::from_random(verifier).expose(),
            }]})
        }
    };
    project.both(call, with(VERIFIER), Tokens(ADA.email)).await;
    let refused = Refusal(400, "invalid-request");
    project.both(call, with([8; 32]), refused.clone()).await;
    let twice = async |emulator: &Emulator| {
        let asked = with(VERIFIER)(emulator).await;
        post(emulator, "/token/exchange", None, asked["given"][0].clone()).await;
        asked
    };
    project.both(call, twice, refused).await;
}

/// Asks for a link that signs Ada in and opens it; answers where it leads.
async fn follow(emulator: &Emulator, challenge: Option<&str>) -> String {
    let mut body = json!({ "email": ADA.email, "options": { "redirectTo": HOME } });
    if let Some(challenge) = challenge {
        body["codeChallenge"] = challenge.into();
    }
    post(emulator, "/signin/passwordless/email", None, body).await;
    let ticket = in_link(emulator, "ticket");
    assert!(ticket.starts_with("passwordlessEmail:"), "{ticket}");
    let link = emulator.outbox().pop().unwrap().link.unwrap();
    let page = emulator.visitor().get(&link).await.unwrap();

    page.location().unwrap().to_owned()
}

/// An address without the order of its parameters.
pub(super) fn parts(url: &str) -> (String, Vec<(String, String)>) {
    let url = Url::parse(url).unwrap();
    let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
    pairs.sort();

    (url.path().to_owned(), pairs)
}
