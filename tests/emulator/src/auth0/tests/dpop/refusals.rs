//! Proofs that prove nothing.

use super::*;

/// Changes one thing about a proof that would be accepted.
type Change = fn(&mut Draft);

#[tokio::test]
async fn a_proof_with_anything_wrong_is_refused_and_costs_nothing() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.token_nonce = false);
    let prover = Prover::new();
    let code = code(&emulator, &ADA, &[]).await;
    let cases: [(&str, Change); 14] = [
        ("typ is not dpop+jwt", |it| it.header["typ"] = "JWT".into()),
        ("alg is not ES256", |it| it.header["alg"] = "none".into()),
        ("alg is not ES256", |it| it.header["alg"] = "HS256".into()),
        ("jwk has a private part", |it| {
            it.header["jwk"]["d"] = "AA".into();
        }),
        ("jwk is not a public key on P-256", |it| {
            it.header["jwk"] = Value::Null;
        }),
        ("jwk is not a public key on P-256", |it| {
            it.header["jwk"]["x"] = "AA".into();
        }),
        ("the signature does not fit", |it| {
            it.header["jwk"] = Prover::new().jwk();
        }),
        ("htm is another method", |it| {
            it.claims["htm"] = "GET".into()
        }),
        ("htu is another address", |it| {
            let query = format!("{}?a=b", it.claims["htu"].as_str().unwrap());
            it.claims["htu"] = query.into();
        }),
        ("htu is another address", |it| {
            it.claims["htu"] = "https://elsewhere.example/oauth/token".into();
        }),
        ("iat is not a number", |it| it.claims["iat"] = Value::Null),
        ("iat is too far from now", |it| {
            it.claims["iat"] = (it.claims["iat"].as_u64().unwrap() - 120).into();
        }),
        ("iat is too far from now", |it| {
            it.claims["iat"] = (it.claims["iat"].as_u64().unwrap() + 120).into();
        }),
        ("jti is missing", |it| it.claims["jti"] = "".into()),
    ];
    for (doubt, change) in cases {
        let mut draft = prover.draft(&emulator, "POST", "/oauth/token");
        change(&mut draft);
        let page = send(&emulator, &code_fields(&code), &prover.sign(&draft)).await;
        let description = format!("Invalid DPoP proof: {doubt}");
        assert_refused(&page, 400, "invalid_dpop_proof", &description);
    }
    let page = send(&emulator, &code_fields(&code), "no.jwt").await;
    let description = "Invalid DPoP proof: the proof is not a JWT";
    assert_refused(&page, 400, "invalid_dpop_proof", description);

    let page = prover.ask(&emulator, &code_fields(&code)).await;
    assert_eq!(page.status, 200, "the code is still good: {}", page.body);
}

#[tokio::test]
async fn a_proof_is_good_once() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.dpop.token_nonce = false);
    let prover = Prover::new();
    let proof = prover.at_token(&emulator, None);
    let (first, second) = (
        code(&emulator, &ADA, &[]).await,
        code(&emulator, &ADA, &[]).await,
    );

    assert_eq!(
        send(&emulator, &code_fields(&first), &proof).await.status,
        200
    );
    let replayed = send(&emulator, &code_fields(&second), &proof).await;
    let description = "Invalid DPoP proof: jti was used before";
    assert_refused(&replayed, 400, "invalid_dpop_proof", description);
}

#[tokio::test]
async fn two_proofs_are_no_proof() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let body = format!(
        "grant_type=refresh_token&client_id={}&refresh_token=x",
        emulator.client_id()
    );
    let (one, two) = (
        prover.at_token(&emulator, None),
        prover.at_token(&emulator, None),
    );
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("dpop", one.as_str()),
        ("dpop", two.as_str()),
    ];
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let page = Visitor::default()
        .send("POST", &url, &headers, &body)
        .await
        .unwrap();

    let description = "Invalid DPoP proof: there is more than one DPoP header";
    assert_refused(&page, 400, "invalid_dpop_proof", description);
}

#[tokio::test]
async fn the_token_endpoint_wants_its_own_nonce_while_it_is_fresh() {
    let emulator = Emulator::start().await.unwrap();
    let prover = Prover::new();
    let code = code(&emulator, &ADA, &[]).await;
    let fields = code_fields(&code);
    let description = "Authorization server requires nonce in DPoP proof";

    let demand = send(&emulator, &fields, &prover.at_token(&emulator, None)).await;
    assert_refused(&demand, 400, "use_dpop_nonce", description);
    let made_up = prover.at_token(&emulator, Some("made-up"));
    let refused = send(&emulator, &fields, &made_up).await;
    assert_refused(&refused, 400, "use_dpop_nonce", description);

    let nonce = demand.headers["dpop-nonce"].clone();
    emulator.advance(Duration::from_secs(300));
    let late = prover.at_token(&emulator, Some(&nonce));
    let refused = send(&emulator, &fields, &late).await;
    assert_refused(&refused, 400, "use_dpop_nonce", description);

    let nonce = refused.headers["dpop-nonce"].clone();
    let page = send(
        &emulator,
        &fields,
        &prover.at_token(&emulator, Some(&nonce)),
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.body);
}
