//! Everything that crosses to the page (`…View`) or comes from it (`…Request`). No type here can carry a token.

mod access_tokens;
mod account;
mod connected;
mod connection;
mod enrolment;
mod factor;
mod linked;
mod passkey;
mod password_rule;
mod profile;
mod secret;
mod security;
mod sessions;
mod settings;
mod sign_in;
mod state;
mod step;
mod vault;

pub(super) use self::{
    access_tokens::{AccessTokensView, CreatedAccessTokenView, NewAccessTokenRequest},
    account::SignOutView,
    connected::{ConnectableAccountsView, ConnectedAccountsView, StartConnectingRequest},
    connection::{ConnectionDraftRequest, ConnectionView, ProbeView},
    enrolment::{ConfirmationView, EnrolmentView, NewFactorRequest, ProofRequest},
    factor::{FactorView, FactorsView, PhoneWayView},
    linked::{LinkedAccountsView, StartLinkingRequest},
    passkey::{
        AuthenticatorKindView, AuthenticatorsView, CeremonyAnswerRequest, CeremonyEventView,
        KeyPasskeyView, NewPasskeyRequest, PasskeySignInRequest, PasskeySignUpRequest,
    },
    password_rule::PasswordRuleView,
    profile::{ProfileEditRequest, ProfileView, picture_url},
    secret::{
        CopiedView, PictureView, RecoverySheetRequest, SavedView, SecretRequest, address_of,
        picture_bytes, qr_picture,
    },
    security::{RemovalView, SecurityView},
    sessions::SessionsView,
    settings::{AboutView, SettingsView},
    sign_in::{KeepView, PasswordSignInRequest, PasswordSignUpRequest, StartSignInRequest},
    state::StateView,
    step::{
        CodeWayRequest, DevicePromptView, KeepByRequest, SecondFactorChallengeView,
        SignInHereRequest, StepView, one_time_code,
    },
    vault::VaultView,
};
