//! Invitations to an organization.

use crate::outbox::{Channel, Mail};
use crate::random;
use crate::store::Store;

/// A ticket that somebody has not used.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(super) organization_id: String,
    email: String,
}

/// Sends an invitation and returns its ticket; nothing when there is no such organization.
pub(crate) fn send(store: &mut Store, email: &str, organization: &str) -> Option<String> {
    let organization = store.settings.auth0.organization(organization)?;
    let ticket = random::alphanumeric(32);
    let mail = Mail {
        from: "auth0",
        channel: Channel::Email,
        to: email.to_owned(),
        subject: format!("Join {}", organization.display_name),
        text: format!(
            "You have been invited. Sign in with the parameters invitation={ticket}, organization={} \
             and organization_name={}.",
            organization.id, organization.name
        ),
        link: None,
        code: Some(ticket.clone()),
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    };
    store.outbox.push(mail);
    let invitation = Invitation {
        organization_id: organization.id,
        email: email.to_lowercase(),
    };
    store.auth0.invitations.insert(ticket.clone(), invitation);
    Some(ticket)
}

/// Makes somebody a member; a ticket works once, and only for the address it was sent to.
pub(super) fn accept(store: &mut Store, ticket: &str, user_id: &str) -> Result<(), String> {
    let Some(invitation) = store.auth0.invitations.get(ticket).cloned() else {
        return Ok(());
    };
    let user = store.auth0.user_mut(user_id);
    let user = user
        .filter(|user| user.email == invitation.email)
        .ok_or_else(|| "the invitation was sent to somebody else".to_owned())?;
    if !user.organizations.contains(&invitation.organization_id) {
        user.organizations.push(invitation.organization_id);
    }
    store.auth0.invitations.remove(ticket);
    Ok(())
}
