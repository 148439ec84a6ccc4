//! Everything that crosses to the page (`…View`) or comes from it (`…Request`). No type here can carry a token.

mod account;
mod connected;
mod connection;
mod enrolment;
mod factor;
mod password_rule;
mod profile;
mod security;
mod settings;
mod sign_in;
mod state;
mod step;
mod vault;

pub(super) use self::{
    account::SignOutView,
    connected::{ConnectableAccountsView, ConnectedAccountsView, StartConnectingRequest},
    connection::{ConnectionDraftRequest, ConnectionView, ProbeView},
    enrolment::{ConfirmationView, EnrolmentView, NewFactorRequest, ProofRequest},
    factor::{FactorView, FactorsView, PhoneWayView},
    password_rule::PasswordRuleView,
    profile::{ProfileView, picture_url},
    security::{RemovalView, SecurityView},
    settings::{AboutView, SettingsView},
    sign_in::{KeepView, PasswordSignInRequest, PasswordSignUpRequest, StartSignInRequest},
    state::StateView,
    step::{
        CodeWayRequest, DevicePromptView, SecondFactorChallengeView, SignInHereRequest, StepView,
        one_time_code,
    },
    vault::VaultView,
};
