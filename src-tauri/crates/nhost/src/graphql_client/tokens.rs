//! Sessions and personal access tokens: two kinds of rows in `auth.refresh_tokens`.

use protocol::secret::AccessToken;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{GraphqlCall, GraphqlClient, PageRequest, affected, rows, variables, was_there};

const SESSIONS: &str = "query sessions($user: uuid!, $offset: Int!, $limit: Int!) { authRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: regular}}, order_by: {createdAt: desc}, offset: $offset, limit: $limit) { id createdAt expiresAt } }";
const PATS: &str = "query personalAccessTokens($user: uuid!, $offset: Int!, $limit: Int!) { authRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: pat}}, order_by: {createdAt: desc}, offset: $offset, limit: $limit) { id createdAt expiresAt metadata } }";
const DELETE: &str =
    "mutation deleteRefreshToken($id: uuid!) { deleteAuthRefreshToken(id: $id) { id } }";
const DELETE_OTHERS: &str = "mutation deleteOtherSessions($user: uuid!, $keep: uuid!) { deleteAuthRefreshTokens(where: {userId: {_eq: $user}, type: {_eq: regular}, id: {_neq: $keep}}) { affected_rows } }";

/// A session. The service keeps neither where it is nor when it was used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    /// UUID; [`crate::Session::refresh_token_id`] of the session itself.
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339. Each refresh moves it, by 30 days unless the project says otherwise.
    pub expires_at: String,
}

/// A personal access token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonalAccessTokenRow {
    /// UUID; [`crate::CreatedPat::id`].
    pub id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// What was said about it when it was made.
    pub metadata: Option<Map<String, Value>>,
}

impl PersonalAccessTokenRow {
    /// Its name, by custom.
    pub fn name(&self) -> Option<&str> {
        self.metadata.as_ref()?.get("name")?.as_str()
    }
}

impl GraphqlClient {
    /// Lists the sessions of a user, the newest first (`authRefreshTokens` of type `regular`).
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn sessions(
        &self,
        token: &AccessToken,
        user_id: &str,
        page: PageRequest,
    ) -> GraphqlCall<'_, Vec<SessionRow>> {
        self.query(token, SESSIONS, page.of(user_id), rows)
    }

    /// Ends a session (`deleteAuthRefreshToken`): whether there was such a session. Its access token stays good until
    /// its time is over.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_session(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, bool> {
        self.mutation(token, DELETE, variables([("id", id.into())]), was_there)
    }

    /// Ends every session of a user but one (`deleteAuthRefreshTokens`), and no personal access token: how many
    /// there were.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_other_sessions(
        &self,
        token: &AccessToken,
        user_id: &str,
        keep: &str,
    ) -> GraphqlCall<'_, u64> {
        let variables = variables([("user", user_id.into()), ("keep", keep.into())]);

        self.mutation(token, DELETE_OTHERS, variables, affected)
    }

    /// Lists the personal access tokens of a user, the newest first (`authRefreshTokens` of type `pat`).
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn personal_access_tokens(
        &self,
        token: &AccessToken,
        user_id: &str,
        page: PageRequest,
    ) -> GraphqlCall<'_, Vec<PersonalAccessTokenRow>> {
        self.query(token, PATS, page.of(user_id), rows)
    }

    /// Ends a personal access token (`deleteAuthRefreshToken`): whether there was such a token. The sessions that it
    /// began go on.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_personal_access_token(
        &self,
        token: &AccessToken,
        id: &str,
    ) -> GraphqlCall<'_, bool> {
        self.delete_session(token, id)
    }
}
