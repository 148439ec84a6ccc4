use auth0::authentication::{Delegation, DelegationToken, Impersonation, SignIn};
use protocol::secret::{AccessToken, IdToken, Password, RefreshToken};
use serde_json::Value;

use super::{Ours, answer, scopes, silence, text, tokens, word};
use crate::vendor::outcome::Outcome;

pub(in crate::vendor) async fn sign_in(ours: &Ours, given: &Value) -> Outcome {
    // The vendor's client for codes by text message means this connection when it names none.
    let connection = given["connection"].as_str().unwrap_or("sms");
    let (password, scopes) = (Password::new(text(given, "password")), scopes(given));
    let sign_in = SignIn {
        scopes: &scopes,
        ..SignIn::new(text(given, "username"), &password, connection)
    };

    tokens(ours.client.sign_in(&sign_in).await)
}

pub(in crate::vendor) async fn social_sign_in(ours: &Ours, given: &Value) -> Outcome {
    let token = AccessToken::new(text(given, "access_token"));
    let (connection, scopes) = (text(given, "connection"), scopes(given));

    tokens(
        ours.client
            .social_sign_in(&token, connection, &scopes)
            .await,
    )
}

pub(in crate::vendor) async fn get_delegation_token(ours: &Ours, given: &Value) -> Outcome {
    let id_token = given["id_token"].as_str().map(IdToken::new);
    let refresh_token = RefreshToken::new(text(given, "refresh_token"));
    let delegation = Delegation {
        token: id_token.as_ref().map_or(
            DelegationToken::RefreshToken(&refresh_token),
            DelegationToken::IdToken,
        ),
        target: text(given, "target"),
        api_type: text(given, "api_type"),
        scopes: &scopes(given),
    };
    let delegated = ours.client.get_delegation_token(&delegation).await;

    Outcome::of_id_token(delegated.map(|it| it.id_token), word)
}

/// The argument is the token itself.
pub(in crate::vendor) async fn get_info(ours: &Ours, given: &Value) -> Outcome {
    let token = IdToken::new(given.as_str().unwrap_or_default());
    let info = ours.client.get_info(&token).await;

    answer(info.map(|info| Value::Object(info.claims)))
}

/// The user's id is an argument of its own.
pub(in crate::vendor) async fn impersonate(ours: &Ours, user_id: &Value, given: &Value) -> Outcome {
    let impersonation = Impersonation {
        user_id: user_id.as_str().unwrap_or_default(),
        token: &AccessToken::new(text(given, "token")),
        protocol: text(given, "protocol"),
        impersonator_id: text(given, "impersonator_id"),
        client_id: ours.client.client_id(),
        additional_parameters: &[("response_type", "code")],
    };

    silence(ours.client.impersonate(&impersonation).await.map(drop))
}
