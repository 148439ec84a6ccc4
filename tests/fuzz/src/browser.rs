//! What the browser brings home.

use protocol::{
    Url,
    callback::{Callback, RedirectTarget, Returned},
    secret::{Secret as _, State},
};

/// The state that the pending sign-in waits for.
const STATE: [u8; 32] = [7; 32];

/// A callback is accepted for the pending sign-in only with its exact state, and nothing of it shows.
pub(crate) fn callback_url(data: &[u8]) {
    let Ok(url) = std::str::from_utf8(data) else {
        return;
    };
    let targets = [
        RedirectTarget::Scheme {
            scheme: "dev.latchkey.accounts".to_owned(),
            host: "acme".to_owned(),
            path: "/callback".to_owned(),
        },
        RedirectTarget::Loopback {
            port: 17171,
            path: "/callback".to_owned(),
        },
    ];
    for target in targets {
        let read = Callback::parse(url.to_owned(), &target);
        let printed = format!("{read:?}");
        let Ok(callback) = read else {
            // What is wrong is told by its kind.
            assert!(printed.len() < 512, "an error repeats what came in");
            continue;
        };
        let state = State::from_random(STATE);
        if callback.answers(&state) {
            assert_eq!(
                states_in(url),
                [state.expose()],
                "another state is accepted"
            );
        }
        match &callback.outcome {
            Returned::Code { code } => super::assert_silent(code.expose(), &printed),
            Returned::ConnectCode { code } => super::assert_silent(code.expose(), &printed),
            Returned::Refused { .. } => {}
        }
    }
}

/// Every state in an address, read by another reader than ours.
fn states_in(url: &str) -> Vec<String> {
    let Ok(url) = Url::parse(url) else {
        panic!("a callback that is no address");
    };
    let states = url.query_pairs().filter(|(name, _)| name == "state");

    states.map(|(_, value)| value.into_owned()).collect()
}
