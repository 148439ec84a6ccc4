//! The vendor's own limits, where they are on. There is one caller here, so there is one count.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::store::World;

/// What is counted together: how many requests, in how many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Everything,
    Mails,
    Messages,
    Attempts,
}

/// Requests of one group in the present window.
#[derive(Clone, Debug)]
pub(crate) struct Count {
    group: Group,
    window_start: u64,
    used: u64,
}

/// Paths that send mails.
const MAILING: [&str; 9] = [
    "/signin/otp/email",
    "/signin/passwordless/email",
    "/signup/otp/email",
    "/signup/passwordless/email",
    "/signup/email-password",
    "/user/deanonymize",
    "/user/email/change",
    "/user/email/send-verification-email",
    "/user/password/reset",
];

/// Paths that send text messages.
const TEXTING: [&str; 2] = ["/signin/passwordless/sms", "/signup/passwordless/sms"];

impl Group {
    const fn limit(self) -> (u64, u64) {
        match self {
            Self::Everything => (100, 60),
            Self::Mails | Self::Messages => (10, 3600),
            Self::Attempts => (10, 300),
        }
    }

    fn holds(self, path: &str, verification_required: bool) -> bool {
        match self {
            Self::Everything => true,
            // Signing up sends a mail only where the address must be verified.
            Self::Mails => {
                MAILING.contains(&path)
                    && (path != "/signup/email-password" || verification_required)
            }
            Self::Messages => TEXTING.contains(&path),
            Self::Attempts => {
                path.starts_with("/signin")
                    || path.starts_with("/signup")
                    || path.ends_with("/verify")
                    || path.ends_with("/otp")
            }
        }
    }
}

/// An empty 429, without a word about when to come back.
pub(super) async fn limit(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::OPTIONS && is_over(&world, request.uri().path()) {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    next.run(request).await
}

fn is_over(world: &World, path: &str) -> bool {
    let mut store = world.lock();
    if !store.settings.nhost.rate_limits {
        return false;
    }
    let now = store.now().seconds();
    let verification_required = store.settings.nhost.verification_required;
    let counts = &mut store.nhost.counts;
    counts.retain(|count| now < count.window_start + count.group.limit().1);
    [
        Group::Everything,
        Group::Mails,
        Group::Messages,
        Group::Attempts,
    ]
    .into_iter()
    .filter(|group| group.holds(path, verification_required))
    .any(|group| {
        let index = counts.iter().position(|count| count.group == group);
        let index = index.unwrap_or_else(|| {
            counts.push(Count {
                group,
                window_start: now,
                used: 0,
            });
            counts.len() - 1
        });
        counts[index].used += 1;
        counts[index].used > group.limit().0
    })
}
