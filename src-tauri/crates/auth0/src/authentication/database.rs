//! Database connections: users whose passwords the tenant keeps.

use protocol::{
    display_text::DisplayText,
    http::{JsonBody, What},
    secret::Password,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{AuthenticationClient, problem::AuthenticationError, read::shape, texts};

/// Somebody who signs up. What is `None` or empty is not sent.
#[derive(Clone, Copy, Debug)]
pub struct SignUp<'a> {
    /// Their address.
    pub email: &'a str,
    /// What they chose.
    pub password: &'a Password,
    /// The database connection.
    pub connection: &'a str,
    /// The name to sign in with, where the connection has names.
    pub username: Option<&'a str>,
    /// The first name.
    pub given_name: Option<&'a str>,
    /// The last name.
    pub family_name: Option<&'a str>,
    /// The whole name.
    pub name: Option<&'a str>,
    /// The name that friends use.
    pub nickname: Option<&'a str>,
    /// The address of a picture.
    pub picture: Option<&'a str>,
    /// With a plus sign and the country's prefix (E.164).
    pub phone_number: Option<&'a str>,
    /// At most ten; names of at most 100 characters, values of at most 500.
    pub user_metadata: &'a [(&'a str, &'a str)],
}

/// Who has signed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedUpUser {
    /// The user's id inside the connection: the end of the later `sub`.
    pub id: String,
    /// The address as the tenant keeps it.
    pub email: String,
    /// Whether the address is known to be theirs.
    pub is_email_verified: bool,
    /// The name to sign in with.
    pub username: Option<String>,
    /// All other members of the answer.
    pub members: Map<String, Value>,
}

impl<'a> SignUp<'a> {
    /// Signs up with an address and a password alone.
    pub fn new(email: &'a str, password: &'a Password, connection: &'a str) -> Self {
        Self {
            email,
            password,
            connection,
            username: None,
            given_name: None,
            family_name: None,
            name: None,
            nickname: None,
            picture: None,
            phone_number: None,
            user_metadata: &[],
        }
    }

    fn in_body(&self, body: JsonBody) -> JsonBody {
        let body = body
            .text("email", self.email)
            .secret("password", self.password)
            .text("connection", self.connection)
            .optional_text("username", self.username)
            .optional_text("given_name", self.given_name)
            .optional_text("family_name", self.family_name)
            .optional_text("name", self.name)
            .optional_text("nickname", self.nickname)
            .optional_text("picture", self.picture)
            .optional_text("phone_number", self.phone_number);
        if self.user_metadata.is_empty() {
            return body;
        }

        body.object("user_metadata", texts(self.user_metadata))
    }
}

impl AuthenticationClient {
    /// Creates a user: `signUp`, [`POST /dbconnections/signup`](https://auth0.com/docs/api/authentication/signup/create-a-new-user).
    /// It signs nobody in.
    ///
    /// # Errors
    /// `invalid_password` with what the policy wants, `invalid_signup`, `user_exists` or `username_exists` for
    /// somebody who is there or where sign-up is off; 429.
    pub async fn sign_up(&self, user: &SignUp<'_>) -> Result<SignedUpUser, AuthenticationError> {
        /// The answer, whose id has had three names.
        #[derive(Deserialize)]
        struct Wire {
            email: String,
            #[serde(default)]
            email_verified: bool,
            username: Option<String>,
            #[serde(flatten)]
            members: Map<String, Value>,
        }
        let request = self.post(&["dbconnections", "signup"]);
        let answer = self.call(request.json(user.in_body(self.body()))).await?;
        let wire: Wire = answer.json()?;
        let id = ["_id", "user_id", "id"]
            .iter()
            .find_map(|name| wire.members.get(*name)?.as_str())
            .filter(|id| !id.is_empty())
            .ok_or_else(|| shape(&answer, "._id"))?;

        Ok(SignedUpUser {
            id: id.to_owned(),
            email: wire.email,
            is_email_verified: wire.email_verified,
            username: wire.username,
            members: wire.members,
        })
    }

    /// Sends an e-mail with a link to choose a new password: `requestChangePasswordEmail`,
    /// [`POST /dbconnections/change_password`](https://auth0.com/docs/api/authentication/change-password/change-password). Returns the
    /// vendor's sentence about it, which is the same when there is no such user.
    ///
    /// # Errors
    /// 400 when there is no such connection; 429.
    pub async fn request_change_password_email(
        &self,
        email: &str,
        connection: &str,
        organization: Option<&str>,
    ) -> Result<DisplayText, AuthenticationError> {
        let body = self
            .body()
            .text("email", email)
            .text("connection", connection)
            .optional_text("organization", organization);

        self.change(body).await
    }

    /// The same as [`request_change_password_email`](Self::request_change_password_email) with a new password in the
    /// body: `changePassword`. Legacy: once the link in the e-mail set this password; today the tenant ignores or
    /// refuses it, and the person chooses one behind the link.
    ///
    /// # Errors
    /// 400 when there is no such connection, or the tenant refuses the password; 429.
    pub async fn change_password(
        &self,
        email: &str,
        password: &Password,
        connection: &str,
    ) -> Result<DisplayText, AuthenticationError> {
        let body = self
            .body()
            .text("email", email)
            .secret("password", password)
            .text("connection", connection);

        self.change(body).await
    }

    /// The answer is a sentence, under whichever media type; a page is somebody else's.
    async fn change(&self, body: JsonBody) -> Result<DisplayText, AuthenticationError> {
        let request = self.post(&["dbconnections", "change_password"]).json(body);
        let answer = self.call(request).await?;
        let text: &str = answer.text()?;
        if text.contains('<') {
            return Err(answer.unexpected(What::NotJson));
        }

        Ok(DisplayText::clean(
            text.trim().trim_matches('"'),
            DisplayText::ERROR_CAP,
        ))
    }
}
