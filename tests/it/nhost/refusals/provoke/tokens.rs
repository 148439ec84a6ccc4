//! Tokens of every kind, and accounts elsewhere.

use std::time::{Duration, UNIX_EPOCH};

use emulator::{ADA, BOB};
use nhost::{
    Deanonymize, IdTokenProvider, PersonalAccessToken, Pkce, ProviderRefreshToken, ProviderSignIn,
    Redirected, SignInProvider, SignOut, SignUpOptions,
};
use protocol::secret::{AccessToken, IdToken, Password, RefreshToken, Secret as _, State};

use super::{ELSEWHERE, MEI, NEW, NOTHING, Stage, Told, answer, redirect};
use crate::nhost::HOME;

impl Stage<'_> {
    pub(super) async fn provider(self) -> Told {
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

    pub(super) async fn token(self, member: &str) -> Told {
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
