//! Codes that go out to people.

use crate::outbox::{Channel, Mail};
use crate::random;
use crate::store::Store;

/// Sends a fresh code and returns it.
pub(crate) fn send_code(store: &mut Store, channel: Channel, to: &str, reason: &str) -> String {
    let code = random::digits();
    let spoken = match channel {
        Channel::Email | Channel::Sms => code.clone(),
        Channel::Voice => code
            .split("")
            .collect::<Vec<_>>()
            .join(" ")
            .trim()
            .to_owned(),
    };
    let mail = Mail {
        from: "auth0",
        channel,
        to: to.to_owned(),
        subject: "Your verification code".to_owned(),
        text: format!(
            "{spoken} is your code for {}. {reason}",
            super::client::TENANT_NAME
        ),
        link: None,
        code: Some(code.clone()),
        headers: Default::default(),
        sent_at: store.now().to_rfc3339(3),
    };
    store.outbox.push(mail);
    code
}
