//! Applications that can keep a secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::{Api, Application};

mod backchannel;
mod federated;
mod pushed;
mod registered;

const SECRET: &str = "s3cret & more";
const REPORTS: &str = "https://api.latchkey.example/";
pub(super) const WEB_CALLBACK: &str = "https://web.example/callback";

/// An application of the tenant, as its developers know it.
pub(super) struct Known {
    id: &'static str,
}

/// Adds an application with these grants.
pub(super) fn confidential(emulator: &Emulator, grants: &[&str]) -> Known {
    let application = Application {
        client_id: "webApplication".to_owned(),
        client_secret: SECRET.to_owned(),
        name: "The web".to_owned(),
        third_party: false,
        grants: grants.iter().map(|grant| (*grant).to_owned()).collect(),
        callbacks: vec![WEB_CALLBACK.to_owned()],
        logout_urls: vec!["https://web.example/".to_owned()],
        client_grants: vec![Api {
            identifier: REPORTS.to_owned(),
            scopes: vec!["read:reports".to_owned()],
            offline_access: true,
            skip_consent: true,
        }],
    };
    emulator.change(|settings| settings.auth0.applications = vec![application]);
    Known {
        id: "webApplication",
    }
}

impl Known {
    /// POSTs a form with the id and the secret in it.
    pub(super) async fn post(
        &self,
        emulator: &Emulator,
        path: &str,
        more: &[(&str, &str)],
    ) -> Page {
        let mut fields = vec![("client_id", self.id), ("client_secret", SECRET)];
        for (name, value) in more {
            fields.retain(|(known, _)| known != name);
            if !value.is_empty() {
                fields.push((name, value));
            }
        }
        let url = format!("{}{path}", emulator.auth0_url());
        Visitor::default().post_form(&url, &fields).await.unwrap()
    }

    pub(super) async fn token(
        &self,
        emulator: &Emulator,
        grant: &str,
        more: &[(&str, &str)],
    ) -> Page {
        let mut fields = vec![("grant_type", grant)];
        fields.extend(more);
        self.post(emulator, "/oauth/token", &fields).await
    }
}

#[tokio::test]
async fn an_application_gets_a_token_for_itself_with_the_scopes_it_was_granted() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &["client_credentials"]);
    let asked = [
        ("audience", REPORTS),
        ("scope", "read:reports write:reports"),
    ];

    let page = known.token(&emulator, "client_credentials", &asked).await;

    assert_eq!(page.status, 200, "{}", page.body);
    let tokens = page.json();
    let claims = claims(text(&tokens, "access_token"));
    assert_eq!(tokens["scope"], "read:reports");
    assert!(tokens["refresh_token"].is_null() && tokens["id_token"].is_null());
    assert_eq!(
        (&claims["sub"], &claims["aud"], &claims["gty"]),
        (
            &json!("webApplication@clients"),
            &json!(REPORTS),
            &json!("client-credentials")
        )
    );
}

#[tokio::test]
async fn no_application_gets_into_my_account_without_a_person() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &["client_credentials"]);
    let audience = format!("{}/me/", emulator.auth0_url());
    let mistaken = Api {
        identifier: audience.clone(),
        scopes: vec!["read:me:factors".to_owned()],
        offline_access: true,
        skip_consent: true,
    };
    emulator.change(|settings| {
        settings.auth0.applications[0].client_grants.push(mistaken);
    });

    for audience in [audience.as_str(), "https://nobody.example/"] {
        let asked = [("audience", audience)];
        let page = known.token(&emulator, "client_credentials", &asked).await;
        assert_eq!(
            (page.status, &page.json()["error"]),
            (403, &json!("access_denied"))
        );
    }
}

#[tokio::test]
async fn the_secret_comes_in_the_body_or_as_basic_and_only_one_way() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &["client_credentials"]);
    let url = format!("{}/oauth/token", emulator.auth0_url());
    let basic = |secret: &str| {
        format!(
            "Basic {}",
            STANDARD.encode(format!("webApplication:{secret}"))
        )
    };
    let body = "grant_type=client_credentials&audience=https%3A%2F%2Fapi.latchkey.example%2F";
    let send = async |authorization: &str, body: &str| {
        let headers = [
            ("authorization", authorization),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let mut visitor = Visitor::default();
        visitor.send("POST", &url, &headers, body).await.unwrap()
    };

    let good = send(&basic("s3cret+%26+more"), body).await;
    let wrong = send(&basic("guess"), body).await;
    let both = send(
        &basic("s3cret+%26+more"),
        &format!("{body}&client_secret=x"),
    )
    .await;
    let none = known
        .token(&emulator, "client_credentials", &[("client_secret", "")])
        .await;
    let assertion = [("client_assertion", "a.b.c")];
    let assertion = known
        .token(&emulator, "client_credentials", &assertion)
        .await;

    assert_eq!(good.status, 200, "{}", good.body);
    assert_refused(&wrong, 401, "invalid_client", "Invalid client credentials");
    assert_eq!(
        (both.status, &both.json()["error"]),
        (400, &json!("invalid_request"))
    );
    assert_refused(&none, 401, "access_denied", "Unauthorized");
    assert_eq!(assertion.json()["error"], "invalid_client");
}

#[tokio::test]
async fn a_code_and_a_refresh_token_belong_to_the_application_they_were_given_to() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &["authorization_code", "refresh_token"]);
    let native = code(&emulator, &ADA, &[]).await;
    let fields = [
        ("code", native.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    let stolen = known.token(&emulator, "authorization_code", &fields).await;
    assert_eq!(stolen.json()["error"], "invalid_grant");

    let tokens = tokens(&emulator, &[]).await;
    let fields = [("refresh_token", text(&tokens, "refresh_token"))];
    let stolen = known.token(&emulator, "refresh_token", &fields).await;
    assert_eq!(stolen.json()["error"], "invalid_grant");
    let own = refresh(&emulator, text(&tokens, "refresh_token"), &[]).await;
    assert_eq!(own.status, 200, "a stranger's attempt costs nothing");
}

#[tokio::test]
async fn a_secret_takes_the_place_of_a_challenge() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &["authorization_code"]);
    let changes = [
        ("client_id", "webApplication"),
        ("redirect_uri", WEB_CALLBACK),
        ("code_challenge", ""),
        ("code_challenge_method", ""),
    ];
    let code = code(&emulator, &ADA, &changes).await;

    let fields = [("code", code.as_str()), ("redirect_uri", WEB_CALLBACK)];
    let page = known.token(&emulator, "authorization_code", &fields).await;

    assert_eq!(page.status, 200, "{}", page.body);
    let claims = claims(text(&page.json(), "id_token"));
    assert_eq!(claims["aud"], "webApplication");
}

#[tokio::test]
async fn an_application_ends_its_own_sessions_and_nobody_elses() {
    let emulator = Emulator::start().await.unwrap();
    let known = confidential(&emulator, &[]);
    let tokens = tokens(&emulator, &[]).await;
    let token = text(&tokens, "refresh_token");

    let stranger = known
        .post(&emulator, "/oauth/revoke", &[("token", token)])
        .await;
    let alive = refresh(&emulator, token, &[]).await;
    let wrong = [("token", token), ("client_secret", "guess")];
    let wrong = known.post(&emulator, "/oauth/revoke", &wrong).await;

    assert_eq!((stranger.status, alive.status), (200, 200));
    assert_refused(&wrong, 401, "invalid_client", "Invalid client credentials");
}

#[tokio::test]
async fn signing_out_leads_to_the_addresses_of_the_application_that_asks() {
    let emulator = Emulator::start().await.unwrap();
    confidential(&emulator, &[]);
    let tokens = tokens(&emulator, &[]).await;
    let visit = async |path: &str, query: &[(&str, &str)]| {
        let query = Serializer::new(String::new()).extend_pairs(query).finish();
        let url = format!("{}{path}?{query}", emulator.auth0_url());
        Visitor::default().get(&url).await.unwrap()
    };
    let web = "https://web.example/";
    let hint = text(&tokens, "id_token");

    let own = visit(
        "/v2/logout",
        &[("client_id", "webApplication"), ("returnTo", web)],
    )
    .await;
    let native = [("client_id", emulator.client_id()), ("returnTo", web)];
    let native = visit("/v2/logout", &native).await;
    let mixed = [("client_id", "webApplication"), ("id_token_hint", hint)];
    let mixed = visit("/oidc/logout", &mixed).await;

    assert_eq!((own.status, own.location()), (302, Some(web)));
    assert_eq!((native.status, mixed.status), (400, 400));
}
