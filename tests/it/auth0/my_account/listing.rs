use auth0::my_account::{FactorType, MethodDetails, MethodId, NewMethod, Usage};
use emulator::{BOB, Fault};
use serde_json::json;

use super::{METHODS, World};

#[tokio::test]
async fn factors_are_what_the_tenant_offers() {
    let world = World::new().await;
    let factors = world.client.factors().list(&world.token).await.unwrap();

    let offered = world.emulator.settings().auth0.my_account_api.factors;
    let kinds: Vec<&str> = factors.iter().map(|factor| factor.kind.as_str()).collect();
    let expected: Vec<&str> = offered.iter().map(|factor| factor.kind.as_str()).collect();
    assert_eq!(kinds, expected);
    assert_eq!(factors[0].usage, [Usage::Primary]);
}

#[tokio::test]
async fn methods_are_listed_filtered_and_read_by_an_id_that_is_encoded_once() {
    let world = World::new().await;
    let methods = world.client.authentication_methods();
    assert!(world.emulator.add_security_key(BOB.email));
    methods
        .create(&world.token, &NewMethod::Totp)
        .await
        .unwrap();

    let all = methods.list(&world.token, None).await.unwrap();
    let some = methods
        .list(&world.token, Some(&FactorType::Totp))
        .await
        .unwrap();
    let [totp] = &some[..] else {
        panic!("{some:?}")
    };
    let one = methods.get(&world.token, &totp.id).await.unwrap();

    assert_eq!(all.len(), 3, "password, key and the unfinished app");
    assert!(
        all.iter()
            .any(|method| matches!(method.details, MethodDetails::WebauthnRoaming(_)))
    );
    assert_eq!(&one, totp);
    assert!(!one.is_confirmed() && one.created_at.is_some());
    let path = world.emulator.requests().last().unwrap().path.clone();
    assert_eq!(
        path,
        format!("{METHODS}/{}", one.id.as_str().replace('|', "%7C"))
    );
}

#[tokio::test]
async fn an_id_cannot_lead_out_of_its_place() {
    let world = World::new().await;
    for (id, encoded) in [
        ("../factors", "..%2Ffactors"),
        ("..", "%252E%252E"),
        ("a?b#c d", "a%3Fb%23c%20d"),
        ("totp%7Cdev_x", "totp%257Cdev_x"),
    ] {
        let id = MethodId::parse(id).unwrap();
        let answer = world
            .client
            .authentication_methods()
            .get(&world.token, &id)
            .await;
        assert!(answer.is_err());
        let path = world.emulator.requests().last().unwrap().path.clone();
        assert_eq!(path, format!("{METHODS}/{encoded}"), "AP06");
    }
}

#[tokio::test]
async fn what_nobody_knows_yet_is_listed_as_something_else() {
    let world = World::new().await;
    let body = json!({"authentication_methods": [
        {"id": "iris|dev_1", "type": "iris-scan", "created_at": "soon", "usage": ["tertiary"], "retina": {}},
    ], "more": true});
    world.emulator.fail_next(METHODS, Fault::json(200, &body));

    let methods = world
        .client
        .authentication_methods()
        .list(&world.token, None)
        .await
        .unwrap();

    assert_eq!(methods[0].kind().as_str(), "iris-scan", "AP02");
    assert_eq!(methods[0].usage[0].as_str(), "tertiary");
}
