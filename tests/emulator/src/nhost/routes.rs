//! Which path is answered where.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};

use super::{
    anonymous, cors, email, exchange, graphql, health, jwks, mfa, not_found, password,
    passwordless, pat, provider, rate, signin, signout, signup, token, turnstile, user, verify,
    webauthn, welcome,
};
use crate::pictures;
use crate::store::World;

pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/healthz", get(health::unprefixed))
        .nest("/v1", api(&world))
        // The hosted graphql host has its one path here.
        .route("/v1", post(graphql::answer))
        .route("/welcome", get(welcome::page))
        .route(
            "/provider/{provider}/authorize",
            get(provider::page::show).post(provider::page::submit),
        )
        .merge(pictures::router())
        .fallback(not_found_page)
        .method_not_allowed_fallback(not_found_page)
        .layer(middleware::from_fn(cors::allow))
        .with_state(world)
}

/// The API, without the prefix every path of it has.
fn api(world: &Arc<World>) -> Router<Arc<World>> {
    Router::new()
        .route("/healthz", get(health::check))
        .route("/version", get(health::version))
        .route("/.well-known/jwks.json", get(jwks::read))
        .route("/signup/email-password", signup::EMAIL_PASSWORD.post())
        .route("/signup/otp/email", passwordless::otp::SIGN_UP.post())
        .route(
            "/signup/passwordless/email",
            passwordless::email::SIGN_UP.post(),
        )
        .route(
            "/signup/passwordless/sms",
            passwordless::sms::SIGN_UP.post(),
        )
        .route("/signup/webauthn", webauthn::signup::SIGN_UP.post())
        .route("/signup/webauthn/verify", webauthn::signup::FINISH.post())
        .route("/signup/idtoken", provider::id_token::SIGN_UP.post())
        .route("/signup/provider/{provider}", get(provider::start::sign_up))
        .route("/signin/email-password", signin::EMAIL_PASSWORD.post())
        .route("/signin/mfa/totp", mfa::SIGN_IN.post())
        .route("/signin/otp/email", passwordless::otp::SIGN_IN.post())
        .route("/signin/otp/email/verify", passwordless::otp::FINISH.post())
        .route(
            "/signin/passwordless/email",
            passwordless::email::SIGN_IN.post(),
        )
        .route(
            "/signin/passwordless/sms",
            passwordless::sms::SIGN_IN.post(),
        )
        .route(
            "/signin/passwordless/sms/otp",
            passwordless::sms::FINISH.post(),
        )
        .route("/signin/anonymous", anonymous::SIGN_IN.post())
        .route("/signin/pat", pat::SIGN_IN.post())
        .route("/signin/webauthn", webauthn::signin::SIGN_IN.post())
        .route("/signin/webauthn/verify", webauthn::signin::FINISH.post())
        .route("/signin/idtoken", provider::id_token::SIGN_IN.post())
        .route("/signin/provider/{provider}", get(provider::start::sign_in))
        .route(
            "/signin/provider/{provider}/callback",
            get(provider::callback::by_address).post(provider::callback::by_form),
        )
        .route(
            "/signin/provider/{provider}/callback/tokens",
            get(provider::tokens::read),
        )
        .route("/link/idtoken", provider::id_token::LINK.post())
        .route("/elevate/webauthn", webauthn::elevate::ELEVATE.post())
        .route("/elevate/webauthn/verify", webauthn::elevate::FINISH.post())
        .route("/pat", pat::CREATE.post())
        .route("/mfa/totp/generate", mfa::GENERATE.get())
        .route("/token", token::REFRESH.post())
        .route("/token/exchange", exchange::EXCHANGE.post())
        .route(
            "/token/provider/{provider}",
            post(provider::tokens::refresh),
        )
        .route("/token/verify", token::VERIFY.post())
        .route("/user", user::READ.get())
        .route("/user/deanonymize", anonymous::DEANONYMIZE.post())
        .route("/user/email/change", email::CHANGE.post())
        .route(
            "/user/email/send-verification-email",
            email::SEND_VERIFICATION.post(),
        )
        .route("/user/mfa", mfa::CHANGE.post())
        .route("/user/password", password::CHANGE.post())
        .route("/user/password/reset", password::RESET.post())
        .route("/user/webauthn/add", webauthn::add::ADD.post())
        .route("/user/webauthn/verify", webauthn::add::FINISH.post())
        .route("/signout", signout::SIGN_OUT.post())
        .route("/verify", get(verify::follow))
        .layer(middleware::from_fn_with_state(
            Arc::clone(world),
            turnstile::check,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(world),
            rate::limit,
        ))
        // Another server in real life, which counts for itself.
        .route("/graphql", post(graphql::answer))
}

async fn not_found_page() -> Response {
    not_found()
}
