//! The rows: what comes in, and what must come of it.

pub(crate) mod api;
pub(crate) mod callback;
mod callback_course;
pub(crate) mod discovery;
mod discovery_course;
pub(crate) mod id_token;
mod id_token_course;
pub(crate) mod network;
pub(crate) mod refresh;
pub(crate) mod token_reply;
pub(crate) mod userinfo;

use super::row::Row;

/// Rows of the list that no line stands for, and why.
pub(crate) const NOT_APPLICABLE: [(&str, &str); 4] = [
    (
        "CB58",
        "the way home is 127.0.0.1, literally: the provider compares whole addresses, and that one is registered. Where \
         a machine has no such address, every port of it is taken, which CB57 is about",
    ),
    (
        "DJ30",
        "keys are asked for only by a sign-in that a person has just finished, once and at most once more (ID36): no \
         token can come by itself and ask for them",
    ),
    (
        "DJ33",
        "no key set outlives the sign-in that it was read for, so that no header about its age is ever heeded",
    ),
    (
        "RF18",
        "a session asks for one audience only: there is no second token that could be mixed up with the first",
    ),
];

/// Every line that is played in this process.
pub(crate) fn rows() -> Vec<Row> {
    [
        token_reply::rows(),
        api::rows(),
        refresh::rows(),
        network::rows(),
        callback::rows(),
        id_token::rows(),
        discovery::rows(),
        userinfo::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
