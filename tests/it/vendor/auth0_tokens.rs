//! `auth0` 2.44.1: signing in, refreshing, revoking, and who somebody is. The vendor's client verifies every ID token
//! that comes with a code or a password, with keys it reads from the tenant.

use emulator::{ADA, Api, Application, BOB, Emulator};
use serde_json::{Value, json};

use super::{
    CONNECTION, World,
    given::{SCOPE, allow_passwords, arguments, code_of, mfa_token, tokens},
    ours,
    outcome::Expected::{Anonymous, Answer, Misuse, Refusal, Tokens, Wordless},
};

#[tokio::test]
pub(super) async fn a_code_is_exchanged_once_and_with_its_verifier() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "oauth.authorizationCodeGrant";
    let fresh = async |emulator: &Emulator| json!([code_of(emulator, &ADA).await]);
    world
        .both(call, fresh, ours::exchange_code, Tokens(ADA.email))
        .await;

    let foreign = async |emulator: &Emulator| {
        let mut given = code_of(emulator, &ADA).await;
        given["code_verifier"] = "A".repeat(43).into();
        json!([given])
    };
    let refused = Refusal(403, "invalid_grant");
    world
        .both(call, foreign, ours::exchange_code, refused.clone())
        .await;

    let elsewhere = async |emulator: &Emulator| {
        let mut given = code_of(emulator, &ADA).await;
        given["redirect_uri"] = "http://127.0.0.1:17171/callback".into();
        json!([given])
    };
    world
        .both(call, elsewhere, ours::exchange_code, refused)
        .await;

    let nothing = arguments(json!([{ "code": "", "redirect_uri": "x" }]));
    world.vendor(call, nothing, Misuse).await;
}

#[tokio::test]
pub(super) async fn a_refresh_token_is_exchanged_and_a_dead_one_is_not() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let fresh = async |emulator: &Emulator| json!([refresh_token(emulator, "refresh_token").await]);
    let dead = async |emulator: &Emulator| {
        let given = refresh_token(emulator, "refresh_token").await;
        emulator.revoke_token(given["refresh_token"].as_str().unwrap());
        json!([given])
    };
    let unknown = || arguments(json!([{ "refresh_token": "never-seen" }]));
    for call in ["refreshToken", "oauth.refreshToken"] {
        world
            .both(call, fresh, ours::refresh_token, Tokens(ADA.email))
            .await;
        let refused = Refusal(403, "invalid_grant");
        world
            .both(call, dead, ours::refresh_token, refused.clone())
            .await;
        world
            .both(call, unknown(), ours::refresh_token, refused)
            .await;
        world.vendor(call, arguments(json!([{}])), Misuse).await;
    }
}

#[tokio::test]
pub(super) async fn a_revoked_token_is_gone_and_an_unknown_one_is_no_mistake() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let call = "tokens.revokeRefreshToken";
    let fresh = async |emulator: &Emulator| json!([refresh_token(emulator, "token").await]);
    world
        .both(call, fresh, ours::revoke_refresh_token, Answer("".into()))
        .await;

    let unknown = arguments(json!([{ "token": "never-seen" }]));
    world
        .both(call, unknown, ours::revoke_refresh_token, Answer("".into()))
        .await;

    let of_nobody = arguments(json!([{ "token": "x", "client_id": "nobody" }]));
    world
        .vendor(call, of_nobody, Refusal(401, "invalid_client"))
        .await;
    world.vendor(call, arguments(json!([{}])), Misuse).await;
}

#[tokio::test]
pub(super) async fn who_somebody_is_takes_a_token() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let valid = async |emulator: &Emulator| json!([tokens(emulator, &ADA).await["access_token"]]);
    let ada = Answer(json!({ "email": ADA.email, "name": ADA.name, "email_verified": true }));
    for call in ["getProfile", "users.getInfo"] {
        world
            .both(call, valid, ours::get_profile, ada.clone())
            .await;
        let nonsense = arguments(json!(["nonsense"]));
        world
            .both(call, nonsense, ours::get_profile, Wordless(401))
            .await;
        world.vendor(call, arguments(json!([""])), Misuse).await;
    }
}

#[tokio::test]
pub(super) async fn a_password_signs_in_where_the_grant_is_given() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let password = |password: &str, realm: Option<&str>| json!([{ "username": ADA.email, "password": password, "realm": realm, "scope": SCOPE }]);
    let with = |given: Value| arguments(without_nulls(given));
    let ours = ours::password_grant;
    for call in ["passwordGrant", "oauth.passwordGrant"] {
        let right = with(password(ADA.password, Some(CONNECTION)));
        world.both(call, right, ours, Tokens(ADA.email)).await;

        let wrong = with(password("lantern", Some(CONNECTION)));
        world
            .both(call, wrong, ours, Refusal(403, "invalid_grant"))
            .await;

        let elsewhere = with(password(ADA.password, Some("nowhere")));
        world
            .both(call, elsewhere, ours, Refusal(400, "invalid_request"))
            .await;

        let plain = with(password(ADA.password, None));
        world
            .both(call, plain, ours, Refusal(403, "unauthorized_client"))
            .await;

        let allowed = async |emulator: &Emulator| {
            allow_passwords(emulator);
            without_nulls(password(ADA.password, None))
        };
        world.both(call, allowed, ours, Tokens(ADA.email)).await;

        let without_scope = arguments(json!([
            { "username": ADA.email, "password": ADA.password, "realm": CONNECTION }
        ]));
        world.both(call, without_scope, ours, Anonymous).await;
        world
            .vendor(call, arguments(json!([{ "username": ADA.email }])), Misuse)
            .await;

        let second_factor = async |emulator: &Emulator| {
            mfa_token(emulator, &BOB).await;
            without_nulls(password(ADA.password, Some(CONNECTION)))
        };
        world
            .both(call, second_factor, ours, Refusal(403, "mfa_required"))
            .await;
    }
}

/// It keeps no secret, so this grant is for others.
#[tokio::test]
pub(super) async fn a_native_application_gets_nothing_for_itself() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let audience = "https://api.latchkey.example/";
    for call in ["clientCredentialsGrant", "oauth.clientCredentialsGrant"] {
        let with_secret = arguments(json!([{ "audience": audience, "client_secret": "a guess" }]));
        world
            .both(
                call,
                with_secret,
                ours::client_credentials_grant,
                Refusal(403, "unauthorized_client"),
            )
            .await;
        let without = arguments(json!([{ "audience": audience }]));
        world.vendor(call, without, Misuse).await;
    }
}

#[tokio::test]
pub(super) async fn an_application_with_a_secret_gets_a_token_for_itself() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let audience = "https://api.latchkey.example/";
    let with = |secret: &'static str, audience: &'static str| {
        async move |emulator: &Emulator| {
            emulator.change(|settings| settings.auth0.applications.push(reports()));
            json!([{ "client_id": REPORTS, "client_secret": secret, "audience": audience }])
        }
    };
    let ours = ours::client_credentials_grant;
    for call in ["clientCredentialsGrant", "oauth.clientCredentialsGrant"] {
        let right = with(SECRET, audience);
        world.both(call, right, ours, Anonymous).await;
        let wrong = with("a guess", audience);
        world
            .both(call, wrong, ours, Refusal(401, "invalid_client"))
            .await;
        let elsewhere = with(SECRET, "https://nowhere.example/");
        world
            .both(call, elsewhere, ours, Refusal(403, "access_denied"))
            .await;
    }
}

const REPORTS: &str = "reports";
const SECRET: &str = "kept by a server";

/// An application that reads reports at night, without a person.
fn reports() -> Application {
    Application {
        client_id: REPORTS.to_owned(),
        client_secret: SECRET.to_owned(),
        name: "Reports".to_owned(),
        third_party: false,
        grants: vec!["client_credentials".to_owned()],
        callbacks: Vec::new(),
        logout_urls: Vec::new(),
        client_grants: vec![Api {
            identifier: "https://api.latchkey.example/".to_owned(),
            scopes: vec!["read:reports".to_owned()],
            offline_access: false,
            skip_consent: true,
        }],
    }
}

#[tokio::test]
pub(super) async fn keys_may_change_between_two_sign_ins() {
    let Some(mut world) = World::with("auth0.js").await else {
        return;
    };
    let rotated = async |emulator: &Emulator| {
        emulator.rotate_keys();
        emulator.rotate_keys();
        json!([code_of(emulator, &ADA).await])
    };
    let call = "oauth.authorizationCodeGrant";
    let fresh = async |emulator: &Emulator| json!([code_of(emulator, &ADA).await]);
    world.vendor(call, fresh, Tokens(ADA.email)).await;
    world
        .both(call, rotated, ours::exchange_code, Tokens(ADA.email))
        .await;
}

/// The vendor's client compares the issuer with the domain it was given.
#[tokio::test]
pub(super) async fn a_tenant_goes_by_the_name_it_is_called() {
    let Some(mut world) = World::under("auth0.js", "localhost").await else {
        return;
    };
    let fresh = async |emulator: &Emulator| json!([code_of(emulator, &ADA).await]);
    let call = "oauth.authorizationCodeGrant";
    world.vendor(call, fresh, Tokens(ADA.email)).await;
}

/// Ada's refresh token, as the argument of this name.
async fn refresh_token(emulator: &Emulator, name: &str) -> Value {
    json!({ name: tokens(emulator, &ADA).await["refresh_token"] })
}

/// The vendor's client sends a member that is null as it is, and the tenant refuses that.
fn without_nulls(mut arguments: Value) -> Value {
    for argument in arguments.as_array_mut().unwrap() {
        argument
            .as_object_mut()
            .unwrap()
            .retain(|_, it| !it.is_null());
    }

    arguments
}
