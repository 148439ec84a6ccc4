//! An account elsewhere.

use std::time::SystemTime;

use serde::Deserialize;

use crate::my_account::{
    ConnectedAccountId,
    call::{Answered, json},
    date_time,
    page::{self, Cursor, Page},
    problem::MyAccountError,
    word::AccessType,
};

/// An account elsewhere whose tokens the tenant keeps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ConnectedAccount {
    /// Names it in further calls.
    pub id: ConnectedAccountId,
    /// The connection it came through.
    pub connection: String,
    /// How long the tenant may use it.
    pub access_type: AccessType,
    /// What the tenant may do there; `None` when the vendor does not say.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
    /// When it was connected, by the provider's clock.
    #[serde(default, deserialize_with = "date_time::lenient")]
    pub created_at: Option<SystemTime>,
    /// When it ends by itself, by the provider's clock.
    #[serde(default, deserialize_with = "date_time::lenient")]
    pub expires_at: Option<SystemTime>,
    /// The organization it was connected in.
    #[serde(default)]
    pub org_id: Option<String>,
}

pub(super) fn page(answered: &Answered<'_>) -> Result<Page<ConnectedAccount>, MyAccountError> {
    #[derive(Deserialize)]
    struct Body {
        accounts: Vec<ConnectedAccount>,
        #[serde(default, deserialize_with = "page::next")]
        next: Option<Cursor>,
    }
    let body: Body = json(answered)?;

    Ok(Page {
        items: body.accounts,
        next: body.next,
    })
}
