//! A site, played by `webauthn-rs`.

use serde_json::{Value, json};
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{Passkey, PasskeyAuthentication, PasskeyRegistration, Url, Uuid},
};

use super::{key::VirtualKey, person::Person};
use crate::{
    Assertion, Authenticator, CreationOptions, Registration, RelyingParty, RequestOptions,
};

const DOMAIN: &str = "tenant.eu.auth0.com";
pub(super) const PIN: &str = "1234";

pub(super) struct Site {
    judge: Webauthn,
    pub(super) party: RelyingParty,
}

impl Site {
    pub(super) fn new() -> Self {
        Self::at(DOMAIN)
    }

    pub(super) fn at(domain: &str) -> Self {
        let origin = Url::parse(&format!("https://{domain}")).unwrap();
        let judge = WebauthnBuilder::new(domain, &origin).unwrap();

        Self {
            judge: judge.rp_name("Tenant").build().unwrap(),
            party: RelyingParty::of_domain(domain).unwrap(),
        }
    }

    /// Options for a discoverable passkey, as the providers ask for.
    pub(super) fn creation(&self, name: &str) -> (Value, PasskeyRegistration) {
        let (options, state) = self
            .judge
            .start_passkey_registration(Uuid::new_v4(), name, name, None)
            .unwrap();
        let mut options = serde_json::to_value(options).unwrap()["publicKey"].take();
        options["authenticatorSelection"]["residentKey"] = json!("required");

        (options, state)
    }

    pub(super) fn request(&self, passkeys: &[Passkey]) -> (Value, PasskeyAuthentication) {
        let (options, state) = self.judge.start_passkey_authentication(passkeys).unwrap();

        (
            serde_json::to_value(options).unwrap()["publicKey"].take(),
            state,
        )
    }

    pub(super) fn create(&self, options: &Value) -> CreationOptions {
        CreationOptions::parse(options, &self.party).unwrap()
    }

    pub(super) fn get(&self, options: &Value) -> RequestOptions {
        RequestOptions::parse(options, &self.party).unwrap()
    }

    pub(super) fn accept(
        &self,
        registration: &Registration,
        state: &PasskeyRegistration,
    ) -> Passkey {
        let response = serde_json::from_value(registration.to_json()).unwrap();

        self.judge
            .finish_passkey_registration(&response, state)
            .unwrap()
    }

    /// Panics unless the signature and all else holds; says whether the person was verified.
    pub(super) fn judge(&self, assertion: &Assertion, state: &PasskeyAuthentication) -> bool {
        let response = serde_json::from_value(assertion.to_json()).unwrap();

        self.judge
            .finish_passkey_authentication(&response, state)
            .unwrap()
            .user_verified()
    }

    /// A passkey for somebody on a key whose PIN is [`PIN`].
    pub(super) async fn register(&self, key: &VirtualKey, name: &str) -> Passkey {
        let (options, state) = self.creation(name);
        let (interaction, _) = Person::typing(&[PIN]).sits_down();
        let registration = key
            .alone()
            .create(&self.create(&options), interaction)
            .await
            .unwrap();

        self.accept(&registration, &state)
    }
}
