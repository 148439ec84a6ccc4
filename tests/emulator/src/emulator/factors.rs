//! The person's side of second factors: phones, authenticator apps, what was written down.

use serde_json::Value;

use super::Emulator;
use crate::auth0::{self, Decision, Detail, Kind, Method};
use crate::one_time;

impl Emulator {
    /// Approves the notifications a person was sent and has not answered; says how many.
    pub fn approve_push(&self, email: &str) -> usize {
        auth0::answer_push(&mut self.world.lock(), email, Decision::Approved)
    }

    /// Denies the notifications a person was sent and has not answered; says how many.
    pub fn deny_push(&self, email: &str) -> usize {
        auth0::answer_push(&mut self.world.lock(), email, Decision::Denied)
    }

    /// Returns the newest code that was sent to an address or a number.
    pub fn last_code(&self, to: &str) -> Option<String> {
        let store = self.world.lock();
        store
            .outbox
            .iter()
            .rev()
            .filter(|mail| mail.to == to)
            .find_map(|mail| mail.code.clone())
    }

    /// Returns what a person's newest authenticator app shows at the emulator's time.
    pub fn totp_code(&self, email: &str) -> Option<String> {
        let store = self.world.lock();
        let secret = newest(&store.auth0, email, |detail| {
            if let Detail::Totp { secret } = detail {
                Some(secret.clone())
            } else {
                None
            }
        })?;
        Some(one_time::code(&secret, store.now().seconds()))
    }

    /// Returns what an app with this base32 secret shows at the emulator's time.
    pub fn totp_code_of(&self, secret: &str) -> Option<String> {
        let secret = one_time::read_base32(secret)?;
        Some(one_time::code(&secret, self.now()))
    }

    /// Returns the recovery code a person wrote down.
    pub fn recovery_code(&self, email: &str) -> Option<String> {
        newest(&self.world.lock().auth0, email, |detail| {
            if let Detail::RecoveryCode { code } = detail {
                Some(code.clone())
            } else {
                None
            }
        })
    }

    /// Returns a person's methods as My Account lists them.
    pub fn authentication_methods(&self, email: &str) -> Vec<Value> {
        auth0::methods_by_email(&self.world.lock(), email)
            .iter()
            .map(Method::to_json)
            .collect()
    }

    /// Gives a person a security key, which nobody can enrol through My Account; says whether there
    /// is somebody with this address.
    pub fn add_security_key(&self, email: &str) -> bool {
        let mut store = self.world.lock();
        let user = store.auth0.users.iter().find(|user| user.email == email);
        let Some(user_id) = user.map(|user| user.user_id.clone()) else {
            return false;
        };
        let detail = Detail::Webauthn {
            kind: Kind::WebauthnRoaming,
            key_id: "c2VjdXJpdHkta2V5".into(),
            public_key: "pAEDAzkBACBZ".into(),
        };
        let method = Method {
            confirmed: true,
            ..Method::new(&store, &user_id, detail)
        };
        store.auth0.methods.push(method);
        true
    }
}

fn newest<T>(
    tenant: &auth0::Tenant,
    email: &str,
    pick: impl Fn(&Detail) -> Option<T>,
) -> Option<T> {
    let user = tenant.users.iter().find(|user| user.email == email)?;
    tenant
        .methods
        .iter()
        .rev()
        .filter(|method| method.user_id == user.user_id)
        .find_map(|method| pick(&method.detail))
}
