//! Signing in with what is sent: a code or a link to an address, a code to a phone.

use super::endpoint::{Call, Outcome, Stop};
use super::newcomer::{self, Path};
use super::refusal::Refusal;
use super::{access_list, bearer};

pub(super) mod email;
pub(super) mod otp;
pub(super) mod sms;

/// The id of whoever has this address; somebody unknown is added, where that is let happen.
fn find_or_add(call: &mut Call<'_>, path: Path) -> Result<String, Stop> {
    let email = call.email("email");
    if !access_list::allows(call.settings(), Some(&email)) {
        return Err(Refusal::InvalidEmailPassword.into());
    }
    if let Some(user) = call.store.nhost.user_by_email(&email).cloned() {
        return match bearer::check_row(call.store, Some(&user)) {
            // What is sent to the address is what verifies it.
            Ok(_) | Err(Refusal::UnverifiedUser) => Ok(user.id),
            Err(refusal) => Err(refusal.into()),
        };
    }
    newcomer::is_let_in(call.settings(), path)?;
    let options = call.members.get("options").cloned().unwrap_or_default();
    let user = newcomer::from_options(call.store, &options, Some(&email), None)?;
    let (id, disabled) = (user.id.clone(), user.disabled);
    call.store.nhost.users.push(user);
    if disabled {
        return Err(Refusal::DisabledUser.into());
    }
    Ok(id)
}

/// The answer of a path that is switched off.
fn only_if(enabled: bool) -> Result<(), Refusal> {
    if enabled {
        Ok(())
    } else {
        Err(Refusal::DisabledEndpoint)
    }
}

/// What every path here does before it sends something.
fn start(
    call: &mut Call<'_>,
    enabled: bool,
    path: Path,
    send: impl FnOnce(&mut Call<'_>, &str, &str),
) -> Outcome {
    only_if(enabled)?;
    let redirect_to = call.redirect_to()?;
    let id = find_or_add(call, path)?;
    send(call, &id, &redirect_to);
    Ok(super::mail::sent())
}
