use std::time::Duration;

use auth0::authentication::{Access, DeviceAuthorization, DeviceCode, DeviceOutcome, Polled};
use emulator::{ADA, Fault};
use serde_json::json;

use super::{World, refusal, refused};

const OPENID: Access<'static> = Access {
    scopes: &["openid", "offline_access"],
    audience: None,
};

impl World {
    async fn device(&self) -> DeviceAuthorization {
        self.client.device_code(OPENID).await.unwrap()
    }

    async fn ask(&self, code: &DeviceCode) -> Polled<DeviceOutcome> {
        self.client.device_token(code).await.unwrap()
    }

    /// Ada opens the page and answers.
    async fn visit(&self, device: &DeviceAuthorization, answer: &str) {
        let form = [
            ("user_code", device.user_code.as_str()),
            ("username", ADA.email),
            ("password", ADA.password),
            ("answer", answer),
        ];
        let page = device.verification_uri.as_str();
        let page = self.emulator.visitor().post_form(page, &form).await;
        assert_eq!(page.unwrap().status, 200);
    }
}

#[tokio::test]
async fn a_device_waits_until_the_person_signs_in_elsewhere() {
    let world = World::new().await;
    let device = world.device().await;
    assert_eq!(device.interval, Duration::from_secs(5));
    assert_eq!(device.expires_in, Duration::from_secs(900));
    let complete = device.verification_uri_complete.as_ref().unwrap();
    assert!(complete.as_str().ends_with(device.user_code.as_str()));

    let first = world.ask(&device.device_code).await;
    assert!(matches!(first, Polled::Pending), "{first:?}");
    let hasty = world.ask(&device.device_code).await;
    assert!(matches!(hasty, Polled::SlowDown), "{hasty:?}");
    world.visit(&device, "yes").await;
    let Polled::Over(DeviceOutcome::Tokens(tokens)) = world.ask(&device.device_code).await else {
        panic!("no tokens")
    };
    assert!(tokens.refresh_token.is_some());
    assert!(world.subject(&tokens).await.starts_with("auth0|"));
}

#[tokio::test]
async fn a_no_and_a_code_that_is_too_old_are_ends() {
    let world = World::new().await;
    let device = world.device().await;
    world.visit(&device, "no").await;
    let denied = world.ask(&device.device_code).await;
    assert!(matches!(denied, Polled::Over(DeviceOutcome::Denied)));

    let late = world.device().await;
    world.emulator.advance(Duration::from_secs(901));
    for _ in 0..2 {
        // The second time the tenant has forgotten it.
        let expired = world.ask(&late.device_code).await;
        assert!(matches!(expired, Polled::Over(DeviceOutcome::Expired)));
    }
}

#[tokio::test]
async fn what_is_neither_later_nor_an_end_is_an_error() {
    let world = World::new().await;
    let device = world.device().await;
    world.visit(&device, "yes").await;
    world
        .emulator
        .change_auth0_user(ADA.email, |ada| ada.blocked = true);
    let answer = world.client.device_token(&device.device_code).await;
    assert_eq!(refusal(answer), refused(403, "unauthorized"));

    let elsewhere = Access {
        audience: Some("https://elsewhere.example/"),
        ..OPENID
    };
    let answer = world.client.device_code(elsewhere).await;
    assert_eq!(refusal(answer), refused(403, "access_denied"));
}

#[tokio::test]
async fn waiting_ends_with_the_tokens_or_with_its_time() {
    let world = World::new().await;
    let device = DeviceAuthorization {
        interval: Duration::from_millis(50),
        ..world.device().await
    };
    world.visit(&device, "yes").await;
    let outcome = world.client.device_tokens(&device).await.unwrap();
    assert!(matches!(outcome, DeviceOutcome::Tokens(_)));

    let short = DeviceAuthorization {
        interval: Duration::from_millis(50),
        expires_in: Duration::from_millis(80),
        ..world.device().await
    };
    let outcome = world.client.device_tokens(&short).await.unwrap();
    assert!(matches!(outcome, DeviceOutcome::Expired));
}

#[tokio::test]
async fn numbers_that_make_no_sense_are_bounded_and_foreign_schemes_refused() {
    let world = World::new().await;
    let mut body = json!({
        "device_code": "d", "user_code": "WDJB\u{202E}-MJHT", "verification_uri": "http://127.0.0.1/activate",
        "verification_uri_complete": "javascript:alert(1)", "expires_in": u64::MAX, "interval": 0,
    });
    let code = "/oauth/device/code";
    world.emulator.fail_next(code, Fault::json(200, &body));
    let device = world.device().await;
    assert_eq!(device.interval, Duration::from_secs(1));
    assert_eq!(device.expires_in, Duration::from_secs(86_400));
    assert_eq!(device.user_code.as_str(), "WDJB-MJHT");
    assert!(device.verification_uri_complete.is_none());

    body["verification_uri"] = "file:///etc/passwd".into();
    world.emulator.fail_next(code, Fault::json(200, &body));
    assert!(world.client.device_code(OPENID).await.is_err());
}
