//! Second factors, at the token endpoint and on the hosted page.

use std::time::Duration;

use super::*;
use crate::{BOB, NOOR};

const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
const OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";
const RECOVERY: &str = "http://auth0.com/oauth/grant-type/mfa-recovery-code";
const ACR: &str = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";

async fn grant(emulator: &Emulator, grant_type: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("grant_type", grant_type),
        ("client_id", emulator.client_id()),
    ];
    fields.extend(more);
    let url = format!("{}/oauth/token", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

async fn by_password(emulator: &Emulator, person: &Person) -> Page {
    let fields = [
        ("username", person.email),
        ("password", person.password),
        ("realm", "Username-Password-Authentication"),
        ("scope", SCOPE),
    ];
    grant(emulator, REALM, &fields).await
}

/// Begins with the password and returns the token that stands for the rest.
async fn mfa_token(emulator: &Emulator, person: &Person) -> String {
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let page = by_password(emulator, person).await;
    assert_refused(
        &page,
        403,
        "mfa_required",
        "Multifactor authentication required",
    );
    text(&page.json(), "mfa_token").to_owned()
}

async fn challenge(emulator: &Emulator, token: &str, more: &[(&str, &str)]) -> Page {
    let mut fields = vec![("client_id", emulator.client_id()), ("mfa_token", token)];
    fields.extend(more);
    let url = format!("{}/mfa/challenge", emulator.auth0_url());
    Visitor::default().post_form(&url, &fields).await.unwrap()
}

async fn api(emulator: &Emulator, method: &str, path: &str, token: &str, body: &str) -> Page {
    let url = format!("{}/mfa/{path}", emulator.auth0_url());
    let authorization = format!("Bearer {token}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    Visitor::default()
        .send(method, &url, &headers, body)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_password_alone_is_enough_until_a_second_factor_is_required() {
    let emulator = Emulator::start().await.unwrap();

    let before = by_password(&emulator, &NOOR).await;
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let after = by_password(&emulator, &NOOR).await.json();
    let without = by_password(&emulator, &BOB).await;
    let wrong = Person {
        password: "wrong",
        ..BOB
    };

    assert!(before.status == 200 && before.json()["refresh_token"].is_string());
    assert_eq!(
        after["mfa_requirements"],
        json!({ "challenge": [{ "type": "otp" }, { "type": "recovery-code" }] })
    );
    assert_eq!(without.status, 200);
    let refused = by_password(&emulator, &wrong).await;
    assert_refused(&refused, 403, "invalid_grant", "Wrong email or password.");
}

#[tokio::test]
async fn an_app_ends_the_sign_in_once() {
    let emulator = Emulator::start().await.unwrap();
    let token = mfa_token(&emulator, &NOOR).await;
    let challenged = challenge(&emulator, &token, &[("challenge_type", "otp")]).await;
    assert_eq!(challenged.json(), json!({ "challenge_type": "otp" }));

    let wrong = grant(&emulator, OTP, &[("mfa_token", &token), ("otp", "12")]).await;
    let code = emulator.totp_code(NOOR.email).unwrap();
    let fields = [("mfa_token", token.as_str()), ("otp", code.as_str())];
    let done = grant(&emulator, OTP, &fields).await;
    let spent = grant(&emulator, OTP, &fields).await;

    assert_refused(&wrong, 403, "invalid_grant", "Invalid otp_code.");
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(claims(text(&done.json(), "id_token"))["amr"].is_null());
    assert_refused(&spent, 403, "invalid_grant", "Malformed mfa_token");
}

#[tokio::test]
async fn a_phone_ends_the_sign_in_with_the_code_it_was_sent() {
    let emulator = Emulator::start().await.unwrap();
    let token = mfa_token(&emulator, &ADA).await;
    let listed = api(&emulator, "GET", "authenticators", &token, "")
        .await
        .json();
    assert_eq!(
        (&listed[0]["id"], &listed[0]["active"]),
        (&json!("sms|dev_AdaPhone00000001"), &json!(true))
    );

    let id = text(&listed[0], "id");
    let begun = challenge(
        &emulator,
        &token,
        &[("challenge_type", "oob"), ("authenticator_id", id)],
    )
    .await
    .json();
    let handle = text(&begun, "oob_code");
    let code = emulator.last_code("+819012345678").unwrap();
    let without = grant(
        &emulator,
        OOB,
        &[("mfa_token", &token), ("oob_code", handle)],
    )
    .await;
    let fields = [
        ("mfa_token", token.as_str()),
        ("oob_code", handle),
        ("binding_code", "x"),
    ];
    let wrong = grant(&emulator, OOB, &fields).await;
    let fields = [
        ("mfa_token", token.as_str()),
        ("oob_code", handle),
        ("binding_code", &code),
    ];
    let done = grant(&emulator, OOB, &fields).await;

    assert_eq!(begun["binding_method"], "prompt");
    assert_eq!(without.status, 400);
    assert_refused(&wrong, 403, "invalid_grant", "Invalid binding_code.");
    assert_eq!(done.status, 200, "{}", done.body);
    let other = mfa_token(&emulator, &ADA).await;
    let unsupported = challenge(&emulator, &other, &[("challenge_type", "otp")]).await;
    assert_eq!(unsupported.json()["error"], "unsupported_challenge_type");
}

#[tokio::test]
async fn a_recovery_code_is_spent_and_another_given() {
    let emulator = Emulator::start().await.unwrap();
    let code = emulator.recovery_code(NOOR.email).unwrap();
    let token = mfa_token(&emulator, &NOOR).await;
    let done = grant(
        &emulator,
        RECOVERY,
        &[("mfa_token", &token), ("recovery_code", &code)],
    )
    .await;
    let token = mfa_token(&emulator, &NOOR).await;
    let again = grant(
        &emulator,
        RECOVERY,
        &[("mfa_token", &token), ("recovery_code", &code)],
    )
    .await;

    let fresh = done.json()["recovery_code"].clone();
    assert!(done.status == 200 && fresh != code.as_str());
    assert_eq!(
        fresh.as_str(),
        emulator.recovery_code(NOOR.email).as_deref()
    );
    assert_refused(&again, 403, "invalid_grant", "Invalid recovery_code.");
}

#[tokio::test]
async fn people_without_a_factor_enrol_one_when_they_have_to() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_enrolment = true);
    let required = by_password(&emulator, &BOB).await.json();
    let token = text(&required, "mfa_token");
    assert_eq!(required["mfa_requirements"]["enroll"][0]["type"], "otp");
    let unassociated = challenge(&emulator, token, &[]).await;
    assert_eq!(unassociated.json()["error"], "association_required");

    let body = json!({ "authenticator_types": ["otp"] }).to_string();
    let begun = api(&emulator, "POST", "associate", token, &body)
        .await
        .json();
    assert!(begun["recovery_codes"][0].is_string());
    let code = emulator.totp_code_of(text(&begun, "secret")).unwrap();
    let done = grant(&emulator, OTP, &[("mfa_token", token), ("otp", &code)]).await;

    assert_eq!(done.status, 200, "{}", done.body);
    let token = mfa_token(&emulator, &BOB).await;
    let again = api(&emulator, "POST", "associate", &token, &body).await;
    assert_eq!(
        (again.status, &again.json()["error"]),
        (403, &json!("access_denied"))
    );
}

/// A scope that is told is never empty (RFC 6749 section 3.3).
#[tokio::test]
async fn who_asks_for_no_scope_is_told_of_none() {
    let emulator = Emulator::start().await.unwrap();
    let fields = [
        ("username", BOB.email),
        ("password", BOB.password),
        ("realm", "Username-Password-Authentication"),
    ];

    let page = grant(&emulator, REALM, &fields).await;

    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.json().get("scope").is_none(), "{}", page.body);
}

#[tokio::test]
async fn an_email_factor_without_an_address_takes_the_persons_own() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_enrolment = true);
    let token = mfa_token(&emulator, &BOB).await;
    let body = json!({ "authenticator_types": ["oob"], "oob_channels": ["email"] }).to_string();

    let begun = api(&emulator, "POST", "associate", &token, &body).await;

    assert_eq!(begun.status, 200, "{}", begun.body);
    assert!(emulator.last_code(BOB.email).is_some());
}

#[tokio::test]
async fn a_push_is_polled_slowly_until_it_is_answered() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_enrolment = true);
    let required = by_password(&emulator, &BOB).await.json();
    let token = text(&required, "mfa_token");
    let body = json!({ "authenticator_types": ["oob"], "oob_channels": ["auth0"] }).to_string();
    let begun = api(&emulator, "POST", "associate", token, &body)
        .await
        .json();
    let fields = [("mfa_token", token), ("oob_code", text(&begun, "oob_code"))];

    let pending = grant(&emulator, OOB, &fields).await;
    let hasty = grant(&emulator, OOB, &fields).await;
    emulator.approve_push(BOB.email);
    let done = grant(&emulator, OOB, &fields).await;

    assert_eq!(
        (pending.status, &pending.json()["error"]),
        (403, &json!("authorization_pending"))
    );
    assert_eq!(
        (hasty.status, &hasty.json()["error"]),
        (429, &json!("slow_down"))
    );
    assert_eq!(done.status, 200, "{}", done.body);
    let required = mfa_token(&emulator, &BOB).await;
    let begun = challenge(&emulator, &required, &[("challenge_type", "oob")])
        .await
        .json();
    emulator.deny_push(BOB.email);
    let fields = [
        ("mfa_token", required.as_str()),
        ("oob_code", text(&begun, "oob_code")),
    ];
    let denied = grant(&emulator, OOB, &fields).await;
    assert_refused(&denied, 403, "invalid_grant", "MFA Authorization rejected.");
}

#[tokio::test]
async fn a_token_ends_after_ten_minutes_or_ten_wrong_codes() {
    let emulator = Emulator::start().await.unwrap();
    let token = mfa_token(&emulator, &NOOR).await;
    for _ in 0..10 {
        grant(&emulator, OTP, &[("mfa_token", &token), ("otp", "x")]).await;
    }
    let many = grant(&emulator, OTP, &[("mfa_token", &token), ("otp", "x")]).await;
    emulator.advance(Duration::from_secs(600));
    let late = grant(&emulator, OTP, &[("mfa_token", &token), ("otp", "x")]).await;

    assert_eq!(
        (many.status, &many.json()["error"]),
        (429, &json!("too_many_attempts"))
    );
    assert_refused(&late, 401, "expired_token", "mfa_token is expired");
}

#[tokio::test]
async fn the_hosted_page_asks_when_required_or_wanted_and_the_id_token_says_so() {
    let emulator = Emulator::start().await.unwrap();
    let url = authorize_url(&emulator, &[("acr_values", ACR)]);
    let otp = emulator.totp_code(NOOR.email).unwrap();

    let mut visitor = emulator.visitor();
    let callback = visitor
        .sign_in_with_code(&url, NOOR.email, NOOR.password, &otp)
        .await
        .unwrap();
    let code = parameter(&callback, "code").unwrap();
    let wanted = exchange(&emulator, &code, &[]).await.json();
    let plain = tokens(&emulator, &[]).await;
    let stuck = emulator
        .visitor()
        .sign_in(&url, NOOR.email, NOOR.password)
        .await;

    assert_eq!(claims(text(&wanted, "id_token"))["amr"], json!(["mfa"]));
    assert!(claims(text(&plain, "id_token"))["amr"].is_null());
    assert!(stuck.is_err(), "nobody gets past the page without the code");
    let again = visitor.sign_in(&url, "", "").await.unwrap();
    assert!(parameter(&again, "code").is_some(), "the session remembers");
}

#[tokio::test]
async fn the_hosted_page_lets_people_choose_another_way() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.require_second_factor = true);
    let origin = emulator.auth0_url();
    let mut visitor = emulator.visitor();
    let login = visitor.get(&authorize_url(&emulator, &[])).await.unwrap();
    let state = parameter(&format!("{origin}{}", login.location().unwrap()), "state").unwrap();
    let fields = [
        ("state", state.as_str()),
        ("username", NOOR.email),
        ("password", NOOR.password),
    ];
    let page = visitor
        .post_form(&format!("{origin}/u/login"), &fields)
        .await
        .unwrap();
    let page = visitor
        .get(&format!("{origin}{}", page.location().unwrap()))
        .await
        .unwrap();
    assert!(page.body.contains("Recovery code"));

    let state = parameter_of(&page.body, "state");
    let method = "recovery-code|dev_NoorCode00000001";
    let code = emulator.recovery_code(NOOR.email).unwrap();
    let url = format!("{origin}/u/mfa");
    let fields = [
        ("state", state.as_str()),
        ("method", method),
        ("code", "wrong"),
    ];
    let wrong = visitor.post_form(&url, &fields).await.unwrap();
    let fields = [
        ("state", state.as_str()),
        ("method", method),
        ("code", &code),
    ];
    let fresh = visitor.post_form(&url, &fields).await.unwrap();
    let done = visitor.post_form(&url, &[("state", &state)]).await.unwrap();

    assert_eq!(wrong.status, 400);
    assert!(
        fresh
            .body
            .contains(&emulator.recovery_code(NOOR.email).unwrap())
    );
    assert!(done.location().unwrap().starts_with(CALLBACK));
}

#[tokio::test]
async fn the_default_policy_of_my_account_wants_a_fresh_second_factor() {
    let emulator = Emulator::start().await.unwrap();
    emulator.change(|settings| settings.auth0.my_account_default_policy = true);
    let audience = format!("{}/me/", emulator.auth0_url());
    let more = [
        ("audience", audience.as_str()),
        ("scope", "read:me:factors"),
    ];
    let single = tokens(&emulator, &[]).await;
    let refused = refresh(&emulator, text(&single, "refresh_token"), &more).await;
    assert_eq!(
        (refused.status, &refused.json()["error"]),
        (403, &json!("unmet_authentication_requirements"))
    );

    let url = authorize_url(&emulator, &[("acr_values", ACR)]);
    let otp = emulator.totp_code(NOOR.email).unwrap();
    let mut visitor = emulator.visitor();
    let callback = visitor
        .sign_in_with_code(&url, NOOR.email, NOOR.password, &otp)
        .await
        .unwrap();
    let both = exchange(&emulator, &parameter(&callback, "code").unwrap(), &[])
        .await
        .json();
    let fresh = refresh(&emulator, text(&both, "refresh_token"), &more).await;
    emulator.advance(Duration::from_secs(901));
    let stale = refresh(&emulator, text(&fresh.json(), "refresh_token"), &more).await;

    assert_eq!((fresh.status, stale.status), (200, 403));
}

/// The value of a hidden field.
fn parameter_of(html: &str, name: &str) -> String {
    let (_, rest) = html
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}
