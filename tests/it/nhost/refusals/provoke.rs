//! How each refusal comes about.

mod factors;
mod mails;
mod tokens;

use emulator::{ADA, Dialect, Emulator};
use nhost::{AuthClient, AuthError, RedirectOutcome, Redirected, Session, SignUpOptions};
use protocol::secret::{AccessToken, Password};

use crate::nhost::{client, refusal, session};

const NEW: &str = "new@example.com";
/// Somebody at the provider who has no account at the project.
const MEI: &str = "mei@example.com";
const NUMBER: &str = "+4930123";
const ELSEWHERE: &str = "https://elsewhere.example";
const NOTHING: SignUpOptions<'static> = SignUpOptions {
    allowed_roles: &[],
    default_role: None,
    display_name: None,
    locale: None,
    metadata: None,
    redirect_to: None,
};

/// How a refusal reaches the client.
#[derive(Clone, Copy)]
pub(super) enum Address {
    /// In an answer.
    Answer,
    /// In the address that a browser is sent to.
    Redirect,
}

impl Address {
    pub(super) fn of(member: &str, code: &str) -> Self {
        match (member, code) {
            ("signInProviderURL", "redirectTo-not-allowed") => Self::Answer,
            ("signInProviderURL" | "verifyTicketURL", _) => Self::Redirect,
            _ => Self::Answer,
        }
    }
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    Answer(u16, String),
    Redirect(String),
}

/// A project in which this refusal is due, and somebody in it.
struct Stage<'a> {
    emulator: &'a Emulator,
    client: AuthClient,
    session: Session,
    code: &'static str,
}

/// Brings a refusal about, in a project where nothing has happened yet.
pub(super) async fn provoke(emulator: &Emulator, member: &'static str, code: &'static str) -> Told {
    emulator.reset();
    let dialect = match (member, code) {
        (_, "user-already-exists") | ("verifySignInOTPEmail", "invalid-otp") => Dialect::L2,
        ("verifySignInPasswordlessSms", "invalid-request") => Dialect::L0,
        _ => Dialect::L1,
    };
    emulator.change(|settings| settings.nhost.dialect = dialect);
    let client = client(emulator);
    let session = match (member, code) {
        (_, "forbidden-anonymous")
        | ("deanonymizeUser", "email-already-in-use" | "user-already-exists") => {
            client.sign_in_anonymous(None, None, None).await.unwrap()
        }
        _ => session(&client).await,
    };
    let stage = Stage {
        emulator,
        client,
        session,
        code,
    };

    stage.play(member).await
}

fn answer<T: std::fmt::Debug>(answer: Result<T, AuthError>) -> Told {
    let (status, code) = refusal(answer);

    Told::Answer(status, code)
}

fn redirect(home: &Redirected) -> Told {
    match &home.outcome {
        RedirectOutcome::Refused { code, .. } => Told::Redirect(code.as_str().to_owned()),
        RedirectOutcome::SignedIn(_) | RedirectOutcome::Nothing => panic!("{home:?}"),
    }
}

impl Stage<'_> {
    async fn play(self, member: &str) -> Told {
        match member {
            "signUpEmailPassword" => self.sign_up().await,
            "verifySignInMfaTotp" | "verifyChangeUserMfa" => self.second_factor(member).await,
            "signInOTPEmail"
            | "verifySignInOTPEmail"
            | "signInPasswordlessEmail"
            | "signInPasswordlessSms"
            | "verifySignInPasswordlessSms" => self.sent(member).await,
            "signInProviderURL" => self.provider().await,
            "signUpWebauthn"
            | "verifySignUpWebauthn"
            | "signInWebauthn"
            | "verifySignInWebauthn"
            | "elevateWebauthn"
            | "verifyElevateWebauthn"
            | "addSecurityKey"
            | "verifyAddSecurityKey" => self.key(member).await,
            "changeUserPassword" | "sendPasswordResetEmail" => self.password(member).await,
            "changeUserEmail" | "sendVerificationEmail" | "verifyTicketURL" => {
                self.address(member).await
            }
            _ => self.token(member).await,
        }
    }

    /// Makes the project, or the row of the person, what this refusal is due for.
    fn prepare(&self) {
        self.emulator.change(|settings| {
            let project = &mut settings.nhost;
            match self.code {
                "signup-disabled" => project.signup_disabled = true,
                "cannot-send-sms" => project.sms_fails = true,
                "unverified-user" => project.verification_required = true,
                "invalid-email-password" => project.blocked_emails = vec![ADA.email.to_owned()],
                "oauth-profile-fetch-failed" => project.profile_fetch_fails = true,
                "disabled-endpoint" => {
                    project.otp_email_enabled = false;
                    project.email_passwordless_enabled = false;
                    project.sms_passwordless_enabled = false;
                    project.anonymous_users_enabled = false;
                    project.webauthn.enabled = false;
                    project.mfa_enabled = false;
                }
                _ => {}
            }
        });
        self.emulator.change_nhost_user(ADA.email, |user| {
            user.disabled = self.code == "disabled-user";
            user.email_verified = self.code != "unverified-user";
        });
    }

    fn access(&self) -> &AccessToken {
        &self.session.access_token
    }

    /// What somebody new says that is refused with this word.
    fn options(&self) -> SignUpOptions<'static> {
        match self.code {
            "role-not-allowed" => SignUpOptions {
                allowed_roles: &["admin"],
                ..NOTHING
            },
            "default-role-must-be-in-allowed-roles" => SignUpOptions {
                allowed_roles: &["me"],
                default_role: Some("user"),
                ..NOTHING
            },
            "redirectTo-not-allowed" => SignUpOptions {
                redirect_to: Some(ELSEWHERE),
                ..NOTHING
            },
            _ => NOTHING,
        }
    }

    /// Whom a mail is for.
    fn recipient(&self) -> &'static str {
        match self.code {
            "disabled-user" | "invalid-email-password" | "unverified-user" => ADA.email,
            _ => NEW,
        }
    }

    fn new_password(&self) -> Password {
        Password::new(match self.code {
            "password-too-short" => "short",
            "password-in-hibp-database" => "password123",
            _ => "long-enough-9",
        })
    }
}
