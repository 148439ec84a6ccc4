use auth0::authentication::{Access, PasskeyChallenge, PasskeyGrant, PasskeyPlace, PasskeyUser};
use auth0::my_account::AuthSession;
use serde_json::{Value, json};

use super::{Ours, answer, scopes, text, tokens};
use crate::vendor::outcome::Outcome;

pub(in crate::vendor) async fn register(ours: &Ours, given: &Value) -> Outcome {
    let user = PasskeyUser {
        email: given["email"].as_str(),
        name: given["name"].as_str(),
        ..PasskeyUser::default()
    };
    let started = ours
        .client
        .passkey_register(&user, PasskeyPlace::default())
        .await;

    answer(started.map(options))
}

pub(in crate::vendor) async fn challenge(ours: &Ours, _given: &Value) -> Outcome {
    let started = ours.client.passkey_challenge(PasskeyPlace::default()).await;

    answer(started.map(options))
}

fn options(challenge: PasskeyChallenge) -> Value {
    json!({ "authn_params_public_key": challenge.authn_params_public_key })
}

pub(in crate::vendor) async fn get_token_by_passkey(ours: &Ours, given: &Value) -> Outcome {
    let grant = PasskeyGrant {
        auth_session: &AuthSession::new(text(given, "auth_session")),
        authn_response: &given["credential"],
        place: PasskeyPlace::default(),
        access: Access {
            scopes: &scopes(given),
            audience: None,
        },
    };

    tokens(ours.client.passkey_grant(&grant).await)
}
