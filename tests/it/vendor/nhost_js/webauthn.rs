use emulator::{ADA, Elevation, Emulator};
use serde_json::{Value, json};

use super::{
    NEWCOMER, Project,
    given::{asked, asked_by, asked_by_nobody, asked_where, by, post, token},
};
use crate::{
    support::Authenticator,
    vendor::outcome::Expected::{Answer, Refusal, Tokens, Wordless},
};

/// Passkeys and security keys.
pub(super) async fn rows(project: &mut Project) {
    sign_up(project).await;
    add(project).await;
    sign_in(project).await;
    elevate(project).await;
}

async fn sign_up(project: &mut Project) {
    let newcomer = json!({ "email": NEWCOMER });
    let call = "signUpWebauthn";
    let options = Answer(json!({ "rp": { "id": "localhost" } }));
    project.both(call, asked(newcomer.clone()), options).await;
    let off = asked_where(|it| it.webauthn.enabled = false, newcomer.clone());
    project
        .both(call, off, Refusal(409, "disabled-endpoint"))
        .await;

    let call = "verifySignUpWebauthn";
    let made = async |emulator: &Emulator| {
        let options = post(emulator, "/signup/webauthn", None, newcomer.clone()).await;
        let credential = Authenticator::new().create(&options);
        json!({ "given": [{ "credential": credential, "nickname": "Laptop" }] })
    };
    project.both(call, made, Tokens(NEWCOMER)).await;
    let of_nothing = async |emulator: &Emulator| {
        let mut asked = made(emulator).await;
        let credential = Authenticator::new().create(&json!({ "challenge": "bm9uZQ" }));
        asked["given"][0]["credential"] = credential;
        asked
    };
    project
        .both(call, of_nothing, Refusal(400, "invalid-request"))
        .await;
}

async fn add(project: &mut Project) {
    let call = "addSecurityKey";
    let options = Answer(json!({ "rp": { "id": "localhost" } }));
    project
        .both(call, asked_by(&ADA, Value::Null), options)
        .await;
    project
        .both(
            call,
            asked_by_nobody(Value::Null),
            Refusal(401, "unauthorized"),
        )
        .await;
    let unelevated = async |emulator: &Emulator| {
        let (token, _) = with_key(emulator).await;
        emulator.change(|settings| settings.nhost.elevation = Elevation::Recommended);
        by(&token, Value::Null)
    };
    project
        .both(call, unelevated, Refusal(401, "unauthorized"))
        .await;

    let call = "verifyAddSecurityKey";
    let made = async |emulator: &Emulator| {
        let token = token(emulator, &ADA).await;
        let options = post(emulator, "/user/webauthn/add", Some(&token), Value::Null).await;
        let credential = Authenticator::new().create(&options);
        by(
            &token,
            json!({ "credential": credential, "nickname": "Laptop" }),
        )
    };
    let named = Answer(json!({ "nickname": "Laptop" }));
    project.both(call, made, named).await;
    let twice = async |emulator: &Emulator| {
        let asked = made(emulator).await;
        let token = asked["as"].as_str();
        post(
            emulator,
            "/user/webauthn/verify",
            token,
            asked["given"][0].clone(),
        )
        .await;
        asked
    };
    project
        .both(call, twice, Refusal(400, "invalid-request"))
        .await;
}

async fn sign_in(project: &mut Project) {
    let call = "signInWebauthn";
    let about = |email: Option<&'static str>| {
        async move |emulator: &Emulator| {
            with_key(emulator).await;
            json!({ "given": [email.map_or(json!({}), |email| json!({ "email": email }))] })
        }
    };
    let options = Answer(json!({ "rpId": "localhost" }));
    for email in [Some(ADA.email), None] {
        project.both(call, about(email), options.clone()).await;
    }
    let unknown = Refusal(401, "invalid-email-password");
    project
        .both(call, about(Some("nobody@example.com")), unknown)
        .await;

    let call = "verifySignInWebauthn";
    let proven = async |emulator: &Emulator| {
        let (_, key) = with_key(emulator).await;
        let options = post(emulator, "/signin/webauthn", None, json!({})).await;
        json!({ "given": [{ "credential": key.proof(&options) }] })
    };
    project.both(call, proven, Tokens(ADA.email)).await;
    let stranger = async |emulator: &Emulator| {
        let (_, mut key) = with_key(emulator).await;
        key.authenticator = Authenticator::new();
        let options = post(emulator, "/signin/webauthn", None, json!({})).await;
        json!({ "given": [{ "credential": key.proof(&options) }] })
    };
    project
        .both(call, stranger, Refusal(400, "invalid-request"))
        .await;
    let of_nobody = async |emulator: &Emulator| {
        let mut asked = proven(emulator).await;
        let response = &mut asked["given"][0]["credential"]["response"];
        response.as_object_mut().unwrap().remove("userHandle");
        asked
    };
    project.both(call, of_nobody, Wordless(500)).await;
}

async fn elevate(project: &mut Project) {
    let call = "elevateWebauthn";
    let able = async |emulator: &Emulator| by(&with_key(emulator).await.0, Value::Null);
    let options = Answer(json!({ "rpId": "localhost" }));
    project.both(call, able, options).await;
    project
        .both(
            call,
            asked_by(&ADA, Value::Null),
            Refusal(400, "invalid-request"),
        )
        .await;

    let call = "verifyElevateWebauthn";
    let proven = async |emulator: &Emulator| {
        let (token, key) = with_key(emulator).await;
        let options = post(emulator, "/elevate/webauthn", Some(&token), Value::Null).await;
        by(&token, json!({ "credential": key.proof(&options) }))
    };
    project.both(call, proven, Tokens(ADA.email)).await;
    let replayed = async |emulator: &Emulator| {
        let asked = proven(emulator).await;
        let token = asked["as"].as_str();
        post(
            emulator,
            "/elevate/webauthn/verify",
            token,
            asked["given"][0].clone(),
        )
        .await;
        asked
    };
    project
        .both(call, replayed, Refusal(400, "invalid-request"))
        .await;
}

/// A key, and the handle it was given. The service sends the handle as text, and wants the bytes back that this text
/// is when it is read as base64url: so the text stays what it is.
struct Key {
    authenticator: Authenticator,
    handle: Value,
}

impl Key {
    fn proof(&self, options: &Value) -> Value {
        let mut proof = self.authenticator.get(options);
        proof["response"]["userHandle"] = self.handle.clone();

        proof
    }
}

/// Ada's access token, and a key that she has just added.
async fn with_key(emulator: &Emulator) -> (String, Key) {
    let token = token(emulator, &ADA).await;
    let mut options = post(emulator, "/user/webauthn/add", Some(&token), Value::Null).await;
    let authenticator = Authenticator::new();
    let credential = authenticator.create(&options);
    let body = json!({ "credential": credential });
    let added = post(emulator, "/user/webauthn/verify", Some(&token), body).await;
    assert!(added["id"].is_string(), "{added}");
    let handle = options["user"]["id"].take();

    let key = Key {
        authenticator,
        handle,
    };

    (token, key)
}
