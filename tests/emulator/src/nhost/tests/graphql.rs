use std::time::Duration;

use super::webauthn::add;
use super::*;
use crate::webauthn::authenticator::Authenticator;
use crate::{BOB, Permission};

async fn ask_with(emulator: &Emulator, headers: &[(&str, &str)], body: &Value) -> Value {
    let url = format!("{}/graphql", emulator.nhost_url());
    let page = Visitor::default()
        .send("POST", &url, headers, &body.to_string())
        .await
        .unwrap();
    assert_eq!(page.status, 200);
    page.json()
}

async fn ask(emulator: &Emulator, token: &str, query: &str, variables: Value) -> Value {
    let authorization = format!("Bearer {token}");
    let headers = [
        ("content-type", "application/json"),
        ("authorization", authorization.as_str()),
    ];
    ask_with(
        emulator,
        &headers,
        &json!({ "query": query, "variables": variables }),
    )
    .await
}

fn problem(answer: &Value) -> (&str, &str, &str) {
    let first = &answer["errors"][0];
    let extensions = &first["extensions"];
    (
        text(first, "message"),
        text(extensions, "code"),
        text(extensions, "path"),
    )
}

#[tokio::test]
async fn keys_are_listed_renamed_and_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "accessToken");
    let key = add(&emulator, token, &Authenticator::new()).await.json();
    let user = json!({ "u": session["user"]["id"] });

    let query =
        "query($u: uuid!){ authUserSecurityKeys(where:{userId:{_eq:$u}}){ id nickname counter } }";
    let listed = ask(&emulator, token, query, user).await;
    let expected = json!([{ "id": key["id"], "nickname": "Laptop", "counter": 0 }]);
    assert_eq!(
        listed,
        json!({ "data": { "authUserSecurityKeys": expected } })
    );

    let rename = "mutation($id: uuid!, $n: String){ updateAuthUserSecurityKey(pk_columns:{id:$id}, _set:{nickname:$n}){ nickname } }";
    let renamed = ask(
        &emulator,
        token,
        rename,
        json!({ "id": key["id"], "n": "Phone" }),
    )
    .await;
    assert_eq!(
        renamed["data"]["updateAuthUserSecurityKey"]["nickname"],
        "Phone"
    );

    let delete = "mutation($id: uuid!){ gone: deleteAuthUserSecurityKey(id: $id){ id } }";
    let foreign = ask(
        &emulator,
        &token_of(&emulator, BOB).await,
        delete,
        json!({ "id": key["id"] }),
    )
    .await;
    assert_eq!(foreign, json!({ "data": { "gone": null } }));
    let deleted = ask(&emulator, token, delete, json!({ "id": key["id"] })).await;
    assert_eq!(deleted["data"]["gone"]["id"], key["id"]);
    assert_eq!(emulator.nhost_security_keys(ADA.email), 0);
}

#[tokio::test]
async fn sessions_and_personal_tokens_are_told_apart_and_end_when_deleted() {
    let emulator = Emulator::start().await.unwrap();
    let first = adas_session(&emulator).await;
    let here = adas_session(&emulator).await;
    let token = text(&here, "accessToken");
    let body = json!({ "expiresAt": "2126-12-21T01:40:34Z", "metadata": { "name": "cli" } });
    let pat = post_as(&emulator, "/pat", token, &body).await.json();

    let query = "{ s: authRefreshTokens(where:{type:{_eq:regular}}, order_by:{createdAt:asc}){ id type } \
        p: authRefreshTokens(where:{type:{_eq:pat}}){ id expiresAt metadata } }";
    let data = ask(&emulator, token, query, json!({})).await["data"].clone();
    assert_eq!(data["s"][0]["id"], first["refreshTokenId"]);
    assert_eq!(data["s"][1]["id"], here["refreshTokenId"]);
    assert_eq!(
        data["p"],
        json!([{ "id": pat["id"], "expiresAt": "2126-12-21T01:40:34.000000Z", "metadata": { "name": "cli" } }])
    );

    let others = "mutation($me: uuid!){ deleteAuthRefreshTokens(where:{id:{_neq:$me}}){ affected_rows returning { id } } }";
    let deleted = ask(
        &emulator,
        token,
        others,
        json!({ "me": here["refreshTokenId"] }),
    )
    .await;
    assert_eq!(
        deleted["data"]["deleteAuthRefreshTokens"]["affected_rows"],
        2
    );
    let refresh = json!({ "refreshToken": first["refreshToken"] });
    assert_code(
        &post(&emulator, "/token", &refresh).await,
        401,
        "invalid-refresh-token",
    );
    let enter = json!({ "personalAccessToken": pat["personalAccessToken"] });
    assert_code(
        &post(&emulator, "/signin/pat", &enter).await,
        401,
        "invalid-pat",
    );
    let refresh = json!({ "refreshToken": here["refreshToken"] });
    assert_eq!(post(&emulator, "/token", &refresh).await.status, 200);
}

#[tokio::test]
async fn linked_accounts_are_listed_and_unlinked() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, BOB).await;
    let id_token = emulator.nhost_id_token("google", "mei@example.com", None);
    let body = json!({ "provider": "google", "idToken": id_token });
    assert_ok(&post_as(&emulator, "/link/idtoken", &token, &body).await);
    let query = "{ authUserProviders { id providerId providerUserId createdAt updatedAt } }";
    let listed =
        ask(&emulator, &token, query, json!({})).await["data"]["authUserProviders"].clone();
    assert_eq!(listed[0]["providerId"], "google");
    let delete = "mutation($id: uuid!){ deleteAuthUserProvider(id: $id){ id } }";
    ask(&emulator, &token, delete, json!({ "id": listed[0]["id"] })).await;
    let listed = ask(&emulator, &token, query, json!({})).await;
    assert_eq!(listed["data"]["authUserProviders"], json!([]));
}

#[tokio::test]
async fn a_profile_is_changed_as_far_as_it_may_be() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "accessToken");
    let update = "mutation($id: uuid!, $set: users_set_input!){ updateUser(pk_columns:{id:$id}, _set:$set){ displayName metadata email } }";
    let set = json!({ "displayName": "Ada N.", "metadata": { "team": "Kyoto" } });
    let changed = ask(
        &emulator,
        token,
        update,
        json!({ "id": session["user"]["id"], "set": set }),
    )
    .await;
    let expected =
        json!({ "displayName": "Ada N.", "metadata": { "team": "Kyoto" }, "email": ADA.email });
    assert_eq!(changed["data"]["updateUser"], expected);
    assert_eq!(
        get_as(&emulator, "/user", token).await.json()["displayName"],
        "Ada N."
    );

    let set = json!({ "email": "new@example.com" });
    let refused = ask(
        &emulator,
        token,
        update,
        json!({ "id": session["user"]["id"], "set": set }),
    )
    .await;
    assert_eq!(
        problem(&refused).0,
        "field 'email' not found in type: 'users_set_input'"
    );
    let query = "query($id: uuid!){ user(id: $id){ newEmail lastSeen activeMfaType __typename } }";
    let user = ask(
        &emulator,
        token,
        query,
        json!({ "id": session["user"]["id"] }),
    )
    .await["data"]["user"]
        .clone();
    assert_eq!(
        (&user["__typename"], &user["newEmail"]),
        (&json!("users"), &Value::Null)
    );
    assert!(user["lastSeen"].is_string());
}

#[tokio::test]
async fn an_account_is_deleted_with_everything_in_it() {
    let emulator = Emulator::start().await.unwrap();
    let session = adas_session(&emulator).await;
    let token = text(&session, "accessToken");
    let delete = "mutation($id: uuid!){ deleteUser(id: $id){ id } }";
    let id = json!({ "id": session["user"]["id"] });
    assert_eq!(
        ask(&emulator, token, delete, id).await["data"]["deleteUser"]["id"],
        session["user"]["id"]
    );
    assert_code(
        &get_as(&emulator, "/user", token).await,
        401,
        "invalid-email-password",
    );
    let refresh = json!({ "refreshToken": session["refreshToken"] });
    assert_code(
        &post(&emulator, "/token", &refresh).await,
        401,
        "invalid-refresh-token",
    );
}

#[tokio::test]
async fn what_is_not_permitted_does_not_exist() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| {
        settings.nhost.graphql.security_keys.select = Permission::Denied;
        settings.nhost.graphql.users.delete = Permission::Denied;
        settings
            .nhost
            .graphql
            .users
            .hidden_columns
            .push("metadata".into());
    });
    let keys = ask(
        &emulator,
        &token,
        "{ authUserSecurityKeys { id } }",
        json!({}),
    )
    .await;
    assert_eq!(
        problem(&keys),
        (
            "field 'authUserSecurityKeys' not found in type: 'query_root'",
            "validation-failed",
            "$.selectionSet.authUserSecurityKeys"
        )
    );
    let uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    let delete = format!("mutation {{ deleteUser(id: \"{uuid}\") {{ id }} }}");
    let refused = ask(&emulator, &token, &delete, json!({})).await;
    assert_eq!(
        problem(&refused).0,
        "field 'deleteUser' not found in type: 'mutation_root'"
    );
    let hidden = ask(&emulator, &token, "{ users { id metadata } }", json!({})).await;
    assert_eq!(
        problem(&hidden),
        (
            "field 'metadata' not found in type: 'users'",
            "validation-failed",
            "$.selectionSet.users.selectionSet.metadata"
        )
    );
    assert!(hidden.get("data").is_none());
}

#[tokio::test]
async fn where_nothing_may_be_changed_there_are_no_mutations_at_all() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    emulator.change(|settings| {
        let permissions = &mut settings.nhost.graphql;
        for table in [
            &mut permissions.security_keys,
            &mut permissions.refresh_tokens,
            &mut permissions.user_providers,
            &mut permissions.users,
        ] {
            table.update = Permission::Denied;
            table.delete = Permission::Denied;
        }
    });
    let delete = "mutation { deleteUsers(where: {}) { affected_rows } }";
    let answer = ask(&emulator, &token, delete, json!({})).await;
    assert_eq!(
        problem(&answer),
        ("no mutations exist", "validation-failed", "$")
    );
}

#[tokio::test]
async fn an_elevated_session_can_be_asked_for() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let key = add(&emulator, &token, &Authenticator::new()).await.json();
    emulator.change(|settings| settings.nhost.graphql.security_keys.delete = Permission::Elevated);
    let delete = "mutation($id: uuid!){ deleteAuthUserSecurityKey(id: $id){ id } }";
    let refused = ask(&emulator, &token, delete, json!({ "id": key["id"] })).await;
    assert_eq!(
        problem(&refused),
        (
            "missing session variable: \"x-hasura-auth-elevated\"",
            "not-found",
            "$"
        )
    );
    assert_eq!(emulator.nhost_security_keys(ADA.email), 1);
}

#[tokio::test]
async fn tokens_and_roles_are_looked_at_first() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let query = json!({ "query": "{ users { id } }" });
    let authorization = format!("Bearer {token}");
    let with_role = |role: &'static str| {
        [
            ("authorization", authorization.clone()),
            ("x-hasura-role", role.to_owned()),
        ]
    };
    for (role, expected) in [
        (
            "admin",
            (
                "Your requested role is not in allowed roles",
                "access-denied",
            ),
        ),
        (
            "editor",
            (
                "field 'users' not found in type: 'query_root'",
                "validation-failed",
            ),
        ),
    ] {
        let headers = with_role(role);
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = ask_with(&emulator, &headers, &query).await;
        let (message, code, _) = problem(&answer);
        assert_eq!((message, code), expected);
    }
    let public = ask_with(&emulator, &[], &query).await;
    assert_eq!(problem(&public).1, "validation-failed");
    let malformed = ask_with(&emulator, &[("authorization", "Basic x")], &query).await;
    assert_eq!(problem(&malformed).1, "invalid-headers");
    emulator.advance(Duration::from_secs(900));
    let expired = ask(&emulator, &token, "{ users { id } }", json!({})).await;
    assert_eq!(
        problem(&expired),
        ("Could not verify JWT: JWTExpired", "invalid-jwt", "$")
    );
}

#[tokio::test]
async fn documents_variables_and_arguments_must_fit() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let cases = [
        ("{ users { id }", json!({}), "not a valid graphql query"),
        (
            "query($id: uuid!){ user(id: $id){ id } }",
            json!({}),
            "expecting a value for non-nullable variable: \"id\"",
        ),
        (
            "query($id: String!){ user(id: $id){ id } }",
            json!({ "id": "x" }),
            "variable 'id' is declared as 'String!', but used where 'uuid!' is expected",
        ),
        (
            "query($id: uuid!){ user(id: $id){ id } }",
            json!({ "id": "x" }),
            "invalid input syntax for type uuid: \"x\"",
        ),
        (
            "{ users { id } }",
            json!({ "x": 1 }),
            "unexpected variables in variableValues: x",
        ),
        (
            "{ user(id: $id){ id } }",
            json!({}),
            "unbound variable \"id\"",
        ),
        ("{ user { id } }", json!({}), "missing required field 'id'"),
        ("{ users }", json!({}), "missing selection set for 'users'"),
        (
            "{ users(first: 3){ id } }",
            json!({}),
            "'users' has no argument named 'first'",
        ),
        (
            "{ users(where:{nope:{_eq:1}}){ id } }",
            json!({}),
            "field 'nope' not found in type: 'users_bool_exp'",
        ),
        (
            "mutation { deleteAuthRefreshTokens { affected_rows } }",
            json!({}),
            "missing required field 'where'",
        ),
        (
            "subscription { users { id } }",
            json!({}),
            "no subscriptions exist",
        ),
    ];
    for (query, variables, expected) in cases {
        let answer = ask(&emulator, &token, query, variables).await;
        assert_eq!(problem(&answer).0, expected, "{query}");
    }
}

#[tokio::test]
async fn the_path_of_the_hosted_graphql_host_answers_too() {
    let emulator = Emulator::start().await.unwrap();
    let token = token_of(&emulator, ADA).await;
    let authorization = format!("Bearer {token}");
    let headers = [
        ("content-type", "application/json"),
        ("authorization", authorization.as_str()),
    ];
    let body = json!({ "query": "{ users { displayName } }" }).to_string();
    let page = Visitor::default()
        .send("POST", &emulator.nhost_url(), &headers, &body)
        .await
        .unwrap();
    assert_eq!(
        page.json(),
        json!({ "data": { "users": [{ "displayName": ADA.name }] } })
    );
}
