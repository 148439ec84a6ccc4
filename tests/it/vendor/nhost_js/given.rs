//! What has to happen at the project before a call has arguments, asked for by neither of the clients.

use emulator::{Emulator, Person};
use serde_json::{Value, json};

/// Arguments of a call that anybody may make, without anything happening before.
pub(super) fn asked(body: Value) -> impl AsyncFn(&Emulator) -> Value {
    async move |_: &Emulator| json!({ "given": [body] })
}

/// The same, in a project that is set up otherwise.
pub(super) fn asked_where(
    change: impl Fn(&mut emulator::NhostSettings),
    body: Value,
) -> impl AsyncFn(&Emulator) -> Value {
    async move |emulator: &Emulator| {
        emulator.change(|settings| change(&mut settings.nhost));
        json!({ "given": [body] })
    }
}

/// Arguments of a call of this person, who has just signed in.
pub(super) fn asked_by(person: &Person, body: Value) -> impl AsyncFn(&Emulator) -> Value {
    async move |emulator: &Emulator| by(&token(emulator, person).await, body.clone())
}

/// Arguments of a call with this access token.
pub(super) fn by(token: &str, body: Value) -> Value {
    let given = if body.is_null() {
        json!([])
    } else {
        json!([body])
    };

    json!({ "as": token, "given": given })
}

/// Arguments of a call that takes a token, with one that is none.
pub(super) fn asked_by_nobody(body: Value) -> impl AsyncFn(&Emulator) -> Value {
    async move |_: &Emulator| by("nonsense", body.clone())
}

/// What an endpoint answers; without a body where that is null.
pub(super) async fn post(
    emulator: &Emulator,
    path: &str,
    token: Option<&str>,
    body: Value,
) -> Value {
    let bearer = format!("Bearer {}", token.unwrap_or_default());
    let mut headers = vec![("content-type", "application/json")];
    if token.is_some() {
        headers.push(("authorization", bearer.as_str()));
    }
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let url = format!("{}{path}", emulator.nhost_url());
    let answer = emulator.visitor().send("POST", &url, &headers, &body).await;

    answer.unwrap().json()
}

/// The session of somebody who has just signed in.
pub(super) async fn session(emulator: &Emulator, person: &Person) -> Value {
    let body = json!({ "email": person.email, "password": person.password });
    let mut answer = post(emulator, "/signin/email-password", None, body).await;
    assert!(answer["session"].is_object(), "{answer}");

    answer["session"].take()
}

pub(super) async fn token(emulator: &Emulator, person: &Person) -> String {
    string(&session(emulator, person).await["accessToken"])
}

/// The session of somebody who said nothing about themselves.
pub(super) async fn anonymous(emulator: &Emulator) -> Value {
    let mut answer = post(emulator, "/signin/anonymous", None, json!({})).await;

    answer["session"].take()
}

/// What the newest mail or message has in its link under this name.
pub(super) fn in_link(emulator: &Emulator, name: &str) -> String {
    let link = emulator.outbox().pop().unwrap().link.unwrap();

    in_query(&link, name)
}

/// The code of the newest mail or message.
pub(super) fn code(emulator: &Emulator) -> String {
    emulator.outbox().pop().unwrap().code.unwrap()
}

pub(super) fn in_query(url: &str, name: &str) -> String {
    let url = protocol::Url::parse(url).unwrap();
    let value = url.query_pairs().find(|(it, _)| it == name);

    value
        .unwrap_or_else(|| panic!("no {name} in {url}"))
        .1
        .into()
}

pub(super) fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
