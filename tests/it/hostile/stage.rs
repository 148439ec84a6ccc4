//! The app, an emulated provider, and the server between them; what a person does there before, in and after a row.

use account::{
    AccountId, AccountState, CallbackProblem, ConnectionId, EnrolmentProof, Error, FactorId,
    FactorKind, NewFactor, OneTimeCode, SignInPhase, Step,
};
use emulator::{ADA, BOB, Emulator, Person};

use serde_json::json;

use super::{address::encoded, play::with, row::Verdict, server::Server};
use crate::support::{self, AUTH0, NHOST, World};

/// Longer than any session's access token lives.
const TWO_DAYS: std::time::Duration = std::time::Duration::from_secs(2 * 24 * 3_600);

/// Longer than any provider may ask to be left alone.
const WAIT: std::time::Duration = std::time::Duration::from_secs(301);

pub(crate) const JWKS: &str = "/.well-known/jwks.json";
pub(crate) const DOCUMENT: &str = "/.well-known/openid-configuration";

/// What the person does while the row happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scene {
    /// Comes home from the browser; the code is exchanged.
    SignIn,
    /// The same, where sessions are bound to a key (RFC 9449).
    BoundSignIn,
    /// The same, where the provider says that it always names itself (RFC 9207).
    NamedSignIn,
    /// The same; the keys of the provider are what it is about.
    Keys,
    /// Presses "sign in"; the provider is asked for its addresses.
    Start,
    /// Looks at the profile a day later; the session is refreshed.
    Refresh,
    /// Looks at the profile.
    Profile,
    /// Signs out.
    SignOut,
    /// Looks at the factors.
    Factors,
    /// Looks at one factor.
    OneFactor,
    /// Begins to add an authenticator app.
    AddFactor,
    /// Begins to add a recovery code.
    AddRecoveryCode,
    /// Types the code of the authenticator app.
    Confirm,
    /// Gives the authenticator app another name.
    Rename,
    /// Removes the authenticator app.
    Remove,
    /// Signs in with e-mail and password.
    NhostSignIn,
    /// Signs in with e-mail and password; the account is asked for.
    NhostUser,
    /// Looks at the profile a day later; the session is refreshed.
    NhostRefresh,
}

/// Where a row is played.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) server: Server,
    pub(crate) account: Option<AccountId>,
    /// The address with which the browser comes home.
    pub(crate) callback: Option<String>,
    factor: Option<FactorId>,
}

/// How it went, and everything that was said about it.
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    pub(crate) said: String,
}

impl Scene {
    /// Which requests are in for something.
    pub(crate) fn place(self) -> &'static str {
        match self {
            Self::SignIn | Self::BoundSignIn | Self::NamedSignIn | Self::Refresh => "/oauth/token",
            Self::Keys => JWKS,
            Self::Start => DOCUMENT,
            Self::Profile => "/userinfo",
            Self::SignOut => "/oauth/revoke",
            Self::Factors
            | Self::OneFactor
            | Self::AddFactor
            | Self::AddRecoveryCode
            | Self::Confirm
            | Self::Rename
            | Self::Remove => "/me/v1/authentication-methods",
            Self::NhostSignIn => "/v1/signin/email-password",
            Self::NhostUser => "/v1/user",
            Self::NhostRefresh => "/v1/token",
        }
    }

    /// What else belongs to it: before, or after a success.
    pub(crate) fn also(self, is_fine: bool) -> &'static [&'static str] {
        match self {
            Self::SignIn | Self::BoundSignIn | Self::NamedSignIn => &[JWKS],
            Self::Keys => &["/oauth/token"],
            Self::Factors => &["/me/v1/factors"],
            Self::NhostUser => &["/v1/signin/email-password"],
            Self::Refresh if is_fine => &["/userinfo"],
            // The profile holds an address that is not confirmed yet, which only the tables know.
            Self::NhostRefresh if is_fine => &["/v1/user", "/v1/graphql"],
            Self::NhostSignIn if is_fine => &["/v1/user"],
            Self::Start
            | Self::Refresh
            | Self::Profile
            | Self::SignOut
            | Self::OneFactor
            | Self::AddFactor
            | Self::AddRecoveryCode
            | Self::Confirm
            | Self::Rename
            | Self::Remove
            | Self::NhostSignIn
            | Self::NhostRefresh => &[],
        }
    }

    pub(crate) fn is_nhost(self) -> bool {
        matches!(
            self,
            Self::NhostSignIn | Self::NhostUser | Self::NhostRefresh
        )
    }

    fn connection(self) -> ConnectionId {
        support::id(if self.is_nhost() { NHOST } else { AUTH0 })
    }

    fn is_a_sign_in(self) -> bool {
        self.comes_home() || matches!(self, Self::Start | Self::NhostSignIn | Self::NhostUser)
    }

    /// Whether a browser brings somebody home.
    pub(crate) fn comes_home(self) -> bool {
        matches!(
            self,
            Self::SignIn | Self::BoundSignIn | Self::NamedSignIn | Self::Keys
        )
    }

    fn person(self) -> Person {
        match self {
            Self::Factors
            | Self::OneFactor
            | Self::AddFactor
            | Self::AddRecoveryCode
            | Self::Confirm
            | Self::Rename
            | Self::Remove => BOB,
            Self::SignIn
            | Self::BoundSignIn
            | Self::NamedSignIn
            | Self::Keys
            | Self::Start
            | Self::Refresh
            | Self::Profile
            | Self::SignOut
            | Self::NhostSignIn
            | Self::NhostUser
            | Self::NhostRefresh => ADA,
        }
    }
}

impl Stage {
    /// Everything up to the moment in which the row happens.
    pub(crate) async fn prepared(scene: Scene) -> Self {
        let emulator = Emulator::start().await.unwrap();
        let (tenant, project) = (emulator.auth0_url(), emulator.nhost_url());
        let server;
        let addresses = if scene.is_nhost() {
            server = Server::before(project.trim_end_matches("/v1"));
            [tenant, format!("{}/v1", server.origin())]
        } else {
            server = Server::before(&tenant);
            [server.origin(), project]
        };
        let world = World::behind(emulator, addresses, scene == Scene::BoundSignIn);
        let mut stage = Self {
            world,
            server,
            account: None,
            callback: None,
            factor: None,
        };
        if scene == Scene::NamedSignIn {
            let named = with(
                "authorization_response_iss_parameter_supported",
                json!(true),
            );
            stage.server.set_trap(DOCUMENT, &[named]);
        }
        if scene.comes_home() {
            stage.world.start(None).await;
            stage.callback = Some(stage.world.come_back(&scene.person()).await);
        }
        if let (Scene::NamedSignIn, Some(callback)) = (scene, &mut stage.callback) {
            let issuer = encoded(&format!("{}/", stage.server.origin()));
            callback.push_str(&format!("&iss={issuer}"));
        }
        if !scene.is_a_sign_in() {
            stage.account = Some(stage.sign_in(scene).await);
        }
        stage.prepare_factor(scene).await;
        if matches!(scene, Scene::Refresh | Scene::NhostRefresh) {
            stage.world.advance(TWO_DAYS);
        }

        stage
    }

    async fn sign_in(&self, scene: Scene) -> AccountId {
        if scene.is_nhost() {
            self.world.sign_in_nhost(&scene.person()).await
        } else {
            self.world.sign_in(&scene.person()).await
        }
    }

    async fn prepare_factor(&mut self, scene: Scene) {
        let is_wanted = matches!(
            scene,
            Scene::OneFactor | Scene::Confirm | Scene::Rename | Scene::Remove
        );
        if matches!(scene, Scene::AddFactor | Scene::AddRecoveryCode) {
            // Whoever adds one sees the list.
            let accounts = &self.world.accounts;
            accounts.refresh_factors(self.account()).await.unwrap();
            self.world.advance(WAIT);
        }
        if !is_wanted {
            return;
        }
        let (accounts, account) = (&self.world.accounts, &self.account().clone());
        let started = accounts.start_enrolment(account, &NewFactor::Totp).await;
        let id = started.unwrap().id;
        self.factor = Some(id.clone());
        if scene == Scene::Confirm {
            return;
        }
        accounts
            .confirm_enrolment(account, &id, &self.code())
            .await
            .unwrap();
        let known = accounts.refresh_factors(account).await.unwrap();
        let totp = known.factors.iter().find(|it| it.kind == FactorKind::Totp);
        self.factor = Some(totp.unwrap().id.clone());
        self.world.advance(WAIT);
    }

    fn code(&self) -> EnrolmentProof {
        let code = self.world.emulator.totp_code(BOB.email).unwrap();

        EnrolmentProof::Code(OneTimeCode::new(code))
    }

    pub(crate) fn account(&self) -> &AccountId {
        self.account.as_ref().unwrap()
    }

    /// The row itself.
    pub(crate) async fn act(&self, scene: Scene) -> Outcome {
        let accounts = &self.world.accounts;
        match scene {
            Scene::SignIn | Scene::BoundSignIn | Scene::NamedSignIn | Scene::Keys => {
                self.finish().await
            }
            Scene::Start => Outcome::of(accounts.start_sign_in(support::request(None)).await),
            Scene::Refresh | Scene::Profile | Scene::NhostRefresh => {
                let reading = accounts.refresh_profile(self.account()).await;
                Outcome::of_reading(reading, |reading| reading.error.clone())
            }
            Scene::SignOut => {
                let signed_out = accounts.sign_out(self.account()).await;
                let mut outcome = Outcome::of(signed_out.clone().map(|_| ()));
                if signed_out.is_ok_and(|it| !it.revoked) {
                    outcome.verdict = Verdict::NotRevoked;
                }
                outcome
            }
            Scene::Factors => {
                let reading = accounts.refresh_factors(self.account()).await;
                Outcome::of_reading(reading, |reading| reading.error.clone())
            }
            Scene::OneFactor => Outcome::of(accounts.factor(self.account(), self.factor()).await),
            Scene::AddFactor => Outcome::of(
                accounts
                    .start_enrolment(self.account(), &NewFactor::Totp)
                    .await,
            ),
            Scene::AddRecoveryCode => {
                let new = NewFactor::RecoveryCode;
                Outcome::of(accounts.start_enrolment(self.account(), &new).await)
            }
            Scene::Confirm => {
                let (id, proof) = (self.factor(), self.code());
                Outcome::of(accounts.confirm_enrolment(self.account(), id, &proof).await)
            }
            Scene::Rename => {
                let renamed = accounts.rename_factor(self.account(), self.factor(), "New name");
                Outcome::of(renamed.await)
            }
            Scene::Remove => Outcome::of(
                accounts
                    .remove_factor(self.account(), self.factor(), None)
                    .await,
            ),
            Scene::NhostSignIn | Scene::NhostUser => {
                let request = support::password(&scene.person());
                let step = accounts.sign_in_with_password(request).await;
                let wants_more = matches!(step, Ok(Step::SecondFactor(_)));
                let mut outcome = Outcome::of(step);
                if wants_more {
                    outcome.verdict = Verdict::SecondFactor;
                }
                outcome
            }
        }
    }

    fn factor(&self) -> &FactorId {
        self.factor.as_ref().unwrap()
    }

    /// Comes home with the code.
    pub(crate) async fn finish(&self) -> Outcome {
        let callback = self.callback.clone().unwrap();
        self.world.accounts.finish_sign_in(callback.into()).unwrap();

        self.ended().await
    }

    /// How the sign-in ends whose callback was taken.
    pub(crate) async fn ended(&self) -> Outcome {
        self.world.settled().await;
        let ended = match self.world.state().sign_ins.first() {
            None => Ok(()),
            Some(status) => Err(match &status.phase {
                SignInPhase::Failed(error) => error.clone(),
                SignInPhase::Waiting
                | SignInPhase::Checking
                | SignInPhase::VaultClosed(_)
                | SignInPhase::WrongAccount { .. }
                | SignInPhase::ChoosePassword(_) => {
                    Error::Defect(format!("{:?}", status.phase).into())
                }
            }),
        };

        Outcome::of(ended)
    }

    /// The server behaves again and enough time has passed: does everything work as if nothing had happened?
    pub(crate) async fn recover(&self, scene: Scene) -> Verdict {
        self.server.behave();
        self.server.be_there(true);
        self.world.advance(WAIT);
        let accounts = &self.world.accounts;
        let is_signed_in = self.account.as_ref().is_some_and(|account| {
            let state = self.world.state();
            let status = state.accounts.iter().find(|it| it.id == *account);
            status.is_some_and(|it| !matches!(it.state, AccountState::NeedsSignIn(_)))
        });
        if !is_signed_in {
            let person = scene.person();
            if scene.is_nhost() {
                let signed_in = accounts.sign_in_with_password(support::password(&person));
                return Outcome::of(signed_in.await).verdict;
            }
            accounts.cancel_sign_in(&scene.connection());
            self.world.start(None).await;
            let callback = self.world.come_back(&person).await;
            let home = Self::comes_home(&self.world, callback).await;
            return home.verdict;
        }
        let account = self.account();
        let reading = if scene.person() == BOB {
            let factors = accounts.refresh_factors(account).await;
            Outcome::of_reading(factors, |reading| reading.error.clone())
        } else {
            let profile = accounts.refresh_profile(account).await;
            Outcome::of_reading(profile, |reading| reading.error.clone())
        };

        reading.verdict
    }

    async fn comes_home(world: &World, callback: String) -> Outcome {
        world.accounts.finish_sign_in(callback.into()).unwrap();
        world.settled().await;
        let left = world.state().sign_ins;

        Outcome::of(match left.is_empty() {
            true => Ok(()),
            false => Err(Error::Defect(format!("{left:?}").into())),
        })
    }
}

impl Outcome {
    pub(crate) fn of<T: std::fmt::Debug>(result: Result<T, Error>) -> Self {
        Self::of_reading(result, |_| None)
    }

    /// What was said at once about an address.
    pub(crate) fn of_callback(result: Result<(), CallbackProblem>) -> Self {
        Self::of(result.map_err(Error::Callback))
    }

    /// What is shown may be older, and say why.
    fn of_reading<T: std::fmt::Debug>(
        result: Result<T, Error>,
        why_old: impl Fn(&T) -> Option<Error>,
    ) -> Self {
        let error = match &result {
            Ok(value) => why_old(value),
            Err(error) => Some(error.clone()),
        };
        let verdict = error.as_ref().map_or(Verdict::Fine, Verdict::of);
        let words = error.map(|error| error.to_string());

        Self {
            verdict,
            said: format!("{words:?} {result:?}"),
        }
    }
}
