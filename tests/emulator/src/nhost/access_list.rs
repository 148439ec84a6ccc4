//! Which addresses may be used at all.

use crate::settings::NhostSettings;

/// Whether the project lets somebody with this address in. Those without one are not concerned.
pub(super) fn allows(settings: &NhostSettings, email: Option<&str>) -> bool {
    let Some(email) = email else {
        return true;
    };
    let domain = email.rsplit_once('@').map_or("", |(_, domain)| domain);
    let names =
        |list: &[String], wanted: &str| list.iter().any(|entry| entry.eq_ignore_ascii_case(wanted));
    if names(&settings.blocked_emails, email) || names(&settings.blocked_email_domains, domain) {
        return false;
    }
    let is_open = settings.allowed_emails.is_empty() && settings.allowed_email_domains.is_empty();
    is_open
        || names(&settings.allowed_emails, email)
        || names(&settings.allowed_email_domains, domain)
}
