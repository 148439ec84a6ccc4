//! Passwords, addresses, and what is sent to them.

use emulator::{ADA, BOB, Elevation};
use nhost::{PasswordProof, Ticket};
use protocol::secret::OneTimeCode;

use super::{ELSEWHERE, NEW, NOTHING, NUMBER, Stage, Told, answer, redirect};
use crate::nhost::{HOME, ticket};

impl Stage<'_> {
    pub(super) async fn sign_up(self) -> Told {
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

    pub(super) async fn sent(self, member: &str) -> Told {
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

    pub(super) async fn password(self, member: &str) -> Told {
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

    pub(super) async fn address(self, member: &str) -> Told {
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
}
