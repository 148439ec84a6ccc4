//! Where a tenant is and how its tokens name it.

use protocol::{Url, base_url::BaseUrl};

/// A tenant under one of its domains, canonical or custom.
///
/// The same domain has to be used for authorization, tokens and API calls: a token minted under one domain is
/// refused under the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    base: BaseUrl,
}

impl Tenant {
    /// The tenant at this address.
    pub fn at(base: BaseUrl) -> Self {
        Self { base }
    }

    /// Its address, without a slash at the end.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The `iss` of its ID tokens: with a slash at the end.
    pub fn issuer(&self) -> String {
        format!("{}/", self.base)
    }

    /// The audience of the [My Account API](https://auth0.com/docs/manage-users/my-account-api): with a slash
    /// at the end and without the version.
    pub fn my_account_audience(&self) -> String {
        format!("{}/me/", self.base)
    }

    pub(crate) fn endpoint(&self, segments: &[&str]) -> Url {
        self.base.join(segments)
    }
}
