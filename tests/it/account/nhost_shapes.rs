//! The seven shapes in which the Nhost service says no, on each kind of call the app makes: what the person is told.

use std::future::Future;

use account::{
    AccountId, AccountState, CodeWay, EnrolmentProof, Error, Intent, Keep, NewAccessToken,
    NewFactor, OneTimeCode, Password, PasswordSignIn, PasswordSignUp, PersonalAccessToken,
    SignInHere, SignInPhase, StartLinking,
};
use emulator::{ADA, BOB, Dialect, Fault};
use serde_json::json;

use crate::support::{NHOST_WAYS, World, id, signed_in};

/// What the service said to people, which nobody may ever see.
const RAW: &str = "raw-text-of-the-service";
const NEW: &str = "new@example.com";

/// More than any call is repeated.
const ALWAYS: u32 = 8;

/// What somebody does, and the path that it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    SignIn,
    SignUp,
    SendCode,
    TypeCode,
    SendLink,
    SendVerification,
    PasteLink,
    AskForReset,
    ResetPassword,
    UseToken,
    BeNobody,
    ReadProfile,
    StartLinking,
    ChangeEmail,
    ResendVerification,
    MakeToken,
    ChangePassword,
    BeginApp,
    EndAll,
}

const DEEDS: [(Deed, &str); 19] = [
    (Deed::SignIn, "/v1/signin/email-password"),
    (Deed::SignUp, "/v1/signup/email-password"),
    (Deed::SendCode, "/v1/signin/otp/email"),
    (Deed::TypeCode, "/v1/signin/otp/email/verify"),
    (Deed::SendLink, "/v1/signin/passwordless/email"),
    (
        Deed::SendVerification,
        "/v1/user/email/send-verification-email",
    ),
    (Deed::PasteLink, "/v1/verify"),
    (Deed::AskForReset, "/v1/user/password/reset"),
    (Deed::ResetPassword, "/v1/user/password"),
    (Deed::UseToken, "/v1/signin/pat"),
    (Deed::BeNobody, "/v1/signin/anonymous"),
    (Deed::ReadProfile, "/v1/user"),
    (Deed::StartLinking, "/v1/user"),
    (Deed::ChangeEmail, "/v1/user/email/change"),
    (
        Deed::ResendVerification,
        "/v1/user/email/send-verification-email",
    ),
    (Deed::MakeToken, "/v1/pat"),
    (Deed::ChangePassword, "/v1/user/password"),
    (Deed::BeginApp, "/v1/mfa/totp/generate"),
    (Deed::EndAll, "/v1/signout"),
];

/// An answer in one of the shapes.
fn shapes() -> Vec<(&'static str, Fault)> {
    let text = |text: &str| Fault::json(400, &json!({ "error": format!("{RAW} {text}") }));
    let reason =
        |status, error: &str| Fault::json(status, &json!({ "error": error, "reason": RAW }));
    let elevated =
        json!({ "error": "unauthorized", "reason": RAW, "securityScheme": "BearerAuthElevated" });

    vec![
        (
            "1",
            Fault::json(
                401,
                &json!({ "status": 401, "message": RAW, "error": "disabled-user" }),
            ),
        ),
        (
            "1 new",
            Fault::json(
                400,
                &json!({ "status": 400, "message": RAW, "error": "brand-new-word" }),
            ),
        ),
        ("2", text("error in openapi3filter.RequestError: email")),
        (
            "2 token",
            text("error in openapi3filter.SecurityRequirementsError: token is expired"),
        ),
        (
            "2 elevation",
            text("error in openapi3filter.SecurityRequirementsError: elevated-claim-required"),
        ),
        ("3", reason(400, "schema-validation-error")),
        ("3 token", reason(401, "unauthorized")),
        ("3 elevation", Fault::json(401, &elevated)),
        (
            "4",
            Fault::json(
                400,
                &json!({ "msg": format!("Query argument {RAW} is required") }),
            ),
        ),
        ("5 malformed", Fault::status(400)),
        ("5 too many", Fault::status(429)),
        ("5 crash", Fault::status(500)),
        (
            "6",
            Fault::status(404)
                .with_body("404 page not found")
                .with_header("content-type", "text/plain"),
        ),
        (
            "7",
            Fault::status(302).with_header(
                "location",
                &format!("https://elsewhere.example/?error=disabled-user&errorDescription={RAW}"),
            ),
        ),
    ]
}

fn here() -> SignInHere {
    SignInHere {
        connection: id(NHOST_WAYS),
        account: None,
        keep: Keep::Vault,
    }
}

fn known() -> PasswordSignIn {
    PasswordSignIn {
        connection: id(NHOST_WAYS),
        account: None,
        email: BOB.email.to_owned(),
        password: Password::new(BOB.password),
        keep: Keep::Vault,
    }
}

async fn error_of<T>(call: impl Future<Output = Result<T, Error>>) -> Option<Error> {
    call.await.err()
}

async fn play(
    world: &World,
    deed: Deed,
    bob: &AccountId,
    fault: &Fault,
    path: &str,
) -> Option<Error> {
    let accounts = &world.accounts;
    let connection = id(NHOST_WAYS);
    let link = || async {
        let sent = accounts.send_mail_link(here(), ADA.email, Intent::SignIn);
        sent.await.unwrap();
        world.emulator.outbox().pop().unwrap().link.unwrap()
    };
    let password = || Password::new("a-brand-new-pass-9");
    let fail = || world.emulator.fail_times(path, ALWAYS, fault.clone());
    match deed {
        Deed::SignIn => {
            fail();
            error_of(accounts.sign_in_with_password(known())).await
        }
        Deed::SignUp => {
            fail();
            let request = PasswordSignUp {
                connection,
                email: NEW.to_owned(),
                password: password(),
                display_name: None,
                keep: Keep::Vault,
            };
            error_of(accounts.sign_up_with_password(request)).await
        }
        Deed::SendCode => {
            fail();
            error_of(accounts.send_code(here(), CodeWay::Email, ADA.email, Intent::SignIn)).await
        }
        Deed::TypeCode => {
            let sent = accounts.send_code(here(), CodeWay::Email, ADA.email, Intent::SignIn);
            sent.await.unwrap();
            fail();
            let code = OneTimeCode::new("123456");
            error_of(accounts.confirm_code(&connection, &code)).await
        }
        Deed::SendLink => {
            fail();
            error_of(accounts.send_mail_link(here(), ADA.email, Intent::SignIn)).await
        }
        Deed::SendVerification => {
            fail();
            error_of(accounts.send_verification_mail(here(), NEW)).await
        }
        Deed::PasteLink => {
            let link = link().await;
            fail();
            error_of(accounts.paste_mail_link(here(), link.into())).await
        }
        Deed::AskForReset => {
            fail();
            error_of(accounts.request_password_reset(&connection, ADA.email)).await
        }
        Deed::ResetPassword => {
            let asked = accounts.request_password_reset(&connection, ADA.email);
            asked.await.unwrap();
            let link = world.emulator.outbox().pop().unwrap().link.unwrap();
            fail();
            error_of(accounts.reset_password(&connection, link.into(), &password())).await
        }
        Deed::UseToken => {
            fail();
            let token = PersonalAccessToken::new("00000000-0000-4000-8000-000000000000");
            error_of(accounts.sign_in_with_access_token(here(), &token)).await
        }
        Deed::BeNobody => {
            fail();
            error_of(accounts.sign_in_anonymously(&connection, Keep::Vault)).await
        }
        Deed::ReadProfile => {
            accounts.profile(bob).await.unwrap();
            fail();
            accounts.refresh_profile(bob).await.unwrap().error
        }
        Deed::StartLinking => {
            fail();
            let request = StartLinking {
                account: bob.clone(),
                provider: "google".to_owned(),
                redirect: None,
            };
            error_of(accounts.start_linking(request)).await
        }
        Deed::ChangeEmail => {
            fail();
            error_of(accounts.change_email(bob, NEW)).await
        }
        Deed::ResendVerification => {
            fail();
            error_of(accounts.resend_verification(bob)).await
        }
        Deed::MakeToken => {
            fail();
            let new = NewAccessToken {
                name: "x".to_owned(),
                expires_secs: u32::MAX,
            };
            error_of(accounts.create_access_token(bob, &new)).await
        }
        Deed::ChangePassword => {
            let started = accounts
                .start_enrolment(bob, &NewFactor::Password)
                .await
                .unwrap();
            fail();
            let proof = EnrolmentProof::NewPassword(password());
            error_of(accounts.confirm_enrolment(bob, &started.id, &proof)).await
        }
        Deed::BeginApp => {
            accounts.factors(bob).await.unwrap();
            fail();
            error_of(accounts.start_enrolment(bob, &NewFactor::Totp)).await
        }
        Deed::EndAll => {
            fail();
            error_of(accounts.sign_out_everywhere(bob)).await
        }
    }
}

/// What the person is told, in short. Whatever the call was for has words of its own where they know better what to do.
fn expected(shape: &str, deed: Deed) -> &'static str {
    let is_signed_in = matches!(
        deed,
        Deed::ReadProfile
            | Deed::StartLinking
            | Deed::ChangeEmail
            | Deed::ResendVerification
            | Deed::MakeToken
            | Deed::ChangePassword
            | Deed::BeginApp
            | Deed::EndAll
    );
    match (shape, deed) {
        ("1", _) | ("7", Deed::PasteLink) => "Refused(AccountDisabled)",
        ("1 new", _) => "Misconfigured(brand-new-word)",
        ("2" | "3" | "4", Deed::TypeCode) | ("5 malformed", Deed::TypeCode) => "Refused(WrongCode)",
        ("2" | "3" | "4" | "5 malformed", Deed::UseToken) => "Refused(TokenRefused)",
        ("2" | "3" | "4", Deed::ResetPassword | Deed::ChangePassword) => "Refused(PasswordRefused)",
        ("3", _) => "Misconfigured(schema-validation-error)",
        ("2" | "4", _) => "Misconfigured(request-validation-error)",
        ("2 token" | "3 token", _) if is_signed_in => "Misconfigured(access_token_not_accepted)",
        ("2 elevation" | "3 elevation", _) if is_signed_in => "StepUpRequired(Elevation)",
        // Nobody had a token to be refused.
        ("2 token" | "3 token" | "2 elevation" | "3 elevation", _) => "SignedOut",
        ("5 malformed", Deed::SignIn) => "Refused(WrongEmailOrPassword)",
        ("5 malformed", Deed::SignUp | Deed::AskForReset | Deed::ChangeEmail) => {
            "Refused(EmailRefused)"
        }
        ("5 malformed", Deed::PasteLink | Deed::ResetPassword) => "Refused(Expired)",
        // A session that is not elevated is told no more than this.
        ("5 malformed", Deed::ChangePassword) => "StepUpRequired(Elevation)",
        ("5 malformed", _) if is_signed_in => "Misconfigured(invalid-request)",
        ("5 malformed", _) => "Refused(AccessDenied)",
        ("5 too many", _) => "RateLimited(30)",
        ("5 crash", _) => "ProviderFailed(500)",
        ("6", Deed::SendCode | Deed::SendLink | Deed::SendVerification) => "Refused(NotOffered)",
        ("6", _) if is_signed_in => "Unavailable(NotOffered)",
        ("6", _) => "Misconfigured(endpoint-not-found)",
        ("7", _) => "ProviderFailed(302)",
        (shape, _) => panic!("{shape} is no shape"),
    }
}

fn told(error: &Error) -> String {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else comes is wrong, and is printed"
    )]
    match error {
        Error::Refused(refusal) => format!("Refused({refusal:?})"),
        Error::Misconfigured { hint, .. } => format!("Misconfigured({hint})"),
        Error::RateLimited { retry_after } => format!("RateLimited({})", retry_after.as_secs()),
        Error::ProviderFailed { status, .. } => {
            format!("ProviderFailed({})", status.unwrap_or_default())
        }
        _ => format!("{error:?}"),
    }
}

/// Somebody who is signed in, at a server of the middle generation.
async fn signed_in_world() -> (World, AccountId) {
    let world = World::new().await;
    world
        .emulator
        .change(|settings| settings.nhost.dialect = Dialect::L1);
    let bob = signed_in(world.accounts.sign_in_with_password(known()).await.unwrap());
    world.accounts.refresh_profile(&bob).await.unwrap();

    (world, bob)
}

/// Whether the app remembers an answer in this shape: that it has to wait, to ask for a key, or not to ask at all.
fn is_remembered(shape: &str) -> bool {
    matches!(
        shape,
        "2 elevation" | "3 elevation" | "5 malformed" | "5 too many" | "6"
    )
}

/// Whoever is signed in stays it, and nobody else is.
#[tokio::test]
async fn every_shape_of_a_refusal_has_a_meaning_at_every_call_and_costs_nobody_their_session() {
    let mut wrong = Vec::new();
    for (deed, path) in DEEDS {
        let (mut world, mut bob) = signed_in_world().await;
        let (lasting, passing): (Vec<_>, Vec<_>) = shapes()
            .into_iter()
            .partition(|(shape, _)| is_remembered(shape));
        for (shape, fault) in passing.into_iter().chain(lasting) {
            if is_remembered(shape) {
                (world, bob) = signed_in_world().await;
            }
            world.emulator.clear_faults();
            let kept = world.vault.items().len();
            let Some(error) = play(&world, deed, &bob, &fault, path).await else {
                wrong.push(format!("{deed:?} {shape}: nothing is wrong"));
                continue;
            };
            let expected = expected(shape, deed);
            if told(&error) != expected {
                wrong.push(format!("{deed:?} {shape}: {error:?} and not {expected}"));
            }
            if format!("{error} {error:?}").contains(RAW) {
                wrong.push(format!("{deed:?} {shape}: says {error:?}"));
            }
            let state = (world.state_of(&bob), world.state().accounts.len());
            assert_eq!(state, (AccountState::SignedIn, 1), "{deed:?} {shape}");
            assert_eq!(world.vault.items().len(), kept, "{deed:?} {shape}");
        }
    }

    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What comes home from a browser that was sent to link an account: the seventh shape, and nothing else can.
#[tokio::test]
async fn an_errand_to_link_that_comes_home_with_an_error_says_what_it_means() {
    for (error, expected) in [
        ("disabled-user", "Refused(AccountDisabled)"),
        ("disabled-endpoint", "Refused(NotOffered)"),
        (
            "provider-account-already-linked",
            "Refused(LinkedElsewhere)",
        ),
        ("oauth-provider-error", "ProviderFailed(0)"),
        ("brand-new-word", "Misconfigured(brand-new-word)"),
    ] {
        let world = World::new().await;
        let bob = signed_in(world.accounts.sign_in_with_password(known()).await.unwrap());
        let request = StartLinking {
            account: bob.clone(),
            provider: "google".to_owned(),
            redirect: None,
        };
        world.accounts.start_linking(request).await.unwrap();
        let opened = account::Url::parse(&world.browser.last()).unwrap();
        let back = opened.query_pairs().find(|(name, _)| name == "redirectTo");
        let back = back.unwrap().1.into_owned();
        let address = format!("{back}&error={error}&errorDescription={RAW}");
        world.accounts.finish_sign_in(address.into()).unwrap();
        world.settled().await;

        let SignInPhase::Failed(failed) = world.phase() else {
            panic!("{error}: {:?}", world.phase())
        };
        assert_eq!(told(&failed), expected, "{error}");
        assert!(!format!("{:?}", world.state()).contains(RAW), "{error}");
        assert_eq!(world.state_of(&bob), AccountState::SignedIn);
    }
}
