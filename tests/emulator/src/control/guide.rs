//! The page that explains the control address.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::auth0;
use crate::html::{self, escape};
use crate::seed::PEOPLE;
use crate::store::World;

/// What the actions do, each with a command to try. `$CONTROL` stands for the address.
const ACTIONS: &[(&str, &str, &str)] = &[
    (
        "What is going on",
        "Addresses, people, clock, and how many sessions there are.",
        "curl $CONTROL/state",
    ),
    (
        "Move the clock",
        "Everything that expires follows: tokens, codes, sessions, limits, the Date header. A negative number moves it back.",
        "curl -X POST $CONTROL/clock -H 'content-type: application/json' -d '{\"advance_secs\": 3600}'",
    ),
    (
        "See and change switches",
        "GET shows all of them with their present values; PATCH changes the ones it names. Unknown names are refused. \
         At Auth0: callbacks, rotation and its overlap, lifetimes, the confirmation prompt, consent, sign_up, \
         the second factor (require_second_factor for those who have one, require_enrolment for the others, \
         my_account_default_policy), tokens bound to keys (dpop: available, token_nonce, api_nonce, my_account as none, \
         allowed or required), the grants of the application (implicit among them), connections, passwordless, \
         database_codes, passkeys, custom_domain, legacy_endpoints, breached_passwords, require_verified_email, \
         token_exchange_types, session_transfer, resource_parameter, dynamic_registration, what a refresh may name \
         (multi_resource_refresh, refresh_policy), APIs with their scopes, offline_access and skip_consent, \
         rfc9068_profile for access tokens in the form of that standard, \
         token_clock_offset_secs for tokens from the future, and My Account: on or off, its scopes, and what it offers \
         (my_account_api: factors, required_kinds, plain_200, password_policy, rate_plan as generous, enterprise, \
         professional, free or flat25). Those of Nhost have a section of their own.",
        "curl $CONTROL/settings\ncurl -X PATCH $CONTROL/settings -H 'content-type: application/json' \\\n  \
         -d '{\"auth0\": {\"rotation_overlap_secs\": 0}, \"nhost\": {\"dialect\": \"l0\"}}'",
    ),
    (
        "Add an application with a secret",
        "For the grants and endpoints that a native application has no right to: client_credentials, pushed requests, \
         sign-in by phone (CIBA), tokens of connected accounts. client_grants says what it may have for itself.",
        "curl -X PATCH $CONTROL/settings -H 'content-type: application/json' \\\n  \
         -d '{\"auth0\": {\"applications\": [{\"client_id\": \"web\", \"client_secret\": \"secret\", \"name\": \"Web\", \
         \"grants\": [\"client_credentials\"], \"client_grants\": [{\"identifier\": \"https://api.latchkey.example/\", \
         \"scopes\": [\"read:reports\"]}]}]}}'",
    ),
    (
        "Invite somebody to an organization",
        "Answers with the ticket for the parameter invitation of /authorize, which the mail says too.",
        "curl -X POST $CONTROL/auth0/invitations -H 'content-type: application/json' \\\n  \
         -d '{\"email\": \"bob@example.com\", \"organization\": \"sunrise-bakery\"}'",
    ),
    (
        "Switches of Nhost",
        "dialect (l0 is the last public server, l1 the reference, l2 the one after it, with codes instead of tokens), \
         signing (rs256 or hs256, which publishes no keys), verification_required, signup_disabled, auto_signup_disabled, \
         new_users_disabled, conceal_errors, allowed_ and blocked_emails and _email_domains, breached_passwords, \
         password_min_length, custom_claims, mfa_enabled, otp_email_enabled, email_passwordless_enabled, \
         sms_passwordless_enabled, sms_fails, anonymous_users_enabled, webauthn (enabled, relying_party_id, \
         relying_party_name, origins), elevation (disabled, recommended, required) and first_key_trap, providers, \
         profile_fetch_fails, id_token_audience, rate_limits (the vendor's own), turnstile, access_token_secs and refresh_token_secs, client_url \
         and allowed_redirects, roles and languages. graphql says for security_keys, refresh_tokens, user_providers and \
         users whether select, update and delete are denied, granted, or for elevated sessions only, and which columns \
         are hidden. A list in a change replaces the one that is there.",
        "curl -X PATCH $CONTROL/settings -H 'content-type: application/json' \\\n  \
         -d '{\"nhost\": {\"elevation\": \"recommended\", \"graphql\": {\"security_keys\": {\"delete\": \"elevated\"}}}}'\n\
         curl -X PATCH $CONTROL/settings -H 'content-type: application/json' \\\n  \
         -d '{\"nhost\": {\"providers\": [{\"id\": \"github\", \"label\": \"GitHub\"}]}}'",
    ),
    (
        "Allow a callback URL",
        "Adds one to Auth0's list.",
        "curl -X POST $CONTROL/callbacks -H 'content-type: application/json' \\\n  \
         -d '{\"url\": \"dev.latchkey.accounts://mine/callback\"}'",
    ),
    (
        "Change or delete a person",
        "Members as GET shows them, at one vendor. For example blocked at Auth0, disabled or totp_active at Nhost.",
        "curl $CONTROL/auth0/users\ncurl -X PATCH $CONTROL/auth0/users/bob@example.com -H 'content-type: application/json' \\\n  \
         -d '{\"blocked\": true}'\ncurl -X PATCH $CONTROL/nhost/users/bob@example.com -H 'content-type: application/json' \\\n  \
         -d '{\"disabled\": true}'\ncurl -X DELETE $CONTROL/nhost/users/bob@example.com",
    ),
    (
        "See a person's methods",
        "As My Account lists them, with what only the person would know: the present code of an authenticator app, the \
         recovery code. Codes that were sent are in the outbox.",
        "curl $CONTROL/auth0/users/noor@example.com/methods",
    ),
    (
        "See what somebody has at Nhost",
        "Sessions and personal access tokens, security keys, linked accounts, and what an authenticator app shows at the \
         moment. At a provider one is whoever one chooses on its page: the demo people, Mei, or Omar, whose address is not \
         proved there.",
        "curl $CONTROL/nhost/users/noor@example.com/account",
    ),
    (
        "Sign an ID token",
        "As the stand-ins for google and apple do it, for somebody who has an account there; a nonce goes in as its hash.",
        "curl -X POST $CONTROL/nhost/id-tokens -H 'content-type: application/json' \\\n  \
         -d '{\"provider\": \"google\", \"email\": \"mei@example.com\", \"nonce\": \"n0nce\"}'",
    ),
    (
        "Answer a notification",
        "Push notifications wait until somebody approves or denies them; all that wait for a person are answered at once.",
        "curl $CONTROL/auth0/pushes\ncurl -X POST $CONTROL/auth0/pushes -H 'content-type: application/json' \\\n  \
         -d '{\"email\": \"bob@example.com\", \"answer\": \"approve\"}'",
    ),
    (
        "Rotate Auth0's keys",
        "The next key becomes the current one. Twice in a row signs with a key that was never announced.",
        "curl -X POST $CONTROL/keys/rotate",
    ),
    (
        "Revoke",
        "Ends the session of a refresh token, or all sessions of a person, at both vendors.",
        "curl -X POST $CONTROL/revoke -H 'content-type: application/json' -d '{\"email\": \"ada@example.com\"}'",
    ),
    (
        "Make a request fail",
        "The path is whole, or the beginning of one followed by *. Kinds: answer (status, body, headers, after_commit), \
         drop (after_commit), truncate, slow (millis), slow_body (millis before each byte), endless_body, \
         wrong_date (offset_secs), pass (leaves one request alone). With after_commit the request takes \
         effect and only its answer is spoilt. In a header {date+60} becomes the HTTP date in a minute, {date-60} the one \
         a minute ago. Faults for one path wait in line; DELETE forgets them.",
        "curl -X POST $CONTROL/faults -H 'content-type: application/json' \\\n  \
         -d '{\"path\": \"/oauth/token\", \"times\": 2, \"fault\": {\"kind\": \"drop\", \"after_commit\": true}}'\n\
         curl -X POST $CONTROL/faults -H 'content-type: application/json' \\\n  \
         -d '{\"path\": \"/v1/*\", \"fault\": {\"kind\": \"answer\", \"status\": 503, \"headers\": {\"retry-after\": \"0\"}}}'\n\
         curl -X DELETE $CONTROL/faults",
    ),
    (
        "Limit the rate",
        "So many requests in a window, counted per path. Auth0 tells with x-ratelimit-* and Retry-After, Nhost with an empty 429.",
        "curl -X POST $CONTROL/limits -H 'content-type: application/json' \\\n  \
         -d '{\"path\": \"/userinfo\", \"count\": 2, \"window_secs\": 60}'\ncurl -X DELETE $CONTROL/limits",
    ),
    (
        "See and count requests",
        "Method, path, names of parameters, authorization scheme, status. A status of null means the connection was cut.",
        "curl $CONTROL/requests\ncurl '$CONTROL/requests/count?path=/oauth/token'\ncurl -X DELETE $CONTROL/requests",
    ),
    (
        "Read what was sent",
        "Mails, text messages and calls: as a page to open in a browser, newest first, or as JSON, where codes stand \
         apart. DELETE empties it.",
        "curl $CONTROL/outbox.json\ncurl -X DELETE $CONTROL/outbox",
    ),
    (
        "Begin again",
        "People, switches, clock, sessions and log are as they were at the start.",
        "curl -X POST $CONTROL/reset",
    ),
];

pub(super) async fn page(State(world): State<Arc<World>>) -> Response {
    let addresses = &world.addresses;
    let people: String = PEOPLE
        .iter()
        .map(|person| {
            format!(
                "<dt>{}</dt><dd><code>{}</code> · <code>{}</code></dd>",
                person.name, person.email, person.password
            )
        })
        .collect();
    let callbacks: String = world
        .lock()
        .settings
        .auth0
        .callbacks
        .iter()
        .map(|url| format!("<li><code>{}</code></li>", escape(url)))
        .collect();
    let actions: String = ACTIONS
        .iter()
        .map(|(title, text, command)| {
            let command = escape(&command.replace("$CONTROL", &addresses.control));
            format!(
                "<h2>{title}</h2><p>{}</p><pre><code>{command}</code></pre>",
                escape(text)
            )
        })
        .collect();
    let body = format!(
        "<main class=\"wide\"><h1>Emulator</h1><p class=\"lead\">An Auth0 tenant and an Nhost project on this computer. \
         <a href=\"/outbox\">Open the outbox</a></p>\
         <dl><dt>Auth0</dt><dd><code>{auth0}</code> · client id <code>{client_id}</code></dd>\
         <dt>Nhost</dt><dd><code>{nhost}/v1</code></dd></dl>\
         <h2>People</h2><dl>{people}<dt>Mei Lindqvist</dt><dd>only at Auth0, with “Continue with Google”</dd></dl>\
         <h2>Callback URLs allowed at Auth0</h2><ul class=\"plain\">{callbacks}</ul>{actions}</main>",
        auth0 = addresses.auth0,
        client_id = auth0::CLIENT_ID,
        nhost = addresses.nhost,
    );
    html::page(StatusCode::OK, "Emulator", &body)
}
