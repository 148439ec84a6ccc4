//! CB: what comes in as the address of a browser that comes home.

use account::{CallbackProblem as Problem, Refusal};

use super::{
    super::{
        address::{Address, address},
        play::CANARY,
        row::{
            Fate::{Consumed, Kept},
            Row,
            Verdict::{Callback, Fine, Refused},
            addresses, misconfigured, own,
        },
        stage::Scene::NamedSignIn,
    },
    callback_course as course,
};

/// Everything that is right, and something more.
fn and(more: &str) -> Address {
    address(format!("{{base}}?code={{code}}&state={{state}}{more}"))
}

/// Another query at the right place.
fn query(query: &str) -> Address {
    address(format!("{{base}}?{query}"))
}

/// The right query at another place.
fn at(base: &str) -> Address {
    address(format!("{base}?code={{code}}&state={{state}}"))
}

fn unknown(count: usize) -> String {
    (0..count).map(|number| format!("&x{number}=y")).collect()
}

#[rustfmt::skip]
pub(crate) fn rows() -> Vec<Row> {
    const OURS: &str = "dev.latchkey.accounts";
    let long = "x".repeat(4 * 1024);
    let refusal = |kind: &str| query(&format!("error={kind}&state={{state}}"));
    let described = |text: &str| query(&format!("error=access_denied&error_description={text}&state={{state}}"));
    let link_to = |scheme: &str| query(&format!("error=access_denied&error_uri={scheme}&state={{state}}"));

    vec![
        addresses("CB01", "nothing, or no address", vec![address(""), address("callback"), address("1x://demo-auth0/callback")], Callback(Problem::NotAnAddress), Kept),
        addresses("CB02", "an address of 1 MiB", vec![and(&format!("&x={}", "a".repeat(1024 * 1024)))], Callback(Problem::TooLarge), Kept),
        addresses("CB04", "control and bidi characters", vec![and("\0"), and("\r\n"), and("\u{1b}[2J"), and("\u{202e}"), address("\t{base}?code={code}&state={state}"), address("{base}\n?code={code}&state={state}")], Callback(Problem::BadEncoding), Kept),
        addresses("CB05", "a scheme that only begins like ours, or is another", vec![at("dev.latchkey.accounts2://demo-auth0/callback"), at("dev.latchkey.account://demo-auth0/callback"), at("https://demo-auth0/callback")], Callback(Problem::NotOurs), Kept),
        addresses("CB06", "our scheme in capitals", vec![at("DEV.Latchkey.ACCOUNTS://demo-auth0/callback"), at("dev.latchkey.accounts://DEMO-auth0/callback")], Fine, Consumed),
        addresses("CB07", "another host", vec![at("dev.latchkey.accounts://evil/callback"), at("dev.latchkey.accounts://evil.example/callback")], Callback(Problem::UnknownConnection), Kept),
        addresses("CB07", "another path, or no host", vec![at("dev.latchkey.accounts:/other"), at("dev.latchkey.accounts:/callback"), at("dev.latchkey.accounts:///callback"), at("dev.latchkey.accounts://demo-auth0"), at("{base}2"), at("{base}//")], Callback(Problem::NotOurs), Kept),
        addresses("CB08", "dots in the path", vec![at("dev.latchkey.accounts://demo-auth0/./callback"), at("dev.latchkey.accounts://demo-auth0/a/../callback"), at("dev.latchkey.accounts://demo-auth0/%2e%2e/callback"), at("dev.latchkey.accounts://demo-auth0/%63allback")], Callback(Problem::NotOurs), Kept),
        addresses("CB09", "a user or a port", vec![at("dev.latchkey.accounts://me@demo-auth0/callback"), at("dev.latchkey.accounts://me:pw@demo-auth0/callback"), at("dev.latchkey.accounts://demo-auth0:80/callback")], Callback(Problem::NotOurs), Kept),
        addresses("CB10", "a slash at the end", vec![at("{base}/")], Fine, Consumed),
        addresses("CB11", "the code twice", vec![and("&code={code}"), and("&code=other")], Callback(Problem::RepeatedParameter), Kept),
        addresses("CB12", "the state twice", vec![and("&state=other"), query("code={code}&state=other&state={state}")], Callback(Problem::RepeatedParameter), Kept),
        addresses("CB13", "a parameter twice, once encoded", vec![and("&st%61te=other"), and("&%63ode=other")], Callback(Problem::RepeatedParameter), Kept),
        addresses("CB14", "parameters with names like ours", vec![query("code={code}&State={state}"), query("code={code}&state[]={state}"), query("code={code}&%20state={state}"), query("code={code}&+state={state}")], Callback(Problem::NoState), Kept),
        addresses("CB15", "200 parameters that nobody knows, and one too many", vec![and(&unknown(200)), and(&unknown(63))], Callback(Problem::TooLarge), Kept),
        addresses("CB15", "a few that nobody knows", vec![and("&x=y"), and(&unknown(62))], Fine, Consumed),
        addresses("CB16", "escapes that are none", vec![query("code={code}&state=%zz"), query("code={code}&state={state}%"), query("code={code}&state=%C0%AF"), query("code={code}&state=%ED%A0%80"), and("&x=%ff")], Callback(Problem::BadEncoding), Kept),
        addresses("CB17", "everything in the fragment", vec![address("{base}#code={code}&state={state}"), address("{base}?state={state}#code={code}")], Callback(Problem::NoCode), Kept),
        addresses("CB18", "a token in query or fragment", vec![and("&access_token=canary-7f3a"), and("#id_token=canary-7f3a"), address("{base}#access%5Ftoken=canary-7f3a&state={state}"), query("state={state}&id_token=canary-7f3a")], Callback(Problem::TokenInAddress), Kept),
        addresses("CB19", "a refresh token, as a sign-in with a provider at Nhost ends", vec![query("refreshToken=canary-7f3a"), and("&refreshToken=canary-7f3a")], Callback(Problem::TokenInAddress), Kept),
        own("CB20", "an address when nobody waits for one", || Box::pin(course::nobody_waits())),
        addresses("CB21", "no state", vec![query("code={code}"), query("code={code}&state="), query("error=access_denied"), address("{base}")], Callback(Problem::NoState), Kept),
        addresses("CB22", "another state", vec![query("code={code}&state=canary-7f3a"), query("code={code}&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")], Callback(Problem::UnknownState), Kept),
        addresses("CB23", "a state that was cut, filled up, or is in other letters", vec![query("code={code}&state={state-1}"), query("code={code}&state={state}A"), query("code={code}&state={state}%3D"), query("code={code}&state={STATE}"), query("code={code}&state=%20{state}")], Callback(Problem::UnknownState), Kept),
        own("CB24", "the state of an attempt that was cancelled, or followed by another", || Box::pin(course::earlier_attempts())),
        own("CB25", "the state of one sign-in with the code of another", || Box::pin(course::mixed_up())),
        own("CB26", "the right state, too late", || Box::pin(course::too_late())),
        addresses("CB27", "no issuer, where one is always named", vec![and("")], Callback(Problem::WrongIssuer), Consumed).at(NamedSignIn),
        addresses("CB28", "another issuer", vec![and("&iss=https%3A%2F%2Fevil.example%2F")], Callback(Problem::WrongIssuer), Consumed),
        addresses("CB28", "another issuer, where one is always named", vec![and("&iss=https%3A%2F%2Fevil.example%2F")], Callback(Problem::WrongIssuer), Consumed).at(NamedSignIn),
        addresses("CB29", "an issuer that is nearly the right one", vec![and("&iss={iss-1}"), and("&iss={iss}%2F"), and("&iss={ISS}"), and("&iss={iss}%3F"), and("&iss={iss-1}%3A443%2F"), and("&iss=%20{iss}"), and("&iss=")], Callback(Problem::WrongIssuer), Consumed),
        addresses("CB30", "the right issuer, though nothing says that it is named", vec![and("&iss={iss}")], Fine, Consumed),
        addresses("CB30", "the right issuer, where it is always named", vec![and("&iss={iss}")], Fine, Consumed).at(NamedSignIn),
        addresses("CB31", "a refusal in the name of another issuer", vec![query("error=access_denied&state={state}&iss=https%3A%2F%2Fevil.example%2F")], Callback(Problem::WrongIssuer), Consumed),
        addresses("CB32", "the way home of another connection, at which nobody waits", vec![at("dev.latchkey.accounts://demo-nhost/callback"), at("http://127.0.0.1:17171/callback")], Callback(Problem::NothingPending), Kept),
        addresses("CB33", "the person said no", vec![refusal("access_denied")], Refused(Refusal::AccessDenied), Consumed).asks(0),
        addresses("CB34", "a page would have been needed", vec![refusal("login_required"), refusal("consent_required"), refusal("interaction_required"), refusal("mfa_required")], Refused(Refusal::LoginRequired), Consumed),
        addresses("CB35", "a refusal of 4 KiB", vec![refusal(&long)], misconfigured(&"x".repeat(64)), Consumed),
        addresses("CB35", "a refusal that is no word", vec![refusal("%3Cb%3E%0A%C3%A4")], misconfigured("<b>"), Consumed),
        addresses("CB36", "a refusal with another state", vec![query("error=access_denied&state=other")], Callback(Problem::UnknownState), Kept),
        addresses("CB37", "a code and a refusal at once", vec![and("&error=access_denied"), and("&connect_code=x")], Callback(Problem::NoCode), Consumed),
        addresses("CB37", "a code and a refusal at once, with another state", vec![query("code={code}&error=access_denied&state=other")], Callback(Problem::UnknownState), Kept),
        addresses("CB38", "a description with markup, control and bidi characters", vec![described(&format!("%3Cb%3E{CANARY}%1B%5B2J%0D%0A%E2%80%AE")), described(&format!("{CANARY}{}", "%0A".repeat(2 * 1024)))], Refused(Refusal::AccessDenied), Consumed),
        addresses("CB38", "a description of 64 KiB", vec![described(&"x".repeat(64 * 1024))], Callback(Problem::TooLarge), Kept),
        addresses("CB39", "a link to read on", vec![link_to("javascript:alert(1)"), link_to("file:%2F%2F%2Fetc%2Fpasswd"), link_to("http:%2F%2Fevil.example%2F")], Refused(Refusal::AccessDenied), Consumed),
        addresses("CB40", "a code that is none", vec![query("code=&state={state}"), query("code=a+b&state={state}"), query("code=a%0D%0Ab&state={state}"), query(&format!("code={}&state={{state}}", "x".repeat(5 * 1024)))], Callback(Problem::NoCode), Kept),
        addresses("CB40", "a code of 8 KiB", vec![query(&format!("code={}&state={{state}}", "x".repeat(8 * 1024)))], Callback(Problem::TooLarge), Kept),
        own("CB41", "the same address twice at once", || Box::pin(course::twice_at_once())),
        own("CB42", "the same address again after a success", || Box::pin(course::once_more())),
        own("CB43", "an address while the vault is locked", || Box::pin(course::locked_vault())),
        own("CB44", "an address by which the app is started", || Box::pin(course::cold_start())),
        addresses("CB46", "a quote that wants to get out", vec![address(format!("{OURS}:\"%20--flag"))], Callback(Problem::NotOurs), Kept),
        addresses("CB46", "a quote at the end", vec![and("\" --flag")], Callback(Problem::UnknownState), Kept),
        own("CB47", "a thousand addresses", || Box::pin(course::flood())),
        own("CB57", "every port of the loopback way is taken", || Box::pin(course::taken_ports())),
        own("CB61", "nobody ever comes back", || Box::pin(course::nobody_comes())),
        own("CB62", "a second sign-in at the same connection", || Box::pin(course::superseded())),
    ]
}
