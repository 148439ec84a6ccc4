//! `GET` and `POST /u/signup`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{MARK, alert, deny_link, gone, lead, login};
use crate::auth0::User;
use crate::auth0::params::{Fields, Params};
use crate::auth0::password::{self, Weakness};
use crate::auth0::transaction::{self, Transaction};
use crate::html::{self, escape};
use crate::outbox::{Channel, Mail};
use crate::random;
use crate::settings::PASSWORD_CONNECTION;
use crate::store::{Store, World};

pub(super) async fn show(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let mut store = world.lock();
    match transaction::find(&mut store, id) {
        Some(transaction) if store.settings.auth0.sign_up => {
            let hint = transaction.request.login_hint.clone().unwrap_or_default();
            page(StatusCode::OK, id, &transaction, &hint, None)
        }
        _ => gone(),
    }
}

pub(super) async fn submit(State(world): State<Arc<World>>, Fields(params): Fields) -> Response {
    let id = params.text("state");
    let email = params.text("email").trim().to_lowercase();
    let mut store = world.lock();
    let Some(transaction) =
        transaction::find(&mut store, id).filter(|_| store.settings.auth0.sign_up)
    else {
        return gone();
    };
    match create(&mut store, &world.addresses.auth0, &email, &params) {
        Ok(user_id) => login::finish(&mut store, &world.addresses.auth0, id, &user_id),
        Err(text) => page(
            StatusCode::BAD_REQUEST,
            id,
            &transaction,
            &email,
            Some(text),
        ),
    }
}

fn create(
    store: &mut Store,
    origin: &str,
    email: &str,
    params: &Params,
) -> Result<String, &'static str> {
    let password = params.text("password");
    let Some((nickname, _)) = email
        .split_once('@')
        .filter(|(local, domain)| !local.is_empty() && domain.contains('.'))
    else {
        return Err("Enter a valid email address.");
    };
    if store
        .auth0
        .user_by_email(PASSWORD_CONNECTION, email)
        .is_some()
    {
        return Err("Something went wrong, please try again later.");
    }
    let user = User {
        name: params.get("name").unwrap_or(email).to_owned(),
        ..new_user(store, email, nickname, password)
    };
    password::check_first(store, &user).map_err(Weakness::text)?;
    let user_id = user.user_id.clone();
    send_verification(store, origin, &user);
    store.auth0.users.push(user);
    Ok(user_id)
}

/// Somebody of whom nothing is known but address and password.
pub(in crate::auth0) fn new_user(
    store: &Store,
    email: &str,
    nickname: &str,
    password: &str,
) -> User {
    let now = store.now().to_rfc3339(3);
    User {
        user_id: format!("auth0|{}", random::hex_handle(12)),
        connection: PASSWORD_CONNECTION.to_owned(),
        email: email.to_owned(),
        email_verified: false,
        password: password.to_owned(),
        name: email.to_owned(),
        given_name: None,
        family_name: None,
        nickname: nickname.to_owned(),
        username: None,
        picture: None,
        phone_number: None,
        phone_verified: false,
        locale: None,
        organizations: Vec::new(),
        blocked: false,
        consented: false,
        failed_attempts: 0,
        created_at: now.clone(),
        updated_at: now,
    }
}

pub(in crate::auth0) fn send_verification(store: &mut Store, origin: &str, user: &User) {
    let ticket = random::handle(24);
    let mail = Mail {
        from: "auth0",
        channel: Channel::Email,
        code: None,
        to: user.email.clone(),
        subject: "Verify your email".to_owned(),
        text: "Thank you for signing up. Follow the link to verify your email address.".to_owned(),
        link: Some(format!("{origin}/u/email-verification?ticket={ticket}")),
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    };
    store
        .auth0
        .email_tickets
        .insert(ticket, user.user_id.clone());
    store.outbox.push(mail);
}

fn page(
    status: StatusCode,
    id: &str,
    transaction: &Transaction,
    email: &str,
    problem: Option<&str>,
) -> Response {
    let id = escape(id);
    let body = format!(
        "<main>{MARK}<h1>Create your account</h1><p class=\"lead\">Sign up {lead}</p>{alert}\
         <form method=\"post\" action=\"/u/signup\"><input type=\"hidden\" name=\"state\" value=\"{id}\">\
         <div class=\"field\"><label for=\"name\">Name</label><input id=\"name\" name=\"name\" autocomplete=\"name\"></div>\
         <div class=\"field\"><label for=\"email\">Email address</label>\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" required value=\"{email}\"></div>\
         <div class=\"field\"><label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" required aria-describedby=\"rule\">\
         <p class=\"hint\" id=\"rule\">At least 8 characters, of three kinds.</p></div>\
         <button id=\"sign-up\">Sign up</button></form>\
         <p class=\"after\">Already have an account? <a href=\"/u/login?state={id}\">Sign in</a></p>{deny}</main>",
        lead = lead(transaction),
        alert = alert(problem),
        email = escape(email),
        deny = deny_link(&id),
    );
    html::page(status, "Sign up", &body)
}
