//! Notifications to a phone that is not there, answered through the control address.

use serde::Serialize;

use crate::random;
use crate::store::Store;

/// A notification that was sent.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Push {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) decision: Decision,
    pub(crate) sent_at: String,
}

/// What the person did with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Decision {
    Pending,
    Approved,
    Denied,
}

/// Sends one and returns its id.
pub(crate) fn send(store: &mut Store, user_id: &str) -> String {
    let id = random::alphanumeric(20);
    let push = Push {
        id: id.clone(),
        user_id: user_id.to_owned(),
        decision: Decision::Pending,
        sent_at: store.now().to_rfc3339(3),
    };
    store.auth0.pushes.push(push);
    id
}

/// Answers everything a person was sent and did not answer; says how much that was.
pub(crate) fn answer(store: &mut Store, email: &str, decision: Decision) -> usize {
    let user_ids: Vec<String> = store
        .auth0
        .users
        .iter()
        .filter(|user| user.email == email)
        .map(|user| user.user_id.clone())
        .collect();
    let mut answered = 0;
    for push in &mut store.auth0.pushes {
        if push.decision == Decision::Pending && user_ids.contains(&push.user_id) {
            push.decision = decision;
            answered += 1;
        }
    }
    answered
}

pub(crate) fn decision(store: &Store, id: &str) -> Decision {
    let found = store.auth0.pushes.iter().find(|push| push.id == id);
    found.map_or(Decision::Denied, |push| push.decision)
}
