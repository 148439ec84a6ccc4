use account::{
    AccountId, AccountState, CallbackProblem, Errand, Error, Keep, Password, PasswordSignIn,
    Refusal, SignInPhase, StartLinking,
};
use emulator::{ADA, BOB, Dialect, Fault, Permission, Person};

use crate::support::{NHOST_WAYS, World, id, signed_in};

const MEI: &str = "mei@example.com";

async fn sign_in(world: &World, person: &Person) -> AccountId {
    let request = PasswordSignIn {
        connection: id(NHOST_WAYS),
        account: None,
        email: person.email.to_owned(),
        password: Password::new(person.password),
        keep: Keep::Vault,
    };

    signed_in(world.accounts.sign_in_with_password(request).await.unwrap())
}

fn google(account: &AccountId) -> StartLinking {
    StartLinking {
        account: account.clone(),
        provider: "google".to_owned(),
        redirect: None,
    }
}

/// Links Mei's account over there; answers where the browser ended.
async fn link(world: &World, account: &AccountId) -> String {
    world.accounts.start_linking(google(account)).await.unwrap();
    let url = world.browser.last();

    world.visitor().choose_at_provider(&url, MEI).await.unwrap()
}

async fn home(world: &World, address: String) {
    world.accounts.finish_sign_in(address.into()).unwrap();
    world.settled().await;
}

async fn providers(world: &World, account: &AccountId) -> Vec<String> {
    let listing = world.accounts.linked_accounts(account).await.unwrap();

    listing.items.into_iter().map(|it| it.provider).collect()
}

#[tokio::test]
async fn an_account_elsewhere_is_linked_and_signs_in_as_the_same_person_afterwards() {
    for dialect in [Dialect::L0, Dialect::L1, Dialect::L2] {
        let world = World::new().await;
        world
            .emulator
            .change(|settings| settings.nhost.dialect = dialect);
        let ada = sign_in(&world, &ADA).await;
        assert!(providers(&world, &ada).await.is_empty());
        let before = world.vault.items();
        let address = link(&world, &ada).await;
        assert!(!address.contains("refreshToken") && !address.contains("code="));
        let waiting = &world.state().sign_ins[0];
        assert_eq!(waiting.account.as_ref(), Some(&ada));
        assert_eq!(
            waiting.purpose,
            Errand::Link {
                provider: "google".to_owned()
            }
        );
        home(&world, address).await;

        assert!(world.state().sign_ins.is_empty());
        assert_eq!(providers(&world, &ada).await, ["google"]);
        assert_eq!(world.vault.items(), before, "the session is the same one");
        assert_eq!(world.state().accounts.len(), 1);
    }
}

#[tokio::test]
async fn the_address_with_the_token_is_opened_and_never_shown() {
    let world = World::new().await;
    let ada = sign_in(&world, &ADA).await;
    world.accounts.start_linking(google(&ada)).await.unwrap();
    let opened = account::Url::parse(&world.browser.last()).unwrap();
    let token = opened.query_pairs().find(|(name, _)| name == "connect");
    let token = token.unwrap().1.into_owned();
    assert!(token.starts_with("ey"));
    let shown = world.accounts.sign_in_link(&id(NHOST_WAYS));
    assert!(matches!(shown, Err(Error::NotFound)), "{shown:?}");

    world
        .accounts
        .open_browser_again(&id(NHOST_WAYS))
        .await
        .unwrap();
    assert_eq!(world.browser.count(), 2);
    assert!(!format!("{:?}", world.state()).contains(&token));
}

#[tokio::test]
async fn what_is_linked_to_somebody_else_or_already_is_refused_in_words() {
    for dialect in [Dialect::L0, Dialect::L1] {
        let world = World::new().await;
        world
            .emulator
            .change(|settings| settings.nhost.dialect = dialect);
        let ada = sign_in(&world, &ADA).await;
        let address = link(&world, &ada).await;
        home(&world, address).await;
        let bob = sign_in(&world, &BOB).await;
        for (account, expected) in [
            (&bob, Refusal::LinkedElsewhere),
            (&ada, Refusal::AlreadyAdded),
        ] {
            let address = link(&world, account).await;
            home(&world, address).await;
            let phase = world.phase();
            assert!(
                matches!(phase, SignInPhase::Failed(Error::Refused(told)) if told == expected),
                "{phase:?}"
            );
        }
        assert!(providers(&world, &bob).await.is_empty());
        assert_eq!(world.state_of(&bob), AccountState::SignedIn);
    }
}

#[tokio::test]
async fn a_session_that_comes_home_instead_replaces_nobodys() {
    let world = World::new().await;
    let ada = sign_in(&world, &ADA).await;
    let before = world.vault.items();
    world.accounts.start_linking(google(&ada)).await.unwrap();
    let url = account::Url::parse(&world.browser.last()).unwrap();
    let back = url.query_pairs().find(|(name, _)| name == "redirectTo");
    let back = back.unwrap().1.into_owned();
    let with_token = format!("{back}&refreshToken=6f9a2c1e-0000-4000-8000-000000000000");
    let refused = world.accounts.finish_sign_in(with_token.into());
    assert_eq!(refused, Err(CallbackProblem::TokenInAddress));
    assert!(matches!(world.phase(), SignInPhase::Waiting));
    home(&world, format!("{back}&code={}", "x".repeat(43))).await;

    assert!(matches!(
        world.phase(),
        SignInPhase::Failed(Error::Callback(CallbackProblem::NoCode))
    ));
    assert_eq!(world.vault.items(), before);
    assert_eq!(world.emulator.count("/v1/token"), 0);
    assert_eq!(world.emulator.count("/v1/token/exchange"), 0);
}

#[tokio::test]
async fn a_session_that_has_ended_is_told_before_any_browser_opens() {
    let world = World::new().await;
    let ada = sign_in(&world, &ADA).await;
    world
        .emulator
        .fail_times("/v1/user", 2, Fault::json(401, &serde_json::json!({
            "error": "unauthorized", "reason": "invalid or expired token", "securityScheme": "BearerAuth"
        })));
    let refused = world.accounts.start_linking(google(&ada)).await;
    assert!(refused.is_err(), "{refused:?}");
    let nobody = StartLinking {
        provider: "twitter".to_owned(),
        ..google(&ada)
    };
    let refused = world.accounts.start_linking(nobody).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotOffered))));

    assert_eq!(world.browser.count(), 0);
    assert!(world.state().sign_ins.is_empty());
}

#[tokio::test]
async fn a_project_that_shows_no_list_links_all_the_same() {
    let world = World::new().await;
    let ada = sign_in(&world, &ADA).await;
    world
        .emulator
        .change(|settings| settings.nhost.graphql.user_providers.select = Permission::Denied);
    let address = link(&world, &ada).await;
    home(&world, address).await;

    assert!(world.state().sign_ins.is_empty());
}
