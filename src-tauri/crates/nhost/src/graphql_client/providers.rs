//! Linked accounts: `auth.user_providers`.

use protocol::secret::AccessToken;
use serde::Deserialize;

use super::{GraphqlCall, GraphqlClient, PageRequest, rows, variables, was_there};
use crate::SignInProvider;

// The tokens of the provider stand in the same row; they are never asked for.
const LIST: &str = "query linkedProviders($user: uuid!, $offset: Int!, $limit: Int!) { authUserProviders(where: {userId: {_eq: $user}}, order_by: {createdAt: asc}, offset: $offset, limit: $limit) { id providerId providerUserId createdAt updatedAt } }";
const DELETE: &str =
    "mutation unlinkProvider($id: uuid!) { deleteAuthUserProvider(id: $id) { id } }";

/// An account elsewhere that signs in as this user.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedProvider {
    /// UUID of the link.
    pub id: String,
    /// Where the account is.
    #[serde(rename = "providerId")]
    pub provider: SignInProvider,
    /// The provider's own name for the account.
    pub provider_user_id: String,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
}

impl GraphqlClient {
    /// Lists the linked accounts of a user, the oldest first (`authUserProviders`).
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn linked_providers(
        &self,
        token: &AccessToken,
        user_id: &str,
        page: PageRequest,
    ) -> GraphqlCall<'_, Vec<LinkedProvider>> {
        self.query(token, LIST, page.of(user_id), rows)
    }

    /// Unlinks an account (`deleteAuthUserProvider`): whether there was such a link. Nothing keeps a person from
    /// unlinking their last way to sign in: that is the caller's to prevent.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_linked_provider(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, bool> {
        self.mutation(token, DELETE, variables([("id", id.into())]), was_there)
    }
}
