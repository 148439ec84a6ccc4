//! What every path does in the same order: is it there, who calls, does the body fit.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use serde_json::Value;

use super::body::{self, Members};
use super::refusal::Refusal;
use super::schema::Schema;
use super::{User, bearer, elevation, not_found, redirect};
use crate::settings::{Dialect, NhostSettings};
use crate::store::{Store, World};

/// One path of the API.
#[derive(Clone, Copy)]
pub(super) struct Endpoint {
    since: Dialect,
    access: Access,
    body: Body,
    run: fn(&mut Call<'_>) -> Outcome,
}

/// Who may call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Anyone,
    /// Whoever has a good access token; their row is looked at by the endpoint.
    Bearer,
    /// The same, elevated where the project asks for it.
    Elevated,
    /// The same, but somebody without a key may be let through.
    ElevatedOrFirstKey,
}

#[derive(Clone, Copy)]
enum Body {
    Ignored,
    Optional(&'static Schema),
    Required(&'static Schema),
}

/// A request that passed all of that.
pub(super) struct Call<'a> {
    pub(super) store: &'a mut Store,
    /// The project's own origin, where links in mails lead.
    pub(super) origin: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) members: Members,
}

/// The body of a 200, or why there is none.
pub(super) type Outcome = Result<Value, Stop>;

pub(super) enum Stop {
    Refused(Refusal),
    /// An answer in a shape of its own.
    Answered(Box<Response>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Box<Response>> for Stop {
    fn from(answer: Box<Response>) -> Self {
        Self::Answered(answer)
    }
}

impl Endpoint {
    pub(super) const fn new(run: fn(&mut Call<'_>) -> Outcome) -> Self {
        Self {
            since: Dialect::L0,
            access: Access::Anyone,
            body: Body::Ignored,
            run,
        }
    }

    pub(super) const fn since(self, since: Dialect) -> Self {
        Self { since, ..self }
    }

    pub(super) const fn access(self, access: Access) -> Self {
        Self { access, ..self }
    }

    pub(super) const fn reads(self, schema: &'static Schema) -> Self {
        Self {
            body: Body::Required(schema),
            ..self
        }
    }

    pub(super) const fn may_read(self, schema: &'static Schema) -> Self {
        Self {
            body: Body::Optional(schema),
            ..self
        }
    }

    pub(super) fn post(self) -> MethodRouter<Arc<World>> {
        post(
            move |State(world): State<Arc<World>>, headers: HeaderMap, raw: Bytes| async move {
                self.answer(&world, &headers, &raw)
            },
        )
    }

    pub(super) fn get(self) -> MethodRouter<Arc<World>> {
        get(
            move |State(world): State<Arc<World>>, headers: HeaderMap| async move {
                self.answer(&world, &headers, &[])
            },
        )
    }

    fn answer(self, world: &World, headers: &HeaderMap, raw: &[u8]) -> Response {
        let mut store = world.lock();
        let dialect = store.settings.nhost.dialect;
        if dialect < self.since {
            return not_found();
        }
        if let Err(answer) = elevation::admit(&store, headers, self.access) {
            return *answer;
        }
        let read = match self.body {
            Body::Ignored => Ok(Members::new()),
            Body::Optional(schema) => body::read_optional(schema, dialect, headers, raw),
            Body::Required(schema) => body::read(schema, dialect, headers, raw),
        };
        let members = match read {
            Ok(members) => members,
            Err(answer) => return *answer,
        };
        let mut call = Call {
            store: &mut store,
            origin: &world.addresses.nhost,
            headers,
            members,
        };
        match (self.run)(&mut call) {
            Ok(body) => Json(body).into_response(),
            Err(Stop::Answered(answer)) => *answer,
            Err(Stop::Refused(refusal)) => refusal.answer(&store.settings.nhost),
        }
    }
}

impl Call<'_> {
    pub(super) fn settings(&self) -> &NhostSettings {
        &self.store.settings.nhost
    }

    pub(super) fn now(&self) -> u64 {
        self.store.now().seconds()
    }

    /// The text of a member, or of a member of a member.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        body::text(&self.members, path)
    }

    /// The address in a member, in lower case.
    pub(super) fn email(&self, name: &str) -> String {
        self.text(&[name]).unwrap_or_default().to_lowercase()
    }

    /// Whoever calls; their row is checked.
    pub(super) fn caller(&self) -> Result<User, Stop> {
        Ok(bearer::caller(self.store, self.headers)?)
    }

    /// Where a link is to lead: what the request says, if that is allowed, or the client URL.
    pub(super) fn redirect_to(&self) -> Result<String, Refusal> {
        match self.text(&["options", "redirectTo"]) {
            None => Ok(self.settings().client_url.clone()),
            Some(address) if redirect::is_allowed(self.settings(), address) => {
                Ok(address.to_owned())
            }
            Some(_) => Err(Refusal::RedirectToNotAllowed),
        }
    }

    pub(super) fn code_challenge(&self) -> Option<String> {
        self.text(&["codeChallenge"]).map(str::to_owned)
    }
}
