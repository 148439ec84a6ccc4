//! `auth0` 2.44.1: no method is left out. The rows of the other files are made once more on one thread, which notes
//! them; what the client itself says it has is the list that they are held against.

use serde_json::json;

use super::{World, auth0_database, auth0_legacy, auth0_passwordless, auth0_tokens, rows};

/// What the documentation of the `AuthenticationClient` lists, beside its members.
const DOCUMENTED: [&str; 11] = [
    "changePassword",
    "clientCredentialsGrant",
    "getDelegationToken",
    "getProfile",
    "passwordGrant",
    "refreshToken",
    "requestChangePasswordEmail",
    "requestEmailCode",
    "requestMagicLink",
    "requestSMSCode",
    "verifySMSCode",
];

/// The tests whose rows count.
const TESTS: [fn(); 17] = [
    auth0_database::somebody_new_signs_up,
    auth0_database::a_mail_about_a_new_password_goes_to_who_is_known_and_the_answer_is_the_same_for_all,
    auth0_legacy::a_password_signs_in_at_the_endpoint_of_old,
    auth0_legacy::the_token_of_another_provider_signs_in,
    auth0_legacy::a_token_is_traded_for_another,
    auth0_legacy::an_id_token_is_read_aloud,
    auth0_legacy::nobody_is_impersonated_any_more_but_the_question_is_answered,
    auth0_passwordless::a_code_or_a_link_is_mailed,
    auth0_passwordless::a_code_is_texted,
    auth0_passwordless::a_mailed_code_signs_in,
    auth0_passwordless::a_texted_code_signs_in_in_two_ways,
    auth0_tokens::a_code_is_exchanged_once_and_with_its_verifier,
    auth0_tokens::a_refresh_token_is_exchanged_and_a_dead_one_is_not,
    auth0_tokens::a_revoked_token_is_gone_and_an_unknown_one_is_no_mistake,
    auth0_tokens::who_somebody_is_takes_a_token,
    auth0_tokens::a_password_signs_in_where_the_grant_is_given,
    auth0_tokens::an_application_with_a_secret_gets_a_token_for_itself,
];

#[test]
fn every_method_ends_well_once_and_is_refused_once() {
    let Some(methods) = methods() else {
        return;
    };
    for name in DOCUMENTED {
        assert!(methods.iter().any(|it| it == name), "{name} is gone");
    }
    rows::begin();
    for test in TESTS {
        test();
    }
    let missing = rows::missing(methods.iter().map(String::as_str));

    assert!(missing.is_empty(), "no row for {missing:?}");
}

/// What the installed client has.
fn methods() -> Option<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let methods = runtime.block_on(async {
        let mut world = World::with("auth0.js").await?;

        Some(world.vendor.ok("methods", json!([])).await)
    });

    methods.map(|methods| serde_json::from_value(methods).unwrap())
}
