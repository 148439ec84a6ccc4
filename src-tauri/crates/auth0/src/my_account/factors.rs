//! [Factors](https://auth0.com/docs/api/myaccount/factors): what the tenant lets a person enrol.

use serde::Deserialize;

use super::{
    MyAccountClient,
    call::{Answered, Call, Method, Plan, json},
    problem::MyAccountError,
    token_source::{Scope, TokenSource},
    word::{FactorType, Usage},
};

/// The calls about factors.
#[derive(Clone, Copy, Debug)]
pub struct Factors<'a> {
    pub(super) client: &'a MyAccountClient,
}

/// One kind of proof that a person may enrol.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Factor {
    /// Which kind.
    #[serde(rename = "type")]
    pub kind: FactorType,
    /// At which step of a sign-in it is used; empty when the tenant does not say.
    #[serde(default)]
    pub usage: Vec<Usage>,
}

impl<'a> Factors<'a> {
    /// Lists what the person may enrol: `factors.list`, `GET /me/v1/factors`, scope `read:me:factors`.
    ///
    /// # Errors
    /// 400, 401, 403 and 429 with a problem body.
    pub fn list<S: TokenSource>(self, tokens: &'a S) -> Call<'a, S, Vec<Factor>> {
        let plan = Plan {
            method: Method::Get,
            path: vec!["factors".to_owned()],
            query: Vec::new(),
            body: None,
            scope: Scope::ReadFactors,
        };

        Call::new(self.client, tokens, plan, read)
    }
}

fn read(answered: &Answered<'_>) -> Result<Vec<Factor>, MyAccountError> {
    #[derive(Deserialize)]
    struct List {
        factors: Vec<Factor>,
    }
    let list: List = json(answered)?;

    Ok(list.factors)
}
