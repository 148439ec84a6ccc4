//! Passkeys and security keys: `auth.user_security_keys`.

use protocol::secret::AccessToken;
use serde::Deserialize;

use super::{GraphqlCall, GraphqlClient, PageRequest, rows, variables, was_there};

const LIST: &str = "query securityKeys($user: uuid!, $offset: Int!, $limit: Int!) { authUserSecurityKeys(where: {userId: {_eq: $user}}, order_by: {id: asc}, offset: $offset, limit: $limit) { id nickname } }";
const CREDENTIALS: &str = "query securityKeyCredentials($user: uuid!, $offset: Int!, $limit: Int!) { authUserSecurityKeys(where: {userId: {_eq: $user}}, order_by: {id: asc}, offset: $offset, limit: $limit) { id credentialId } }";
const RENAME: &str = "mutation renameSecurityKey($id: uuid!, $nickname: String!) { updateAuthUserSecurityKey(pk_columns: {id: $id}, _set: {nickname: $nickname}) { id } }";
const DELETE: &str =
    "mutation deleteSecurityKey($id: uuid!) { deleteAuthUserSecurityKey(id: $id) { id } }";

/// A passkey or security key. The service does not keep when it was added or used.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SecurityKey {
    /// UUID.
    pub id: String,
    /// The name that the person gave it.
    pub nickname: Option<String>,
}

/// A key and its credential.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecurityKeyCredential {
    /// UUID of the key.
    pub id: String,
    /// The credential's identifier, in base64url.
    pub credential_id: String,
}

impl GraphqlClient {
    /// Lists the keys of a user (`authUserSecurityKeys`).
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn security_keys(
        &self,
        token: &AccessToken,
        user_id: &str,
        page: PageRequest,
    ) -> GraphqlCall<'_, Vec<SecurityKey>> {
        self.query(token, LIST, page.of(user_id), rows)
    }

    /// Lists the credentials of a user's keys (`authUserSecurityKeys`). Asked on its own, for a project may show its
    /// people the names of their keys and not this.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn security_key_credentials(
        &self,
        token: &AccessToken,
        user_id: &str,
        page: PageRequest,
    ) -> GraphqlCall<'_, Vec<SecurityKeyCredential>> {
        self.query(token, CREDENTIALS, page.of(user_id), rows)
    }

    /// Gives a key another name (`updateAuthUserSecurityKey`): whether there is such a key.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn rename_security_key(
        &self,
        token: &AccessToken,
        id: &str,
        nickname: &str,
    ) -> GraphqlCall<'_, bool> {
        let variables = variables([("id", id.into()), ("nickname", nickname.into())]);

        self.mutation(token, RENAME, variables, was_there)
    }

    /// Deletes a key (`deleteAuthUserSecurityKey`): whether there was such a key. It stops working at once; what is
    /// on the authenticator stays there.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_security_key(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, bool> {
        self.mutation(token, DELETE, variables([("id", id.into())]), was_there)
    }
}
