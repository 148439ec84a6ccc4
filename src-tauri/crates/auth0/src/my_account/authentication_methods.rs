//! [Authentication methods](https://auth0.com/docs/api/myaccount/authentication-methods): how a person can prove
//! who they are.

mod enrollment;
mod method;
mod password_policy;
mod request;

use protocol::http::What;
use serde::Deserialize;

pub use enrollment::{BarcodeUri, Challenge, Enrollment, ManualInputCode, RecoveryCode};
pub use method::{AuthenticationMethod, MethodDetails, PasskeyDetails, WebauthnDetails};
pub use password_policy::{
    CharacterType, CharacterTypeRule, Complexity, Dictionary, DictionaryDefault, History,
    MaxLengthExceeded, PasswordPolicy, ProfileData, Repetition,
};
pub use request::{MethodUpdate, NewMethod, Proof, Verification};

use super::{
    MethodId, MyAccountClient,
    call::{Answered, Call, Method, Plan, json, nothing},
    problem::MyAccountError,
    token_source::{Scope, TokenSource},
    word::FactorType,
};

/// The calls about authentication methods.
#[derive(Clone, Copy, Debug)]
pub struct AuthenticationMethods<'a> {
    pub(super) client: &'a MyAccountClient,
}

impl<'a> AuthenticationMethods<'a> {
    /// Lists the person's methods, all or of one type: `authenticationMethods.list`,
    /// `GET /me/v1/authentication-methods`, scope `read:me:authentication_methods`. At most 20, on one page.
    ///
    /// A list of one type has a rate limit of its own, which is higher.
    ///
    /// # Errors
    /// 400, 401, 403 and 429 with a problem body.
    pub fn list<S: TokenSource>(
        self,
        tokens: &'a S,
        only: Option<&FactorType>,
    ) -> Call<'a, S, Vec<AuthenticationMethod>> {
        let mut plan = plan(Method::Get, Scope::ReadAuthenticationMethods, None);
        plan.query = only
            .map(|kind| ("type", kind.as_str().to_owned()))
            .into_iter()
            .collect();

        Call::new(self.client, tokens, plan, list)
    }

    /// Reads one method: `authenticationMethods.get`, `GET /me/v1/authentication-methods/{id}`, scope
    /// `read:me:authentication_methods`.
    ///
    /// # Errors
    /// 400, 401, 403, 404 and 429 with a problem body.
    pub fn get<S: TokenSource>(
        self,
        tokens: &'a S,
        id: &MethodId,
    ) -> Call<'a, S, AuthenticationMethod> {
        let plan = plan(Method::Get, Scope::ReadAuthenticationMethods, Some(id));

        Call::new(self.client, tokens, plan, named)
    }

    /// Starts an enrolment: `authenticationMethods.create`, `POST /me/v1/authentication-methods`, scope
    /// `create:me:authentication_methods`. The method counts only once it is [verified](Self::verify).
    ///
    /// # Errors
    /// 400, 401, 403, 415 and 429 with a problem body; 400 too for a type that the tenant does not offer.
    pub fn create<S: TokenSource>(
        self,
        tokens: &'a S,
        new: &NewMethod<'_>,
    ) -> Call<'a, S, Enrollment> {
        let mut plan = plan(Method::Post, Scope::CreateAuthenticationMethods, None);
        plan.body = Some(new.body());

        Call::new(self.client, tokens, plan, enrollment::reader(new))
    }

    /// Finishes an enrolment: `authenticationMethods.verify`, `POST /me/v1/authentication-methods/{id}/verify`,
    /// scope `create:me:authentication_methods`. The id of the method may differ from that of its enrolment.
    ///
    /// # Errors
    /// 400, 401, 403, 415 and 429 with a problem body: 400 for a wrong code, 400 or 403 for an `auth_session` that
    /// has expired, and [`AuthorizationPending`](super::ProblemKind::AuthorizationPending) as long as a push
    /// notification is not approved.
    pub fn verify<S: TokenSource>(
        self,
        tokens: &'a S,
        id: &MethodId,
        verification: &Verification<'_>,
    ) -> Call<'a, S, AuthenticationMethod> {
        let mut plan = plan(Method::Post, Scope::CreateAuthenticationMethods, Some(id));
        plan.path.push("verify".to_owned());
        plan.body = Some(verification.body());

        Call::new(self.client, tokens, plan, json)
    }

    /// Changes a method's name or how a phone is told its code: `authenticationMethods.update`,
    /// `PATCH /me/v1/authentication-methods/{id}`, scope `update:me:authentication_methods`.
    ///
    /// # Errors
    /// 400, 401, 403, 404, 415 and 429 with a problem body.
    pub fn update<S: TokenSource>(
        self,
        tokens: &'a S,
        id: &MethodId,
        update: &MethodUpdate<'_>,
    ) -> Call<'a, S, AuthenticationMethod> {
        let mut plan = plan(Method::Patch, Scope::UpdateAuthenticationMethods, Some(id));
        plan.body = Some(update.body());

        Call::new(self.client, tokens, plan, named)
    }

    /// Removes a method: `authenticationMethods.delete`, `DELETE /me/v1/authentication-methods/{id}`, scope
    /// `delete:me:authentication_methods`.
    ///
    /// # Errors
    /// 400, 401, 403, 404, 409 and 429 with a problem body: 409 when the tenant does not let it go, for instance
    /// the last one that its policy wants.
    pub fn delete<S: TokenSource>(self, tokens: &'a S, id: &MethodId) -> Call<'a, S, ()> {
        let plan = plan(Method::Delete, Scope::DeleteAuthenticationMethods, Some(id));

        Call::new(self.client, tokens, plan, nothing)
    }
}

fn plan(method: Method, scope: Scope, id: Option<&MethodId>) -> Plan {
    let mut path = vec!["authentication-methods".to_owned()];
    path.extend(id.map(|id| id.as_str().to_owned()));

    Plan {
        method,
        path,
        query: Vec::new(),
        body: None,
        scope,
    }
}

/// Reads the method that the address names. One about another method answers another question: two connections were
/// mixed up on the way, or an address was.
fn named(answered: &Answered<'_>) -> Result<AuthenticationMethod, MyAccountError> {
    let method: AuthenticationMethod = json(answered)?;
    let segment = answered
        .url
        .path_segments()
        .and_then(|mut all| all.next_back());
    let named = percent_encoding::percent_decode_str(segment.unwrap_or_default());
    if !named.eq(method.id.as_str().bytes()) {
        return Err(answered.answer.unexpected(What::Shape {
            path: ".id".to_owned(),
        }));
    }

    Ok(method)
}

fn list(answered: &Answered<'_>) -> Result<Vec<AuthenticationMethod>, MyAccountError> {
    #[derive(Deserialize)]
    struct List {
        authentication_methods: Vec<AuthenticationMethod>,
    }
    let list: List = json(answered)?;

    Ok(list.authentication_methods)
}
