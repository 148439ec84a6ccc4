//! What can be connected.

use serde::Deserialize;

use super::plan;
use crate::my_account::{
    MyAccountClient,
    call::{Answered, Call, Method, json},
    page::{self, Cursor, Page, PageRequest, Pages},
    problem::MyAccountError,
    token_source::{Scope, TokenSource},
};

/// The calls about what can be connected.
#[derive(Clone, Copy, Debug)]
pub struct Connections<'a> {
    pub(super) client: &'a MyAccountClient,
}

/// A connection of the tenant whose accounts can be connected.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Connection {
    /// Names it in further calls.
    pub name: String,
    /// The kind of provider behind it, such as `google-oauth2`.
    pub strategy: String,
    /// What the tenant asks for at that provider, unless the caller says otherwise.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

impl<'a> Connections<'a> {
    /// Lists one page of what can be connected: `connectedAccounts.connections.list`,
    /// `GET /me/v1/connected-accounts/connections`, scope `read:me:connected_accounts`.
    ///
    /// # Errors
    /// 400, 401, 403 and 429 with a problem body.
    pub fn list<S: TokenSource>(
        self,
        tokens: &'a S,
        page: &PageRequest,
    ) -> Call<'a, S, Page<Connection>> {
        let mut plan = plan(Method::Get, Scope::ReadConnectedAccounts, "connections");
        plan.query = page.query().collect();

        Call::new(self.client, tokens, plan, read)
    }

    /// Lists all of what can be connected, page by page, up to `take` a page.
    pub fn pages<S: TokenSource>(
        self,
        tokens: &'a S,
        take: Option<u8>,
    ) -> Pages<'a, S, Connection> {
        Pages::new(take, move |page| self.list(tokens, page))
    }
}

fn read(answered: &Answered<'_>) -> Result<Page<Connection>, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        connections: Vec<Connection>,
        #[serde(default, deserialize_with = "page::next")]
        next: Option<Cursor>,
    }
    let body: Body = json(answered)?;

    Ok(Page {
        items: body.connections,
        next: body.next,
    })
}
