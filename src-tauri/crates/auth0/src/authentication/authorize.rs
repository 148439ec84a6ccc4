//! The address that a sign-in opens in the system browser.

use std::time::Duration;

use protocol::{
    Url,
    oauth::AuthorizationRequest,
    secret::{CodeVerifier, Nonce, State},
};

use super::AuthenticationClient;

/// Asks for a second factor at this sign-in, as one of [`Authorize::acr_values`]
/// ([step-up authentication](https://auth0.com/docs/secure/multi-factor-authentication/step-up-authentication)).
pub const MULTI_FACTOR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

/// The vendor takes no more of them.
const MOST_CUSTOM: usize = 10;

/// The parameters of
/// [`/authorize`](https://auth0.com/docs/api/authentication/authorization-code-flow-with-pkce/authorize-with-pkce).
/// What is `None` or empty is not sent; [`Authorize::new`] names what cannot be missing.
///
/// Some parameters of the vendor are not here, because a native application has no use for them: the answer is
/// always a code in the query (`response_type`, `response_mode`), and `request_uri` is for clients with a secret.
#[derive(Clone, Copy, Debug)]
pub struct Authorize<'a> {
    /// Has to equal one of the allowed callback URLs.
    pub redirect_uri: &'a str,
    /// `openid` gives an ID token, `offline_access` a refresh token.
    pub scopes: &'a [&'a str],
    /// The API that the access token is for.
    pub audience: Option<&'a str>,
    /// The same, where the tenant goes by RFC 8707; not both.
    pub resource: Option<&'a str>,
    /// Fills in the address on the sign-in page.
    pub login_hint: Option<&'a str>,
    /// What the person has to see.
    pub prompt: Option<Prompt>,
    /// Which page comes first.
    pub screen_hint: Option<ScreenHint>,
    /// Skips the choice of an identity provider.
    pub connection: Option<&'a str>,
    /// What to ask that provider for, in its own words.
    pub connection_scope: Option<&'a str>,
    /// An organization's id or name.
    pub organization: Option<&'a str>,
    /// The ticket of an invitation, beside its organization.
    pub invitation: Option<&'a str>,
    /// How old the person's last sign-in may be, in whole seconds.
    pub max_age: Option<Duration>,
    /// How the person has to sign in, such as [`MULTI_FACTOR`].
    pub acr_values: &'a [&'a str],
    /// The person's languages, best first (BCP 47).
    pub ui_locales: &'a [&'a str],
    /// Parameters for the tenant's own pages and actions.
    pub custom: Option<&'a CustomParameters>,
}

/// What the person has to see (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing: without a session the answer is an error. Callbacks that the vendor cannot verify, which are those of
    /// an installed application, may get a page all the same.
    None,
    /// The sign-in page, even when signed in already.
    Login,
    /// The question what the app may do.
    Consent,
    /// The choice of an account.
    SelectAccount,
}

/// Which page comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScreenHint {
    /// The page to create an account.
    SignUp,
    /// The page to sign in.
    Login,
    /// The page to ask for a new password.
    ResetPassword,
}

/// Parameters of the tenant's own, which its pages and actions can read: their names begin with `ext-`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomParameters(Vec<(String, String)>);

/// Why a custom parameter is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomParameterError {
    /// It does not begin with `ext-`, or has other characters than letters, digits, `-` and `_`.
    #[error("not the name of a custom parameter")]
    Name,
    /// There is one of this name.
    #[error("the custom parameter is given twice")]
    Repeated,
    /// There are ten.
    #[error("more than ten custom parameters")]
    TooMany,
}

impl<'a> Authorize<'a> {
    /// Asks for these scopes, and nothing else.
    pub fn new(redirect_uri: &'a str, scopes: &'a [&'a str]) -> Self {
        Self {
            redirect_uri,
            scopes,
            audience: None,
            resource: None,
            login_hint: None,
            prompt: None,
            screen_hint: None,
            connection: None,
            connection_scope: None,
            organization: None,
            invitation: None,
            max_age: None,
            acr_values: &[],
            ui_locales: &[],
            custom: None,
        }
    }
}

impl CustomParameters {
    /// Adds one.
    ///
    /// # Errors
    /// When its name is not one of a custom parameter or is taken, and when there are ten.
    pub fn with(mut self, name: &str, value: &str) -> Result<Self, CustomParameterError> {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let is_name = name
            .strip_prefix("ext-")
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_part));
        if !is_name {
            return Err(CustomParameterError::Name);
        }
        if self.0.iter().any(|(known, _)| known == name) {
            return Err(CustomParameterError::Repeated);
        }
        if self.0.len() >= MOST_CUSTOM {
            return Err(CustomParameterError::TooMany);
        }
        self.0.push((name.to_owned(), value.to_owned()));

        Ok(self)
    }
}

impl Prompt {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
        }
    }
}

impl ScreenHint {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "signup",
            Self::Login => "login",
            Self::ResetPassword => "reset-password",
        }
    }
}

impl AuthenticationClient {
    /// The address to open in the system browser (`GET /authorize`, code flow with PKCE S256).
    pub fn authorize_url(
        &self,
        parameters: &Authorize<'_>,
        state: &State,
        nonce: &Nonce,
        verifier: &CodeVerifier,
    ) -> Url {
        let max_age = parameters.max_age.map(|age| age.as_secs().to_string());
        let acr_values = parameters.acr_values.join(" ");
        let ui_locales = parameters.ui_locales.join(" ");
        let list = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let custom = parameters.custom.map(|custom| custom.0.as_slice());
        let custom = custom.unwrap_or_default().iter();
        let extra: Vec<(&str, &str)> = [
            ("audience", parameters.audience),
            ("resource", parameters.resource),
            ("login_hint", parameters.login_hint),
            ("prompt", parameters.prompt.map(Prompt::as_str)),
            (
                "screen_hint",
                parameters.screen_hint.map(ScreenHint::as_str),
            ),
            ("connection", parameters.connection),
            ("connection_scope", parameters.connection_scope),
            ("organization", parameters.organization),
            ("invitation", parameters.invitation),
            ("max_age", max_age.as_deref()),
            ("acr_values", list(&acr_values)),
            ("ui_locales", list(&ui_locales)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .chain(custom.map(|(name, value)| (name.as_str(), value.as_str())))
        .collect();

        self.oauth.authorize_url(&AuthorizationRequest {
            redirect_uri: parameters.redirect_uri,
            scopes: parameters.scopes,
            state,
            nonce,
            verifier,
            extra: &extra,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_parameter_has_its_own_name_and_comes_once() {
        let parameters = CustomParameters::default();
        for name in [
            "",
            "ext-",
            "state",
            "EXT-a",
            "ext-a b",
            "ext-a&state",
            "ext-ä",
        ] {
            let refused = parameters.clone().with(name, "x");
            assert_eq!(refused, Err(CustomParameterError::Name), "{name}");
        }

        let one = parameters.with("ext-theme_1", "dark & light").unwrap();
        let twice = one.clone().with("ext-theme_1", "x");
        assert_eq!(twice, Err(CustomParameterError::Repeated));

        let many = (2..=10).try_fold(one, |all, number| all.with(&format!("ext-{number}"), ""));
        let too_many = many.unwrap().with("ext-11", "");
        assert_eq!(too_many, Err(CustomParameterError::TooMany));
    }
}
