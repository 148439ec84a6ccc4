//! Ending the session of the system browser
//! ([logout](https://auth0.com/docs/authenticate/login/logout)). Refresh tokens live on until they are revoked.

use protocol::{
    Url,
    secret::{IdToken, Secret as _, State},
};

use super::AuthenticationClient;

/// The parameters of [`/v2/logout`](https://auth0.com/docs/api/authentication/logout/auth-0-logout).
#[derive(Clone, Copy, Debug, Default)]
pub struct Logout<'a> {
    /// Where the browser goes then: one of the application's allowed logout URLs.
    pub return_to: Option<&'a str>,
    /// Also ends the session at the identity provider, where that provider can.
    pub federated: bool,
}

/// The parameters of
/// [`/oidc/logout`](https://auth0.com/docs/api/authentication/logout/oidc-logout) (OpenID Connect
/// RP-Initiated Logout). Without a valid hint the person is asked whether they mean it.
#[derive(Clone, Copy, Debug, Default)]
pub struct OidcLogout<'a> {
    /// Whose session it is: an ID token from it, which may have expired.
    pub id_token_hint: Option<&'a IdToken>,
    /// Which session it is: the claim `sid` of its ID token.
    pub logout_hint: Option<&'a str>,
    /// Where the browser goes then: one of the application's allowed logout URLs.
    pub post_logout_redirect_uri: Option<&'a str>,
    /// Comes back there.
    pub state: Option<&'a State>,
    /// Also ends the session at the identity provider, where that provider can.
    pub federated: bool,
    /// The person's languages, best first (BCP 47).
    pub ui_locales: &'a [&'a str],
}

impl AuthenticationClient {
    /// The address that ends the session when the system browser opens it: `GET /v2/logout`.
    pub fn logout_url(&self, logout: Logout<'_>) -> Url {
        let mut url = self.tenant.endpoint(&["v2", "logout"]);
        let mut query = url.query_pairs_mut();
        query.append_pair("client_id", self.client_id());
        if let Some(address) = logout.return_to {
            query.append_pair("returnTo", address);
        }
        if logout.federated {
            query.append_key_only("federated");
        }
        drop(query);

        url
    }

    /// The same by the rules of OpenID Connect: `GET /oidc/logout`. With an ID token as the hint the address is as
    /// secret as the token; nothing may log it.
    pub fn oidc_logout_url(&self, logout: &OidcLogout<'_>) -> Url {
        let ui_locales = logout.ui_locales.join(" ");
        let parameters = [
            ("client_id", Some(self.client_id())),
            // There is no other way to name the session: the browser carries the token to the tenant.
            ("id_token_hint", logout.id_token_hint.map(|it| it.expose())),
            ("logout_hint", logout.logout_hint),
            ("post_logout_redirect_uri", logout.post_logout_redirect_uri),
            ("state", logout.state.map(|state| state.expose())),
            ("ui_locales", Some(&*ui_locales).filter(|it| !it.is_empty())),
        ];
        let mut url = self.tenant.endpoint(&["oidc", "logout"]);
        let mut query = url.query_pairs_mut();
        let given = parameters.into_iter();
        query.extend_pairs(given.filter_map(|(name, value)| Some((name, value?))));
        if logout.federated {
            query.append_key_only("federated");
        }
        drop(query);

        url
    }
}
