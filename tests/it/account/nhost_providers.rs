use std::time::Duration;

use account::{
    AccountState, CallbackProblem, Error, Keep, NoticeContent, Purpose, RedirectWay, Refusal,
    SignInPhase, StartSignIn, UnreachableKind, ports::VaultError,
};
use emulator::{ADA, BOB, Dialect, Elevation, Fault, Signing};

use crate::support::{NHOST, NHOST_WAYS, World, id, request};

const MEI: &str = "mei@example.com";
/// Mei's address is not vouched for over there.
const OMAR: &str = "omar@example.com";
const HOME: &str = "dev.latchkey.accounts://demo-nhost-ways/callback";

fn github() -> StartSignIn {
    StartSignIn {
        connection: id(NHOST_WAYS),
        provider: Some("github".to_owned()),
        ..request(None)
    }
}

/// Goes to the provider that was opened last and chooses who to be; answers where that ends.
async fn as_who(world: &World, email: &str) -> String {
    let url = world.browser.last();
    let chosen = world.visitor().choose_at_provider(&url, email).await;

    chosen.unwrap()
}

async fn through(world: &World, request: StartSignIn, email: &str) -> String {
    world.accounts.start_sign_in(request).await.unwrap();

    as_who(world, email).await
}

async fn home(world: &World, address: String) {
    world.accounts.finish_sign_in(address.into()).unwrap();
    world.settled().await;
}

fn at(world: &World, dialect: Dialect) {
    world
        .emulator
        .change(|settings| settings.nhost.dialect = dialect);
}

#[tokio::test]
async fn somebody_signs_in_with_an_account_elsewhere_on_every_generation_of_servers() {
    for (dialect, proof) in [
        (Dialect::L0, "refreshToken="),
        (Dialect::L1, "refreshToken="),
        (Dialect::L2, "code="),
    ] {
        let world = World::new().await;
        at(&world, dialect);
        let address = through(&world, github(), MEI).await;
        assert!(address.contains(proof), "{dialect:?} {address}");
        home(&world, address.clone()).await;
        let state = world.state();
        assert!(state.sign_ins.is_empty(), "{:?}", state.sign_ins);
        assert_eq!(state.accounts[0].email.as_deref(), Some(MEI));
        assert_eq!(state.accounts[0].state, AccountState::SignedIn);

        // What stood in the address is worth nothing any more.
        let again = world.accounts.finish_sign_in(address.clone().into());
        let told = match dialect {
            Dialect::L0 | Dialect::L1 => CallbackProblem::TokenInAddress,
            Dialect::L2 => CallbackProblem::NothingPending,
        };
        assert_eq!(again, Err(told));
        if let Some((_, rest)) = address.split_once("refreshToken=") {
            let token = rest.split('&').next().unwrap();
            let body = serde_json::json!({ "refreshToken": token });
            let url = format!("{}/token", world.emulator.nhost_url());
            let answer = world.visitor().post_json(&url, &body).await.unwrap();
            assert_eq!(answer.status, 401);
        }
    }
}

#[tokio::test]
async fn all_three_ways_home_end_in_the_same_session() {
    let world = World::new().await;
    at(&world, Dialect::L2);
    world.loopback.free();
    let over_the_port = StartSignIn {
        redirect: Some(RedirectWay::Loopback),
        ..github()
    };
    let address = through(&world, over_the_port, MEI).await;
    assert!(address.starts_with("http://127.0.0.1:17171/callback?"));
    home(&world, address).await;
    let pasted = through(&world, github(), ADA.email).await;
    let taken = world
        .accounts
        .paste_callback(&id(NHOST_WAYS), pasted.into());
    taken.unwrap();
    world.settled().await;

    assert_eq!(world.state().accounts.len(), 2);
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn a_token_in_an_address_that_nobody_asked_for_changes_nothing() {
    let world = World::new().await;
    // Somebody else signs in, and sends what they came home with.
    let url = format!(
        "{}/signin/provider/github?redirectTo={HOME}",
        world.emulator.nhost_url()
    );
    let theirs = world.visitor().choose_at_provider(&url, MEI).await.unwrap();
    assert!(theirs.contains("refreshToken="));
    let requests = world.emulator.requests().len();
    let refused = world.accounts.finish_sign_in(theirs.clone().into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));

    // Neither with a sign-in that waits, nor with a state of their own.
    world.accounts.start_sign_in(github()).await.unwrap();
    for address in [theirs.clone(), format!("{theirs}&state=mine")] {
        let refused = world.accounts.finish_sign_in(address.into());
        assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    }
    // The service was asked what it can do, and nothing else.
    assert_eq!(world.emulator.requests().len(), requests + 1);
    assert!(world.state().accounts.is_empty());
    assert!(matches!(world.phase(), SignInPhase::Waiting));
    world.accounts.receive_link(theirs.into());
    let notices = world.state().notices;
    assert!(matches!(
        notices[0].content,
        NoticeContent::CallbackIgnored(CallbackProblem::TokenInAddress)
    ));

    home(&world, as_who(&world, ADA.email).await).await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_token_is_refused_where_a_code_is_due() {
    let world = World::new().await;
    at(&world, Dialect::L2);
    world.accounts.start_sign_in(github()).await.unwrap();
    let stripped: String = world
        .browser
        .last()
        .split('&')
        .filter(|part| !part.starts_with("codeChallenge"))
        .collect::<Vec<_>>()
        .join("&");
    let fallen_back = world
        .visitor()
        .choose_at_provider(&stripped, MEI)
        .await
        .unwrap();
    assert!(fallen_back.contains("refreshToken="));
    let refused = world.accounts.finish_sign_in(fallen_back.into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    assert!(matches!(world.phase(), SignInPhase::Waiting));

    home(&world, as_who(&world, MEI).await).await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn what_is_not_the_answer_changes_nothing() {
    use CallbackProblem::*;
    let world = World::new().await;
    at(&world, Dialect::L2);
    let nothing = world
        .accounts
        .finish_sign_in(format!("{HOME}?code=x").into());
    assert_eq!(nothing, Err(NothingPending));
    world.accounts.start_sign_in(github()).await.unwrap();
    for (address, expected) in [
        (format!("{HOME}?code=x"), NoState),
        (format!("{HOME}?code=x&state=wrong"), UnknownState),
        (
            format!("{HOME}?error=disabled-user&state=wrong"),
            UnknownState,
        ),
        (format!("{HOME}?code=x&code=y"), RepeatedParameter),
        (format!("{HOME}?code=x&refreshToken=y"), NoCode),
        (format!("{HOME}?code=x%00"), BadEncoding),
        (format!("{HOME}?code={}", "x".repeat(9_000)), TooLarge),
        (HOME.replace("callback", "elsewhere"), NotOurs),
        (
            format!("{}?code=x", HOME.replace(NHOST_WAYS, NHOST)),
            NothingPending,
        ),
    ] {
        let refused = world.accounts.finish_sign_in(address.clone().into());
        assert_eq!(refused, Err(expected), "{address:.100}");
    }

    home(&world, as_who(&world, MEI).await).await;
    assert_eq!(world.state().accounts.len(), 1);
}

#[tokio::test]
async fn a_newer_sign_in_supersedes_and_ten_minutes_are_enough() {
    let world = World::new().await;
    let early = through(&world, github(), MEI).await;
    let late = through(&world, github(), MEI).await;
    let refused = world.accounts.finish_sign_in(early.into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    world.clock.advance(Duration::from_secs(601));
    let refused = world.accounts.finish_sign_in(late.into());

    assert_eq!(refused, Err(CallbackProblem::Expired));
    assert!(world.state().accounts.is_empty());
}

#[tokio::test]
async fn somebody_else_coming_back_is_told_and_their_session_ended() {
    let world = World::new().await;
    home(&world, through(&world, github(), ADA.email).await).await;
    let ada = world.state().accounts[0].id.clone();
    let before = world.vault.items();
    let again = StartSignIn {
        account: Some(ada),
        ..github()
    };
    home(&world, through(&world, again, MEI).await).await;

    assert!(matches!(
        world.phase(),
        SignInPhase::WrongAccount { came_back_as, .. } if came_back_as == MEI
    ));
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.emulator.count("/v1/signout"), 1);
}

#[tokio::test]
async fn what_the_provider_or_the_project_refuses_is_told() {
    let world = World::new().await;
    let spotify = StartSignIn {
        provider: Some("spotify".to_owned()),
        ..github()
    };
    world.accounts.start_sign_in(spotify).await.unwrap();
    // The project does not offer it: the browser comes straight back.
    let page = world.visitor().get(&world.browser.last()).await.unwrap();
    home(&world, page.location().unwrap().to_owned()).await;
    assert_refused(&world, Refusal::NotOffered);

    world
        .emulator
        .change(|settings| settings.nhost.signup_disabled = true);
    home(&world, through(&world, github(), MEI).await).await;
    assert_refused(&world, Refusal::SignUpClosed);
    world.emulator.change(|settings| {
        settings.nhost.signup_disabled = false;
        settings.nhost.verification_required = true;
    });
    home(&world, through(&world, github(), OMAR).await).await;
    assert_refused(&world, Refusal::EmailNotVerified);
    world
        .emulator
        .change_nhost_user(BOB.email, |user| user.disabled = true);
    home(&world, through(&world, github(), BOB.email).await).await;
    assert_refused(&world, Refusal::AccountDisabled);
    world
        .emulator
        .change(|settings| settings.nhost.profile_fetch_fails = true);
    home(&world, through(&world, github(), ADA.email).await).await;
    assert!(
        matches!(world.phase(), SignInPhase::Failed(Error::ProviderFailed { what, .. }) if what == "oauth-profile-fetch-failed")
    );

    assert!(world.state().accounts.is_empty());
}

fn assert_refused(world: &World, expected: Refusal) {
    let phase = world.phase();
    assert!(
        matches!(phase, SignInPhase::Failed(Error::Refused(told)) if told == expected),
        "{phase:?}"
    );
}

#[tokio::test]
async fn every_word_of_an_address_has_a_meaning() {
    use Refusal::*;
    for (word, expected) in [
        ("invalid-state", Some(Expired)),
        ("invalid-request", Some(AccessDenied)),
        ("email-already-in-use", Some(EmailTaken)),
        ("user-already-exists", Some(EmailTaken)),
        ("unverified-user", Some(EmailNotVerified)),
        ("forbidden-anonymous", Some(AnonymousAccount)),
        ("invalid-email-password", Some(EmailRefused)),
        (
            "oauth-provider-error&provider_error=access_denied",
            Some(AccessDenied),
        ),
        ("oauth-provider-error", None),
        ("oauth-token-echange-failed", None),
        ("internal-server-error", None),
        ("never-heard-of", None),
    ] {
        let world = World::new().await;
        world.accounts.start_sign_in(github()).await.unwrap();
        let url = account::Url::parse(&world.browser.last()).unwrap();
        let mut pairs = url.query_pairs();
        let back = pairs.find(|(name, _)| name == "redirectTo").unwrap().1;
        home(
            &world,
            format!("{back}&errorDescription=x%E2%80%AEy&error={word}"),
        )
        .await;
        match (expected, world.phase()) {
            (Some(expected), _) => assert_refused(&world, expected),
            (None, SignInPhase::Failed(Error::ProviderFailed { .. })) => {}
            (None, SignInPhase::Failed(Error::Misconfigured { hint, .. })) => {
                assert_eq!(hint, "never-heard-of");
            }
            (None, phase) => panic!("{word}: {phase:?}"),
        }
    }
}

#[tokio::test]
async fn only_a_provider_that_the_connection_lists_is_asked() {
    let world = World::new().await;
    let elsewhere = StartSignIn {
        connection: id(NHOST),
        ..github()
    };
    let unknown = StartSignIn {
        provider: Some("twitter".to_owned()),
        ..github()
    };
    let auth0 = StartSignIn {
        provider: Some("github".to_owned()),
        ..request(None)
    };
    for request in [elsewhere, unknown, auth0] {
        let refused = world.accounts.start_sign_in(request).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::NotOffered))));
    }

    assert_eq!(world.emulator.requests().len(), 0);
    assert_eq!(world.browser.count(), 0);
}

#[tokio::test]
async fn somebody_new_goes_through_the_door_for_new_people_where_there_is_one() {
    for (dialect, path) in [
        (Dialect::L1, "/v1/signin/provider/github"),
        (Dialect::L2, "/v1/signup/provider/github"),
    ] {
        let world = World::new().await;
        at(&world, dialect);
        world
            .emulator
            .change(|settings| settings.nhost.auto_signup_disabled = true);
        let sign_up = StartSignIn {
            purpose: Purpose::SignUp,
            ..github()
        };
        home(&world, through(&world, sign_up, MEI).await).await;
        assert_eq!(world.emulator.count(path), 1);
        assert_eq!(world.state().accounts.len(), 1);
    }
}

#[tokio::test]
async fn a_closed_vault_keeps_what_came_home_until_it_opens() {
    let world = World::new().await;
    at(&world, Dialect::L2);
    let address = through(&world, github(), MEI).await;
    world.vault.close(VaultError::Locked);
    home(&world, address).await;
    assert!(matches!(world.phase(), SignInPhase::VaultClosed(_)));
    // Once to ask what the server can do.
    assert_eq!(world.emulator.count("/v1/token/exchange"), 1);
    let resumed = world
        .accounts
        .resume_sign_in(&id(NHOST_WAYS), Keep::UntilExit)
        .await;
    resumed.unwrap();

    assert_eq!(world.state().accounts[0].keep, Keep::UntilExit);
}

#[tokio::test]
async fn a_lost_answer_to_the_exchange_is_told_and_the_next_sign_in_works() {
    for dialect in [Dialect::L1, Dialect::L2] {
        for fault in [Fault::drop_after_commit(), Fault::Truncate] {
            let world = World::new().await;
            at(&world, dialect);
            let address = through(&world, github(), MEI).await;
            let path = match dialect {
                Dialect::L0 | Dialect::L1 => "/v1/token",
                Dialect::L2 => "/v1/token/exchange",
            };
            world.emulator.fail_next(path, fault);
            home(&world, address).await;
            assert!(
                matches!(
                    world.phase(),
                    SignInPhase::Failed(Error::Unreachable {
                        kind: UnreachableKind::Offline,
                        ..
                    })
                ),
                "{:?}",
                world.phase()
            );
            assert!(world.state().accounts.is_empty() && world.vault.items().is_empty());

            home(&world, through(&world, github(), MEI).await).await;
            assert_eq!(world.state().accounts.len(), 1);
        }
    }
}

#[tokio::test]
async fn each_of_the_seven_shapes_of_a_refusal_is_understood() {
    let shapes = [
        Fault::json(
            401,
            &serde_json::json!({"status": 401, "message": "x", "error": "disabled-user"}),
        ),
        Fault::json(
            400,
            &serde_json::json!({"error": "error in openapi3filter.RequestError: code"}),
        ),
        Fault::json(
            400,
            &serde_json::json!({"error": "schema-validation-error", "reason": "code"}),
        ),
        Fault::json(
            400,
            &serde_json::json!({"msg": "Query argument code is required"}),
        ),
        Fault::status(400),
        Fault::status(404).with_body("404 page not found"),
        Fault::status(302).with_header("location", "https://elsewhere.example/?error=x"),
    ];
    for (number, shape) in shapes.into_iter().enumerate() {
        let world = World::new().await;
        at(&world, Dialect::L2);
        let address = through(&world, github(), MEI).await;
        world.emulator.fail_next("/v1/token/exchange", shape);
        home(&world, address).await;
        let phase = world.phase();
        let expected = match number {
            0 => matches!(
                phase,
                SignInPhase::Failed(Error::Refused(Refusal::AccountDisabled))
            ),
            6 => matches!(phase, SignInPhase::Failed(Error::ProviderFailed { .. })),
            _ => matches!(phase, SignInPhase::Failed(Error::Refused(Refusal::Expired))),
        };
        assert!(expected, "{number}: {phase:?}");
        assert!(world.state().accounts.is_empty());
    }
}

#[tokio::test]
async fn a_service_that_says_later_without_a_time_is_left_alone_for_half_a_minute() {
    let world = World::new().await;
    world
        .emulator
        .fail_next("/v1/token/exchange", Fault::status(429));
    let refused = world.accounts.start_sign_in(github()).await;

    assert!(
        matches!(refused, Err(Error::RateLimited { retry_after }) if retry_after == Duration::from_secs(30)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_project_that_signs_with_a_shared_secret_signs_in_all_the_same() {
    let world = World::new().await;
    world.emulator.change(|settings| {
        settings.nhost.signing = Signing::Hs256;
        settings.nhost.elevation = Elevation::Recommended;
    });
    home(&world, through(&world, github(), MEI).await).await;
    let mei = world.state().accounts[0].id.clone();
    let reading = world.accounts.refresh_profile(&mei).await.unwrap();

    assert!(reading.error.is_none(), "{:?}", reading.error);
}

#[tokio::test]
async fn a_name_that_plays_tricks_is_tamed_and_so_is_metadata_that_fills_an_answer() {
    let world = World::new().await;
    world.emulator.change_nhost_user(ADA.email, |user| {
        user.display_name = "Ada\u{202e}\u{0000}\n\u{2066}evil".to_owned();
        user.metadata = serde_json::json!({ "x": "y".repeat(1000 * 1024) });
    });
    home(&world, through(&world, github(), ADA.email).await).await;
    let state = world.state();
    let name = state.accounts[0].name.clone().unwrap();
    assert!(
        !name.contains(
            |letter: char| letter.is_control() || ('\u{2000}'..='\u{206f}').contains(&letter)
        ),
        "{name:?}"
    );
    let profile = world.accounts.profile(&state.accounts[0].id).await.unwrap();
    let claims = profile.profile.claims;
    let longest = claims.iter().map(|it| it.value.chars().count()).max();
    assert!(longest.is_some_and(|it| it <= 4_096), "{longest:?}");
}

/// What is larger than any answer may be is not read to its end (security: size caps), here or anywhere else.
#[tokio::test]
async fn a_mebibyte_of_metadata_is_too_large_an_answer_and_leaves_nothing_behind() {
    let world = World::new().await;
    let ada = world.sign_in_nhost(&ADA).await;
    world.accounts.refresh_profile(&ada).await.unwrap();
    let kept = world.vault.items();
    world.emulator.change_nhost_user(ADA.email, |user| {
        user.metadata = serde_json::json!({ "x": "y".repeat(1024 * 1024) });
    });

    // Whoever is signed in keeps their session and what is known of them.
    let reading = world.accounts.refresh_profile(&ada).await.unwrap();
    assert!(is_too_large(reading.error.as_ref()), "{:?}", reading.error);
    assert_eq!(reading.profile.email.as_deref(), Some(ADA.email));
    assert_eq!(world.state_of(&ada), AccountState::SignedIn);
    // Whoever is not gets none.
    home(&world, through(&world, github(), ADA.email).await).await;
    let SignInPhase::Failed(failed) = world.phase() else {
        panic!("{:?}", world.phase())
    };
    assert!(is_too_large(Some(&failed)), "{failed:?}");
    assert_eq!(world.vault.items(), kept);
    assert_eq!(world.state().accounts.len(), 1);
}

fn is_too_large(error: Option<&Error>) -> bool {
    matches!(
        error,
        Some(Error::ProviderFailed { status: Some(200), what, .. }) if what == "TooLarge"
    )
}
