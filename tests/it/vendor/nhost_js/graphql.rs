//! What goes through GraphQL: the vendor's client with documents that stand here, ours with its own.

use emulator::{ADA, Emulator, NOOR, Permission, Permissions, TablePermissions};
use serde_json::{Value, json};

use super::{CLIENTS, IN_2030, Project, given};
use crate::vendor::outcome::Expected::{Answer, Refusal};

/// Whoever is asked about, unless a row says otherwise: the one who has one of everything.
const WHO: &str = "711c80c7-2078-43a5-9477-9b845e4c3903";
const KEY: &str = "3d8e2b71-6a4f-4c95-b0d8-15c7e9f2a604";
const LINK: &str = "1f0b6a52-7c1e-4f0a-9d1c-2b6a51c0e901";
const PAT: &str = "2c9d7a10-5b3e-4d41-8f7a-64b0f5a1d902";

/// A root field, what it is asked with, and what comes of it.
struct Row {
    /// As our client's half knows it.
    field: &'static str,
    document: &'static str,
    variables: Value,
    answer: Value,
    table: fn(&mut Permissions) -> &mut TablePermissions,
    /// Whether a row of somebody else is answered with nothing, rather than left out of a list.
    is_by_id: bool,
}

fn rows() -> Vec<Row> {
    let keys: fn(&mut Permissions) -> &mut TablePermissions = |it| &mut it.security_keys;
    let tokens: fn(&mut Permissions) -> &mut TablePermissions = |it| &mut it.refresh_tokens;
    let links: fn(&mut Permissions) -> &mut TablePermissions = |it| &mut it.user_providers;
    let users: fn(&mut Permissions) -> &mut TablePermissions = |it| &mut it.users;
    let of_user = || json!({ "user": WHO });
    let row = |field, document, variables, answer, table| Row {
        field,
        document,
        variables,
        answer,
        table,
        is_by_id: false,
    };
    let by_id = |field, document, variables, table| Row {
        is_by_id: true,
        ..row(field, document, variables, json!({}), table)
    };

    vec![
        row(
            "authUserSecurityKeys",
            "query($user: uuid!) { authUserSecurityKeys(where: {userId: {_eq: $user}}) { id nickname } }",
            of_user(),
            json!([{ "nickname": "Key on my key ring" }]),
            keys,
        ),
        by_id(
            "updateAuthUserSecurityKey",
            "mutation($id: uuid!, $nickname: String!) { updateAuthUserSecurityKey(pk_columns: {id: $id}, _set: {nickname: $nickname}) { id } }",
            json!({ "id": KEY, "nickname": "Blue" }),
            keys,
        ),
        by_id(
            "deleteAuthUserSecurityKey",
            "mutation($id: uuid!) { deleteAuthUserSecurityKey(id: $id) { id } }",
            json!({ "id": KEY }),
            keys,
        ),
        row(
            "authRefreshTokens regular",
            "query($user: uuid!) { authRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: regular}}) { id createdAt expiresAt } }",
            of_user(),
            json!([{}]),
            tokens,
        ),
        row(
            "authRefreshTokens pat",
            "query($user: uuid!) { authRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: pat}}) { id createdAt expiresAt metadata } }",
            of_user(),
            json!([{ "metadata": { "name": "Backup script" } }]),
            tokens,
        ),
        by_id(
            "deleteAuthRefreshToken",
            "mutation($id: uuid!) { deleteAuthRefreshToken(id: $id) { id } }",
            json!({ "id": PAT }),
            tokens,
        ),
        row(
            "deleteAuthRefreshTokens",
            "mutation($user: uuid!, $keep: uuid!) { deleteAuthRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: regular}, id: {_neq: $keep}}) { affected_rows } }",
            json!({ "user": WHO, "keep": PAT }),
            json!({ "affected_rows": 1 }),
            tokens,
        ),
        row(
            "authUserProviders",
            "query($user: uuid!) { authUserProviders(where: {userId: {_eq: $user}}) { id providerId providerUserId createdAt updatedAt } }",
            of_user(),
            json!([{ "id": LINK, "providerId": "github" }]),
            links,
        ),
        by_id(
            "deleteAuthUserProvider",
            "mutation($id: uuid!) { deleteAuthUserProvider(id: $id) { id } }",
            json!({ "id": LINK }),
            links,
        ),
        Row {
            answer: json!({ "displayName": NOOR.name, "locale": "fr" }),
            ..by_id(
                "user",
                "query($id: uuid!) { user(id: $id) { displayName avatarUrl locale metadata } }",
                json!({ "id": WHO }),
                users,
            )
        },
        row(
            "user newEmail",
            "query($id: uuid!) { user(id: $id) { newEmail } }",
            json!({ "id": WHO }),
            json!({ "newEmail": null }),
            users,
        ),
        by_id(
            "updateUser",
            "mutation($id: uuid!, $set: users_set_input!) { updateUser(pk_columns: {id: $id}, _set: $set) { id } }",
            json!({ "id": WHO, "set": { "displayName": "Noor", "locale": "en" } }),
            users,
        ),
        by_id(
            "deleteUser",
            "mutation($id: uuid!) { deleteUser(id: $id) { id } }",
            json!({ "id": WHO }),
            users,
        ),
    ]
}

#[tokio::test]
async fn both_see_and_change_the_same_over_graphql() {
    for (package, dialect) in CLIENTS {
        let Some(mut project) = Project::start(package, dialect).await else {
            return;
        };
        for row in rows() {
            row.try_with(&mut project).await;
        }
    }
}

impl Row {
    async fn try_with(&self, project: &mut Project) {
        let given = async |emulator: &Emulator| {
            (given::token(emulator, &NOOR).await, self.variables.clone())
        };
        project
            .both_over_graphql(
                self.field,
                self.document,
                given,
                Answer(self.answer.clone()),
            )
            .await;

        let not_permitted = async |emulator: &Emulator| {
            self.permit(emulator, Permission::Denied);
            given(emulator).await
        };
        let refused = Refusal(200, "validation-failed");
        project
            .both_over_graphql(self.field, self.document, not_permitted, refused)
            .await;

        let by_nobody = async |_: &Emulator| ("nonsense".to_owned(), self.variables.clone());
        let refused = Refusal(200, "invalid-jwt");
        project
            .both_over_graphql(self.field, self.document, by_nobody, refused)
            .await;

        if self.is_by_id {
            let of_somebody_else = async |emulator: &Emulator| {
                (given::token(emulator, &ADA).await, self.variables.clone())
            };
            let nothing = Answer(Value::Null);
            project
                .both_over_graphql(self.field, self.document, of_somebody_else, nothing)
                .await;
        }
    }

    fn permit(&self, emulator: &Emulator, permission: Permission) {
        emulator.change(|settings| {
            let table = (self.table)(&mut settings.nhost.graphql);
            (table.select, table.update, table.delete) = (permission, permission, permission);
        });
    }
}

/// A token that a person made is ended by the row that the answer named.
#[tokio::test]
async fn what_was_just_made_is_listed_and_ended() {
    let (package, dialect) = CLIENTS[1];
    let Some(mut project) = Project::start(package, dialect).await else {
        return;
    };
    let with = async |emulator: &Emulator| {
        let token = given::token(emulator, &ADA).await;
        let body = json!({ "expiresAt": IN_2030, "metadata": { "name": "Backup" } });
        let made = given::post(emulator, "/pat", Some(&token), body).await;
        (token, json!({ "id": made["id"] }))
    };
    let document = "mutation($id: uuid!) { deleteAuthRefreshToken(id: $id) { id } }";
    project
        .both_over_graphql("deleteAuthRefreshToken", document, with, Answer(json!({})))
        .await;
}
