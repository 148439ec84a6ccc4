//! Our client of Nhost's GraphQL service, by the root fields of the documents.

use nhost::{
    GraphqlError, GraphqlProblem, PageRequest, PersonalAccessTokenRow, ProfileUpdate, SessionRow,
};
use protocol::secret::AccessToken;
use serde_json::{Value, json};

use super::{Ours, text};
use crate::vendor::outcome::Outcome;

/// Makes the call that a document of this name makes, with its variables. The ids of rows are left out: rows that a
/// test makes have another each time.
pub(in crate::vendor) async fn call(ours: &Ours, name: &str, asked: &Value) -> Outcome {
    let (client, token) = (&ours.graphql, AccessToken::new(text(asked, "as")));
    let variables = &asked["given"][0]["variables"];
    let (user, id) = (text(variables, "user"), text(variables, "id"));
    let all = PageRequest::default();

    match name {
        "authUserSecurityKeys" => {
            let keys = client.security_keys(&token, user, all).await;
            rows(keys, |key| json!({ "nickname": key.nickname }))
        }
        "updateAuthUserSecurityKey" => {
            let nickname = text(variables, "nickname");
            was_there(client.rename_security_key(&token, id, nickname).await)
        }
        "deleteAuthUserSecurityKey" => was_there(client.delete_security_key(&token, id).await),
        "authRefreshTokens regular" => rows(
            client.sessions(&token, user, all).await,
            |_: &SessionRow| json!({}),
        ),
        "authRefreshTokens pat" => rows(
            client.personal_access_tokens(&token, user, all).await,
            |row: &PersonalAccessTokenRow| json!({ "metadata": row.metadata }),
        ),
        "deleteAuthRefreshToken" => was_there(client.delete_session(&token, id).await),
        "deleteAuthRefreshTokens" => {
            let keep = text(variables, "keep");
            let ended = client.delete_other_sessions(&token, user, keep).await;
            Outcome::of(ended.map(|count| json!({ "affected_rows": count })), word)
        }
        "authUserProviders" => {
            let linked = client.linked_providers(&token, user, all).await;
            rows(linked, |link| {
                json!({
                    "id": link.id,
                    "providerId": link.provider.as_str(),
                    "providerUserId": link.provider_user_id,
                    "createdAt": link.created_at,
                })
            })
        }
        "deleteAuthUserProvider" => was_there(client.delete_linked_provider(&token, id).await),
        "user" => {
            let profile = client.profile(&token, id).await;
            let profile = profile.map(|profile| {
                profile.map_or(Value::Null, |it| {
                    json!({
                        "displayName": it.display_name,
                        "avatarUrl": it.avatar_url,
                        "locale": it.locale,
                        "metadata": it.metadata,
                    })
                })
            });
            Outcome::of(profile, word)
        }
        "user newEmail" => {
            let pending = client.pending_email(&token, id).await;
            Outcome::of(pending.map(|address| json!({ "newEmail": address })), word)
        }
        "updateUser" => {
            let set = &variables["set"];
            let update = ProfileUpdate {
                display_name: set["displayName"].as_str(),
                locale: set["locale"].as_str(),
                ..ProfileUpdate::default()
            };
            was_there(client.update_profile(&token, id, &update).await)
        }
        "deleteUser" => was_there(client.delete_user(&token, id).await),
        _ => panic!("our client has no {name}"),
    }
}

fn word(problem: &GraphqlProblem) -> &str {
    &problem.code
}

fn rows<T>(rows: Result<Vec<T>, GraphqlError>, row: impl Fn(&T) -> Value) -> Outcome {
    Outcome::of(rows.map(|rows| rows.iter().map(row).collect()), word)
}

/// A row that is gone, or somebody else's, is null on the wire.
fn was_there(answer: Result<bool, GraphqlError>) -> Outcome {
    let row = |was_there| if was_there { json!({}) } else { Value::Null };

    Outcome::of(answer.map(row), word)
}
