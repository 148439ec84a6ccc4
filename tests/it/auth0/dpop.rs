//! Both clients with tokens that are bound to a key.

use std::time::{Duration, SystemTime};

use auth0::{AuthenticationClient, Authorize, MyAccountClient, Tenant, authentication::Access};
use emulator::{ADA, Emulator, Fault, SenderConstraint};
use protocol::{
    base_url::BaseUrl,
    callback::{Callback, RedirectTarget, Returned},
    dpop::{Dpop, DpopKey},
    http::{CallError, Http, What},
    oauth::Tokens,
    secret::{AuthorizationCode, CodeVerifier, Nonce, State},
};
use serde_json::json;

mod second_opinion;

const REDIRECT: &str = "dev.latchkey.accounts://demo-auth0/callback";
const SCOPES: [&str; 3] = ["openid", "offline_access", "read:me:factors"];
const TOKEN: &str = "/oauth/token";
const FACTORS: &str = "/me/v1/factors";

#[expect(
    clippy::disallowed_methods,
    reason = "the emulator starts at the real time too"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

fn dpop() -> Dpop {
    Dpop::new(DpopKey::generate().unwrap(), now)
}

fn unbound(emulator: &Emulator) -> AuthenticationClient {
    let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());

    AuthenticationClient::new(Http::new("tests").unwrap(), tenant, emulator.client_id())
}

fn client(emulator: &Emulator, dpop: &Dpop) -> AuthenticationClient {
    unbound(emulator).with_dpop(dpop.clone())
}

fn verifier() -> CodeVerifier {
    CodeVerifier::from_random([7; 32])
}

/// Signs Ada in; answers the code of the callback.
async fn code(emulator: &Emulator, client: &AuthenticationClient) -> AuthorizationCode {
    let audience = client.tenant().my_account_audience();
    let parameters = Authorize {
        audience: Some(&audience),
        ..Authorize::new(REDIRECT, &SCOPES)
    };
    let (state, nonce) = (State::from_random([1; 32]), Nonce::from_random([2; 32]));
    let url = client.authorize_url(&parameters, &state, &nonce, &verifier());
    let callback = emulator
        .visitor()
        .sign_in(url.as_str(), ADA.email, ADA.password)
        .await
        .unwrap();
    let target = RedirectTarget::Scheme {
        scheme: "dev.latchkey.accounts".to_owned(),
        host: "demo-auth0".to_owned(),
        path: "/callback".to_owned(),
    };
    let Returned::Code { code } = Callback::parse(callback, &target).unwrap().outcome else {
        panic!("no code")
    };

    code
}

type Exchange = Result<Tokens, CallError<auth0::AuthenticationProblem>>;

async fn exchange(client: &AuthenticationClient, code: AuthorizationCode) -> Exchange {
    client.exchange_code(code, &verifier(), REDIRECT).await
}

async fn tokens(emulator: &Emulator, client: &AuthenticationClient) -> Tokens {
    let code = code(emulator, client).await;

    exchange(client, code).await.unwrap()
}

fn refusal(answer: Exchange) -> (u16, String) {
    match answer {
        Err(CallError::Problem(problem)) => {
            (problem.status, problem.problem.code.as_str().to_owned())
        }
        other => panic!("{other:?}"),
    }
}

/// The schemes under which this path was asked.
fn schemes(emulator: &Emulator, path: &str) -> Vec<Option<String>> {
    emulator
        .requests()
        .into_iter()
        .filter(|request| request.path == path)
        .map(|request| request.authorization_scheme)
        .collect()
}

#[tokio::test]
async fn a_session_is_bound_from_the_code_to_the_last_call() {
    let emulator = Emulator::start().await.unwrap();
    let dpop = dpop();
    let client = client(&emulator, &dpop);
    let tokens = tokens(&emulator, &client).await;
    assert_eq!(emulator.count(TOKEN), 2, "the nonce is learned once");
    let bound = tokens.dpop.as_ref().unwrap();
    assert_eq!(bound.key().thumbprint(), dpop.key().thumbprint());

    let refresh = tokens.refresh_token.unwrap();
    let tokens = client
        .refresh_token(&refresh, Access::default())
        .await
        .unwrap();
    assert_eq!(emulator.count(TOKEN), 3, "and known from then on");
    let profile = client.get_profile(&tokens.access_token).await.unwrap();
    assert!(profile.subject.starts_with("auth0|"));
    let my_account = client.my_account();
    let factors = my_account.factors().list(&tokens.access_token).await;
    assert!(!factors.unwrap().is_empty());
    for path in ["/userinfo", FACTORS] {
        assert_eq!(schemes(&emulator, path), [Some("DPoP".to_owned())]);
    }

    let refresh = tokens.refresh_token.unwrap();
    client.revoke_refresh_token(&refresh).await.unwrap();
    let answer = client.refresh_token(&refresh, Access::default()).await;
    assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn what_was_stolen_is_of_no_use_without_the_key() {
    let emulator = Emulator::start().await.unwrap();
    let owner = client(&emulator, &dpop());
    let thieves = [client(&emulator, &dpop()), unbound(&emulator)];
    for thief in &thieves {
        let stolen = code(&emulator, &owner).await;
        let answer = exchange(thief, stolen).await;
        assert_eq!(refusal(answer), (400, "invalid_dpop_proof".to_owned()));
    }

    let tokens = tokens(&emulator, &owner).await;
    let refresh = tokens.refresh_token.unwrap();
    for thief in &thieves {
        let answer = thief.refresh_token(&refresh, Access::default()).await;
        assert_eq!(refusal(answer), (403, "invalid_grant".to_owned()));
        let refused = thief.get_profile(&tokens.access_token).await.unwrap_err();
        assert_eq!(refused.status(), Some(401));
        let my_account = thief.my_account();
        let listed = my_account.factors().list(&tokens.access_token).await;
        assert_eq!(listed.unwrap_err().status(), Some(401));
    }
    assert!(
        owner
            .refresh_token(&refresh, Access::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_tenant_that_forgets_the_key_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.my_account = SenderConstraint::None);
    let client = client(&emulator, &dpop());
    let code = code(&emulator, &client).await;
    let Err(CallError::Unexpected(answer)) = exchange(&client, code).await else {
        panic!("a bearer token was taken")
    };

    let expected = What::Shape {
        path: ".token_type".to_owned(),
    };
    assert_eq!(answer.what, expected, "TR12");
}

#[tokio::test]
async fn a_bound_token_that_nobody_asked_for_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let client = unbound(&emulator);
    let reply = json!({ "access_token": "at", "token_type": "DPoP", "expires_in": 60 });
    let code = code(&emulator, &client).await;
    emulator.fail_next(TOKEN, Fault::json(200, &reply));

    assert!(
        matches!(exchange(&client, code).await, Err(CallError::Unexpected(_))),
        "TR12"
    );
}

#[tokio::test]
async fn a_nonce_that_has_ended_is_replaced() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.nonce_secs = 10);
    let client = client(&emulator, &dpop());
    let refresh = tokens(&emulator, &client).await.refresh_token.unwrap();
    emulator.advance(Duration::from_secs(20));
    emulator.forget_requests();

    client
        .refresh_token(&refresh, Access::default())
        .await
        .unwrap();
    assert_eq!(emulator.count(TOKEN), 2);
}

#[tokio::test]
async fn a_demand_that_never_ends_is_met_once() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, &dpop());
    let code = code(&emulator, &client).await;
    let demand = json!({ "error": "use_dpop_nonce" });
    let demand = Fault::json(400, &demand).with_header("dpop-nonce", "again");
    emulator.fail_times(TOKEN, 5, demand);
    let Err(CallError::Unexpected(answer)) = exchange(&client, code).await else {
        panic!("it ended well")
    };

    assert_eq!(answer.what, What::DpopNonce, "TR34");
    assert_eq!(emulator.count(TOKEN), 2, "TR34");
}

#[tokio::test]
async fn apis_may_demand_a_nonce_of_their_own() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| {
        settings.auth0.dpop.api_nonce = true;
        settings.auth0.dpop.nonce_secs = 10;
    });
    let client = client(&emulator, &dpop());
    let token = tokens(&emulator, &client).await.access_token;
    // What the token endpoint gave has ended by now.
    emulator.advance(Duration::from_secs(20));

    client.get_profile(&token).await.unwrap();
    client.my_account().factors().list(&token).await.unwrap();
    assert_eq!(
        (emulator.count("/userinfo"), emulator.count(FACTORS)),
        (2, 1),
        "one origin, one nonce"
    );
}

#[tokio::test]
async fn every_retry_has_a_proof_of_its_own() {
    let emulator = Emulator::start().await.unwrap();
    let client = client(&emulator, &dpop());
    let token = tokens(&emulator, &client).await.access_token;
    // The first proof is used up: sent again, it would be refused as a replay.
    emulator.fail_next(FACTORS, Fault::status(503).committed());

    client.my_account().factors().list(&token).await.unwrap();
    assert_eq!(emulator.count(FACTORS), 2);
}

#[tokio::test]
async fn a_clock_that_is_hours_off_costs_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let key = DpopKey::generate().unwrap();
    let dpop = Dpop::new(key, || now() - Duration::from_secs(7_200));
    let client = client(&emulator, &dpop);
    let tokens = tokens(&emulator, &client).await;

    client.get_profile(&tokens.access_token).await.unwrap();
    assert_eq!(
        emulator.count(TOKEN),
        3,
        "once for the time, once for the nonce"
    );
}

#[tokio::test]
async fn the_client_of_my_account_takes_a_key_as_well() {
    let emulator = Emulator::start().await.unwrap();
    let dpop = dpop();
    let token = tokens(&emulator, &client(&emulator, &dpop))
        .await
        .access_token;
    let tenant = Tenant::at(BaseUrl::parse(&emulator.auth0_url()).unwrap());
    let http = Http::new("tests").unwrap();
    let without = MyAccountClient::new(http, tenant);

    let refused = without.factors().list(&token).await.unwrap_err();
    assert_eq!(refused.status(), Some(401));
    let with = without.with_dpop(dpop);
    assert!(with.factors().list(&token).await.is_ok());
}
