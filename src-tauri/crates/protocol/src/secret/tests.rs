use std::fmt::Display;

use super::*;

/// Fails to compile when the type implements the trait.
macro_rules! assert_lacks {
    ($type:ty: $($bound:path),+) => {
        $(const _: fn() = || {
            trait AmbiguousIf<A> {
                fn chosen() {}
            }
            struct Implements;
            impl<T: ?Sized> AmbiguousIf<()> for T {}
            impl<T: ?Sized + $bound> AmbiguousIf<Implements> for T {}
            let _ = <$type as AmbiguousIf<_>>::chosen;
        };)+
    };
}

macro_rules! assert_all_lack_ways_out {
    ($($type:ty),+ $(,)?) => {
        $(assert_lacks!($type: serde::Serialize, Display, PartialEq);)+
    };
}

assert_all_lack_ways_out!(
    AccessToken,
    RefreshToken,
    IdToken,
    AuthorizationCode,
    Password,
    OneTimeCode,
    CodeVerifier,
    State,
    Nonce,
);

/// The octets of RFC 7636 appendix B.
const OCTETS: [u8; 32] = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77,
    105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
];

#[test]
fn the_verifier_and_challenge_are_those_of_rfc_7636_appendix_b() {
    let verifier = CodeVerifier::from_random(OCTETS);

    assert_eq!(
        verifier.expose(),
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    );
    assert_eq!(
        verifier.challenge(),
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
}

#[test]
fn a_state_matches_itself_and_nothing_near_it() {
    let state = State::from_random(OCTETS);
    let value = state.expose().to_owned();

    assert!(state.matches(&value), "CB22");
    let near = [
        String::new(),
        value[..42].to_owned(),
        format!("{value}="),
        format!("{value} "),
        value.to_uppercase(),
        value.to_lowercase(),
        value.replace('d', "e"),
    ];
    for other in near {
        assert!(!state.matches(&other), "CB23 {other}");
    }
}

#[test]
fn a_nonce_matches_itself_only() {
    let nonce = Nonce::from_random([7; 32]);
    let other = Nonce::from_random([8; 32]);

    assert!(nonce.matches(nonce.expose()));
    assert!(!nonce.matches(other.expose()), "ID24");
}

#[test]
fn debug_shows_the_type_and_nothing_else() {
    let token = AccessToken::new("canary");

    assert_eq!(format!("{token:?}"), "AccessToken(..)");
    assert_eq!(format!("{:?}", token.clone()), "AccessToken(..)");
}

#[test]
fn a_secret_is_read_from_json() {
    let token: RefreshToken = serde_json::from_str("\"kept\"").unwrap();

    assert_eq!(token.expose(), "kept");
}
