//! My Account from outside.

use super::*;
use crate::BOB;

mod access;
mod announced;
mod connected_accounts;
mod enrolment;
mod methods;
mod passkey;
mod rate;

const ALL: &str = "read:me:factors create:me:authentication_methods read:me:authentication_methods \
    update:me:authentication_methods delete:me:authentication_methods create:me:connected_accounts \
    read:me:connected_accounts delete:me:connected_accounts";

/// Somebody signed in for My Account.
struct Caller<'a> {
    emulator: &'a Emulator,
    token: String,
}

impl<'a> Caller<'a> {
    async fn new(emulator: &'a Emulator, person: &Person) -> Self {
        let token = my_account_token(emulator, person, ALL).await;
        Self { emulator, token }
    }

    async fn get(&self, path: &str) -> Page {
        self.send("GET", path, &Value::Null).await
    }

    async fn post(&self, path: &str, body: &Value) -> Page {
        self.send("POST", path, body).await
    }

    async fn delete(&self, path: &str) -> Page {
        self.send("DELETE", path, &Value::Null).await
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Page {
        let url = format!("{}/me/v1/{path}", self.emulator.auth0_url());
        let authorization = format!("Bearer {}", self.token);
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/json"),
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        Visitor::default()
            .send(method, &url, &headers, &body)
            .await
            .unwrap()
    }

    /// Begins an enrolment and returns where to verify it, and the answer.
    async fn enrol(&self, body: &Value) -> (String, Value) {
        let page = self.post("authentication-methods", body).await;
        assert_eq!(page.status, 202, "{}", page.body);
        (format!("{}/verify", path_of(&page)), page.json())
    }

    async fn list(&self) -> Vec<Value> {
        let page = self.get("authentication-methods").await;
        page.json()["authentication_methods"]
            .as_array()
            .unwrap()
            .clone()
    }
}

/// What follows `/me/v1/` in `Location`.
fn path_of(page: &Page) -> String {
    let location = page.location().unwrap();
    location.split_once("/me/v1/").unwrap().1.to_owned()
}

/// A path of the one method of this kind.
fn path_to(methods: &[Value], kind: &str) -> String {
    let method = methods
        .iter()
        .find(|method| method["type"] == kind)
        .unwrap();
    format!(
        "authentication-methods/{}",
        text(method, "id").replace('|', "%7C")
    )
}

fn assert_problem(page: &Page, status: u16, title: &str) {
    let body = page.json();
    assert_eq!(
        (page.status, &body["title"]),
        (status, &json!(title)),
        "{}",
        page.body
    );
    assert_eq!(body["status"], status);
    assert!(text(&body, "type").starts_with("https://auth0.com/api-errors/A0E-"));
    assert!(page.headers.contains_key("x-ratelimit-remaining"));
}

fn assert_invalid(page: &Page, pointer: &str) {
    assert_problem(page, 400, "Validation Error");
    assert_eq!(
        page.json()["validation_errors"][0]["pointer"],
        pointer,
        "{}",
        page.body
    );
}
