//! The demo people: who they are, on both sides.

use serde::Serialize;
use serde_json::{Value, json};

use crate::auth0::{self, Credential, Detail, Preferred, Tenant};
use crate::clock::Clock;
use crate::nhost::{self, Project};
use crate::settings::{Auth0Settings, NhostSettings, PASSWORD_CONNECTION, Settings};
use crate::store::{Addresses, Store};

/// Somebody who can sign in at both vendors with the same password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// What people call them.
    pub name: &'static str,
    /// The address they sign in with.
    pub email: &'static str,
    /// Their password, which is no secret.
    pub password: &'static str,
}

/// Ada has a picture, a verified address, an organization and a further role.
pub const ADA: Person = Person {
    name: "Ada Nakamura",
    email: "ada@example.com",
    password: "lantern-Orchid-42",
};

/// Bob has neither a picture nor a verified address, and a phone number nobody checked.
pub const BOB: Person = Person {
    name: "Bob Okafor",
    email: "bob@example.com",
    password: "harbour-Maple-17",
};

/// Noor has everything: picture, verified address and phone, user name, metadata.
pub const NOOR: Person = Person {
    name: "Noor Haddad",
    email: "noor@example.com",
    password: "meadow-Quartz-88",
};

/// Everybody with a password, in the order they are introduced.
pub const PEOPLE: [Person; 3] = [ADA, BOB, NOOR];

pub(crate) fn store(addresses: &Addresses) -> Store {
    let settings = Auth0Settings::new();
    let methods = auth0_methods(&settings.my_account_api.relying_party_id);
    Store {
        clock: Clock::default(),
        settings: Settings {
            auth0: settings,
            nhost: NhostSettings::new(&addresses.nhost),
        },
        auth0: Tenant {
            methods,
            ..Tenant::new(auth0_users(&addresses.auth0))
        },
        nhost: nhost_project(&addresses.nhost),
        outbox: Vec::new(),
        log: Default::default(),
        faults: Default::default(),
        limits: Default::default(),
    }
}

fn auth0_users(origin: &str) -> Vec<auth0::User> {
    let ada = auth0::User {
        user_id: "auth0|6710a1f0c3b2d4e5f6a7b801".into(),
        email_verified: true,
        given_name: Some("Ada".into()),
        family_name: Some("Nakamura".into()),
        nickname: "ada".into(),
        picture: Some(format!("{origin}/pictures/ada.png")),
        locale: Some("en".into()),
        organizations: vec!["org_Latchkey0Bakery1".into()],
        ..auth0_user(&ADA)
    };
    let bob = auth0::User {
        user_id: "auth0|6710a1f0c3b2d4e5f6a7b802".into(),
        nickname: "bob".into(),
        phone_number: Some("+4915112345678".into()),
        locale: Some("de".into()),
        ..auth0_user(&BOB)
    };
    let noor = auth0::User {
        user_id: "auth0|6710a1f0c3b2d4e5f6a7b803".into(),
        email_verified: true,
        given_name: Some("Noor".into()),
        family_name: Some("Haddad".into()),
        nickname: "noor".into(),
        username: Some("noor.haddad".into()),
        picture: Some(format!("{origin}/pictures/noor.png")),
        phone_number: Some("+33612345678".into()),
        phone_verified: true,
        locale: Some("fr".into()),
        ..auth0_user(&NOOR)
    };
    // Nobody's password: she always comes from the stand-in for Google.
    let mei = auth0::User {
        user_id: "google-oauth2|108204268033311374519".into(),
        connection: "google-oauth2".into(),
        email: "mei@example.com".into(),
        email_verified: true,
        password: String::new(),
        name: "Mei Lindqvist".into(),
        given_name: Some("Mei".into()),
        family_name: Some("Lindqvist".into()),
        nickname: "mei".into(),
        picture: Some(format!("{origin}/pictures/mei.png")),
        ..auth0_user(&ADA)
    };
    vec![ada, bob, noor, mei]
}

fn auth0_user(person: &Person) -> auth0::User {
    auth0::User {
        user_id: String::new(),
        connection: PASSWORD_CONNECTION.into(),
        email: person.email.into(),
        email_verified: false,
        password: person.password.into(),
        name: person.name.into(),
        given_name: None,
        family_name: None,
        nickname: String::new(),
        username: None,
        picture: None,
        phone_number: None,
        phone_verified: false,
        locale: None,
        organizations: Vec::new(),
        blocked: false,
        consented: false,
        failed_attempts: 0,
        created_at: "2024-03-11T09:24:51.318Z".into(),
        updated_at: "2026-05-02T17:40:03.771Z".into(),
    }
}

/// Ada has a phone, Noor an app, a code on paper and a passkey; Bob has his password and nothing else.
fn auth0_methods(relying_party_id: &str) -> Vec<auth0::Method> {
    let method = |id: &str, user_id: &str, detail| auth0::Method {
        id: id.into(),
        user_id: user_id.into(),
        detail,
        confirmed: true,
        name: None,
        created_at: "2025-01-20T08:15:27.204Z".into(),
        last_auth_at: None,
    };
    let ada = "auth0|6710a1f0c3b2d4e5f6a7b801";
    let noor = "auth0|6710a1f0c3b2d4e5f6a7b803";
    let phone = Detail::Phone {
        number: "+819012345678".into(),
        preferred: Preferred::Sms,
    };
    let app = Detail::Totp {
        secret: b"noor-test-only-totp!".to_vec(),
    };
    let paper = Detail::RecoveryCode {
        code: "N00RTEST0NLYREC0VERYC0DE".into(),
    };
    let passkey = Credential::seeded(relying_party_id, "NjcxMGExZjBjM2IyZDRlNWY2YTdiODAz");
    vec![
        method("phone|dev_AdaPhone00000001", ada, phone),
        auth0::Method {
            name: Some("Authenticator on my phone".into()),
            last_auth_at: Some("2026-05-02T17:40:03.771Z".into()),
            ..method("totp|dev_NoorTotp00000001", noor, app)
        },
        method("recovery-code|dev_NoorCode00000001", noor, paper),
        method(
            "passkey|dev_NoorPasskey0001",
            noor,
            Detail::Passkey(Box::new(passkey)),
        ),
    ]
}

/// Noor has an account at a provider, a token for a script, and a key that nothing here can sign for.
fn nhost_project(origin: &str) -> Project {
    let users = nhost_users(origin);
    let noor = users[2].id.clone();
    let mut project = Project::new(users);
    project.user_providers.push(nhost::UserProvider {
        id: "1f0b6a52-7c1e-4f0a-9d1c-2b6a51c0e901".into(),
        user_id: noor.clone(),
        provider_id: "github".into(),
        provider_user_id: nhost::provider_user_id("github", NOOR.email),
        created_at: "2025-02-03T10:11:12.130145Z".into(),
    });
    project.refresh_tokens.push(nhost::RefreshRow {
        id: "2c9d7a10-5b3e-4d41-8f7a-64b0f5a1d902".into(),
        user_id: noor.clone(),
        token: "9a4c1d62-0f5b-4b7e-a1c3-7d2e8f6b5a03".into(),
        kind: nhost::TokenKind::Pat,
        metadata: json!({ "name": "Backup script" }),
        created_at: "2025-06-18T07:30:44.901223Z".into(),
        // The beginning of 2100.
        expires_at: 4_102_444_800,
    });
    project.security_keys.push(nhost::SecurityKey {
        id: "3d8e2b71-6a4f-4c95-b0d8-15c7e9f2a604".into(),
        user_id: noor,
        nickname: Some("Key on my key ring".into()),
        credential_id: "c2VlZGVkLWtleS1vZi10aGUtZW11bGF0b3I".into(),
        public_key: vec![0xa0],
    });
    project
}

fn nhost_users(origin: &str) -> Vec<nhost::User> {
    let ada = nhost::User {
        id: "711c80c7-2078-43a5-9477-9b845e4c3901".into(),
        email_verified: true,
        avatar_url: format!("{origin}/pictures/ada.png"),
        roles: ["user", "me", "editor"].map(str::to_owned).to_vec(),
        ..nhost_user(&ADA)
    };
    let bob = nhost::User {
        id: "711c80c7-2078-43a5-9477-9b845e4c3902".into(),
        phone_number: Some("+4915112345678".into()),
        locale: "de".into(),
        ..nhost_user(&BOB)
    };
    let noor = nhost::User {
        id: "711c80c7-2078-43a5-9477-9b845e4c3903".into(),
        email_verified: true,
        avatar_url: format!("{origin}/pictures/noor.png"),
        phone_number: Some("+33612345678".into()),
        phone_number_verified: true,
        locale: "fr".into(),
        metadata: json!({ "team": "Lyon", "newsletter": true }),
        ..nhost_user(&NOOR)
    };
    vec![ada, bob, noor]
}

fn nhost_user(person: &Person) -> nhost::User {
    nhost::User {
        id: String::new(),
        email: Some(person.email.into()),
        email_verified: false,
        new_email: None,
        password: person.password.into(),
        phone_number: None,
        phone_number_verified: false,
        sms_code: None,
        display_name: person.name.into(),
        avatar_url: String::new(),
        locale: "en".into(),
        default_role: "user".into(),
        roles: ["user", "me"].map(str::to_owned).to_vec(),
        is_anonymous: false,
        metadata: Value::Null,
        created_at: "2024-03-11T09:24:51.318109Z".into(),
        last_seen: None,
        totp_secret: None,
        totp_active: false,
        disabled: false,
        ticket: None,
    }
}
