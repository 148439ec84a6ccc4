//! Bound tokens at /userinfo and at My Account.

use super::*;

const FACTORS: &str = "/me/v1/factors";

/// Signs Ada in for both APIs; answers the bound token.
async fn bound(emulator: &Emulator, prover: &Prover) -> String {
    let audience = format!("{}/me/", emulator.auth0_url());
    let changes = [
        ("audience", audience.as_str()),
        ("scope", "openid read:me:factors"),
    ];
    text(&prover.tokens(emulator, &changes).await, "access_token").to_owned()
}

fn assert_challenged(page: &Page, error: &str, description: &str) {
    assert_eq!(page.status, 401, "{}", page.body);
    let challenge = &page.headers["www-authenticate"];
    assert_eq!(
        challenge,
        &format!("DPoP algs=\"ES256\", error=\"{error}\", error_description=\"{description}\"")
    );
}

#[tokio::test]
async fn a_bound_token_is_good_with_its_proof_and_in_no_other_way() {
    let emulator = Emulator::start().await.unwrap();
    let (prover, other) = (Prover::new(), Prover::new());
    let token = bound(&emulator, &prover).await;
    let (as_dpop, as_bearer) = (format!("DPoP {token}"), format!("Bearer {token}"));

    for path in ["/userinfo", FACTORS] {
        let proof = prover.beside(&emulator, path, &token);
        let page = get(&emulator, path, &as_dpop, Some(&proof)).await;
        assert_eq!(page.status, 200, "{path} {}", page.body);

        let page = get(&emulator, path, &as_dpop, Some(&proof)).await;
        assert_challenged(&page, "invalid_dpop_proof", "jti was used before");
        let page = get(&emulator, path, &as_dpop, None).await;
        assert_challenged(&page, "invalid_dpop_proof", "there is no DPoP header");
        let fresh = prover.beside(&emulator, path, &token);
        let page = get(&emulator, path, &as_bearer, Some(&fresh)).await;
        let description = "The token is bound to a key and no bearer token";
        assert_challenged(&page, "invalid_token", description);
        let foreign = other.beside(&emulator, path, &token);
        let page = get(&emulator, path, &as_dpop, Some(&foreign)).await;
        let description = "the token is bound to another key";
        assert_challenged(&page, "invalid_dpop_proof", description);
        let unnamed = prover.sign(&prover.draft(&emulator, "GET", path));
        let page = get(&emulator, path, &as_dpop, Some(&unnamed)).await;
        assert_challenged(&page, "invalid_dpop_proof", "ath is of another token");
        let elsewhere = prover.beside(&emulator, "/me/v1/authentication-methods", &token);
        let page = get(&emulator, path, &as_dpop, Some(&elsewhere)).await;
        assert_challenged(&page, "invalid_dpop_proof", "htu is another address");
    }
}

#[tokio::test]
async fn a_token_without_a_key_is_no_dpop_token() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let token = my_account_token(&emulator, &ADA, "openid read:me:factors").await;
    for path in ["/userinfo", FACTORS] {
        let proof = prover.beside(&emulator, path, &token);
        let page = get(&emulator, path, &format!("DPoP {token}"), Some(&proof)).await;
        assert_challenged(&page, "invalid_token", "The token is not bound to a key");
    }
    let page = get(&emulator, FACTORS, &format!("Bearer {token}"), None).await;
    assert_eq!(page.status, 200);

    emulator.change(|settings| settings.auth0.dpop.my_account = SenderConstraint::Required);
    let page = get(&emulator, FACTORS, &format!("Bearer {token}"), None).await;
    assert_challenged(
        &page,
        "invalid_token",
        "This API takes no token without a key",
    );
}

#[tokio::test]
async fn an_api_may_want_a_nonce_as_well() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.api_nonce = true);
    let prover = Prover::new();
    let token = bound(&emulator, &prover).await;
    let authorization = format!("DPoP {token}");
    for path in ["/userinfo", FACTORS] {
        let proof = prover.beside(&emulator, path, &token);
        let demand = get(&emulator, path, &authorization, Some(&proof)).await;
        let description = "The API requires a nonce in the proof";
        assert_challenged(&demand, "use_dpop_nonce", description);

        let mut draft = prover.draft(&emulator, "GET", path);
        draft.claims["ath"] = hash(&token).into();
        draft.claims["nonce"] = demand.headers["dpop-nonce"].clone().into();
        let page = get(&emulator, path, &authorization, Some(&prover.sign(&draft))).await;
        assert_eq!(page.status, 200, "{}", page.body);
    }
}
