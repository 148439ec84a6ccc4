//! How each refusal comes about.

use std::time::{Duration, UNIX_EPOCH};

use emulator::{ADA, BOB, Dialect, Elevation, Emulator};
use nhost::{
    AuthClient, AuthError, Deanonymize, IdTokenProvider, MfaChallenge, MfaChange, PasswordProof,
    PersonalAccessToken, Pkce, ProviderRefreshToken, ProviderSignIn, RedirectOutcome, Redirected,
    Session, SignIn, SignInProvider, SignOut, SignUpOptions, Ticket,
};
use protocol::secret::{
    AccessToken, IdToken, OneTimeCode, Password, RefreshToken, Secret as _, State,
};

use crate::nhost::{HOME, authenticator::Authenticator, client, refusal, session, ticket};

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

    async fn sign_up(self) -> Told {
        let email = match self.code {
            "email-already-in-use" | "user-already-exists" => BOB.email,
            "invalid-email-password" => ADA.email,
            _ => NEW,
        };
        let is_new_disabled = self.code == "disabled-user";
        self.prepare();
        self.emulator
            .change(|settings| settings.nhost.new_users_disabled = is_new_disabled);
        let (password, options) = (self.new_password(), self.options());
        let sent = self
            .client
            .sign_up_email_password(email, &password, &options, None);

        answer(sent.await)
    }

    async fn sent(self, member: &str) -> Told {
        let (client, wrong) = (&self.client, OneTimeCode::new("000000"));
        let (to, options) = (self.recipient(), self.options());
        match member {
            "signInOTPEmail" => {
                self.prepare();
                answer(client.sign_in_otp_email(to, &options).await)
            }
            "signInPasswordlessEmail" => {
                self.prepare();
                let sent = client.sign_in_passwordless_email(to, &options, None);
                answer(sent.await)
            }
            "signInPasswordlessSms" => {
                self.prepare();
                answer(client.sign_in_passwordless_sms(NUMBER, &options).await)
            }
            "verifySignInOTPEmail" => {
                client.sign_in_otp_email(ADA.email, &NOTHING).await.unwrap();
                answer(client.verify_sign_in_otp_email(ADA.email, &wrong).await)
            }
            _ => {
                client
                    .sign_in_passwordless_sms(NUMBER, &NOTHING)
                    .await
                    .unwrap();
                answer(client.verify_sign_in_passwordless_sms(NUMBER, &wrong).await)
            }
        }
    }

    async fn second_factor(self, member: &str) -> Told {
        let (client, access) = (&self.client, self.access());
        let right = || OneTimeCode::new(self.emulator.nhost_totp_code(ADA.email).unwrap());
        let wrong = OneTimeCode::new("000000");
        if member == "verifyChangeUserMfa" {
            let change = |code, change| client.verify_change_user_mfa(access, code, change);
            return match self.code {
                "no-totp-secret" => answer(change(&wrong, MfaChange::Activate).await),
                "disabled-mfa-totp" => answer(change(&wrong, MfaChange::Deactivate).await),
                code => {
                    client.change_user_mfa(access).await.unwrap();
                    if code == "invalid-totp" {
                        return answer(change(&wrong, MfaChange::Activate).await);
                    }
                    let right = right();
                    change(&right, MfaChange::Activate).await.unwrap();
                    answer(change(&right, MfaChange::Activate).await)
                }
            };
        }

        client.change_user_mfa(access).await.unwrap();
        client
            .verify_change_user_mfa(access, &right(), MfaChange::Activate)
            .await
            .unwrap();
        let password = Password::new(ADA.password);
        let Ok(SignIn::Mfa(challenge)) = client.sign_in_email_password(ADA.email, &password).await
        else {
            panic!("no second step")
        };
        let code = right();
        self.emulator
            .change(|settings| settings.nhost.mfa_enabled = self.code != "disabled-endpoint");
        self.emulator.change_nhost_user(ADA.email, |user| {
            if self.code == "disabled-mfa-totp" {
                user.totp_active = false;
            }
            if self.code == "no-totp-secret" {
                user.totp_secret = None;
            }
        });
        let challenge = match self.code {
            "invalid-ticket" => MfaChallenge {
                ticket: Ticket::new("mfaTotp:00000000-0000-4000-8000-000000000000"),
            },
            _ => challenge,
        };
        let typed = match self.code {
            "invalid-totp" => &wrong,
            _ => &code,
        };

        answer(client.verify_sign_in_mfa_totp(&challenge, typed).await)
    }

    async fn provider(self) -> Told {
        let state = State::from_random([9; 32]);
        let asked = ProviderSignIn {
            options: SignUpOptions {
                redirect_to: Some(match self.code {
                    "redirectTo-not-allowed" => ELSEWHERE,
                    _ => HOME,
                }),
                ..NOTHING
            },
            state: &state,
            verifier: None,
            connect: (self.code == "provider-account-already-linked").then(|| self.access()),
            connection: None,
            organization: None,
        };
        let provider = match self.code {
            // Known, and switched off.
            "disabled-endpoint" => SignInProvider::Strava,
            _ => SignInProvider::Github,
        };
        self.prepare();
        let address = self.client.sign_in_provider_url(&provider, &asked);
        let mut visitor = self.emulator.visitor();
        let url = match self.code {
            "redirectTo-not-allowed" => {
                let page = visitor.get(address.expose()).await.unwrap();
                let code = page.json()["error"].as_str().unwrap().to_owned();
                return Told::Answer(page.status, code);
            }
            "oauth-provider-error" => visitor.deny_at_provider(address.expose()).await.unwrap(),
            "invalid-state" | "oauth-token-echange-failed" => {
                let there = visitor.get(address.expose()).await.unwrap();
                let there = protocol::Url::parse(there.location().unwrap()).unwrap();
                let mut pairs = there.query_pairs();
                let (_, sealed) = pairs.find(|(name, _)| name == "state").unwrap();
                let back = format!(
                    "{}/signin/provider/github/callback?code=x&state={sealed}",
                    self.client.base()
                );
                if self.code == "invalid-state" {
                    self.emulator.advance(Duration::from_secs(61));
                }
                let page = visitor.get(&back).await.unwrap();
                page.location().unwrap().to_owned()
            }
            "provider-account-already-linked" => {
                let linked = visitor
                    .choose_at_provider(address.expose(), ADA.email)
                    .await;
                linked.unwrap();
                let mut again = self.emulator.visitor();
                let url = again.choose_at_provider(address.expose(), ADA.email).await;
                url.unwrap()
            }
            _ => visitor
                .choose_at_provider(address.expose(), ADA.email)
                .await
                .unwrap(),
        };
        // What has no way home ends on the project's own page.
        let page = url.split('?').next().unwrap().to_owned();

        redirect(&Redirected::parse(&url, &page, Pkce::NotUsed).unwrap())
    }

    async fn key(self, member: &str) -> Told {
        let (client, access) = (&self.client, self.access());
        match (member, self.code) {
            ("signUpWebauthn", _) => {
                self.prepare();
                return answer(client.sign_up_webauthn(NEW, &NOTHING).await);
            }
            ("verifySignUpWebauthn", code) => {
                let email = match code {
                    "email-already-in-use" => ADA.email,
                    _ => NEW,
                };
                let options = client.sign_up_webauthn(email, &NOTHING).await.unwrap();
                let (_, made) = Authenticator::create(&options);
                if code == "invalid-request" {
                    self.emulator.advance(Duration::from_secs(301));
                }
                return answer(client.verify_sign_up_webauthn(&made, None, None).await);
            }
            ("signInWebauthn" | "elevateWebauthn", "invalid-request") | ("addSecurityKey", _) => {
                self.prepare();
                return match member {
                    "signInWebauthn" => answer(client.sign_in_webauthn(Some(ADA.email)).await),
                    "elevateWebauthn" => answer(client.elevate_webauthn(access).await),
                    _ => answer(client.add_security_key(access).await),
                };
            }
            ("elevateWebauthn" | "verifyElevateWebauthn", "forbidden-anonymous") => {
                let options = client.sign_in_webauthn(None).await.unwrap();
                let (ada, key) = self.with_key().await;
                drop(ada);
                return match member {
                    "elevateWebauthn" => answer(client.elevate_webauthn(access).await),
                    _ => answer(
                        client
                            .verify_elevate_webauthn(access, &key.get(&options))
                            .await,
                    ),
                };
            }
            _ => {}
        }

        let (ada, key) = self.with_key().await;
        let access = &ada.access_token;
        match (member, self.code) {
            ("signInWebauthn", _) => {
                self.prepare();
                answer(client.sign_in_webauthn(Some(ADA.email)).await)
            }
            ("verifySignInWebauthn", code) => {
                let options = client.sign_in_webauthn(None).await.unwrap();
                if code == "invalid-request" {
                    self.emulator.advance(Duration::from_secs(301));
                }
                let proof = match code {
                    "" => key.get_without_handle(&options),
                    _ => key.get(&options),
                };
                answer(client.verify_sign_in_webauthn(&proof).await)
            }
            ("elevateWebauthn", _) => {
                self.prepare();
                answer(client.elevate_webauthn(access).await)
            }
            ("verifyElevateWebauthn", code) => {
                let options = client.elevate_webauthn(access).await.unwrap();
                let proof = match code {
                    "invalid-request" => {
                        let add = client.add_security_key(access).await.unwrap();
                        Authenticator::create(&add).0.get(&options)
                    }
                    _ => key.get(&options),
                };
                self.prepare();
                answer(client.verify_elevate_webauthn(access, &proof).await)
            }
            (_, code) => {
                let options = client.add_security_key(access).await.unwrap();
                let made = match code {
                    "internal-server-error" => key.attest(&options),
                    _ => Authenticator::create(&options).1,
                };
                if code == "invalid-request" {
                    self.emulator.advance(Duration::from_secs(301));
                }
                answer(client.verify_add_security_key(access, &made, None).await)
            }
        }
    }

    /// Ada with a key, in a session of her own.
    async fn with_key(&self) -> (Session, Authenticator) {
        let ada = session(&self.client).await;
        let access = &ada.access_token;
        let options = self.client.add_security_key(access).await.unwrap();
        let (key, made) = Authenticator::create(&options);
        self.client
            .verify_add_security_key(access, &made, None)
            .await
            .unwrap();

        (ada, key)
    }

    async fn password(self, member: &str) -> Told {
        let client = &self.client;
        if member == "sendPasswordResetEmail" {
            let sent = client.send_password_reset_email(ADA.email, Some(ELSEWHERE), None);
            return answer(sent.await);
        }

        // A session that is not elevated gets what a malformed request gets.
        self.emulator.change(|settings| {
            if self.code == "invalid-request" {
                settings.nhost.elevation = Elevation::Required;
            }
        });
        let unknown = Ticket::new("passwordReset:00000000-0000-4000-8000-000000000000");
        let proof = match self.code {
            "invalid-ticket" => PasswordProof::Ticket(&unknown),
            _ => PasswordProof::Session(self.access()),
        };

        answer(
            client
                .change_user_password(proof, &self.new_password())
                .await,
        )
    }

    async fn address(self, member: &str) -> Told {
        let (client, access) = (&self.client, self.access());
        match (member, self.code) {
            ("changeUserEmail", code) => {
                let (email, home) = match code {
                    "email-already-in-use" | "user-already-exists" => (BOB.email, None),
                    "redirectTo-not-allowed" => (NEW, Some(ELSEWHERE)),
                    _ => (NEW, None),
                };
                self.prepare();
                answer(client.change_user_email(access, email, home, None).await)
            }
            ("sendVerificationEmail", code) => {
                let email = match code {
                    "email-already-verified" => ADA.email,
                    _ => "nobody@example.com",
                };
                answer(client.send_verification_email(email, None, None).await)
            }
            (_, code) => {
                client
                    .sign_in_passwordless_email(ADA.email, &NOTHING, None)
                    .await
                    .unwrap();
                self.prepare();
                let ticket = match code {
                    "invalid-ticket" => Ticket::new("passwordlessEmail:0"),
                    _ => ticket(self.emulator),
                };
                let home = match code {
                    "redirectTo-not-allowed" => ELSEWHERE,
                    _ => HOME,
                };
                redirect(&client.verify_ticket(&ticket, home, None).await.unwrap())
            }
        }
    }

    async fn token(self, member: &str) -> Told {
        let (client, access) = (&self.client, self.access());
        let google = IdTokenProvider::Google;
        let id_token =
            |email| IdToken::new(self.emulator.nhost_id_token("google", email, None).unwrap());
        match (member, self.code) {
            ("signInEmailPassword", _) => {
                self.prepare();
                let password = Password::new(ADA.password);
                answer(client.sign_in_email_password(ADA.email, &password).await)
            }
            ("signInAnonymous", _) => {
                self.prepare();
                answer(client.sign_in_anonymous(None, None, None).await)
            }
            ("deanonymizeUser", code) => {
                let email = match code {
                    "user-not-anonymous" => NEW,
                    _ => BOB.email,
                };
                let method = Deanonymize::Passwordless;
                let kept = client.deanonymize_user(access, email, method, &NOTHING, None);
                answer(kept.await)
            }
            ("signInIdToken", code) => {
                self.prepare();
                let (provider, token) = match code {
                    "invalid-request" => (google, IdToken::new("nonsense")),
                    "disabled-endpoint" => (IdTokenProvider::Apple, id_token(MEI)),
                    _ => (google, id_token(MEI)),
                };
                self.emulator.change(|settings| {
                    if code == "disabled-endpoint" {
                        settings.nhost.providers.retain(|it| it.id != "apple");
                    }
                });
                let entered = client.sign_in_id_token(&provider, &token, None, &NOTHING);
                answer(entered.await)
            }
            ("linkIdToken", code) => {
                let token = match code {
                    "invalid-request" => IdToken::new("nonsense"),
                    _ => id_token(ADA.email),
                };
                if code == "provider-account-already-linked" {
                    let first = client.link_id_token(access, &google, &token, None);
                    first.await.unwrap();
                }
                self.prepare();
                answer(client.link_id_token(access, &google, &token, None).await)
            }
            ("signInPAT", code) => {
                let made = client
                    .create_pat(
                        access,
                        UNIX_EPOCH + Duration::from_secs(u32::MAX.into()),
                        None,
                    )
                    .await
                    .unwrap();
                self.prepare();
                let unknown = PersonalAccessToken::new("00000000-0000-4000-8000-000000000000");
                let token = match code {
                    "invalid-pat" => &unknown,
                    _ => &made.personal_access_token,
                };
                answer(client.sign_in_pat(token).await)
            }
            ("createPAT", _) => {
                self.prepare();
                answer(client.create_pat(access, UNIX_EPOCH, None).await)
            }
            ("getProviderTokens", _) => {
                self.prepare();
                let github = SignInProvider::Github;
                answer(client.get_provider_tokens(access, &github).await)
            }
            ("refreshProviderToken", code) => {
                let provider = match code {
                    "disabled-endpoint" => SignInProvider::Strava,
                    _ => SignInProvider::Github,
                };
                let nonsense = ProviderRefreshToken::new("nonsense");
                answer(client.refresh_provider_token(&provider, &nonsense).await)
            }
            ("changeUserMfa", _) => {
                self.prepare();
                answer(client.change_user_mfa(access).await)
            }
            ("refreshToken", code) => {
                self.prepare();
                let unknown = RefreshToken::new("00000000-0000-4000-8000-000000000000");
                let token = match code {
                    "invalid-refresh-token" => &unknown,
                    _ => &self.session.refresh_token,
                };
                answer(client.refresh_token(token).await)
            }
            ("verifyToken", _) => {
                let nonsense = AccessToken::new("nonsense");
                answer(client.verify_token(&nonsense).await)
            }
            ("signOut", _) => {
                let nonsense = AccessToken::new("nonsense");
                answer(client.sign_out(SignOut::All(&nonsense)).await)
            }
            ("getUser", _) => {
                self.prepare();
                answer(client.get_user(access).await)
            }
            (member, code) => panic!("nobody knows how to provoke {code} at {member}"),
        }
    }
}
