//! What the vendor's client does with a session by itself. Ours keeps none: what it is proven by here is that the
//! emulator's sessions are such as that client expects them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use emulator::{ADA, Fault};
use serde_json::{Value, json};

use super::{CLIENTS, Project};

const TOKEN: &str = "/v1/token";

/// The clients, each with Ada signed in.
async fn signed_in() -> Vec<Project> {
    let mut projects = Vec::new();
    for (package, dialect) in CLIENTS {
        let Some(mut project) = Project::start(package, dialect).await else {
            return Vec::new();
        };
        project
            .world
            .emulator
            .change(|settings| settings.nhost.dialect = dialect);
        let ada = json!([{ "email": ADA.email, "password": ADA.password }]);
        project.ok("whole.auth.signInEmailPassword", ada).await;
        project.world.emulator.forget_requests();
        projects.push(project);
    }

    projects
}

impl Project {
    async fn ok(&mut self, call: &str, arguments: Value) -> Value {
        self.world.vendor.ok(call, arguments).await
    }

    async fn get_user(&mut self) -> Value {
        let nothing = json!([]);

        self.world.vendor.call("whole.auth.getUser", &nothing).await
    }

    async fn stored(&mut self) -> Value {
        self.ok("stored", json!([])).await
    }

    /// Lets the kept session end this many seconds from now, as the client reads it.
    async fn ends_in(&mut self, seconds: i64) {
        let mut session = self.stored().await;
        #[expect(
            clippy::disallowed_methods,
            reason = "the client goes by the real time"
        )]
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let now = i64::try_from(now.as_millis()).unwrap();
        session["decodedToken"]["exp"] = (now + seconds * 1_000).into();
        self.ok("store", json!([session])).await;
    }
}

#[tokio::test]
async fn a_session_is_kept_with_what_its_token_says_in_milliseconds_and_lists() {
    for mut project in signed_in().await {
        project.world.emulator.change(|settings| {
            let teams = ("teams".to_owned(), json!(["a", "b"]));
            settings.nhost.custom_claims.extend([teams]);
        });
        project.ok("whole.refreshSession", json!([0])).await;
        let session = project.stored().await;
        let decoded = &session["decodedToken"];

        let life = decoded["exp"].as_u64().unwrap() - decoded["iat"].as_u64().unwrap();
        assert_eq!(life, 900_000);
        let claims = &decoded["https://hasura.io/jwt/claims"];
        assert_eq!(claims["x-hasura-teams"], json!(["a", "b"]));
        assert_eq!(claims["x-hasura-user-id"], decoded["sub"]);
        // Once for the sign-in; for the refresh, once as it passes by and once by who asked for it.
        let changes = project.ok("changes", json!([])).await;
        assert_eq!(changes, json!(["kept", "kept", "kept"]));
    }
}

#[tokio::test]
async fn the_session_is_sent_along_and_refreshed_a_minute_before_its_end() {
    for mut project in signed_in().await {
        let before = project.stored().await;
        project.ends_in(70).await;
        let user = project.ok("whole.auth.getUser", json!([])).await;
        assert_eq!(user["email"], ADA.email);
        assert_eq!(project.world.emulator.count(TOKEN), 0);

        project.ends_in(50).await;
        project.ok("whole.auth.getUser", json!([])).await;
        assert_eq!(project.world.emulator.count(TOKEN), 1);
        let after = project.stored().await;
        assert_ne!(after["refreshToken"], before["refreshToken"]);
        assert_eq!(
            after["refreshTokenId"], before["refreshTokenId"],
            "the row stays"
        );
        project.ok("whole.auth.getUser", json!([])).await;
        assert_eq!(
            project.world.emulator.count(TOKEN),
            1,
            "the new one is good"
        );

        let query = json!([{ "query": "{ users { displayName } }" }]);
        let answer = project.ok("whole.graphql.request", query).await;
        assert_eq!(answer["data"]["users"][0]["displayName"], ADA.name);
    }
}

#[tokio::test]
async fn a_refresh_that_fails_is_tried_again_and_ends_nothing_while_the_session_is_good() {
    for mut project in signed_in().await {
        project.ends_in(50).await;
        project
            .world
            .emulator
            .fail_times(TOKEN, 2, Fault::status(503));
        project.ok("whole.auth.getUser", json!([])).await;
        assert!(project.stored().await.is_object());

        project.ends_in(-1).await;
        project.world.emulator.clear_faults();
        project.world.emulator.forget_requests();
        project.world.emulator.fail_next(TOKEN, Fault::status(503));
        project.ok("whole.refreshSession", json!([])).await;
        assert_eq!(project.world.emulator.count(TOKEN), 2, "once more");
        assert!(project.stored().await.is_object());
    }
}

#[tokio::test]
async fn a_session_that_was_ended_is_forgotten_when_it_is_over() {
    for mut project in signed_in().await {
        project.world.emulator.revoke_person(ADA.email);
        let kept = project.ok("whole.refreshSession", json!([0])).await;
        assert!(kept.is_object(), "its access token is good");

        project.ends_in(-1).await;
        let gone = project.ok("whole.refreshSession", json!([])).await;
        assert_eq!(gone, Value::Null);
        assert_eq!(project.stored().await, Value::Null);
        let changes = project.ok("changes", json!([])).await;
        assert_eq!(changes.as_array().unwrap().last(), Some(&json!("gone")));
    }
}

#[tokio::test]
async fn a_sign_out_forgets_the_session_whatever_is_answered() {
    for mut project in signed_in().await {
        project
            .world
            .emulator
            .fail_next("/v1/signout", Fault::status(500));
        let token = project.stored().await["refreshToken"].take();
        let arguments = json!([{ "refreshToken": token }]);
        let answer = project.world.vendor.call("whole.auth.signOut", &arguments);
        assert_eq!(answer.await["error"]["status"], 500);
        assert_eq!(project.stored().await, Value::Null);

        let unsigned = project.get_user().await;
        assert_eq!(unsigned["error"]["status"], 401);
    }
}

/// What an elevation gives is not kept: whoever uses that client keeps it themselves.
#[tokio::test]
async fn an_answer_without_a_session_leaves_the_kept_one_alone() {
    for mut project in signed_in().await {
        let before = project.stored().await;
        let wrong = json!([{ "email": ADA.email, "password": "lantern" }]);
        let refused = project
            .world
            .vendor
            .call("whole.auth.signInEmailPassword", &wrong)
            .await;
        assert_eq!(refused["error"]["code"], "invalid-email-password");
        project
            .ok("whole.auth.signInOTPEmail", json!([{ "email": ADA.email }]))
            .await;
        assert_eq!(project.stored().await, before);

        project.world.emulator.advance(Duration::from_secs(901));
        let over = project.get_user().await;
        assert_eq!(over["error"]["status"], 401, "it goes by its own clock");
        assert_eq!(project.stored().await, before);
    }
}
