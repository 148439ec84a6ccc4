//! `auth0` 2.44.1: endpoints that tenants made today do not have.

use emulator::{ADA, Emulator};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::{arguments, tokens},
    ours::{Ours, legacy},
    outcome::{
        Expected::{Answer, Misuse, Nameless, Refusal, Text, Tokens, Wordless},
        Outcome,
    },
};

/// Has no password here: she comes from another provider, whose token is her address in the emulator.
const MEI: &str = "mei@example.com";

#[tokio::test]
pub(super) async fn a_password_signs_in_at_the_endpoint_of_old() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    for call in ["oauth.signIn", "database.signIn"] {
        let somebody = |password: &str, connection: &str| {
            arguments(json!([{
                "username": ADA.email,
                "password": password,
                "connection": connection,
                "scope": "openid email",
            }]))
        };
        let right = somebody(ADA.password, CONNECTION);
        world
            .both(call, right, legacy::sign_in, Tokens(ADA.email))
            .await;

        let wrong = somebody("lantern", CONNECTION);
        world
            .both(
                call,
                wrong,
                legacy::sign_in,
                Refusal(401, "invalid_user_password"),
            )
            .await;
        let elsewhere = somebody(ADA.password, "nowhere");
        world
            .both(
                call,
                elsewhere,
                legacy::sign_in,
                Refusal(400, "invalid_request"),
            )
            .await;
    }
    let nobody = || arguments(json!([{ "username": "", "password": "x" }]));
    world.vendor("oauth.signIn", nobody(), Misuse).await;
    world.vendor("database.signIn", nobody(), Misuse).await;
}

#[tokio::test]
pub(super) async fn the_token_of_another_provider_signs_in() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "oauth.socialSignIn";
    let client_id = world.emulator.client_id();
    let with = |token: &str| {
        arguments(json!([{
            "access_token": token,
            "connection": "google-oauth2",
            "client_id": client_id,
            "scope": "openid email",
        }]))
    };
    world
        .both(call, with(MEI), legacy::social_sign_in, Tokens(MEI))
        .await;
    world
        .both(
            call,
            with("nonsense"),
            legacy::social_sign_in,
            Refusal(401, "invalid_request"),
        )
        .await;
    world.vendor(call, with(""), Misuse).await;
}

#[tokio::test]
pub(super) async fn a_token_is_traded_for_another() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let client_id = world.emulator.client_id();
    let with = |name: &str, token: Value| {
        json!([{
            name: token,
            "api_type": "app",
            "target": client_id,
            "scope": "openid",
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        }])
    };
    let refused = Refusal(403, "invalid_grant");
    for (call, name) in [
        ("getDelegationToken", "id_token"),
        ("tokens.getDelegationToken", "id_token"),
        // The shorter method does not hand this one on.
        ("tokens.getDelegationToken", "refresh_token"),
    ] {
        let fresh =
            async |emulator: &Emulator| with(name, tokens(emulator, &ADA).await[name].clone());
        world
            .both(call, fresh, legacy::get_delegation_token, Nameless)
            .await;

        let nonsense = arguments(with(name, "nonsense".into()));
        world
            .both(
                call,
                nonsense,
                legacy::get_delegation_token,
                refused.clone(),
            )
            .await;
        let nothing = arguments(with(name, "".into()));
        world.vendor(call, nothing, Misuse).await;
    }
}

#[tokio::test]
pub(super) async fn an_id_token_is_read_aloud() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "tokens.getInfo";
    let valid = async |emulator: &Emulator| json!([tokens(emulator, &ADA).await["id_token"]]);
    let ada = Answer(json!({ "email": ADA.email, "name": ADA.name }));
    world.both(call, valid, legacy::get_info, ada).await;
    let nonsense = arguments(json!(["nonsense"]));
    world
        .both(call, nonsense, legacy::get_info, Wordless(400))
        .await;
    world.vendor(call, arguments(json!([""])), Misuse).await;
}

#[tokio::test]
pub(super) async fn nobody_is_impersonated_any_more_but_the_question_is_answered() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "users.impersonate";
    let settings = json!({
        "impersonator_id": "auth0|6710a1f0c3b2d4e5f6a7b803",
        "protocol": "oauth2",
        "token": "a token of the Management API",
        "additionalParameters": { "response_type": "code", "state": "s" },
    });
    let ada = arguments(json!(["auth0|6710a1f0c3b2d4e5f6a7b801", settings]));
    let ours =
        async |ours: &Ours, user_id: &Value| legacy::impersonate(ours, user_id, &settings).await;
    world.both(call, &ada, ours, Text).await;
    let outcome = world.vendor(call, ada, Text).await;
    let Outcome::Answered(Value::String(address)) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        address.starts_with(&world.emulator.auth0_tls_url()),
        "{address}"
    );

    let nobody = arguments(json!(["auth0|nobody", settings]));
    world
        .both(call, nobody, ours, Refusal(404, "Not Found"))
        .await;
    world
        .vendor(call, arguments(json!(["auth0|nobody", {}])), Misuse)
        .await;
}
