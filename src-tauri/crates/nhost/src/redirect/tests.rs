//! What servers of each generation and anybody else may send home.

use super::*;

const HOME: &str = "app://auth/callback?state=s";

fn outcome(query: &str, expected: Pkce) -> String {
    match Redirected::parse(&format!("app://auth/callback?{query}"), HOME, expected) {
        Ok(it) => match it.outcome {
            RedirectOutcome::SignedIn(ReturnedGrant::Code(_)) => "code".to_owned(),
            RedirectOutcome::SignedIn(ReturnedGrant::RefreshToken(_)) => "token".to_owned(),
            RedirectOutcome::Refused {
                code,
                provider_error,
            } => format!("{} {}", code.as_str(), provider_error.unwrap_or_default()),
            RedirectOutcome::Nothing => "nothing".to_owned(),
        },
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn each_answer_is_told_from_the_others() {
    for (query, with, without) in [
        ("code=abc&state=s&type=verifyEmail", "code", "code"),
        (
            "refreshToken=r&type=passwordlessEmail",
            "TokenInsteadOfCode",
            "token",
        ),
        (
            "error=invalid-ticket&errorDescription=Invalid+ticket&state=s",
            "invalid-ticket ",
            "invalid-ticket ",
        ),
        (
            "error=oauth-provider-error&errorDescription=x&provider_error=access_denied&provider_error_description=&provider_error_url=",
            "oauth-provider-error access_denied",
            "oauth-provider-error access_denied",
        ),
        (
            "error=oauth-token-echange-failed",
            "oauth-token-echange-failed ",
            "oauth-token-echange-failed ",
        ),
        ("state=s", "nothing", "nothing"),
        ("", "nothing", "nothing"),
        ("error=", "nothing", "nothing"),
        ("code=a&refreshToken=b", "BadValue", "BadValue"),
        ("code=a&error=b", "BadValue", "BadValue"),
        ("code=a&code=a", "RepeatedParameter", "RepeatedParameter"),
        ("code=a&%63ode=b", "RepeatedParameter", "RepeatedParameter"),
        ("code=a%zz", "BadEncoding", "BadEncoding"),
        ("code=a%ff", "BadEncoding", "BadEncoding"),
        ("error=a%0d%0ab", "BadEncoding", "BadEncoding"),
        ("code=a+b", "BadValue", "BadValue"),
        ("refresh%54oken=r", "TokenInsteadOfCode", "token"),
    ] {
        assert_eq!(outcome(query, Pkce::Used), with, "{query}");
        assert_eq!(outcome(query, Pkce::NotUsed), without, "{query}");
    }
    assert_eq!(
        outcome(&format!("code={}", "a".repeat(257)), Pkce::Used),
        "BadValue"
    );
    assert_eq!(
        outcome(&format!("x={}", "a".repeat(9_000)), Pkce::Used),
        "TooLarge"
    );
    let many: String = (0..65).map(|n| format!("p{n}=1&")).collect();
    assert_eq!(outcome(&many, Pkce::Used), "TooLarge");
}

#[test]
fn only_the_one_address_is_home() {
    for (url, is_home) in [
        ("app://auth/callback?code=a", true),
        ("APP://Auth/callback?code=a", true),
        ("app://auth/callback/?code=a#frag?x", true),
        ("app://auth/Callback?code=a", false),
        ("app://auth/callback/more?code=a", false),
        ("app://other/callback?code=a", false),
        ("other://auth/callback?code=a", false),
        ("app:/auth/callback?code=a", false),
        ("app://auth/x/../callback?code=a", false),
    ] {
        let parsed = Redirected::parse(url, HOME, Pkce::Used);
        assert_eq!(parsed.is_ok(), is_home, "{url}");
    }
}

#[test]
fn an_answer_is_known_by_its_state_and_prints_no_secret() {
    let state = State::from_random([7; 32]);
    let home = crate::with_state("app://auth/callback?x=1#frag", &state);
    let answer = home.replace('?', "?code=canary-1&");
    let answer = Redirected::parse(&answer, &home, Pkce::Used).unwrap();
    assert!(answer.answers(&state));
    assert!(!answer.answers(&State::from_random([8; 32])));
    assert!(!format!("{answer:?}").contains("canary"));

    let without = Redirected::parse("app://auth/callback?code=a", &home, Pkce::Used).unwrap();
    assert!(!without.answers(&state));
}

#[test]
fn the_kind_of_a_link_is_read() {
    let url = "app://auth/callback?refreshToken=r&type=passwordReset";
    let answer = Redirected::parse(url, HOME, Pkce::NotUsed).unwrap();
    assert_eq!(answer.ticket_type, Some(TicketType::PasswordReset));
}
