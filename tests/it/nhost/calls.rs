//! Every call of the Auth service by its path, with arguments that mean nothing: for answers that do not depend on them.

use nhost::{
    AuthClient, AuthError, Deanonymize, IdTokenProvider, MfaChallenge, MfaChange, PasswordProof,
    PersonalAccessToken, ProviderRefreshToken, RequestOptions, SignInProvider, SignOut,
    SignUpOptions, Ticket,
    webauthn::{CredentialAssertionResponse, CredentialCreationResponse},
};
use protocol::secret::{AccessToken, IdToken, OneTimeCode, Password, RefreshToken};
use serde_json::json;

/// The paths behind the members of the client that ask the service; the addresses of providers are opened by a browser.
pub(super) const PATHS: [&str; 42] = [
    "/healthz",
    "/version",
    "/.well-known/jwks.json",
    "/token",
    "/token/verify",
    "/token/exchange",
    "/signout",
    "/signup/email-password",
    "/signin/email-password",
    "/signin/mfa/totp",
    "/signin/otp/email",
    "/signin/otp/email/verify",
    "/signin/passwordless/email",
    "/signin/passwordless/sms",
    "/signin/passwordless/sms/otp",
    "/signin/anonymous",
    "/signin/idtoken",
    "/link/idtoken",
    "/signin/pat",
    "/pat",
    "/signin/webauthn",
    "/signin/webauthn/verify",
    "/signup/webauthn",
    "/signup/webauthn/verify",
    "/user/webauthn/add",
    "/user/webauthn/verify",
    "/elevate/webauthn",
    "/elevate/webauthn/verify",
    "/user",
    "/user/mfa",
    "/mfa/totp/generate",
    "/user/password",
    "/user/password/reset",
    "/user/email/change",
    "/user/email/send-verification-email",
    "/user/deanonymize",
    "/verify",
    "/signup/otp/email",
    "/signup/passwordless/email",
    "/signup/passwordless/sms",
    "/signin/provider/github/callback/tokens",
    "/token/provider/github",
];

/// Asks with the method whose path it is, once; nothing where none has it.
pub(super) async fn ask(client: &AuthClient, path: &str) -> Option<Result<(), AuthError>> {
    let access = AccessToken::new("a");
    let refresh = RefreshToken::new("r");
    let password = Password::new("p");
    let code = OneTimeCode::new("123456");
    let ticket = Ticket::new("mfaTotp:0");
    let options = SignUpOptions::default();
    let id_token = IdToken::new("i");
    let assertion = CredentialAssertionResponse::from_json(json!({
        "id": "a", "rawId": "a",
        "response": {"clientDataJSON": "", "authenticatorData": "", "signature": ""},
    }))
    .unwrap();
    let creation = CredentialCreationResponse::from_json(json!({
        "id": "a", "rawId": "a", "response": {"clientDataJSON": "", "attestationObject": ""},
    }))
    .unwrap();
    macro_rules! call {
        ($call:expr) => {
            $call
                .with(RequestOptions {
                    max_retries: 0,
                    ..RequestOptions::default()
                })
                .with_raw_response()
                .await
                .map(drop)
        };
    }

    Some(match path {
        "/healthz" => call!(client.health_check_get()),
        "/version" => call!(client.get_version()),
        "/.well-known/jwks.json" => call!(client.get_jwks()),
        "/token" => call!(client.refresh_token(&refresh)),
        "/token/verify" => call!(client.verify_token(&access)),
        "/token/exchange" => {
            let grant = nhost::ReturnedGrant::Code(protocol::secret::AuthorizationCode::new("c"));
            let verifier = protocol::secret::CodeVerifier::from_random([0; 32]);
            call!(client.exchange_code(&grant, &verifier))
        }
        "/signout" => call!(client.sign_out(SignOut::Session(&refresh))),
        "/signup/email-password" => {
            call!(client.sign_up_email_password("a@b", &password, &options, None))
        }
        "/signin/email-password" => call!(client.sign_in_email_password("a@b", &password)),
        "/signin/mfa/totp" => {
            call!(client.verify_sign_in_mfa_totp(&MfaChallenge { ticket }, &code))
        }
        "/signin/otp/email" => call!(client.sign_in_otp_email("a@b", &options)),
        "/signin/otp/email/verify" => call!(client.verify_sign_in_otp_email("a@b", &code)),
        "/signin/passwordless/email" => {
            call!(client.sign_in_passwordless_email("a@b", &options, None))
        }
        "/signin/passwordless/sms" => call!(client.sign_in_passwordless_sms("+1", &options)),
        "/signin/passwordless/sms/otp" => {
            call!(client.verify_sign_in_passwordless_sms("+1", &code))
        }
        "/signin/anonymous" => call!(client.sign_in_anonymous(None, None, None)),
        "/signin/idtoken" => {
            call!(client.sign_in_id_token(&IdTokenProvider::Google, &id_token, None, &options))
        }
        "/link/idtoken" => {
            call!(client.link_id_token(&access, &IdTokenProvider::Google, &id_token, None))
        }
        "/signin/pat" => call!(client.sign_in_pat(&PersonalAccessToken::new("p"))),
        "/pat" => call!(client.create_pat(&access, std::time::UNIX_EPOCH, None)),
        "/signin/webauthn" => call!(client.sign_in_webauthn(None)),
        "/signin/webauthn/verify" => call!(client.verify_sign_in_webauthn(&assertion)),
        "/signup/webauthn" => call!(client.sign_up_webauthn("a@b", &options)),
        "/signup/webauthn/verify" => {
            call!(client.verify_sign_up_webauthn(&creation, None, None))
        }
        "/user/webauthn/add" => call!(client.add_security_key(&access)),
        "/user/webauthn/verify" => {
            call!(client.verify_add_security_key(&access, &creation, None))
        }
        "/elevate/webauthn" => call!(client.elevate_webauthn(&access)),
        "/elevate/webauthn/verify" => call!(client.verify_elevate_webauthn(&access, &assertion)),
        "/user" => call!(client.get_user(&access)),
        "/user/mfa" => {
            call!(client.verify_change_user_mfa(&access, &code, MfaChange::Deactivate))
        }
        "/mfa/totp/generate" => call!(client.change_user_mfa(&access)),
        "/user/password" => {
            call!(client.change_user_password(PasswordProof::Ticket(&ticket), &password))
        }
        "/user/password/reset" => call!(client.send_password_reset_email("a@b", None, None)),
        "/user/email/change" => call!(client.change_user_email(&access, "a@b", None, None)),
        "/user/email/send-verification-email" => {
            call!(client.send_verification_email("a@b", None, None))
        }
        "/user/deanonymize" => {
            call!(client.deanonymize_user(
                &access,
                "a@b",
                Deanonymize::Passwordless,
                &options,
                None
            ))
        }
        "/verify" => call!(client.verify_ticket(&ticket, "app://x", None)),
        "/signup/otp/email" => call!(client.sign_up_otp_email("a@b", &options)),
        "/signup/passwordless/email" => {
            call!(client.sign_up_passwordless_email("a@b", &options, None))
        }
        "/signup/passwordless/sms" => call!(client.sign_up_passwordless_sms("+1", &options)),
        "/token/provider/github" => {
            let token = ProviderRefreshToken::new("r");
            call!(client.refresh_provider_token(&SignInProvider::Github, &token))
        }
        path if path.ends_with("/callback/tokens") => {
            call!(client.get_provider_tokens(&access, &SignInProvider::Github))
        }
        _ => return None,
    })
}
