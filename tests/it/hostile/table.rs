//! The rows: what comes in, and what must come of it.

pub(crate) mod api;
pub(crate) mod network;
pub(crate) mod refresh;
pub(crate) mod token_reply;

use super::row::Row;

/// Rows of the list that no line stands for, and why.
pub(crate) const NOT_APPLICABLE: [(&str, &str); 1] = [(
    "RF18",
    "a session asks for one audience only: there is no second token that could be mixed up with the first",
)];

/// Every line that is played in this process.
pub(crate) fn rows() -> Vec<Row> {
    [
        token_reply::rows(),
        api::rows(),
        refresh::rows(),
        network::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
