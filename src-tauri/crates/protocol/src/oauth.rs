//! The OAuth messages of a public client: the authorization address, the code exchange, refresh
//! and revocation.

mod call;
mod reply;
mod tokens;

use oauth2::basic::{BasicErrorResponse, BasicRevocationErrorResponse};
use oauth2::{
    AuthUrl, Client, ClientId, CsrfToken, EndpointNotSet, EndpointSet, PkceCodeChallenge,
    PkceCodeVerifier, RevocationUrl, Scope, StandardRevocableToken, TokenUrl,
};
use url::Url;

use self::call::Call;
use self::reply::TokenReply;
use crate::discovery::Metadata;
use crate::dpop::Dpop;
use crate::http::{CallError, Http, Problem};
use crate::secret::{AuthorizationCode, CodeVerifier, Nonce, RefreshToken, Secret as _, State};

pub use tokens::{TOKEN_REPLY_CAP, Tokens};

/// The parameters that this module writes itself; an extra one of the same name is left out,
/// because a repeated parameter is refused by every server.
const RESERVED: [&str; 15] = [
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "dpop_jkt",
    "grant_type",
    "nonce",
    "redirect_uri",
    "refresh_token",
    "response_type",
    "scope",
    "state",
    "token",
];

/// A program without a secret, registered at a provider.
#[derive(Clone, Debug)]
pub struct PublicClient {
    /// The name under which the provider knows the program.
    pub client_id: String,
    /// Where the messages go.
    pub endpoints: Endpoints,
    /// The key that codes and tokens are bound to, where there is one (RFC 9449).
    pub dpop: Option<Dpop>,
}

/// Where OAuth messages go.
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// The page that the browser opens.
    pub authorization: Url,
    /// Where codes and refresh tokens are exchanged.
    pub token: Url,
    /// Where a refresh token is given back.
    pub revocation: Option<Url>,
}

impl From<&Metadata> for Endpoints {
    fn from(metadata: &Metadata) -> Self {
        Self {
            authorization: metadata.authorization_endpoint.clone(),
            token: metadata.token_endpoint.clone(),
            revocation: metadata.revocation_endpoint.clone(),
        }
    }
}

/// What a sign-in asks for.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// Where the browser comes back to, exactly as registered.
    pub redirect_uri: &'a str,
    /// What the tokens shall be good for.
    pub scopes: &'a [&'a str],
    /// Ties the callback to this request.
    pub state: &'a State,
    /// Ties the ID token to this request.
    pub nonce: &'a Nonce,
    /// Ties the code to this program.
    pub verifier: &'a CodeVerifier,
    /// Parameters of the provider's own, such as a hint who will sign in.
    pub extra: &'a [(&'a str, &'a str)],
}

impl PublicClient {
    /// Returns the address to open in the browser (code flow, PKCE with S256).
    pub fn authorize_url(&self, request: &AuthorizationRequest<'_>) -> Url {
        let state = || CsrfToken::new(request.state.expose().to_owned());
        let verifier = PkceCodeVerifier::new(request.verifier.expose().to_owned());
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let client = BareClient::new(ClientId::new(self.client_id.clone()))
            .set_auth_uri(AuthUrl::from_url(self.endpoints.authorization.clone()));
        let mut message = client
            .authorize_url(state)
            .set_pkce_challenge(challenge)
            .add_scopes(
                request
                    .scopes
                    .iter()
                    .map(|scope| Scope::new((*scope).to_owned())),
            )
            .add_extra_param("redirect_uri", request.redirect_uri)
            .add_extra_param("nonce", request.nonce.expose());
        if let Some(dpop) = &self.dpop {
            message = message.add_extra_param("dpop_jkt", dpop.key().thumbprint());
        }
        for (name, value) in unreserved(request.extra) {
            message = message.add_extra_param(name, value);
        }
        let (url, _) = message.url();

        url
    }

    /// Exchanges the code of a callback; a code is good for one attempt, and one that never left is made once more.
    pub async fn exchange_code<P: Problem + 'static>(
        &self,
        http: &Http,
        code: AuthorizationCode,
        verifier: &CodeVerifier,
        redirect_uri: &str,
    ) -> Result<Tokens, CallError<P>> {
        let client = self.bare();
        let call = Call::<P>::new(http, &self.endpoints.token, &self.dpop).once_more_if_unsent();
        let send = call.sender_for_tokens();
        let result = client
            .exchange_code(oauth2::AuthorizationCode::new(code.expose().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose().to_owned()))
            .add_extra_param("redirect_uri", redirect_uri)
            .request_async(&send)
            .await;

        call.tokens(result)
    }

    /// Exchanges a refresh token for new tokens, with fewer scopes or another audience if asked.
    pub async fn refresh<P: Problem + 'static>(
        &self,
        http: &Http,
        token: &RefreshToken,
        scopes: Option<&[&str]>,
        extra: &[(&str, &str)],
    ) -> Result<Tokens, CallError<P>> {
        let client = self.bare();
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        let call = Call::<P>::new(http, &self.endpoints.token, &self.dpop);
        let send = call.sender_for_tokens();
        let scopes = scopes.unwrap_or_default().iter();
        let mut message = client
            .exchange_refresh_token(&token)
            .add_scopes(scopes.map(|scope| Scope::new((*scope).to_owned())));
        for (name, value) in unreserved(extra) {
            message = message.add_extra_param(name, value);
        }
        let result = message.request_async(&send).await;

        call.tokens(result)
    }

    /// Gives a refresh token back; one that the provider does not know counts as given back.
    pub async fn revoke<P: Problem + 'static>(
        &self,
        http: &Http,
        token: &RefreshToken,
    ) -> Result<(), CallError<P>> {
        let Some(endpoint) = &self.endpoints.revocation else {
            return Err(CallError::unsent());
        };
        // The library wants https even on this machine. It only writes the message; `Call` knows
        // where it goes, and `Http` whether it may go there.
        let mut nominal = endpoint.clone();
        let _ = nominal.set_scheme("https");
        let client = self
            .bare()
            .set_revocation_url(RevocationUrl::from_url(nominal));
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        let call = Call::<P>::new(http, endpoint, &self.dpop);
        let send = call.sender();
        let message = client.revoke_token(StandardRevocableToken::RefreshToken(token));
        let Ok(message) = message else {
            return Err(CallError::unsent());
        };
        message
            .request_async(&send)
            .await
            .map_err(|error| call.failed(error))?;

        Ok(())
    }

    fn bare(&self) -> BareClientWithToken {
        BareClient::new(ClientId::new(self.client_id.clone()))
            .set_token_uri(TokenUrl::from_url(self.endpoints.token.clone()))
    }
}

type BareClient<
    HasAuthUrl = EndpointNotSet,
    HasRevocationUrl = EndpointNotSet,
    HasTokenUrl = EndpointNotSet,
> = Client<
    BasicErrorResponse,
    TokenReply,
    oauth2::basic::BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    HasAuthUrl,
    EndpointNotSet,
    EndpointNotSet,
    HasRevocationUrl,
    HasTokenUrl,
>;

type BareClientWithToken = BareClient<EndpointNotSet, EndpointNotSet, EndpointSet>;

fn unreserved<'a>(
    extra: &'a [(&'a str, &'a str)],
) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
    extra
        .iter()
        .copied()
        .filter(|(name, _)| !RESERVED.contains(name))
}

#[cfg(test)]
mod tests;
