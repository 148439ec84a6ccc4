use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError, mpsc},
    time::Duration,
};

use serde_json::{Value, json};
use tauri::{
    http::StatusCode,
    ipc::{InvokeError, InvokeResponse, InvokeResponseBody},
};

use super::{call::*, *};
use crate::ipc::contract;

/// Answers may come from other threads.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way back to a page that is not there, and what arrived on it.
fn page() -> (Answer, mpsc::Receiver<(StatusCode, Value)>) {
    let (send, received) = mpsc::channel();
    let answer = Answer::through(move |response| {
        let body = serde_json::from_slice(response.body()).unwrap_or_default();
        // Whoever has seen enough has gone.
        let _ = send.send((response.status(), body));
    });

    (answer, received)
}

fn request(command: &str, body: impl Into<Vec<u8>>) -> Request<Vec<u8>> {
    Request::post(format!("ipc://localhost/{command}"))
        .header("Origin", "tauri://localhost")
        .header("Tauri-Callback", "1")
        .header("Tauri-Error", "2")
        .header("Tauri-Invoke-Key", "key")
        .body(body.into())
        .unwrap()
}

fn door() -> Door {
    Door::to(&contract())
}

fn refusal(problem: &str) -> Value {
    json!({ "code": "call_refused", "problem": problem })
}

#[test]
fn every_command_is_known_with_the_names_of_its_arguments() {
    let door = door();
    let bindings = include_str!("../../../../ui/src/lib/bindings.ts");
    let calls: BTreeSet<&str> = bindings
        .split("(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();

    assert_eq!(
        door.arguments
            .keys()
            .map(String::as_str)
            .collect::<BTreeSet<_>>(),
        calls
    );
    assert_eq!(door.arguments["start_sign_in"], ["request"]);
    assert_eq!(
        door.arguments["send_sign_in_code"],
        ["request", "way", "to", "signUp"]
    );
}

#[test]
fn a_call_that_is_too_large_too_deep_or_of_another_shape_reaches_no_command() {
    let door = door();
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    for (command, names) in &door.arguments {
        let first = names.first().map_or("none", String::as_str);
        let of = |value: &str| format!(r#"{{"{first}":{value}}}"#);
        let largest = if command == PICTURE.0 {
            PICTURE.1
        } else {
            BYTES
        };
        for body in [
            of(&format!("{:?}", "x".repeat(largest))),
            of(&deep(100)),
            of(&deep(10_000)),
            r#"{"more":1}"#.to_owned(),
            r#"{"__proto__":1}"#.to_owned(),
            "[]".to_owned(),
            "null".to_owned(),
            "{".to_owned(),
            "\u{0}".to_owned(),
        ] {
            let problem = read(request(command, body), &door.arguments).unwrap_err().0;
            assert_eq!(problem, CallProblem::Arguments, "{command}");
        }
    }

    let body = format!(
        r#"{{"account":"a","factor":null,"picture":{:?}}}"#,
        "x".repeat(BYTES)
    );
    assert!(read(request(PICTURE.0, body), &door.arguments).is_ok());
    assert!(read(request("about", ""), &door.arguments).is_ok());
}

#[test]
fn only_our_page_calls_and_only_as_its_script_does() {
    let door = door();
    for origin in [
        "null",
        "about:blank",
        "file://",
        "ipc://localhost",
        "http://tauri.evil.example",
        "http://app.evil.example",
        "https://tauri.localhost.evil.example",
        "tauri://evil.example",
    ] {
        let mut request = request("about", "{}");
        request
            .headers_mut()
            .insert("origin", origin.parse().unwrap());
        let problem = read(request, &door.arguments).unwrap_err().0;
        assert_eq!(problem, CallProblem::NotAllowed, "{origin}");
    }
    for header in [
        "origin",
        "tauri-callback",
        "tauri-error",
        "tauri-invoke-key",
    ] {
        let mut request = request("about", "{}");
        request.headers_mut().remove(header);
        assert!(read(request, &door.arguments).is_err(), "without {header}");
    }
    for command in ["", "nothing", "About", "about/", "..%2fabout"] {
        let problem = read(request(command, "{}"), &door.arguments).unwrap_err().0;
        assert_eq!(problem, CallProblem::NotAllowed, "{command}");
    }
}

#[test]
fn as_many_calls_wait_as_there_is_room_for_and_the_rest_is_told() {
    let door = door();
    let mut waiting = Vec::new();
    let mut told = 0;
    for _ in 0..10_000 {
        match door.look_at(request("about", "{}"), page().0) {
            Ok((_, answer)) => waiting.push(answer),
            Err((Refused(problem), answer)) => {
                assert_eq!(problem, CallProblem::TooMany);
                answer.refuse(problem);
                told += 1;
            }
        }
    }
    assert_eq!((waiting.len(), told), (ROOM, 10_000 - ROOM));
    // The state goes on arriving meanwhile.
    let fetch = request("plugin%3A__TAURI_CHANNEL__%7Cfetch", "null");
    assert!(door.look_at(fetch, page().0).is_ok());

    let (answer, received) = page();
    let mut last = waiting.pop().unwrap();
    std::mem::swap(&mut last, &mut waiting[0]);
    last.give(InvokeResponse::Ok(InvokeResponseBody::Json("1".to_owned())));
    let (_, answer) = door.look_at(request("about", "{}"), answer).ok().unwrap();
    answer.give(InvokeResponse::Ok(InvokeResponseBody::Json("7".to_owned())));
    assert_eq!(received.recv_timeout(PATIENCE).unwrap().1, json!(7));
}

#[tokio::test]
async fn a_command_that_panics_is_answered_and_the_others_go_on() {
    let door = door();
    let shared = Arc::new(Mutex::new(1));
    let panicking = |door: &Door| {
        let (answer, received) = page();
        let (_, answer) = door.look_at(request("about", "{}"), answer).ok().unwrap();
        (answer, received)
    };

    for _ in 0..=ROOM {
        // One that runs at once, on the thread of the window, with something in its hands.
        let (answer, received) = panicking(&door);
        let held = Arc::clone(&shared);
        run(move || {
            let _answer = answer;
            let _held = held.lock().unwrap_or_else(PoisonError::into_inner);
            panic!("on purpose");
        });
        assert!(!IS_THROUGH.get(), "the door is shut behind it");
        assert_eq!(
            received.recv_timeout(PATIENCE).unwrap().1["code"],
            "internal"
        );

        // One that runs on a thread of the runtime.
        let (answer, received) = panicking(&door);
        let ended = tokio::spawn(async move {
            let _answer = answer;
            panic!("on purpose");
        });
        assert!(ended.await.unwrap_err().is_panic());
        let (_, error) = received.recv_timeout(PATIENCE).unwrap();
        assert_eq!(error["code"], "internal");
        assert!(!error["reference"].as_str().unwrap().is_empty());
    }

    let (answer, received) = panicking(&door);
    run(move || answer.give(InvokeResponse::Ok(InvokeResponseBody::Json("2".to_owned()))));
    assert_eq!(received.recv_timeout(PATIENCE).unwrap().1, json!(2));
    assert_eq!(
        door.room.available_permits(),
        ROOM,
        "every place is free again"
    );
    assert_eq!(*shared.lock().unwrap_or_else(PoisonError::into_inner), 1);
}

#[test]
fn what_the_framework_says_in_words_becomes_a_typed_refusal_without_them() {
    for (words, problem) in [
        (
            "invalid args `password` for command `x`: invalid type: string \"secret\"",
            "arguments",
        ),
        (
            "Command plugin:event|emit not allowed by ACL",
            "not_allowed",
        ),
        ("Command x not found", "not_allowed"),
    ] {
        let (answer, received) = page();
        answer.give(InvokeResponse::Err(InvokeError(json!(words))));
        assert_eq!(received.recv_timeout(PATIENCE).unwrap().1, refusal(problem));
    }

    let (answer, received) = page();
    answer.give(InvokeResponse::Err(InvokeError(
        json!({ "code": "not_found" }),
    )));
    assert_eq!(
        received.recv_timeout(PATIENCE).unwrap().1,
        json!({ "code": "not_found" })
    );
}
