use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use emulator::{ADA, Emulator, NOOR};
use nhost::{ProviderSignIn, SignInProvider, SignUpOptions, with_state};
use protocol::secret::{CodeVerifier, Secret as _, State};
use serde_json::json;

use super::{
    HOME, Project,
    given::{asked, by, in_query, post, string, token},
    mails::parts,
};
use crate::vendor::{
    ours::Ours,
    outcome::{
        Expected::{Answer, Refusal, Text, Tokens},
        Outcome,
    },
};

const STATE: [u8; 32] = [9; 32];
const VERIFIER: [u8; 32] = [7; 32];
const NONCE: [u8; 32] = [2; 32];

/// Who others say somebody is.
pub(super) async fn rows(project: &mut Project) {
    browser(project).await;
    tokens(project).await;
    id_token(project).await;
}

/// Both open the same address; the vendor's goes through the browser and brings home what its version exchanges.
async fn browser(project: &mut Project) {
    let call = "signInProviderURL";
    let (state, verifier) = (
        State::from_random(STATE),
        CodeVerifier::from_random(VERIFIER),
    );
    let verifier = project.is_newest().then_some(&verifier);
    let home = with_state(HOME, &state);
    let mut given = json!({ "redirectTo": home, "displayName": "Ada", "locale": "en" });
    if let Some(verifier) = verifier {
        given["codeChallenge"] = verifier.challenge().into();
    }
    let options = SignUpOptions {
        redirect_to: Some(HOME),
        display_name: Some("Ada"),
        locale: Some("en"),
        ..SignUpOptions::default()
    };
    let request = ProviderSignIn {
        options,
        state: &state,
        verifier,
        connect: None,
        connection: None,
        organization: None,
    };
    let calls: &[&str] = if project.is_newest() {
        &["signUpProviderURL", call]
    } else {
        &[call]
    };
    let mut theirs = String::new();
    for call in calls {
        let arguments = async |_: &Emulator| json!({ "given": ["github", given] });
        theirs = project.vendor(call, arguments, Text).await.text();
    }
    let ours = Ours::new(&project.world.emulator).auth;
    let ours = ours.sign_in_provider_url(&SignInProvider::Github, &request);
    assert_eq!(parts(&theirs), parts(ours.expose()));

    let came_home = async |emulator: &Emulator| {
        let mut visitor = emulator.visitor();
        let url = visitor
            .choose_at_provider(&theirs, ADA.email)
            .await
            .unwrap();
        assert_eq!(in_query(&url, "state"), state.expose());
        url
    };
    let (call, name) = if project.is_newest() {
        ("tokenExchange", "code")
    } else {
        ("refreshToken", "refreshToken")
    };
    let brought = async |emulator: &Emulator| {
        let mut body = json!({ name: in_query(&came_home(emulator).await, name) });
        if let Some(verifier) = verifier {
            body["codeVerifier"] = verifier.expose().into();
        }
        json!({ "given": [body] })
    };
    project.both(call, brought, Tokens(ADA.email)).await;
}

/// The provider's own tokens.
async fn tokens(project: &mut Project) {
    let call = "getProviderTokens";
    let left =
        async |emulator: &Emulator| json!({ "as": linked(emulator).await, "given": ["github"] });
    let held = Answer(json!({}));
    project.both(call, left, held.clone()).await;
    let outcome = project.vendor(call, left, held.clone()).await;
    let Outcome::Answered(tokens) = outcome else {
        panic!("{outcome:?}")
    };
    assert_ne!(tokens["accessToken"], "", "{tokens}");
    let nothing = async |emulator: &Emulator| json!({ "as": token(emulator, &ADA).await, "given": ["github"] });
    let empty = Answer(json!({ "accessToken": "", "expiresIn": 0 }));
    project.both(call, nothing, empty).await;
    let nobody = async |_: &Emulator| json!({ "as": "nonsense", "given": ["github"] });
    project
        .both(call, nobody, Refusal(401, "unauthorized"))
        .await;

    let call = "refreshProviderToken";
    let kept = async |emulator: &Emulator| {
        let url = format!(
            "{}/signin/provider/github/callback/tokens",
            emulator.nhost_url()
        );
        let bearer = format!("Bearer {}", linked(emulator).await);
        let headers = [("authorization", bearer.as_str())];
        let tokens = emulator.visitor().send("GET", &url, &headers, "").await;
        let token = tokens.unwrap().json()["refreshToken"].take();
        json!({ "given": ["github", { "refreshToken": token }] })
    };
    project.both(call, kept, held).await;
    let of = |provider: &'static str, token: &'static str| async move |_: &Emulator| json!({ "given": [provider, { "refreshToken": token }] });
    let off = of("strava", "x");
    project
        .both(call, off, Refusal(409, "disabled-endpoint"))
        .await;
    let unknown = of("github", "never-seen");
    project
        .both(call, unknown, Refusal(400, "oauth-provider-error"))
        .await;
}

/// The access token of Ada, who came by way of a provider.
async fn linked(emulator: &Emulator) -> String {
    let project = emulator.nhost_url();
    let url = format!("{project}/signin/provider/github?redirectTo={HOME}");
    let mut visitor = emulator.visitor();
    let home = visitor.choose_at_provider(&url, ADA.email).await.unwrap();
    let body = json!({ "refreshToken": in_query(&home, "refreshToken") });

    string(&post(emulator, "/token", None, body).await["accessToken"])
}

async fn id_token(project: &mut Project) {
    let raw = |nonce: [u8; 32]| URL_SAFE_NO_PAD.encode(nonce);
    let with = |email: &'static str, nonce: [u8; 32]| {
        async move |emulator: &Emulator| {
            let token = emulator.nhost_id_token("google", email, Some(&raw(NONCE)));
            json!({ "provider": "google", "idToken": token, "nonce": raw(nonce) })
        }
    };
    let calls: &[&str] = if project.is_newest() {
        &["signInIdToken", "signUpIdToken"]
    } else {
        &["signInIdToken"]
    };
    for call in calls {
        let right = async |emulator: &Emulator| json!({ "given": [with(ADA.email, NONCE)(emulator).await] });
        let wrong = async |emulator: &Emulator| json!({ "given": [with(ADA.email, [3; 32])(emulator).await] });
        let nonsense = asked(json!({ "provider": "google", "idToken": "a.b.c" }));
        let refused = Refusal(400, "invalid-request");
        if *call == "signInIdToken" {
            project.both(call, right, Tokens(ADA.email)).await;
            project.both(call, wrong, refused.clone()).await;
            project.both(call, nonsense, refused).await;
        } else {
            // Our client signs in and up by one way.
            project.vendor(call, right, Tokens(ADA.email)).await;
            project.vendor(call, wrong, refused).await;
        }
    }

    let call = "linkIdToken";
    let linked = async |emulator: &Emulator| {
        let body = with(NOOR.email, NONCE)(emulator).await;
        by(&token(emulator, &ADA).await, body)
    };
    project.both(call, linked, Answer("OK".into())).await;
    let twice = async |emulator: &Emulator| {
        let asked = linked(emulator).await;
        post(
            emulator,
            "/link/idtoken",
            asked["as"].as_str(),
            asked["given"][0].clone(),
        )
        .await;
        asked
    };
    let already = Refusal(400, "provider-account-already-linked");
    project.both(call, twice, already).await;
}
