//! Second steps and passkeys.

use std::time::Duration;

use emulator::ADA;
use nhost::{MfaChallenge, MfaChange, Session, SignIn, Ticket};
use protocol::secret::{OneTimeCode, Password};

use super::{NEW, NOTHING, Stage, Told, answer};
use crate::nhost::{authenticator::Authenticator, session};

impl Stage<'_> {
    pub(super) async fn second_factor(self, member: &str) -> Told {
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

    pub(super) async fn key(self, member: &str) -> Told {
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
}
