//! What happened between the recorded requests, and values that the real server made up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::text_of;
use crate::Page;
use crate::jwt::Unverified;
use crate::nhost::provider::page::put;
use crate::nhost::provider::{people, seal};
use crate::nhost::session::{self, RefreshRow, TokenKind};
use crate::nhost::webauthn::{Ceremony, SecurityKey};
use crate::nhost::{Ticket, User, newcomer, sign_id_token};
use crate::store::Store;
use crate::webauthn::authenticator::Authenticator;

/// Alice, about whom most of the recording is.
const ALICE: &str = "711c80c7-2078-43a5-9477-9b845e4c394d";

/// Longer than the recording took.
const LONG: u64 = 100_000;

/// A mail that was recorded: its reader is there and has its ticket.
pub(super) fn mail(store: &mut Store, record: &Value) {
    let email = text_of(&record["mail"]["to"], "").to_owned();
    let email = record["mail"]["to"][0]
        .as_str()
        .unwrap_or(&email)
        .to_owned();
    let user = with_email(store, &email);
    user.ticket = Some(lasting(text_of(&record["mail"]["headers"], "X-Ticket")));
}

/// Puts in place what a request presupposes and returns the request as it is to be sent.
pub(super) fn before(store: &mut Store, records: &[Value], record: &Value) -> Value {
    let mut request = record["request"].clone();
    let name = text_of(record, "name");
    let caller = bearer(store, records, &mut request);
    unrecorded(store, record, name, &caller);
    let body = &mut request["body"];
    if body["token"]
        .as_str()
        .is_some_and(|token| token.starts_with("ey"))
    {
        body["token"] = signed_anew(store, text_of(body, "token")).into();
    }
    if body["idToken"]
        .as_str()
        .is_some_and(|token| token != "junk")
    {
        let email = if name == "idtoken-link" {
            "omar@example.com"
        } else {
            "mei@example.com"
        };
        let nonce = body["nonce"].as_str();
        let google = json!({ "id": "google", "label": "Google" });
        let providers = &mut store.settings.nhost.providers;
        if !providers.iter().any(|known| known.id == "google") {
            providers.push(serde_json::from_value(google).unwrap());
        }
        body["idToken"] = sign_id_token(store, "google", email, nonce).unwrap().into();
    } else if name == "provider-start-not-enabled" {
        store
            .settings
            .nhost
            .providers
            .retain(|known| known.id != "google");
    }
    if body["credential"].is_object() && name != "webauthn-add-verify-replay" {
        let challenge = crate::webauthn::challenge_of(&body["credential"]).unwrap();
        ceremony(store, records, record, &caller, &challenge);
        if name == "d-elevate-verify" {
            let options = json!({ "challenge": challenge });
            body["credential"] = own_key(store, &caller).get(&options, &caller);
        }
    }
    let path = text_of(&request, "path").to_owned();
    request["path"] = resealed(store, name, &path).into();
    request
}

/// Gives what this project made up the values the real server made up.
pub(super) fn after(store: &mut Store, record: &Value, page: &Page) {
    let recorded = &record["response"]["body"];
    let found = page.json();
    for (recorded, found) in [
        (recorded, &found),
        (&recorded["session"], &found["session"]),
    ] {
        if found["refreshToken"].is_string() {
            rename_row(
                store,
                text_of(found, "refreshToken"),
                recorded,
                "refreshToken",
                "refreshTokenId",
            );
            rename_user(
                store,
                text_of(&found["user"], "id"),
                text_of(&recorded["user"], "id"),
            );
        }
    }
    if found["personalAccessToken"].is_string() {
        rename_row(
            store,
            text_of(&found, "personalAccessToken"),
            recorded,
            "personalAccessToken",
            "id",
        );
    }
    if let Some(secret) = found["totpSecret"].as_str() {
        for user in &mut store.nhost.users {
            if user.totp_secret.as_deref() == Some(secret) {
                user.totp_secret = recorded["totpSecret"].as_str().map(str::to_owned);
            }
        }
    }
    let token_in = |address: &str| {
        let (_, rest) = address.split_once("refreshToken=")?;
        Some(rest.split(['&', '#']).next()?.to_owned())
    };
    let led = record["response"]["headers"]["location"]
        .as_str()
        .and_then(token_in);
    if let (Some(recorded), Some(found)) = (led, page.location().and_then(token_in)) {
        let rows = &mut store.nhost.refresh_tokens;
        for row in rows.iter_mut().filter(|row| row.token == found) {
            row.token.clone_from(&recorded);
        }
    }
}

/// What was done to people without being recorded.
fn unrecorded(store: &mut Store, record: &Value, name: &str, caller: &str) {
    let body = &record["request"]["body"];
    let user_id = text_of(&record["response"]["body"]["user"], "id");
    match name {
        "pat-revoked-through-signout" => {
            row(store, ALICE, text_of(body, "refreshToken"), TokenKind::Pat)
        }
        "pat-signin-expired" => {
            row(
                store,
                ALICE,
                text_of(body, "personalAccessToken"),
                TokenKind::Pat,
            );
            store.nhost.refresh_tokens.last_mut().unwrap().expires_at = 0;
        }
        "refresh-token-used-as-pat" => {
            row(
                store,
                ALICE,
                text_of(body, "personalAccessToken"),
                TokenKind::Regular,
            );
        }
        "signout" | "refresh-after-password-change" | "old-refresh-after-elevate-still-valid" => {
            row(
                store,
                ALICE,
                text_of(body, "refreshToken"),
                TokenKind::Regular,
            );
        }
        "refresh-with-expired-bearer-attached" => {
            with_id(store, user_id, "gina@example.test");
            row(
                store,
                user_id,
                text_of(body, "refreshToken"),
                TokenKind::Regular,
            );
        }
        "refresh-disabled-user" => {
            let id = "5105cd5f-207e-4f4f-86b8-c2b5c38d4818";
            row(store, id, text_of(body, "refreshToken"), TokenKind::Regular);
        }
        "b-anonymous-refresh" => {
            with_id(store, "nobody", "").is_anonymous = true;
            row(
                store,
                "nobody",
                text_of(body, "refreshToken"),
                TokenKind::Regular,
            );
        }
        "get-user-disabled" => store.nhost.user_mut(caller).unwrap().disabled = true,
        "get-user-deleted" => store.nhost.users.retain(|user| user.id != caller),
        "get-user-after-email-change" => {
            let user = store.nhost.user_mut(ALICE).unwrap();
            user.email = user.new_email.take();
        }
        "otp-email-verify-mfa-user-bypasses-mfa" => {
            store.nhost.user_mut(ALICE).unwrap().ticket = Some(lasting(text_of(body, "otp")));
        }
        "sms-verify" => {
            let number = text_of(body, "phoneNumber");
            let user = store.nhost.user_by_phone_number(number).unwrap();
            user.sms_code = Some(lasting(text_of(body, "otp")));
        }
        "mfa-signin-wrong-otp" | "mfa-signin-old-secret-after-regenerate" => {
            store.nhost.user_mut(ALICE).unwrap().ticket = Some(lasting(text_of(body, "ticket")));
        }
        "c-no-key-mfa" | "e-with-key-not-elevated-mfa" => {
            store.nhost.user_mut(caller).unwrap().totp_secret = Some("MZXW6YTBOI".into());
        }
        "b-signin-unverified" | "b-signin-verified" | "e-conceal-wrong-password" => {
            let user = with_email(store, text_of(body, "email"));
            user.password = "Str0ngPassw#ord-94|%".into();
            user.email_verified = name == "b-signin-verified";
        }
        "d-with-key-not-elevated-password" => {
            own_key(store, caller);
        }
        "d-password-reset-ticket-flow" => {
            with_email(store, text_of(body, "email"));
        }
        "d-password-by-ticket" => {
            let user = store.nhost.users.last_mut().unwrap();
            user.ticket = Some(lasting(text_of(body, "ticket")));
        }
        _ => {}
    }
}

/// Signs the access token of a request anew, and sees to it that its owner is there. Returns their id.
fn bearer(store: &mut Store, records: &[Value], request: &mut Value) -> String {
    let header = text_of(&request["headers"], "authorization").to_owned();
    let Some((scheme, token)) = header
        .split_once(' ')
        .filter(|(_, token)| token.starts_with("ey"))
    else {
        return String::new();
    };
    let claims = Unverified::parse(token).unwrap().claims;
    let id = text_of(&claims, "sub").to_owned();
    let email = records
        .iter()
        .flat_map(|record| {
            [
                &record["response"]["body"]["user"],
                &record["response"]["body"]["session"]["user"],
            ]
        })
        .find(|user| user["id"] == id.as_str())
        .and_then(|user| user["email"].as_str())
        .map_or_else(|| format!("{id}@example.test"), str::to_owned);
    let hasura = &claims["https://hasura.io/jwt/claims"];
    let is_anonymous = hasura["x-hasura-user-is-anonymous"] == "true";
    if store.nhost.user(&id).is_none() {
        let user = with_id(store, &id, &email);
        user.is_anonymous = is_anonymous;
    }
    request["headers"]["authorization"] = format!("{scheme} {}", signed_anew(store, token)).into();
    id
}

fn signed_anew(store: &Store, token: &str) -> String {
    session::sign(store, &Unverified::parse(token).unwrap().claims)
}

/// A ceremony with the recorded challenge, for what the path is about.
fn ceremony(store: &mut Store, records: &[Value], record: &Value, caller: &str, challenge: &str) {
    let path = text_of(&record["request"], "path");
    let expires_at = store.now().plus_seconds(LONG).seconds();
    let name = text_of(record, "name");
    let opened = match path {
        "/signup/webauthn/verify" => {
            let options = json!({});
            let email = Some("new@example.test");
            let user = newcomer::from_options(store, &options, email, None).unwrap();
            Ceremony::for_sign_up(challenge, user, expires_at)
        }
        "/signin/webauthn/verify" => Ceremony::for_sign_in(challenge, expires_at),
        "/elevate/webauthn/verify" => Ceremony::for_elevation(challenge, caller, expires_at),
        _ if name == "webauthn-verify-by-other-user" => {
            Ceremony::for_adding(challenge, "somebody else", expires_at)
        }
        _ => Ceremony::for_adding(challenge, caller, expires_at),
    };
    store.nhost.ceremonies.push(opened);
    // One key was added without being recorded; nothing it signed was believed.
    if name == "webauthn-signin-utf8-handle-discoverable" {
        let id = text_of(&record["request"]["body"]["credential"], "id");
        assert!(records.iter().any(|record| record.to_string().contains(id)));
        key(store, ALICE, id, vec![0xa0]);
    }
}

/// A key in software under the recorded credential's id.
fn own_key(store: &mut Store, user_id: &str) -> Authenticator {
    let key_id = "sKPn3gysSNyDkW7IaJb6DsFD-87Dm52uVOYBM1nu5L0";
    let authenticator = Authenticator {
        id: URL_SAFE_NO_PAD.decode(key_id).unwrap(),
        origin: "http://localhost:15000",
        ..Authenticator::new()
    };
    store
        .nhost
        .security_keys
        .retain(|key| key.credential_id != key_id);
    key(store, user_id, key_id, authenticator.cose_key());
    authenticator
}

fn key(store: &mut Store, user_id: &str, credential_id: &str, public_key: Vec<u8>) {
    store.nhost.security_keys.push(SecurityKey {
        id: crate::random::uuid(),
        user_id: user_id.to_owned(),
        nickname: None,
        credential_id: credential_id.to_owned(),
        public_key,
    });
}

/// Seals the state of a provider's callback anew, with a code that the stand-in has given.
fn resealed(store: &mut Store, name: &str, path: &str) -> String {
    let (base, query) = path.split_once('?').unwrap_or((path, ""));
    if !base.starts_with("/signin/provider/") {
        return path.to_owned();
    }
    let mut pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    for (parameter, value) in &mut pairs {
        match parameter.as_str() {
            "connect" => *value = signed_anew(store, value),
            "state" => {
                let mut claims = Unverified::parse(value).unwrap().claims;
                if let Some(token) = claims["connect"].as_str() {
                    claims["connect"] = signed_anew(store, token).into();
                }
                claims["provider"] = "github".into();
                *value = seal(store, &claims);
            }
            "code" if value == "local-code-1" => {
                let email = if name == "provider-callback-replayed" {
                    "mei@example.com"
                } else {
                    "omar@example.com"
                };
                let profile = people::by_email("github", email).unwrap();
                put(store, "github", profile, value);
            }
            _ => {}
        }
    }
    if pairs.is_empty() {
        return base.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("{base}?{query}")
}

fn lasting(value: &str) -> Ticket {
    Ticket {
        value: value.to_owned(),
        expires_at: u64::MAX,
    }
}

fn with_email<'a>(store: &'a mut Store, email: &str) -> &'a mut User {
    if store.nhost.user_by_email(email).is_none() {
        let id = crate::random::uuid();
        with_id(store, &id, email);
    }
    store.nhost.user_by_email(email).unwrap()
}

fn with_id<'a>(store: &'a mut Store, id: &str, email: &str) -> &'a mut User {
    if store.nhost.user(id).is_none() {
        let email = Some(email).filter(|email| !email.is_empty());
        let mut user = newcomer::from_options(store, &json!({}), email, None).unwrap();
        id.clone_into(&mut user.id);
        store.nhost.users.push(user);
    }
    store.nhost.user_mut(id).unwrap()
}

fn row(store: &mut Store, user_id: &str, token: &str, kind: TokenKind) {
    let row = RefreshRow {
        kind,
        token: token.to_owned(),
        expires_at: u64::MAX,
        ..session::begin_row(store, user_id)
    };
    store.nhost.refresh_tokens.pop();
    store.nhost.refresh_tokens.push(row);
}

fn rename_row(store: &mut Store, token: &str, recorded: &Value, value: &str, id: &str) {
    let rows = &mut store.nhost.refresh_tokens;
    for row in rows.iter_mut().filter(|row| row.token == token) {
        text_of(recorded, value).clone_into(&mut row.token);
        text_of(recorded, id).clone_into(&mut row.id);
    }
}

fn rename_user(store: &mut Store, from: &str, to: &str) {
    let project = &mut store.nhost;
    let ids = project
        .users
        .iter_mut()
        .map(|user| &mut user.id)
        .chain(
            project
                .refresh_tokens
                .iter_mut()
                .map(|row| &mut row.user_id),
        )
        .chain(project.security_keys.iter_mut().map(|key| &mut key.user_id))
        .chain(
            project
                .user_providers
                .iter_mut()
                .map(|link| &mut link.user_id),
        );
    for id in ids.filter(|id| *id == from) {
        to.clone_into(id);
    }
}
