//! Registration and sign-in.

use serde_json::json;

use super::{
    key::VirtualKey,
    person::{Person, Seen},
    relying_party::{PIN, Site},
};
use crate::{
    Authenticator, AuthenticatorKind, Availability, Error, Interaction, NewPinReason, PinReason,
    client_data,
};

/// "User verified" in the flags of authenticator data (WebAuthn Level 3 §6.1).
const VERIFIED: u8 = 0x04;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_gets_its_pin_and_a_passkey_that_signs_in() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, saw) = Person::typing(&[PIN]).sits_down();

    let registration = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    let passkey = site.accept(&registration, &state);
    assert_eq!(
        saw.await.unwrap(),
        [Seen::ChoosePin(NewPinReason::NotSet, 4), Seen::Touch],
        "whoever has just chosen a PIN need not type it again"
    );

    let (options, state) = site.request(&[passkey]);
    let (interaction, saw) = Person::typing(&[PIN]).sits_down();
    let assertion = key
        .alone()
        .get(&site.get(&options), interaction)
        .await
        .unwrap();

    assert!(site.judge(&assertion, &state), "the person was verified");
    assert_eq!(assertion.credential_id(), registration.credential_id());
    assert_eq!(
        saw.await.unwrap(),
        [Seen::EnterPin(PinReason::Requested, Some(8)), Seen::Touch]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_the_server_is_the_form_of_the_standard() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (mut options, _) = site.creation("ann");
    options["extensions"] = json!({"credProps": true, "appidExclude": "https://evil.example"});
    let (interaction, _) = Person::typing(&[PIN]).sits_down();

    let registration = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap()
        .to_json();

    assert_eq!(registration["type"], "public-key");
    assert_eq!(registration["id"], registration["rawId"]);
    assert_eq!(registration["authenticatorAttachment"], "cross-platform");
    assert_eq!(
        registration["clientExtensionResults"],
        json!({"credProps": {"rk": true}})
    );
    assert_eq!(registration["response"]["transports"], json!(["usb"]));
    let members = registration["response"].as_object().unwrap();
    let mut members: Vec<&str> = members.keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(
        members,
        ["attestationObject", "clientDataJSON", "transports"]
    );
    let client_data = registration["response"]["clientDataJSON"].as_str().unwrap();
    let client_data = String::from_utf8(client_data::decode(client_data).unwrap()).unwrap();
    assert_eq!(
        client_data,
        format!(
            r#"{{"type":"webauthn.create","challenge":{},"origin":"https://tenant.eu.auth0.com","crossOrigin":false}}"#,
            options["challenge"]
        )
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wa18_a_key_that_holds_a_passkey_for_the_account_makes_no_second_one() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let first = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    let (mut options, _) = site.creation("ann");
    options["excludeCredentials"] =
        json!([{"type": "public-key", "id": first.to_json()["id"], "transports": ["usb"]}]);
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let again = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(again.unwrap_err(), Error::AlreadyRegistered);
    assert_eq!(Error::AlreadyRegistered.name(), "InvalidStateError");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_two_accounts_on_a_key_chooses() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let ann = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let ann = site.accept(&ann, &state);
    let bob = site.register(&key, "bob").await;

    let (mut options, state) = site.request(&[ann.clone(), bob.clone()]);
    options["allowCredentials"] = json!([]);
    for place in [0, 1] {
        let person = Person::typing(&[PIN]).choosing(place);
        let (interaction, saw) = person.sits_down();
        let assertion = key
            .alone()
            .get(&site.get(&options), interaction)
            .await
            .unwrap();

        // The newest comes first (CTAP 2.1 §6.2.2).
        let newest_first = [bob.cred_id(), ann.cred_id()];
        assert_eq!(assertion.credential_id(), newest_first[place].as_slice());
        assert!(site.judge(&assertion, &state));
        let names = vec!["bob".to_owned(), "ann".to_owned()];
        assert_eq!(saw.await.unwrap().last(), Some(&Seen::SelectAccount(names)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_beyond_the_list_signs_nobody_in() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    key.alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let bob = site.register(&key, "bob").await;

    let (mut options, _) = site.request(&[bob]);
    options["allowCredentials"] = json!([]);
    let (interaction, _) = Person::typing(&[PIN]).choosing(2).sits_down();
    let answer = key.alone().get(&site.get(&options), interaction).await;

    assert_eq!(answer.unwrap_err(), Error::NoPasskey);
}

#[tokio::test(flavor = "multi_thread")]
async fn verification_is_as_the_server_wants_it() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let ann = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let ann = site.accept(&ann, &state);

    for (wanted, pins, is_verified) in [
        ("required", &[PIN][..], true),
        ("preferred", &[PIN], true),
        ("discouraged", &[], false),
    ] {
        let (mut options, _) = site.request(std::slice::from_ref(&ann));
        options["userVerification"] = json!(wanted);
        let (interaction, saw) = Person::typing(pins).sits_down();
        let assertion = key
            .alone()
            .get(&site.get(&options), interaction)
            .await
            .unwrap()
            .to_json();

        let data = assertion["response"]["authenticatorData"].as_str().unwrap();
        let flags = client_data::decode(data).unwrap()[32];
        assert_eq!(flags & VERIFIED != 0, is_verified, "{wanted}");
        assert_eq!(saw.await.unwrap().len(), pins.len() + 1, "{wanted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wa12_a_step_up_verifies_even_when_the_server_does_not_care() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let ann = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap();
    let ann = site.accept(&ann, &state);

    let (mut options, state) = site.request(&[ann]);
    options["userVerification"] = json!("discouraged");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let assertion = key
        .alone()
        .get(&site.get(&options).requiring_verification(), interaction)
        .await
        .unwrap();

    assert!(site.judge(&assertion, &state));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_another_site_is_not_found() {
    let (site, other) = (Site::new(), Site::at("other.eu.auth0.com"));
    let key = VirtualKey::touched();
    let (options, _) = site.creation("ann");
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let ann = key
        .alone()
        .create(&site.create(&options), interaction)
        .await
        .unwrap()
        .to_json();

    for allowed in [json!([]), json!([{"type": "public-key", "id": ann["id"]}])] {
        let options = json!({
            "challenge": "AAAAAAAAAAAAAAAAAAAAAA",
            "rpId": "other.eu.auth0.com",
            "allowCredentials": allowed,
        });
        let (interaction, _) = Person::typing(&[PIN]).sits_down();
        let answer = key.alone().get(&other.get(&options), interaction).await;

        assert_eq!(answer.unwrap_err(), Error::NoPasskey, "{allowed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_keys_the_one_that_is_touched_is_used() {
    let site = Site::new();
    let (left, right) = (VirtualKey::untouched(), VirtualKey::touched());
    let (options, state) = site.creation("ann");
    let (interaction, saw) = Person::typing(&[PIN]).sits_down();

    let registration = left
        .beside(&right)
        .create(&site.create(&options), interaction)
        .await
        .unwrap();

    let passkey = site.accept(&registration, &state);
    assert_eq!(saw.await.unwrap().first(), Some(&Seen::SelectDevice(2)));
    let (options, state) = site.request(&[passkey]);
    let (interaction, _) = Person::typing(&[PIN]).sits_down();
    let assertion = right.alone().get(&site.get(&options), interaction).await;
    assert!(
        site.judge(&assertion.unwrap(), &state),
        "it is on the right one"
    );
}

#[tokio::test]
async fn a_passkey_within_this_computer_cannot_be_on_a_key() {
    let (site, key) = (Site::new(), VirtualKey::touched());
    let (mut options, _) = site.creation("ann");
    options["authenticatorSelection"]["authenticatorAttachment"] = json!("platform");
    let (interaction, _events) = Interaction::new();

    let answer = key
        .alone()
        .create(&site.create(&options), interaction)
        .await;

    assert_eq!(answer.unwrap_err(), Error::NotSupported);
}

#[tokio::test]
async fn wa21_what_this_computer_has_is_known_before_a_server_is_asked() {
    let site = Site::new();
    let authenticators = crate::authenticators(&crate::System::default());

    let kinds: Vec<AuthenticatorKind> = authenticators.iter().map(|it| it.kind()).collect();
    assert_eq!(
        kinds,
        [AuthenticatorKind::SecurityKey, AuthenticatorKind::Phone]
    );
    let key = &authenticators[0];
    assert_eq!(key.availability(&site.party).await, Availability::Usable);
    assert!(key.management().is_some());
    let phone = authenticators[1].availability(&site.party).await;
    assert!(matches!(
        phone,
        Availability::Usable | Availability::NoBluetooth
    ));
}
