use auth0::authentication::{Access, PasskeyChallenge, PasskeyGrant, PasskeyPlace, PasskeyUser};
use emulator::{ADA, Fault};
use protocol::oauth::Tokens;
use serde_json::{Value, json};

use super::{DATABASE, World, refusal, refused};
use crate::support::Authenticator;

const PLACE: PasskeyPlace<'static> = PasskeyPlace {
    realm: Some(DATABASE),
    organization: None,
};
const GRACE: PasskeyUser<'static> = PasskeyUser {
    email: Some("grace@example.com"),
    phone_number: None,
    username: None,
    name: Some("Grace Hopper"),
    given_name: Some("Grace"),
    family_name: None,
    nickname: None,
    picture: None,
    user_metadata: &[("team", "compilers")],
};

impl World {
    async fn answer(
        &self,
        challenge: &PasskeyChallenge,
        response: &Value,
    ) -> Result<Tokens, auth0::AuthenticationError> {
        let grant = PasskeyGrant {
            auth_session: &challenge.auth_session,
            authn_response: response,
            place: PLACE,
            access: Access {
                scopes: &["openid"],
                audience: None,
            },
        };

        self.client.passkey_grant(&grant).await
    }

    async fn challenge(&self) -> PasskeyChallenge {
        self.client.passkey_challenge(PLACE).await.unwrap()
    }
}

#[tokio::test]
async fn somebody_signs_up_with_a_passkey_and_signs_in_with_it() {
    let world = World::new().await;
    let authenticator = Authenticator::new();
    let sign_up = world.client.passkey_register(&GRACE, PLACE).await.unwrap();
    let made = authenticator.create(&sign_up.authn_params_public_key);
    let first = world.answer(&sign_up, &made).await.unwrap();

    let sign_in = world.challenge().await;
    let options = &sign_in.authn_params_public_key;
    assert_eq!(options["rpId"], "localhost");
    let signed = authenticator.get(options);
    let second = world.answer(&sign_in, &signed).await.unwrap();

    assert_eq!(world.subject(&first).await, world.subject(&second).await);
}

#[tokio::test]
async fn a_challenge_is_good_once_and_only_for_its_own_answer() {
    let world = World::new().await;
    let authenticator = Authenticator::new();
    let sign_up = world.client.passkey_register(&GRACE, PLACE).await.unwrap();
    let made = authenticator.create(&sign_up.authn_params_public_key);
    world.answer(&sign_up, &made).await.unwrap();
    let answer = world.answer(&sign_up, &made).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    let (one, other) = (world.challenge().await, world.challenge().await);
    let signed = authenticator.get(&one.authn_params_public_key);
    let answer = world.answer(&other, &signed).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));

    let challenge = world.challenge().await;
    let stranger = Authenticator::new().get(&challenge.authn_params_public_key);
    let answer = world.answer(&challenge, &stranger).await;
    assert_eq!(refusal(answer), refused(403, "invalid_grant"));
}

#[tokio::test]
async fn nobody_signs_up_twice() {
    let world = World::new().await;
    let ada = PasskeyUser {
        email: Some(ADA.email),
        ..GRACE
    };

    let answer = world.client.passkey_register(&ada, PLACE).await;

    assert_eq!(refusal(answer), refused(409, "user_exists"));
}

#[tokio::test]
async fn a_tenant_without_passkeys_says_so_in_its_own_shape() {
    let world = World::new().await;
    for (status, word) in [
        (400, "invalid_request"),
        (403, "unauthorized_client"),
        (404, "not_found"),
    ] {
        let body = json!({
            "statusCode": status, "error": "Some Status", "message": "Passkeys are off.", "errorCode": word,
        });
        world
            .emulator
            .fail_next("/passkey/challenge", Fault::json(status, &body));

        let answer = world.client.passkey_challenge(PLACE).await;

        assert_eq!(refusal(answer), refused(status, word));
    }
    let body = json!({ "auth_session": "x", "authn_params_public_key": "text" });
    world
        .emulator
        .fail_next("/passkey/challenge", Fault::json(200, &body));
    assert!(world.client.passkey_challenge(PLACE).await.is_err());
}
