//! Addresses that the system browser opens.

use protocol::{
    Url,
    secret::{AccessToken, CodeVerifier, Secret as _, State},
};
use serde_json::Value;

use super::AuthClient;
use crate::{BrowserAddress, SignInProvider, SignUpOptions, Ticket};

/// What a sign-in with a provider asks for
/// ([`SignInProviderParams`](https://docs.nhost.io/reference/javascript/nhost-js/auth#signinproviderparams)).
#[derive(Clone, Copy, Debug)]
pub struct ProviderSignIn<'a> {
    /// What a new user shall be like. [`SignUpOptions::redirect_to`] is where the browser comes back to; without it
    /// the browser ends on the project's own page.
    pub options: SignUpOptions<'a>,
    /// Ties what comes home to this sign-in: compare [`crate::Redirected::answers`].
    pub state: &'a State,
    /// Makes a code come home instead of a refresh token; for servers with [`crate::Features::code_exchange`].
    pub verifier: Option<&'a CodeVerifier>,
    /// Links the provider's account to the user of this token, instead of signing in. Nothing but the state comes
    /// home then.
    pub connect: Option<&'a AccessToken>,
    /// Which connection, for WorkOS.
    pub connection: Option<&'a str>,
    /// Which organization, for WorkOS.
    pub organization: Option<&'a str>,
}

/// Puts a state into an address that a browser shall come back to, for a server keeps its query as it is. Older ones
/// give nothing else back that only the asking program knows.
pub fn with_state(redirect_to: &str, state: &State) -> String {
    let (address, fragment) = match redirect_to.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (redirect_to, None),
    };
    let separator = if address.contains('?') { '&' } else { '?' };
    let mut text = format!("{address}{separator}state={}", state.expose());
    if let Some(fragment) = fragment {
        text.push('#');
        text.push_str(fragment);
    }

    text
}

impl AuthClient {
    /// The address at which a provider signs somebody in, or links an account: `signInProviderURL`,
    /// `GET /signin/provider/{provider}`.
    ///
    /// The state goes into the query of `redirectTo`, which every server gives back as it is. The person has 60
    /// seconds at the provider; whoever takes longer or refuses ends on the project's own page, so that nothing comes
    /// home: the caller needs a time limit and a way to cancel. An address that the project does not allow is a page
    /// that says so (400), and a provider that it does not offer comes home as `disabled-endpoint`.
    pub fn sign_in_provider_url(
        &self,
        provider: &SignInProvider,
        request: &ProviderSignIn<'_>,
    ) -> BrowserAddress {
        self.provider_url("signin", provider, request)
    }

    /// The same for somebody new: `GET /signup/provider/{provider}`, for servers with
    /// [`crate::Features::code_exchange`], which came with it. A project may let only this one create users.
    pub fn sign_up_provider_url(
        &self,
        provider: &SignInProvider,
        request: &ProviderSignIn<'_>,
    ) -> BrowserAddress {
        self.provider_url("signup", provider, request)
    }

    fn provider_url(
        &self,
        way: &str,
        provider: &SignInProvider,
        request: &ProviderSignIn<'_>,
    ) -> BrowserAddress {
        let mut url = self.url(&[way, "provider", provider.as_str()]);
        let options = &request.options;
        let redirect_to = options.redirect_to.map(|it| with_state(it, request.state));
        let roles = options.allowed_roles.join(",");
        let metadata = options.metadata.cloned().map(Value::Object);
        let metadata = metadata.map(|members| members.to_string());
        let challenge = request.verifier.map(CodeVerifier::challenge);
        let state = redirect_to
            .is_none()
            .then(|| request.state.expose().to_owned());
        add(
            &mut url,
            &[
                (
                    "allowedRoles",
                    Some(roles.as_str()).filter(|it| !it.is_empty()),
                ),
                ("defaultRole", options.default_role),
                ("displayName", options.display_name),
                ("locale", options.locale),
                ("metadata", metadata.as_deref()),
                ("redirectTo", redirect_to.as_deref()),
                ("connect", request.connect.map(|token| token.expose())),
                ("state", state.as_deref()),
                ("connection", request.connection),
                ("organization", request.organization),
                ("codeChallenge", challenge.as_deref()),
            ],
        );

        BrowserAddress::new(url)
    }

    /// The address that a link from a mail leads to: `verifyTicketURL`, `GET /verify`. Opening it uses the ticket up
    /// and signs in; see [`Self::verify_ticket`] for a way without a browser.
    ///
    /// `verifier` is that of the request which sent the mail, where it was answered with [`crate::Pkce::Used`].
    pub fn verify_ticket_url(
        &self,
        ticket: &Ticket,
        redirect_to: &str,
        verifier: Option<&CodeVerifier>,
    ) -> BrowserAddress {
        BrowserAddress::new(self.ticket_url(ticket, redirect_to, verifier))
    }

    pub(super) fn ticket_url(
        &self,
        ticket: &Ticket,
        redirect_to: &str,
        verifier: Option<&CodeVerifier>,
    ) -> Url {
        let mut url = self.url(&["verify"]);
        let challenge = verifier.map(CodeVerifier::challenge);
        add(
            &mut url,
            &[
                ("ticket", Some(ticket.expose())),
                ("redirectTo", Some(redirect_to)),
                ("codeChallenge", challenge.as_deref()),
            ],
        );

        url
    }
}

fn add(url: &mut Url, parameters: &[(&str, Option<&str>)]) {
    let present = parameters
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)));
    url.query_pairs_mut().extend_pairs(present);
}
