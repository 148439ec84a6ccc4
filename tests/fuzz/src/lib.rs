//! What must hold for every input from outside, whoever made it up: one function of bytes a target, which panics when
//! it does not hold.
//!
//! The committed corpora are replayed by `it`; `cargo fuzz` looks for inputs that nobody thought of:
//!
//! ```sh
//! cargo +nightly fuzz run --fuzz-dir tests/fuzz/libfuzzer callback_url tests/fuzz/corpus/callback_url
//! ```

mod answers;
mod browser;
mod ceremonies;
pub mod id_token;
mod provider;
mod texts;

/// One door to the outside.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of the folder of its corpus.
    pub name: &'static str,
    /// Panics when something does not hold that must.
    pub check: fn(&[u8]),
}

/// Every door.
pub const TARGETS: [Target; 15] = [
    target("api_models", answers::api_models),
    target("authenticator_response", ceremonies::authenticator_response),
    target("callback_url", browser::callback_url),
    target("discovery", provider::discovery),
    target("display_text", texts::display_text),
    target("id_token", id_token::id_token),
    target("jwks", provider::jwks),
    target("otpauth", texts::otpauth),
    target("phone_number", texts::phone_number),
    target("picture", texts::picture),
    target("retry_after", answers::retry_after),
    target("token_response", answers::token_response),
    target("vault_item", texts::vault_item),
    target("webauthn_creation", ceremonies::webauthn_creation),
    target("webauthn_request", ceremonies::webauthn_request),
];

const fn target(name: &'static str, check: fn(&[u8])) -> Target {
    Target { name, check }
}

/// The target of a name.
///
/// # Panics
/// There is none.
#[must_use]
pub fn named(name: &str) -> Target {
    let found = TARGETS.into_iter().find(|target| target.name == name);
    let Some(target) = found else {
        panic!("there is no target {name}");
    };

    target
}

/// Something secret that came in must not be in what is printed of it.
fn assert_silent(secret: &str, printed: &str) {
    // A short word may stand anywhere by chance.
    const TELLING: usize = 12;
    assert!(
        secret.len() < TELLING || !printed.contains(secret),
        "a secret is printed"
    );
}
