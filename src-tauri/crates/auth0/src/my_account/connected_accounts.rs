//! [Connected accounts](https://auth0.com/docs/api/myaccount/connected-accounts): accounts elsewhere whose tokens
//! the tenant keeps and uses for the person.

mod account;
mod connect;
mod connections;

pub use account::ConnectedAccount;
pub use connect::{AuthorizationParams, Complete, Connect, ConnectCode, ConnectStarted};
pub use connections::{Connection, Connections};

use super::{
    ConnectedAccountId, MyAccountClient,
    call::{Call, Method, Plan, json, nothing},
    page::{Page, PageRequest, Pages},
    token_source::{Scope, TokenSource},
};

/// The calls about connected accounts.
#[derive(Clone, Copy, Debug)]
pub struct ConnectedAccounts<'a> {
    pub(super) client: &'a MyAccountClient,
}

impl<'a> ConnectedAccounts<'a> {
    /// Lists one page of accounts, all or those of some connections: `connectedAccounts.list`,
    /// `GET /me/v1/connected-accounts/accounts`, scope `read:me:connected_accounts`.
    ///
    /// # Errors
    /// 400, 401, 403 and 429 with a problem body.
    pub fn list<S: TokenSource>(
        self,
        tokens: &'a S,
        only: &[&str],
        page: &PageRequest,
    ) -> Call<'a, S, Page<ConnectedAccount>> {
        let mut plan = plan(Method::Get, Scope::ReadConnectedAccounts, "accounts");
        let connections = only.iter().map(|name| ("connection", (*name).to_owned()));
        plan.query = connections.chain(page.query()).collect();

        Call::new(self.client, tokens, plan, account::page)
    }

    /// Lists all accounts, page by page, up to `take` a page.
    pub fn pages<S: TokenSource>(
        self,
        tokens: &'a S,
        only: &[&str],
        take: Option<u8>,
    ) -> Pages<'a, S, ConnectedAccount> {
        let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();

        Pages::new(take, move |page| {
            let only: Vec<&str> = only.iter().map(String::as_str).collect();

            self.list(tokens, &only, page)
        })
    }

    /// Starts to connect an account: `connectedAccounts.create`, `POST /me/v1/connected-accounts/connect`, scope
    /// `create:me:connected_accounts`. The person goes on at [`ConnectStarted::url`] in the system browser.
    ///
    /// # Errors
    /// 400, 401, 403, 415 and 429 with a problem body.
    pub fn connect<S: TokenSource>(
        self,
        tokens: &'a S,
        connect: &Connect<'_>,
    ) -> Call<'a, S, ConnectStarted> {
        let mut plan = plan(Method::Post, Scope::CreateConnectedAccounts, "connect");
        plan.body = Some(connect.body());

        Call::new(self.client, tokens, plan, connect::started)
    }

    /// Connects the account with the code that the browser brought home: `connectedAccounts.complete`,
    /// `POST /me/v1/connected-accounts/complete`, scope `create:me:connected_accounts`.
    ///
    /// # Errors
    /// 400, 401, 403, 409, 415 and 429 with a problem body: 409 when the account is connected already, or is
    /// another one's.
    pub fn complete<S: TokenSource>(
        self,
        tokens: &'a S,
        complete: &Complete<'_>,
    ) -> Call<'a, S, ConnectedAccount> {
        let mut plan = plan(Method::Post, Scope::CreateConnectedAccounts, "complete");
        plan.body = Some(complete.body());

        Call::new(self.client, tokens, plan, json)
    }

    /// Disconnects an account: `connectedAccounts.delete`, `DELETE /me/v1/connected-accounts/accounts/{id}`, scope
    /// `delete:me:connected_accounts`. The tenant forgets the tokens; at the other side they stay valid.
    ///
    /// # Errors
    /// 400, 401, 403 and 429 with a problem body.
    pub fn delete<S: TokenSource>(self, tokens: &'a S, id: &ConnectedAccountId) -> Call<'a, S, ()> {
        let mut plan = plan(Method::Delete, Scope::DeleteConnectedAccounts, "accounts");
        plan.path.push(id.as_str().to_owned());

        Call::new(self.client, tokens, plan, nothing)
    }

    /// What can be connected.
    pub fn connections(self) -> Connections<'a> {
        Connections {
            client: self.client,
        }
    }
}

fn plan(method: Method, scope: Scope, what: &str) -> Plan {
    Plan {
        method,
        path: vec!["connected-accounts".to_owned(), what.to_owned()],
        query: Vec::new(),
        body: None,
        scope,
    }
}
