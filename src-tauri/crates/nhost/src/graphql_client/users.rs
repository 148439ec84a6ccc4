//! The profile and the end of an account: `auth.users`.

use protocol::secret::AccessToken;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{GraphqlCall, GraphqlClient, field, variables, was_there};
use crate::call::Answered;

const READ: &str =
    "query profile($id: uuid!) { user(id: $id) { displayName avatarUrl locale metadata } }";
const PENDING: &str = "query pendingEmail($id: uuid!) { user(id: $id) { newEmail } }";
const UPDATE: &str = "mutation updateProfile($id: uuid!, $set: users_set_input!) { updateUser(pk_columns: {id: $id}, _set: $set) { id } }";
const DELETE: &str = "mutation deleteAccount($id: uuid!) { deleteUser(id: $id) { id } }";

/// What a user may be allowed to change about themselves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The e-mail address or phone number unless the user chose another.
    pub display_name: String,
    /// An address; may be empty.
    pub avatar_url: String,
    /// Two or three letters.
    pub locale: String,
    /// The project's own.
    pub metadata: Option<Map<String, Value>>,
}

/// What to change; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProfileUpdate<'a> {
    /// How to be called.
    pub display_name: Option<&'a str>,
    /// The address of a picture; empty for none.
    pub avatar_url: Option<&'a str>,
    /// Two or three letters; the project's list is not looked at here.
    pub locale: Option<&'a str>,
}

impl GraphqlClient {
    /// Reads what may be changed of a user (`user`); `None` where there is none such to see.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn profile(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, Option<Profile>> {
        self.query(token, READ, variables([("id", id.into())]), field)
    }

    /// Reads the address that a user is about to change to (`user`), if any.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`]. A project that lets its users see the profile need not let them see this.
    pub fn pending_email(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, Option<String>> {
        self.query(token, PENDING, variables([("id", id.into())]), new_email)
    }

    /// Changes the profile (`updateUser`): whether there is such a user.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn update_profile(
        &self,
        token: &AccessToken,
        id: &str,
        update: &ProfileUpdate<'_>,
    ) -> GraphqlCall<'_, bool> {
        let set: Map<String, Value> = [
            ("displayName", update.display_name),
            ("avatarUrl", update.avatar_url),
            ("locale", update.locale),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))))
        .collect();
        let variables = variables([("id", id.into()), ("set", Value::Object(set))]);

        self.mutation(token, UPDATE, variables, was_there)
    }

    /// Deletes a user and all that is theirs in the Auth service (`deleteUser`): whether there was such a user. It
    /// cannot be taken back; access tokens stay good until their time is over.
    ///
    /// # Errors
    /// See [`super::GraphqlProblemKind`].
    pub fn delete_user(&self, token: &AccessToken, id: &str) -> GraphqlCall<'_, bool> {
        self.mutation(token, DELETE, variables([("id", id.into())]), was_there)
    }
}

fn new_email(answered: &Answered<'_>) -> Result<Option<String>, super::GraphqlError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Wire {
        new_email: Option<String>,
    }
    let row: Option<Wire> = field(answered)?;

    Ok(row
        .and_then(|row| row.new_email)
        .filter(|address| !address.is_empty()))
}
